"""The districts of a city as the path data of a small picture.

The picture lies on Web Mercator, as the Folium map does: scaled to the same size, one can take
the other's place without anything moving. It is coarser than the map's own boundaries, because
half a pixel of the picture is all that it has to hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.crs import WGS84
from geo.topology import Floats, Topology, decode

SIDE = 1400
"""Units along the longer side of a picture: half pixels where it is drawn 700 px high."""

_TOLERANCE = 1.6  # units by which a border may be off: not quite a pixel
_SMALLEST = 30.0  # square units; an islet below this is a speck of 3 x 3 px at most

Window = tuple[float, float, float, float]
"""West, south, east, north in WGS-84 degrees."""

_mercator = pyproj.Transformer.from_crs(WGS84, 3857, always_xy=True)


@dataclass(frozen=True)
class Shapes:
    """The outlines of a city's districts, in units of the picture, y down.

    Attributes
    ----------
    width, height : float
        Of the window, by default the box around all districts.
    paths : dict of str to str
        Adcode → SVG path data: whole units, relative.
    """

    width: float
    height: float
    paths: dict[str, str]
    _corner: tuple[float, float]
    _scale: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a WGS-84 position lies in the picture (units)."""
        x, y = _mercator.transform(lon, lat)
        left, top = self._corner
        return round((x - left) * self._scale, 1), round((top - y) * self._scale, 1)

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude (WGS-84) of a place in the picture."""
        left, top = self._corner
        lon, lat = _mercator.transform(
            left + x / self._scale, top - y / self._scale, direction="INVERSE"
        )
        return lon, lat

    def length(self, metres: float, lat: float) -> float:
        """Return how long metres on the ground are at a latitude (units)."""
        # Web Mercator stretches by the secant of the latitude.
        return round(metres / math.cos(math.radians(lat)) * self._scale, 1)


def city_shapes(catalogue: Catalogue, city: str, window: Window | None = None) -> Shapes:
    """Draw the outlines of a city's districts.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.
    window : (west, south, east, north), optional
        What the picture shows, in degrees; districts reach beyond its edges, and those that
        lie outside are left out. By default the whole city.

    Returns
    -------
    Shapes

    Raises
    ------
    UnknownIdError
        If the city, or its boundaries, do not exist.
    BoundaryError
        If the boundary file is broken.
    """
    row = catalogue.city(city)
    known = {district.adcode for district in catalogue.districts_of(city)}
    text = catalogue.boundaries.topology(row.adcode)
    topology = decode(text, name=f"web boundaries of {city}")
    shown = {adcode: rings for adcode, rings in topology.districts.items() if adcode in known}
    frame = catalogue.boundaries.web.loc[sorted(shown)]
    west, south, east, north = window or frame.total_bounds
    if window:
        seen = frame.geometry.intersects(shapely.box(*window))
        shown = {adcode: rings for adcode, rings in shown.items() if seen[adcode]}
    (left, right), (bottom, top) = _mercator.transform([west, east], [south, north])
    scale = SIDE / max(right - left, top - bottom)
    reach = SIDE if window else math.inf
    arcs = [_drawn(arc, (left, top), scale, reach) for arc in topology.arcs]
    paths = {
        adcode: "".join(_path_data(Topology(arcs, {adcode: shown[adcode]})))
        for adcode in sorted(shown)
    }
    size = round((right - left) * scale, 1), round((top - bottom) * scale, 1)
    return Shapes(*size, paths, (left, top), scale)


def window_about(bounds: Window, *, margin: float = 0.1, aspect: float = 4 / 3) -> Window:
    """Widen bounds to the window of a picture.

    Parameters
    ----------
    bounds : (west, south, east, north)
        What must be seen, WGS-84 degrees.
    margin : float
        Room on each side, as a share of the longer one.
    aspect : float
        Width of the picture by its height.

    Returns
    -------
    (west, south, east, north)
        WGS-84 degrees, with the bounds in the middle.
    """
    west, south, east, north = bounds
    (left, right), (bottom, top) = _mercator.transform([west, east], [south, north])
    room = 1 + 2 * margin
    height = max(top - bottom, (right - left) / aspect) * room / 2
    x, y = (left + right) / 2, (bottom + top) / 2
    sides = [x - height * aspect, x + height * aspect], [y - height, y + height]
    (west, east), (south, north) = _mercator.transform(*sides, direction="INVERSE")
    return west, south, east, north


def _drawn(arc: Floats, corner: tuple[float, float], scale: float, reach: float) -> Floats:
    """Project a border, drop what cannot be seen and round to whole units.

    Each border is drawn once for both of its districts, so no crack opens between them. What
    is farther than ``reach`` units outside of the picture is drawn in to there.
    """
    x, y = _mercator.transform(arc[:, 0], arc[:, 1])
    units = np.column_stack([(x - corner[0]) * scale, (corner[1] - y) * scale])
    if math.isfinite(reach):
        # With corners that near no line through the picture changes its direction.
        pieces = shapely.get_coordinates(shapely.segmentize(shapely.linestrings(units), reach))
        units = np.clip(pieces, -reach, SIDE + reach)
    line = shapely.simplify(shapely.linestrings(units), _TOLERANCE, preserve_topology=False)
    drawn: Floats = np.rint(shapely.get_coordinates(line))
    return drawn


def _path_data(topology: Topology) -> Iterator[str]:
    """Write the rings of the one district of a topology; its largest one is always kept."""
    rings = [
        np.concatenate([topology.arcs[n] if n >= 0 else topology.arcs[~n][::-1] for n in ring])
        for polygons in topology.districts.values()
        for polygon in polygons
        for ring in polygon
    ]
    areas = [_area(ring) for ring in rings]
    largest = max(areas)
    for ring, area in zip(rings, areas, strict=True):
        if area >= min(_SMALLEST, largest):
            yield _ring_data(ring)


def _area(ring: Floats) -> float:
    """Return the area that a ring encloses, in square units (the shoelace formula)."""
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def _ring_data(ring: Floats) -> str:
    whole: NDArray[np.int64] = ring.astype(np.int64)
    steps = np.diff(whole, axis=0)
    moves = steps[np.any(steps != 0, axis=1)]
    start = _numbers(whole[0].tolist())
    # The last step leads back to the start: ``z`` draws it.
    return f"M{start}l{_numbers(moves[:-1].ravel().tolist())}z"


def _numbers(values: Sequence[int]) -> str:
    """Join numbers; a minus sign separates them as well as a blank does."""
    return " ".join(map(str, values)).replace(" -", "-")
