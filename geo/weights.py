"""Weights of criteria: given directly, or found by comparing the criteria in pairs (AHP).

The analytic hierarchy process (T. L. Saaty, *The Analytic Hierarchy Process*, McGraw-Hill 1980;
"How to make a decision", Eur. J. Oper. Res. 48, 1990, pp. 9–26) asks for each pair of criteria how
many times more important one is (1 to 9). The weights w are the principal eigenvector, A w =
λmax w. Judgements contradict each other by the consistency index CI = (λmax − n) / (n − 1); the
consistency ratio CR = CI / RI compares it with that of random judgements, and up to 0.1 is
customary.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.errors import WeightError

RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
"""Saaty's mean consistency index of random matrices of 1 to 15 criteria (1980, p. 21)."""

ACCEPTABLE_RATIO = 0.1
"""Up to this consistency ratio judgements are customarily taken as they are (Saaty 1990)."""


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights from pairwise comparisons.

    Attributes
    ----------
    weights : Series, shape (n,)
        Sum 1, by criterion.
    lambda_max : float
        Principal eigenvalue, n where judgements are consistent.
    consistency_index, random_index : float
    consistency_ratio : float
        0 for one or two criteria, which cannot contradict each other.
    worst : tuple of (str, str, str) or None
        The three criteria a, b, c whose judgements disagree most: a to b times b to c is
        furthest from a to c. None where all agree.
    """

    weights: pd.Series
    lambda_max: float
    consistency_index: float
    random_index: float
    consistency_ratio: float
    worst: tuple[str, str, str] | None

    @property
    def is_consistent(self) -> bool:
        """Whether the ratio is up to ``ACCEPTABLE_RATIO``."""
        return self.consistency_ratio <= ACCEPTABLE_RATIO


def direct_weights(numbers: Mapping[str, float], criteria: Sequence[str]) -> pd.Series:
    """Scale numbers to weights that add up to 1.

    Parameters
    ----------
    numbers : mapping of str to float
        One for each criterion, not negative; a slider's position, points, percent.
    criteria : sequence of str
        Ids of the criteria.

    Returns
    -------
    Series, shape (criteria,)
        In the order of ``criteria``; sum 1.

    Raises
    ------
    WeightError
        If a criterion has no number, a number no criterion, or they are negative, not finite
        or all 0.
    """
    strange = [name for name in numbers if name not in criteria]
    lacking = [name for name in criteria if name not in numbers]
    if strange or lacking:
        msg = f"no such criterion: {', '.join(strange) or '–'}; no weight: {', '.join(lacking)}"
        raise WeightError(msg)
    for name in criteria:
        if not (math.isfinite(numbers[name]) and numbers[name] >= 0):
            msg = f'the weight of "{name}" is {numbers[name]}; allowed is any number from 0'
            raise WeightError(msg)
    total = math.fsum(numbers[name] for name in criteria)
    if not 0 < total < math.inf:
        msg = "all weights are 0; at least one criterion must count"
        raise WeightError(msg)
    return pd.Series({name: numbers[name] / total for name in criteria}, dtype=float)


def comparison_matrix(
    criteria: Sequence[str], judgements: Mapping[tuple[str, str], float]
) -> NDArray[np.float64]:
    """Write judgements as a reciprocal matrix.

    Parameters
    ----------
    criteria : sequence of str
    judgements : mapping of (str, str) to float
        How many times more important the first is than the second; each pair once, either way.

    Returns
    -------
    ndarray, shape (n, n)

    Raises
    ------
    WeightError
        If a pair is missing, given twice, or names no criterion.
    """
    places = {name: place for place, name in enumerate(criteria)}
    matrix = np.full((len(criteria), len(criteria)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for (one, other), ratio in judgements.items():
        if one not in places or other not in places or one == other:
            msg = f'the judgement "{one}" to "{other}" does not compare two of the criteria'
            raise WeightError(msg)
        if not np.isnan(matrix[places[one], places[other]]):
            msg = f'"{one}" and "{other}" are compared twice'
            raise WeightError(msg)
        _check_ratio(ratio, one, other)
        matrix[places[one], places[other]] = ratio
        matrix[places[other], places[one]] = 1 / ratio
    if np.isnan(matrix).any():
        row, column = np.argwhere(np.isnan(matrix))[0]
        msg = f'"{criteria[row]}" and "{criteria[column]}" are not compared'
        raise WeightError(msg)
    return matrix


def pairwise_weights(criteria: Sequence[str], matrix: ArrayLike) -> PairwiseWeights:
    """Find weights from a matrix of pairwise comparisons.

    Parameters
    ----------
    criteria : sequence of str, n from 1 to 15
    matrix : array, shape (n, n)
        Entry (i, j): how many times more important criterion i is than j, from 1/9 to 9; the
        diagonal is 1, and (j, i) is the reciprocal of (i, j) (to 1 %, for rounded fractions).

    Returns
    -------
    PairwiseWeights

    Raises
    ------
    WeightError
        If the matrix is not as said.
    """
    judged = np.asarray(matrix, dtype=float)
    _check_matrix(criteria, judged)
    size = len(criteria)
    values, vectors = np.linalg.eig(judged)
    principal = int(np.argmax(values.real))
    weights = np.abs(vectors[:, principal].real)
    index = max(0.0, (values[principal].real - size) / (size - 1)) if size > 1 else 0.0
    random = RANDOM_INDEX[size - 1]
    return PairwiseWeights(
        weights=pd.Series(weights / weights.sum(), index=list(criteria)),
        lambda_max=float(values[principal].real),
        consistency_index=float(index),
        random_index=random,
        consistency_ratio=float(index / random) if random else 0.0,
        worst=_worst(criteria, judged),
    )


def _worst(criteria: Sequence[str], judged: NDArray[np.float64]) -> tuple[str, str, str] | None:
    """Find the triple with the largest |log(a_ij a_jk / a_ik)|."""
    logs = np.log(judged)
    away = {
        (a, b, c): abs(logs[a, b] + logs[b, c] - logs[a, c])
        for a, b, c in permutations(range(len(criteria)), 3)
        if a < c
    }
    worst = max(away, key=lambda triple: away[triple], default=None)
    if worst is None or away[worst] < math.log(1.02):
        return None
    one, middle, other = (criteria[place] for place in worst)
    return one, middle, other


def _check_matrix(criteria: Sequence[str], judged: NDArray[np.float64]) -> None:
    size = len(criteria)
    if not 1 <= size <= len(RANDOM_INDEX) or judged.shape != (size, size):
        msg = (
            f"the matrix has the shape {judged.shape} for {size} criteria; "
            f"allowed are 1 to {len(RANDOM_INDEX)} criteria, with a row and a column each"
        )
        raise WeightError(msg)
    for row in range(size):
        for column in range(size):
            one, other = criteria[row], criteria[column]
            _check_ratio(judged[row, column], one, other)
            if abs(judged[row, column] * judged[column, row] - 1) > 0.01:
                msg = f'"{one}" to "{other}" is not the reciprocal of "{other}" to "{one}"'
                raise WeightError(msg)


def _check_ratio(ratio: float, one: str, other: str) -> None:
    if not 1 / 9 - 0.01 <= ratio <= 9:
        msg = f'"{one}" to "{other}" is {ratio}; allowed are 1/9 to 9'
        raise WeightError(msg)
