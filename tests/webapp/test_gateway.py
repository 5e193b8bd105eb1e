import gzip
import io
import json
from types import SimpleNamespace

import brotli
import pytest

from webapp.gateway import IN_MEMORY, make_environ, new_body, run

JSON = json.dumps([{"name": "徐汇区", "n": n} for n in range(200)]).encode()


class Headers:
    def __init__(self, *pairs):
        self._pairs = list(pairs)

    def items(self):
        return self._pairs


def scope(*headers, path="/ogc/", query=""):
    return SimpleNamespace(
        method="GET",
        path=path,
        query_string=query,
        headers=Headers(*headers),
        authority=None,
        client="10.1.2.3:5555",
        server="[::1]:8000",
        scheme="http",
        http_version="1.1",
    )


def application(status="200 OK", headers=(), parts=(b"",), closed=None):
    class Parts(list):
        def close(self):
            if closed is not None:
                closed.append(True)

    def app(environ, start_response):
        start_response(status, list(headers))
        return Parts(parts)

    return app


def test_make_environ_describes_the_request():
    made = make_environ(scope(("host", "a.cn"), path="/区", query="q=%E5%8C%BA"), io.BytesIO(b"ab"))
    assert made["PATH_INFO"].encode("latin-1").decode() == "/区"
    assert made["QUERY_STRING"] == "q=%E5%8C%BA"
    assert (made["REMOTE_ADDR"], made["SERVER_NAME"], made["SERVER_PORT"]) == (
        "10.1.2.3",
        "::1",
        "8000",
    )
    assert (made["HTTP_HOST"], made["CONTENT_LENGTH"]) == ("a.cn", "2")
    assert made["wsgi.input"].read() == b"ab"


def test_make_environ_joins_repeated_headers():
    made = make_environ(
        scope(("accept", "a"), ("accept", "b"), ("cookie", "x=1"), ("cookie", "y=2")), io.BytesIO()
    )
    assert made["HTTP_ACCEPT"] == "a, b"
    assert made["HTTP_COOKIE"] == "x=1; y=2"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("x_forwarded_for", "HTTP_X_FORWARDED_FOR"),
        ("proxy", "HTTP_PROXY"),
        ("transfer-encoding", "HTTP_TRANSFER_ENCODING"),
        ("content-length", "HTTP_CONTENT_LENGTH"),
    ],
)
def test_make_environ_drops_headers_that_mislead(name, key):
    assert key not in make_environ(scope((name, "1")), io.BytesIO())


def answer(app, **extra):
    reply = run(app, {"wsgi.input": io.BytesIO(), **extra})
    with reply.body:
        return reply.status, dict(reply.headers), reply.body.read()


def test_run_collects_the_whole_answer_and_closes():
    closed = []
    app = application(headers=[("Content-Type", "text/plain")], parts=[b"a", b"b"], closed=closed)
    headers = {"content-type": "text/plain", "content-length": "2"}
    assert answer(app) == (200, headers, b"ab")
    assert closed == [True]


def test_run_takes_what_is_written():
    def app(environ, start_response):
        start_response("201 Created", [])(b"written")
        return [b" and returned"]

    assert answer(app)[0::2] == (201, b"written and returned")


def test_run_starts_again_after_an_error():
    def app(environ, start_response):
        start_response("200 OK", [("A", "1")])
        start_response("500 Internal Server Error", [], (ValueError, ValueError(), None))
        return []

    assert answer(app) == (500, {}, b"")


def test_run_closes_after_a_failure():
    closed = []

    def failing():
        yield b"a"
        raise LookupError

    class Parts:
        def __iter__(self):
            return failing()

        def close(self):
            closed.append(True)

    def app(environ, start_response):
        start_response("200 OK", [])
        return Parts()

    with pytest.raises(LookupError):
        answer(app)
    assert closed == [True]


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
@pytest.mark.parametrize("media_type", ["application/json", "application/geo+json", "text/csv"])
def test_run_compresses_data(accepted, unpack, media_type):
    headers = [("Content-Type", media_type), ("Content-Length", str(len(JSON))), ("Vary", "Accept")]
    app = application(headers=headers, parts=[JSON])
    _, sent, packed = answer(app, HTTP_ACCEPT_ENCODING=accepted)
    assert unpack(packed) == JSON
    assert sent == {
        "content-encoding": accepted,
        "content-length": str(len(packed)),
        "content-type": media_type,
        "vary": "Accept, Accept-Encoding",
    }


@pytest.mark.parametrize("etag", ['"1"', 'W/"1"'])
def test_run_weakens_the_validator_of_compressed_data(etag):
    app = application(headers=[("Content-Type", "text/csv"), ("ETag", etag)], parts=[JSON])
    assert answer(app, HTTP_ACCEPT_ENCODING="br")[1]["etag"] == 'W/"1"'
    assert answer(app)[1]["etag"] == etag


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ([("Content-Type", "text/html")], "br"),
        ([("Content-Type", "application/json")], "br;q=0"),
        ([("Content-Type", "application/json"), ("Content-Encoding", "gzip")], "br"),
    ],
)
def test_run_leaves_the_rest_as_it_is(headers, accepted):
    app = application(headers=headers, parts=[JSON])
    _, sent, body = answer(app, HTTP_ACCEPT_ENCODING=accepted)
    assert body == JSON
    assert sent.get("content-encoding") != accepted


def test_run_says_that_plain_data_depends_on_the_coding():
    app = application(headers=[("Content-Type", "text/csv")], parts=[b"a,b"])
    assert answer(app)[1]["vary"] == "Accept-Encoding"


def test_new_body_moves_large_bodies_to_disk():
    with new_body() as body:
        body.write(bytes(IN_MEMORY))
        assert not body._rolled
        body.write(b"x")
        assert body._rolled
