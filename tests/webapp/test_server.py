import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import brotli
import pytest

from tests.webapp.serving import PROJECT, exchange, free_port, get, running_site
from tests.webapp.small_site import BIG, PAGE
from webapp import server
from webapp.listening import Settings
from webapp.server import make_server


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("cache")) as (_, port):
        yield port


@pytest.mark.parametrize(
    ("soft", "hard", "raised_to", "connections"),
    [
        (256, 1024, 1024, 1024 - 256),
        (1024, 1_000_000, 8192 + 256, 8192),
        (20_000, 20_000, None, 8192),
        (1024, resource.RLIM_INFINITY, 8192 + 256, 8192),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, 8192),
        (256, 256, None, 128),
    ],
)
def test_make_server_never_promises_more_connections_than_files(
    monkeypatch, soft, hard, raised_to, connections
):
    raised = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: raised.append(limits))
    assert make_server(Settings("127.0.0.1", 8000, 1, 1), "127.0.0.1").backpressure == connections
    assert raised == ([] if raised_to is None else [(raised_to, hard)])


def test_the_worker_starts_after_the_fork_and_stops_before_the_server(monkeypatch):
    done = []

    class Worker:
        def start(self):
            done.append("worker starts")

        def stop(self):
            done.append("worker stops")

    made = make_server(Settings("127.0.0.1", 8000, 1, 1), "127.0.0.1")
    made.worker, made.inherited, made.url = Worker(), None, "http://x"
    monkeypatch.setattr(made, "_is_listening", lambda: True)
    monkeypatch.setattr(server.Server, "startup", lambda *_: done.append("fork"))
    monkeypatch.setattr(server.Server, "shutdown", lambda *_: done.append("shutdown"))
    made.startup(None, None)
    made.shutdown()
    assert done == ["fork", "worker starts", "worker stops", "shutdown"]


def test_a_server_has_a_worker_where_that_is_wanted(monkeypatch):
    made = []

    class Stand:
        worker = None

        def serve(self, **_):
            made.append(self.worker)

    monkeypatch.setattr(server, "make_server", lambda *_: Stand())
    monkeypatch.setattr(server, "_front", None)
    for has_worker in (False, True):
        server.serve(Settings("127.0.0.1", free_port(), 1, 1, has_worker), BuiltFront())
    assert made[0] is None
    assert made[1].pid == 0


def run_main(**environ):
    return subprocess.run(
        [sys.executable, "-m", "webapp.server"],
        cwd=PROJECT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_main_with_a_taken_port_is_one_sentence():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        done = run_main(PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert done.stderr.startswith("Renxing Atlas cannot start: cannot listen on 127.0.0.1")
    assert done.stderr.count("\n") == 1


def test_main_with_a_broken_catalogue_is_no_traceback(tmp_path):
    done = run_main(PORT=str(free_port()), ATLAS_CATALOGUE=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Renxing Atlas cannot start: ")
    assert "Traceback" not in done.stderr


def test_main_refuses_a_network_while_nobody_signs_in(tmp_path):
    done = run_main(
        PORT=str(free_port()), HOST="0.0.0.0", ATLAS_STATE=str(tmp_path), DATABASE_URL=""
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Renxing Atlas cannot start: HOST=0.0.0.0 would show the planner")
    assert "accounts add NAME --admin" in done.stderr
    assert "ATLAS_PLANNER=off" in done.stderr
    assert done.stderr.count("\n") == 1


class BuiltFront:
    def answer_at_once(self, scope, proto): ...


def test_load_front_is_inherited_or_built(monkeypatch):
    installed = []
    handlers = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    built, inherited = BuiltFront(), BuiltFront()
    monkeypatch.setattr(server.shortcut, "install", installed.append)
    monkeypatch.setattr(server, "build_front", lambda threads: built)
    monkeypatch.setattr(server, "_front", None)
    assert server.load_front() is built
    monkeypatch.setattr(server, "_front", inherited)
    assert server.load_front() is inherited
    assert installed == [built.answer_at_once, inherited.answer_at_once]
    assert handlers == {signal.SIGTERM: signal.SIG_DFL, signal.SIGINT: signal.SIG_DFL}


def test_page_is_prepared(port):
    status, headers, body = get(port, "/page?view=any", "Accept-Encoding: gzip, br")
    assert (status, brotli.decompress(body).decode()) == (200, PAGE)
    assert headers["content-security-policy"] == "default-src 'self'"
    status, headers, body = get(port, "/page", f"If-None-Match: {headers['etag']}")
    assert (status, body) == (304, b"")


def test_page_head(port):
    status, headers, body = get(port, "/page", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(PAGE.encode())


def test_page_post_is_for_flask(port):
    assert get(port, "/page", "Content-Length: 0", method="POST")[0] == 405


def test_view_sees_the_request(port):
    status, headers, body = get(port, "/echo/%E4%B8%8A%2Fa?q=%E6%B5%B7", "X-A: 1", "X_A: 2")
    seen = json.loads(body)
    assert (status, seen["name"], seen["query"]) == (200, "上/a", {"q": "海"})
    assert seen["host"] == "atlas.test"
    assert seen["headers"]["X-A"] == "1"
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/big", "/parts"])
def test_view_large_answer_is_complete(port, path):
    assert get(port, path)[2] == BIG


def test_view_head_of_a_large_answer(port):
    status, headers, body = get(port, "/big", method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(BIG)), b"")


@pytest.mark.parametrize(("path", "status"), [("/broken", 500), ("/missing", 404)])
def test_view_errors_are_pages_of_flask(port, path, status):
    answered, headers, body = get(port, path)
    assert answered == status
    assert headers["content-type"].startswith("text/html")
    assert b"<!doctype html>" in body


def post(port, body, *headers):
    lines = ["POST /post HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
    return exchange(port, "\r\n".join(lines).encode() + body)


@pytest.mark.parametrize("size", [0, 1, 300_000, 1024 * 1024])
def test_body_arrives(port, size):
    _, _, answer = post(port, bytes(size), f"Content-Length: {size}")
    assert json.loads(answer) == {"bytes": size}


def test_body_in_chunks_needs_a_length(port):
    body = b"5\r\nabcde\r\n0\r\n\r\n"
    assert post(port, body, "Transfer-Encoding: chunked")[0] == 411


def test_body_that_is_too_large_is_refused_before_it_is_sent(port):
    status, _, body = post(port, b"", f"Content-Length: {1024 * 1024 + 1}")
    assert (status, body.decode()) == (413, "At most 1 MB can be sent. / 上传内容不得超过 1 MB。\n")


@pytest.mark.parametrize(
    "request_bytes",
    [b"nonsense\r\n\r\n", b"GET /page HTTP/1.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n"],
)
def test_nonsense_is_refused(port, request_bytes):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            connection.sendall(request_bytes)
            answer = connection.recv(65536)
        except ConnectionError:
            answer = b""
    assert answer[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 431", b"HTTP/1.1 414", b"")
    assert get(port, "/page")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_finishes_what_is_under_way(tmp_path, number):
    with running_site(tmp_path) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as waiting:
            waiting.sendall(
                b"GET /wait?seconds=2.5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            time.sleep(0.3)
            process.send_signal(number)
            answer = b"".join(iter(lambda: waiting.recv(65536), b""))
        assert answer.endswith(b"done")
        _, errors = process.communicate(timeout=15)
        assert process.returncode == 0
        assert "Traceback" not in errors


def test_stop_does_not_wait_for_idle_connections(tmp_path):
    with running_site(tmp_path) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as idle:
            idle.sendall(b"HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n")
            assert idle.recv(4096).endswith(b"\r\n\r\n")
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=15)
        assert time.monotonic() - started < 5


def test_stop_waits_for_a_slow_reader_no_longer_than_promised(tmp_path):
    assert make_server(Settings("127.0.0.1", 8000, 1, 1), "127.0.0.1").workers_kill_timeout == 10
    site = running_site(tmp_path, stop_seconds=2)
    with site as (process, port), socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.settimeout(10)
        reader.connect(("127.0.0.1", port))
        reader.sendall(b"GET /parts?times=20 HTTP/1.1\r\nHost: x\r\n\r\n")
        reader.recv(100)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


def test_worker_that_dies_is_replaced(tmp_path):
    with running_site(tmp_path) as (process, port):
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True
        ).stdout.split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        deadline = time.monotonic() + 15
        status = 0
        while status != 200 and time.monotonic() < deadline:
            try:
                status = get(port, "/page")[0]
            except ConnectionError:
                time.sleep(0.1)
        assert status == 200
