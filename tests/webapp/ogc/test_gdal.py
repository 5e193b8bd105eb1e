"""GDAL's OAPIF driver reads every collection from a server on loopback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest
from shapely.geometry import shape

from webapp.ogc.collections import KINDS
from webapp.ogc.service import service_of

pytestmark = pytest.mark.slow

IDS = [kind.id for kind in KINDS]
PROJECT = Path(__file__).resolve().parents[3]
# A process of its own: GDAL holds this one's interpreter lock while it waits for an answer.
SERVER = """
from werkzeug.serving import make_server
from webapp import create_app
server = make_server("127.0.0.1", 0, create_app(), threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="module")
def no_proxy():
    """Ask no proxy for loopback, whatever the environment says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "GDAL_HTTP_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("no_proxy", "127.0.0.1")
        patch.setenv("GDAL_HTTP_TIMEOUT", "30")
        yield


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("ogc") / "requests.log"


@pytest.fixture(scope="module")
def address(no_proxy, log):
    with (
        log.open("w") as requests,
        subprocess.Popen(
            [sys.executable, "-c", SERVER],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            stderr=requests,
            text=True,
        ) as process,
    ):
        try:
            port = process.stdout.readline().strip()
            assert port, log.read_text()
            yield f"OAPIF:http://127.0.0.1:{port}/ogc"
        finally:
            process.terminate()


@pytest.fixture
def requests_since(log):
    """Return the paths that the server was asked for since the test began."""
    start = log.stat().st_size

    def lines():
        with log.open() as file:
            file.seek(start)
            return [line.split('"')[1].split()[1] for line in file if '"GET ' in line]

    return lines


@pytest.fixture(scope="module")
def collections(atlas_app):
    return service_of(atlas_app).collections


def test_every_collection_is_a_layer(address):
    assert pyogrio.list_layers(address)[:, 0].tolist() == IDS


@pytest.mark.parametrize("name", IDS)
def test_every_feature_arrives_unchanged(address, collections, name):
    read = pyogrio.read_dataframe(address, layer=name)
    written = [json.loads(text) for text in collections[name].fragments]
    assert len(read) == len(written)
    assert read["id"].tolist() == [feature["id"] for feature in written]
    assert read.crs == "OGC:CRS84"
    for geometry, feature in zip(read.geometry, written, strict=True):
        if feature["geometry"] is None:
            assert geometry is None
        else:
            assert geometry.equals_exact(shape(feature["geometry"]), 1e-12)
    assert read["name_zh"].tolist() == [feature["properties"]["name_zh"] for feature in written]
    assert read["status"].tolist() == [feature["properties"]["status"] for feature in written]


def test_numbers_and_lists_stay_what_they_are(address):
    read = pyogrio.read_dataframe(address, layer="districts").set_index("adcode")
    assert read["official_area_km2"].dtype == float
    assert read.loc["310118", "specialisation_state"] == "not_listed"
    assert read.loc["310118", "specialisations"] == []
    listed = read.loc["310115", "specialisations"]
    assert listed[0]["name_zh"] == "智能芯片设计"


@pytest.mark.parametrize("name", IDS)
def test_counts_and_extents_are_those_declared(address, collections, name):
    info = pyogrio.read_info(address, layer=name)
    assert info["features"] == len(collections[name].ids)
    assert tuple(info["total_bounds"]) == pytest.approx(collections[name].extent)


def test_small_pages_give_the_same(address, collections, requests_since):
    read = pyogrio.read_dataframe(address, layer="sites", PAGE_SIZE=2, INITIAL_REQUEST_PAGE_SIZE=2)
    assert read["id"].tolist() == list(collections["sites"].ids)
    pages = [one for one in requests_since() if "/sites/items?" in one and "limit=2" in one]
    assert len(pages) >= (len(read) + 1) // 2


def test_box_is_asked_of_the_server(address, collections, requests_since):
    west, south, east, north = collections["sites"].extent
    box = (west, south, (west + east) / 2, north)
    read = pyogrio.read_dataframe(address, layer="sites", bbox=box)
    expected = collections["sites"].select([box], {})
    assert read["id"].tolist() == [collections["sites"].ids[i] for i in expected]
    assert 0 < len(read) < len(collections["sites"].ids)
    assert any("/sites/items?" in one and "bbox=" in one for one in requests_since())


def test_property_filter_is_asked_of_the_server(address, collections, requests_since):
    read = pyogrio.read_dataframe(address, layer="sites", where="kind = 'cluster'")
    assert read["id"].tolist() == list(collections["clusters"].ids)
    assert any("/sites/items?" in one and "kind=cluster" in one for one in requests_since())


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs Debian's gdal-bin")
@pytest.mark.parametrize("name", IDS)
def test_ogrinfo_counts_the_same(address, collections, name):
    done = subprocess.run(
        ["ogrinfo", "-ro", "-so", address, name],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert f"Feature Count: {len(collections[name].ids)}\n" in done.stdout
    assert 'ID["EPSG",4326]' in done.stdout
    assert "ERROR" not in done.stderr
