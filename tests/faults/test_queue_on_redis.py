"""The worker as it is deployed, with a Redis server as its queue: killed at work, then again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from geo.catalogue import Catalogue
from geo.enterprises import local_engine
from geo.enterprises.aggregates import read_aggregates
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.raster_files import raster_folder
from geo.enterprises.raster_grid import STEP
from geo.enterprises.raster_index import build_raster
from tests.browser.serving import SETTINGS
from tests.geo.enterprises.counting_files import COLUMNS, InlineCrew, csv_text, rows_of
from tests.webapp.serving import PROJECT, free_port
from webapp.planner.enterprise_folders import RunFolder, SetFolder
from webapp.planner.enterprise_work import wish_of
from webapp.queue import Job, make_queue
from webapp.store.engine import Store, database_url
from webapp.store.enterprises import DONE, add_set, find_set, start_run
from webapp.store.models import Project
from webapp.worker import RASTERS

pytestmark = pytest.mark.slow

SECONDS = 60
COARSE = 0.005
RUN = "a" * 32


def wait(found: Callable[[], object]) -> None:
    """Wait until something is the case."""
    until = time.monotonic() + SECONDS
    while not found():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis server of our own, on a free port of this machine, that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed: apt-get install redis-server")
    port = free_port()
    settings = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(tmp_path), "--save", ""]
    with subprocess.Popen([program, *settings], stdout=subprocess.DEVNULL) as server:
        wait(lambda: _answers(port))
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def _answers(port: int) -> bool:
    with closing(socket.socket()) as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def state(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A folder of what is saved, with an index of one city: a coarse one, made in a moment."""
    state = tmp_path / "state"
    build_raster(catalogue, ["shanghai"], cache=state / RASTERS, step=COARSE)
    coarse, usual = (
        raster_folder(state / RASTERS, catalogue.fingerprint, ["shanghai"], step)
        for step in (COARSE, STEP)
    )
    coarse.rename(usual)
    return state


@pytest.fixture
def job(state: Path, catalogue: Catalogue) -> Job:
    """A run over a registry that is wanted, and that no worker knows of."""
    with closing(Store(database_url("", state))) as store, store.session(writes=True) as session:
        project = Project(id="p", title="甲", city="shanghai", study={})
        session.add(project)
        session.flush()
        row = add_set(session, project, "名录", None)
        start_run(row, RUN)
        found = (project.id, row.key, RUN)
    files = SetFolder(state, *found[:2])
    files.upload.mkdir(parents=True)
    rows = rows_of(500)
    rows[7][1] = "2.35"
    (files.upload / "1.csv").write_text(csv_text(rows), encoding="utf-8")
    wish = {"form": "csv", "columns": COLUMNS, "cities": ["shanghai"]}
    order = {"source": "upload", "files": ["1.csv"], "wish": wish, "words": None}
    files.run(RUN).prepare({**order, "fingerprint": catalogue.fingerprint})
    return found


@contextmanager
def running_worker(state: Path, redis_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``python -m webapp.worker``; end it as a service manager would."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    own = {"ATLAS_STATE": str(state), "ATLAS_REDIS_URL": redis_url}
    command = [sys.executable, "-m", "webapp.worker"]
    with subprocess.Popen(command, cwd=PROJECT, env={**kept, **own}) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_a_worker_on_redis_goes_on_with_what_a_killed_one_had_taken(
    redis_url: str,
    state: Path,
    job: Job,
    tmp_path: Path,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = SetFolder(state, *job[:2]).run(job[2])
    queue = make_queue(state, redis_url)
    queue.put(job)
    assert queue.waiting() == {job}

    with running_worker(state, redis_url) as worker:
        wait(lambda: _status(folder) == "running")
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(SECONDS) == -signal.SIGKILL
    # Redis gave the message away: nothing but the folder and the database tells of it.
    assert queue.waiting() == set()
    assert folder.state().details["is_interrupted"]  # type: ignore[union-attr]

    with running_worker(state, redis_url) as worker:
        wait(lambda: _status(folder) == DONE)
        wait(lambda: _in_database(state, job) == DONE)
        worker.terminate()
        assert worker.wait(SECONDS) == 0
    assert (folder.folder / "attempts").read_text() == "2"
    assert not (state / "queue.sqlite").exists()

    monkeypatch.setattr(local_engine, "Crew", InlineCrew)
    wish = wish_of(folder.order(), SetFolder(state, *job[:2]), state)
    words, cache = IndustryWords.default(catalogue), state / RASTERS
    expected = local_engine.run(wish, catalogue, words, tmp_path / "alone", cache=cache)
    assert expected.tally.taken == 499
    assert read_aggregates(folder.aggregates).equals(expected)
    for name in ("rejected.csv", "points.parquet"):
        assert (folder.folder / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()


def _status(folder: RunFolder) -> str:
    found = folder.state()
    return found.status if found is not None else ""


def _in_database(state: Path, job: Job) -> str:
    with closing(Store(database_url("", state))) as store, store.session() as session:
        row = find_set(session, *job[:2])
        return row.status if row is not None else ""
