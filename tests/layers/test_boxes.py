"""Boxes around names: their size, and when two of them are in each other's way."""

from __future__ import annotations

import pytest

from layers.boxes import Box, is_free, name_box


def test_an_ideograph_is_square_and_a_letter_about_half_as_wide() -> None:
    assert name_box("徐汇", 100, 50, 10) == (90, 45, 110, 55)
    left, top, right, bottom = name_box("Xuhui", 100, 50, 10)
    assert right - left == pytest.approx(27.5)
    assert (top, bottom) == (45, 55)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ((5, 5, 15, 15), False),
        ((2, 2, 3, 3), False),
        ((10, 0, 20, 10), True),  # they touch
        ((-10, 0, 0, 10), True),
        ((0, 10, 10, 20), True),
        ((0, -10, 10, 0), True),
        ((0, 11, 10, 20), True),
    ],
)
def test_is_free(other: Box, expected: bool) -> None:
    assert is_free((0, 0, 10, 10), [(100, 100, 101, 101), other]) is expected


def test_nothing_is_in_the_way_where_nothing_is() -> None:
    assert is_free((0, 0, 1, 1), [])
