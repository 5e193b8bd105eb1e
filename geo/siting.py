"""Choose sites: which candidates to open so that demand is served best, and how good that is.

Distances are straight lines in the city's metric CRS. The models are in ``geo.siting_model``, the
solver in ``geo.siting_solver``; the objective that is reported is computed anew from the sites
that are open, not taken from the solver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InfeasibleError, SitingError
from geo.problems import allowed
from geo.siting_centre import solve_centre
from geo.siting_inputs import distances_m, positions_m, weights_of
from geo.siting_model import Problem, build
from geo.siting_order import Order
from geo.siting_outcome import Outcome, Phase, Progress
from geo.siting_relaxations import (
    Relaxation,
    is_feasible,
    relaxations,
    relaxations_together,
)
from geo.siting_result import Siting, report
from geo.siting_solver import solve

Floats = NDArray[np.float64]


def choose_sites(
    candidates: gpd.GeoDataFrame,
    demand: gpd.GeoDataFrame,
    order: Order,
    *,
    epsg: int,
    weight: str | None = None,
    time_limit_s: float = 60.0,
    accepted_gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Siting:
    """Choose the best sites for a demand.

    Parameters
    ----------
    candidates : GeoDataFrame, shape (m,), EPSG:4326
        Points; the index names them.
    demand : GeoDataFrame, shape (n,), EPSG:4326
        Points to be served; the index names them.
    order : Order
    epsg : int
        The city's metric CRS, ``City.metric_epsg``.
    weight : str, optional
        Column of ``demand`` with the weight of each point (from 0); by default all weigh 1.
    time_limit_s : float
        For the solver; the best solution so far is returned with its gap.
    accepted_gap : float
        Stop when a solution is proven to be so near the best possible, such as 0.01.
    progress : callable, optional
        Told when a phase begins, and how far the solver is.
    stop : callable, optional
        Asked often while the solver runs; True ends it with the best solution so far.

    Returns
    -------
    Siting

    Raises
    ------
    DatumError
        If the metric CRS is none.
    InfeasibleError
        If no choice keeps every constraint; its ``relaxations`` (of
        ``geo.siting_relaxations``) say which one to relax.
    SitingError
        If the frames or the order are not as said, or the end came before any solution.
    """
    names = _check_names(candidates, order)
    _tell(progress, "measuring")
    to = positions_m(candidates, epsg, "candidate")
    of = positions_m(demand, epsg, "demand point")
    weights = weights_of(demand, weight)
    every = _problem(order, to, of, weights, names.isin(order.fixed))
    open_to = ~names.isin(order.forbidden)
    problem = _narrowed(every, open_to)
    _tell(progress, "checking")
    if not is_feasible(problem):
        raise _infeasible(order, problem, None if open_to.all() else every)
    limits: dict[str, Any] = {
        "time_limit_s": time_limit_s,
        "accepted_gap": accepted_gap,
        "progress": progress,
        "stop": stop,
    }
    is_open, outcome = _solve(problem, limits)
    if is_open is None:
        msg = (
            f"no solution of {order.objective} was found within {time_limit_s:g} s; allow "
            "more time, or ask for fewer candidates or demand points"
        )
        raise SitingError(msg)
    chosen = np.flatnonzero(open_to)[is_open]
    return report(order, names, demand.index, every, chosen, outcome)


def _tell(progress: Callable[[Progress], None] | None, phase: Phase) -> None:
    """Tell what begins now; there is no solution yet."""
    if progress:
        progress(Progress(0.0, None, None, None, phase))


def _check_names(candidates: gpd.GeoDataFrame, order: Order) -> pd.Index:
    names: pd.Index = candidates.index
    if not names.is_unique:
        msg = f"two candidates are named {names[names.duplicated()][0]!r}"
        raise SitingError(msg)
    for name in (*order.fixed, *order.forbidden):
        if name not in names:
            msg = f"there is no candidate {name!r}; {allowed(str(name), map(str, names))}"
            raise SitingError(msg)
    if both := [name for name in order.fixed if name in order.forbidden]:
        msg = f"candidate {both[0]!r} is to be open in any case and forbidden"
        raise InfeasibleError(msg, (Relaxation("fixed"), Relaxation("forbidden")))
    return names


def _problem(
    order: Order, to: Floats, of: Floats, weights: Floats, is_fixed: NDArray[np.bool_]
) -> Problem:
    return Problem(
        objective=order.objective,
        metres=distances_m(of, to),
        weights=weights,
        between=distances_m(to, to),
        is_fixed=is_fixed,
        count=order.count,
        radius_m=order.radius_m,
        spacing_m=order.spacing_m,
    )


def _narrowed(problem: Problem, keep: NDArray[np.bool_]) -> Problem:
    """Leave out the forbidden candidates."""
    return replace(
        problem,
        metres=problem.metres[:, keep],
        between=problem.between[np.ix_(keep, keep)],
        is_fixed=problem.is_fixed[keep],
    )


def _solve(problem: Problem, limits: dict[str, Any]) -> tuple[NDArray[np.bool_] | None, Outcome]:
    """Tell which sites are open, None if the end came before any solution."""
    if problem.objective == "p_centre":
        _tell(limits["progress"], "solving")  # many small models, each built and solved in turn
        return solve_centre(problem, **limits)
    _tell(limits["progress"], "building")
    model = build(problem)
    _tell(limits["progress"], "solving")
    outcome = solve(model.problem, **limits)
    if outcome.status in ("unsolved", "infeasible"):
        return None, outcome
    return np.array([site.value() > 0.5 for site in model.fac_vars]), outcome


def _infeasible(order: Order, problem: Problem, every: Problem | None) -> InfeasibleError:
    found = relaxations(problem, every)
    # Who asked may not be able to let a fixed site go, and so to ask for fewer.
    is_sure = any(row.constraint not in ("count", "fixed") for row in found)
    together = () if is_sure else relaxations_together(problem, every)
    told = [
        row.constraint + ("" if row.value is None else f" ({row.value:g})")
        for row in found or together
    ]
    how = "relax one of: " if found else "several have to be relaxed together: "
    msg = f"no choice of sites keeps every constraint of {order}; {how}{', '.join(told)}"
    return InfeasibleError(msg, found, together)
