"""One place: its situation, its form, and what happens when two people change it."""

from __future__ import annotations

import pytest

from tests.webapp.planner.bringing import text_of
from tests.webapp.planner.conftest import small_study
from webapp.errors import WrongValueError
from webapp.planner.candidates import read_cell
from webapp.store.layer_reading import find_feature
from webapp.store.models import Project

FIT = {
    "id": "fit",
    "title": "契合",
    "measure": {"kind": "policy_fit", "column": "产业", "of": "district"},
    "direction": "more",
    "function": {"kind": "linear"},
}


def study(place=(121.44, 31.19), industry="智能医疗", **more):
    """One candidate with columns of every type, by default in 徐汇."""
    lon, lat = place
    values = {"产业": industry, "租金": 3.5, "层数": 4}
    columns = {"产业": "text", "租金": "number", "层数": "integer"}
    feature = {"id": "17", "name": "地块", "row": 2, "lon": lon, "lat": lat, "values": values}
    layer = {"id": "L1", "kind": "candidates", "name": "候选", "columns": columns}
    return {"layers": [{**layer, "features": [feature]}], "criteria": [FIT], **more}


@pytest.fixture
def page(planner, make_project):
    """Read the text of a candidate's page."""

    def page(lang="/en", **changed):
        answer = planner.get(f"{lang}/planner/{make_project(**study(**changed))}/candidates/17")
        assert answer.status_code == 200
        return text_of(answer)

    return page


def form(version, **fields):
    return {
        **{"version": str(version), "name": "地块", "position": "121.440000, 31.190000"},
        **{"column-0": "产业", "value-0": "智能医疗"},
        **{"column-1": "租金", "value-1": "3.5", "column-2": "层数", "value-2": "4"},
        **fields,
    }


@pytest.fixture
def editing(planner, make_project, store):
    """A project, a way to send the form of its candidate, and a way to read that."""
    project = make_project(**study())
    address = f"/en/planner/{project}/candidates/17"

    def read():
        with store.session() as session:
            _, found = find_feature(session, session.get_one(Project, project), "17")
            return found.name, found.lon, found.lat, found.values

    return address, lambda *a, **k: planner.post(address, data=form(*a, **k)), read


def test_a_candidate_in_a_district_with_a_stated_specialisation(page):
    text = page()
    assert "Xuhui" in text
    assert "100 % of the intended industries are stated" in text
    assert "徐汇区 智能医疗" in text  # the sentence
    assert "Policy briefing 2018" in text
    assert "West belt" in text
    assert "Nearest core cluster: Xuhui Riverside" in text
    assert " ± " in text


def test_the_same_in_chinese(page):
    text = page("")
    for told in (
        "徐汇区",
        "100 %",
        "的拟引入产业见于文件对徐汇区的表述",
        "西带",
        "最近的核心集聚区",
    ):
        assert told in text


def test_missing_stays_missing(page):
    qingpu = page(place=(121.1, 31.15))
    assert "Not listed in the documents" in qingpu
    assert "unknown : The documents state no specialisation for the district" in qingpu
    beijing = page(place=(116.4, 39.9))
    assert (
        "The candidate lies in no district of the atlas's cities".replace("'", "&#39;") in beijing
    )
    no_industry = page(industry=None)
    assert "unknown : The candidate names no intended industry" in no_industry
    nobody_asks = page(criteria=[])
    assert "No criterion says yet which industries are intended" in nobody_asks


def test_a_place_that_is_not_there(planner, project_id):
    answer = planner.get(f"/en/planner/{project_id}/candidates/999")
    assert answer.status_code == 404
    assert "There is no place “999” in this project" in answer.text


def test_everything_can_be_edited(editing, planner):
    address, send, read = editing
    changed = {
        "name": "新名",
        "position": "121.5, 31.2",
        "value-0": "智能制造",
        "value-1": "",
        "value-2": "5",
    }
    answer = send(1, **changed)
    assert answer.location == address
    values = {"产业": "智能制造", "租金": None, "层数": 5}
    assert read() == ("新名", 121.5, 31.2, values)
    planner.post(address.partition("/candidates")[0] + "/undo")
    assert read() == ("地块", 121.44, 31.19, {"产业": "智能医疗", "租金": 3.5, "层数": 4})


def test_saving_what_nobody_touched_changes_nothing(editing, store):
    _, send, read = editing
    before = read()
    send(1)
    assert read() == before
    assert send(1, name="另").status_code == 303  # no change was made in between


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"value-1": "面议"}, "Column “租金”: “面议” is not possible; allowed is a number"),
        ({"value-2": "4.5"}, "Column “层数”: “4.5” is not possible; allowed is a whole number"),
        ({"value-1": "1e999"}, "“1e999” is not possible"),
        ({"position": "somewhere"}, "“somewhere” is no pair of coordinates"),
        ({"value-0": "炼金术"}, "炼金术"),
        ({"version": "x"}, "no change of a project"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_changed(editing, fields, told):
    _, send, read = editing
    before = read()
    answer = send(**{"version": 1, **fields})
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert read() == before


def test_both_versions_are_shown_when_two_people_change_it(editing, planner):
    address, send, read = editing
    send(1, **{"name": "甲的名", "value-1": "9"})
    answer = send(1, **{"name": "乙的名", "value-2": "7"})
    assert answer.status_code == 409
    assert "甲的名" in answer.text
    assert "乙的名" in answer.text
    assert read()[0] == "甲的名"
    again = send(2, **{"name": "乙的名", "value-1": "9.0", "value-2": "7"})
    assert again.status_code == 303
    assert read()[0] == "乙的名"
    assert read()[3] == {"产业": "智能医疗", "租金": 9, "层数": 7}


def test_changing_another_place_is_no_conflict(planner, make_project):
    project = make_project(**small_study())
    for key in ("1", "2"):
        fields = {"version": "1", "name": f"neu {key}", "position": "121.4, 31.2"}
        answer = planner.post(f"/en/planner/{project}/candidates/{key}", data=fields)
        assert answer.status_code == 303


def test_a_place_is_removed_and_brought_back(editing, planner):
    address, _, read = editing
    answer = planner.post(f"{address}/remove")
    assert "“地块” was removed" in planner.get(answer.location).text
    assert planner.get(address).status_code == 404
    planner.post(address.partition("/candidates")[0] + "/undo")
    assert read()[0] == "地块"


def test_who_may_only_look_sees_no_form(shared, project_id):
    answer = shared.get(f"/en/planner/{project_id}/candidates/1")
    assert answer.status_code == 200
    assert 'id="edit"' not in answer.text
    assert "rent 3.2" in text_of(answer)
    assert shared.post(f"/en/planner/{project_id}/candidates/1").status_code == 403
    assert shared.post(f"/en/planner/{project_id}/candidates/1/remove").status_code == 403


@pytest.mark.parametrize(
    ("kind", "text", "cell"),
    [
        ("text", "a\x00b", "a\ufffdb"),
        ("number", "１２．５", 12.5),
        ("number", "-3", -3.0),
        ("integer", "4", 4),
        ("integer", "4.0", 4),
        ("integer", "9007199254740993", 9007199254740993),
        ("number", "", None),
        ("text", "", None),
    ],
)
def test_read_cell(kind, text, cell):
    assert read_cell("c", kind, text) == cell


@pytest.mark.parametrize("text", ["NaN", "inf", "9007199254740993e3", "9" * 19, "a"])
def test_read_cell_takes_no_number_that_is_none(app, text):
    with app.test_request_context("/en/planner"), pytest.raises(WrongValueError):
        read_cell("c", "integer", text)


def test_a_sentence_is_quoted_once(page):
    """黄浦's two specialisations stand in one sentence of the briefing."""
    text = page("", place=(121.48, 31.22), industry="智能芯片设计")
    assert text.count("黄浦区 智能芯片设计 智能制造 《2018年政策解读》") == 1
    assert "原文见 行政区" in text
