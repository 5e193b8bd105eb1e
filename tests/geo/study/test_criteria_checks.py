"""Criteria name layers, columns, belts, industries and kinds that there are."""

import pytest

from geo.study import find_problems, parse_study
from geo.study.criteria_checks import industry_columns
from tests.geo.study.documents import candidates, document, feature

LAYERS = [
    candidates({"rent": [1.0]}),
    {
        "id": "L2",
        "kind": "candidates",
        "name": "more",
        "columns": {"rent": "integer", "use": "text", "mixed": "text"},
        "features": [feature("m", 121.5, 31.2, name="丙", values={"use": "智能医疗"})],
    },
    {"id": "R", "kind": "reference", "name": "r", "columns": {"size": "number"}},
]


def told(catalogue, measure, layers=LAYERS, **more):
    row = {"id": "c", "title": "c", "measure": measure, "direction": "more", **more}
    found = find_problems(parse_study(document(layers=layers, criteria=[row])), catalogue)
    return [(row.code, row.where, row.value) for row in found]


@pytest.mark.parametrize(
    "measure",
    [
        {"kind": "policy_fit", "column": "use"},
        {"kind": "policy_fit", "industries": ["security"], "of": "nearest_cluster"},
        {"kind": "distance_to_clusters"},
        {"kind": "distance_to_sites", "kinds": ["park", "institution"]},
        {"kind": "distance_to_industry", "column": "use", "kinds": ["park"]},
        {"kind": "distance_to_belt", "belt": "west"},
        {"kind": "distance_to_layer", "layer": "R"},
        {"kind": "count_within", "layer": "R", "radius_m": 1},
        {"kind": "column", "name": "rent"},
    ],
)
def test_what_is_there_may_be_named(catalogue, measure):
    assert told(catalogue, measure) == []


@pytest.mark.parametrize(
    ("measure", "code", "where", "value"),
    [
        ({"kind": "policy_fit"}, "either_or", "", None),
        (
            {"kind": "policy_fit", "column": "use", "industries": ["security"]},
            "either_or",
            "",
            None,
        ),
        ({"kind": "policy_fit", "column": "nothing"}, "unknown_name", ".column", "nothing"),
        ({"kind": "policy_fit", "column": "rent"}, "wrong_column", ".column", "rent"),
        (
            {"kind": "policy_fit", "industries": ["security", "chips"]},
            "unknown_name",
            ".industries[1]",
            "chips",
        ),
        ({"kind": "distance_to_sites", "kinds": ["inn"]}, "unknown_name", ".kinds[0]", "inn"),
        ({"kind": "distance_to_belt", "belt": "north"}, "unknown_name", ".belt", "north"),
        ({"kind": "distance_to_layer", "layer": "L2"}, "unknown_name", ".layer", "L2"),
        (
            {"kind": "count_within", "layer": "X", "radius_m": 1},
            "unknown_name",
            ".layer",
            "X",
        ),
        ({"kind": "column", "name": "rnt"}, "unknown_name", ".name", "rnt"),
        ({"kind": "column", "name": "use"}, "wrong_column", ".name", "use"),
        ({"kind": "column", "name": "size"}, "unknown_name", ".name", "size"),
    ],
)
def test_what_is_not_there_is_told(catalogue, measure, code, where, value):
    assert told(catalogue, measure) == [(code, f"criteria[0].measure{where}", value)]


def test_a_word_that_is_no_industry_names_candidate_and_word(catalogue):
    layers = [
        {**LAYERS[1], "features": [feature("m", 121.5, 31.2, name="丙", values={"use": "AI"})]}
    ]
    study = parse_study(
        document(
            layers=layers,
            criteria=[
                {
                    "id": "c",
                    "title": "c",
                    "measure": {"kind": "policy_fit", "column": "use"},
                    "direction": "more",
                }
            ],
        )
    )

    (found,) = find_problems(study, catalogue)

    assert industry_columns(study) == ("use",)
    assert (found.code, found.value) == ("unknown_industry", "AI")
    assert found.where == "layers[0].features[0].values.use"
    assert "candidate 丙" in found.allowed
    assert "chip-design" in found.allowed


@pytest.mark.parametrize(
    ("more", "code", "where"),
    [
        ({"direction": "target"}, "wrong_function", "function"),
        (
            {"function": {"kind": "target", "at": 1, "tolerance": 1}},
            "wrong_function",
            "function",
        ),
        ({"function": {"kind": "linear", "low": 2, "high": 1}}, "wrong_function", "function"),
        (
            {"function": {"kind": "steps", "below": 1, "steps": [[1, 0]]}},
            "wrong_function",
            "function",
        ),
        ({"limit": {}}, "empty", "limit"),
        ({"limit": {"at_least": 2, "at_most": 1}}, "wrong_limit", "limit"),
    ],
)
def test_functions_and_limits_must_leave_something(catalogue, more, code, where):
    measure = {"kind": "column", "name": "rent"}

    assert [row[:2] for row in told(catalogue, measure, **more)] == [(code, f"criteria[0].{where}")]
