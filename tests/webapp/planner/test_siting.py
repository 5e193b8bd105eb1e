import json
import re

import pytest

from geo.study import parse_study
from tests.webapp.planner.solving import ANSWER, FORM, PLAN, answered, job_of
from webapp.planner import siting_jobs
from webapp.planner.siting import differences
from webapp.store.models import Project
from webapp.store.projects import document_of


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_before_anybody_asked_the_form_has_sensible_values(planner, project_id, prefix):
    page = planner.get(f"{prefix}/planner/{project_id}/sites")
    assert page.status_code == 200
    assert re.search(r'value="p_median" checked', page.text)
    assert 'name="count" value="3"' in page.text
    assert 'class="empty-state"' in page.text


def test_the_form_says_which_sites_keep_no_distance(planner, project_id):
    for prefix, told in (
        ("", "最小间距不适用于必选地点彼此之间"),
        ("/en", "may lie closer to each other."),
    ):
        assert told in planner.get(f"{prefix}/planner/{project_id}/sites").text


def test_a_question_that_came_with_the_project_is_not_called_unasked(planner, asked):
    for prefix, told in (("", "选址要求已随项目保存"), ("/en", "The question is saved with")):
        page = planner.get(f"{prefix}/planner/{asked}/sites").text
        assert told in page
        assert "Nothing was asked yet" not in page
        assert "还没有选址" not in page


def test_what_is_asked_is_saved_and_comes_back(planner, store, project_id):
    form = {**FORM, "objective": "max_coverage", "radius_m": "5,000", "state-2": "forbidden"}
    form |= {"weight_by": "area", "accepted_gap": "2.5", "action": "save"}
    assert planner.post(f"/planner/{project_id}/sites", data=form).status_code == 303
    with store.session() as session:
        plan = session.get_one(Project, project_id).study["siting"]
    assert (plan["radius_m"], plan["count"], plan["forbidden"]) == (5000.0, 2, ["2"])
    assert plan["accepted_gap"] == 0.025
    assert plan["demand"]["weights"]["310101"] == 20.46  # the official area, not the polygon's
    page = planner.get(f"/planner/{project_id}/sites").text
    assert '<option value="area" selected>' in page
    assert 'name="radius_m" value="5000"' in page
    assert '<option value="forbidden" selected>' in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"objective": "dice"}, "objective"),
        ({"count": ""}, "count"),
        ({"count": "2.5"}, "count"),
        ({"count": "0"}, "count"),
        ({"objective": "set_cover"}, "radius_m"),
        ({"spacing_m": "-1"}, "spacing_m"),
        ({"time_limit_s": "301"}, "time_limit_s"),
        ({"accepted_gap": "60"}, "accepted_gap"),
        ({"demand": "L9"}, "demand"),
        ({"weight_by": "typed"}, "weight_by"),
        ({"weight_by": "typed", "weight-310101": "x"}, "weight-310101"),
    ],
)
def test_a_wrong_field_is_marked_and_nothing_is_saved(planner, store, project_id, change, field):
    answer = planner.post(f"/planner/{project_id}/sites", data={**FORM, **change})
    assert answer.status_code == 400
    if field not in ("objective",):
        assert f'id="wrong-{field}"' in answer.text
    for name, value in change.items():
        if name in ("count", "spacing_m"):
            assert f'name="{name}" value="{value}"' in answer.text
    with store.session() as session:
        assert session.get_one(Project, project_id).study["siting"] is None


def test_a_conflict_shows_what_is_stored_and_what_was_typed(planner, asked):
    planner.post(f"/planner/{asked}/sites", data={**FORM, "count": "3", "action": "save"})
    answer = planner.post(f"/en/planner/{asked}/sites", data={**FORM, "count": "1"})
    assert answer.status_code == 409
    assert "Number of sites</th><td>3</td><td>1</td>" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert 'name="count" value="1"' in answer.text


def test_a_conflict_is_told_in_words_and_not_in_keys(planner, asked):
    form = {**FORM, "objective": "set_cover", "radius_m": "9000", "state-2": "forbidden"}
    planner.post(f"/planner/{asked}/sites", data={**form, "action": "save"})
    told = planner.post(f"/en/planner/{asked}/sites", data=FORM).text.partition("<tbody>")[2]
    told = told.partition("</tbody>")[0]
    assert "Fewest sites that reach all" in told
    assert "9,000 m" in told
    assert "set_cover" not in told


def test_a_field_that_the_objective_does_not_ask_for_stops_nobody(planner, project_id):
    data = {**FORM, "radius_m": "wide", "action": "save"}
    assert planner.post(f"/planner/{project_id}/sites", data=data).status_code == 303


def test_differences_name_only_what_differs(planner_app):
    with planner_app.test_request_context("/en/planner"):
        assert len(differences(PLAN, {**PLAN, "fixed": [], "count": 3}, {})) == 2
        assert len(differences(None, PLAN, {})) > 3


def test_the_solver_is_followed_and_its_answer_kept(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    form = {**FORM, "state-1": "fixed", "action": "solve"}
    assert planner.post(address, data=form).status_code == 303
    assert planner.get(f"{address}/state").json["status"] == "waiting"
    folder = job_of(planner_app, store, catalogue, asked)
    folder.write("running", details={"seconds": 1.5, "best": 3.0, "bound": 1.0, "gap": 0.5})
    assert planner.get(f"{address}/state").json["gap"] == 0.5
    assert 'id="progress"' in planner.get(address).text
    answered(folder, ANSWER)
    page = planner.get(address).text
    assert "选中" in page
    assert "&lt;b&gt;甲" in page
    assert "<b>甲" not in page.replace("\\u003cb\\u003e", "")
    assert page.count("data-site=") == 2
    # Once kept, it needs no job.
    folder.folder.rename(folder.folder.with_name("0" * 32))
    assert "data-site=" in planner.get(f"/en{address}").text


def test_an_answer_to_another_question_says_so(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    answered(job_of(planner_app, store, catalogue, asked), ANSWER)
    planner.get(address)
    planner.post(address, data={**FORM, "version": "2", "count": "1", "action": "save"})
    page = planner.get(f"/en{address}").text
    assert "were changed since" in page
    assert "data-site=" in page


def test_giving_up_and_failing_are_told(planner, planner_app, store, catalogue, asked, quiet):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    folder = job_of(planner_app, store, catalogue, asked)
    folder.write("running")
    planner.post(f"{address}/cancel")
    assert folder.is_cancelled()
    assert "Giving up" in planner.get(f"/en{address}").text
    folder.write("cancelled")
    assert "given up" in planner.get(f"/en{address}").text
    folder.write("failed")
    assert "stopped before it was done" in planner.get(f"/en{address}").text
    planner.post(address, data={**FORM, "version": "2", "action": "solve"})
    assert planner.get(f"{address}/state").json["status"] == "waiting"


def test_existing_places_of_the_atlas_are_marked_and_named(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    form = {**FORM, "existing": ["sh-maqiao", "sh-zhangjiang"], "action": "solve"}
    assert planner.post(address, data=form).status_code == 303
    with store.session() as session:
        plan = session.get_one(Project, asked).study["siting"]
    assert plan["existing"] == ["sh-zhangjiang", "sh-maqiao"]  # as the catalogue has them
    payload = json.loads(json.dumps(ANSWER).replace('"1"', '"atlas:sh-zhangjiang"'))
    places = payload["places"]
    name, lon, lat = places["candidates"].pop("atlas:sh-zhangjiang")
    square = {"type": "Polygon", "coordinates": [[[121, 31], [121.1, 31], [121, 31.1], [121, 31]]]}
    payload["catchments"] = {"3": {"geometry": square, "at": [121.03, 31.03]}}
    places["existing"] = {"atlas:sh-zhangjiang": [name, "Zhangjiang", lon, lat]}
    answered(job_of(planner_app, store, catalogue, asked), payload)
    page = planner.get(f"/en{address}").text
    assert 'value="sh-maqiao" checked' in page
    assert 'Zhangjiang <span class="tag">existing, of the atlas</span>' in page
    assert '"shape": "triangle"' in page
    assert '"label": "→ 2"' in page
    assert "outlined: the ground that site 1 serves" in page
    assert planner.post(address, data={**form, "existing": "sz-hetao"}).status_code == 400


def test_the_best_so_far_is_kept_until_somebody_asks_again(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    folder = job_of(planner_app, store, catalogue, asked)
    folder.write("running")
    assert "The solver starts." in planner.get(f"/en{address}").text
    folder.write("running", details={"phase": "checking", "best": None})
    page = planner.get(f"/en{address}").text
    assert ">It is checked whether any choice keeps every constraint.<" in page
    assert '<form id="stop" method="post" hidden' in page
    folder.write("running", details={"phase": "solving", "best": 9.5})
    page = planner.get(f"/en{address}").text
    assert ">The solver is at work.<" in page
    assert '<form id="stop" method="post" action' in page
    assert "Stop and keep the best so far" in page
    assert planner.post(f"{address}/stop").status_code == 303
    assert folder.is_stopped()
    assert "Stopping with the best so far" in planner.get(f"/en{address}").text
    answered(folder, {**ANSWER, "stopped": True, "total_s": 12.34})
    page = planner.get(f"/en{address}").text
    assert "the best that was found until then" in page
    assert "12.3 s from the question to the answer, 0.25 s of them in the solver" in page
    planner.post(address, data={**FORM, "version": "2", "action": "solve"})
    assert planner.get(f"{address}/state").json["status"] == "waiting"
    again = planner.get(f"/en{address}").text
    assert "The solver starts." in again
    assert "the best that was found until then" not in again
    assert "the answer of an earlier run" in again
    assert again.count("data-site=") == 2
    assert planner.get(f"/en{address.removesuffix('sites')}report").status_code == 200


def test_a_problem_without_solution_says_what_to_relax(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    form = {**FORM, "objective": "set_cover", "radius_m": "10", "action": "solve"}
    planner.post(address, data=form)
    relaxations = [{"constraint": "radius", "value": 41234.5, "points": ["310151"]}]
    folder = job_of(planner_app, store, catalogue, asked)
    answered(folder, {"plan": PLAN, "relaxations": relaxations, "error": "no choice"})
    page = planner.get(f"/en{address}").text
    assert "Widen the radius to 41,234 m" in page or "Widen the radius to 41,235 m" in page
    assert "Chongming District" in page
    assert planner.post(f"{address}/relax", data={"constraint": "count"}).status_code == 400
    data = {"constraint": "radius", "action": "solve"}
    assert planner.post(f"{address}/relax", data=data).status_code == 303
    with store.session() as session:
        assert session.get_one(Project, asked).study["siting"]["radius_m"] == 41234.5
    assert planner.get(f"{address}/state").json["status"] == "waiting"


def test_only_so_many_solvers_work_at_once(planner, make_project, quiet):
    made = [make_project() for _ in range(siting_jobs.MOST + 1)]
    form = {**FORM, "action": "solve"}
    codes = [planner.post(f"/planner/{each}/sites", data=form).status_code for each in made]
    assert codes == [303] * siting_jobs.MOST + [503]


def test_the_key_follows_what_the_answer_depends_on(catalogue, planner_app, store, asked):
    with store.session() as session:
        document = document_of(session, session.get_one(Project, asked))

    def key(**changes):
        return siting_jobs.solve_key(parse_study({**document, **changes}), catalogue)

    before = key()
    assert key(title="other") == before
    assert key(ranking={"seed": 9}) == before
    assert key(siting={**PLAN, "count": 1}) != before
    layer = document["layers"][0]
    moved = [{**row, "lon": row["lon"] + 0.001} for row in layer["features"]]
    assert key(layers=[{**layer, "features": moved}]) != before


def test_a_project_without_candidates_leads_to_the_data(planner, make_project):
    page = planner.get(f"/en/planner/{make_project(layers=[])}/sites").text
    assert "no candidate site to choose from" in page
