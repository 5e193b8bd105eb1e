"""Weightings speak of the criteria that there are; they may be unfinished."""

from geo.study import find_problems, parse_study
from tests.geo.study.documents import of_numbers


def told(catalogue, weighting, columns="ab"):
    data = of_numbers({name: [1.0] for name in columns})
    data["weightings"].append({"id": "v", "name": "v", **weighting})
    return [(row.code, row.where, row.value) for row in find_problems(parse_study(data), catalogue)]


def test_a_weighting_may_be_unfinished(catalogue):
    assert told(catalogue, {"numbers": {"a": 1}}) == []
    assert told(catalogue, {"how": "pairwise"}) == []


def test_numbers_and_judgements_name_criteria(catalogue):
    weighting = {"numbers": {"x": 1}, "judgements": [["a", "x", 3], ["y", "b", 3]]}

    assert told(catalogue, weighting) == [
        ("unknown_name", "weightings[1].numbers.x", "x"),
        ("unknown_name", "weightings[1].judgements[0][1]", "x"),
        ("unknown_name", "weightings[1].judgements[1][0]", "y"),
    ]


def test_a_pair_is_judged_once_and_never_with_itself(catalogue):
    weighting = {"how": "pairwise", "judgements": [["a", "b", 3], ["b", "a", 3], ["a", "a", 1]]}

    assert told(catalogue, weighting) == [
        ("twice", "weightings[1].judgements[1]", "b, a"),
        ("twice", "weightings[1].judgements[2]", "a"),
    ]


def test_at_most_fifteen_criteria_are_compared_in_pairs(catalogue):
    names = "abcdefghijklmno"

    assert told(catalogue, {"how": "pairwise"}, names) == []
    assert told(catalogue, {"how": "pairwise"}, names + "p") == [
        ("too_many", "weightings[1].how", 16)
    ]
