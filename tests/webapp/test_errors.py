import importlib
import io
import logging
import pkgutil
import re
from pathlib import Path

import pytest
from flask import Response, abort

import geo
import layers
import webapp
from geo.errors import AtlasError, CatalogueError, SitingError, StudyError, UnknownIdError
from geo.study import StudyProblem
from webapp.errors import (
    STATUS,
    ForbiddenError,
    GoneError,
    NotThereError,
    ReaderError,
    WrongValueError,
)
from webapp.planner.uploads import TooManyWaitingError
from webapp.store.changes import EditConflictError
from webapp.store.engine import StoreError

TESTS = Path(__file__).parents[1]

# Nobody's request can cause these: they are ours, and answered by 500 (or never meet a request).
OURS = {
    "geo.errors.CatalogueError",
    "geo.errors.BoundaryError",
    "geo.errors.DatumError",
    "geo.errors.InfeasibleError",
    # Somebody's document causes it; the pages that read one will answer 400 with its problems.
    "geo.exports.table.ExportError",
    "layers.assets.AssetError",
    "layers.assets.UnvendoredAssetError",
    "layers.basemaps.BasemapError",
    "layers.font_subset.FontError",
    "layers.vendoring.VendoringError",
    # Only commands can cause it; they tell it in the terminal.
    "webapp.backup.BackupError",
    "webapp.freeze.FreezeError",
    "webapp.prepared.PrepareError",
    "webapp.listening.SettingError",
    # The pages that share tell it in the reader's language (503).
    "webapp.permalinks.LinkStoreError",
}
# Answered by their own blueprint, as application/problem+json or with what waits.
ELSEWHERE = {"webapp.ogc.problems.OgcProblem", "webapp.planner.uploads.TooManyWaitingError"}


def error_classes():
    """Every error of the project, wherever it is defined."""
    for package in (geo, layers, webapp):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, waiting = {}, [AtlasError]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.partition(".")[0] in ("geo", "layers", "webapp"):
            found[f"{kind.__module__}.{kind.__qualname__}"] = kind
        waiting += kind.__subclasses__()
    return found


ERRORS = error_classes()


@pytest.fixture
def raising(make_app):
    """An application whose ``/fail`` and ``/en/fail`` do what is given."""

    def raising(fail, **settings):
        app = make_app(**settings)
        for number, rule in enumerate(("/fail", "/en/fail")):
            app.add_url_rule(rule, f"fail{number}", fail)
        return app.test_client()

    return raising


def raiser(error):
    def fail():
        raise error

    return fail


def test_every_error_is_mapped_or_deliberately_ours():
    mapped = {f"{kind.__module__}.{kind.__qualname__}" for kind in STATUS}

    assert set(ERRORS) - {"geo.errors.AtlasError"} == mapped | OURS | ELSEWHERE
    assert not mapped & (OURS | ELSEWHERE)


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_every_error_says_what_it_means(name):
    sentence = ERRORS[name].__doc__.strip().splitlines()[0]

    assert sentence.endswith(".")
    assert sentence != Exception.__doc__


@pytest.mark.parametrize("name", sorted(set(ERRORS) - {"geo.errors.AtlasError"}))
def test_every_error_has_a_test(name):
    """Somewhere a test expects it by name."""
    short = name.rpartition(".")[2]
    expected = re.compile(
        rf"raises\(\(?[^)]*\b{short}\b|isinstance\([^)]*\b{short}\b|, {short},|\({short}, [45]"
    )
    files = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))

    assert any(expected.search(text) for text in files)


def test_a_mistake_in_the_request_is_explained_in_english(raising):
    response = raising(raiser(UnknownIdError("there is no view <b>x</b>"))).get("/en/fail")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert "there is no view &lt;b&gt;x&lt;/b&gt;" in response.text


@pytest.mark.parametrize("path", ["/fail", "/en/fail"])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (WrongValueError, 400),
        (NotThereError, 404),
        (ReaderError, 400),
        (ForbiddenError, 403),
        (GoneError, 410),
        (TooManyWaitingError, 400),
    ],
)
def test_what_is_said_to_the_reader_is_shown_in_both_languages(raising, path, kind, status):
    """Such an error is raised with text in the reader's language: it may always be shown."""
    response = raising(raiser(kind("参数 dpi：“9”<i>"))).get(path)

    assert isinstance(kind("x"), ReaderError)
    assert response.status_code == status
    assert "参数 dpi：“9”&lt;i&gt;" in response.text


def test_a_message_of_ours_is_not_shown_to_chinese_readers(raising):
    assert "no view" not in raising(raiser(UnknownIdError("no view x"))).get("/fail").text


def test_a_message_about_what_was_brought_is_shown_to_all_readers(raising):
    page = raising(raiser(SitingError("spacing_m is -1"))).get("/fail")
    assert page.status_code == 400
    assert 'lang="en">' in page.text


def test_scripts_are_answered_in_json(raising):
    client = raising(raiser(EditConflictError("ranking", 7, {"seed": 1}, {"seed": 2})))
    told = client.get("/fail", headers={"Accept": "application/json"})
    assert told.status_code == 409
    assert (told.json["part"], told.json["version"]) == ("ranking", 7)
    assert (told.json["current"], told.json["yours"]) == ({"seed": 1}, {"seed": 2})
    missing = client.get("/nothing", headers={"Accept": "application/json"})
    assert missing.status_code == missing.json["status"] == 404


def test_who_may_not_is_told_so(raising):
    page = raising(raiser(ForbiddenError("只有项目所有者可以"))).get("/fail")
    assert page.status_code == 403
    assert "只有项目所有者可以" in page.text


def test_what_is_wrong_with_a_study_is_told_in_the_page_s_language(raising):
    problem = StudyProblem("unknown_name", ("siting", "fixed", 0), "17", 'allowed: "1"')
    page = raising(raiser(StudyError([problem]))).get("/fail")
    assert page.status_code == 400
    assert "选址 · 固定为开放 第 1 项：“17”所指的对象不存在；可用：" in page.text
    assert "siting.fixed" not in page.text
    assert 'lang="en">Sites' not in page.text


def test_whoever_sends_a_study_as_a_file_learns_where_in_it(raising):
    problem = StudyProblem("unknown_name", ("siting", "fixed", 0), "17", 'allowed: "1"')
    client = raising(raiser(StudyError([problem])))
    page = client.get("/fail", data={"study": (io.BytesIO(b"{}"), "study.json")})
    assert "选址 · 固定为开放 第 1 项（siting.fixed[0]）：“17”" in page.text


def test_errors_of_the_store_are_no_fault_of_the_program(raising):
    assert raising(raiser(StoreError("x"))).get("/en/fail").status_code == 503


def test_a_subclass_is_answered_like_its_parent(raising):
    class NarrowError(UnknownIdError):
        """Something narrower."""

    response = raising(raiser(NarrowError("x"))).get("/fail")

    assert response.status_code == 404


def test_our_own_mistake_is_logged_and_not_shown(raising, caplog):
    with caplog.at_level(logging.ERROR):
        response = raising(raiser(CatalogueError("/secret/path row 7"))).get("/en/fail")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Something went wrong here" in response.text
    assert "/secret/path row 7" in caplog.text


def test_an_unforeseen_failure_shows_no_traceback(raising, caplog):
    response = raising(raiser(RuntimeError("boom")), TESTING=False).get("/en/fail")

    assert response.status_code == 500
    assert "Traceback" not in response.text
    assert "boom" not in response.text
    assert "boom" in caplog.text


@pytest.mark.parametrize(
    ("path", "heading", "way_out"),
    [
        ("/nothing", "此地址没有内容", 'href="/atlas/shanghai"'),
        ("/en/nothing", "There is nothing at this address", 'href="/en/atlas/shanghai"'),
        ("/atlas/paris", "此地址没有内容", 'href="/atlas/shanghai"'),
        ("/en/atlas/paris", "There is nothing at this address", 'href="/en/atlas/shanghai"'),
    ],
)
def test_a_wrong_address_gets_a_page_in_its_language(client, path, heading, way_out):
    response = client.get(path)

    assert response.status_code == 404
    assert f"<h1>{heading}</h1>" in response.text
    assert way_out in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/atlas/shanghai/", "/atlas/shanghai"),
        ("/en/sources/?a=b%26c", "/en/sources?a=b%26c"),
        ("/atlas/", "/atlas"),
    ],
)
def test_a_slash_too_much_is_forgiven(client, path, meant):
    response = client.get(path)

    assert response.status_code == 308
    assert response.headers["Location"] == meant


@pytest.mark.parametrize("path", ["/%2f%2fevil.example/", "/nothing/", "/atlas//evil.example/"])
def test_a_slash_too_much_leads_nowhere_else(client, path):
    response = client.get(path, base_url="http://localhost")

    assert response.status_code in (404, 308)
    assert not response.headers.get("Location", "/x").startswith(("//", "http://evil"))
    final = client.get(path, follow_redirects=True)
    assert final.status_code == 404


def test_the_atlas_without_a_city_opens_the_first(client):
    assert client.get("/atlas").headers["Location"] == "/atlas/shanghai"
    assert client.get("/en/atlas").headers["Location"] == "/en/atlas/shanghai"


def test_an_unknown_city_is_told_which_there_are(client):
    assert "Allowed: shanghai, shenzhen, both." in client.get("/en/atlas/paris").text


def test_a_wrong_method_says_which_are_right(client):
    response = client.post("/en/sources")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "does not take that kind of request" in response.text


def test_a_request_that_cannot_be_understood(raising):
    response = raising(lambda: abort(400)).get("/en/fail")

    assert response.status_code == 400
    assert "could not be understood" in response.text


def test_headers_of_an_error_are_kept(raising):
    def busy():
        abort(503, description="x", retry_after=7)

    response = raising(busy).get("/en/fail")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "7"
    assert response.content_type == "text/html; charset=utf-8"


def test_an_answer_that_was_made_is_given(raising):
    def finished():
        abort(Response("made", status=418))

    response = raising(finished).get("/fail")

    assert (response.status_code, response.text) == (418, "made")


@pytest.mark.parametrize("address", ["/<script>alert(1)</script>", "/en/{{7*191}}"])
def test_an_address_is_never_echoed_as_markup(client, address):
    page = client.get(address).text

    assert "alert(1)" not in page
    assert "1337" not in page


@pytest.mark.parametrize(
    ("path", "others"),
    [
        ("/district/999999", ["/matrix", "/data", "/en/district/999999"]),
        ("/en/nothing/here", ["/en/matrix", "/en/data", "/en/atlas/shanghai"]),
    ],
)
def test_an_error_is_no_dead_end(app, path, others):
    page = app.test_client().get(path).text

    for address in others:
        assert f'href="{address}"' in page
    assert ('id="language"' in page) == (others[-1].endswith("999999"))
