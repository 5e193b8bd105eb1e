import subprocess
import sys

import brotli
import pytest
from werkzeug.test import Client

from tests.webapp.serving import PROJECT
from webapp.prepared import Prepared, PreparedResponse
from webapp.wsgi import PreparedFirst, create_application

HEADERS = [("content-type", "text/html")]


def behind(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"from the application"]


@pytest.fixture
def client():
    bodies = {"identity": b"prepared", "br": brotli.compress(b"prepared")}
    prepared = Prepared({"/区": PreparedResponse(200, HEADERS, bodies)})
    return Client(PreparedFirst(prepared, behind))


def test_prepared_page(client):
    assert client.get("/区").get_data() == b"prepared"
    packed = client.get("/区?view=any", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(packed.get_data()) == b"prepared"


def test_unchanged_page(client):
    etag = client.get("/区").headers["ETag"]
    answer = client.get("/区", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.get_data()) == (304, b"")


def test_head(client):
    answer = client.head("/区")
    assert (answer.headers["Content-Length"], answer.get_data()) == ("8", b"")


@pytest.mark.parametrize("path", ["/", "/other", "/%FF"])
def test_other_paths_are_for_the_application(client, path):
    assert client.get(path).get_data() == b"from the application"


def test_create_application_serves_the_atlas(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_CACHE", str(tmp_path))
    # Which paths are public is proved in test_site; to compress them all anew takes 15 s.
    monkeypatch.setattr("webapp.wsgi.public_paths", lambda app: ["/atlas/shanghai"])
    client = Client(create_application())
    page = client.get("/atlas/shanghai", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    assert client.get("/healthz").status_code == 200


def test_create_application_over_a_broken_catalogue_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_CATALOGUE", str(tmp_path))
    assert Client(create_application()).get("/atlas/shanghai").status_code == 503


def test_needs_no_granian():
    script = (
        "import sys; sys.modules['granian'] = None\n"
        "import webapp.wsgi; assert webapp.wsgi.create_application"
    )
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=True)
