"""Measuring a study gives what the functions of ``geo.criteria`` give for the same questions."""

import numpy as np
import pytest

from geo.criteria import Limit
from geo.criteria_measures import CountWithin, DistanceTo
from geo.criteria_policy import PolicyFit
from geo.criteria_references import belt_districts, core_clusters, sites_of_kind
from geo.criteria_scene import prepare
from geo.errors import CriterionError, StudyError
from geo.study import (
    candidates_of,
    criteria_of,
    empty_study,
    evaluate_study,
    parse_study,
    read_study,
    reference_layers,
)
from geo.value_functions import Linear, Steps, Target
from tests.geo.study.documents import SPOTS, document, feature, of_numbers, own_column

USES = ["智能芯片设计", None, "智能医疗；智能识别", "education", "security"]
MEASURES = {
    "fit": {"kind": "policy_fit", "column": "use"},
    "same": {"kind": "policy_fit", "industries": ["healthcare"], "of": "nearest_cluster"},
    "clusters": {"kind": "distance_to_clusters"},
    "sites": {"kind": "distance_to_sites", "kinds": ["institution"]},
    "industry": {"kind": "distance_to_industry", "column": "use"},
    "belt": {"kind": "distance_to_belt", "belt": "west"},
    "layer": {"kind": "distance_to_layer", "layer": "R"},
    "count": {"kind": "count_within", "layer": "R", "radius_m": 20_000},
    "rent": {"kind": "column", "name": "rent"},
}


@pytest.fixture(scope="module")
def study(catalogue):
    rows = [
        feature(f"c{place}", *spot, values={"use": USES[place], "rent": place})
        for place, spot in enumerate(SPOTS)
    ]
    mine = {
        "id": "L",
        "kind": "candidates",
        "name": "synthetic",
        "columns": {"use": "text", "rent": "integer"},
        "features": rows[::-1],
    }
    reference = {
        "id": "R",
        "kind": "reference",
        "name": "r",
        "features": [feature("r1", 121.5, 31.1), feature("r2", 121.3, 31.1)],
    }
    criteria = [
        {"id": name, "title": name, "measure": measure, "direction": "more"}
        for name, measure in MEASURES.items()
    ]
    return read_study(document(layers=[mine, reference], criteria=criteria), catalogue)


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("same", lambda _: PolicyFit(("healthcare",), "nearest_cluster")),
        ("clusters", lambda catalogue: DistanceTo(core_clusters(catalogue))),
        ("sites", lambda catalogue: DistanceTo(sites_of_kind(catalogue, ["institution"]))),
        ("belt", lambda catalogue: DistanceTo(belt_districts(catalogue, "west"))),
        ("layer", lambda _: DistanceTo("R")),
        ("count", lambda _: CountWithin("R", 20_000)),
    ],
)
def test_a_measure_is_the_one_of_the_library(catalogue, study, name, measure):
    scene = prepare(candidates_of(study), catalogue, reference_layers(study))
    expected = dict(
        zip(scene.candidates.index, measure(catalogue).measure(scene).values, strict=True)
    )

    assert evaluate_study(study, catalogue).raw[name].to_dict() == pytest.approx(expected)


def test_industries_are_read_from_a_column(catalogue, study):
    found = evaluate_study(study, catalogue)

    assert list(found.index) == ["c0", "c1", "c2", "c3", "c4"]
    assert found.raw["fit"].drop("c1").tolist() == [1, 1, 1, 0]
    assert found.measured["fit"].unknown.tolist() == [None, "no_industry", None, None, None]
    assert np.isnan(found.raw.loc["c1", "industry"])
    assert (found.raw["industry"].drop("c1") > 0).all()


def test_functions_limits_and_rules_are_handed_on(catalogue):
    functions = [
        {"kind": "linear", "low": 1, "high": 2},
        {"kind": "steps", "below": 0, "steps": [[1, 0.5], [2, 1]]},
        {"kind": "target", "at": 3, "tolerance": 2},
    ]
    names = "abc"
    criteria = [
        own_column(
            name,
            "target" if function["kind"] == "target" else "more",
            function=function,
            limit={"at_most": 4},
            missing="interval",
        )
        for name, function in zip(names, functions, strict=True)
    ]
    study = read_study(of_numbers({name: [1] for name in names}, criteria=criteria), catalogue)

    found = criteria_of(study, catalogue)

    assert [row.function for row in found] == [
        Linear(1, 2),
        Steps(0, ((1, 0.5), (2, 1))),
        Target(3, 2),
    ]
    assert {row.limit for row in found} == {Limit(None, 4)}
    assert {row.missing for row in found} == {"interval"}


def test_a_candidate_whose_layer_lacks_a_column_is_unknown_there(catalogue):
    data = of_numbers({"a": [1, 2]})
    data["layers"].append(
        {"id": "L2", "kind": "candidates", "name": "x", "features": [feature("m", 121.5, 31.2)]}
    )

    found = evaluate_study(read_study(data, catalogue), catalogue)

    assert found.measured["a"].unknown.tolist() == ["no_value", None, None]


def test_a_word_that_is_no_industry_stops_the_evaluation(catalogue, study):
    data = study.to_json()
    data["layers"][0]["features"][0]["values"]["use"] = "AI"

    with pytest.raises(StudyError, match="candidate c4"):
        evaluate_study(parse_study(data), catalogue)


def test_without_criteria_nothing_is_evaluated(catalogue):
    with pytest.raises(CriterionError, match="no criterion"):
        evaluate_study(empty_study("shanghai", "x"), catalogue)
