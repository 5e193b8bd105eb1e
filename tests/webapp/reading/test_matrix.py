"""The matrix page: every cell with its mark and phrase, the missing with words, both languages."""

import dataclasses
import re
from html import unescape

import brotli
import pytest

from webapp.reading.links import district_href, industry_href, map_href, site_href


@pytest.fixture
def page(client):
    return unescape(client.get("/matrix").text)


def rows_of(html):
    """Read the rows of the table by adcode."""
    return dict(re.findall(r'<tr id="row-(\d{6})"(.*?)</tr>', html, re.S))


def test_every_specialisation_has_its_mark_and_its_phrase(page, catalogue):
    rows = rows_of(page)
    assert rows.keys() == {row.adcode for row in catalogue.districts}
    for row in catalogue.specialisations:
        cell = f"cite-{row.district}-{row.industry}"
        assert f'href="#{cell}"' in rows[row.district]
        article = re.search(rf'<article class="cite" id="{cell}".*?</article>', page, re.S)[0]
        assert row.quote in article
        assert f"/sources#specialisations-{row.district}-{row.industry}" in article
        assert f"?sel=district:{row.district}" in article


def test_what_is_not_listed_says_so_in_words(page, catalogue):
    rows = rows_of(page)
    for district in catalogue.districts:
        stated = catalogue.specialisations_of(district.adcode)
        assert ("文件未列" in rows[district.adcode]) == (not stated)
        assert ("data-count" in rows[district.adcode]) == bool(stated)
        assert rows[district.adcode].count('class="given') == len(stated)
        assert (">0<" in rows[district.adcode]) is False


def test_totals_of_industries_are_told(page, catalogue):
    foot = re.search(r"<tfoot>.*?</tfoot>", page, re.S)[0]
    counts = dict(re.findall(r'data-industry="([a-z-]+)">(\d+)<', foot))
    assert counts == {
        row.id: str(sum(given.industry == row.id for given in catalogue.specialisations))
        for row in catalogue.industries
    }


def test_without_scripts_it_stands_by_city_with_belts_as_a_column(page):
    groups = re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', page)
    assert [name.strip() for name in groups] == ["上海市", "深圳市"]
    assert 'id="controls" hidden' in page
    assert "?sel=belt:west" in rows_of(page)["310104"]


def test_districts_of_the_small_maps_lead_to_the_map(page, catalogue):
    for row in catalogue.districts:
        assert f'href="/atlas/{row.city}?sel=district:{row.adcode}"' in page
        assert f'data-adcode="{row.adcode}"' in page


def test_the_english_page_is_english(client, catalogue):
    html = unescape(client.get("/en/matrix").text)
    assert html.count("Not listed in the documents") >= 10
    assert "Brain-inspired software and hardware" in html
    assert "行政区" not in html


@pytest.mark.parametrize("path", ["/matrix", "/en/matrix"])
def test_it_is_light(client, path):
    assert len(brotli.compress(client.get(path).data)) < 60_000


def test_a_catalogue_without_industries_is_told_what_to_fill_in(app, catalogue, monkeypatch):
    empty = dataclasses.replace(catalogue, industries=(), specialisations=())
    monkeypatch.setitem(app.extensions, "catalogue", empty)
    html = app.test_client().get("/matrix").text
    assert "empty-state" in html
    assert "specialisations.csv" in html
    assert "<table" not in html


def test_an_editorial_cell_is_marked(app, catalogue, monkeypatch):
    first, *others = catalogue.specialisations
    added = first.model_copy(update={"status": "editorial", "note": "所加"})
    changed = dataclasses.replace(catalogue, specialisations=(added, *others))
    monkeypatch.setitem(app.extensions, "catalogue", changed)
    row = rows_of(app.test_client().get("/matrix").text)[first.district]
    assert "given is-editorial" in row


def test_links_fall_back_to_the_map(app, catalogue, monkeypatch):
    district, site = catalogue.districts[0], catalogue.sites[0]
    industry = catalogue.industries[0]
    for name in ("district", "industry", "site"):
        monkeypatch.delitem(app.view_functions, f"profiles.{name}", raising=False)
    with app.test_request_context("/en/matrix"):
        assert district_href(district) == "/en/atlas/shanghai?sel=district:310101"
        assert industry_href(industry) == "/en/atlas/both?sel=industry:chip-design"
        assert site_href(site) == "/en/atlas/shanghai?sel=site:sh-zhangjiang"
        assert map_href("shenzhen", "layer", "x") == "/en/atlas/shenzhen?sel=layer:x"


def test_links_lead_to_profiles_where_there_are_some(app, catalogue):
    with app.test_request_context("/matrix"):
        assert district_href(catalogue.districts[0]) == "/district/310101"
        assert industry_href(catalogue.industries[0]) == "/industry/chip-design"
        assert site_href(catalogue.sites[0]) == "/site/sh-zhangjiang"
