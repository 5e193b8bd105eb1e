"""Evaluate and rank many candidates, against a plain script of the same formulas.

The script knows the formulas only: no limits, no reasons, no evidence, no ranges of uncertain
scores. Both must give the same scores. All candidates are synthetic.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.criteria import Criterion, evaluate
from geo.criteria_measures import Column, CountWithin, DistanceTo
from geo.criteria_policy import PolicyFit
from geo.criteria_references import core_clusters, sites_of_kind
from geo.ranking import Ranking, rank
from geo.sensitivity import acceptability
from geo.value_functions import Linear
from tests.benchmarks.report import Figure

CANDIDATES, CRITERIA = 10_000, 12
LIVE = 1_000
DRAWS = 10_000
ROUNDS = 7
RADIUS_M = 5_000.0
INDUSTRIES = ("healthcare", "security", "retail")

Floats = NDArray[np.float64]


def measure(port: int) -> list[Figure]:
    """Compare both ways, in turn, by places and by numbers alone.

    Parameters
    ----------
    port : int
        Not needed: nothing is asked of a server.
    """
    catalogue = read_catalogue(DEFAULT_ROOT)
    frame = synthetic(catalogue, CANDIDATES)
    figures = []
    for name, criteria, script, aim in (
        ("places", by_places(catalogue), plain_places, 1.5),
        # Nothing is measured here: what checks, reasons and tables cost beside a few sums.
        ("numbers", by_numbers(CRITERIA), plain_numbers, None),
    ):
        figures += _compare(name, catalogue, frame, criteria, script, aim)
    return [*figures, *_live(catalogue)]


def synthetic(catalogue: Catalogue, count: int) -> gpd.GeoDataFrame:
    """Scatter synthetic candidates over districts with stated specialisations."""
    generator = np.random.default_rng(7)
    stated = sorted({row.district for row in catalogue.specialisations})
    outlines = catalogue.boundaries.full.geometry.loc[stated]
    points = outlines.sample_points(count // len(stated) + 1, rng=generator).explode()
    frame = gpd.GeoDataFrame(geometry=points.array[:count], crs=4326)
    for column in range(CRITERIA):
        frame[f"n{column}"] = generator.random(count)
    return frame


def by_places(catalogue: Catalogue) -> list[Criterion]:
    """Return criteria of which four measure on the map and the rest are numbers."""
    clusters, parks = core_clusters(catalogue), sites_of_kind(catalogue, ["park"])
    institutions = sites_of_kind(catalogue, ["institution"])
    return [
        Criterion("fit", PolicyFit(INDUSTRIES), "more", Linear(0, 1)),
        Criterion("cluster", DistanceTo(clusters), "less"),
        Criterion("park", DistanceTo(parks), "less"),
        Criterion("institutions", CountWithin(institutions, RADIUS_M), "more"),
        *by_numbers(CRITERIA - 4),
    ]


def by_numbers(count: int) -> list[Criterion]:
    """Return criteria that are the candidates' own numbers, every other one the less the better."""
    return [
        Criterion(f"n{place}", Column(f"n{place}"), "less" if place % 2 else "more")
        for place in range(count)
    ]


def plain_places(catalogue: Catalogue, frame: gpd.GeoDataFrame) -> Floats:
    """Score the criteria of `by_places` with equal weights, as a script would."""
    outlines = catalogue.boundaries.full[["geometry"]]
    district = gpd.sjoin(frame[["geometry"]], outlines, predicate="intersects")["adcode"]
    district = district[~district.index.duplicated()]
    stated = pd.DataFrame([(row.district, row.industry) for row in catalogue.specialisations])
    fits = stated[stated[1].isin(INDUSTRIES)].groupby(0).size() / len(INDUSTRIES)
    to_metres = Transformer.from_crs(4326, 32651, always_xy=True)
    own = to_metres.transform(frame.geometry.x, frame.geometry.y)

    def away(kind: str) -> Floats:
        sites = [row for row in catalogue.sites_of("shanghai") if row.kind == kind]
        there = to_metres.transform([row.lon for row in sites], [row.lat for row in sites])
        apart = [np.subtract.outer(one, other) for one, other in zip(own, there, strict=True)]
        return np.asarray(np.hypot(*apart))

    columns = [
        district.map(fits).fillna(0).to_numpy(),
        1 - _scaled(away("cluster").min(axis=1)),
        1 - _scaled(away("park").min(axis=1)),
        _scaled((away("institution") <= RADIUS_M).sum(axis=1).astype(float)),
        *_plain_columns(frame, CRITERIA - 4),
    ]
    return _ranked(columns)


def plain_numbers(catalogue: Catalogue, frame: gpd.GeoDataFrame) -> Floats:
    """Score the criteria of `by_numbers` with equal weights, as a script would."""
    return _ranked(_plain_columns(frame, CRITERIA))


def _plain_columns(frame: gpd.GeoDataFrame, count: int) -> list[Floats]:
    scaled = [_scaled(frame[f"n{place}"].to_numpy()) for place in range(count)]
    return [1 - column if place % 2 else column for place, column in enumerate(scaled)]


def _scaled(column: Floats) -> Floats:
    return np.asarray((column - column.min()) / (column.max() - column.min()))


def _ranked(columns: list[Floats]) -> Floats:
    scores = pd.Series(np.column_stack(columns) @ np.full(len(columns), 1 / len(columns)))
    assert scores.rank(ascending=False, method="min").min() == 1
    return scores.to_numpy()


def _compare(
    name: str,
    catalogue: Catalogue,
    frame: gpd.GeoDataFrame,
    criteria: list[Criterion],
    script: Callable[[Catalogue, gpd.GeoDataFrame], Floats],
    aim: float | None,
) -> list[Figure]:
    weights = {row.id: 1.0 for row in criteria}

    def ours() -> Ranking:
        return rank(evaluate(frame, criteria, catalogue), weights)

    found = ours().table["score"].reindex(frame.index).to_numpy()
    assert np.allclose(found, script(catalogue, frame)), "both must give the same scores"
    times: dict[str, list[float]] = {"ours": [], "script": []}
    for _ in range(ROUNDS):
        times["ours"].append(_timed(ours))
        times["script"].append(_timed(lambda: script(catalogue, frame)))
    middle = {who: median(values) for who, values in times.items()}
    note = f"{len(frame):,} × {len(criteria)}, weighted sum, median of {ROUNDS}"
    return [
        Figure(f"evaluate and rank by {name}", middle["ours"] * 1000, "ms", note=note),
        Figure(f"plain script, {name}", middle["script"] * 1000, "ms", note=note),
        Figure(
            f"evaluation / plain script, {name}",
            middle["ours"] / middle["script"],
            "×",
            aim,
            note="" if aim else "nothing is measured: the cost of checks, reasons and ranges",
        ),
    ]


def _live(catalogue: Catalogue) -> list[Figure]:
    """Time what a slider asks for, and the sensitivity beside it."""
    criteria = by_numbers(CRITERIA)
    weights = {row.id: 1.0 for row in criteria}
    evaluation = evaluate(synthetic(catalogue, LIVE), criteria, catalogue)
    ranking = rank(evaluation, weights)
    figures = []
    for method in ("weighted_sum", "topsis", "promethee"):
        work = partial(rank, evaluation, weights, method=method)
        seconds = median(_timed(work) for _ in range(ROUNDS))
        note = f"{LIVE:,} × {CRITERIA}, median of {ROUNDS}"
        figures.append(Figure(f"rank by {method}", seconds * 1000, "ms", note=note))
    seconds = median(_timed(lambda: acceptability(ranking, draws=DRAWS)) for _ in range(3))
    note = f"{LIVE:,} × {CRITERIA} × {DRAWS:,} draws, median of 3"
    return [*figures, Figure("rank acceptability", seconds, "s", note=note)]


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
