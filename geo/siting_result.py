"""What opening certain sites means: who goes where, how far, and how good that is proven to be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.siting_order import Order
from geo.siting_outcome import Outcome

if TYPE_CHECKING:
    from geo.siting_model import Problem


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


def report(
    order: Order,
    names: pd.Index,
    points: pd.Index,
    problem: Problem,
    chosen: NDArray[np.int64],
    outcome: Outcome,
) -> Siting:
    """Assign every point to its nearest open site, and add up.

    Parameters
    ----------
    order : Order
    names, points : Index
        Of the candidates and of the demand points.
    problem : Problem
        With all candidates, the forbidden ones included.
    chosen : ndarray of int
        Places of the open candidates.
    outcome : Outcome
        Of the solver.

    Returns
    -------
    Siting
    """
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
        outcome=_with_gap(outcome, objective),
    )


def _with_gap(outcome: Outcome, objective: float) -> Outcome:
    """Hold the bound against what the open sites really give: the solver may assign worse."""
    if outcome.status == "optimal" or outcome.bound is None or not objective:
        return outcome
    return replace(outcome, gap=abs(objective - outcome.bound) / abs(objective))


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
