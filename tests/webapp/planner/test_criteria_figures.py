"""The small drawings of a criterion say what the library computes."""

import numpy as np
import pytest

from geo.criteria import Criterion, Limit
from geo.criteria_measures import Column
from geo.value_functions import Linear, Steps, Target
from webapp.planner.criteria_figures import HEIGHT, WIDTH, curve_of, histogram_of

NAN = float("nan")


def criterion(function, direction="more", limit=None):
    return Criterion("c", Column("c"), direction, function, limit)


def draw(function, measured, direction="more", limit=None, ranked=None):
    values = np.array(measured, dtype=float)
    kept = values if ranked is None else np.array(ranked, dtype=float)
    return curve_of(criterion(function, direction, limit), values, kept)


def points(curve):
    return [tuple(map(float, pair.split(","))) for pair in curve.points.split()]


def test_a_line_rises_from_the_bottom_to_the_top_between_its_bounds():
    curve = draw(Linear(0, 10), [2, 4, NAN])
    drawn = points(curve)

    assert curve.bounds == (0, 10)
    assert [at for _, at in curve.ends] == [0, 10]
    assert drawn[0] == (0, HEIGHT)
    assert drawn[-1] == (WIDTH, 0)
    middle = next(y for x, y in drawn if x >= WIDTH / 2)
    assert middle == pytest.approx(HEIGHT / 2, abs=1)
    assert len(curve.ticks) == 2


def test_open_bounds_come_from_those_that_are_ranked():
    curve = draw(Linear(), [1, 5, 100], ranked=[1, 5])

    assert curve.bounds == (1, 5)
    assert curve.ends[1][1] == 100


def test_a_step_is_upright():
    curve = draw(Steps(0.0, ((5.0, 1.0),)), [0, 10])
    at_the_jump = [y for x, y in points(curve) if x == WIDTH / 2]

    assert {min(at_the_jump), max(at_the_jump)} == {0, HEIGHT}


def test_a_target_is_drawn_with_both_of_its_sides():
    curve = draw(Target(5, 2), [5], direction="target")

    assert [at for _, at in curve.ends] == [3, 7]
    assert min(y for _, y in points(curve)) == 0


def test_what_a_limit_refuses_is_shaded():
    curve = draw(Linear(0, 10), [0, 10], limit=Limit(2.5, 7.5))
    (left, wide), (right, wide_too) = curve.refused

    assert left == 0
    assert right + wide_too == pytest.approx(WIDTH, abs=0.2)
    assert wide == pytest.approx(wide_too, abs=0.2)


def test_nothing_is_drawn_over_nothing():
    assert draw(Linear(), [NAN]) is None
    assert draw(Linear(10, None), [1, 2]) is None  # all measured lie under the lower bound
    assert histogram_of(np.array([NAN]), "m") is None


def test_one_number_has_room(app):
    assert draw(Linear(), [3, 3]).ends[0][1] == 3
    with app.test_request_context("/en/planner"):
        assert histogram_of(np.array([0.0, 0.0]), "").known == 2


def test_a_histogram_says_itself_in_words(app):
    with app.test_request_context("/en/planner"):
        found = histogram_of(np.array([0, 0, 1, 12, NAN]), "m")

    assert (found.least, found.greatest, found.known, found.unknown) == (0, 12, 4, 1)
    assert found.told == (
        "4 measured, 1 unknown; from 0 m to 12 m, half of them up to 0.5 m. "
        "Most (2) lie between 0 m and 1 m."
    )
    assert max(height for *_, height in found.bars) == HEIGHT
    assert len(found.bars) == 3
