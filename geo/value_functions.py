"""Turn what was measured into values from 0 (worst) to 1 (best), so that criteria compare.

Three shapes, after R. L. Keeney and H. Raiffa, *Decisions with Multiple Objectives* (1976), ch. 3:
linear between bounds, steps, and a target that is best at one value. A missing measurement stays
missing (NaN): what to do about it is the criterion's own rule (see ``geo.criteria``), never 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.errors import CriterionError

Floats = NDArray[np.float64]

Direction = Literal["more", "less", "target"]
"""What is better: more of it, less of it, or to be close to a target."""


@dataclass(frozen=True)
class Linear:
    """Rise (or, where less is better, fall) straight from ``low`` to ``high``, level beyond them.

    Attributes
    ----------
    low, high : float, optional
        In the unit of what is measured; by default the least and the greatest value among the
        candidates that are ranked, which makes values depend on who else stands for choice.
    """

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Steps:
    """Jump from value to value.

    Attributes
    ----------
    below : float
        The value under the first threshold, from 0 to 1.
    steps : tuple of (float, float)
        Thresholds in rising order, each with the value (0 to 1) from there on, up to the next.
    """

    below: float
    steps: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Target:
    """Be 1 at a target, and fall straight to 0 at the distance ``tolerance`` on both sides."""

    at: float
    tolerance: float


ValueFunction = Linear | Steps | Target


def check_function(function: ValueFunction, direction: Direction) -> None:
    """Check that a value function is well formed and goes the way its criterion goes.

    Parameters
    ----------
    function : Linear, Steps or Target
    direction : {"more", "less", "target"}

    Raises
    ------
    CriterionError
        If a bound is not finite, bounds or thresholds do not rise, a value lies outside 0 to 1
        or runs against the direction, or a target function meets another direction.
    """
    if isinstance(function, Target) != (direction == "target"):
        msg = f'direction "{direction}" with {function}: a Target goes with "target" and only so'
        raise CriterionError(msg)
    if isinstance(function, Linear):
        _check_linear(function)
    elif isinstance(function, Steps):
        _check_steps(function, direction)
    elif not (math.isfinite(function.at) and 0 < function.tolerance < math.inf):
        msg = f"{function}: the target must be finite and the tolerance above 0"
        raise CriterionError(msg)


def bounds_of(function: ValueFunction, measured: Floats) -> tuple[float, float] | None:
    """Return the bounds that a linear function works with.

    Parameters
    ----------
    function : Linear, Steps or Target
    measured : ndarray
        What was measured; bounds that the function leaves open are its least and greatest
        value, NaN left out.

    Returns
    -------
    (float, float) or None
        None for the other functions, and where nothing was measured.

    Raises
    ------
    CriterionError
        If the observed bound lies on the wrong side of the given one.
    """
    if not isinstance(function, Linear):
        return None
    known = measured[~np.isnan(measured)]
    given = (function.low, function.high)
    if None in given and not len(known):
        return None
    low = float(known.min()) if function.low is None else function.low
    high = float(known.max()) if function.high is None else function.high
    if low > high:
        msg = f"{function}: measured values leave nothing between {low:g} and {high:g}"
        raise CriterionError(msg)
    return low, high


def values_of(
    measured: Floats,
    function: ValueFunction,
    direction: Direction,
    bounds: tuple[float, float] | None,
) -> Floats:
    """Value what was measured.

    Parameters
    ----------
    measured : ndarray, any shape
        In the unit of the criterion; NaN is unknown.
    function : Linear, Steps or Target
        Checked by ``check_function``.
    direction : {"more", "less", "target"}
    bounds : (float, float) or None
        From ``bounds_of``; equal bounds tell nobody apart, and everybody gets 1.

    Returns
    -------
    ndarray, same shape
        From 0 (worst) to 1 (best), NaN where unknown.
    """
    if isinstance(function, Target):
        away = np.abs(measured - function.at) / function.tolerance
        return np.clip(1 - away, 0, 1)
    if isinstance(function, Steps):
        return _step_values(measured, function)
    if bounds is None:
        return np.full(measured.shape, np.nan)
    low, high = bounds
    if low == high:
        return np.where(np.isnan(measured), np.nan, 1.0)
    gone = measured - low if direction == "more" else high - measured
    return np.clip(gone / (high - low), 0, 1)


def value_range(
    low: Floats,
    high: Floats,
    function: ValueFunction,
    direction: Direction,
    bounds: tuple[float, float] | None,
) -> tuple[Floats, Floats]:
    """Bound the values of measurements that are known to lie between two numbers.

    Parameters
    ----------
    low, high : ndarray, shape (n,)
        Bounds of each measurement, ``low`` ≤ ``high``.
    function, direction, bounds
        As for ``values_of``.

    Returns
    -------
    (ndarray, ndarray), shape (n,)
        Least and greatest value; exact, because every function is monotone on both sides of
        its target.
    """
    ends = np.stack([values_of(end, function, direction, bounds) for end in (low, high)])
    best = ends.max(axis=0)
    if isinstance(function, Target):
        best = np.where((low <= function.at) & (function.at <= high), 1.0, best)
    return ends.min(axis=0), best


def worst_and_best(function: ValueFunction) -> tuple[float, float]:
    """Return the least and the greatest value that a function can give: what unknown may mean."""
    if isinstance(function, Steps):
        values = [function.below, *(value for _, value in function.steps)]
        return min(values), max(values)
    return 0.0, 1.0


def _step_values(measured: Floats, function: Steps) -> Floats:
    thresholds = [at for at, _ in function.steps]
    levels = np.array([function.below, *(value for _, value in function.steps)])
    found = levels[np.searchsorted(thresholds, measured, side="right")]
    return np.where(np.isnan(measured), np.nan, found)


def _check_linear(function: Linear) -> None:
    given = [bound for bound in (function.low, function.high) if bound is not None]
    if not all(map(math.isfinite, given)) or (len(given) == 2 and given[0] >= given[1]):
        msg = f"{function}: bounds must be finite and low below high, whichever is better"
        raise CriterionError(msg)


def _check_steps(function: Steps, direction: Direction) -> None:
    thresholds = [at for at, _ in function.steps]
    values = [function.below, *(value for _, value in function.steps)]
    if not thresholds or not all(map(math.isfinite, thresholds)) or not _rises(thresholds):
        msg = f"{function}: needs thresholds, finite and in rising order"
        raise CriterionError(msg)
    if not all(0 <= value <= 1 for value in values):
        msg = f"{function}: values must lie between 0 and 1"
        raise CriterionError(msg)
    way = values if direction == "more" else values[::-1]
    if way != sorted(way):
        msg = f'{function}: values run against the direction "{direction}"'
        raise CriterionError(msg)


def _rises(numbers: Sequence[float]) -> bool:
    return all(one < other for one, other in zip(numbers, numbers[1:], strict=False))
