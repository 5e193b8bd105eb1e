import json
import shutil
import subprocess

import pytest

from geo.exports.datasets import DATASETS
from geo.exports.geojson_file import read, write
from geo.exports.table import ExportError, export_table


def written(catalogue, name, **options):
    return json.loads(write(export_table(catalogue, DATASETS[name], **options)))


def test_wgs84_is_plain_rfc7946(catalogue):
    found = written(catalogue, "districts")

    assert "crs" not in found
    assert found["type"] == "FeatureCollection"
    assert found["datum"] == "WGS-84"
    assert [feature["id"] for feature in found["features"][:2]] == ["310101", "310104"]
    assert {feature["geometry"]["type"] for feature in found["features"]} == {"MultiPolygon"}


@pytest.mark.parametrize("datum", ["GCJ-02", "CGCS2000"])
def test_another_datum_is_named_at_the_head_and_in_every_feature(catalogue, datum):
    found = written(catalogue, "sites", datum=datum)

    assert found["datum"] == datum
    assert {row["properties"]["datum"] for row in found["features"]} == {datum}
    assert found["about"]["Datum"].startswith(datum)
    assert list(found).index("datum") < list(found).index("features")


def test_rows_without_a_place_have_no_geometry(catalogue):
    found = written(catalogue, "scenarios")

    assert {row["geometry"] for row in found["features"]} == {None}
    assert "datum" not in found


def test_what_is_missing_is_null(catalogue):
    first = written(catalogue, "sites")["features"][0]["properties"]

    assert first["focus_zh"] is None
    assert first["area_km2"] == 25.0
    assert first["mentions"] == 4


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs Debian's gdal-bin")
@pytest.mark.parametrize(
    ("datum", "name"), [("WGS-84", "WGS 84"), ("CGCS2000", "China Geodetic Coordinate System 2000")]
)
def test_gdal_reads_it(catalogue, tmp_path, datum, name):
    path = tmp_path / "sites.geojson"
    path.write_bytes(write(export_table(catalogue, DATASETS["sites"], datum=datum)))
    out = subprocess.run(
        ["ogrinfo", "-so", "-al", str(path)], capture_output=True, text=True, check=True
    ).stdout

    assert f"Feature Count: {len(catalogue.sites)}" in out
    assert f'GEOGCRS["{name}"' in out
    assert "precision_m: Real" in out


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"{}", b'{"features": [1]}', b"\xff", b"[" * 100_000),
        b'{"features":[{"properties":{},"geometry":{"type":"Point"}}]}',
        b'{"features":[{"properties":{},"geometry":{"type":"LineString","coordinates":[[1,2]]}}]}',
    ],
)
def test_read_refuses_what_is_no_collection(data):
    with pytest.raises(ExportError):
        read(data)
