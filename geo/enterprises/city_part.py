"""What was counted of some of a registry's cities, as if they had been counted alone.

Counts of districts say by themselves which city they are of. A hexagon is of the city that holds
its centre, otherwise of the nearest one that was counted; coarser hexagons hold what their own
finest ones (of years: those of resolution 8) hold.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from h3ronpy.vector import cells_to_coordinates
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.hexagons import COARSE, FINE, to_cells
from geo.enterprises.keys import cell_parts, year_keys, year_parts
from geo.enterprises.sums import Sums
from geo.enterprises.tally import Tally
from geo.locate import find_districts

MARGIN = 0.03
"""Degrees by which a hexagon's centre may lie outside of the city that it was counted in; those
of resolution 8 reach 0.006° from their centres."""

Cells = NDArray[np.uint64]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_PARTS: WeakKeyDictionary[Aggregates, dict[tuple[str, frozenset[str]], Aggregates]] = (
    WeakKeyDictionary()
)
"""Parts as long as the whole is held: finding the city of each hexagon is done once."""


def counted_cities(aggregates: Aggregates, catalogue: Catalogue) -> tuple[str, ...]:
    """List the cities (ids) of which districts were counted, in the catalogue's order."""
    counted = set(aggregates.districts)
    cities = {row.city for row in catalogue.districts if row.adcode in counted}
    return tuple(row.id for row in catalogue.cities if row.id in cities)


def of_cities(aggregates: Aggregates, catalogue: Catalogue, cities: Collection[str]) -> Aggregates:
    """Return what was counted of some cities.

    Parameters
    ----------
    aggregates : Aggregates
    catalogue : Catalogue
        The one that enterprises were counted with.
    cities : collection of str
        Ids. Those that were not counted add nothing.

    Returns
    -------
    Aggregates
        The same if no other city was counted. Else a part; of its tally ``read``, ``taken`` and
        what is within that are known. Rows that were left out lie in no city, and in ``unmapped``
        are those without an industry text, too: both are counted alike.

    Raises
    ------
    UnknownIdError
        If there is no such city.
    """
    wanted = frozenset(catalogue.city(city).id for city in cities)
    counted = counted_cities(aggregates, catalogue)
    if wanted.issuperset(counted):
        return aggregates
    parts = _PARTS.setdefault(aggregates, {})
    key = (catalogue.fingerprint, wanted)
    if key not in parts:
        parts[key] = _part(aggregates, catalogue, counted, wanted)
    return parts[key]


def cities_of_cells(cells: Cells, catalogue: Catalogue, cities: Sequence[str]) -> Places:
    """Find the city that each hexagon is of.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)
        H3 cells of resolution 8 or finer, near the cities.
    catalogue : Catalogue
    cities : sequence of str
        Ids, at least one.

    Returns
    -------
    ndarray of int64, shape (n,)
        Place in ``cities``.
    """
    found = pa.record_batch(cells_to_coordinates(cells))
    lon, lat = found.column("lng").to_numpy(), found.column("lat").to_numpy()
    near = np.array([_is_near(lon, lat, catalogue, city) for city in cities])
    places: Places = np.argmax(near, axis=0).astype(np.int64)
    # Cities far from each other need no look at their outlines.
    rows = np.flatnonzero(near.sum(axis=0) != 1)
    places[rows] = _exactly(lon[rows], lat[rows], catalogue, cities)
    return places


def _is_near(lon: Floats, lat: Floats, catalogue: Catalogue, city: str) -> NDArray[np.bool_]:
    west, south, east, north = _outlines(catalogue, [city]).total_bounds
    across = (lon >= west - MARGIN) & (lon <= east + MARGIN)
    is_near: NDArray[np.bool_] = across & (lat >= south - MARGIN) & (lat <= north + MARGIN)
    return is_near


def _exactly(lon: Floats, lat: Floats, catalogue: Catalogue, cities: Sequence[str]) -> Places:
    """Find the city that holds each point, else the nearest one."""
    places = np.full(len(lon), -1, np.int64)
    if not len(lon):
        return places
    outlines = _outlines(catalogue, cities)
    city_of = np.array([cities.index(catalogue.district(one).city) for one in outlines.index])
    held = find_districts(lon, lat, outlines)
    inside = np.flatnonzero([adcode is not None for adcode in held])
    places[inside] = city_of[outlines.index.get_indexer(held[inside])]
    beside = np.flatnonzero(places < 0)
    if len(beside):
        # Degrees of longitude are shorter than those of latitude.
        squeeze = np.array([np.cos(np.radians(lat[beside].mean())), 1.0])
        shapes = shapely.transform(np.asarray(outlines.array), lambda xy: xy * squeeze)
        points = shapely.points(np.column_stack([lon, lat])[beside] * squeeze)
        away = shapely.distance(points[:, None], shapes[None, :])
        places[beside] = city_of[np.argmin(away, axis=1)]
    return places


def _outlines(catalogue: Catalogue, cities: Sequence[str]) -> gpd.GeoSeries:
    wanted = [row.adcode for city in cities for row in catalogue.districts_of(city)]
    outlines = catalogue.boundaries.full.geometry
    return outlines[outlines.index.isin(wanted)]


def _part(
    aggregates: Aggregates, catalogue: Catalogue, counted: Sequence[str], wanted: frozenset[str]
) -> Aggregates:
    kept = [catalogue.district(adcode).city in wanted for adcode in aggregates.districts]
    is_wanted = np.array([city in wanted for city in counted])

    def of_part(cells: Cells) -> NDArray[np.bool_]:
        distinct, inverse = np.unique(cells, return_inverse=True)
        own: NDArray[np.bool_] = is_wanted[cities_of_cells(distinct, catalogue, counted)][inverse]
        return own

    districts = _districts(aggregates.district_sums, np.array(kept, bool))
    fine, coarse = aggregates.cell_sums, aggregates.coarse_sums
    fine = fine.rekeyed(fine.keys, of_part(to_cells(cell_parts(fine.keys)[0], FINE)))
    coarse = coarse.rekeyed(coarse.keys, of_part(to_cells(year_parts(coarse.keys)[0], COARSE)))
    return replace(
        aggregates,
        districts=tuple(
            adcode for adcode, own in zip(aggregates.districts, kept, strict=True) if own
        ),
        district_sums=districts,
        cell_sums=fine,
        coarse_sums=coarse,
        tally=_tally(districts, fine, len(aggregates.industries)),
    )


def _districts(sums: Sums, kept: NDArray[np.bool_]) -> Sums:
    place, industry, year = year_parts(sums.keys)
    renumbered = np.cumsum(kept) - 1
    return sums.rekeyed(year_keys(renumbered[place], industry, year), kept[place])


def _tally(districts: Sums, fine: Sums, unmapped: int) -> Tally:
    _, industry, year = year_parts(districts.keys)
    taken = int(districts.counts.sum())
    # Where cities meet, a hexagon may be of one and hold an enterprise of the other.
    on_grid = min(int(fine.counts.sum()), taken)
    return Tally(
        read=taken,
        taken=taken,
        on_grid=on_grid,
        by_district_only=taken - on_grid,
        unmapped=int(districts.counts[industry == unmapped].sum()),
        no_year=int(districts.counts[year == 0].sum()),
    )
