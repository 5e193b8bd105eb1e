"""The smallest change of weights that turns the first rank.

It is exact for scores that are linear in the weights (weighted sum, PROMETHEE II). With g_j what
one unit of weight j gives the leader more than a rival, the leader stays ahead while Σ_j w_j g_j >
0. One weight alone, the others keeping their proportions, turns it at x = h / (h − g_j), where h =
Σ_{k≠j} g_k w_k / (1 − w_j); E. Triantaphyllou and A. Sánchez (*Decis. Sci.* 28, 1997, pp. 151–194)
ask the same of weights that are not rescaled. The least weight to move in all is found by moving
from the criterion that favours the leader most to the one that favours the rival most, then from
the next: a continuous knapsack, for which greed is exact (G. B. Dantzig, *Oper. Res.* 5, 1957, pp.
266–288).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.ranking import Ranking

Floats = NDArray[np.float64]

LEVEL = 1e-12
"""A lead up to this is rounding."""


@dataclass(frozen=True)
class Flip:
    """A change of weights that puts a rival level with the leader.

    Attributes
    ----------
    rival : object
        The candidate that catches up.
    weights : Series, shape (m,)
        Where it does; a hair further and it leads.
    moved : float
        How much weight moves in all, from 0 to 1: half the sum of absolute changes.
    criterion : str or None
        The one whose weight is changed where the others keep their proportions; None where
        any may change.
    """

    rival: object
    weights: pd.Series
    moved: float
    criterion: str | None = None


def smallest_flip(ranking: Ranking) -> Flip | None:
    """Find the least weight that has to move for another candidate to catch up with the first.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    Flip or None
        ``moved`` is 0 where the first rank is shared. None where no weighting turns it, nobody
        else is ranked, or the method's scores are not linear in the weights (TOPSIS): then
        ask ``acceptability``.
    """
    if not ranking.parts.is_additive or len(ranking.table) < 2:
        return None
    lead, order = _lead(ranking)
    weights = ranking.weights.to_numpy()
    flips = [_least_transfer(lead[row], weights) for row in range(len(lead))]
    found = [(moved, row) for row, (moved, _) in enumerate(flips) if np.isfinite(moved)]
    if not found:
        return None
    moved, row = min(found)
    changed = pd.Series(flips[row][1], index=ranking.weights.index)
    return Flip(order[row], changed, float(moved))


def single_flips(ranking: Ranking) -> dict[str, Flip | None]:
    """Find for each criterion the nearest weight at which the first rank turns.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    dict of str to Flip or None
        The other weights keep their proportions, as when one slider is moved. None where no
        weight of the criterion turns the rank, or as for ``smallest_flip``.
    """
    found: dict[str, Flip | None] = dict.fromkeys(ranking.weights.index)
    if not ranking.parts.is_additive or len(ranking.table) < 2:
        return found
    lead, order = _lead(ranking)
    for place, name in enumerate(ranking.weights.index):
        found[name] = _nearest_single(ranking.weights, lead, order, place)
    return found


def _lead(ranking: Ranking) -> tuple[Floats, list[object]]:
    """Return what a unit of each weight gives the leader more than each rival; and the rivals."""
    order = ranking.table.index
    gain = pd.DataFrame(ranking.parts.gain, index=ranking.values.index).loc[order].to_numpy()
    return gain[0] - gain[1:], list(order[1:])


def _least_transfer(lead: Floats, weights: Floats) -> tuple[float, Floats]:
    """Move weight to the criterion that favours the rival most until the two are level."""
    changed, ahead, moved = weights.copy(), float(lead @ weights), 0.0
    to = int(np.argmin(lead))
    if ahead <= LEVEL:
        return 0.0, changed
    if lead[to] >= 0:
        return np.inf, changed
    for place in np.argsort(-lead, kind="stable"):
        a_unit_saves = float(lead[place] - lead[to])
        if a_unit_saves <= 0:
            break
        taken = min(float(changed[place]), ahead / a_unit_saves)
        changed[place] -= taken
        changed[to] += taken
        moved += taken
        ahead -= taken * a_unit_saves
        if ahead <= LEVEL:
            return moved, changed
    return np.inf, changed


def _nearest_single(
    weights: pd.Series, lead: Floats, order: list[object], place: int
) -> Flip | None:
    """Find the rival that the least change of one weight puts level."""
    own = float(weights.iloc[place])
    if own == 1:
        return None  # the others have no proportions to keep
    others = weights.to_numpy() / (1 - own)
    others[place] = 0
    rest, gap = lead @ others, lead[:, place]
    # Where both have one sign the leader stays ahead, or they are level at the very end only.
    turns = rest * gap < 0
    level = np.divide(rest, rest - gap, out=np.full_like(rest, np.nan), where=turns)
    if np.isnan(level).all():
        return None
    row = int(np.nanargmin(np.abs(level - own)))
    changed = pd.Series(others * (1 - level[row]), index=weights.index)
    changed.iloc[place] = level[row]
    moved = abs(float(level[row]) - own)
    return Flip(order[row], changed, moved, str(weights.index[place]))
