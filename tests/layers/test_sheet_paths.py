import math
import re

import numpy as np
import pytest
from matplotlib.path import Path

from layers.patterns import pattern_spec
from layers.sheet_paths import svg_path
from layers.sheet_signs import SIGNS


def corners(data):
    return [tuple(map(float, row)) for row in svg_path(data).vertices]


def test_lines_absolute_and_relative():
    assert corners("M1 2L3 4h2v-1H0V9z") == [(1, 2), (3, 4), (5, 4), (5, 3), (0, 3), (0, 9), (1, 2)]
    assert corners("m1 1l2 0") == [(1, 1), (3, 1)]


def test_numbers_after_a_move_are_lines():
    assert corners("M5 2.5 7.7 7.3H2.3z") == [(5, 2.5), (7.7, 7.3), (2.3, 7.3), (5, 2.5)]
    assert svg_path("M5 2.5 7.7 7.3").codes.tolist() == [Path.MOVETO, Path.LINETO]


def test_numbers_may_stand_without_blanks():
    assert corners("M.5.5l-1-.5") == [(0.5, 0.5), (-0.5, 0)]


def test_a_smooth_curve_mirrors_the_control_point():
    path = corners("M0 0C0 1 1 1 1 0S2 -1 2 0")

    assert path[4] == (1, -1)


def test_a_circle_is_round():
    path = svg_path("M0 5a5 5 0 1 0 10 0 5 5 0 1 0-10 0z")
    t = np.linspace(0, 1, 20)[:, None]
    for first in range(0, 12, 3):
        a, b, c, d = path.vertices[first : first + 4]
        curve = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
        assert np.allclose(np.hypot(*(curve - (5, 5)).T), 5, atol=0.002)


def test_flags_of_arcs_may_stand_together():
    together, apart = svg_path("M8 2a6 6 0 100 12"), svg_path("M8 2a6 6 0 1 0 0 12")

    assert np.array_equal(together.vertices, apart.vertices)


@pytest.mark.parametrize(("sweep", "side"), [(0, -1), (1, 1)])
def test_an_arc_turns_to_its_side(sweep, side):
    """From the left end to the right one; SVG's y points down, sweep 1 is clockwise."""
    middle = svg_path(f"M-1 0A1 1 0 0 {sweep} 1 0").vertices[3]

    assert middle == pytest.approx((0, -side), abs=1e-6)


def test_the_long_way_round():
    short = svg_path("M1 0A1 1 0 0 1 0 1").get_extents()
    long = svg_path("M1 0A1 1 0 1 0 0 1").get_extents()

    assert (short.width, long.width) == pytest.approx((1, 2), abs=1e-3)


def test_a_curve_that_is_not_drawn_here_is_refused():
    with pytest.raises(ValueError, match="not drawn"):
        svg_path("M0 0Q1 1 2 0")
    with pytest.raises(ValueError, match="ellipse"):
        svg_path("M0 0a2 1 0 0 1 4 0")


def test_every_motif_and_sign_can_be_read():
    """Nothing in the data is passed over: the numbers that arcs and curves need are all there."""
    for data in [row["d"] for row in pattern_spec().values() if row["d"]] + list(SIGNS.values()):
        path = svg_path(data)
        box = path.get_extents()
        assert 0 <= box.x0 <= box.x1 <= 16
        assert 0 <= box.y0 <= box.y1 <= 16
        moves = len(re.findall("[Mm]", data))
        assert list(path.codes).count(Path.MOVETO) == moves
        assert math.isfinite(path.vertices.sum())
