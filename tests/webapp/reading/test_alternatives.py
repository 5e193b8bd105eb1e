"""What a reader may have meant."""

from __future__ import annotations

import pytest

from webapp.reading.alternatives import MOST, nearest

DISTRICTS = {
    "310101": ["黄浦区", "Huangpu District"],
    "310104": ["徐汇区", "Xuhui District"],
    "310105": ["长宁区", "Changning District"],
    "440305": ["南山区", "Nanshan District"],
}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("310103", ["310104", "310101", "310105", "440305"]),
        ("徐汇", ["310104"]),
        ("XUHUI district", ["310104"]),
        ("nanshan", ["440305"]),
    ],
)
def test_numbers_go_by_their_difference_and_words_by_their_letters(
    wanted: str, expected: list[str]
) -> None:
    assert nearest(wanted, DISTRICTS)[: len(expected)] == expected


def test_where_nothing_is_close_the_first_are_offered() -> None:
    assert nearest("§§§", DISTRICTS) == list(DISTRICTS)
    assert nearest("x", {}) == []
    assert nearest("１２", DISTRICTS) == list(DISTRICTS)  # not ASCII, so no number


def test_no_more_are_offered_than_can_be_read() -> None:
    many = {f"site-{number}": ["a", "b"] for number in range(40)}
    assert len(nearest("site", many)) == MOST


def test_each_is_offered_once() -> None:
    assert nearest("黄浦", {"a": ["黄浦", "黄浦区", "黄埔"], "b": ["黄浦"]})[0] == "a"
    assert nearest("黄浦", {"a": ["黄浦", "黄浦区", "黄埔"], "b": ["x"]}) == ["a"]
