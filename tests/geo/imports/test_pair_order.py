"""A column of pairs has one order; what is in the other is told, not turned round."""

import pytest

from geo.imports.coordinates import parse_coordinates
from geo.imports.pair_order import MOST_LOOKED_AT, propose_order, swapped_pair, turned_note
from geo.imports.preview import SourceRow

X, Y, MARKED = "121.4417,31.1932", "31.11,121.39", "31.11N 121.39E"


def proposed(*texts):
    rows = [SourceRow(number, ("甲", text)) for number, text in enumerate(texts, start=2)]
    found = propose_order(rows, 1)
    return found and (found.order, found.reason.code, *found.reason.values.values())


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ((X, X, Y), ("x_first", "order_by_values", 2, 3)),
        ((Y, X, Y, MARKED), ("y_first", "order_by_values", 2, 4)),
        ((X, Y), ("x_first", "order_tied", 1, 2)),
        (("3456000 40547000", "nowhere", "", None), ("y_first", "order_by_values", 1, 1)),
        ((MARKED,), None),
        (("nowhere", "10,20"), None),
        ((), None),
    ],
)
def test_propose_order(texts, order):
    assert proposed(*texts) == order


def test_only_so_many_pairs_are_looked_at():
    assert proposed(*[X] * (MOST_LOOKED_AT + 5))[2:] == (MOST_LOOKED_AT, MOST_LOOKED_AT)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (Y, "longitude and latitude (31.11, 121.39) are swapped; write 121.39, 31.11"),
        (X, "longitude and latitude (121.4417, 31.1932) are swapped; write 31.1932, 121.4417"),
        (
            "3456000 40547000",
            "easting and northing (3456000, 40547000) are swapped; write 40547000, 3456000",
        ),
    ],
)
def test_a_swapped_pair_is_told_as_it_stands_there(text, told):
    problem, advice = swapped_pair(parse_coordinates(text))

    assert f"{problem}; {advice}" == told


def test_turned_note():
    assert str(turned_note(parse_coordinates(Y))) == "read as latitude, longitude"
    assert turned_note(parse_coordinates("3456000 40547000")).code == "read_northing_first"
    assert turned_note(parse_coordinates(X)) is turned_note(parse_coordinates(MARKED)) is None
