"""A small made-up registry, counted: for tests and benchmarks of what is drawn from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.hexagons import COARSE, FINE, to_codes
from geo.enterprises.keys import cell_keys, year_keys
from geo.enterprises.sums import WEIGHT_STEPS, Sums
from geo.enterprises.tally import Tally
from geo.locate import find_districts

YEARS = (0, 2018, 2020, 2021, 2023)


@dataclass(frozen=True)
class Registry:
    """A registry row by row, and counted."""

    aggregates: Aggregates
    points: pa.Table


def some_enterprises(
    catalogue: Catalogue,
    *,
    rows: int = 3_000,
    seed: int = 1,
    cities: Sequence[str] = ("shanghai",),
    spread: float = 0.05,
    has_weight: bool = False,
) -> Registry:
    """Scatter enterprises about the sites of cities and count them the plain way.

    Every tenth is without industry; some have no year. What falls outside is left out.
    """
    random = np.random.default_rng(seed)
    sites = [row for row in catalogue.sites if row.city in cities]
    place = random.integers(len(sites), size=rows)
    lon = np.array([row.lon for row in sites])[place] + random.normal(0, spread, rows)
    lat = np.array([row.lat for row in sites])[place] + random.normal(0, spread, rows)
    own = [row.adcode for row in catalogue.districts if row.city in cities]
    adcode = find_districts(lon, lat, catalogue.boundaries.web.geometry.loc[own])
    kept = np.array([found is not None for found in adcode], dtype=bool)
    lon, lat, adcode = lon[kept], lat[kept], adcode[kept].astype(str)
    industry = (place[kept] + random.integers(3, size=len(lon))) % len(catalogue.industries)
    industry[random.random(len(lon)) < 0.1] = len(catalogue.industries)
    year = np.array(YEARS)[random.integers(len(YEARS), size=len(lon))]
    weight = random.integers(1, 400, size=len(lon)) * WEIGHT_STEPS if has_weight else None
    counted = _counted(catalogue, own, lon, lat, adcode, industry, year, weight, rows)
    return Registry(counted, _points(catalogue, lon, lat, adcode, industry, year))


def _counted(
    catalogue: Catalogue,
    own: Sequence[str],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    adcode: NDArray[np.str_],
    industry: NDArray[np.int64],
    year: NDArray[np.int64],
    weight: NDArray[np.int64] | None,
    rows: int,
) -> Aggregates:
    districts = tuple(sorted(own))
    district = np.searchsorted(districts, adcode)
    fine, coarse = (
        to_codes(pa.array(coordinates_to_cells(lat, lon, size)).to_numpy(), size)
        for size in (FINE, COARSE)
    )
    mapped = len(catalogue.industries)
    return Aggregates(
        districts,
        tuple(row.id for row in catalogue.industries),
        _sums(year_keys(district, industry, year), weight),
        _sums(cell_keys(fine, industry), weight),
        _sums(year_keys(coarse, industry, year), weight),
        Tally(
            read=rows,
            taken=len(lon),
            rejected=rows - len(lon),
            outside=rows - len(lon),
            on_grid=len(lon),
            unmapped=int((industry == mapped).sum()),
            no_year=int((year == 0).sum()),
        ),
    )


def _sums(keys: NDArray[np.int64], weight: NDArray[np.int64] | None) -> Sums:
    found, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    weights = None
    if weight is not None:
        weights = np.zeros(len(found), np.int64)
        np.add.at(weights, inverse, weight)
    return Sums(found, counts.astype(np.int64), weights)


def _points(
    catalogue: Catalogue,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    adcode: NDArray[np.str_],
    industry: NDArray[np.int64],
    year: NDArray[np.int64],
) -> pa.Table:
    ids = np.array([*(row.id for row in catalogue.industries), ""])
    frame = pd.DataFrame({"lon": lon, "lat": lat, "district": adcode, "year": year})
    frame["industry"] = ids[industry]
    frame["name"] = [f"合成企业 <b>{number}</b>" for number in range(len(frame))]
    return pa.Table.from_pandas(frame, preserve_index=False)
