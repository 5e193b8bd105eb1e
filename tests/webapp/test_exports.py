import io
import json
import re

import openpyxl
import pytest

from geo.exports.datasets import DATASETS
from geo.exports.formats import FORMATS
from geo.exports.returning import read_table
from geo.exports.table import export_table
from webapp.export_choices import DATUMS
from webapp.exports import export_paths
from webapp.views import views

PREFIXES = ["", "/en"]


@pytest.fixture(autouse=True)
def store(app, tmp_path_factory, monkeypatch):
    """Keep what the tests make out of the cache of the project."""
    folder = tmp_path_factory.getbasetemp() / "exports"
    monkeypatch.setattr(app.extensions["exports"], "_folder", folder)


# --- files


def test_every_path_answers_with_the_file_of_its_name(client, catalogue):
    paths = export_paths(catalogue)

    assert len(paths) == len(set(paths)) == len(DATASETS) * len(FORMATS)
    for path in paths:
        response = client.get(path)
        dataset, _, suffix = path.rpartition("/")[2].partition(".")
        assert response.status_code == 200, path
        assert response.mimetype == FORMATS[suffix].media_type
        assert response.data == FORMATS[suffix].write(export_table(catalogue, DATASETS[dataset]))


def test_paths_are_plain_and_complete_when_asked(catalogue):
    whole, all_of_them = export_paths(catalogue), export_paths(catalogue, complete=True)

    assert "/data/wgs84/districts.csv" in whole
    assert "/data/tables/scenarios.gpkg" in whole
    assert set(whole) < set(all_of_them)
    assert {"/data/gcj02/shanghai/districts.xlsx", "/data/cgcs2000/sites.geojson"} < set(
        all_of_them
    )
    assert "/data/tables/shenzhen/measures.csv" in all_of_them
    assert [path for path in all_of_them if not re.fullmatch(r"[a-z0-9_/.]+", path)] == []
    assert [path for path in all_of_them if "gcj02" in path and "scenarios" in path] == []


@pytest.mark.parametrize("slug", DATUMS)
def test_a_file_is_in_the_datum_of_its_path(client, catalogue, slug):
    found = client.get(f"/data/{slug}/shenzhen/sites.geojson")

    assert json.loads(found.data)["datum"] == DATUMS[slug]
    assert found.headers["Content-Disposition"] == (
        f'attachment; filename="sites-shenzhen-{slug}.geojson"'
    )
    frame = read_table(found.data, DATASETS["sites"], FORMATS["geojson"])
    assert list(frame["id"]) == [row.id for row in catalogue.sites_of("shenzhen")]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/data/wgs84/districts.csv", "districts-wgs84.csv"),
        ("/data/tables/scenarios.xlsx", "scenarios.xlsx"),
        ("/data/tables/shanghai/targets.gpkg", "targets-shanghai.gpkg"),
        ("/data/tables/sources.csv", "sources.csv"),
    ],
)
def test_a_file_is_saved_under_a_name_that_says_what_it_is(client, path, name):
    assert f'filename="{name}"' in client.get(path).headers["Content-Disposition"]


def test_an_unchanged_file_is_not_sent_again(client):
    first = client.get("/data/wgs84/sites.xlsx")
    second = client.get("/data/wgs84/sites.xlsx", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"


def test_both_languages_give_the_same_file(client):
    assert client.get("/en/data/wgs84/sites.csv").data == client.get("/data/wgs84/sites.csv").data


# --- the ways to a file


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/data/sites.csv", "/data/wgs84/sites.csv"),
        ("/data/sites.csv?datum=gcj02&city=shanghai", "/data/gcj02/shanghai/sites.csv"),
        ("/data/file?dataset=sites&format=gpkg", "/data/wgs84/sites.gpkg"),
        ("/data/file?dataset=sites&format=gpkg&datum=&city=", "/data/wgs84/sites.gpkg"),
        (
            "/data/file?dataset=districts&format=xlsx&datum=cgcs2000&city=shenzhen",
            "/data/cgcs2000/shenzhen/districts.xlsx",
        ),
        # What means nothing for a table is left out.
        ("/data/scenarios.csv?datum=gcj02", "/data/tables/scenarios.csv"),
        ("/data/gcj02/scenarios.csv", "/data/tables/scenarios.csv"),
        ("/data/file?dataset=sources&format=csv&city=shanghai", "/data/tables/sources.csv"),
        ("/data/tables/shanghai/sources.csv", "/data/tables/sources.csv"),
    ],
)
def test_other_addresses_lead_to_the_plain_path(client, prefix, asked, path):
    response = client.get(prefix + asked)

    assert (response.status_code, response.location) == (302, path)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/data/file?dataset=parks&format=csv", 400, ("parks", "districts, sites")),
        ("/data/file?dataset=sites&format=shp", 400, ("shp", "csv, xlsx, geojson, gpkg")),
        ("/data/file?dataset=sites&format=csv&datum=bd09", 400, ("bd09", "wgs84, gcj02, cgcs2000")),
        ("/data/sites.csv?city=hangzhou", 400, ("hangzhou", "shanghai, shenzhen")),
        ("/data/file", 400, ("districts, sites",)),
        ("/data/parks.csv", 404, ("parks", "districts, sites")),
        ("/data/sites.shp", 404, ("shp", "csv, xlsx, geojson, gpkg")),
        ("/data/bd09/sites.csv", 404, ("bd09", "wgs84, gcj02, cgcs2000")),
        ("/data/tables/sites.csv", 404, ("tables", "wgs84, gcj02, cgcs2000")),
        ("/data/wgs84/hangzhou/sites.csv", 404, ("hangzhou", "shanghai, shenzhen")),
        ("/data/wgs84/parks.csv", 404, ("parks", "districts, sites")),
        ("/data/<script>/sites.csv", 404, ("&lt;script&gt;", "wgs84")),
    ],
)
def test_a_mistake_is_told_in_the_language_of_the_page(client, path, status, words):
    zh, en = client.get(path), client.get(f"/en{path}")

    assert zh.status_code == en.status_code == status
    assert all(word in zh.text and word in en.text for word in words)
    assert "可用的有" in zh.text
    assert "Allowed:" in en.text
    assert "可用的有" not in en.text
    assert "<script>/" not in zh.text


# --- the page


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_links_to_every_table_in_every_format(client, catalogue, prefix):
    page = client.get(f"{prefix}/data").text

    for path in export_paths(catalogue):
        assert f'href="{path}"' in page


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh"), ("/en", "en")])
def test_the_page_explains_each_table_and_its_columns(client, prefix, lang):
    page = client.get(f"{prefix}/data").text.replace("<wbr>", "")

    for dataset in DATASETS.values():
        assert getattr(dataset, f"title_{lang}") in page
        for column in dataset.columns:
            assert f"<code>{column.name}</code>" in page


def test_the_form_offers_what_there_is(client, catalogue):
    page = client.get("/data").text
    options = re.findall(r'<option value="([^"]*)"', page)

    assert options == [*DATASETS, *FORMATS, *DATUMS, "", *(city.id for city in catalogue.cities)]
    assert re.search(r'<form[^>]* action="/data/file" method="get"', page)


def test_a_frozen_page_has_links_in_place_of_the_form(make_app, catalogue):
    client = make_app(ATLAS_FROZEN=True).test_client()
    page = client.get("/data").text

    assert "<form" not in page
    for path in export_paths(catalogue, complete=True):
        assert f'href="{path.removeprefix("/")}"' in page


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_links_to_the_maps_as_files_with_their_size(client, catalogue, prefix):
    page = client.get(f"{prefix}/data").text
    for view in views(catalogue):
        path = f"{prefix}/one-file/{view.id}.html"
        size = len(client.get(path).data) / 1000
        assert re.search(rf'href="{path}".*HTML {size:.1f} kB', page)


def test_the_page_is_the_same_every_time(client):
    first, second = client.get("/data"), client.get("/data")

    assert first.data == second.data
    assert first.headers["ETag"]
    assert len(first.data) < 60_000


def test_a_downloaded_workbook_opens(client, catalogue):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/data/gcj02/sites.xlsx").data))

    assert book["sites"].max_row == len(catalogue.sites) + 1
