"""Who may bring files, and to which project."""

from __future__ import annotations

from tests.webapp.planner.bringing import bring_text


def test_a_viewer_brings_nothing(signed_in, nobody, shared, project_id):
    data = {"how": "typed", "text": "121.47,31.23"}
    address = f"/en/planner/{project_id}/data/import"
    for who in (signed_in("viewer"), shared, nobody):
        assert who.post(address, data=data).status_code == 403
    assert signed_in("stranger").post(address, data=data).status_code == 404


def test_what_waits_is_its_bringer_s_alone(signed_in, project_id):
    mine = bring_text(signed_in("editor"), project_id, "typed", "121.47,31.23")
    other = signed_in("owner")
    for path in (mine, f"{mine}/state", f"{mine}/rows.csv"):
        assert other.get(path).status_code == 404
    for path in (mine, f"{mine}/take", f"{mine}/cancel"):
        assert other.post(path).status_code == 404
    assert signed_in("editor").get(f"{mine}/state").json["status"]


def test_a_file_does_not_move_to_another_project(planner, project_id, make_project):
    mine = bring_text(planner, project_id, "typed", "121.47,31.23")
    elsewhere = mine.replace(project_id, make_project())
    assert planner.get(elsewhere).status_code == 404
    assert planner.post(f"{elsewhere}/take").status_code == 404


def test_every_change_needs_the_token(planner, project_id):
    address = bring_text(planner, project_id, "typed", "121.47,31.23")
    for path in (address, f"{address}/take", f"{address}/cancel"):
        assert planner.post(path, csrf=False).status_code == 400
