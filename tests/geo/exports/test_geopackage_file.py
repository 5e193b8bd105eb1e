import shutil
import sqlite3
import subprocess
from contextlib import closing

import pandas as pd
import pyogrio
import pytest

from geo.exports.datasets import DATASETS
from geo.exports.geopackage_file import read, write
from geo.exports.table import ExportError, export_table


@pytest.fixture
def saved(catalogue, tmp_path):
    """Write a dataset and return where."""

    def save(name, **options):
        path = tmp_path / f"{name}.gpkg"
        path.write_bytes(write(export_table(catalogue, DATASETS[name], **options)))
        return path

    return save


def ask(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs Debian's gdal-bin")
def test_gdal_s_own_tool_reads_it(saved, catalogue):
    out = subprocess.run(
        ["ogrinfo", "-so", "-al", str(saved("districts"))],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "Geometry: Multi Polygon" in out
    assert f"Feature Count: {len(catalogue.districts)}" in out
    assert "adcode: String" in out
    assert "land_area_km2: Real" in out


def test_sqlite_finds_it_whole_and_the_same_rows(saved, catalogue):
    path = saved("sites")

    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert ask(path, "PRAGMA foreign_key_check") == []
    assert ask(path, "SELECT id, name_zh, quote, mentions FROM sites") == [
        (row.id, row.name_zh, row.quote, row.mentions) for row in catalogue.sites
    ]
    assert ask(path, "SELECT count(*) FROM sites WHERE focus_zh = ''") == [(0,)]


@pytest.mark.parametrize(
    ("datum", "srs", "words"),
    [
        ("WGS-84", (4326, "EPSG"), "WGS-84 (EPSG:4326)"),
        ("CGCS2000", (4490, "EPSG"), "not converted"),
        ("GCJ-02", (100000, "NONE"), "it has no EPSG code"),
    ],
)
def test_the_layer_names_its_datum(saved, datum, srs, words):
    path = saved("sites", datum=datum)
    query = (
        "SELECT c.srs_id, s.organization, c.description, s.srs_name FROM gpkg_contents c "
        "JOIN gpkg_spatial_ref_sys s USING (srs_id) WHERE c.table_name = 'sites'"
    )
    ((srs_id, organisation, description, name),) = ask(path, query)

    assert (srs_id, organisation) == srs
    assert words in description
    if datum == "GCJ-02":
        assert name == "GCJ-02"


def test_a_table_about_it_lies_beside(saved, catalogue):
    path = saved("scenarios")
    about = dict(ask(path, "SELECT item_en, content_en FROM about"))

    assert about["Catalogue fingerprint"] == catalogue.fingerprint
    assert ask(path, "SELECT DISTINCT data_type FROM gpkg_contents") == [("attributes",)]


def test_equal_data_gives_equal_bytes(catalogue):
    for name in ("sites", "scenarios"):
        table = export_table(catalogue, DATASETS[name])
        assert len({write(table) for _ in range(8)}) == 1
        assert b"2023-01-01T00:00:00.000Z" in write(table)


def test_integers_are_integers_where_some_are_missing(saved):
    info = pyogrio.read_info(saved("targets"), layer="targets")

    assert dict(zip(info["fields"], info["dtypes"], strict=True))["year"] == "int64"


@pytest.mark.parametrize("data", [b"", b"PK", b"SQLite format 3\0" + bytes(4000)])
def test_read_refuses_what_is_no_geopackage(data):
    with pytest.raises(ExportError, match="not a GeoPackage"):
        read(data)


def test_read_refuses_one_with_nothing_but_the_description(tmp_path):
    only = tmp_path / "only.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"a": ["b"]}), only, layer="about", driver="GPKG")

    with pytest.raises(ExportError, match="no layer but about"):
        read(only.read_bytes())
