"""Criteria: what is measured, which way is better, what is not acceptable, what unknown means.

Nothing is hidden: a candidate that fails a hard limit, or that a rule about missing data excludes,
stays in the evaluation with the reason (``Finding``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.criteria_measures import Measure
from geo.criteria_scene import Measurement, ReferenceLayer, Scene, prepare
from geo.errors import CriterionError
from geo.value_functions import Direction, Linear, ValueFunction, check_function

Missing = Literal["exclude", "interval", "pessimistic"]
"""What to do with a candidate of which a criterion knows nothing.

``exclude``: it is not ranked and listed with the reason. ``interval``: it is ranked at the worst
value, and its score and rank are given as ranges up to the best. ``pessimistic``: it counts as the
worst value. It never counts as 0 of the unit that is measured.
"""


@dataclass(frozen=True)
class Limit:
    """A hard limit, in the unit of what is measured; a bound itself is still acceptable."""

    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    id : str
        Names it in weights and tables.
    measure : Measure
        What is measured (see ``geo.criteria_measures`` and ``geo.criteria_policy``).
    direction : {"more", "less", "target"}
        What is better.
    function : Linear, Steps or Target
        How measurements become values from 0 to 1.
    limit : Limit, optional
    missing : {"exclude", "interval", "pessimistic"}
    """

    id: str
    measure: Measure
    direction: Direction
    function: ValueFunction = Linear()
    limit: Limit | None = None
    missing: Missing = "exclude"


@dataclass(frozen=True)
class Finding:
    """Something about a candidate that must be said beside the ranking.

    Attributes
    ----------
    candidate : object
        Index value.
    criterion : str
    kind : {"below", "above", "unknown"}
        Under ``at_least``, over ``at_most``, or not known.
    excludes : bool
        Whether it takes the candidate out of the ranking.
    is_certain : bool
        False where positions are known so roughly that the other side of the limit is possible.
    value, bound : float or None
        What was measured and the limit that it meets, in the criterion's unit.
    reason : str or None
        Why it is unknown (see ``geo.criteria_scene.Unknown``).
    """

    candidate: object
    criterion: str
    kind: Literal["below", "above", "unknown"]
    excludes: bool
    is_certain: bool
    value: float | None = None
    bound: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Evaluation:
    """What all criteria found for all candidates.

    Attributes
    ----------
    criteria : tuple of Criterion
    index : Index, shape (n,)
        Of the candidates.
    measured : mapping of str to Measurement
        By criterion.
    findings : tuple of Finding
        By candidate, then by criterion; those that exclude and those that only warn.
    """

    criteria: tuple[Criterion, ...]
    index: pd.Index
    measured: Mapping[str, Measurement]
    findings: tuple[Finding, ...]

    @property
    def excluded(self) -> NDArray[np.bool_]:
        """Whether each candidate is out of the ranking, shape (n,)."""
        out = {finding.candidate for finding in self.findings if finding.excludes}
        if not out:
            return np.zeros(len(self.index), dtype=bool)
        return np.fromiter((name in out for name in self.index), dtype=bool, count=len(self.index))

    @property
    def raw(self) -> pd.DataFrame:
        """What was measured, shape (n, criteria), in each criterion's unit; NaN is unknown."""
        columns = {name: found.values for name, found in self.measured.items()}
        return pd.DataFrame(columns, index=self.index)


def evaluate(
    candidates: gpd.GeoDataFrame,
    criteria: Sequence[Criterion],
    catalogue: Catalogue,
    *,
    layers: Mapping[str, ReferenceLayer] | None = None,
) -> Evaluation:
    """Measure candidates by criteria and check their limits.

    Parameters
    ----------
    candidates : GeoDataFrame, shape (n,), EPSG:4326
        Points in WGS-84; the index names them.
    criteria : sequence of Criterion
    catalogue : Catalogue
    layers : mapping of str to ReferenceLayer, optional
        What criteria name as their layers.

    Returns
    -------
    Evaluation

    Raises
    ------
    CriterionError
        If there is no criterion, two share an id, one is not well formed, or its data is not.
    DatumError
        If the candidates are not in EPSG:4326.
    TypeError
        If a geometry is not a point.
    UnknownIdError
        If a criterion names something that does not exist.
    """
    check_criteria(criteria)
    return evaluate_scene(prepare(candidates, catalogue, layers), criteria)


def evaluate_scene(scene: Scene, criteria: Sequence[Criterion]) -> Evaluation:
    """Measure the candidates of a prepared scene; raises as ``evaluate`` does."""
    check_criteria(criteria)
    measured = {row.id: row.measure.measure(scene) for row in criteria}
    index = scene.candidates.index
    found = [
        (place, number, finding)
        for number, row in enumerate(criteria)
        for place, finding in _findings(row, measured[row.id], index)
    ]
    found.sort(key=lambda entry: entry[:2])
    return Evaluation(tuple(criteria), index, measured, tuple(row for _, _, row in found))


def check_criteria(criteria: Iterable[Criterion]) -> None:
    """Check that criteria are well formed.

    Parameters
    ----------
    criteria : iterable of Criterion

    Raises
    ------
    CriterionError
        If there is none, two share an id, a value function does not go the criterion's way, or
        a limit is not finite or leaves nothing.
    """
    seen: set[str] = set()
    for row in criteria:
        if row.id in seen:
            msg = f'two criteria are named "{row.id}"'
            raise CriterionError(msg)
        seen.add(row.id)
        check_function(row.function, row.direction)
        _check_limit(row)
    if not seen:
        msg = "there is no criterion; at least one is needed"
        raise CriterionError(msg)


def _check_limit(row: Criterion) -> None:
    if row.limit is None:
        return
    given = [value for value in (row.limit.at_least, row.limit.at_most) if value is not None]
    if not given or not all(map(math.isfinite, given)) or given != sorted(given):
        msg = f'criterion "{row.id}": {row.limit} needs finite bounds, at_least up to at_most'
        raise CriterionError(msg)


def _findings(row: Criterion, found: Measurement, index: pd.Index) -> Iterator[tuple[int, Finding]]:
    """Yield what is to be said about one criterion, with the candidate's place."""
    for place in map(int, np.flatnonzero(np.isnan(found.values))):
        # The worst value is taken to miss a limit, too: nothing shows that it is kept.
        excludes = row.missing == "exclude" or (row.missing == "pessimistic" and bool(row.limit))
        reason = found.unknown[place]
        yield place, Finding(index[place], row.id, "unknown", excludes, False, reason=reason)
    for kind, bound in _bounds(row):
        below = kind == "below"
        possible = found.low < bound if below else found.high > bound
        fails = found.values < bound if below else found.values > bound
        sure = found.high < bound if below else found.low > bound
        for place in map(int, np.flatnonzero(possible)):
            yield (
                place,
                Finding(
                    candidate=index[place],
                    criterion=row.id,
                    kind=kind,
                    excludes=bool(fails[place]),
                    is_certain=bool(sure[place]),
                    value=float(found.values[place]),
                    bound=bound,
                ),
            )


def _bounds(row: Criterion) -> Iterator[tuple[Literal["below", "above"], float]]:
    if row.limit is not None and row.limit.at_least is not None:
        yield "below", row.limit.at_least
    if row.limit is not None and row.limit.at_most is not None:
        yield "above", row.limit.at_most
