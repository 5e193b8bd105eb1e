import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response, make_response, redirect, request, url_for

from webapp.prepared import PreparedResponse, PrepareError, cache_folder, prepare

PAGE = "".join(f"<p>区 {n}</p>" for n in range(1000))
POLICY = "default-src 'self'"
BROWSER = "gzip, deflate, br, zstd"


@pytest.fixture
def app():
    app = Flask("public", static_folder=None)

    @app.get("/page")
    def page():
        response = Response(PAGE, mimetype="text/html")
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
        response.set_etag("of-flask")
        return response

    @app.get("/区")
    def chinese():
        return "district"

    @app.get("/image.png")
    def image():
        return Response(b"\x89PNG" + bytes(1000), mimetype="image/png")

    @app.get("/old")
    def old():
        return redirect("/page")

    @app.get("/cookie")
    def cookie():
        response = make_response("x")
        response.set_cookie("a", "b")
        return response

    @app.get("/language")
    def language():
        return Response("x", headers={"Vary": "Accept-Language, Accept-Encoding"})

    @app.get("/host")
    def host():
        return url_for("page", _external=True)

    @app.get("/link-to-host")
    def link_to_host():
        return Response("x", headers={"Link": f"<{request.host_url}>; rel=self"})

    return app


@pytest.fixture
def prepared(app, tmp_path):
    return prepare(app, ["/page", "/%E5%8C%BA", "/image.png", "/old"], cache=tmp_path)


def test_answer_in_each_coding(prepared):
    plain = prepared.answer("GET", "/page")
    small = prepared.answer("GET", "/page", BROWSER)
    zipped = prepared.answer("GET", "/page", "gzip")
    assert plain.body.decode() == PAGE
    assert brotli.decompress(small.body).decode() == PAGE
    assert gzip.decompress(zipped.body).decode() == PAGE
    assert len(small.body) < len(zipped.body) < len(plain.body)


@pytest.mark.parametrize(
    ("header", "coding"), [(None, None), ("gzip", "gzip"), (BROWSER, "br"), ("br;q=0", None)]
)
def test_answer_headers(prepared, header, coding):
    answer = prepared.answer("GET", "/page", header)
    headers = dict(answer.headers)
    assert len(headers) == len(answer.headers), "a header is there twice"
    assert headers.pop("etag") != '"of-flask"'
    assert headers.pop("content-encoding", None) == coding
    assert headers == {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": POLICY,
        "cache-control": "no-cache",
        "content-length": str(len(answer.body)),
        "vary": "Accept-Encoding",
    }


def test_answer_etag_differs_by_coding_and_content(app, tmp_path, prepared):
    etags = {dict(prepared.answer("GET", "/page", c).headers)["etag"] for c in (None, "br", "gzip")}
    assert len(etags) == 3
    assert all(re.fullmatch(r'"[0-9a-f]{24}(-br|-gzip)?"', etag) for etag in etags)
    other = PreparedResponse(200, [], {"identity": b"other"})
    assert other.etag != prepared.responses["/page"].etag


@pytest.mark.parametrize("held", [None, "br", "gzip"])
def test_answer_304_when_the_client_holds_any_coding(prepared, held):
    etag = dict(prepared.answer("GET", "/page", held).headers)["etag"]
    answer = prepared.answer("GET", "/page", BROWSER, f'"older", W/{etag}')
    assert (answer.status, answer.body) == (304, b"")
    headers = dict(answer.headers)
    assert headers["etag"] == dict(prepared.answer("GET", "/page", BROWSER).headers)["etag"]
    assert headers["cache-control"] == "no-cache"
    assert headers["vary"] == "Accept-Encoding"
    assert not {"content-length", "content-type", "content-encoding"} & headers.keys()


def test_answer_200_when_the_client_holds_something_else(prepared):
    assert prepared.answer("GET", "/page", BROWSER, '"older"').status == 200


def test_answer_head_has_the_headers_of_get_and_no_body(prepared):
    get = prepared.answer("GET", "/page", BROWSER)
    head = prepared.answer("HEAD", "/page", BROWSER)
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_answer_path_is_decoded(prepared):
    assert prepared.answer("GET", "/区").body == b"district"


def test_answer_packed_types_stay_plain(prepared):
    headers = dict(prepared.answer("GET", "/image.png", BROWSER).headers)
    assert "content-encoding" not in headers
    assert "vary" not in headers


def test_answer_redirect(prepared):
    answer = prepared.answer("GET", "/old", None, "*")
    assert answer.status == 302
    assert dict(answer.headers)["location"] == "/page"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/other"), ("POST", "/page"), ("OPTIONS", "/page"), ("GET", "")]
)
def test_answer_none_leaves_it_to_the_application(prepared, method, path):
    assert prepared.answer(method, path) is None


def test_answer_forgets_nothing_and_hoards_nothing(prepared):
    for number in range(1000):
        assert prepared.answer("GET", "/page", f"br;q=0.{number:03}1").status == 200
    assert len(prepared._orders) <= 256
    assert prepared.answer("GET", "/page", BROWSER).body != PAGE.encode()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/page?x=1", "query"),
        ("/missing", "404"),
        ("/cookie", "cookie"),
        ("/language", "varies by accept-language"),
        ("/host", "host"),
        ("/link-to-host", "host"),
    ],
)
def test_prepare_refuses_what_is_not_the_same_for_everybody(app, tmp_path, path, reason):
    with pytest.raises(PrepareError, match=f"{re.escape(repr(path))}.*{reason}"):
        prepare(app, [path], cache=tmp_path)


def test_prepare_gives_the_same_bytes_again(app, tmp_path, prepared):
    again = prepare(app, ["/page"], cache=tmp_path)
    assert again.answer("GET", "/page", BROWSER) == prepared.answer("GET", "/page", BROWSER)


def test_cache_folder_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("ATLAS_CACHE")
    assert cache_folder() == Path(__file__).parents[2] / "build" / "cache"
