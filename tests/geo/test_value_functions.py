"""Value functions do what a ruler on paper would do, and never turn missing into 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import CriterionError
from geo.value_functions import (
    Linear,
    Steps,
    Target,
    bounds_of,
    check_function,
    value_range,
    values_of,
    worst_and_best,
)

NAN = float("nan")
STEPS = Steps(0.2, ((10, 0.5), (20, 1.0)))


def valued(numbers, function, direction):
    measured = np.array(numbers, dtype=float)
    return values_of(measured, function, direction, bounds_of(function, measured))


def test_linear_rises_between_its_bounds_and_is_level_beyond():
    found = valued([-5, 0, 25, 100, 130], Linear(0, 100), "more")

    assert found.tolist() == [0, 0, 0.25, 1, 1]


def test_linear_falls_where_less_is_better():
    assert valued([0, 25, 100], Linear(0, 100), "less").tolist() == [1, 0.75, 0]


def test_open_bounds_are_what_was_found():
    assert bounds_of(Linear(), np.array([3.0, NAN, 7.0])) == (3, 7)
    assert bounds_of(Linear(low=1), np.array([3.0, 7.0])) == (1, 7)
    assert valued([3, 5, 7], Linear(), "more").tolist() == [0, 0.5, 1]


def test_one_and_the_same_number_tells_nobody_apart():
    assert valued([4, 4, 4], Linear(), "less").tolist() == [1, 1, 1]


def test_steps_jump_at_their_thresholds():
    assert valued([9.9, 10, 19.9, 20, 99], STEPS, "more").tolist() == [0.2, 0.5, 0.5, 1, 1]


def test_a_target_is_best_and_falls_on_both_sides():
    found = valued([5, 7.5, 10, 12.5, 30], Target(10, 5), "target")

    assert found.tolist() == [0, 0.5, 1, 0.5, 0]


@pytest.mark.parametrize(
    ("function", "direction"),
    [(Linear(0, 9), "more"), (Linear(), "less"), (STEPS, "more"), (Target(3, 2), "target")],
)
def test_missing_stays_missing(function, direction):
    found = valued([2, NAN, 5], function, direction)

    assert np.isnan(found).tolist() == [False, True, False]


def test_nothing_measured_has_no_bounds_and_no_values():
    assert bounds_of(Linear(), np.array([NAN])) is None
    assert np.isnan(valued([NAN], Linear(), "more")).all()


@pytest.mark.parametrize(
    ("function", "direction", "told"),
    [
        (Linear(5, 5), "more", "low below high"),
        (Linear(0, NAN), "more", "finite"),
        (Steps(0, ()), "more", "needs thresholds"),
        (Steps(0, ((5, 0.5), (5, 1))), "more", "rising order"),
        (Steps(0, ((5, 1.5),)), "more", "between 0 and 1"),
        (STEPS, "less", 'against the direction "less"'),
        (Target(5, 0), "target", "above 0"),
        (Target(5, 1), "more", "goes with"),
        (Linear(), "target", "goes with"),
    ],
)
def test_what_makes_no_sense_is_refused(function, direction, told):
    with pytest.raises(CriterionError, match=told):
        check_function(function, direction)


def test_bounds_that_leave_nothing_are_refused():
    with pytest.raises(CriterionError, match="nothing between 5 and 3"):
        bounds_of(Linear(low=5), np.array([1.0, 3.0]))


def test_worst_and_best_are_what_a_function_can_give():
    assert worst_and_best(STEPS) == (0.2, 1)
    assert worst_and_best(Linear()) == (0, 1)


def test_a_range_around_the_target_contains_the_best():
    low, high = value_range(
        np.array([8.0, 12]), np.array([13.0, 14]), Target(10, 5), "target", None
    )

    assert (low.tolist(), high.tolist()) == (pytest.approx([0.4, 0.2]), pytest.approx([1, 0.6]))


@given(
    st.floats(-50, 50),
    st.floats(0, 30),
    st.floats(0, 1),
    st.sampled_from(
        [
            (Linear(-20, 20), "more"),
            (Linear(-20, 20), "less"),
            (STEPS, "more"),
            (Target(3, 12), "target"),
        ]
    ),
)
def test_a_range_holds_the_value_of_everything_in_it(low, width, share, way):
    function, direction = way
    bounds = (-20.0, 20.0) if isinstance(function, Linear) else None
    ends = np.array([low]), np.array([low + width])
    inside = np.array([min(low + share * width, low + width)])

    least, most = value_range(*ends, function, direction, bounds)
    value = values_of(inside, function, direction, bounds)

    assert least[0] - 1e-12 <= value[0] <= most[0] + 1e-12
