"""The editions pages: pairs of years, both map states, every change with its words and source."""

import dataclasses
import re
from html import unescape
from itertools import combinations

import brotli
import pytest

from geo.editions import changes_of, editions_of
from webapp.reading.editions import paths


def text_of(client, path):
    return unescape(client.get(path).text)


def test_there_is_a_page_for_every_city_and_pair(client, catalogue):
    found = paths(catalogue)
    years = [row.year for row in editions_of(catalogue, "shanghai")]
    pairs = [f"/editions/shanghai/{one}-{other}" for one, other in combinations(years, 2)]
    assert found == ["/editions", "/editions/shanghai", *pairs, "/editions/shenzhen"]
    for path in found:
        for prefix in ("", "/en"):
            answer = client.get(prefix + path)
            assert answer.status_code == 200
            assert len(brotli.compress(answer.data)) < 60_000


def test_it_opens_at_the_first_city_that_can_be_compared(client):
    assert "版本 · 上海市" in text_of(client, "/editions")


def test_the_table_shows_every_change_with_its_state(client, catalogue):
    page = text_of(client, "/editions/shanghai")
    table = re.search(r'<table class="changes">.*?</table>', page, re.S)[0]
    states = re.findall(r'<tr class="is-([a-z-]+)">', table)
    assert states == [change.state for change in changes_of(catalogue, "shanghai")]
    for word in ("改写", "新增", "前后都有", "后无条目"):
        assert word in table


def test_a_rewording_is_marked_editorial_with_its_reason(client, catalogue):
    page = text_of(client, "/editions/shanghai")
    for pair in catalogue.rewordings:
        row = next(text for text in page.split("<tr ") if f"#rewordings-{pair.id}" in text)
        assert row.startswith('class="is-reworded"')
        assert pair.note in row
        assert "is-editorial" in row


def test_wordings_are_quoted_and_lead_to_their_document(client, catalogue):
    page = text_of(client, "/editions/shanghai")
    for structure in ("renxing", "east-west"):
        row = catalogue.structure(structure)
        assert row.quote in page
        assert f"/sources#structures-{structure}" in page


def test_missing_entries_are_not_called_dropped(client):
    page = text_of(client, "/en/editions/shanghai")
    assert "no entry" in page
    assert "not that something was withdrawn" in page
    assert "dropped" not in page.lower()


def test_two_map_states_show_what_their_years_say(client):
    page = text_of(client, "/editions/shanghai/2018-2021")
    old, new = re.findall(r'<figure class="locator state".*?</figure>', page, re.S)
    assert 'data-year="2018"' in old
    assert 'class="stroke"' in old
    assert 'class="stroke"' not in new
    assert "嘉定新城" in new
    assert "嘉定新城" not in old
    assert set(re.findall(r'fill="url\(#(year-2021-[^)]+)\)"', new)) == {"year-2021-none"}
    for figure, year in ((old, 2018), (new, 2021)):
        assert f"/atlas/shanghai?edition={year}" in figure


def test_a_city_with_one_edition_is_not_compared(client):
    page = text_of(client, "/editions/shenzhen")
    assert "只有一个年份的文件" in page
    assert 'id="slider"' not in page
    assert page.count('<figure class="locator state"') == 1
    assert "河套" in page
    assert "新增" not in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/editions/atlantis", "没有“atlantis”这个城市，可用的有：shanghai, shenzhen"),
        ("/en/editions/atlantis", "There is no city “atlantis”. Allowed: shanghai, shenzhen."),
        ("/editions/shanghai/2018-2020", "可用的有：2018-2021, 2018-2023, 2021-2023"),
        ("/en/editions/shanghai/2021-2018", "The editions 2021-2018 are not a pair"),
        ("/en/editions/shenzhen/2018-2023", "Allowed: —"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(client, path, said):
    answer = client.get(path)
    assert answer.status_code == 404
    assert said in unescape(answer.text)


def test_a_catalogue_without_documents_is_told_what_to_fill_in(app, catalogue, monkeypatch):
    empty = dataclasses.replace(
        catalogue,
        structures=(), belts=(), belt_members=(), strokes=(), sites=(), specialisations=(),
        scenarios=(), targets=(), rewordings=(),
    )  # fmt: skip
    monkeypatch.setitem(app.extensions, "catalogue", empty)
    html = app.test_client().get("/editions").text
    assert "empty-state" in html
    assert "sources.csv" in html
    assert "<table" not in html
