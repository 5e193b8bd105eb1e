"""GDAL's OAPIF driver reads every collection from a server on loopback."""

import json
import shutil
import subprocess
import threading

import pyogrio
import pytest
from shapely.geometry import shape
from werkzeug.serving import make_server

from webapp.ogc.collections import KINDS
from webapp.ogc.service import service_of

IDS = [kind.id for kind in KINDS]


@pytest.fixture(scope="module")
def no_proxy():
    """Loopback is never asked of a proxy, whatever the environment says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "GDAL_HTTP_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.fixture(scope="module")
def requests_seen():
    return []


@pytest.fixture(scope="module")
def address(ogc_app, no_proxy, requests_seen):
    def counted(environ, start_response):
        requests_seen.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")
        return ogc_app.wsgi_app(environ, start_response)

    server = make_server("127.0.0.1", 0, counted, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"OAPIF:http://127.0.0.1:{server.server_port}/ogc"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def collections(ogc_app):
    return service_of(ogc_app).collections


def test_every_collection_is_a_layer(address):
    assert pyogrio.list_layers(address)[:, 0].tolist() == IDS


@pytest.mark.parametrize("name", IDS)
def test_every_feature_arrives_unchanged(address, collections, name):
    read = pyogrio.read_dataframe(address, layer=name)
    written = [json.loads(text) for text in collections[name].fragments]
    assert len(read) == len(written)
    assert read["id"].tolist() == [feature["id"] for feature in written]
    assert read.crs.to_epsg() == 4326
    for geometry, feature in zip(read.geometry, written, strict=True):
        if feature["geometry"] is None:
            assert geometry is None
        else:
            assert geometry.equals_exact(shape(feature["geometry"]), 1e-12)
    assert read["name_zh"].tolist() == [feature["properties"]["name_zh"] for feature in written]
    assert read["status"].tolist() == [feature["properties"]["status"] for feature in written]


@pytest.mark.parametrize("name", IDS)
def test_counts_and_extents_are_those_declared(address, collections, name):
    info = pyogrio.read_info(address, layer=name)
    assert info["features"] == len(collections[name].ids)
    assert tuple(info["total_bounds"]) == pytest.approx(collections[name].extent)


def test_small_pages_give_the_same(address, collections, requests_seen):
    requests_seen.clear()
    read = pyogrio.read_dataframe(address, layer="sites", PAGE_SIZE=2, INITIAL_REQUEST_PAGE_SIZE=2)
    assert read["id"].tolist() == list(collections["sites"].ids)
    pages = [one for one in requests_seen if "/sites/items?" in one and "limit=2" in one]
    assert len(pages) >= (len(read) + 1) // 2


def test_box_is_asked_of_the_server(address, collections, requests_seen):
    west, south, east, north = collections["sites"].extent
    box = (west, south, (west + east) / 2, north)
    requests_seen.clear()
    read = pyogrio.read_dataframe(address, layer="sites", bbox=box)
    expected = collections["sites"].select([box], {})
    assert read["id"].tolist() == [collections["sites"].ids[i] for i in expected]
    assert 0 < len(read) < len(collections["sites"].ids)
    assert any("/sites/items?" in one and "bbox=" in one for one in requests_seen)


def test_property_filter_is_asked_of_the_server(address, collections, requests_seen):
    requests_seen.clear()
    read = pyogrio.read_dataframe(address, layer="sites", where="kind = 'cluster'")
    assert read["id"].tolist() == list(collections["clusters"].ids)
    assert any("/sites/items?" in one and "kind=cluster" in one for one in requests_seen)


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
