"""How much a ranking owes to its weights: how often candidates take ranks under random weights.

Random weights follow stochastic multicriteria acceptability analysis (R. Lahdelma and P. Salminen,
"SMAA-2", *Oper. Res.* 49, 2001, pp. 444–454): the share of weightings that give a candidate a rank.
They are drawn from a Dirichlet distribution, whose draws are never negative and add up to 1. With
all parameters 1 it is uniform over all weightings: nobody's opinion. Around given weights w its
parameters are c w: then the mean is w, a weight of 0 stays 0, and the standard deviation of a
weight is √(w_j (1 − w_j) / (c + 1)).
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
