"""Aggregates of a few rows, counted by plain loops: what the vectorised code is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import h3
import numpy as np

from geo.enterprises.aggregates import Aggregates
from geo.enterprises.hexagons import COARSE, FINE, to_codes
from geo.enterprises.keys import cell_keys, year_keys
from geo.enterprises.sums import WEIGHT_STEPS, Sums
from geo.enterprises.tally import Tally

DISTRICTS = ("310101", "310115")
INDUSTRIES = ("chips", "retail")


class Row(NamedTuple):
    """One enterprise: codes as the aggregates have them; no place is no coordinates."""

    district: int
    industry: int
    year: int = 0
    place: tuple[float, float] | None = (121.4737, 31.2304)
    weight: float = 1


def aggregates_of(rows: Sequence[Row], *, has_weight: bool = True) -> Aggregates:
    """Count rows one after the other."""
    districts: Counter[int] = Counter()
    steps: dict[str, Counter[int]] = {"district": Counter(), "cell": Counter(), "coarse": Counter()}
    counts: dict[str, Counter[int]] = {
        "district": districts,
        "cell": Counter(),
        "coarse": Counter(),
    }
    for row in rows:
        keys = {"district": _key(year_keys, row.district, row.industry, row.year)}
        if row.place is not None:
            lon, lat = row.place
            fine, coarse = (_code(lon, lat, level) for level in (FINE, COARSE))
            keys["cell"] = _key(cell_keys, fine, row.industry)
            keys["coarse"] = _key(year_keys, coarse, row.industry, row.year)
        for name, key in keys.items():
            counts[name][key] += 1
            steps[name][key] += round(row.weight * WEIGHT_STEPS)
    on_grid = sum(row.place is not None for row in rows)
    tally = Tally(
        read=len(rows), taken=len(rows), on_grid=on_grid, by_district_only=len(rows) - on_grid
    )
    found = [_sums(counts[name], steps[name], has_weight) for name in steps]
    return Aggregates(DISTRICTS, INDUSTRIES, *found, tally)


def _code(lon: float, lat: float, level: int) -> int:
    cell = np.array([h3.str_to_int(h3.latlng_to_cell(lat, lon, level))], np.uint64)
    return int(to_codes(cell, level)[0])


def _key(pack, *parts: int) -> int:
    return int(pack(*(np.array([part]) for part in parts))[0])


def _sums(counts: Counter[int], steps: Counter[int], has_weight: bool) -> Sums:
    keys = sorted(counts)
    return Sums(
        np.array(keys, np.int64),
        np.array([counts[key] for key in keys], np.int64),
        np.array([steps[key] for key in keys], np.int64) if has_weight else None,
    )
