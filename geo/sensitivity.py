"""How much a ranking owes to its weights: random weights, and the smallest change that turns it.

Random weights follow stochastic multicriteria acceptability analysis (R. Lahdelma and P. Salminen,
"SMAA-2", *Oper. Res.* 49, 2001, pp. 444–454): the share of weightings that give a candidate a rank.
They are drawn from a Dirichlet distribution, whose draws are never negative and add up to 1. With
all parameters 1 it is uniform over all weightings: nobody's opinion. Around given weights w its
parameters are c w: then the mean is w, a weight of 0 stays 0, and the standard deviation of a
weight is √(w_j (1 − w_j) / (c + 1)).

What turns the first rank is exact for scores that are linear in the weights (weighted sum,
PROMETHEE II). With g_j what one unit of weight j gives the leader more than a rival, the leader
stays ahead while Σ_j w_j g_j > 0. One weight alone, the others keeping their proportions, turns it
at x = h / (h − g_j), where h = Σ_{k≠j} g_k w_k / (1 − w_j); E. Triantaphyllou and A. Sánchez
(*Decis. Sci.* 28, 1997, pp. 151–194) ask the same of weights that are not rescaled. The least
weight to move in all is found by moving from the criterion that favours the leader most to the one
that favours the rival most, then from the next: a continuous knapsack, for which greed is exact
(G. B. Dantzig, *Oper. Res.* 5, 1957, pp. 266–288).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import WeightError
from geo.ranking import DIGITS, Ranking

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CELLS = 1_000_000
"""Scores computed at a time: 8 MB an array, however many draws are asked for."""


LEVEL = 1e-12
"""A lead up to this is rounding."""


@dataclass(frozen=True)
class Acceptability:
    """How often each candidate takes each rank when weights are drawn at random.

    Attributes
    ----------
    draws, seed : int
        The same seed gives the same draws.
    around : {"any", "weights"}
        Uniform over all weightings, or around the ranking's own.
    concentration : float or None
        The c of the distribution around weights.
    share : DataFrame, shape (n, n)
        By candidate (in the ranking's order) and rank from 1; rows add up to 1. Equal scores
        share the best of their ranks.
    table : DataFrame, shape (n, 3)
        ``first`` and ``top``: shares of being first and among the first ``top_n``; and
        ``mean_rank``.
    top_n : int
    central_weights : DataFrame, shape (n, m)
        The mean of the weightings that make a candidate first ("who would choose this?"), NaN
        if none does.
    """

    draws: int
    seed: int
    around: Literal["any", "weights"]
    concentration: float | None
    share: pd.DataFrame
    table: pd.DataFrame
    top_n: int
    central_weights: pd.DataFrame


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


def draw_weights(
    weights: pd.Series, *, draws: int, seed: int, concentration: float | None = None
) -> Floats:
    """Draw weightings.

    Parameters
    ----------
    weights : Series, shape (m,)
        Sum 1.
    draws, seed : int
    concentration : float, optional
        How closely draws keep to the weights; None draws from all weightings alike.

    Returns
    -------
    ndarray, shape (draws, m)
        Rows add up to 1.

    Raises
    ------
    WeightError
        If there are no draws, or the concentration is not above 0.
    """
    if draws < 1:
        msg = f"draws is {draws}; at least one is needed"
        raise WeightError(msg)
    generator = np.random.default_rng(seed)
    if concentration is None:
        return generator.dirichlet(np.ones(len(weights)), draws)
    if not 0 < concentration < np.inf:
        msg = f"concentration is {concentration}; allowed is any finite number above 0"
        raise WeightError(msg)
    given = weights.to_numpy()
    counts = given > 0
    drawn = np.zeros((draws, len(given)))
    drawn[:, counts] = generator.dirichlet(concentration * given[counts], draws)
    return drawn


def acceptability(
    ranking: Ranking,
    *,
    draws: int = 10_000,
    seed: int = 1,
    top_n: int = 3,
    concentration: float | None = None,
) -> Acceptability:
    """Rank the same candidates under many random weightings.

    Parameters
    ----------
    ranking : Ranking
        Its method, values and weights are meant; uncertain values count as in its scores.
    draws, seed : int
    top_n : int
        For the share of being among the first so many.
    concentration : float, optional
        None: all weightings alike. Around the ranking's weights: 50 moves a weight of 0.25 by
        ±0.06 (one standard deviation), 10 by ±0.13.

    Returns
    -------
    Acceptability

    Raises
    ------
    WeightError
        If there are no draws, or the concentration is not above 0.
    """
    drawn = draw_weights(ranking.weights, draws=draws, seed=seed, concentration=concentration)
    count, size = ranking.parts.gain.shape
    tally = np.zeros((count, count), dtype=np.int64)
    central = np.zeros((count, size))
    step = max(1, CELLS // count)
    for start in range(0, draws, step):
        some = drawn[start : start + step]
        ranks = _ranks(ranking.parts.scores(some))
        cells = np.arange(count) * count + ranks
        tally += np.bincount(cells.ravel(), minlength=count * count).reshape(count, count)
        central += (ranks == 0).T.astype(float) @ some
    return _summary(ranking, tally, central, drawn, seed, top_n, concentration)


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


def _ranks(scores: Floats) -> Integers:
    """Return ranks from 0 in each column (draws in rows of the result), equal scores alike."""
    rows = np.round(scores.T, DIGITS)
    order = np.argsort(-rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    places = np.broadcast_to(np.arange(rows.shape[1]), rows.shape).copy()
    places[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    np.maximum.accumulate(places, axis=1, out=places)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks


def _summary(
    ranking: Ranking,
    tally: Integers,
    central: Floats,
    drawn: Floats,
    seed: int,
    top_n: int,
    concentration: float | None,
) -> Acceptability:
    names, draws = ranking.values.index, len(drawn)
    count = len(names)
    share = pd.DataFrame(tally / draws, index=names, columns=range(1, count + 1))
    table = pd.DataFrame(
        {
            "first": share[1],
            "top": share.iloc[:, :top_n].sum(axis=1),
            "mean_rank": (tally / draws) @ np.arange(1, count + 1),
        },
        index=names,
    )
    wins = tally[:, :1]
    mean = np.divide(central, wins, out=np.full_like(central, np.nan), where=wins > 0)
    order = ranking.table.index
    return Acceptability(
        draws=draws,
        seed=seed,
        around="any" if concentration is None else "weights",
        concentration=concentration,
        share=share.loc[order],
        table=table.loc[order],
        top_n=top_n,
        central_weights=pd.DataFrame(mean, names, list(ranking.values.criteria)).loc[order],
    )


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
