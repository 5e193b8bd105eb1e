"""The story page: every step with its words, quotation, picture and scene, in two languages."""

import csv
import json
import re
from html import unescape

import pytest

from geo.story import tell_story
from geo.tables import TABLES, columns


def steps_of(html):
    """Cut the page into its steps."""
    return re.findall(r'<section class="step" id="step-\d+".*?</section>', html, re.S)


@pytest.fixture(scope="module")
def told(catalogue):
    return tell_story(catalogue)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_step_quotes_its_rows_with_document_and_status(client, catalogue, told, prefix):
    sections = steps_of(client.get(f"{prefix}/story").text)

    assert len(sections) == len(told) == 8
    for step, section in zip(told, sections, strict=True):
        for evidence in step.rows:
            assert unescape(section).count(evidence.row.quote) >= 1
            source = catalogue.source(evidence.row.source)
            assert (source.short_en if prefix else source.short_zh) in unescape(section)
            assert f"/sources#{evidence.table}-{evidence.id}" in section
            assert f"is-{evidence.row.status}" in section


def test_every_step_has_a_still_picture_of_its_own(client, told):
    sections = steps_of(client.get("/story").text)

    for number, (step, section) in enumerate(zip(told, sections, strict=True), start=1):
        (picture,) = re.findall(r'<svg[^>]*class="picture.*?</svg>', section, re.S)
        assert picture.count('class="stroke"') == len(step.belts)
        assert picture.count('class="link"') == len(step.links)
        for site in step.sites:
            assert site.name_zh in picture
        assert set(re.findall(r'id="(step-\d+)-', picture)) <= {f"step-{number}"}


def test_the_citations_that_a_step_leads_to_exist(client):
    page = client.get("/story").text
    anchors = set(re.findall(r'/sources#([^"]+)"', page))

    assert len(anchors) > 10
    sources = client.get("/sources").text
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in sources] == []


def test_the_scenes_name_layers_and_maps_that_there_are(client, catalogue, app):
    page = client.get("/story").text
    settings = json.loads(re.search(r'id="settings">(.*?)</script>', page, re.S)[1])

    for scene in settings["steps"]:
        city = scene["map"].removeprefix("map_")
        assert f'id="{scene["map"]}"' in page
        known = app.extensions["maps"].parts(city, "zh").script
        for layer in [*scene["on"], *scene["faint"]]:
            assert f'"{layer}"' in known
        for place in scene["places"]:
            assert all(catalogue.site(member).city == city for member in place["members"])
    assert [scene["map"] for scene in settings["steps"]].count("map_shenzhen") == 1


def test_the_link_is_said_to_be_ours(client):
    zh, en = (steps_of(client.get(path).text)[2] for path in ("/story", "/en/story"))

    assert "没有文件写到这条线" in zh
    assert "No document draws this line" in en
    assert "is-editorial" in zh


def test_steps_lead_to_the_map_with_their_subject(client):
    links = [
        re.search(r'class="button is-quiet" href="([^"]+)"', section)[1]
        for section in steps_of(client.get("/en/story").text)
    ]

    assert links[0] == "/en/atlas/shanghai?sel=belt:west"
    assert unescape(links[5]) == "/en/atlas/shanghai?on=new-cities&sel=layer:new-cities"
    assert links[7] == "/en/atlas/shenzhen"


@pytest.fixture
def empty(make_app, folder):
    """An atlas whose tables hold districts only."""
    for table in TABLES.keys() - {"sources", "cities", "districts", "industries"}:
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow(columns(table))
    return make_app(ATLAS_CATALOGUE=folder).test_client()


def test_an_empty_catalogue_gets_an_explanation(empty):
    answer = empty.get("/story")

    assert answer.status_code == 200
    assert "empty-state" in answer.text
    assert "story.js" not in answer.text
    assert steps_of(answer.text) == []


def test_a_hostile_name_stays_text(make_app, folder, edit):
    edit("structures.csv", 4, "name_zh", "<script>alert(1)</script>{{7*7}}%(count)s")
    edit("belts.csv", 2, "name_zh", '"><img src=x onerror=alert(1)>')
    page = make_app(ATLAS_CATALOGUE=folder).test_client().get("/story").text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "{{7*7}}%(count)s" in unescape(page)


def test_the_page_is_small(client):
    import brotli

    assert len(brotli.compress(client.get("/story").data)) < 40_000
