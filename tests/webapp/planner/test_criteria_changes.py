"""Criteria come, go and move, and the weightings follow."""

import pytest

from webapp.planner.criteria_changes import (
    added,
    is_same,
    mark_of,
    moved,
    new_id,
    removed,
    replaced,
    standing_on,
)

CRITERIA = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}, {"id": "c", "title": "C"}]
WEIGHTINGS = [
    {"id": "n", "how": "numbers", "numbers": {"a": 10.0, "b": 20.0, "c": 33.0}, "judgements": []},
    {
        "id": "p",
        "how": "pairwise",
        "numbers": {},
        "judgements": [["a", "b", 2.0], ["b", "c", 3.0], ["a", "c", 5.0]],
    },
]


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        ("Rent per m²", [], "rent-per-m2"),
        ("Rent!", ["rent"], "rent-2"),
        ("Rent", ["rent", "rent-2"], "rent-3"),
        ("租金", [], "count-within"),
        ("5 km 内 2", [], "5-km-2"),
        ("2030", [], "count-within"),
        ("x" * 100, [], "x" * 40),
        ("../<script>", [], "script"),
    ],
)
def test_ids_are_made_from_titles(title, taken, expected):
    assert new_id(title, "count_within", taken) == expected


def test_a_new_criterion_weighs_as_much_as_the_others_do_on_average():
    parts = added(CRITERIA, WEIGHTINGS, {"id": "d", "title": "D"})

    assert [row["id"] for row in parts["criteria"]] == ["a", "b", "c", "d"]
    assert parts["weightings"][0]["numbers"] == {"a": 10.0, "b": 20.0, "c": 33.0, "d": 21.0}


def test_the_first_number_is_1():
    empty = {"id": "n", "how": "numbers", "numbers": {}, "judgements": []}

    assert added([], [empty], {"id": "d"})["weightings"][0]["numbers"] == {"d": 1.0}


def test_no_judgement_is_invented():
    assert added(CRITERIA, WEIGHTINGS, {"id": "d"})["weightings"][1] == WEIGHTINGS[1]


def test_removing_forgets_weights_and_judgements():
    parts = removed(CRITERIA, WEIGHTINGS, ["b"])

    assert [row["id"] for row in parts["criteria"]] == ["a", "c"]
    assert parts["weightings"][0]["numbers"] == {"a": 10.0, "c": 33.0}
    assert parts["weightings"][1]["judgements"] == [["a", "c", 5.0]]


@pytest.mark.parametrize(("gone", "judgements"), [(["a"], 2), (["a", "b"], 3), (["d"], 0), ([], 0)])
def test_what_goes_with_a_criterion_is_counted(gone, judgements):
    rows = [row | {"name": row["id"].upper()} for row in WEIGHTINGS]

    assert standing_on(rows, gone) == (["N"] if "a" in gone else [], judgements)


def test_what_was_given_is_left_alone():
    removed(CRITERIA, WEIGHTINGS, ["a", "b", "c"])
    added(CRITERIA, WEIGHTINGS, {"id": "d"})
    moved(CRITERIA, "a", 1)

    assert [row["id"] for row in CRITERIA] == ["a", "b", "c"]
    assert len(WEIGHTINGS[0]["numbers"]) == 3
    assert len(WEIGHTINGS[1]["judgements"]) == 3


@pytest.mark.parametrize(
    ("name", "by", "expected"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc")],
)
def test_moving_stops_at_the_ends(name, by, expected):
    assert "".join(row["id"] for row in moved(CRITERIA, name, by)) == expected


def test_replacing_keeps_the_place():
    assert replaced(CRITERIA, {"id": "b", "title": "New"})[1] == {"id": "b", "title": "New"}


def test_a_mark_follows_every_value_and_not_the_order_of_keys():
    row = {"id": "a", "title": "A", "limit": {"at_most": 3.0}}

    assert mark_of(row) == mark_of(dict(reversed(row.items())))
    assert mark_of(row) != mark_of({**row, "limit": {"at_most": 4.0}})
    assert is_same(row, {**row, "id": "b"})
    assert not is_same(row, {**row, "title": "B"})
