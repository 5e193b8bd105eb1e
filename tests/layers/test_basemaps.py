import dataclasses

import pytest

from layers.basemaps import DATUMS, PRESETS, Basemap, BasemapError, read_basemaps

OWN = """
[[basemap]]
id = "city"
name_zh = "城市底图"
name_en = "City basemap"
url = "/tiles/{z}/{x}/{y}.png"
datum = "WGS-84"
attribution = "测绘院"
"""


@pytest.fixture
def read(tmp_path):
    """Read a configuration that is given as text."""

    def read(text):
        path = tmp_path / "basemaps.toml"
        path.write_text(text, encoding="utf-8")
        return read_basemaps(path)

    return read


def test_without_a_file_there_is_no_basemap():
    assert read_basemaps(None) == ()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "basemap = []\n"])
def test_an_empty_file_gives_no_basemap(read, text):
    assert read(text) == ()


def test_a_preset_needs_no_more_than_its_key(read):
    (basemap,) = read(
        '[[basemap]]\npreset = "tianditu"\nkey = "abc"\nreview_number = "GS(2024)1号"'
    )

    assert basemap == dataclasses.replace(
        PRESETS["tianditu"], key="abc", review_number="GS(2024)1号"
    )


def test_a_preset_can_be_changed(read):
    (basemap,) = read('[[basemap]]\npreset = "osm"\nid = "mirror"\nmax_zoom = 15')

    assert (basemap.id, basemap.max_zoom) == ("mirror", 15)
    assert basemap.url == PRESETS["osm"].url


def test_a_basemap_of_one_s_own(read):
    (basemap,) = read(OWN)

    assert basemap == Basemap(
        "city", "城市底图", "City basemap", "/tiles/{z}/{x}/{y}.png", "WGS-84", "测绘院"
    )


def test_several_are_read_in_order(read):
    found = read(OWN + '[[basemap]]\npreset = "amap"\n')

    assert [row.id for row in found] == ["city", "amap"]


def test_subdomains_become_a_tuple(read):
    (basemap,) = read(OWN.replace("/tiles", "https://{s}.tiles") + 'subdomains = ["a", "b1"]\n')

    assert basemap.subdomains == ("a", "b1")


def test_the_key_goes_into_every_address(read):
    (basemap,) = read('[[basemap]]\npreset = "tianditu"\nkey = "abc"\n')
    ground, names = basemap.tile_urls()

    assert ground.endswith("&tk=abc")
    assert names.endswith("&tk=abc")
    assert "LAYER=vec" in ground
    assert "LAYER=cva" in names


def test_a_service_without_names_of_its_own_has_one_address():
    assert PRESETS["osm"].tile_urls() == (PRESETS["osm"].url,)


@pytest.mark.parametrize(("preset", "datum"), [("tianditu", "WGS-84"), ("osm", "WGS-84")])
def test_services_in_wgs_84(preset, datum):
    assert PRESETS[preset].datum == datum


def test_amap_is_in_gcj_02():
    """Taken for WGS-84 its tiles would lie 220 to 600 m off."""
    assert PRESETS["amap"].datum == "GCJ-02"


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_pass_their_own_rules(read, preset):
    assert read(f'[[basemap]]\npreset = "{preset}"\nkey = "abc"')


def test_an_address_is_needed(read):
    with pytest.raises(BasemapError, match="must start with https://host/"):
        read('[[basemap]]\npreset = "osm"\nurl = ""')


def test_presets_are_complete():
    for name, row in PRESETS.items():
        assert row.id == name
        assert row.datum in DATUMS
        assert row.attribution
        assert row.url.startswith("https://")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[basemap]]\npreset = 'bing'", r"basemap 1: unknown preset 'bing'; known: tianditu, osm"),
        ("[[basemap]]\npreset = ['osm']", r"unknown preset \['osm'\]"),
        ("[[basemap]]\npreset = 'osm'\nlayer = 1", "unknown setting 'layer'; known: preset, "),
        ("[[basemap]]\npreset = 'tianditu'", "tianditu needs a key"),
        ("[[basemap]]\nid = 'x'", "without a preset it needs id, name_zh, name_en, url, datum"),
        ("[[basemap]]\npreset = 'osm'\ndatum = 'BD-09'", "datum 'BD-09'; allowed: WGS-84, GCJ-02"),
        ("[[basemap]]\npreset = 'osm'\nmax_zoom = '18'", "max_zoom is '18', but must be a number"),
        ("[[basemap]]\npreset = 'osm'\nmax_zoom = 0", "max_zoom is 0"),
        ("[[basemap]]\npreset = 'osm'\nmax_zoom = true", "max_zoom is True"),
        ("[[basemap]]\npreset = 'osm'\nattribution = 1", "attribution is 1, but must be text"),
        ("[[basemap]]\npreset = 'osm'\nsubdomains = 'abc'", "subdomains is 'abc', but must be a"),
        ("[[basemap]]\npreset = 'osm'\nsubdomains = ['a b']", r"subdomains is \['a b'\]"),
        ("[basemap]\npreset = 'osm'", "'basemap' is not a list of basemaps; begin each with"),
        ("[[basemaps]]\npreset = 'osm'", "'basemaps' is not a list of basemaps"),
        ("[[basemap]]\npreset = 'osm'\n" * 2, "two basemaps have the same id"),
        ("preset = ", "not a readable TOML file"),
    ],
)  # fmt: skip
def test_mistakes_are_named(read, text, message):
    with pytest.raises(BasemapError, match=message) as caught:
        read(text)
    assert "basemaps.toml" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "tiles/{z}/{x}/{y}.png",
        "//elsewhere.example/{z}/{x}/{y}.png",
        "ftp://host/{z}/{x}/{y}.png",
        "javascript:alert({z}{x}{y})",
        "https:///{z}/{x}/{y}.png",
        "https://host; script-src */{z}/{x}/{y}.png",
        "https://host 'unsafe-inline'/{z}/{x}/{y}.png",
        "https://user@host/{z}/{x}/{y}.png",
        "/tiles/{z}/{x}/{y} .png",
    ],
)
@pytest.mark.parametrize("setting", ["url", "names_url"])
def test_an_address_must_have_a_plain_host(read, url, setting):
    """The host stands in the content security policy of every page."""
    with pytest.raises(BasemapError, match="must start with https://host/"):
        read(f'[[basemap]]\npreset = "osm"\n{setting} = "{url}"')


@pytest.mark.parametrize("path", ["{z}/{x}.png", "{z}/{x}/{y}/{q}.png", "{Z}/{X}/{Y}", "1/2/3"])
def test_an_address_must_have_leaflet_s_places_and_no_others(read, path):
    with pytest.raises(BasemapError, match=r"must have \{x\} \{y\} \{z\}"):
        read(f'[[basemap]]\npreset = "osm"\nurl = "https://host/{path}"')


def test_an_address_with_subdomains_must_list_them(read):
    with pytest.raises(BasemapError, match="subdomains must list"):
        read('[[basemap]]\npreset = "osm"\nurl = "https://{s}.host/{z}/{x}/{y}"')


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BasemapError, match=r"none\.toml: not a readable TOML file"):
        read_basemaps(tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "basemaps.toml"
    path.write_bytes(OWN.encode("gb18030"))

    with pytest.raises(BasemapError, match=r"basemaps\.toml: not a readable TOML file"):
        read_basemaps(path)
