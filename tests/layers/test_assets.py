import json
import re
from pathlib import Path

import folium
import pytest
from folium import plugins

from layers.assets import (
    STATIC,
    VENDOR,
    Asset,
    AssetError,
    UnvendoredAssetError,
    data_uri,
    library_folder,
    map_assets,
    script_text,
    style_text,
    vendored,
    vendored_urls,
)

SUPPORTED = [
    folium.TopoJson,
    plugins.HeatMap,
    plugins.MarkerCluster,
    plugins.FastMarkerCluster,
    plugins.Fullscreen,
    plugins.MiniMap,
    plugins.StripePattern,
    plugins.CirclePattern,
]


def stylesheet(folder: Path, css: str) -> Asset:
    path = folder / "library-1" / "style.css"
    path.parent.mkdir(parents=True)
    path.write_text(css, encoding="utf-8")
    return Asset("css", "style", path)


@pytest.mark.parametrize("element", SUPPORTED)
def test_vendored_covers_the_supported_plugins(element):
    urls = [url for _, url in (*element.default_js, *element.default_css)]

    assert urls
    for url in urls:
        assert vendored(url, wanted_by=element.__name__).path.is_file()


def test_vendored_of_an_unknown_url_names_url_class_and_remedy():
    url = "https://elsewhere.example/draw.js"

    with pytest.raises(UnvendoredAssetError) as caught:
        vendored(url, wanted_by="folium.Draw")

    for part in (url, "folium.Draw", "libraries.toml", "make vendor"):
        assert part in str(caught.value)


def test_vendored_urls_without_manifest_says_what_to_run(tmp_path):
    with pytest.raises(AssetError, match="make vendor"):
        vendored_urls(tmp_path)


def test_vendored_urls_reads_the_manifest(tmp_path):
    file = {"path": "a.min.js", "replaces": ["u"]}
    manifest = {"libraries": [{"name": "lib", "folder": "lib-1", "files": [file]}]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    assert vendored_urls(tmp_path) == {"u": Asset("js", "a", tmp_path / "lib-1" / "a.min.js")}


def test_library_folder_of_an_unknown_library_names_the_known():
    with pytest.raises(AssetError, match=r"'bootstrap' is not vendored.*leaflet"):
        library_folder("bootstrap")


def test_map_assets_exist_and_are_neither_jquery_nor_bootstrap():
    assets = map_assets()

    assert all(asset.path.is_file() for asset in assets)
    assert [asset.name for asset in assets][:2] == ["leaflet", "leaflet-atlas"]
    assert not {"jquery", "bootstrap"} & {asset.name for asset in assets}


def test_map_assets_load_the_runtime_as_its_readme_orders_it():
    readme = (STATIC / "leaflet-atlas" / "README.md").read_text()
    order = re.findall(r"^\| `([a-z]+)\.js`", readme, re.MULTILINE)
    runtime = [asset.name for asset in map_assets() if asset.path.parent.name == "leaflet-atlas"]

    assert runtime == ["leaflet-atlas", *order]


def test_read_of_a_missing_file_names_it(tmp_path):
    with pytest.raises(AssetError, match="gone.js is missing"):
        Asset("js", "gone", tmp_path / "gone.js").read()


@pytest.mark.parametrize(
    ("code", "safe"),
    [
        ("'</script>'", r"'<\/script>'"),
        ("`</SCRIPT >`", r"`<\/SCRIPT >`"),
        ("'<!-- <script>'", r"'<\!-- <script>'"),
        ("a < b", "a < b"),
    ],
)
def test_script_text_hides_what_ends_a_script(code, safe):
    assert script_text(code) == safe


def test_style_text_hides_what_ends_a_style():
    assert style_text("a{content:'</style>'}") == r"a{content:'<\/style>'}"


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_inline_turns_images_into_data(tmp_path, quote):
    asset = stylesheet(tmp_path, f"a {{ background: url({quote}images/dot.png{quote}) }}")
    image = asset.path.parent / "images" / "dot.png"
    image.parent.mkdir()
    image.write_bytes(b"dot")

    assert asset.inline() == 'a { background: url("data:image/png;base64,ZG90") }'


@pytest.mark.parametrize("target", ["data:image/png;base64,AA==", "#default#VML"])
def test_inline_leaves_data_and_fragments(tmp_path, target):
    css = f"a {{ background: url({target}) }}"

    assert stylesheet(tmp_path, css).inline() == css


@pytest.mark.parametrize(
    "target",
    [
        "https://a.example/x.png",
        "//a.example/x.png",
        "missing.png",
        "../../../etc/hostname",
        "/x.png",
    ],
)
def test_inline_refuses_what_is_not_vendored(tmp_path, target):
    asset = stylesheet(tmp_path, f"a {{ background: url({target}) }}")

    with pytest.raises(AssetError, match=re.escape(target)):
        asset.inline()


def test_inline_refuses_a_file_outside_the_static_folder(tmp_path):
    asset = stylesheet(tmp_path / "static", "a { background: url(../../secret.png) }")
    (tmp_path / "secret.png").write_bytes(b"secret")

    with pytest.raises(AssetError, match="secret"):
        asset.inline()


def test_data_uri_names_the_types_it_knows(tmp_path):
    with pytest.raises(AssetError, match=r"\.png"):
        data_uri(tmp_path / "x.exe")


@pytest.mark.parametrize("path", sorted(VENDOR.rglob("*.css")), ids=lambda path: path.name)
def test_every_vendored_style_sheet_can_be_inlined(path):
    text = Asset("css", path.stem, path).inline()

    assert not re.findall(r"url\((?!['\"]?(?:data:|#))", text)
