"""Say whether any choice of sites keeps the constraints and, if none does, which to relax how far.

Each constraint is dropped alone; it is named where the rest can then be kept. So every relaxation
that is named is enough by itself; where none is, the fewest that are enough together are named.
What is asked here are sites only, a small problem even where the whole one is large.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from geo.siting_model import Problem, only_sites
from geo.siting_solver import solve

Constraint = Literal["count", "fixed", "forbidden", "spacing", "radius"]

TIME_LIMIT_S = 10.0
"""For one question; one that is not answered in time counts as possible, to be tried in full."""


@dataclass(frozen=True)
class Relaxation:
    """A constraint that makes the problem infeasible, and how far to relax it.

    Attributes
    ----------
    constraint : {"count", "fixed", "forbidden", "spacing", "radius"}
    value : float or None
        The nearest number that works: so many sites, metres of spacing, metres of radius. None
        where the constraint is a list.
    places : tuple of int
        Of the demand points that no candidate reaches ("radius").
    """

    constraint: Constraint
    value: float | None = None
    places: tuple[int, ...] = ()


def most_sites(problem: Problem) -> int | None:
    """Return how many sites may be open at once, None if the constraints contradict each other.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    int or None
        A bound from above where the solver ran out of time.
    """
    sites = len(problem.is_fixed)
    reached = problem.covers.any(axis=1).all()
    if problem.objective == "set_cover" and not reached:
        return None
    if problem.objective != "set_cover" and not len(problem.too_close):
        return sites
    programme, variables = only_sites(problem)
    outcome = solve(programme, time_limit_s=TIME_LIMIT_S)
    if outcome.status == "infeasible":
        return None
    if outcome.status == "optimal":
        return int(sum(variable.value() > 0.5 for variable in variables))
    return sites if outcome.bound is None else int(outcome.bound + 1e-6)


def is_feasible(problem: Problem) -> bool:
    """Tell whether any choice of sites keeps every constraint."""
    if not len(problem.is_fixed):
        return False
    if problem.count is None:
        return most_sites(problem) is not None
    most = most_sites(problem)
    return most is not None and int(problem.is_fixed.sum()) <= problem.count <= most


def relaxations(problem: Problem, without_forbidding: Problem | None) -> tuple[Relaxation, ...]:
    """List the constraints whose relaxation alone makes an infeasible problem feasible.

    Parameters
    ----------
    problem : Problem
        Infeasible.
    without_forbidding : Problem or None
        The same with no candidate forbidden; None if none is.

    Returns
    -------
    tuple of Relaxation
        Empty where several constraints have to be relaxed together.
    """
    found = list(_of_count(problem))
    none = np.zeros_like(problem.is_fixed)
    if problem.is_fixed.any() and is_feasible(replace(problem, is_fixed=none)):
        found.append(Relaxation("fixed"))
    if without_forbidding is not None and is_feasible(without_forbidding):
        found.append(Relaxation("forbidden"))
    found += [*_of_spacing(problem), *_of_radius(problem)]
    return tuple(found)


def relaxations_together(
    problem: Problem, without_forbidding: Problem | None
) -> tuple[Relaxation, ...]:
    """Find constraints that fail together: none is enough by itself, all of them are.

    Parameters
    ----------
    problem, without_forbidding : Problem, Problem or None
        As for ``relaxations``, which found nothing, or nothing that whoever asks may change.

    Returns
    -------
    tuple of Relaxation
        As few as possible; empty where nothing helps, as without any candidate.
    """
    # A wide enough radius always helps by itself where there is any candidate.
    there: dict[Constraint, bool] = {
        "forbidden": without_forbidding is not None,
        "spacing": problem.spacing_m > 0,
        "fixed": bool(problem.is_fixed.any()),
    }
    names = [name for name, is_there in there.items() if is_there]
    for many in range(1, len(names) + 1):
        for dropped in combinations(names, many):
            full = None if "forbidden" in dropped else without_forbidding
            start = without_forbidding if "forbidden" in dropped else problem
            left, rows = _without(start or problem, dropped)
            found = relaxations(left, None if full is None else _without(full, dropped)[0])
            if found:
                return (*rows, found[0])
    return ()


def _without(
    problem: Problem, dropped: tuple[Constraint, ...]
) -> tuple[Problem, tuple[Relaxation, ...]]:
    """Drop constraints whole; tell what that is."""
    values: dict[str, float | None] = {"forbidden": None, "fixed": None, "spacing": 0.0}
    if "spacing" in dropped:
        problem = replace(problem, spacing_m=0.0)
    if "fixed" in dropped:
        problem = replace(problem, is_fixed=np.zeros_like(problem.is_fixed))
    return problem, tuple(Relaxation(name, values[name]) for name in dropped)


def _of_count(problem: Problem) -> Iterator[Relaxation]:
    """Find the number of sites nearest to the one that is asked for."""
    most = most_sites(problem) if len(problem.is_fixed) else None
    if problem.count is None or most is None:
        return
    least = max(1, int(problem.is_fixed.sum()))
    if least <= most:
        yield Relaxation("count", float(min(max(problem.count, least), most)))


def _of_spacing(problem: Problem) -> Iterator[Relaxation]:
    """Find the largest spacing that works, among the distances between candidates."""
    if not problem.spacing_m or not is_feasible(replace(problem, spacing_m=0.0)):
        return
    steps = np.unique(problem.between[problem.between < problem.spacing_m])
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if is_feasible(replace(problem, spacing_m=float(steps[middle]))):
            low = middle
        else:
            high = middle - 1
    yield Relaxation("spacing", float(steps[low]))


def _of_radius(problem: Problem) -> Iterator[Relaxation]:
    """Find the smallest radius with which every point can be covered."""
    if problem.objective != "set_cover" or not len(problem.is_fixed):
        return
    nearest = problem.metres.min(axis=1)
    beyond = tuple(int(place) for place in np.flatnonzero(nearest > problem.radius_m))
    steps = np.unique(problem.metres[problem.metres >= max(nearest.max(), problem.radius_m or 0)])
    if not len(steps) or not is_feasible(replace(problem, radius_m=float(steps[-1]))):
        return
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        if is_feasible(replace(problem, radius_m=float(steps[middle]))):
            high = middle
        else:
            low = middle + 1
    yield Relaxation("radius", float(steps[low]), beyond)
