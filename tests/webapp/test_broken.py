import pytest

from geo.errors import AtlasError
from webapp.broken import broken_app

HOSTILE = "<script>alert(1)</script> {{ 7*191 }}"


@pytest.fixture
def client():
    return broken_app(AtlasError(f"sites.csv, row 2: {HOSTILE}")).test_client()


@pytest.mark.parametrize(
    "path", ["/", "/atlas/shanghai", "/en/", "/healthz", "/ogc/", "/a/b/c?d=e"]
)
def test_every_address_says_what_is_wrong(client, path):
    response = client.get(path)

    assert response.status_code == 503
    assert "sites.csv, row 2" in response.text
    assert "地图数据有误" in response.text
    assert "until this is mended" in response.text


def test_no_cell_becomes_markup(client):
    response = client.get("/")

    assert HOSTILE in response.text
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_answer_is_not_kept(client):
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_the_error_can_be_asked_for():
    error = AtlasError("x")

    assert broken_app(error).extensions["error"] is error


def test_check_works_just_then(make_app, folder, edit):
    edit("sites.csv", 3, "district", "310199")
    app = make_app(ATLAS_CATALOGUE=folder)
    result = app.test_cli_runner().invoke(args=["check", "--catalogue", str(folder)])

    assert result.exit_code == 1
    assert 'sites.csv, row 3, column district: "310199"' in result.output
