"""A candidate put by hand into another city is asked about, and stored only then."""

from __future__ import annotations

import re

import pytest

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
    page = planner.post(address, data={"position": ABROAD, "name": "南山", "layer": "L1"})

    assert "“南山” lies in Shenzhen. Take it all the same?" in page.text
    assert "This project is about Shanghai." in page.text
    assert places() == before

    assert planner.post(address, data=answered(page)).status_code == 303
    assert (114.06, 22.54) in places().values()
    chinese = planner.post(address.replace("/en/", "/"), data={"position": ABROAD, "layer": "L1"})
    assert "“114.060000, 22.540000”位于深圳市" in chinese.text


def test_references_and_places_in_the_city_or_nowhere_are_not_asked_about(planner, project_id):
    address = f"/en/planner/{project_id}/data/places"
    for position, layer in ((ABROAD, NEW_REFERENCE), ("121.5, 31.2", "L1"), ("116, 40", "L1")):
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
