import dataclasses
import json
import re
import threading

import folium
import pytest
from branca.element import Figure

from geo.catalogue import Catalogue, read_catalogue
from geo.errors import AtlasError, UnknownIdError
from layers.assets import UnvendoredAssetError
from layers.atlas_map import AtlasMap
from layers.base import AtlasLayer
from layers.basemaps import PRESETS
from layers.registry import layer_specs

HOSTILE = [
    "{{ 7*191000000 }}",
    "{% boom",
    "${alert(1)}",
    "`+alert(1)+`",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "\\x3cimg src=x onerror=alert(1)\\x3e",
    "'\"&\u2028\u2029",
]


def with_names(catalogue: Catalogue, text: str) -> Catalogue:
    """Put a text into every free-text column that reaches the map."""

    def renamed(table):
        return tuple(
            row.model_copy(
                update={
                    field: text
                    for field, value in row
                    if isinstance(value, str)
                    and field.startswith(("name", "short", "focus", "title", "label", "topic"))
                }
                | {"quote": text, "note": text}
            )
            for row in getattr(catalogue, table)
        )

    tables = ("cities", "districts", "industries", "belts", "structures", "sites", "scenarios")
    return dataclasses.replace(catalogue, **{table: renamed(table) for table in tables})


def data_in(page: str):
    (text,) = re.findall(r'<script type="application/json" id="atlas-data">(.*?)</script>', page)
    return json.loads(text)


def test_the_script_does_not_depend_on_any_text_of_the_catalogue(catalogue):
    """The first lock: names and quotations never meet a template."""
    script = AtlasMap(catalogue).parts().script

    assert "chip" in script
    for text in HOSTILE:
        assert AtlasMap(with_names(catalogue, text)).parts().script == script


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_reaches_the_browser_as_it_is_in_json(catalogue, text):
    page = AtlasMap(with_names(catalogue, text)).to_html()

    data = data_in(page)
    assert data["payload"]["districts"][0]["zh"] == text
    assert {row["zh"] for row in data["payload"]["industries"]} == {text}
    assert "<img" not in page.lower()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_city_is_escaped_in_the_title(catalogue, text):
    page = AtlasMap(with_names(catalogue, text), cities=["shanghai"]).to_html()

    (title,) = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
    assert "1337000000" not in title
    assert "<" not in title


def test_children_of_stock_folium_are_drawn_literally(catalogue):
    """The second lock, see test_literal for each spot."""
    atlas = AtlasMap(catalogue)
    folium.Marker((31, 121), popup="{{ 7*191000000 }}", tooltip="{% boom").add_to(atlas)
    folium.FeatureGroup(name="{{ unclosed").add_to(atlas)
    folium.LayerControl().add_to(atlas)

    page = atlas.to_html()

    for text in ("{{ 7*191000000 }}", "{% boom", "{{ unclosed"):
        assert text in page


def test_the_page_loads_nothing(catalogue):
    atlas = AtlasMap(catalogue)
    folium.LayerControl().add_to(atlas)
    page = atlas.to_html()
    # What a browser fetches: attributes of the markup and url() of styles, not text in scripts.
    markup = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", page, flags=re.DOTALL)

    assert not re.findall(r"""\b(?:src|href|action|data)\s*=""", markup)
    assert not re.findall(r"url\((?!['\"]?(?:data:|#))|@import", markup)


def test_the_page_has_language_title_and_charset(catalogue):
    page = AtlasMap(catalogue, cities=["shenzhen"], language="en").to_html()

    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<meta charset="utf-8">' in page
    assert "<title>Renxing Atlas · Shenzhen</title>" in page
    assert "user-scalable" not in page


def test_the_page_carries_the_topologies_of_its_cities_only(catalogue):
    data = data_in(AtlasMap(catalogue, cities=["shenzhen"]).to_html())

    (topology,) = data["topologies"]
    assert topology == json.loads(catalogue.boundaries.topology("440300"))
    assert [row["id"] for row in data["payload"]["cities"]] == ["shenzhen"]


def test_the_same_catalogue_gives_the_same_bytes(catalogue):
    def page():
        atlas = AtlasMap(read_catalogue())
        folium.LayerControl().add_to(atlas)
        return atlas.to_html()

    assert page() == page()


def test_rendering_twice_gives_the_same_bytes(catalogue):
    atlas = AtlasMap(catalogue)
    folium.Marker((31, 121), icon=folium.DivIcon(html="x"), popup="y").add_to(atlas)

    assert atlas.to_html() == atlas.to_html()


def test_save_writes_the_document(catalogue, tmp_path):
    atlas = AtlasMap(catalogue)
    atlas.save(str(tmp_path / "map.html"))

    assert (tmp_path / "map.html").read_text(encoding="utf-8") == atlas.to_html()


def test_a_notebook_shows_the_document(catalogue):
    assert "srcdoc=" in AtlasMap(catalogue)._repr_html_()


def test_layers_are_those_of_the_data(catalogue):
    for cities in (["shanghai"], ["shenzhen"], None):
        atlas = AtlasMap(catalogue, cities=cities)
        children = [
            child.layer_name for child in atlas._children.values() if isinstance(child, AtlasLayer)
        ]

        assert children == [row["id"] for row in atlas.data()["payload"]["layers"]]


def test_layers_can_be_chosen(catalogue):
    specs = [spec for spec in layer_specs(catalogue) if spec.id in {"districts", "parks"}]
    atlas = AtlasMap(catalogue, layers=specs)

    assert atlas.layer_ids == ("districts", "parks")
    assert [row["id"] for row in atlas.data()["payload"]["layers"]] == ["districts", "parks"]
    assert "industry" not in atlas.parts().script


def test_visible_decides_what_is_switched_on(catalogue):
    script = AtlasMap(catalogue, visible={"districts"}).parts().script

    assert re.findall(r"(\w+)\.addTo\(map_atlas\);", script) == ["atlas_districts"]


def test_visible_layers_default_to_what_each_layer_says(catalogue):
    shown = [spec.id for spec in layer_specs(catalogue) if spec.is_shown]
    script = AtlasMap(catalogue).parts().script

    added = re.findall(r"atlas_(\w+)\.addTo\(map_atlas\);", script)
    assert added == [name.replace("-", "_") for name in shown]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"cities": ["atlantis"]}, UnknownIdError, "atlantis"),
        ({"visible": {"nothing"}}, UnknownIdError, "'nothing': choose from districts"),
        ({"language": "fr"}, ValueError, "'fr' is none of zh, en"),
        ({"map_id": "x-1"}, ValueError, "'x-1'"),
        ({"map_id": "x;alert(1)"}, ValueError, "alert"),
    ],
)
def test_wrong_options_are_named(catalogue, options, error, message):
    with pytest.raises(error, match=re.escape(message)):
        AtlasMap(catalogue, **options)


def test_parts_have_no_inline_script(catalogue):
    parts = AtlasMap(catalogue, inline=False).parts()

    assert parts.head == ""
    assert "<script" not in parts.html
    assert not re.search(r"\son\w+=", parts.html)
    assert "popups" not in parts.script
    assert {asset.kind for asset in parts.styles} == {"css"}
    assert {asset.kind for asset in parts.scripts} == {"js"}


def test_map_id_names_the_container_and_the_variable(catalogue):
    parts = AtlasMap(catalogue, map_id="left").parts()

    assert 'id="map_left"' in parts.html
    assert parts.script.startswith('var map_left = L.map("map_left"')


def test_a_basemap_is_declared_with_its_datum_and_review_number(catalogue):
    amap = dataclasses.replace(PRESETS["amap"], attribution="<b>", review_number="GS(2023)1号")
    script = AtlasMap(catalogue, basemap=amap).parts().script

    assert '"datum": "GCJ-02"' in script
    assert json.dumps("&lt;b&gt; GS(2023)1号")[1:-1].replace("&", "\\u0026") in script


def test_the_lists_of_folium_stay_as_they_are(catalogue):
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    AtlasMap(catalogue).add_js_link("mine", "https://a.example/x.js")

    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert AtlasMap.default_js == []
    assert AtlasMap(catalogue).default_js == []


def test_a_link_of_ones_own_must_be_vendored_too(catalogue):
    atlas = AtlasMap(catalogue)
    atlas.add_js_link("mine", "https://a.example/x.js")

    with pytest.raises(UnvendoredAssetError, match=r"layers\.AtlasMap.*https://a\.example/x\.js"):
        atlas.to_html()


def test_another_figure_is_refused(catalogue):
    figure = Figure()
    figure.add_child(AtlasMap(catalogue))

    with pytest.raises(AtlasError, match="its own figure"):
        figure.render()


def test_stock_maps_are_drawn_as_ever_meanwhile(catalogue):
    """No process-wide change: a stock map in another thread still compiles its texts."""
    stop = threading.Event()
    wrong = []

    def stock():
        while not stop.is_set():
            m = folium.Map((31, 121), tiles=None)
            folium.Marker((31, 121), popup="{{ 7*191000000 }}").add_to(m)
            page = m.get_root().render()
            if "1337000000" not in page or "leaflet@1.9.3" not in page:
                wrong.append(page)

    thread = threading.Thread(target=stock)
    thread.start()
    try:
        for _ in range(5):
            atlas = AtlasMap(catalogue)
            folium.Marker((31, 121), popup="{{ 7*191000000 }}").add_to(atlas)
            assert "1337000000" not in atlas.parts().script
    finally:
        stop.set()
        thread.join()

    assert wrong == []
