"""Ranking, siting and investment ask for what there is."""

import pytest

from geo.study import find_problems, parse_study
from tests.geo.study.documents import feature, of_numbers

DISTRICTS = {"kind": "districts", "weights": {"310115": 2, "310104": 0}}
PLAN = {"objective": "p_median", "count": 1, "demand": DISTRICTS}


def told(catalogue, **parts):
    data = of_numbers({"a": [1, 2]}, **parts)
    layer = {
        "id": "R",
        "kind": "reference",
        "name": "r",
        "columns": {"size": "number", "word": "text"},
        "features": [feature("r", 121.5, 31.2)],
    }
    data["layers"].append(layer)
    return [(row.code, row.where, row.value) for row in find_problems(parse_study(data), catalogue)]


def test_a_ranking_names_weightings_that_there_are(catalogue):
    assert told(catalogue, ranking={"weighting": None, "compare": "w"}) == []
    assert told(catalogue, ranking={"weighting": "x", "compare": "y"}) == [
        ("unknown_name", "ranking.weighting", "x"),
        ("unknown_name", "ranking.compare", "y"),
    ]


def test_thresholds_of_a_preference_rise(catalogue):
    preference = {"indifferent_to": 0.5, "certain_from": 0.5}

    assert told(catalogue, ranking={"preference": preference}) == [
        ("out_of_range", "ranking.preference.indifferent_to", 0.5)
    ]


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        {**PLAN, "fixed": ["n0"], "forbidden": ["n1"], "spacing_m": 10},
        {**PLAN, "objective": "max_coverage", "radius_m": 5},
        {**PLAN, "objective": "set_cover", "radius_m": 5, "count": None},
        {**PLAN, "demand": {"kind": "layer", "layer": "R"}},
        {**PLAN, "demand": {"kind": "layer", "layer": "R", "weight": "size"}},
    ],
)
def test_a_siting_plan_that_can_be_asked(catalogue, plan):
    assert told(catalogue, siting=plan) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"count": None}, [("missing", "count", None)]),
        ({"radius_m": 5.0}, [("too_much", "radius_m", 5.0)]),
        (
            {"objective": "set_cover"},
            [("too_much", "count", 1), ("missing", "radius_m", None)],
        ),
        ({"fixed": ["x"]}, [("unknown_name", "fixed[0]", "x")]),
        ({"fixed": ["r"]}, [("unknown_name", "fixed[0]", "r")]),
        ({"forbidden": ["n0", "n0"]}, [("twice", "forbidden[1]", "n0")]),
        ({"fixed": ["n0"], "forbidden": ["n0"]}, [("twice", "forbidden", "n0")]),
        (
            {"demand": {"kind": "districts", "weights": {"440303": 0}}},
            [
                ("unknown_name", 'demand.weights["440303"]', "440303"),
                ("all_zero", "demand.weights", None),
            ],
        ),
        ({"demand": {"kind": "layer", "layer": "L1"}}, [("unknown_name", "demand.layer", "L1")]),
        (
            {"demand": {"kind": "layer", "layer": "R", "weight": "x"}},
            [("unknown_name", "demand.weight", "x")],
        ),
        (
            {"demand": {"kind": "layer", "layer": "R", "weight": "word"}},
            [("wrong_column", "demand.weight", "word")],
        ),
    ],
)
def test_a_siting_plan_that_cannot_be_asked(catalogue, changes, expected):
    found = told(catalogue, siting={**PLAN, **changes})

    assert found == [(code, f"siting.{where}", value) for code, where, value in expected]


def test_an_investment_is_above_nothing(catalogue):
    assert told(catalogue, fund={"investment_cny": "0.01"}) == []
    assert told(catalogue, fund={"investment_cny": "0.00"}) == [
        ("out_of_range", "fund.investment_cny", "0.00")
    ]
