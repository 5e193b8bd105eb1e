import io
import json
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from tests.webapp.planner.bringing import bring_text, taken
from tests.webapp.planner.conftest import small_study
from webapp.planner.projects import PARTS
from webapp.store.models import Change, Layer, Project, ShareLink
from webapp.store.projects import document_of


def documents(store):
    with store.session() as session:
        return [document_of(session, row) for row in session.query(Project).order_by("created_at")]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_without_projects_the_list_says_how_to_begin(planner, prefix):
    page = planner.get(f"{prefix}/planner")
    assert page.status_code == 200
    assert 'class="empty-state"' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    for action in ("new", "example/shanghai", "import"):
        assert f'action="{prefix}/planner/{action}"' in page.text


def test_a_project_is_begun_by_its_title(planner, store):
    answer = planner.post("/planner/new", data={"title": "张江 <选址>", "city": "shanghai"})
    assert answer.status_code == 303
    assert [row["title"] for row in documents(store)] == ["张江 <选址>"]
    assert "张江 &lt;选址&gt;" in planner.get("/planner").text
    assert planner.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "data", [{"title": " ", "city": "shanghai"}, {"title": "x", "city": "paris"}, {}]
)
def test_a_project_that_cannot_be_is_not_made(planner, store, data):
    assert planner.post("/planner/new", data=data).status_code == 400
    assert documents(store) == []


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_overview_names_the_next_step_and_the_changes(planner, project_id, prefix):
    planner.post(f"/planner/{project_id}/rename", data={"title": "新名"})
    page = planner.get(f"{prefix}/planner/{project_id}").text
    assert "新名" in page
    assert 'class="changes"' in page
    assert f"{prefix}/planner/{project_id}/delete" in page


@pytest.mark.parametrize("page", ["", "/project", "/project/layers/L4", "/project/people"])
def test_moments_are_told_in_the_zone_of_the_city(planner, store, project_id, page):
    """Already the first of April in Shanghai; the offset is named once."""
    late = datetime(2026, 3, 31, 17, 5, tzinfo=UTC)
    preview = bring_text(planner, project_id, "pasted", "经度,纬度\n121.47,31.23\n")
    taken(planner, preview, datum="WGS-84")
    with store.session(writes=True) as session:
        session.add(ShareLink(project_id=project_id, token_hash="x" * 64, created_at=late))
        session.execute(update(Project).values(updated_at=late))
        session.execute(update(Change).values(at=late))
        session.execute(update(Layer).values(created_at=late))
    text = planner.get("/en/planner" + page.replace("project", project_id)).text
    assert '<time datetime="2026-03-31T17:05:00+00:00">2026-04-01 01:05</time>' in text
    assert text.count("UTC+08:00") == 1


def test_the_project_file_opens_elsewhere_as_the_same_project(planner, store, project_id):
    sent = planner.get(f"/planner/{project_id}/project.json")
    assert "attachment" in sent.headers["Content-Disposition"]
    file = {"file": (io.BytesIO(sent.data), "a.json")}
    answer = planner.post("/planner/import", data=file)
    assert answer.status_code == 303
    one, other = documents(store)
    assert one == other


def test_a_project_file_may_be_as_long_as_a_study_may(planner, store):
    document = small_study()
    (layer,) = document["layers"]
    document["title"], layer["name"], layer["id"] = "题" * 400, "层" * 400, "l" * 64
    layer["features"][0] |= {"id": "k" * 64, "name": "地" * 400, "row": 2**31 - 1}
    file = {"file": (io.BytesIO(json.dumps(document).encode()), "a.json")}
    answer = planner.post("/planner/import", data=file)
    assert answer.status_code == 303
    assert documents(store)[0]["layers"] == [layer]
    for page in ("", "/data", f"/layers/{'l' * 64}", f"/candidates/{'k' * 64}"):
        assert planner.get(answer.location + page).status_code == 200


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": "other"}', b"\xff\xfe"])
def test_a_file_that_is_no_project_is_refused_with_the_reason(planner, store, data):
    file = {"file": (io.BytesIO(data), "a.json")}
    answer = planner.post("/planner/import", data=file)
    assert answer.status_code == 400
    assert documents(store) == []


def test_a_newer_file_says_so(planner, project_id):
    document = planner.get(f"/planner/{project_id}/project.json").json
    data = json.dumps({**document, "version": 2}).encode()
    answer = planner.post("/en/planner/import", data={"file": (io.BytesIO(data), "a.json")})
    assert answer.status_code == 400
    assert "newer" in answer.text


def test_scripts_save_parts_and_learn_of_conflicts(planner, project_id):
    address, ranking = f"/planner/{project_id}/study", {"ranking": {"method": "topsis"}}
    saved = planner.put(address, json={"version": 1, "parts": ranking})
    assert saved.json["version"] == 2
    assert saved.json["parts"].keys() == set(PARTS)
    late = planner.put(
        address,
        json={"version": 1, "parts": {"ranking": {"method": "promethee"}}},
        headers={"Accept": "application/json"},
    )
    assert late.status_code == 409
    assert late.json["current"]["method"] == "topsis"
    assert late.json["yours"]["method"] == "promethee"


@pytest.mark.parametrize(
    "sent",
    [
        [],
        {},
        {"version": "1", "parts": {"ranking": {}}},
        {"version": 1, "parts": {}},
        {"version": 1, "parts": {"layers": []}},
        {"version": 1, "parts": {"ranking": {"method": "dice"}}},
        {"version": 1, "parts": {"ranking": 3}},
    ],
)
def test_what_is_no_change_is_refused(planner, store, project_id, sent):
    before = documents(store)
    assert planner.put(f"/planner/{project_id}/study", json=sent).status_code == 400
    assert documents(store) == before


def test_the_last_change_is_undone_by_form_and_by_script(planner, store, project_id):
    before = documents(store)
    for title in ("一", "二"):
        planner.post(f"/planner/{project_id}/rename", data={"title": title})
    back = {"back": f"/planner/{project_id}/data"}
    answer = planner.post(f"/planner/{project_id}/undo", data=back)
    assert answer.headers["Location"] == back["back"]
    told = planner.post(f"/planner/{project_id}/undo", headers={"Accept": "application/json"})
    assert told.json["undone"] == "title"
    assert documents(store) == before
    told = planner.post(f"/planner/{project_id}/undo", headers={"Accept": "application/json"})
    assert told.json["undone"] is None


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/planner/other/x"])
def test_undoing_leads_nowhere_else(planner, project_id, back):
    answer = planner.post(f"/planner/{project_id}/undo", data={"back": back})
    assert answer.headers["Location"] == f"/planner/{project_id}"


def test_deleting_asks_and_can_be_undone(planner, project_id):
    assert "<form" in planner.get(f"/planner/{project_id}/delete").text
    assert planner.get(f"/planner/{project_id}").status_code == 200
    planner.post(f"/planner/{project_id}/delete")
    assert planner.get(f"/planner/{project_id}").status_code == 404
    assert re.search(rf'action="/planner/{project_id}/restore"', planner.get("/planner").text)
    planner.post(f"/planner/{project_id}/restore")
    assert planner.get(f"/planner/{project_id}").status_code == 200


def test_a_copy_is_a_project_of_its_own(planner, store, project_id):
    planner.post(f"/planner/{project_id}/copy")
    one, other = documents(store)
    assert one["title"] != other["title"]
    assert {**one, "title": ""} == {**other, "title": ""}


def test_the_example_opens_with_one_click_and_says_what_it_is(planner, store):
    answer = planner.post("/planner/example/shanghai", follow_redirects=True)
    assert answer.status_code == 200
    assert "虚构" in answer.text or "合成" in answer.text
    (document,) = documents(store)
    assert all(row["synthetic"] for row in document["layers"] if row["kind"] == "candidates")
    assert planner.post("/planner/example/paris").status_code == 404
