"""``create_app``: one application per catalogue, or one that says what is wrong."""

import pytest

from geo.catalogue import DEFAULT_ROOT
from geo.errors import BoundaryError, CatalogueError
from layers.basemaps import BasemapError
from webapp import create_app, planner
from webapp.config import frame_ancestors, public_url
from webapp.listening import SettingError
from webapp.reading import MODULES


def test_the_application_holds_the_catalogue_and_its_assets(app):
    assert app.extensions["catalogue"].root == DEFAULT_ROOT
    assert "css/page.css" in app.extensions["assets"].names()
    assert "error" not in app.extensions


def test_every_area_is_mounted(app):
    areas = {"pages", "ogc", "exports", "sheets", "sharing"}
    reading = {module.blueprint.name for module in MODULES}
    planner_pages = {module.blueprint.name for module in planner.MODULES}
    assert set(app.blueprints) == areas | reading | planner_pages
    assert reading == {"matrix", "profiles", "compare", "editions", "scenarios", "story"}


def test_a_planner_that_is_off_has_no_address(make_app):
    app = make_app(ATLAS_PLANNER="off")
    assert not any(name.startswith("planner") for name in app.blueprints)
    assert app.test_client().get("/planner").status_code == 404
    assert "/planner" not in app.test_client().get("/sources").text


def test_a_switch_that_is_neither_on_nor_off_is_named(make_app):
    assert "ATLAS_PLANNER='maybe'" in str(make_app(ATLAS_PLANNER="maybe").extensions["error"])


def test_an_address_of_a_queue_that_is_none_is_told_without_its_password(make_app):
    told = str(make_app(ATLAS_REDIS_URL="http://u:secret@h").extensions["error"])
    assert "redis://" in told
    assert "secret" not in told


def test_the_environment_names_the_catalogue(folder, edit, monkeypatch):
    edit("cities.csv", 2, "name_zh", "申城")
    monkeypatch.setenv("ATLAS_CATALOGUE", str(folder))

    assert create_app().extensions["catalogue"].city("shanghai").name_zh == "申城"


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_settings_win_over_the_environment(folder, monkeypatch, kind):
    monkeypatch.setenv("ATLAS_CATALOGUE", str(folder))

    app = create_app({"ATLAS_CATALOGUE": kind(DEFAULT_ROOT)})
    assert app.extensions["catalogue"].root == DEFAULT_ROOT


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_file_of_basemaps_is_read(make_app, tmp_path, kind):
    path = tmp_path / "basemaps.toml"
    path.write_text('[[basemap]]\npreset = "osm"\n', encoding="utf-8")

    (basemap,) = make_app(ATLAS_BASEMAPS=kind(path)).config["BASEMAPS"]
    assert basemap.id == "osm"


def test_two_applications_do_not_share_anything(make_app, folder, edit):
    edit("cities.csv", 2, "name_zh", "申城")
    other = make_app(ATLAS_CATALOGUE=folder)
    first = make_app()

    assert "申城" in other.test_client().get("/sources").text
    assert "申城" not in first.test_client().get("/sources").text


def test_a_broken_table_gives_503_with_every_problem(make_app, folder, edit):
    edit("sites.csv", 3, "district", "310199")
    edit("industries.csv", 2, "colour", "blue")
    app = make_app(ATLAS_CATALOGUE=folder)
    response = app.test_client().get("/atlas/shanghai")

    assert isinstance(app.extensions["error"], CatalogueError)
    assert response.status_code == 503
    assert response.mimetype == "text/plain"
    assert 'sites.csv, row 3, column district: "310199"' in response.text
    assert 'industries.csv, row 2, column colour: "blue"' in response.text
    assert "Traceback" not in response.text


def test_altered_boundaries_give_503(make_app, folder):
    (folder / "boundaries" / "web-440300.topojson").unlink()
    app = make_app(ATLAS_CATALOGUE=folder)

    assert isinstance(app.extensions["error"], BoundaryError)
    assert "web-440300.topojson" in app.test_client().get("/").text


def test_a_catalogue_that_cannot_be_drawn_gives_503(make_app, folder, edit):
    edit("industries.csv", 2, "pattern", "zigzag")
    response = make_app(ATLAS_CATALOGUE=folder).test_client().get("/")

    assert response.status_code == 503
    assert 'industries.csv, column pattern: "zigzag"' in response.text


def test_a_folder_that_is_not_there_gives_503(make_app, tmp_path):
    response = make_app(ATLAS_CATALOGUE=tmp_path / "none").test_client().get("/")

    assert response.status_code == 503
    assert f"there is no catalogue folder {tmp_path / 'none'}" in response.text


def test_a_wrong_basemap_gives_503(make_app, tmp_path):
    path = tmp_path / "basemaps.toml"
    path.write_text('[[basemap]]\npreset = "bing"\n', encoding="utf-8")
    app = make_app(ATLAS_BASEMAPS=path)

    assert isinstance(app.extensions["error"], BasemapError)
    assert "unknown preset 'bing'" in app.test_client().get("/").text


def test_what_is_no_mistake_of_the_data_is_not_hidden(make_app, monkeypatch):
    def fail(_):
        raise RuntimeError

    monkeypatch.setattr("webapp.config.read_catalogue", fail)
    with pytest.raises(RuntimeError):
        make_app()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "'none'"),
        ("none", "'none'"),
        ("self", "'self'"),
        ("'self'", "'self'"),
        ("https://portal.example", "https://portal.example"),
        (
            "self, https://Portal.example:8443 http://*.example.org https://portal.example:8443",
            "'self' https://portal.example:8443 http://*.example.org",
        ),
        ("http://10.0.0.7:81 http://[fe80::1]:8000", "http://10.0.0.7:81 http://[fe80::1]:8000"),
    ],
)
def test_frame_ancestors_are_read(text, expected):
    assert frame_ancestors(text) == expected


@pytest.mark.parametrize(
    "text",
    ["*", "https:", "portal.example", "https://a.example/path", "none self", "https://*",
     "https://a; script-src *", "ftp://a.example", "https://a.example:portal", "javascript:x"],
)  # fmt: skip
def test_a_frame_ancestor_that_is_no_origin_is_named(text, make_app):
    with pytest.raises(SettingError, match="ATLAS_FRAME_ANCESTORS has"):
        frame_ancestors(text)
    app = make_app(ATLAS_FRAME_ANCESTORS=text)
    assert "ATLAS_FRAME_ANCESTORS" in str(app.extensions["error"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("https://Atlas.example/", "https://atlas.example"), ("http://10.0.0.7:81",) * 2],
)
def test_the_public_address_is_read(text, expected):
    assert public_url(text) == expected


@pytest.mark.parametrize(
    "text", ["atlas.example", "https://a.example/path", "https://*.example", "https://u@a.example"]
)
def test_a_public_address_that_is_no_origin_is_named(text):
    with pytest.raises(SettingError, match="ATLAS_PUBLIC_URL"):
        public_url(text)


def test_settings_of_sharing_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_FRAME_ANCESTORS", "self")
    monkeypatch.setenv("ATLAS_PUBLIC_URL", "https://atlas.example")
    monkeypatch.setenv("ATLAS_STATE", str(tmp_path))
    config = create_app({"ATLAS_CATALOGUE": DEFAULT_ROOT}).config

    assert config["ATLAS_FRAME_ANCESTORS"] == "'self'"
    assert config["ATLAS_PUBLIC_URL"] == "https://atlas.example"
    assert config["ATLAS_STATE"] == tmp_path
