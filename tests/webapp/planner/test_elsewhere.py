"""A candidate put by hand into another city or into none is asked about, and stored only then."""

from __future__ import annotations

import re

import pytest

from tests.geo.imports.conftest import csv_of
from tests.webapp.planner.bringing import (
    bring,
    bring_text,
    chosen,
    layers_in,
    looked_at,
    taken,
    text_of,
)
from tests.webapp.planner.conftest import small_study
from webapp.planner.layer_choices import NEW_REFERENCE
from webapp.store.layer_reading import features_of, layers_of
from webapp.store.models import Project

ABROAD = "114.060000, 22.540000"


@pytest.fixture
def places(store, project_id):
    """Read the places of the project: id → position."""

    def places():
        with store.session() as session:
            layers = layers_of(session, session.get_one(Project, project_id))
            rows = [row for layer in layers for row in features_of(session, layer)]
            return {row.key: (row.lon, row.lat) for row in rows}

    return places


def answered(page):
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def test_a_place_in_another_city_is_asked_about(planner, project_id, places):
    before = places()
    address = f"/en/planner/{project_id}/data/places"
    token = answered(planner.get(address.rpartition("/")[0]))["csrf_token"]
    data = {"position": ABROAD, "name": "南山", "layer": "L1", "csrf_token": token}
    page = planner.post(address, data=data)

    assert "“南山” lies in Shenzhen. Take it all the same?" in page.text
    assert "This project is about Shanghai." in page.text
    assert places() == before
    assert sorted(answered(page)) == ["csrf_token", "layer", "name", "position", "sure"]
    assert page.text.count('name="csrf_token"') == 1  # its own, not the one that was sent

    assert planner.post(address, data=answered(page)).status_code == 303
    assert (114.06, 22.54) in places().values()
    chinese = planner.post(address.replace("/en/", "/"), data={"position": ABROAD, "layer": "L1"})
    assert "“114.060000, 22.540000”位于深圳市" in chinese.text


def test_a_place_in_no_city_is_asked_about(planner, project_id, places):
    """A slip of the pen is told where it is made, as in a file."""
    before = places()
    address = f"/en/planner/{project_id}/data/places"
    page = planner.post(address, data={"position": "112.4737, 31.2304", "layer": "L1"})

    assert "“112.473700, 31.230400” lies in no city of the atlas." in page.text
    assert "This project is about Shanghai. Perhaps the coordinates are wrong" in page.text
    assert places() == before
    assert planner.post(address, data=answered(page)).status_code == 303
    assert (112.4737, 31.2304) in places().values()


def test_references_and_places_in_the_city_are_not_asked_about(planner, project_id):
    address = f"/en/planner/{project_id}/data/places"
    for position, layer in (
        (ABROAD, NEW_REFERENCE),
        ("116, 40", NEW_REFERENCE),
        ("121.5, 31.2", "L1"),
    ):
        data = {"position": position, "layer": layer}
        assert planner.post(address, data=data).status_code == 303, position


def test_moving_a_place_to_another_city_is_asked_about(planner, project_id, places):
    first = small_study()["layers"][0]["features"][0]
    address = f"/en/planner/{project_id}/candidates/{first['id']}"
    version = re.search(r'name="version" value="(\d+)"', planner.get(address).text)[1]
    sent = {"version": version, "name": first["name"], "position": ABROAD}
    page = planner.post(address, data=sent)

    assert f"“{first['name']}” lies in Shenzhen." in page.text
    assert places()[first["id"]] == (first["lon"], first["lat"])
    assert planner.post(address, data=answered(page)).status_code == 303
    assert places()[first["id"]] == (114.06, 22.54)


def test_a_reference_may_be_moved_to_another_city(planner, project_id, places):
    before = places()
    data = {"position": "121.5, 31.2", "layer": NEW_REFERENCE}
    planner.post(f"/en/planner/{project_id}/data/places", data=data)
    (key,) = places().keys() - before.keys()
    address = f"/en/planner/{project_id}/candidates/{key}"
    version = re.search(r'name="version" value="(\d+)"', planner.get(address).text)[1]
    sent = {"version": version, "name": "站", "position": ABROAD}

    assert planner.post(address, data=sent).status_code == 303
    assert places()[key] == (114.06, 22.54)


# --- files and pasted rows

FILE = csv_of("名称,经度,纬度", "深,114.06,22.54", "沪,121.4737,31.2304", "沪二,121.5,31.2")


@pytest.fixture
def shenzhen(make_project):
    """A project about the other city."""
    return make_project(city="shenzhen", layers=[])


def test_one_row_in_another_city_is_told_in_the_singular(planner, make_project):
    brought = bring(planner, make_project(layers=[]), FILE, title="全")
    page = text_of(chosen(planner, brought, datum="WGS-84", title="全"))
    assert "1 row lies in another city than this project, which is about Shanghai. Such" in page


@pytest.mark.parametrize("how", ["file", "pasted"])
def test_rows_in_another_city_are_not_taken_in_silence(planner, shenzhen, store, how):
    text = FILE.decode()
    brought = (
        bring(planner, shenzhen, FILE, title="全")
        if how == "file"
        else bring_text(planner, shenzhen, how, text)
    )
    page = text_of(chosen(planner, brought, datum="WGS-84", title="全"))
    assert "2 rows lie in another city than this project, which is about Shenzhen." in page
    assert "in another city: Shanghai; this project: Shenzhen" in page
    assert "Take the good row, leave 2" in page
    listed = planner.get(f"{brought}/rows.csv".replace("/en/", "/")).data.decode("utf-8-sig")
    assert [line.split(",")[0] for line in listed.splitlines()[1:]] == ["3", "4"]
    assert "在另一个城市：上海市；本项目的城市：深圳市" in listed

    taken(planner, brought, datum="WGS-84", title="全", name_column="名称", keep="elsewhere")
    assert layers_in(store, shenzhen)["全"] == ("candidates", ["深", "沪", "沪二"])


def test_references_may_lie_in_another_city(planner, shenzhen, store):
    address = bring(planner, shenzhen, FILE, title="站")
    chosen(planner, address, datum="WGS-84")
    fields = {"rows": "1", "datum": "WGS-84", "kind": "reference", "name_column": "名称"}
    answer = planner.post(f"{address}/take", data=fields)
    assert answer.location == address  # what that does to the rows was not seen yet
    assert "References may lie there; they are taken." in text_of(looked_at(planner, address))
    planner.post(f"{address}/take", data=fields)
    assert layers_in(store, shenzhen)["站"] == ("reference", ["深", "沪", "沪二"])
    address = bring(planner, shenzhen, FILE, title="地块")
    chosen(planner, address, datum="WGS-84", kind="reference")
    answer = planner.post(f"{address}/take", data={**fields, "kind": "candidates"})
    assert answer.location == address
    assert "地块" not in layers_in(store, shenzhen)
