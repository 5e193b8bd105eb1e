"""Rank candidates: scores, ranks, what each criterion adds, and how sure all of this is.

The methods are those of ``pymcdm`` (see ``geo.ranking_methods``, which has the formulas); nothing
here is said about a candidate that a limit excludes but the reason, in the evaluation's findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.criteria import Evaluation
from geo.ranking_methods import (
    Method,
    Parts,
    Preference,
    library_scores,
    parts,
    score_range,
)
from geo.ranking_values import Normalisation, ValueTable, value_table
from geo.weights import direct_weights

Floats = NDArray[np.float64]

DIGITS = 9
"""Scores that agree to so many decimals share a rank: less is rounding, not preference."""


@dataclass(frozen=True)
class Ranking:
    """The outcome of one method with one weighting.

    Attributes
    ----------
    method : {"weighted_sum", "topsis", "promethee"}
    preference : Preference
        Of PROMETHEE; the others take no notice.
    weights : Series, shape (m,)
        Sum 1, by criterion.
    table : DataFrame, shape (n, 6)
        By candidate, the first rank first, those of one rank by name:

        - ``score``: from 0 to 1 (PROMETHEE: −1 to 1), more is better; unknown cells count as
          the worst value.
        - ``rank``: from 1; equal scores share the best of their ranks.
        - ``score_low``, ``score_high``: between what the score lies, as far as positions and
          unknown cells leave it open; equal where nothing does.
        - ``rank_best``, ``rank_worst``: the ranks that these ranges allow.
    contributions : DataFrame, shape (n, m)
        What each criterion adds. Weighted sum and PROMETHEE: the parts add up to the score.
        TOPSIS has no such parts: here the parts add up to the squared distance from the best
        point, so they say where a candidate loses, not where it gains.
    values : ValueTable
        What was ranked: values, their ranges, normalisation and bounds.
    parts : Parts
        Scores taken apart, for other weightings.
    """

    method: Method
    preference: Preference
    weights: pd.Series
    table: pd.DataFrame
    contributions: pd.DataFrame
    values: ValueTable
    parts: Parts

    @property
    def first(self) -> tuple[object, ...]:
        """The candidates of rank 1."""
        return tuple(self.table.index[self.table["rank"] == 1])


def rank(
    evaluation: Evaluation,
    weights: Mapping[str, float] | pd.Series,
    *,
    method: Method = "weighted_sum",
    normalisation: Normalisation = "values",
    preference: Preference = Preference(),  # noqa: B008 - immutable
) -> Ranking:
    """Rank the candidates that no limit and no rule excludes.

    Parameters
    ----------
    evaluation : Evaluation
    weights : mapping of str to float, or Series
        By criterion; scaled to add up to 1 (see ``geo.weights.direct_weights``).
    method : {"weighted_sum", "topsis", "promethee"}
    normalisation : {"values", "minmax", "vector", "sum", "max"}
        See ``geo.ranking_values``.
    preference : Preference
        Of PROMETHEE.

    Returns
    -------
    Ranking

    Raises
    ------
    CriterionError
        If nobody is left to rank, or the normalisation cannot do what a criterion asks for.
    WeightError
        If the weights do not fit the criteria.
    """
    values = value_table(evaluation, normalisation)
    shares = direct_weights(dict(weights), values.criteria)
    array = shares.to_numpy()
    scores = library_scores(values, array, method, preference)
    low = high = scores
    if not values.is_exact:
        low, high = score_range(values, array, method, preference)
    taken = parts(values, method, preference)
    table = _table(values.index, scores, low, high)
    added = pd.DataFrame(taken.contributions(array), values.index, list(values.criteria))
    return Ranking(
        method=method,
        preference=preference,
        weights=shares,
        table=table,
        contributions=added.loc[table.index],
        values=values,
        parts=taken,
    )


def rank_moves(one: Ranking, other: Ranking) -> pd.DataFrame:
    """Set two rankings side by side, such as of two weightings.

    Parameters
    ----------
    one, other : Ranking
        They need not rank the same candidates: limits may differ.

    Returns
    -------
    DataFrame, shape (candidates of both, 5)
        ``rank_one``, ``rank_other``, ``score_one``, ``score_other`` and ``move``: how many
        ranks up (above 0) or down from one to other. Missing where one ranking excludes the
        candidate. In the order of ``one``, then those that only ``other`` ranks.
    """
    names = one.table.index.append(other.table.index.difference(one.table.index))
    left, right = (ranking.table.reindex(names) for ranking in (one, other))
    return pd.DataFrame(
        {
            "rank_one": left["rank"].astype("Int64"),
            "rank_other": right["rank"].astype("Int64"),
            "score_one": left["score"],
            "score_other": right["score"],
            "move": (left["rank"] - right["rank"]).astype("Int64"),
        }
    )


def _table(index: pd.Index, scores: Floats, low: Floats, high: Floats) -> pd.DataFrame:
    rounded, least, most = (np.round(column, DIGITS) for column in (scores, low, high))
    ranks = 1 + _how_many_above(rounded, rounded)
    best = worst = ranks
    if low is not high:
        best = 1 + _how_many_above(least, most)
        # Everybody whose range ends above one's own lowest score may come before, except oneself.
        worst = 1 + _how_many_above(most, least) - (most > least)
    columns = {
        "score": scores,
        "rank": ranks,
        "score_low": low,
        "score_high": high,
        "rank_best": best,
        "rank_worst": worst,
    }
    table = pd.DataFrame(columns, index=index)
    by_name = np.argsort(index.map(str).to_numpy(), kind="stable")
    return table.iloc[by_name].sort_values("rank", kind="stable")


def _how_many_above(scores: Floats, bars: Floats) -> NDArray[np.int64]:
    """Count for each bar the scores above it."""
    above = len(scores) - np.searchsorted(np.sort(scores), bars, side="right")
    return above.astype(np.int64)
