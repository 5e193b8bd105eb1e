"""Synthetic candidates for tests of evaluation and siting: none of them exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
from pyproj import Transformer

from geo.catalogue import Catalogue
from geo.criteria import Criterion, Evaluation, Missing, evaluate
from geo.criteria_measures import Column
from geo.ranking import Ranking, rank
from geo.ranking_methods import Method
from geo.value_functions import Direction, Linear

SHANGHAI = 32651
"""Metric CRS of Shanghai."""

ORIGIN = (350_000.0, 3_450_000.0)
"""East and north of a spot in Shanghai, in metres: where synthetic grids begin."""


def points_at(
    metres: Sequence[tuple[float, float]], names: Sequence[object] | None = None, **columns: object
) -> gpd.GeoDataFrame:
    """Place points so many metres east and north of ``ORIGIN``."""
    east, north = np.array(metres, dtype=float).reshape(-1, 2).T
    back = Transformer.from_crs(SHANGHAI, 4326, always_xy=True)
    lon, lat = back.transform(ORIGIN[0] + east, ORIGIN[1] + north)
    index = list(names) if names is not None else [f"synthetic-{i}" for i in range(len(lon))]
    return gpd.GeoDataFrame(
        dict(columns), geometry=gpd.points_from_xy(lon, lat, crs=4326), index=index
    )


def evaluation_of(
    catalogue: Catalogue,
    numbers: Mapping[str, Sequence[float | None]],
    *,
    names: Sequence[object] | None = None,
    directions: Mapping[str, Direction] | None = None,
    functions: Mapping[str, object] | None = None,
    missing: Missing = "exclude",
    **more: object,
) -> Evaluation:
    """Evaluate synthetic candidates by nothing but numbers of their own."""
    count = len(next(iter(numbers.values())))
    candidates = points_at([(0, 0)] * count, names, **numbers)
    criteria = [
        Criterion(
            name,
            Column(name),
            (directions or {}).get(name, "more"),
            (functions or {}).get(name, Linear()),
            missing=missing,
            **more,
        )
        for name in numbers
    ]
    return evaluate(candidates, criteria, catalogue)


def ranking_of(
    catalogue: Catalogue,
    rows: Sequence[Sequence[float]],
    weights: Sequence[float],
    method: Method = "weighted_sum",
) -> Ranking:
    """Rank synthetic candidates with values from 0 to 10 of criteria a, b, c …"""
    names = "abcdef"[: len(weights)]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    evaluation = evaluation_of(
        catalogue,
        columns,
        names=[f"n{place}" for place in range(len(rows))],
        functions=dict.fromkeys(names, Linear(0, 10)),
    )
    return rank(evaluation, dict(zip(names, weights, strict=True)), method=method)
