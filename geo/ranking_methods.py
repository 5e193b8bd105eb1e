r"""Three ways to put values together; scores by ``pymcdm``, their parts by the same formulas here.

With values v (n candidates, m criteria, more is better) and weights w that add up to 1:

Weighted sum (P. C. Fishburn, *Oper. Res.* 15, 1967, pp. 537–542):
    s_i = Σ_j w_j v_ij.
TOPSIS (C.-L. Hwang and K. Yoon, *Multiple Attribute Decision Making*, Springer 1981):
    s_i = D⁻_i / (D⁺_i + D⁻_i), D±_i the Euclidean distance of (w_j v_ij) from the best and the
    worst point. With value functions these two points are fixed at value 1 and 0 of every
    criterion, so that no candidate's score depends on who else stands for choice (M. S.
    García-Cascales and M. T. Lamata, *Math. Comput. Model.* 56, 2012, pp. 123–132); with the
    normalisations of textbooks they are the best and worst values found, as in the original.
PROMETHEE II (J.-P. Brans and Ph. Vincke, *Manage. Sci.* 31, 1985, pp. 647–656):
    s_i = 1/(n−1) Σ_k Σ_j w_j [P(v_ij − v_kj) − P(v_kj − v_ij)], the net outranking flow, with the
    preference P(d) = 1 for d > 0 ("usual", type I) or rising straight from 0 at d = q to 1 at
    d = p ("linear", type V; with q = 0 type III).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from geo.errors import CriterionError
from geo.ranking_values import ValueTable

if TYPE_CHECKING:
    from pymcdm.methods import PROMETHEE_II

Floats = NDArray[np.float64]

Method = Literal["weighted_sum", "topsis", "promethee"]

MOST_PAIRS = 1000
"""Up to so many candidates the library compares all pairs; it needs n² numbers per criterion."""


@dataclass(frozen=True)
class Preference:
    """How PROMETHEE turns a difference of values into a preference.

    Attributes
    ----------
    shape : {"usual", "linear"}
    indifferent_to, certain_from : float
        q and p of "linear", as differences of values; 0 ≤ q < p.
    """

    shape: Literal["usual", "linear"] = "linear"
    indifferent_to: float = 0.0
    certain_from: float = 1.0

    def __post_init__(self) -> None:
        """Raise ``CriterionError`` if the thresholds are not 0 ≤ q < p."""
        if not 0 <= self.indifferent_to < self.certain_from < np.inf:
            msg = f"{self}: thresholds must be 0 ≤ indifferent_to < certain_from"
            raise CriterionError(msg)


@dataclass(frozen=True)
class Parts:
    """What a score is made of, before weights; reusable for any number of weightings.

    Attributes
    ----------
    gain : ndarray, shape (n, m)
        Additive methods: s = gain · w. TOPSIS: squared distance from the worst point.
    loss : ndarray, shape (n, m), or None
        TOPSIS: squared distance from the best point; the score is made of both.
    """

    gain: Floats
    loss: Floats | None = None

    @property
    def is_additive(self) -> bool:
        """Whether a score is a sum over criteria, linear in the weights."""
        return self.loss is None

    def scores(self, weights: Floats) -> Floats:
        """Return the scores for one or many weightings.

        Parameters
        ----------
        weights : ndarray, shape (m,) or (k, m)

        Returns
        -------
        ndarray, shape (n,) or (n, k)
        """
        if self.loss is None:
            return np.asarray(self.gain @ weights.T)
        squared = np.square(weights).T
        near, far = np.sqrt(self.gain @ squared), np.sqrt(self.loss @ squared)
        # On both points at once only where nothing tells candidates apart: all are the best.
        even = np.ones_like(near)
        return np.asarray(np.divide(near, near + far, out=even, where=near + far > 0))

    def contributions(self, weights: Floats) -> Floats:
        """Return what each criterion adds, shape (n, m): see ``geo.ranking.Ranking``."""
        if self.loss is None:
            return self.gain * weights
        return self.loss * np.square(weights)


def parts(table: ValueTable, method: Method, preference: Preference) -> Parts:
    """Take a method's scores apart.

    Parameters
    ----------
    table : ValueTable
    method : {"weighted_sum", "topsis", "promethee"}
    preference : Preference
        Of PROMETHEE.

    Returns
    -------
    Parts
    """
    return _parts(table, table.values, table.values, method, preference)


def score_range(
    table: ValueTable, weights: Floats, method: Method, preference: Preference
) -> tuple[Floats, Floats]:
    """Bound the scores that uncertain values allow.

    Parameters
    ----------
    table : ValueTable
    weights : ndarray, shape (m,)
    method, preference
        As for ``parts``.

    Returns
    -------
    (ndarray, ndarray), shape (n,)
        A candidate's least score has its own values at their worst and, where others matter
        (PROMETHEE), the others' at their best; and the other way round. Exact.
    """
    worst = _parts(table, table.low, table.high, method, preference).scores(weights)
    best = _parts(table, table.high, table.low, method, preference).scores(weights)
    return worst, best


def library_scores(
    table: ValueTable, weights: Floats, method: Method, preference: Preference
) -> Floats:
    """Score candidates by ``pymcdm``.

    Parameters
    ----------
    table : ValueTable
    weights : ndarray, shape (m,)
        Sum 1.
    method, preference
        As for ``parts``.

    Returns
    -------
    ndarray, shape (n,)
        PROMETHEE beyond ``MOST_PAIRS`` candidates, or for one alone, by the formula of this
        module, which sorts instead of comparing pairs; tests hold the two against each other.
    """
    # The library brings matplotlib's pyplot, which takes most of a second to import.
    from pymcdm.methods import TOPSIS, WSM

    types = np.ones(len(weights))
    if method == "weighted_sum":
        found: Floats = WSM(_as_it_is)(table.values, weights, types, validation=False)
        return found
    count = len(table.index)
    if method == "topsis":
        if _range(table.values, table).min() == 0 and _range(table.values, table).max() == 0:
            return np.ones(count)  # 0 / 0 in the library: nothing tells candidates apart
        found = TOPSIS(_as_it_is)(_anchored(table), weights, types, validation=False)
        return found[:count]
    if not 1 < count <= MOST_PAIRS:
        return parts(table, method, preference).scores(weights)
    # The library's object can be asked once only: it iterates over its preference functions.
    body = _promethee(preference, len(weights))
    flows: Floats = body(table.values, weights, types, validation=False)
    return flows


def _as_it_is(column: Floats, cost: bool = False) -> Floats:
    """Hand a column to the library without another normalisation."""
    return column


def _anchored(table: ValueTable) -> Floats:
    """Add the best and the worst point as two more rows, where they are fixed."""
    if table.normalisation != "values":
        return table.values
    ends = np.repeat([[1.0], [0.0]], table.values.shape[1], axis=1)
    return np.vstack([table.values, ends])


def _range(values: Floats, table: ValueTable) -> Floats:
    """Return how far apart best and worst point are, by criterion."""
    anchored = _anchored(table)
    return np.asarray(anchored.max(axis=0) - anchored.min(axis=0))


def _promethee(preference: Preference, count: int) -> PROMETHEE_II:
    from pymcdm.methods import PROMETHEE_II

    if preference.shape == "usual":
        return PROMETHEE_II("usual")
    return PROMETHEE_II(
        "vshape_2",
        p=[preference.certain_from] * count,
        q=[preference.indifferent_to] * count,
    )


def _parts(
    table: ValueTable, own: Floats, others: Floats, method: Method, preference: Preference
) -> Parts:
    """Take scores apart where a candidate has other values than the rest sees in it."""
    if method == "weighted_sum":
        return Parts(own)
    if method == "topsis":
        anchored = _anchored(table)
        best, worst = anchored.max(axis=0), anchored.min(axis=0)
        return Parts(np.square(own - worst), np.square(best - own))
    flows = [_flow(*columns, preference) for columns in zip(own.T, others.T, strict=True)]
    return Parts(np.column_stack(flows))


def _flow(own: Floats, others: Floats, preference: Preference) -> Floats:
    """Return one criterion's net flow of each candidate against all the others, shape (n,)."""
    if len(own) == 1:
        return np.zeros(1)
    won = _preferred(own, others, preference) - _preferred(-own, -others, preference)
    itself = _against(own - others, preference) - _against(others - own, preference)
    return (won - itself) / (len(own) - 1)


def _preferred(own: Floats, others: Floats, preference: Preference) -> Floats:
    """Add up P(own_i − others_k) over all k by sorting: n log n instead of n²."""
    ordered = np.sort(others)
    if preference.shape == "usual":
        return np.searchsorted(ordered, own, side="left").astype(float)
    low, high = preference.indifferent_to, preference.certain_from
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    fully = np.searchsorted(ordered, own - high, side="right")
    partly = np.searchsorted(ordered, own - low, side="left")
    rising = (partly - fully) * (own - low) - (sums[partly] - sums[fully])
    return np.asarray(fully + rising / (high - low))


def _against(difference: Floats, preference: Preference) -> Floats:
    if preference.shape == "usual":
        return (difference > 0).astype(float)
    low, high = preference.indifferent_to, preference.certain_from
    return np.clip((difference - low) / (high - low), 0, 1)
