"""The value functions, limits and measures of a study as those that ``geo.criteria`` computes."""

from __future__ import annotations

from geo import value_functions
from geo.criteria import Limit
from geo.study.criteria import (
    LinearFunction,
    StepsFunction,
    StudyFunction,
    StudyLimit,
)


def function_of(function: StudyFunction) -> value_functions.ValueFunction:
    """Return what a function of a study computes; not checked against a direction."""
    if isinstance(function, LinearFunction):
        return value_functions.Linear(function.low, function.high)
    if isinstance(function, StepsFunction):
        return value_functions.Steps(function.below, function.steps)
    return value_functions.Target(function.at, function.tolerance)


def limit_of(limit: StudyLimit | None) -> Limit | None:
    """Return a limit of a study as ``geo.criteria`` has it."""
    return None if limit is None else Limit(limit.at_least, limit.at_most)
