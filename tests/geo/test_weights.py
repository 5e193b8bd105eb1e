"""Weights add up to 1, and AHP gives what Saaty printed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.weights.subjective import AHP

from geo.errors import WeightError
from geo.weights import comparison_matrix, direct_weights, pairwise_weights

# Choosing a house: T. L. Saaty, "How to make a decision: the analytic hierarchy process",
# European Journal of Operational Research 48 (1990), pp. 9–26, table 2.
HOUSE = ["size", "transport", "neighbourhood", "age", "yard", "modern", "condition", "finance"]
HOUSE_MATRIX = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]
HOUSE_WEIGHTS = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]


def test_direct_weights_keep_proportions_and_order():
    found = direct_weights({"b": 1, "a": 3}, ["a", "b"])

    assert found.to_dict() == {"a": 0.75, "b": 0.25}
    assert list(found.index) == ["a", "b"]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"a": 1}, "no weight: b"),
        ({"a": 1, "b": 1, "c": 1}, "no such criterion: c"),
        ({"a": 1, "b": -1}, '"b" is -1'),
        ({"a": 1, "b": float("nan")}, '"b" is nan'),
        ({"a": 0, "b": 0}, "all weights are 0"),
    ],
)
def test_weights_that_do_not_fit_are_refused(numbers, told):
    with pytest.raises(WeightError, match=told):
        direct_weights(numbers, ["a", "b"])


def test_saatys_house_has_the_printed_weights_and_ratio():
    found = pairwise_weights(HOUSE, HOUSE_MATRIX)

    assert found.weights.tolist() == pytest.approx(HOUSE_WEIGHTS, abs=0.0006)
    assert found.lambda_max == pytest.approx(9.669, abs=0.0006)
    assert found.consistency_index == pytest.approx(0.238, abs=0.0006)
    assert found.consistency_ratio == pytest.approx(0.169, abs=0.0006)
    assert not found.is_consistent


def test_the_worst_triple_of_the_house_is_named():
    """6 × condition for the neighbourhood, 1/3 for size, though size is 3 × neighbourhood."""
    found = pairwise_weights(HOUSE, HOUSE_MATRIX)
    a, b, c = (HOUSE.index(name) for name in found.worst)
    matrix = np.log(HOUSE_MATRIX)
    worst = abs(matrix[a, b] + matrix[b, c] - matrix[a, c])

    assert set(found.worst) == {"size", "neighbourhood", "condition"}
    assert worst == pytest.approx(np.log(3 * 6 * 3))


def test_the_library_finds_the_same_weights():
    library = AHP(matrix=np.array(HOUSE_MATRIX, dtype=float))

    assert pairwise_weights(HOUSE, HOUSE_MATRIX).weights.tolist() == pytest.approx(library())


@given(st.lists(st.floats(1, 3), min_size=3, max_size=6))
def test_consistent_judgements_give_back_their_weights(true):
    names = [f"c{place}" for place in range(len(true))]
    weights = np.array(true) / sum(true)

    found = pairwise_weights(names, np.divide.outer(weights, weights))

    assert found.weights.tolist() == pytest.approx(weights.tolist(), abs=1e-9)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.worst is None


def test_one_and_two_criteria_cannot_contradict_each_other():
    assert pairwise_weights(["a"], [[1]]).weights.tolist() == [1]
    two = pairwise_weights(["a", "b"], [[1, 4], [0.25, 1]])
    assert two.weights.tolist() == pytest.approx([0.8, 0.2])
    assert (two.consistency_ratio, two.worst) == (0, None)


def test_judgements_become_a_reciprocal_matrix():
    found = comparison_matrix(["a", "b", "c"], {("a", "b"): 2, ("c", "b"): 4, ("a", "c"): 0.5})

    assert found.tolist() == [[1, 2, 0.5], [0.5, 1, 0.25], [2, 4, 1]]


@pytest.mark.parametrize(
    ("judgements", "told"),
    [
        ({}, '"a" and "b" are not compared'),
        ({("a", "b"): 2, ("b", "a"): 0.5}, "compared twice"),
        ({("a", "x"): 2}, "does not compare two"),
        ({("a", "b"): 12}, "allowed are 1/9 to 9"),
    ],
)
def test_judgements_that_do_not_fit_are_refused(judgements, told):
    with pytest.raises(WeightError, match=told):
        comparison_matrix(["a", "b"], judgements)


@pytest.mark.parametrize(
    ("matrix", "told"),
    [
        ([[1, 2, 3], [1, 1, 1]], "the shape"),
        ([[1, 2], [2, 1]], "not the reciprocal"),
        ([[1, float("nan")], [2, 1]], "allowed are 1/9 to 9"),
        ([[2, 2], [0.5, 1]], "not the reciprocal"),
    ],
)
def test_a_matrix_that_is_none_is_refused(matrix, told):
    with pytest.raises(WeightError, match=told):
        pairwise_weights(["a", "b"], matrix)
