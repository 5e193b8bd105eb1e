"""Read and write TopoJSON: districts that share their borders as arcs.

A border between two districts is stored once, so that however coarse the arcs get, no crack
opens between neighbours. Only what the boundary files use is understood: one object
``districts``, polygons and multipolygons whose ``id`` is an adcode, quantised arcs.

The files are decoded here rather than by GDAL, because GDAL goes by a file's content, not its
name: a "boundary file" in somebody else's catalogue may be a VRT that reads local files.

Format: https://github.com/topojson/topojson-specification
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84
from geo.errors import BoundaryError

OBJECT = "districts"

Ring = Sequence[int]
Polygons = Sequence[Sequence[Ring]]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Topology:
    """Arcs and the districts that are made of them.

    Attributes
    ----------
    arcs : sequence of ndarray, shape (k, 2)
        Longitude and latitude; ``k`` differs from arc to arc and is at least 2.
    districts : mapping
        Adcode → polygons → rings → numbers of arcs; ``~n`` is arc ``n`` backwards. The first
        ring of a polygon is its shell.
    """

    arcs: Sequence[Floats]
    districts: Mapping[str, Polygons]

    @property
    def vertices(self) -> int:
        """Number of stored vertices, each border counted once."""
        return sum(map(len, self.arcs))

    @property
    def polygons(self) -> int:
        """Number of separate pieces of all districts together."""
        return sum(map(len, self.districts.values()))

    def to_frame(self) -> gpd.GeoDataFrame:
        """Build the polygons.

        Returns
        -------
        GeoDataFrame, shape (districts, 1), EPSG:4326
            Index ``adcode`` in ascending order, column ``geometry`` of multipolygons.
        """
        adcodes = sorted(self.districts)
        shapes = [
            shapely.multipolygons([self._polygon(rings) for rings in self.districts[adcode]])
            for adcode in adcodes
        ]
        index = gpd.pd.Index(adcodes, name="adcode", dtype="str")
        return gpd.GeoDataFrame(geometry=shapes, index=index, crs=WGS84)

    def _polygon(self, rings: Sequence[Ring]) -> Any:
        shell, *holes = (shapely.linearrings(self._ring(ring)) for ring in rings)
        return shapely.polygons(shell, holes=holes or None)

    def _ring(self, ring: Ring) -> Floats:
        """Join arcs end to end; each begins where the one before it ended."""
        arcs = (self.arcs[number] if number >= 0 else self.arcs[~number][::-1] for number in ring)
        return np.concatenate([next(arcs), *(arc[1:] for arc in arcs)])


def decode(text: bytes, *, name: str) -> Topology:
    """Read TopoJSON as it is written by ``encode``.

    Parameters
    ----------
    text : bytes
        The file's content.
    name : str
        What to call the file in an error.

    Returns
    -------
    Topology

    Raises
    ------
    BoundaryError
        If the text is no quantised TopoJSON with an object ``districts``.
    """
    try:
        document = json.loads(text)
        transform = document["transform"]
        arcs = _dequantise(document["arcs"], transform["scale"], transform["translate"])
        districts = {
            str(shape["id"]): _polygons(shape, len(arcs))
            for shape in document["objects"][OBJECT]["geometries"]
        }
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        msg = f"{name} is not TopoJSON with quantised arcs and an object {OBJECT!r} ({error})"
        raise BoundaryError(msg) from error
    return Topology(arcs, districts)


def merge(topologies: Sequence[Topology]) -> Topology:
    """Put districts of several topologies, which share no border, into one."""
    arcs: list[Floats] = []
    districts: dict[str, Polygons] = {}
    for topology in topologies:
        shift = len(arcs)
        for adcode, polygons in topology.districts.items():
            districts[adcode] = [
                [[n + shift if n >= 0 else n - shift for n in ring] for ring in rings]
                for rings in polygons
            ]
        arcs.extend(topology.arcs)
    return Topology(arcs, districts)


def encode(topology: Topology, *, step: float) -> bytes:
    """Write quantised TopoJSON: coordinates as whole steps, each vertex as its difference.

    Parameters
    ----------
    topology : Topology
    step : float, degrees
        Distance of the grid onto which coordinates are rounded.

    Returns
    -------
    bytes
        ASCII, without spaces; the same topology always gives the same bytes.
    """
    arcs = [quantise(arc, step) for arc in topology.arcs]
    origin = np.min([arc.min(axis=0) for arc in arcs], axis=0)
    steps = [np.diff(arc - origin, axis=0, prepend=0) for arc in arcs]
    geometries = [
        {"type": "MultiPolygon", "id": adcode, "arcs": topology.districts[adcode]}
        if len(topology.districts[adcode]) > 1
        else {"type": "Polygon", "id": adcode, "arcs": topology.districts[adcode][0]}
        for adcode in sorted(topology.districts)
    ]
    document = {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [float(o * step) for o in origin]},
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [arc.tolist() for arc in steps],
    }
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def quantise(arc: Floats, step: float) -> NDArray[np.int64]:
    """Round an arc to whole steps of the grid and drop vertices that fall together."""
    grid: NDArray[np.int64] = np.rint(arc / step).astype(np.int64)
    moves = np.any(np.diff(grid, axis=0) != 0, axis=1)
    kept: NDArray[np.int64] = grid[np.concatenate([[True], moves])]
    return kept


def _dequantise(
    arcs: Iterable[Sequence[Sequence[int]]], scale: Sequence[float], translate: Sequence[float]
) -> list[Floats]:
    """Sum the differences of all arcs at once (a loop over vertices takes 20 times as long)."""
    arcs = list(arcs)
    lengths = np.array([len(arc) for arc in arcs])
    if not len(lengths) or lengths.min() < 2:
        msg = "an arc has fewer than two vertices"
        raise ValueError(msg)
    steps = np.array(list(chain.from_iterable(arcs)), dtype=np.float64).reshape(-1, 2)
    grid = np.array([scale, translate], dtype=np.float64).reshape(2, 2)
    if not (np.isfinite(steps).all() and np.isfinite(grid).all()):
        msg = "a coordinate is not a number"
        raise ValueError(msg)
    ends = np.cumsum(lengths)
    sums = np.cumsum(steps, axis=0)
    before = np.repeat(np.vstack([[0.0, 0.0], sums[ends[:-1] - 1]]), lengths, axis=0)
    return np.split((sums - before) * grid[0] + grid[1], ends[:-1])


def _polygons(shape: Mapping[str, Any], arcs: int) -> Polygons:
    """Read the arcs of one district, each number checked to name an arc."""
    if shape["type"] not in {"Polygon", "MultiPolygon"}:
        msg = f"district {shape['id']} is a {shape['type']}"
        raise ValueError(msg)
    polygons: Polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for number in chain.from_iterable(chain.from_iterable(polygons)):
        if type(number) is not int or not -arcs <= number < arcs:
            msg = f"district {shape['id']} asks for arc {number} of {arcs}"
            raise ValueError(msg)
    return polygons
