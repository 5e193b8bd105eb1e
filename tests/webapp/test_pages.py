import json
import re

import pytest

from webapp import create_app

PAGES = ["/atlas/shanghai", "/atlas/shenzhen", "/atlas/both", "/sources"]


def embedded(page, element_id):
    """Read the JSON that a page carries in a script element."""
    pattern = rf'<script type="application/json" id="{element_id}">(.*?)</script>'
    (text,) = re.findall(pattern, page, re.DOTALL)
    return json.loads(text)


@pytest.mark.parametrize(
    ("path", "target"),
    [("/", "/atlas/shanghai"), ("/en/", "/en/atlas/shanghai"), ("/en", "/en/")],
)
def test_home_leads_to_the_first_city_in_the_same_language(client, path, target):
    response = client.get(path)

    assert response.status_code in (302, 308)
    assert response.location.removeprefix("http://localhost") == target


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("prefix", "lang"), [("", "zh-CN"), ("/en", "en")])
def test_a_page_declares_its_language(client, path, prefix, lang):
    response = client.get(prefix + path)

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert f'<html lang="{lang}">' in response.text
    assert response.headers["Content-Language"] == lang


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_is_the_same_every_time_and_checked_for_news(client, path, prefix):
    first, second = client.get(prefix + path), client.get(prefix + path)

    assert first.data == second.data
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["ETag"]


def test_an_unchanged_page_is_not_sent_again(client):
    etag = client.get("/sources").headers["ETag"]
    response = client.get("/sources", headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.data == b""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_has_no_inline_script_or_handler(client, path, prefix):
    page = client.get(prefix + path).text

    scripts = re.findall(r"<script\b[^>]*>", page)
    assert all(" src=" in tag or 'type="application/json"' in tag for tag in scripts)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", page)
    assert "javascript:" not in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_has_one_heading_one_main_and_no_id_twice(client, path, prefix):
    page = client.get(prefix + path).text
    ids = re.findall(r'\sid="([^"]*)"', page)

    assert page.count("<main ") == page.count("<h1") == 1
    assert sorted(set(ids)) == sorted(ids)
    assert all(ids)
    assert not any(re.search(r"\s", name) for name in ids)


@pytest.mark.parametrize("view", ["shanghai", "shenzhen", "both"])
@pytest.mark.parametrize(("prefix", "other"), [("", "/en"), ("/en", "")])
def test_the_other_language_is_one_link_away(client, view, prefix, other):
    page = client.get(f"{prefix}/atlas/{view}").text
    (link,) = re.findall(r'<a [^>]*id="language"[^>]*>', page)

    assert f'href="{other}/atlas/{view}"' in link
    assert "data-keep" in link


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_cities_are_one_link_away(client, prefix):
    page = client.get(f"{prefix}/atlas/shenzhen").text

    for view in ("shanghai", "shenzhen", "both"):
        assert f'href="{prefix}/atlas/{view}"' in page
    assert page.count('aria-current="page"') == 1
    assert re.search(r'href="[^"]*/atlas/shenzhen" aria-current="page"', page)


def test_the_editions_are_those_of_the_documents(client):
    page = client.get("/atlas/shanghai").text

    assert re.findall(r'data-edition="([^"]*)"', page) == ["", "2018", "2021", "2023"]


@pytest.mark.parametrize(
    ("view", "maps"), [("shanghai", 1), ("shenzhen", 1), ("both", 2)]
)  # fmt: skip
def test_a_view_has_a_map_for_each_city(client, view, maps):
    page = client.get(f"/atlas/{view}").text

    assert page.count('class="folium-map"') == maps
    assert len(re.findall(r'<script defer src="/assets/[0-9a-f]+/map-', page)) == maps
    assert len(re.findall(r'data-atlas="[a-z]+" href="/assets/[0-9a-f]+/data-', page)) == maps
    assert len(re.findall(r'data-atlas="[a-z]+" href="/assets/[0-9a-f]+/districts-', page)) == maps


def test_the_map_speaks_the_language_of_the_page(client):
    assert "-zh.js" in client.get("/atlas/shanghai").text
    assert "-en.js" in client.get("/en/atlas/shanghai").text
    assert "-zh.js" not in client.get("/en/atlas/shanghai").text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_settings_lead_somewhere(client, prefix):
    settings = embedded(client.get(f"{prefix}/atlas/both").text, "settings")

    assert settings["view"] == "both"
    assert list(settings["atlases"]) == ["shanghai", "shenzhen", "both"]
    assert settings["sources"] == f"{prefix}/sources"
    assert settings["basemaps"] == []
    assert client.get(settings["search"]).status_code == 200


def test_the_scripts_get_their_words_in_the_page_s_language(client):
    zh = embedded(client.get("/atlas/shanghai").text, "strings")
    en = embedded(client.get("/en/atlas/shanghai").text, "strings")

    assert zh.keys() == en.keys()
    assert (zh["unlisted"], en["unlisted"]) == ("文件未列", "Not listed in the documents")


def test_basemaps_reach_the_page_with_their_datum(make_app, tmp_path):
    path = tmp_path / "basemaps.toml"
    path.write_text('[[basemap]]\npreset = "amap"\nreview_number = "GS(1)"\n', encoding="utf-8")
    page = make_app(ATLAS_BASEMAPS=path).test_client().get("/en/atlas/shanghai").text

    (basemap,) = embedded(page, "settings")["basemaps"]
    assert (basemap["id"], basemap["datum"], basemap["review"]) == ("amap", "GCJ-02", "GS(1)")
    assert basemap["name"] == ["高德地图", "AMap"]


def test_without_a_review_number_the_map_is_called_a_sketch(client, make_app):
    reviewed = make_app(ATLAS_REVIEW_NUMBER="沪S(2024)1号").test_client()

    assert "示意图" in client.get("/atlas/shanghai").text
    assert "Sketch map, not reviewed" in client.get("/en/atlas/shanghai").text
    page = reviewed.get("/atlas/shanghai").text
    assert '<span class="review" id="review">沪S(2024)1号</span>' in page


def test_without_scripts_the_tables_are_shown(client):
    """Every district with what it specialises in; 青浦 as 文件未列; every place."""
    page = client.get("/atlas/shanghai").text
    (tables,) = re.findall(r"<noscript>(<section.*?)</noscript>", page, re.DOTALL)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td>', tables, re.DOTALL)
    found = {name: text.strip() for name, text in rows}

    assert found["徐汇区"] == "智能医疗、智能芯片设计、智能安防"
    assert found["青浦区"] == "文件未列"
    assert found["长阳创谷"] == "杨浦区"
    assert "南山区" not in found


def test_without_scripts_both_cities_have_tables_in_english(client):
    page = client.get("/en/atlas/both").text
    (tables,) = re.findall(r"<noscript>(<section.*?)</noscript>", page, re.DOTALL)

    assert "Xuhui District" in tables
    assert "Nanshan District" in tables
    assert tables.count("Not listed in the documents") == 10
    assert "Intelligent healthcare, Intelligent chip design" in tables


def test_a_hostile_table_is_text_on_every_page(make_app, folder, edit):
    """Somebody else's catalogue: markup, Jinja and script ends stay what they are."""
    hostile = "</script><img src=x onerror=alert(1)>{{ 7*191 }}"
    edit("districts.csv", 2, "name_zh", hostile)
    edit("sites.csv", 2, "name_zh", hostile)
    edit("scenarios.csv", 2, "name_zh", hostile)
    edit("sources.csv", 2, "title_zh", hostile)
    client = make_app(ATLAS_CATALOGUE=folder).test_client()

    for path in ("/atlas/shanghai", "/atlas/both", "/sources"):
        page = client.get(path).text
        assert "onerror=alert" in page
        assert "<img" not in page
        assert "{{ 7*191 }}" in page
        assert "1337" not in page


def test_healthz_names_the_catalogue_it_holds(client, app):
    response = client.get("/healthz")

    assert response.json == {
        "status": "ok",
        "catalogue": app.extensions["catalogue"].fingerprint,
        "districts": 25,
    }
    assert response.headers["Cache-Control"] == "no-store"


def test_the_atlas_of_another_city_is_one_folder(folder, monkeypatch):
    """A catalogue of one city has one view and no "both"."""
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        kept = [line for line in lines if "shenzhen" not in line and "4403" not in line]
        path.write_text("".join(kept), encoding="utf-8-sig")
    monkeypatch.setenv("ATLAS_CATALOGUE", str(folder))
    app = create_app()
    client = app.test_client()

    assert "error" not in app.extensions
    assert client.get("/").location.endswith("/atlas/shanghai")
    assert client.get("/atlas/both").status_code == 404
    assert "南山区" not in client.get("/atlas/shanghai").text


@pytest.mark.parametrize(
    ("path", "title"),
    [("/atlas/both", "人形图 · 双城 ↗"), ("/en/atlas/both", "Renxing Atlas · Both cities ↗")],
)
def test_a_framed_map_names_the_atlas_in_the_page_s_language(client, path, title):
    assert re.findall(r'id="whole"[^>]*>([^<]*)<', client.get(path).text) == [title]
