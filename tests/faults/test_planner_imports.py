"""A server that is killed while it stores an import has stored all of it or nothing."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.browser.serving import SETTINGS
from tests.webapp.serving import PROJECT, free_port

ROWS = 15_000
SECONDS = 120
TRIES = 4

CSV = (
    "名称,经度,纬度,租金\n"
    + "".join(f"地块 {n},{121.3 + n / 1e5:.6f},31.2,{n}\n" for n in range(ROWS))
).encode()


class Planner:
    """A person with a browser before a server that may be killed."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = free_port()
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    @contextmanager
    def server(self) -> Iterator[subprocess.Popen[str]]:
        """Start the server in a process group of its own, and wait for it."""
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        own = {"ATLAS_STATE": str(self.state), "PORT": str(self.port), "WORKERS": "1"}
        with subprocess.Popen(
            [sys.executable, "-m", "tests.browser.hasty_server"],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
            env={**kept, **own, "HOST": "127.0.0.1", "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        ) as process:
            try:
                assert process.stdout is not None
                assert f":{self.port}/" in process.stdout.readline()
                yield process
            finally:
                kill(process)

    def open(self, path: str, **fields: str) -> tuple[str, str]:
        """Get a page, or send a form to it; return where it led and its text."""
        data = None
        if fields:
            token = re.search('name="csrf-token" content="([^"]*)"', self.open("/en/planner")[1])
            assert token
            fields = {"csrf_token": token[1], **fields}
            data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        with self._opener.open(request, timeout=SECONDS) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def bring(self) -> str:
        """Make a project and bring rows to it; return the address of the preview."""
        project, _ = self.open("/en/planner/new", title="x", city="shanghai")
        address, page = self.open(f"{project}/data/import", how="pasted", text=CSV.decode())
        address, page = self.open(address, rows="1", datum="GCJ-02")
        until = time.monotonic() + SECONDS
        while f"Take all {ROWS:,} rows" not in page:
            assert time.monotonic() < until, page
            _, page = self.open(address)
        return address

    def take(self, address: str) -> Callable[[], bool]:
        """Send the order to take the rows; return what tells whether it was answered."""
        answered = threading.Event()

        def send() -> None:
            try:
                self.open(f"{address}/take", rows="1", datum="GCJ-02")
            except OSError:  # killed
                return
            answered.set()

        threading.Thread(target=send, daemon=True).start()
        return answered.is_set

    def stored(self, address: str) -> tuple[int, int, int]:
        """Count layers, places and changes of a project in its database."""
        project = address.split("/")[3]
        with closing(sqlite3.connect(self.state / "planner.sqlite")) as found:
            assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            query = "SELECT count(*) FROM {} WHERE project_id = ?"
            layers, changes = (
                found.execute(query.format(table), [project]).fetchone()[0]
                for table in ("layers", "changes")
            )
            query = "features JOIN layers ON layers.id = layer_id"
            features = found.execute(
                f"SELECT count(*) FROM {query} WHERE project_id = ?", [project]
            ).fetchone()[0]
        return layers, features, changes

    def log_bytes(self) -> int:
        """Return how much the database has written beside its file: also what may never count."""
        path = self.state / "planner.sqlite-wal"
        return path.stat().st_size if path.exists() else 0


def kill(process: subprocess.Popen[str]) -> None:
    """Kill the server with all its processes: nothing of it may tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


NOTHING = (0, 0, 0)
ALL = (1, ROWS, 1)


@pytest.mark.slow
def test_an_import_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    planner = Planner(tmp_path)
    outcomes: list[tuple[int, int, int]] = []
    was_writing = False
    for _ in range(TRIES):
        with planner.server() as process:
            address = planner.bring()
            before = planner.log_bytes()
            is_answered = planner.take(address)
            until = time.monotonic() + SECONDS
            # Rows that no longer fit into the cache are written before the transaction ends.
            while planner.log_bytes() < before + 500_000 and not is_answered():
                assert time.monotonic() < until
                time.sleep(0.0005)
            was_writing |= not is_answered()
            kill(process)
        with planner.server():  # it opens the database anew, and answers
            _, page = planner.open(f"/en/planner/{address.split('/')[3]}/data")
        outcomes.append(planner.stored(address))
        shown = f"{ROWS:,} places" in page
        assert (outcomes[-1], shown) in ((NOTHING, False), (ALL, True))
        if outcomes[-1] == NOTHING:
            break
    assert was_writing
    assert NOTHING in outcomes

    # What waited still waits; taken now, and killed as soon as that was answered.
    with planner.server() as process:
        is_answered = planner.take(address)
        until = time.monotonic() + SECONDS
        while not is_answered():
            assert time.monotonic() < until
            time.sleep(0.0005)
        kill(process)
    with planner.server():
        _, page = planner.open(f"/en/planner/{address.split('/')[3]}/data")
    assert planner.stored(address) == ALL
    assert f"{ROWS:,} places" in page
