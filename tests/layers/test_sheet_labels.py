import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.sheet_labels import Label, Placer

NOTHING = np.empty((0, 4))
VIEW = (0.0, 0.0, 200.0, 150.0)


def placer(areas=None, signs=NOTHING, strokes=NOTHING):
    return Placer(VIEW, 0.2, areas=areas or {}, signs=signs, strokes=strokes)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_name_stands_amid_its_area():
    label = Label((50, 50), 10, 5, 1, area="a")
    placer({"a": shapely.box(0, 0, 100, 100)}).place([label])

    assert label.box == pytest.approx((45, 47.5, 55, 52.5))
    assert not label.is_away
    assert label.leader is None


def test_a_name_that_is_crowded_out_gets_a_line():
    areas = {"a": shapely.box(49, 49, 51, 51), "b": shapely.box(0, 0, 100, 100)}
    areas["b"] = areas["b"] - areas["a"]
    sign = np.array([(48.0, 48.0, 52.0, 52.0)])
    label = Label((50, 50), 10, 5, 1, area="a")
    placer(areas, signs=sign).place([label])

    assert label.is_away
    (x0, y0), (x1, y1) = label.leader
    assert (x0, y0) == (50, 50)
    assert label.box[0] <= x1 <= label.box[2]
    assert label.box[1] <= y1 <= label.box[3]


def test_a_crowded_name_rather_stands_on_water():
    """Equally far: left is another district, right is water."""
    areas = {"own": shapely.box(99, 70, 101, 80), "other": shapely.box(0, 0, 99, 150)}
    blocked = np.array([(97.0, 0.0, 103.0, 150.0)])
    label = Label((100, 75), 8, 4, 1, area="own")
    placer(areas, signs=blocked).place([label])

    assert label.box[0] > 100


def test_marks_are_left_off_away_from_the_area():
    """They would speak of the wrong place."""
    areas = {"own": shapely.box(99, 70, 101, 80)}
    blocked = np.array([(97.0, 65.0, 103.0, 85.0)])
    label = Label((100, 75), 10, 10, 1, area="own", compact=(8, 4))
    placer(areas, signs=blocked).place([label])

    assert label.is_compact
    assert label.box[3] - label.box[1] == pytest.approx(4)


def test_the_more_important_name_chooses_first():
    small, great = Label((50, 50), 10, 5, 1, area="a"), Label((50, 50), 10, 5, 2, area="a")
    placed = placer({"a": shapely.box(0, 0, 100, 100)}).place([small, great])

    assert placed == [great, small]
    assert great.box == pytest.approx((45, 47.5, 55, 52.5))
    assert not overlap(great.box, small.box)


def test_a_name_that_fits_nowhere_is_left_out():
    label = Label((50, 50), 10, 5, 1, area="a")
    everything = np.array([VIEW])

    assert placer({"a": shapely.box(0, 0, 100, 100)}, signs=everything).place([label]) == []
    assert label.box is None


def test_a_name_keeps_off_strokes_if_it_can():
    stroke = np.array([(x, 49.0, x + 2, 51.0) for x in np.arange(0.0, 100.0, 2)])
    label = Label((50, 50), 10, 5, 1, area="a")
    placer({"a": shapely.box(0, 0, 100, 100)}, strokes=stroke).place([label])

    assert not any(overlap(label.box, box) for box in stroke)


def test_the_name_of_a_place_stands_beside_it():
    label = Label((50, 50), 10, 5, 1, beside=2)
    placer().place([label])

    assert label.box == pytest.approx((45, 52, 55, 57))  # above is nearest
    assert not label.is_away


def test_the_name_of_a_rough_place_may_stand_on_it():
    label = Label((50, 50), 10, 5, 1, beside=2, may_cover=True)
    placer().place([label])

    assert label.box == pytest.approx((45, 47.5, 55, 52.5))


LABELS = st.lists(
    st.builds(
        Label,
        at=st.tuples(st.floats(5, 195), st.floats(5, 145)),
        width=st.floats(3, 40),
        height=st.floats(2, 12),
        priority=st.floats(0, 10),
        beside=st.floats(0, 4),
        may_cover=st.booleans(),
    ),
    min_size=1,
    max_size=25,
)
SIGNS = st.lists(st.tuples(st.floats(0, 195), st.floats(0, 145)), max_size=8)


@settings(max_examples=40, deadline=None)
@given(LABELS, SIGNS)
def test_names_never_collide_nor_leave_the_map(labels, corners):
    signs = np.array([(x, y, x + 4, y + 4) for x, y in corners]).reshape(-1, 4)
    placed = placer(signs=signs).place(labels)

    for a, b in itertools.combinations(placed, 2):
        assert not overlap(a.box, b.box)
    for label in placed:
        assert not any(overlap(label.box, sign) for sign in signs)
        x0, y0, x1, y1 = label.box
        assert VIEW[0] <= x0
        assert VIEW[1] <= y0
        assert x1 <= VIEW[2]
        assert y1 <= VIEW[3]


@settings(max_examples=30, deadline=None)
@given(LABELS)
def test_leader_lines_do_not_cross_each_other(labels):
    placed = placer().place(labels)
    lines = [shapely.LineString(label.leader) for label in placed if label.leader]

    crossings = [(a, b) for a, b in itertools.combinations(lines, 2) if a.crosses(b)]
    assert len(crossings) <= len(lines) // 4
