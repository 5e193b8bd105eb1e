"""The matrix that is ranked: value functions, textbook normalisations, and what is unknown."""

import numpy as np
import pytest

from geo.criteria import Limit
from geo.errors import CriterionError
from geo.ranking_values import Unsuited, unsuited, value_table
from geo.value_functions import Linear, Steps, Target
from tests.geo.planning import evaluation_of


def test_excluded_candidates_neither_stand_in_the_matrix_nor_set_its_bounds(catalogue):
    found = value_table(
        evaluation_of(catalogue, {"a": [0, 5, 9, 99]}, names=list("wxyz"), limit=Limit(1, 50))
    )

    assert list(found.index) == ["x", "y"]
    assert found.bounds == {"a": (5, 9)}
    assert found.values.tolist() == [[0], [1]]
    assert found.is_exact


@pytest.mark.parametrize(("missing", "low", "high"), [("interval", 0, 1), ("pessimistic", 0, 0)])
def test_unknown_is_ranked_at_the_worst_and_ranges_as_its_rule_says(catalogue, missing, low, high):
    found = value_table(evaluation_of(catalogue, {"a": [2, None, 4]}, missing=missing))

    assert found.values[1] == [0]
    assert (found.low[1], found.high[1]) == ([low], [high])
    assert found.known.ravel().tolist() == [True, False, True]
    assert found.is_exact == (missing == "pessimistic")


def test_unknown_is_the_worst_value_not_the_number_0(catalogue):
    """Where less is better, 0 would be the best rent of all."""
    found = value_table(
        evaluation_of(
            catalogue, {"rent": [2, None, 4]}, directions={"rent": "less"}, missing="pessimistic"
        )
    )

    assert found.values.ravel().tolist() == [1, 0, 0]


def test_unknown_under_steps_spans_what_steps_can_give(catalogue):
    steps = Steps(0.2, ((3, 0.9),))
    found = value_table(
        evaluation_of(catalogue, {"a": [4, None]}, functions={"a": steps}, missing="interval")
    )

    assert (found.low[1], found.high[1]) == ([0.2], [0.9])


# Columns by hand: x = 3, 4 → norm 5, sum 7, max 4.
@pytest.mark.parametrize(
    ("normalisation", "direction", "expected"),
    [
        ("minmax", "more", [0, 1]),
        ("minmax", "less", [1, 0]),
        ("vector", "more", [0.6, 0.8]),
        ("vector", "less", [0.4, 0.2]),
        ("sum", "more", [3 / 7, 4 / 7]),
        ("sum", "less", [4 / 7, 3 / 7]),
        ("max", "more", [0.75, 1]),
        ("max", "less", [0.25, 0]),
    ],
)
def test_textbook_normalisations_are_those_of_their_formulas(
    catalogue, normalisation, direction, expected
):
    evaluation = evaluation_of(catalogue, {"a": [3, 4]}, directions={"a": direction})

    found = value_table(evaluation, normalisation)

    assert found.values.ravel().tolist() == pytest.approx(expected)
    assert (found.normalisation, found.bounds) == (normalisation, {})


def test_a_target_is_normalised_by_the_distance_from_it(catalogue):
    evaluation = evaluation_of(
        catalogue, {"a": [7, 10, 14]}, directions={"a": "target"}, functions={"a": Target(10, 9)}
    )

    assert value_table(evaluation, "minmax").values.ravel().tolist() == [0.25, 1, 0]


def test_unknown_is_the_worst_measurement_to_a_textbook(catalogue):
    evaluation = evaluation_of(catalogue, {"a": [3, None, 4]}, missing="pessimistic")

    found = value_table(evaluation, "minmax")

    assert found.values.ravel().tolist() == [0, 0, 1]
    assert np.array_equal(found.low, found.high)


@pytest.mark.parametrize(
    ("numbers", "more", "normalisation", "told"),
    [
        ([1, None], {"missing": "interval"}, "minmax", "needs every value"),
        ([1, 2], {"functions": {"a": Steps(0, ((1, 1),))}}, "vector", "knows no steps"),
        ([-1, 2], {}, "vector", "above 0"),
        ([0, 0], {}, "max", "above 0"),
        ([0, 2], {"directions": {"a": "less"}}, "sum", "above 0"),
        ([1, 2], {"limit": Limit(at_least=5)}, "values", "none of the 2 candidates"),
        ([1, 2], {"functions": {"a": Linear(low=5)}}, "values", "nothing between"),
    ],
)
def test_what_cannot_be_normalised_is_refused(catalogue, numbers, more, normalisation, told):
    evaluation = evaluation_of(catalogue, {"a": numbers}, **more)

    with pytest.raises(CriterionError, match=told):
        value_table(evaluation, normalisation)


@pytest.mark.parametrize(
    ("numbers", "more", "normalisation", "reason"),
    [
        ([1, None], {"missing": "interval"}, "minmax", ("interval",)),
        ([None, None], {"missing": "pessimistic"}, "minmax", ("unknown",)),
        ([1, 2], {"functions": {"a": Steps(0, ((1, 1),))}}, "minmax", ("steps",)),
        ([-1, 2], {}, "vector", ("scale", -1, 2)),
        ([-1, 2], {}, "minmax", None),
        ([0, 0], {}, "max", ("scale", 0, 0)),
        ([0, 2], {}, "sum", None),
        ([0, 2], {"directions": {"a": "less"}}, "sum", ("scale", 0, 2)),
        ([0, 2], {"directions": {"a": "less"}}, "max", None),
        ([0.5, 2], {"directions": {"a": "less"}}, "sum", None),
        ([-1, None], {"missing": "interval"}, "values", None),
    ],
)
def test_a_criterion_that_does_not_suit_is_named_with_the_reason(
    catalogue, numbers, more, normalisation, reason
):
    evaluation = evaluation_of(catalogue, {"a": numbers}, **more)
    expected = () if reason is None else (Unsuited("a", normalisation, *reason),)

    assert unsuited(evaluation, normalisation) == expected


def test_what_does_not_suit_is_looked_for_in_every_criterion_but_not_in_excluded_candidates(
    catalogue,
):
    evaluation = evaluation_of(
        catalogue, {"a": [3, 4, -9], "b": [-1, 4, 5], "c": [-2, 1, 7]}, limit=Limit(at_least=-5)
    )

    assert [row.criterion for row in unsuited(evaluation, "sum")] == ["b", "c"]
