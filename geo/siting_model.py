"""Location–allocation models, built by ``spopt`` and completed by what it does not offer.

The formulations are spopt's (PySAL; X. Feng et al., *J. Open Source Softw.* 7, 2022, 3330):

p-median         least Σ_i a_i d_i over the demand points i (S. L. Hakimi, *Oper. Res.* 12, 1964)
maximal coverage most Σ a_i of the points within a radius (R. L. Church and C. ReVelle, *Pap. Reg.
                 Sci. Assoc.* 32, 1974)
p-centre         least max_i d_i (Hakimi 1964), weights do not count; see ``geo.siting_centre``
set cover        fewest sites that have every point within a radius (C. Toregas et al., *Oper.
                 Res.* 19, 1971)

a_i is the weight of a point, d_i its straight-line distance to the nearest open site. Added here:
sites that are open in any case (a variable fixed at 1), and a minimum spacing y_j + y_k ≤ 1 for
each pair of candidates that are too close, unless both are open in any case. Forbidden candidates
do not enter the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
from numpy.typing import NDArray
from spopt.locate import LSCP, MCLP, PMedian

from geo.garbage import no_collection
from geo.siting_order import Objective

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """A problem in plain arrays: what is asked, and of whom.

    Attributes
    ----------
    objective : {"p_median", "max_coverage", "p_centre", "set_cover"}
    metres : ndarray, shape (points, sites)
        Distances from demand points to the candidates that are not forbidden.
    weights : ndarray, shape (points,)
    between : ndarray, shape (sites, sites)
        Distances between candidates, in metres.
    is_fixed : ndarray of bool, shape (sites,)
        Open in any case.
    count : int or None
        How many sites to open, the fixed ones included; None for a set cover.
    radius_m : float or None
        Of coverage.
    spacing_m : float
        0 for none.
    """

    objective: Objective
    metres: Floats
    weights: Floats
    between: Floats
    is_fixed: NDArray[np.bool_]
    count: int | None
    radius_m: float | None
    spacing_m: float

    @property
    def too_close(self) -> Integers:
        """Pairs of candidates that must not both be open, shape (k, 2)."""
        near = np.triu(self.between < self.spacing_m, k=1)
        near &= ~np.logical_and.outer(self.is_fixed, self.is_fixed)
        return np.argwhere(near)

    @property
    def covers(self) -> NDArray[np.bool_]:
        """Whether a site covers a point, shape (points, sites); all do where there is no radius."""
        return self.metres <= (np.inf if self.radius_m is None else self.radius_m)


def build(problem: Problem) -> Any:
    """Build the model of a problem.

    Parameters
    ----------
    problem : Problem
        Of any objective but "p_centre".

    Returns
    -------
    spopt.locate.PMedian, MCLP or LSCP
        With the linear programme in ``problem`` and the sites' variables in ``fac_vars``.
    """
    with no_collection():
        model = _spopt_model(problem)
        constrain(model.problem, model.fac_vars, problem)
    return model


def _spopt_model(problem: Problem) -> Any:
    metres, count = problem.metres, problem.count
    model: Any
    if problem.objective == "p_median":
        model = PMedian.from_cost_matrix(metres, problem.weights, p_facilities=count)
        for assigned in model.cli_assgn_vars[hopeless(problem)]:
            assigned.upBound = 0
    elif problem.objective == "max_coverage":
        model = MCLP.from_cost_matrix(metres, problem.weights, problem.radius_m, count)
    else:
        model = LSCP.from_cost_matrix(metres, problem.radius_m)
    return model


def hopeless(problem: Problem) -> NDArray[np.bool_]:
    """Find assignments that no best solution of a p-median problem needs.

    Where ``count`` of m sites are open, one of any m − count + 1 sites is: nobody goes beyond the
    nearest so many. And nobody goes beyond a site that is open in any case.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    ndarray of bool, shape (points, sites)
    """
    metres, sites = problem.metres, problem.metres.shape[1]
    order = np.argsort(metres, axis=1, kind="stable")
    beyond = np.zeros(metres.shape, dtype=bool)
    np.put_along_axis(beyond, order[:, sites - (problem.count or 1) + 1 :], True, axis=1)
    fixed = metres[:, problem.is_fixed].min(axis=1, initial=np.inf)
    return np.asarray(beyond | (metres > fixed[:, None]))


def constrain(programme: pulp.LpProblem, sites: list[pulp.LpVariable], problem: Problem) -> None:
    """Add the sites that are open in any case and the minimum spacing to a linear programme."""
    for place in np.flatnonzero(problem.is_fixed):
        sites[place].lowBound = 1
    for one, other in problem.too_close:
        programme += sites[one] + sites[other] <= 1


def only_sites(problem: Problem) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Build the small programme that asks how many sites the constraints on sites allow.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    (pulp.LpProblem, list of pulp.LpVariable)
        It opens as many sites as possible, keeping fixed sites and spacing and, for a set
        cover, the radius; it is infeasible where these contradict each other.
    """
    programme = pulp.LpProblem("sites", pulp.LpMaximize)
    sites = [
        pulp.LpVariable(f"y{place}", cat=pulp.LpBinary) for place in range(problem.metres.shape[1])
    ]
    programme += pulp.lpSum(sites)
    constrain(programme, sites, problem)
    if problem.objective == "set_cover":
        for covers in problem.covers:
            programme += pulp.lpSum(sites[place] for place in np.flatnonzero(covers)) >= 1
    return programme, sites
