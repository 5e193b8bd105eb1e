"""Columns by hand: added, filled, removed after a question, brought back."""

from __future__ import annotations

import pytest

from tests.webapp.planner.bringing import bring_text, taken, text_of
from tests.webapp.planner.test_data import document
from tests.webapp.planner.test_uses import CRITERION
from webapp.planner import columns


def test_a_column_is_added_filled_and_removed(planner, make_project):
    home = f"/en/planner/{make_project(**document(2))}"
    layer = f"{home}/layers/L1"
    answer = planner.post(f"{layer}/columns", data={"name": " 层数 ", "type": "integer"})
    assert answer.location == layer
    page = planner.get(layer).text
    assert "The column “层数” was added" in page
    fields = {"version": "2", "name": "地块 1", "position": "121.400010, 31.200000"}
    fields |= {"column-1": "层数", "value-1": "7"}
    assert planner.post(f"{home}/candidates/1", data=fields).status_code == 303
    address = f"{layer}/columns/remove?name=层数"
    assert "cells that are filled: 1" in text_of(planner.get(address))
    assert planner.post(address).status_code == 303
    assert "“层数” was removed" in planner.get(layer).text
    assert "层数" not in text_of(planner.get(f"{home}/candidates/1"))
    planner.post(f"{home}/undo")
    assert 'value="7"' in planner.get(f"{home}/candidates/1").text
    planner.post(f"{home}/undo")
    planner.post(f"{home}/undo")
    assert "层数" not in text_of(planner.get(layer))
    assert planner.get(address).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "type": "text"},
        {"name": "租金", "type": "text"},
        {"name": "新", "type": "date"},
        {"name": "a\x00b", "type": "text"},
        {"name": "x" * 81, "type": "text"},
    ],
)
def test_a_column_that_cannot_be_is_refused(planner, make_project, fields):
    layer = f"/planner/{make_project(**document(1))}/layers/L1"
    assert planner.post(f"{layer}/columns", data=fields).status_code == 400


def test_a_column_that_a_criterion_measures_stays(planner, make_project):
    measure = {"kind": "column", "name": "租金"}
    project = make_project(**document(2, criteria=[{**CRITERION, "measure": measure}]))
    answer = planner.post(f"/planner/{project}/layers/L1/columns/remove?name=租金")
    assert answer.status_code == 409
    assert "准则：离地铁近" in text_of(answer)


def test_a_column_of_the_same_name_elsewhere_may_go(planner, make_project):
    measure = {"kind": "column", "name": "租金"}
    found = document(2, criteria=[{**CRITERION, "measure": measure}])
    places = [{**row, "id": f"r{row['id']}"} for row in found["layers"][0]["features"]]
    other = {"id": "L2", "kind": "reference", "features": places}
    found["layers"].append({**found["layers"][0], **other})
    layer = f"/planner/{make_project(**found)}/layers/L2"
    assert planner.post(f"{layer}/columns/remove?name=租金").status_code == 303


def test_a_layer_has_only_so_many_columns(planner, make_project, monkeypatch):
    monkeypatch.setattr(columns, "MOST_COLUMNS", 2)
    layer = f"/en/planner/{make_project(**document(1))}/layers/L1"
    for name, status in (("a", 303), ("b", 400)):
        answer = planner.post(f"{layer}/columns", data={"name": name, "type": "text"})
        assert answer.status_code == status
    assert "at most 2 columns" in answer.text


def test_a_layer_from_a_file_keeps_its_columns(planner, project_id):
    address = bring_text(planner, project_id, "pasted", "名,经度,纬度,层数\n甲,121.47,31.23,4\n")
    taken(planner, address, datum="WGS-84", name_column="名")
    layer = f"/en/planner/{project_id}/layers/L4"
    assert "New column" not in planner.get(layer).text
    assert planner.post(f"{layer}/columns", data={"name": "x", "type": "text"}).status_code == 400
