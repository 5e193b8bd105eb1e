"""Clients that send or read slowly: many of them must not keep anybody else waiting.

Twenty each of three kinds sit on a server of 2 x 4 threads: headers a byte at a time, a body a
byte at a time, and a megabyte that is hardly read.
"""

import asyncio
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.slow_clients import SlowClient, slow_body, slow_headers, slow_reader
from tests.webapp.serving import get, running_site

OF_EACH_KIND = 20
SECONDS = 6  # how long the slow clients sit there at most
REQUESTS = 60  # to each of two paths, while they do
PATIENCE_MS = 1000  # a stalled server takes seconds; a busy machine takes tens of milliseconds


UNFINISHED = {
    "headers": b"GET /page HTTP/1.1\r\nHost: x\r\n",
    "body": b"POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
}

Ended = tuple[float, bytes]
"""After how many seconds a server closed a connection, and what it had said."""


@pytest.fixture(scope="module", autouse=True)
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A site for all tests that do not stop it."""
    with running_site(tmp_path_factory.mktemp("cache")) as (_, port):
        yield port


@pytest.fixture(scope="module", autouse=True)
def unfinished(port: int) -> Iterator[dict[str, Future[Ended]]]:
    """Requests that are never finished: the server waits long, so they begin before all others."""
    with ThreadPoolExecutor(len(UNFINISHED)) as pool:
        yield {name: pool.submit(_wait_for_end, port, sent) for name, sent in UNFINISHED.items()}


def _wait_for_end(port: int, sent: bytes) -> Ended:
    with socket.create_connection(("127.0.0.1", port), timeout=40) as connection:
        connection.sendall(sent)
        started, answer = time.monotonic(), b""
        while part := connection.recv(1024):
            answer += part
        return time.monotonic() - started, answer


async def _times_beside(clients: list[SlowClient], port: int) -> dict[str, list[float]]:
    """Measure requests (ms) while the slow clients are connected."""
    slow = [asyncio.create_task(client(port)) for client in clients for _ in range(OF_EACH_KIND)]
    await asyncio.sleep(1)
    times: dict[str, list[float]] = {"/page": [], "/echo/a": []}
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and len(times["/page"]) < REQUESTS:
        for path, taken in times.items():
            started = time.perf_counter()
            status, _, _ = await asyncio.to_thread(get, port, path)
            assert status == 200
            taken.append((time.perf_counter() - started) * 1000)
    assert not any(task.done() for task in slow), "a slow client was finished too early to matter"
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    return times


@pytest.mark.parametrize(
    "clients",
    [[slow_headers], [slow_body], [slow_reader], [slow_headers, slow_body, slow_reader]],
    ids=["headers", "body", "reader", "all"],
)
def test_slow_clients_keep_nobody_waiting(port: int, clients: list[SlowClient]):
    times = asyncio.run(_times_beside(clients, port))
    for path, taken in times.items():
        assert len(taken) > 20, path
        assert max(taken) < PATIENCE_MS, path


def test_idle_connections_lock_nobody_out(port: int):
    with ExitStack() as idle:
        for _ in range(700):
            idle.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
        assert [get(port, "/page")[0] for _ in range(20)] == [200] * 20


def test_slow_readers_of_large_answers_fill_no_memory(tmp_path: Path):
    def memory_kb() -> int:
        command = ["ps", "-o", "rss=", "--ppid", str(process.pid)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return sum(map(int, done.stdout.split()))

    with running_site(tmp_path) as (process, port):
        before = memory_kb()
        readers = []
        for _ in range(OF_EACH_KIND):
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect(("127.0.0.1", port))
            reader.sendall(b"GET /parts?times=20 HTTP/1.1\r\nHost: x\r\n\r\n")
            readers.append(reader)
        for reader in readers:
            assert reader.recv(12) == b"HTTP/1.1 200"
        time.sleep(1)
        assert memory_kb() - before < 100_000, "20 readers of 20 MB each"
        for reader in readers:
            reader.close()


def test_client_that_leaves_is_no_error(tmp_path: Path):
    with running_site(tmp_path) as (process, port):
        for request in (
            b"POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
            b"POST /post HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            b"GET /parts HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /wait?seconds=0.3 HTTP/1.1\r\nHost: x\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(request)
        time.sleep(1)
        assert get(port, "/echo/a")[0] == 200
        process.terminate()
        assert process.communicate(timeout=15)[1] == ""


def test_more_requests_than_the_queue_holds_are_told_to_come_back(port: int):
    async def crowd(port: int) -> list[int]:
        wait = [asyncio.to_thread(get, port, "/wait?seconds=0.5") for _ in range(110)]
        return [status for status, _, _ in await asyncio.gather(*wait)]

    with asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(ThreadPoolExecutor(110))
        statuses = runner.run(crowd(port))
    assert set(statuses) == {200, 503}


@pytest.mark.slow
def test_unfinished_headers_are_dropped(unfinished: dict[str, Future[Ended]]):
    seconds, answer = unfinished["headers"].result(timeout=40)
    assert answer == b""
    assert seconds < 30


@pytest.mark.slow
def test_unfinished_body_is_refused(unfinished: dict[str, Future[Ended]]):
    seconds, answer = unfinished["body"].result(timeout=40)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert seconds < 30
