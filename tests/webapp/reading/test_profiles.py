"""Profiles: every fact with its source, honest gaps, errors that help, any content."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.catalogue import Catalogue
from webapp.reading import profiles

MOST_BYTES = 60_000


def text_of(page: str) -> str:
    """Return what a page says, without markup and with single blanks."""
    inside = page.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def test_there_is_a_page_for_every_row(catalogue: Catalogue) -> None:
    paths = profiles.paths(catalogue)
    tables = (catalogue.cities, catalogue.districts, catalogue.industries, catalogue.sites)
    assert len(paths) == len(set(paths)) == sum(map(len, tables))
    assert {"/district/310104", "/industry/retail", "/site/sh-maqiao", "/city/shenzhen"} <= set(
        paths
    )


def test_every_page_answers_in_both_languages_and_is_small(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    for path in profiles.paths(catalogue):
        for prefix in ("", "/en"):
            answer = client.get(prefix + path)
            assert answer.status_code == 200, path
            assert len(brotli.compress(answer.data, quality=5)) < MOST_BYTES, path
            ids = re.findall(r' id="([^"]+)"', answer.text)
            assert len(ids) == len(set(ids)), path


def test_a_district_has_its_specialisations_with_quote_and_document(client: FlaskClient) -> None:
    page = client.get("/district/310104").text
    assert (
        text_of(page).count("徐汇区 智能医疗 智能芯片设计 智能安防") == 1
    )  # one quotation for three
    assert 'href="/sources#specialisations-310104-healthcare"' in page
    assert 'href="/industry/healthcare"' in page
    assert "第 5 位，共 7 位" in page
    assert 'href="/atlas/shanghai?sel=district:310104"' in page
    assert "54.76 km²" in page
    assert 'href="/sources#areas-310104"' in page


def test_neighbours_and_similar_districts_lead_on_and_to_comparisons(client: FlaskClient) -> None:
    page = client.get("/en/district/310104").text
    for other in ("310101", "310105", "310106", "310112", "310115"):
        assert f'href="/en/district/{other}"' in page
        assert f'href="/en/compare?d=310104,{other}"' in page
    assert "Jaccard index" in page
    assert "2 / 3 = 0.67" in page


@pytest.mark.parametrize("path", ["/en/district/310118", "/en/district/440305"])
def test_not_listed_is_explained_and_never_zero(client: FlaskClient, path: str) -> None:
    text = text_of(client.get(path).text)
    assert "None of the 5 policy documents of this atlas assigns a specialisation" in text
    assert "not the same as a similarity of 0" in text
    assert "= 0.00" not in text
    assert "Specialisations 0" not in text


def test_a_district_without_neighbours_says_so(client: FlaskClient) -> None:
    assert (
        "no district of the city shares a border with it" in client.get("/en/district/310151").text
    )


def test_distances_are_told_with_their_error(client: FlaskClient) -> None:
    text = text_of(client.get("/en/site/sh-zhangjiang").text)
    assert "Zhangjiang AIsland at most 5.5 km" in text
    assert re.search(r"Yuyuan about 10\.\d km ± 3\.8", text)


def test_a_place_shows_its_circle_to_scale(client: FlaskClient, catalogue: Catalogue) -> None:
    page = client.get("/site/sh-zhangjiang").text
    assert page.count('class="area"') == 2  # from near and in the city
    assert "半径 3.5 km，按比例画出" in page
    assert "圆圈比圆点还小" in client.get("/site/sh-hp-first-congress").text
    assert "121.58800, 31.19000" in page
    assert 'href="/sources#positions-sh-zhangjiang"' in page
    assert catalogue.site("sh-zhangjiang").position_source.split('"')[0] in html.unescape(page)


def test_a_note_of_the_tables_is_named_as_one_and_keeps_its_language(client: FlaskClient) -> None:
    page = client.get("/site/sh-lingang").text
    assert "，由此推算" in page
    assert page.count('研究笔记（照录）：<q lang="en">') == 2  # position and area
    english = client.get("/en/site/sh-lingang").text
    assert ", derived from it" in english
    assert 'Research note, as recorded: <q lang="en">derived: metro 滴水湖' in english
    assert "derived from it" not in client.get("/en/site/sh-zhangjiang").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("derived: metro 滴水湖, checked against 临港大道", "en"),
        ("依据 OSM 的地铁站位置推算，两站之间取中点", "zh-CN"),
        ("", "en"),
    ],
)
def test_the_language_of_a_note(text: str, expected: str) -> None:
    assert profiles.language_of(text) == expected


def test_the_notes_of_the_atlas_are_english_however_many_streets_they_name(
    catalogue: Catalogue,
) -> None:
    notes = [note for row in catalogue.sites for note in (row.position_source, row.area_source)]
    assert {profiles.language_of(note) for note in notes} == {"en"}


def test_targets_stand_in_time_and_only_like_has_bars(client: FlaskClient) -> None:
    page = client.get("/city/shanghai").text
    assert page.count('class="aim"') == 18
    assert page.count('class="bars"') == 1
    assert page.count('class="when"') == 18
    bars = re.findall(r'<rect width="([\d.]+)" height="8"', page)
    assert bars == ["100.0", "10.0"]
    assert client.get("/city/shenzhen").text.count('class="when no-year"') == 2


def test_a_city_names_responsible_units_measures_and_rules(client: FlaskClient) -> None:
    page = text_of(client.get("/city/shenzhen").text)
    assert (
        "责任单位: 市卫生健康委" in page
        or "责任单位：市卫生健康委" in page
        or "市卫生健康委" in page
    )
    assert "18. 加强安全监管" in page
    rules = text_of(client.get("/city/shanghai").text)
    assert "一般项目的支持金额 不超过 300 万元" in rules


def test_an_industry_lists_its_districts_each_with_its_phrase(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    page = client.get("/industry/chip-design").text
    rows = [row for row in catalogue.specialisations if row.industry == "chip-design"]
    for row in rows:
        assert f'href="/sources#specialisations-{row.district}-chip-design"' in page
        assert row.quote in page
    assert page.count("<figure") == len(catalogue.cities)


def test_the_order_of_pages_can_be_walked(client: FlaskClient, catalogue: Catalogue) -> None:
    path, seen = "/en/district/310101", []
    while path:
        seen.append(path)
        found = re.search(r'rel="next" href="([^"]+)"', client.get(path).text)
        path = found[1] if found else ""
    assert seen == [f"/en/district/{row.adcode}" for row in catalogue.districts_of("shanghai")]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/district/310103", "310104 徐汇区"),
        ("/industry/chip", "chip-design 智能芯片设计"),
        ("/site/sh-zhangjang", "sh-zhangjiang 浦东张江"),
        ("/city/shang-hai", "shanghai 上海市"),
    ],
)
def test_a_wrong_id_is_answered_with_the_nearest(
    client: FlaskClient, path: str, nearest: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert nearest in answer.text
    english = client.get(f"/en{path}")
    assert english.status_code == 404
    assert "Nearest of" in english.text


def test_a_hostile_id_stays_text(client: FlaskClient) -> None:
    answer = client.get("/district/%3Cscript%3Ealert(1)%3Cscript%3E{{7*7}}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "{{7*7}}" in answer.text


def test_hostile_tables_stay_text(
    make_app: Callable[..., Flask], folder: Path, edit: Callable[[str, int, str, str], None]
) -> None:
    hostile = '</svg></title><img src=x onerror=alert(1)>{{ 7*191 }}"'
    edit("districts.csv", 3, "name_zh", hostile)
    edit("districts.csv", 3, "short_zh", hostile)
    edit("sites.csv", 2, "name_zh", hostile)
    edit("targets.csv", 2, "topic_zh", hostile)
    edit("scenarios.csv", 2, "name_zh", hostile)
    client = make_app(ATLAS_CATALOGUE=folder).test_client()
    for path in (
        "/district/310104",
        "/site/sh-zhangjiang",
        "/city/shanghai",
        "/compare?d=310104,310105",
    ):
        page = client.get(path).text
        assert "<img" not in page, path
        assert "onerror=alert" in page, path
        assert "1337" not in page, path


def test_empty_tables_are_explained(make_app: Callable[..., Flask], folder: Path) -> None:
    for name in (
        "specialisations",
        "scenarios",
        "targets",
        "measures",
        "fund_rules",
        "rewordings",
    ):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8-sig").splitlines()[0] + "\n", "utf-8-sig")
    client = make_app(ATLAS_CATALOGUE=folder).test_client()
    assert "No document assigns this industry" in client.get("/en/industry/retail").text
    page = client.get("/en/city/shanghai")
    assert page.status_code == 200
    assert "Targets" not in text_of(page.text)
    assert client.get("/en/district/310104").status_code == 200
