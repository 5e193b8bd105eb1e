"""Removing asks first, without a script, and can be undone."""

from __future__ import annotations

from tests.webapp.planner.bringing import text_of
from tests.webapp.planner.test_data import document
from webapp.planner.removing import NAMED


def test_a_layer_goes_after_a_question(planner, make_project):
    project = make_project(**document(NAMED + 2))
    home = f"/en/planner/{project}"
    assert f'href="{home}/layers/L1/remove"' in planner.get(f"{home}/data").text
    assert f'href="{home}/layers/L1/remove"' in planner.get(f"{home}/layers/L1").text
    question = planner.get(f"{home}/layers/L1/remove")
    text = text_of(question)
    assert "Remove “地块”?" in text
    assert "places that go with it: 10" in text
    assert "地块 8 …" in text
    assert "“Undo” on the page of data brings it back" in text
    assert planner.get(f"{home}/layers/L1").status_code == 200  # asking changes nothing
    answer = planner.post(f"{home}/layers/L1/remove")
    assert "“地块” was removed" in planner.get(answer.location).text
    assert planner.get(f"{home}/layers/L1").status_code == 404
    planner.post(f"{home}/undo")
    assert planner.get(f"{home}/layers/L1").status_code == 200


def test_a_place_goes_after_a_question(planner, make_project):
    project = make_project(**document(2))
    home = f"/planner/{project}"
    assert f'href="{home}/candidates/2/remove"' in planner.get(f"{home}/data").text
    assert f'href="{home}/candidates/2/remove"' in planner.get(f"{home}/candidates/2").text
    assert "移除“地块 2”？" in text_of(planner.get(f"{home}/candidates/2/remove"))
    assert planner.post(f"{home}/candidates/2/remove").status_code == 303
    assert planner.get(f"{home}/candidates/2").status_code == 404
    assert planner.get(f"{home}/candidates/2/remove").status_code == 404


def test_who_may_only_look_is_not_asked(shared, project_id):
    for path in ("layers/L1", "candidates/1"):
        assert shared.get(f"/planner/{project_id}/{path}/remove").status_code == 403
