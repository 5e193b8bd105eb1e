"""The matrix that is ranked: candidates in rows, criteria in columns, more is always better.

Either by the criteria's own value functions (``values``), or by a normalisation of the columns
that the library knows, as textbooks do it. The textbook ways scale a column by what stands in it,
so that one candidate's number moves everybody's: ranges of uncertain values cannot be followed
through them, and they know nothing of steps and targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.criteria import Criterion, Evaluation
from geo.errors import CriterionError
from geo.value_functions import Linear, Target, bounds_of, value_range, values_of, worst_and_best

Floats = NDArray[np.float64]

Normalisation = Literal["values", "minmax", "vector", "sum", "max"]
"""How measurements become comparable.

``values``: by the value functions (0 worst, 1 best). ``minmax``: (x − min) / (max − min).
``vector``: x / √Σx² (C.-L. Hwang and K. Yoon, 1981). ``sum``: x / Σx. ``max``: x / max. Where less
is better the library turns them round (min–max: (max − x) / (max − min); vector: 1 − x / √Σx²;
sum: (1/x) / Σ(1/x); max: 1 − x / max).
"""


@dataclass(frozen=True)
class Unsuited:
    """A criterion for which a normalisation has no answer.

    Attributes
    ----------
    criterion : str
    normalisation : str
    reason : {"steps", "unknown", "interval", "scale"}
        Its value function has steps; nothing is known of it; what is unknown shall be a range;
        its numbers are not all above 0.
    least, most : float or None
        Of its numbers, where these are the reason.
    """

    criterion: str
    normalisation: Normalisation
    reason: Literal["steps", "unknown", "interval", "scale"]
    least: float | None = None
    most: float | None = None

    @property
    def text(self) -> str:
        """The same in English."""
        why = {"steps": "knows no steps", "scale": "needs numbers above 0, found "}
        told = why.get(self.reason, "needs every value")
        found = "" if self.least is None else f"{self.least:g} to {self.most:g}"
        return (
            f'criterion "{self.criterion}": the normalisation "{self.normalisation}" {told}{found}'
        )


@dataclass(frozen=True)
class ValueTable:
    """What a method ranks.

    Attributes
    ----------
    index : Index, shape (n,)
        The candidates that are not excluded.
    criteria : tuple of str
    values : ndarray, shape (n, m)
        Unknown cells at the worst value that their function can give.
    low, high : ndarray, shape (n, m)
        Between what each value lies; equal to ``values`` where the normalisation cannot say.
    known : ndarray of bool, shape (n, m)
    normalisation : str
    bounds : mapping of str to (float, float) or None
        Between which measurements a linear value function rises, as far as ``values`` goes.
    """

    index: pd.Index
    criteria: tuple[str, ...]
    values: Floats
    low: Floats
    high: Floats
    known: NDArray[np.bool_]
    normalisation: Normalisation
    bounds: dict[str, tuple[float, float] | None]

    @property
    def is_exact(self) -> bool:
        """Whether no value is uncertain."""
        return bool((self.low == self.high).all())


def value_table(evaluation: Evaluation, normalisation: Normalisation = "values") -> ValueTable:
    """Make the matrix to rank from what was measured.

    Parameters
    ----------
    evaluation : Evaluation
    normalisation : {"values", "minmax", "vector", "sum", "max"}

    Returns
    -------
    ValueTable
        Without the excluded candidates; bounds that a function leaves open come from the rest.

    Raises
    ------
    CriterionError
        If no candidate is left, or the normalisation cannot do what a criterion asks for:
        steps, unknown values as an interval, negative numbers (all but ``minmax``), or zeros
        where less is better (``sum``).
    """
    keep = np.flatnonzero(~evaluation.excluded)
    if not len(keep):
        msg = f"none of the {len(evaluation.index)} candidates keeps every limit and rule"
        raise CriterionError(msg)
    measured = [
        tuple(array[keep] for array in (found.values, found.low, found.high))
        for found in (evaluation.measured[row.id] for row in evaluation.criteria)
    ]
    columns, bounds = [], {}
    for row, (values, low, high) in zip(evaluation.criteria, measured, strict=True):
        if normalisation == "values":
            bounds[row.id] = bounds_of(row.function, values)
            columns.append(_by_function(row, values, low, high, bounds[row.id]))
        else:
            found = _by_library(row, values, normalisation)
            columns.append((found, found, found))
    stacked = [np.column_stack(parts) for parts in zip(*columns, strict=True)]
    return ValueTable(
        index=evaluation.index[keep],
        criteria=tuple(row.id for row in evaluation.criteria),
        values=stacked[0],
        low=stacked[1],
        high=stacked[2],
        known=~np.isnan(np.column_stack([values for values, _, _ in measured])),
        normalisation=normalisation,
        bounds=bounds,
    )


def _by_function(
    row: Criterion, values: Floats, low: Floats, high: Floats, bounds: tuple[float, float] | None
) -> tuple[Floats, Floats, Floats]:
    """Value one column; unknown is the worst, and with "interval" anything up to the best."""
    worst, best = worst_and_best(row.function)
    unknown = np.isnan(values)
    middle = np.where(unknown, worst, values_of(values, row.function, row.direction, bounds))
    if np.array_equal(low, high, equal_nan=True):
        least = most = middle
    else:
        least, most = value_range(low, high, row.function, row.direction, bounds)
        least = np.where(unknown, worst, least)
    most = np.where(unknown, best if row.missing == "interval" else worst, most)
    return middle, least, most


def _by_library(row: Criterion, values: Floats, normalisation: Normalisation) -> Floats:
    """Normalise one column by the library; unknown is the worst measurement there is."""
    # See ``geo.ranking_methods.library_scores``.
    from pymcdm.helpers import normalize_matrix

    if (found := _unsuited(row, values, normalisation)) is not None:
        raise CriterionError(found.text)
    filled, is_cost = _filled(row, values)
    normalised: Floats = normalize_matrix(filled[:, None], normalisation, [-1 if is_cost else 1])[
        :, 0
    ]
    return normalised


def unsuited(evaluation: Evaluation, normalisation: Normalisation) -> tuple[Unsuited, ...]:
    """List the criteria for which a normalisation has no answer.

    Parameters
    ----------
    evaluation : Evaluation
        With at least one candidate that is not excluded.
    normalisation : {"values", "minmax", "vector", "sum", "max"}

    Returns
    -------
    tuple of Unsuited
        Empty for the value functions, which always have one.
    """
    if normalisation == "values":
        return ()
    keep = ~evaluation.excluded
    found = (
        _unsuited(row, evaluation.measured[row.id].values[keep], normalisation)
        for row in evaluation.criteria
    )
    return tuple(row for row in found if row is not None)


def _unsuited(row: Criterion, values: Floats, normalisation: Normalisation) -> Unsuited | None:
    if not isinstance(row.function, Linear | Target):
        return Unsuited(row.id, normalisation, "steps")
    unknown = np.isnan(values)
    if unknown.all():
        return Unsuited(row.id, normalisation, "unknown")
    if unknown.any() and row.missing == "interval":
        return Unsuited(row.id, normalisation, "interval")
    filled, is_cost = _filled(row, values)
    least, most = float(filled.min()), float(filled.max())
    # There the formula would divide by 0, or turn an order round.
    wrong = least < 0 or most <= 0 or (normalisation == "sum" and is_cost and least <= 0)
    if normalisation != "minmax" and wrong:
        return Unsuited(row.id, normalisation, "scale", least, most)
    return None


def _filled(row: Criterion, values: Floats) -> tuple[Floats, bool]:
    """Put the worst measurement where there is none; tell whether less is better."""
    wanted = np.abs(values - row.function.at) if isinstance(row.function, Target) else values
    is_cost = row.direction != "more"
    worst = np.nanmax(wanted) if is_cost else np.nanmin(wanted)
    return np.where(np.isnan(values), worst, wanted), is_cost
