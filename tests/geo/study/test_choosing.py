"""The solver is asked what the study asks, and only when it is asked."""

import subprocess
import sys

import pytest

import geo.study.choosing
from geo.errors import InfeasibleError, StudyError
from geo.study import choose_for_study, demand_of, parse_study
from geo.study.choosing import weightless
from geo.study.words import problem_text
from tests.geo.study.documents import LINE, feature, of_numbers

DEMAND = [
    feature("d1", 121.6, 31.2, values={"size": 5}),
    feature("d2", 121.4, 31.1, wkb=LINE, values={"size": 1}),
]


def asking(plan, layer="reference", rows=DEMAND, spots=None):
    data = of_numbers({"a": [1, 2, 3, 4, 5]}, siting=plan)
    columns = {"size": "number"}
    data["layers"].append(
        {"id": "R", "kind": layer, "name": "r", "columns": columns, "features": rows}
    )
    for row, spot in zip(data["layers"][0]["features"], spots or (), strict=False):
        row["lon"], row["lat"] = spot
    return parse_study(data)


LAYER = {"kind": "layer", "layer": "R", "weight": "size"}


def test_sites_are_chosen_for_the_points_of_a_layer(catalogue):
    """n0 stands where d1 is."""
    told = []
    plan = {"objective": "p_median", "count": 1, "demand": LAYER}

    found = choose_for_study(asking(plan), catalogue, told.append)

    assert found.open == ("n0",)
    assert found.outcome.status == "optimal"
    assert found.assignment["weight"].to_dict() == {"d1": 5, "d2": 1}
    assert found.assignment.loc["d1", "metres"] == pytest.approx(0, abs=0.01)


def test_the_examples_plan_is_kept(example, catalogue):
    found = choose_for_study(example, catalogue)

    assert len(found.open) == 4
    assert "synthetic-13" not in found.open
    assert len(found.assignment) == len(catalogue.districts_of("shanghai"))
    assert list(demand_of(example, catalogue).columns) == ["weight", "geometry"]


def test_what_is_fixed_forbidden_and_spaced_is_handed_on(catalogue):
    plan = {
        "objective": "p_centre",
        "count": 2,
        "demand": {"kind": "layer", "layer": "R"},
        "fixed": ["n4"],
        "forbidden": ["n0"],
        "spacing_m": 20_000,
        "time_limit_s": 30,
    }

    found = choose_for_study(asking(plan), catalogue)

    assert found.order.fixed == ("n4",)
    assert found.order.forbidden == ("n0",)
    assert found.new == ("n1",)


def test_what_cannot_be_kept_says_what_to_relax(catalogue):
    plan = {"objective": "p_median", "count": 5, "demand": LAYER, "spacing_m": 90_000}

    with pytest.raises(InfeasibleError) as caught:
        choose_for_study(asking(plan), catalogue)

    assert caught.value.relaxations


def test_a_study_that_asks_for_no_sites_is_told(catalogue):
    with pytest.raises(StudyError, match="siting: asks for no sites"):
        choose_for_study(parse_study(of_numbers({"a": [1]})), catalogue)


def test_a_study_that_does_not_hold_together_is_not_solved(catalogue):
    plan = {"objective": "p_median", "demand": LAYER}

    with pytest.raises(StudyError, match="siting.count"):
        choose_for_study(asking(plan), catalogue)


def test_a_candidate_too_far_to_be_measured_is_named_unless_it_is_forbidden(catalogue):
    plan = {"objective": "p_median", "count": 1, "demand": LAYER}
    far = [(114.0, 22.5)]

    data = asking(plan, spots=far).to_json()
    data["layers"][0]["features"][0]["name"] = name = "远处"
    study = parse_study(data)
    with pytest.raises(StudyError) as told:
        choose_for_study(study, catalogue)
    (problem,) = told.value.problems
    assert f'"{name}" lies too far from Shanghai' in problem_text(problem, "en")
    assert f"“{name}”离上海市太远" in problem_text(problem, "zh")
    assert choose_for_study(asking({**plan, "forbidden": ["n0"]}, spots=far), catalogue).open


def test_a_demand_point_too_far_to_be_measured_is_named(catalogue):
    plan = {"objective": "p_median", "count": 1, "demand": {"kind": "layer", "layer": "R"}}

    with pytest.raises(StudyError, match='siting.demand: "d9"'):
        choose_for_study(asking(plan, rows=[feature("d9", 114.0, 22.5)]), catalogue)


def test_points_without_a_weight_of_0_or_more_are_named():
    cells = {"some": {"size": 2}, "none": {}, "zero": {"size": 0}, "below": {"size": -1}}
    rows = [feature(name, 121.5, 31.2, values=cell) for name, cell in cells.items()]
    plan = {"objective": "p_median", "count": 1, "demand": LAYER}

    names = {row.id: row.label for row in asking(plan, rows=rows).reference_layers[0].features}
    assert weightless(asking(plan, rows=rows)) == [names["none"], names["below"]]
    assert weightless(asking({**plan, "demand": {**LAYER, "weight": None}}, rows=rows)) == []


def test_a_weight_that_a_solver_takes_for_infinite_is_refused(catalogue):
    plan = {"objective": "p_median", "count": 1, "demand": LAYER}
    rows = [feature("d1", 121.6, 31.2, values={"size": 1e30})]

    with pytest.raises(StudyError, match="demand point d1"):
        choose_for_study(asking(plan, rows=rows), catalogue)


def test_too_large_a_problem_is_refused_before_it_is_built(catalogue, monkeypatch):
    monkeypatch.setattr(geo.study.choosing, "MOST_SITING_CELLS", 9)
    plan = {"objective": "p_median", "count": 1, "demand": LAYER}

    with pytest.raises(StudyError, match="5 candidates × 2 demand points"):
        choose_for_study(asking(plan), catalogue)


def test_reading_a_study_does_not_bring_the_solver():
    script = "import sys, geo.study; print([m for m in ('spopt', 'highspy') if m in sys.modules])"

    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"
