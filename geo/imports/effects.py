"""What a datum would do: the same rows under each, so that a person sees which is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.imports.choices import Choices, choose_coordinates
from geo.imports.coordinates import ZONES
from geo.imports.datums import GEOGRAPHIC, ZONE_DATUMS, Floats, to_wgs84, zone_datum, zone_numbers
from geo.imports.placing import read_coordinates
from geo.imports.preview import Preview
from geo.locate import find_districts

_ELLIPSOID = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True, eq=False)
class DatumEffect:
    """Where rows would lie if their coordinates were in a datum.

    Attributes
    ----------
    datum : str
    lon, lat : ndarray, shape (n,), degrees
        Of the places in WGS-84, to be drawn; NaN where there is none.
    inside : int
        How many lie in a district of the catalogue.
    cities : mapping
        City id → how many lie there.
    shift_m : float or None
        Median distance in metres from where the first datum asked about puts them; None if
        no place is known in both.
    """

    datum: str
    lon: Floats
    lat: Floats
    inside: int
    cities: dict[str, int]
    shift_m: float | None


def datum_effects(
    x: Floats, y: Floats, catalogue: Catalogue, datums: Sequence[str] = GEOGRAPHIC
) -> list[DatumEffect]:
    """Show the same coordinates under several datums.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Longitudes and latitudes, or eastings and northings; NaN where there is none.
    catalogue : Catalogue
    datums : sequence of str
        Of ``geo.imports.datums.DATUM_CHOICES``, the first being what shifts are measured from.

    Returns
    -------
    list of DatumEffect
        In the order of ``datums``. They cannot tell WGS-84 from GCJ-02 for sure: a shift of
        some hundred metres rarely leaves a district. The map can.
    """
    adcodes = {row.adcode: row.city for row in catalogue.districts}
    outlines = catalogue.boundaries.full.geometry
    outlines = outlines[outlines.index.isin(list(adcodes))]
    bounds = outlines.bounds.to_numpy()
    effects: list[DatumEffect] = []
    for datum in datums:
        lon, lat = to_wgs84(x, y, datum)
        near = _are_near(lon, lat, bounds)
        places = find_districts(lon[near], lat[near], outlines) if near.any() else ()
        found = [adcode for adcode in places if adcode is not None]
        cities = Counter(adcodes[adcode] for adcode in found)
        first = effects[0] if effects else None
        shift = 0.0 if first is None else _median_m(first.lon, first.lat, lon, lat)
        effects.append(DatumEffect(datum, lon, lat, len(found), dict(cities), shift))
    return effects


def effects_of(
    preview: Preview, catalogue: Catalogue, choices: Choices | None = None
) -> list[DatumEffect]:
    """Show the rows of a preview under every datum that their coordinates may be in.

    Parameters
    ----------
    preview : Preview
    catalogue : Catalogue
    choices : Choices, optional
        ``x`` and ``y`` count.

    Returns
    -------
    list of DatumEffect
        Degrees under the four datums of longitude and latitude; metres under the zones of
        CGCS2000 in which at least one row lies in a district, or whose number stands before
        the eastings.

    Raises
    ------
    ImportRefusedError
        If it is not clear which columns hold the coordinates.
    """
    chosen = choices or Choices()
    x, y, is_metres = _coordinates(preview, chosen)
    if not is_metres:
        return datum_effects(x, y, catalogue)
    stated = {zone_datum(int(zone)) for zone in np.unique(zone_numbers(x)) if zone in ZONES}
    claimed = {preview.claim.datum} if preview.claim.datum else set()
    asked = sorted(claimed & {*ZONE_DATUMS} | stated) or list(ZONE_DATUMS)
    other = [datum for datum in claimed if datum not in (*GEOGRAPHIC, *ZONE_DATUMS)]
    effects = datum_effects(x, y, catalogue, [*other, *asked])
    return [effect for effect in effects if effect.inside or effect.datum in {*stated, *claimed}]


def _coordinates(preview: Preview, choices: Choices) -> tuple[Floats, Floats, bool]:
    """Return x and y of rows, of outlines a point of each, and whether they are metres."""
    if preview.has_shapes:
        shapes = shapely.from_wkb(np.array([row.shape for row in preview.rows], dtype=object))
        points = shapely.point_on_surface(shapes)
        x, y = shapely.get_x(points), shapely.get_y(points)
        return x, y, bool(np.nanmax(np.abs(np.append(x, 0.0))) > 1000)
    columns = choose_coordinates(preview, choices)
    found = read_coordinates(preview.rows, preview.columns, columns)
    is_metres = columns.kind == "metres" or (
        columns.kind == "pair" and bool(np.nanmax(np.append(found.y, 0.0)) > 1000)
    )
    return found.x, found.y, is_metres


def _are_near(lon: Floats, lat: Floats, bounds: Floats) -> NDArray[np.bool_]:
    """Tell which places lie in the rectangle of a district: of most zones none does."""
    near = np.zeros(len(lon), dtype=bool)
    for west, south, east, north in bounds:
        near |= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return near


def _median_m(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> float | None:
    known = np.isfinite(lon_a) & np.isfinite(lon_b)
    if not known.any():
        return None
    _, _, away = _ELLIPSOID.inv(lon_a[known], lat_a[known], lon_b[known], lat_b[known])
    return float(np.median(away))
