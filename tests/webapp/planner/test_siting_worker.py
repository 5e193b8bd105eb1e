"""The solver's process, on three candidates: one real solution, one impossible wish, one end."""

import json
from dataclasses import replace

import pytest

import geo.siting
import geo.study.choosing
from geo.catalogue import DEFAULT_ROOT
from geo.study import read_study
from tests.webapp.planner.conftest import small_study
from tests.webapp.planner.solving import PLAN
from webapp.job_folder import JobFolder
from webapp.planner import siting_worker
from webapp.planner.siting_worker import RESULT, choose, work


@pytest.fixture
def folder(tmp_path):
    return JobFolder(tmp_path / "job", RESULT)


def order(catalogue, **changes):
    study = {**small_study(), "siting": {**PLAN, **changes}}
    return {"study": study, "fingerprint": catalogue.fingerprint, "key": "k"}


def test_sites_are_chosen_and_explained_in_both_languages(catalogue, folder):
    folder.create(order(catalogue))
    study = read_study(folder.order()["study"], catalogue)
    payload = json.loads(json.dumps(choose(study, catalogue, folder), allow_nan=False))
    # 浦东 weighs most and the third candidate is the one there; the first is open in any case.
    assert payload["siting"]["open"] == ["1", "3"]
    assert payload["siting"]["outcome"]["status"] == "optimal"
    assert "Plot 3" in payload["told"]["en"][1]
    assert "选中" in payload["told"]["zh"][1]
    assert payload["places"]["candidates"]["1"][0] == "Plot 1"
    assert set(payload["places"]["demand"]) == {"310104", "310115"}
    assert list(payload["catchments"]) == ["1", "3"]
    assert payload["total_s"] >= payload["siting"]["outcome"]["seconds"]


def test_what_exists_is_named_in_both_languages_beside_the_candidates(catalogue, folder):
    folder.create(order(catalogue, existing=["sh-zhangjiang"]))
    payload = choose(read_study(folder.order()["study"], catalogue), catalogue, folder)
    [(key, told)] = payload["places"]["existing"].items()
    assert told == ["浦东张江", "Zhangjiang (Pudong)", 121.588, 31.19]
    assert key in payload["siting"]["open"]
    assert set(payload["places"]["candidates"]) == {"1", "2", "3"}


@pytest.mark.parametrize(("status", "is_stopped"), [("feasible", True), ("optimal", False)])
def test_the_solver_asks_whether_to_stop(catalogue, folder, monkeypatch, status, is_stopped):
    """What was proven before anybody looked is not called the best so far."""
    asked, choose_sites = [], geo.siting.choose_sites

    def stopped(*frames, stop, **options):
        asked.append(stop())
        found = choose_sites(*frames, **options)
        return replace(found, outcome=replace(found.outcome, status=status))

    monkeypatch.setattr(geo.siting, "choose_sites", stopped)
    folder.create(order(catalogue))
    folder.stop()
    payload = choose(read_study(folder.order()["study"], catalogue), catalogue, folder)
    assert asked == [True]
    assert payload["stopped"] is is_stopped


def test_what_cannot_be_says_which_constraint_to_relax(catalogue, folder):
    wish = {"objective": "set_cover", "count": None, "radius_m": 10.0, "fixed": []}
    folder.create(order(catalogue, **wish))
    payload = choose(read_study(folder.order()["study"], catalogue), catalogue, folder)
    assert [row["constraint"] for row in payload["relaxations"]] == ["radius"]
    assert payload["relaxations"][0]["value"] > 10


def test_too_large_a_problem_is_told_in_both_languages(catalogue, folder, monkeypatch):
    monkeypatch.setattr(geo.study.choosing, "MOST_SITING_CELLS", 5)
    folder.create(order(catalogue))
    payload = choose(read_study(folder.order()["study"], catalogue), catalogue, folder)
    told = "3 candidates × 2 demand points, more than the solver takes: bring fewer of them"
    assert payload["problems"]["en"] == f'Sites: "6" is {told}; allowed: ≤ 5'
    told = "是候选地数与需求点数之积，超出求解器所能受理：请减少候选地或需求点；可用：≤ 5"
    assert payload["problems"]["zh"] == f"选址：“6”{told}"


def test_points_without_a_weight_are_named_and_none_is_guessed(catalogue, folder):
    study = small_study()
    feature = {"id": "9", "name": "Stop", "row": 1, "lon": 121.4, "lat": 31.2, "values": {}}
    layer = {**study["layers"][0], "id": "W", "kind": "reference", "columns": {"people": "number"}}
    study["layers"] = [*study["layers"], {**layer, "features": [feature]}]
    study["siting"] = {**PLAN, "demand": {"kind": "layer", "layer": "W", "weight": "people"}}
    folder.create({**order(catalogue), "study": study})
    payload = choose(read_study(study, catalogue), catalogue, folder)
    assert payload["weightless"] == ["Stop"]
    assert folder.state().details["phase"] == "measuring"


def test_a_job_of_another_catalogue_fails_with_a_word(catalogue, folder, capsys, monkeypatch):
    monkeypatch.setattr(siting_worker, "_give_up_when_told", lambda folder: None)
    folder.create({**order(catalogue), "fingerprint": "0"})
    assert work(folder, DEFAULT_ROOT) == 1
    assert folder.state().status == "failed"
    assert "restart the server" in capsys.readouterr().err
