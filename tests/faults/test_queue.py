"""A worker that is killed in the middle loses nothing, whichever process is asked about it."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browser.serving import running_atlas
from webapp.supervision import Supervisor

ROWS = 40
SECONDS = 90

pytestmark = pytest.mark.slow


class Visitor:
    """Somebody who works alone on a server."""

    def __init__(self, server: str) -> None:
        self._server = server
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        # Each request is a connection of its own, which either of the two processes may take.
        self._opener = urllib.request.build_opener(jar)

    def open(self, path: str, **fields: str) -> tuple[str, str]:
        """Get a page, or send a form to it; return where it led and its text."""
        data = None
        if fields:
            token = re.search('name="csrf-token" content="([^"]*)"', self.open("/en/planner")[1])
            assert token
            data = urllib.parse.urlencode({"csrf_token": token[1], **fields}).encode()
        request = urllib.request.Request(self._server + path, data)
        with self._opener.open(request, timeout=SECONDS) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def state(self, address: str) -> dict[str, object]:
        """Ask how far a set is."""
        found: dict[str, object] = json.loads(self.open(f"{address}/state")[1])
        return found


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """A server of two processes without a worker, and somebody who uses it."""
    (tmp_path / "inbox").mkdir()
    rows = "区\n" + "徐汇区\n" * ROWS
    (tmp_path / "inbox" / "名录.csv").write_text(rows, encoding="utf-8")
    with running_atlas(in_haste=True, ATLAS_STATE=str(tmp_path), WORKERS="2") as server:
        yield Visitor(server)


def wait(found: Callable[[], object]) -> None:
    """Wait until something is the case."""
    until = time.monotonic() + SECONDS
    while not found():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_killed_worker_is_started_again_and_goes_on(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = visitor.open("/en/planner/new", title="x", city="shanghai")
    address, _ = visitor.open(f"{project}/enterprises/new", how="inbox", entry="名录.csv")
    address = address.removesuffix("/preview")
    chosen = {"rows": "1", "city": "shanghai", "column-district": "区"}
    # Asked for four times at once, it is one run.
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: visitor.open(f"{address}/start", **chosen), range(4)))
    assert visitor.state(address)["status"] == "waiting"

    for name in ("DATABASE_URL", "ATLAS_REDIS_URL", "ATLAS_CATALOGUE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ATLAS_STATE", str(tmp_path))
    parent = f"--parent={os.getpid()}"
    supervisor = Supervisor((sys.executable, "-m", "tests.faults.slow_worker", parent))
    supervisor.start()
    try:
        wait(lambda: int(str(visitor.state(address).get("rows_done", 0))) >= 5)
        first = supervisor.pid
        os.kill(first, signal.SIGKILL)
        wait(lambda: visitor.state(address).get("is_interrupted"))
        wait(lambda: visitor.state(address)["status"] == "done")
        assert supervisor.pid != first
    finally:
        supervisor.stop()

    _, page = visitor.open(address)
    assert f"<b>{ROWS - 1}</b> of {ROWS} rows were counted" in page
    (run,) = tmp_path.glob("enterprises/*/*/runs/*")
    began = [int(text) for text in (run / "began").read_text().split()]
    assert len(began) == 2
    assert 5 <= began[1] < ROWS
