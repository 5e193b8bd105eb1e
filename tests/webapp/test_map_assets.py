import json
import re

import pytest

from layers.payload import map_payload
from webapp.assets import Assets
from webapp.i18n import LANGUAGES
from webapp.map_assets import CityMaps, map_id


@pytest.fixture(scope="module")
def assets(app):
    return app.extensions["assets"]


@pytest.fixture
def text(assets):
    """Read an asset by its name."""

    def text(name):
        return assets.find(assets.url(name).split("/")[2], name).body.decode()

    return text


@pytest.mark.parametrize(("city", "name"), [("shanghai", "shanghai"), ("hong-kong", "hong_kong")])
def test_map_id_can_name_a_variable(city, name):
    assert map_id(city) == name
    assert map_id(city).isidentifier()


def test_every_city_has_its_files_in_both_languages(assets):
    made = [name for name in assets.names() if "/" not in name and not name.endswith(".svg")]

    assert sorted(made) == sorted(
        ["atlas-map.js", "atlas-map.css", "map.css", "search.json"]
        + [
            f"{kind}-{city}.json"
            for kind in ("districts", "data")
            for city in ("shanghai", "shenzhen")
        ]
        + [f"map-{city}-{lang}.js" for city in ("shanghai", "shenzhen") for lang in LANGUAGES]
    )


def test_the_data_is_the_payload_of_one_city(text, catalogue):
    for city in ("shanghai", "shenzhen"):
        assert json.loads(text(f"data-{city}.json")) == json.loads(
            json.dumps(map_payload(catalogue, [city]))
        )


@pytest.mark.parametrize(
    ("city", "adcode", "count"), [("shanghai", "310000", 16), ("shenzhen", "440300", 9)]
)
def test_the_geometry_is_the_web_level_as_it_is(text, catalogue, city, adcode, count):
    written = text(f"districts-{city}.json")

    assert written.encode() == catalogue.boundaries.topology(adcode)
    assert len(json.loads(written)["objects"]["districts"]["geometries"]) == count


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_s_script_makes_its_own_map(text, lang):
    script = text(f"map-shenzhen-{lang}.js")

    assert 'var map_shenzhen = L.map("map_shenzhen"' in script
    assert "shanghai" not in script
    assert f'"language": "{lang}"' in script


def test_the_two_languages_differ_in_words_only(text):
    zh, en = text("map-shanghai-zh.js"), text("map-shanghai-en.js")

    assert zh != en
    assert re.findall(r"L\.atlas\.layer\(.*?\)", zh, re.S) == re.findall(
        r"L\.atlas\.layer\(.*?\)", en, re.S
    )


def test_scripts_carry_no_name_of_the_catalogue(text, catalogue):
    """Names travel as JSON; the script is slugs and numbers."""
    for city in ("shanghai", "shenzhen"):
        script = text(f"map-{city}-zh.js")
        assert not any(row.name_zh in script for row in (*catalogue.sites, *catalogue.districts))


def test_libraries_come_before_what_needs_them(text):
    bundle = text("atlas-map.js")
    order = [
        bundle.index(mark)
        for mark in ("Leaflet 1.9", "topojson", "L.atlas={", "L.atlas.kinds.districts=")
    ]

    assert order == sorted(order)


def test_the_bundle_needs_no_jquery_or_bootstrap(text):
    assert "jQuery" not in text("atlas-map.js")
    assert "bootstrap" not in text("atlas-map.css")


def test_a_map_is_drawn_once(catalogue, monkeypatch):
    drawn = []

    class Counted:
        def __init__(self, *_, cities, language, **__):
            drawn.append((cities, language))

        def parts(self):
            return object()

    monkeypatch.setattr("webapp.map_assets.AtlasMap", Counted)
    maps = CityMaps(catalogue)

    assert maps.parts("shanghai", "zh") is maps.parts("shanghai", "zh")
    assert maps.parts("shanghai", "zh") is not maps.parts("shanghai", "en")
    assert drawn == [(["shanghai"], "zh"), (["shanghai"], "en")]


def test_nothing_is_drawn_before_it_is_asked_for(catalogue, monkeypatch, app):
    monkeypatch.setattr("webapp.map_assets.AtlasMap", None)
    before = app.jinja_env.globals["asset_url"]
    assets = Assets(app)
    app.jinja_env.globals["asset_url"] = before
    CityMaps(catalogue).register(assets)

    assert "atlas-map.js" in assets.names()


def test_the_styles_of_the_map_come_alone_for_pages_with_styles_of_their_own(text):
    assert ".atlas-district" in text("map.css")
    assert ".leaflet-container" in text("map.css")
    assert "body.atlas" not in text("map.css")
    assert "body.atlas" in text("atlas-map.css")
