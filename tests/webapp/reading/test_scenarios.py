"""The scenarios page: every list whole, places linked or told as types, facets with counts."""

import dataclasses
import re
from html import unescape

import brotli
import pytest

from geo.scenario_lists import scenario_facets, scenario_lists


@pytest.fixture
def page(client):
    return unescape(client.get("/scenarios").text)


def rows_of(html):
    """Read the rows of the lists by id."""
    return {
        found[1]: found[0]
        for found in re.finditer(r'<tr id="([a-z0-9-]+)" class="is-.*?</tr>', html, re.S)
    }


def test_every_scenario_stands_in_its_list_with_its_phrase(page, catalogue):
    rows = rows_of(page)
    assert list(rows) == [row.id for row in catalogue.scenarios]
    for row in catalogue.scenarios:
        assert row.quote in rows[row.id]
        assert f"/sources#scenarios-{row.id}" in rows[row.id]
        assert f"?sel=scenario:{row.id}" in rows[row.id]


def test_every_list_has_an_anchor_and_a_link_to_it(page, catalogue):
    for found in scenario_lists(catalogue):
        assert f'id="list-{found.id}"' in page
        assert f'href="#list-{found.id}"' in page


def test_places_are_linked_and_types_are_not(page, catalogue):
    rows = rows_of(page)
    for row in catalogue.scenarios:
        for site in row.sites:
            assert catalogue.site(site).name_zh in rows[row.id]
        links = re.findall(r'href="(/site/[^"]+)"', rows[row.id])
        assert links == [f"/site/{site}" for site in row.sites]
        assert rows[row.id].count('class="place-type"') == len(row.place_types)
        assert ("只写类型，未给位置" in rows[row.id]) == bool(row.place_types)


def test_units_are_named(page, catalogue):
    rows = rows_of(page)
    for row in catalogue.scenarios:
        named = re.findall(r'<span class="unit">([^<]+)<', rows[row.id])
        assert named == [catalogue.unit(unit).name_zh for unit in row.units]


def test_facets_offer_every_value_with_its_count(page, catalogue):
    for facet in scenario_facets(catalogue):
        select = re.search(rf'<select name="{facet.id}">.*?</select>', page, re.S)[0]
        offered = re.findall(r'value="([^"]+)" data-name="([^"]+)">[^<]*\((\d+)\)<', select)
        expected = [(value, name[0], str(count)) for value, name, count in facet.choices]
        assert offered == expected


def test_without_scripts_the_filters_are_not_offered(page):
    assert re.search(r'<form[^>]*id="facets"[^>]* hidden>', page)
    assert re.search(r'id="nothing" hidden>', page)


def test_the_table_can_be_taken_away(client, page):
    (address,) = re.findall(r'href="(/data/[^"]+\.csv)"', page)
    assert client.get(address).status_code == 200
    english = client.get("/en/scenarios").text
    assert f'href="{address}"' in english


def test_the_english_page_is_english(client):
    html = unescape(client.get("/en/scenarios").text)
    assert "type only, no position given" in html
    assert "Responsible unit" in html
    assert "责任单位" not in re.sub(r"<blockquote.*?</blockquote>", "", html, flags=re.S)


@pytest.mark.parametrize("path", ["/scenarios", "/en/scenarios"])
def test_it_is_light(client, path):
    assert len(brotli.compress(client.get(path).data)) < 60_000


def test_a_catalogue_without_scenarios_is_told_what_to_fill_in(app, catalogue, monkeypatch):
    empty = dataclasses.replace(catalogue, scenarios=(), place_types=())
    monkeypatch.setitem(app.extensions, "catalogue", empty)
    html = app.test_client().get("/scenarios").text
    assert "empty-state" in html
    assert "scenarios.csv" in html
    assert "<table" not in html


def test_hostile_names_stay_text(app, catalogue, monkeypatch):
    hostile = '"><script>alert(1)</script>'
    rows = tuple(
        row.model_copy(update={"name_zh": hostile, "group_zh": hostile, "list_zh": hostile})
        for row in catalogue.scenarios
    )
    monkeypatch.setitem(app.extensions, "catalogue", dataclasses.replace(catalogue, scenarios=rows))
    html = app.test_client().get("/scenarios").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
