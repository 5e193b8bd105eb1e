"""The page of a project's data: what there is, adding by hand, removing, undoing."""

from __future__ import annotations

import json
import re

import pytest
import shapely

from geo.study import empty_study
from tests.webapp.planner.bringing import bring_text, taken, text_of
from webapp.planner.data import MOST_DRAWN_VERTICES, MOST_MARKS, PAGE_ROWS, marks_of
from webapp.store.models import Feature, Layer

CONTENT = re.compile(r'<script type="application/json" id="marks">(.*?)</script>', re.S)


def document(count, **more):
    features = [
        {
            "id": str(n),
            "name": f"地块 {n}",
            "lon": 121.4 + n / 1e5,
            "lat": 31.2,
            "values": {"租金": n / 2},
        }
        for n in range(1, count + 1)
    ]
    layer = {"id": "L1", "kind": "candidates", "name": "地块", "columns": {"租金": "number"}}
    return {"layers": [{**layer, "features": features}], **more}


def marks(answer):
    return json.loads(CONTENT.search(answer.text)[1])


def data(client, project, query="", lang="/en"):
    return client.get(f"{lang}/planner/{project}/data{query}")


@pytest.mark.parametrize("lang", ["", "/en"])
def test_an_empty_project_says_how_to_begin(planner, make_project, lang):
    page = data(planner, make_project(**empty_study("shanghai", "x").to_json()), lang=lang)
    assert '<details class="ways" open>' in page.text
    told = "还没有候选地" if not lang else "No candidate yet"
    assert told in page.text
    assert marks(page) == []


def test_what_there_is(planner, project_id):
    page = data(planner, project_id)
    assert [row["name"] for row in marks(page)] == ["Plot 1", "Plot 2", "Plot 3"]
    text = text_of(page)
    assert "Plots synthetic Candidates · 3 places · came with the project" in text
    assert "Plot 1 Plots 1 121.44000, 31.19000 3.2" in text


def test_candidates_come_in_pages(planner, make_project):
    project = make_project(**document(PAGE_ROWS + 1))
    first, last = data(planner, project), data(planner, project, "?page=9")
    assert first.text.count("data-place=") == PAGE_ROWS
    assert last.text.count("data-place=") == 1
    assert "page 2 of 2" in last.text
    assert len(marks(last)) == PAGE_ROWS + 1
    for wrong in ("x", "-1", "9" * 9):
        assert data(planner, project, f"?page={wrong}").status_code == 400


@pytest.mark.parametrize(
    ("wanted", "count"), [("地块 1", 3), ("6.0", 1), ("６", 0), ("<b>", 0), ("  ", 12)]
)
def test_searching_looks_at_names_and_cells(planner, make_project, wanted, count):
    page = data(planner, make_project(**document(12)), f"?q={wanted}")
    assert page.text.count("data-place=") == count + (wanted == "地块 1")
    assert "<b>" not in text_of(page)


def test_a_place_is_put_in_by_hand_and_taken_back(planner, project_id):
    address = f"/en/planner/{project_id}/data/places"
    fields = {"position": "31.23N 121.47E", "name": "手点", "layer": "+candidates"}
    answer = planner.post(address, data=fields)
    assert answer.status_code == 303
    page = data(planner, project_id)
    assert "“手点” was added to “Put in by hand”" in page.text
    assert ("手点", 121.47, 31.23) in [(r["name"], r["lon"], r["lat"]) for r in marks(page)]
    planner.post(address, data={**fields, "name": "", "layer": "L4"})
    planner.post(address, data={**fields, "name": "第三"})
    text = text_of(data(planner, project_id))
    assert "Place 6" in text
    # One layer for all of them.
    assert text.count("Put in by hand Candidates · 3 places · by hand") == 1
    for _ in range(4):
        planner.post(f"/en/planner/{project_id}/undo")
    assert len(marks(data(planner, project_id))) == 3


@pytest.mark.parametrize(("position", "is_told"), [("31.23, 121.47", 1), ("121.47, 31.23", 0)])
def test_latitude_first_is_taken_and_told(planner, project_id, position, is_told):
    fields = {"position": position, "name": "x", "layer": "+candidates"}
    planner.post(f"/en/planner/{project_id}/data/places", data=fields)
    page = data(planner, project_id)
    assert (121.47, 31.23) in [(row["lon"], row["lat"]) for row in marks(page)]
    told = "“31.23, 121.47” was read as latitude, longitude: the place is at 121.470000, 31.230000."
    assert page.text.count(told) == is_told


def test_references_by_hand_have_a_layer_of_their_own(planner, project_id):
    fields = {"position": "121.47,31.23", "name": "站", "layer": "+reference"}
    planner.post(f"/planner/{project_id}/data/places", data=fields)
    (mark,) = [row for row in marks(data(planner, project_id)) if row["kind"] == "reference"]
    assert (mark["name"], mark["layer"]) == ("站", "手工添加的参照点")


@pytest.mark.parametrize(
    ("position", "told"),
    [
        ("", "no pair of coordinates"),
        ("here", "“here” is no pair of coordinates"),
        ("3456000, 40547000", "is in metres"),
        ("121.47, 131.23", "not clear which"),
    ],
)
def test_a_place_needs_a_position_in_degrees(planner, project_id, position, told):
    fields = {"position": position, "name": "x", "layer": "+candidates"}
    answer = planner.post(f"/en/planner/{project_id}/data/places", data=fields)
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert len(marks(data(planner, project_id))) == 3


def test_a_layer_is_renamed_removed_and_brought_back(planner, project_id):
    layer = f"/en/planner/{project_id}/layers/L1"
    assert planner.post(f"{layer}/rename", data={"name": " 新名 "}).location == layer
    assert "新名" in planner.get(layer).text
    assert planner.post(f"{layer}/rename", data={"name": " "}).status_code == 400
    planner.post(f"{layer}/rename", data={"name": "新\x00名"})
    assert "新\ufffd名" in planner.get(layer).text
    planner.post(f"{layer}/rename", data={"name": "新名"})
    answer = planner.post(f"{layer}/remove")
    assert "“新名” was removed" in planner.get(answer.location).text
    assert planner.get(layer).status_code == 404
    assert marks(data(planner, project_id)) == []
    back = {"back": f"/en/planner/{project_id}/data"}
    answer = planner.post(f"/en/planner/{project_id}/undo", data=back)
    assert answer.location == back["back"]
    assert len(marks(data(planner, project_id))) == 3


def test_a_layer_that_was_not_imported_has_no_list_of_rows(planner, project_id):
    page = planner.get(f"/en/planner/{project_id}/layers/L1")
    assert "Its places came with the project" in page.text
    assert planner.get(f"/en/planner/{project_id}/layers/L1/problems.csv").status_code == 404
    assert planner.get(f"/en/planner/{project_id}/layers/L9").status_code == 404


def test_who_may_only_look_is_offered_nothing_to_change(shared, project_id):
    page = data(shared, project_id)
    assert page.status_code == 200
    for gone in ("way-file", "add-place", "Remove", 'id="undo"'):
        assert gone not in page.text
    layer = shared.get(f"/en/planner/{project_id}/layers/L1")
    assert "Rename" not in layer.text
    for path in ("data/places", "layers/L1/rename", "layers/L1/remove"):
        assert shared.post(f"/planner/{project_id}/{path}").status_code == 403


def test_coordinates_and_names_do_not_stand_twice(planner, project_id):
    address = bring_text(planner, project_id, "pasted", "名,经度,纬度,层数\n甲,121.47,31.23,4\n")
    taken(planner, address, datum="WGS-84", name_column="名")
    head = data(planner, project_id, "?q=甲").text.partition("<thead>")[2].partition("</thead>")[0]
    assert "层数" in head
    assert "经度" not in head
    assert ">名<" not in head


def layer_of(count, **more):
    features = [
        Feature(key=str(n), name="", lon=121.0, lat=31.0, values={}, **more) for n in range(count)
    ]
    return Layer(key="L1", kind="candidates", name="L"), features


def test_the_map_gets_as_many_places_as_it_can_show():
    layer, features = layer_of(MOST_MARKS + 1)
    found = marks_of([layer], {"L1": features})
    assert len(found) == MOST_MARKS
    assert found[0]["name"] == "0"


def test_outlines_are_drawn_until_there_are_too_many():
    circle = shapely.Point(121.5, 31.2).buffer(0.01, quad_segs=MOST_DRAWN_VERTICES // 10)
    layer, features = layer_of(4, wkb=shapely.to_wkb(circle))
    found = marks_of([layer], {"L1": features})
    assert ["geometry" in row for row in found] == [True, True, False, False]
