"""What a study as a whole must keep: ids, numbers of features, a city that there is."""

import pytest

from geo.study import find_problems, parse_study
from geo.study.limits import MOST_FEATURES
from tests.geo.study.documents import candidates, document, feature, own_column


def told(catalogue, **parts):
    found = find_problems(parse_study(document(**parts)), catalogue)
    return [(row.code, row.where, row.value) for row in found]


def test_an_example_has_no_problem(catalogue, example):
    assert find_problems(example, catalogue) == ()


def test_the_city_must_be_one_of_the_catalogue(catalogue):
    assert told(catalogue, city="atlantis") == [("unknown_name", "city", "atlantis")]


def test_ids_are_given_once(catalogue):
    one = candidates({"a": [1, 2]}, ["x", "y"])
    other = {"id": "L1", "kind": "reference", "name": "r", "features": [feature("x", 121, 31)]}

    found = told(
        catalogue,
        layers=[one, other],
        criteria=[own_column("a"), own_column("a")],
        weightings=[{"id": "w", "name": "one"}, {"id": "w", "name": "two"}],
    )

    assert found == [
        ("twice", "layers[1].id", "L1"),
        ("twice", "layers[1].features[0].id", "x"),
        ("twice", "criteria[1].id", "a"),
        ("twice", "weightings[1].id", "w"),
    ]


def test_the_number_of_features_is_limited_in_all_layers_together(catalogue):
    half = MOST_FEATURES // 2
    layers = [
        {
            "id": name,
            "kind": "reference",
            "name": name,
            "features": [feature(f"{name}{place}", 121.5, 31.2) for place in range(count)],
        }
        for name, count in (("a", half), ("b", half + 1))
    ]

    assert told(catalogue, layers=layers) == [("too_many", "layers", MOST_FEATURES + 1)]


@pytest.mark.parametrize("part", ["layers", "weightings"])
def test_the_number_of_parts_is_limited(part):
    from geo.errors import StudyError

    rows = [{"id": f"x{place}", "kind": "reference", "name": "x"} for place in range(101)]
    if part == "weightings":
        rows = [{"id": row["id"], "name": "x"} for row in rows]

    with pytest.raises(StudyError, match="at most"):
        parse_study(document(**{part: rows}))
