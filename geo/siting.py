"""Choose sites: which candidates to open so that demand is served best, and how good that is.

Distances are straight lines in the city's metric CRS. The models are in ``geo.siting_model``, the
solver in ``geo.siting_solver``; the objective that is reported is computed anew from the sites
that are open, not taken from the solver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InfeasibleError, SitingError
from geo.problems import allowed
from geo.siting_inputs import distances_m, positions_m, weights_of
from geo.siting_model import Objective, Problem, build
from geo.siting_relaxations import Relaxation, is_feasible, relaxations
from geo.siting_solver import Outcome, Progress, solve

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes
    ----------
    objective : {"p_median", "max_coverage", "p_centre", "set_cover"}
    count : int, optional
        How many sites to open, those that are open in any case included; not for a set cover.
    radius_m : float, optional
        Within which a point is covered; only for maximal coverage and set cover.
    fixed, forbidden : tuple
        Index values of candidates that are open in any case (such as existing clusters), and
        of those that must not be opened.
    spacing_m : float
        Two open sites are at least so far apart, unless both are open in any case.
    """

    objective: Objective
    count: int | None = None
    radius_m: float | None = None
    fixed: tuple[object, ...] = ()
    forbidden: tuple[object, ...] = ()
    spacing_m: float = 0.0

    def __post_init__(self) -> None:
        """Raise ``SitingError`` if the order lacks what its objective needs, or has too much."""
        needs_count = self.objective != "set_cover"
        needs_radius = self.objective in ("max_coverage", "set_cover")
        for name, value, is_needed in (
            ("count", self.count, needs_count),
            ("radius_m", self.radius_m, needs_radius),
        ):
            if (value is not None) != is_needed:
                msg = f"{self.objective} {'needs' if is_needed else 'has no'} {name}"
                raise SitingError(msg)
            if value is not None and not 0 < value < np.inf:
                msg = f"{name} is {value}; allowed is any finite number above 0"
                raise SitingError(msg)
        if not 0 <= self.spacing_m < np.inf:
            msg = f"spacing_m is {self.spacing_m}; allowed is any finite number from 0"
            raise SitingError(msg)


@dataclass(frozen=True)
class Siting:
    """The sites to open.

    Attributes
    ----------
    order : Order
    open : tuple
        Index values of the open candidates, in their frame's order.
    new : tuple
        Those of them that were not fixed.
    assignment : DataFrame, shape (points, 4)
        By demand point: ``site`` (the nearest open one), ``metres``, ``weight``, and
        ``is_covered`` (within the radius; True where there is none).
    sites : DataFrame, shape (open, 5)
        By open site: ``points`` and ``weight`` that it serves, their weighted ``mean_m`` (NaN
        without weight), ``farthest_m``, and ``is_fixed``. Points that are not covered count
        for nobody.
    objective : float
        p-median: Σ weight × metres. Maximal coverage: weight covered. p-centre: metres to the
        farthest point. Set cover: number of sites.
    mean_m : float
        Weighted mean distance to the nearest open site, over all points.
    farthest_m : float
    covered_share : float
        Of all weight, from 0 to 1.
    outcome : Outcome
        Whether this is proven to be optimal, the gap if not, and the time it took.
    """

    order: Order
    open: tuple[object, ...]
    new: tuple[object, ...]
    assignment: pd.DataFrame
    sites: pd.DataFrame
    objective: float
    mean_m: float
    farthest_m: float
    covered_share: float
    outcome: Outcome


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
        If the frames or the order are not as said, or the time was up before any solution.
    """
    names = _check_names(candidates, order)
    to = positions_m(candidates, epsg, "candidate")
    of = positions_m(demand, epsg, "demand point")
    weights = weights_of(demand, weight)
    every = _problem(order, to, of, weights, names.isin(order.fixed))
    open_to = ~names.isin(order.forbidden)
    problem = _narrowed(every, open_to)
    if not is_feasible(problem):
        raise _infeasible(order, problem, None if open_to.all() else every)
    model = build(problem)
    outcome = solve(
        model.problem, time_limit_s=time_limit_s, accepted_gap=accepted_gap, progress=progress
    )
    if outcome.status in ("unsolved", "infeasible"):
        msg = (
            f"no solution of {order.objective} was found within {time_limit_s:g} s; allow more "
            "time, or ask for fewer candidates or demand points"
        )
        raise SitingError(msg)
    chosen = np.flatnonzero(open_to)[[site.value() > 0.5 for site in model.fac_vars]]
    return _siting(order, names, demand.index, every, chosen, outcome)


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


def _infeasible(order: Order, problem: Problem, every: Problem | None) -> InfeasibleError:
    found = relaxations(problem, every)
    told = [row.constraint + ("" if row.value is None else f" ({row.value:g})") for row in found]
    hint = f"relax one of: {', '.join(told)}" if told else "several have to be relaxed together"
    return InfeasibleError(f"no choice of sites keeps every constraint of {order}; {hint}", found)


def _siting(
    order: Order,
    names: pd.Index,
    points: pd.Index,
    problem: Problem,
    chosen: NDArray[np.int64],
    outcome: Outcome,
) -> Siting:
    """Assign every point to its nearest open site, and add up."""
    metres, weights = problem.metres[:, chosen], problem.weights
    nearest = metres.argmin(axis=1)
    away = metres[np.arange(len(metres)), nearest]
    covered = np.ones(len(away), dtype=bool) if order.radius_m is None else away <= order.radius_m
    assignment = pd.DataFrame(
        {
            "site": names[chosen[nearest]],
            "metres": away,
            "weight": weights,
            "is_covered": covered,
        },
        index=points,
    )
    objective = {
        "p_median": float(weights @ away),
        "max_coverage": float(weights[covered].sum()),
        "p_centre": float(away.max()),
        "set_cover": float(len(chosen)),
    }[order.objective]
    return Siting(
        order=order,
        open=tuple(names[chosen]),
        new=tuple(names[chosen[~problem.is_fixed[chosen]]]),
        assignment=assignment,
        sites=_per_site(assignment[covered], names[chosen], problem.is_fixed[chosen]),
        objective=objective,
        mean_m=float(weights @ away / weights.sum()),
        farthest_m=float(away.max()),
        covered_share=float(weights[covered].sum() / weights.sum()),
        outcome=outcome,
    )


def _per_site(served: pd.DataFrame, sites: pd.Index, is_fixed: NDArray[np.bool_]) -> pd.DataFrame:
    work = served.assign(work=served["weight"] * served["metres"]).groupby("site", sort=False)
    weight = work["weight"].sum().reindex(sites, fill_value=0.0)
    return pd.DataFrame(
        {
            "points": work.size().reindex(sites, fill_value=0),
            "weight": weight,
            "mean_m": work["work"].sum().reindex(sites) / weight.where(weight > 0),
            "farthest_m": work["metres"].max().reindex(sites),
            "is_fixed": is_fixed,
        },
        index=sites,
    )
