"""Counting registries with real processes that are killed, cut off, or left without room."""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import pytest

from geo.enterprises import local_engine
from geo.enterprises.crew import Crew, Task
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.setup_pickle import to_bytes
from geo.imports.confinement import PROJECT
from tests.geo.enterprises.conftest import raster  # noqa: F401
from tests.geo.enterprises.counting_files import (
    Counting,
    csv_text,
    placer_of,
    rows_of,
    wish_of,
    with_raster,
    written,
)

ROWS = rows_of(2000)
SECONDS = 120


@pytest.fixture
def counting(catalogue, raster, tmp_path, monkeypatch):  # noqa: F811
    with_raster(monkeypatch, raster)
    return Counting(catalogue, tmp_path / "out")


@pytest.fixture
def path(tmp_path):
    rows = [list(row) for row in ROWS]
    for place in range(0, len(rows), 50):
        rows[place][5] = "去年"
    return written(tmp_path, csv_text(rows))


def test_a_killed_worker_loses_nothing(counting, path):
    whole = counting.run(wish_of(path))
    listed = counting.rejected()
    killed = []

    class Murderous(Crew):
        def next_outcome(self, seconds):
            if len(killed) < 2 and self.pids:
                killed.append(self.pids[0])
                os.kill(killed[-1], signal.SIGKILL)
            return super().next_outcome(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_engine, "Crew", Murderous)
        found = counting.run(wish_of(path), chunk_bytes=20_000)

    assert len(killed) == 2
    assert found.equals(whole)
    assert counting.rejected() == listed
    assert found.tally.unread_year == len(ROWS) // 50


def test_a_part_whose_workers_die_again_and_again_is_named(counting, path, monkeypatch):
    def kill(crew, process, task):
        if task.head["do"] == "count" and task.head["chunk"]["start"] == 40_000:
            process.kill()
        return ask(crew, process, task)

    ask = Crew._ask
    monkeypatch.setattr(Crew, "_ask", kill)
    with pytest.raises(EnterpriseError, match=r"registry\.csv: the part 40000 to 60000") as found:
        counting.run(wish_of(path), chunk_bytes=20_000)

    assert found.value.code == "worker-died"
    assert found.value.values["kept"] > 300
    monkeypatch.undo()


def test_workers_are_cut_off(counting, path, catalogue, raster):  # noqa: F811
    """They may read the registry; not the settings beside it, not the network."""
    placer = placer_of(catalogue, raster)
    setup, mapped = to_bytes((wish_of(path), placer, counting.words))
    head = {"do": "count", "chunk": {}, "points": False}
    chunk = {"file": 0, "start": 0, "stop": 1, "is_exact": True, "is_last": True, "size": 1}
    with Crew(setup, [path, *mapped], 1) as crew:
        crew.submit(Task(0, {"do": "look"}))
        outcome = crew.next_outcome(SECONDS)
        file = outcome.head["files"][0]
        crew.submit(Task(1, {**head, "chunk": chunk, "file": {**file, "path": "/etc/passwd"}}))
        refused = crew.next_outcome(SECONDS)

    assert refused.head["error"][1] == "unreadable"
    assert json.dumps(refused.head).count("root:") == 0


@pytest.fixture
def job(catalogue, raster, path, tmp_path):  # noqa: F811
    def start(largest=0, **options):
        words = IndustryWords.default(catalogue)
        order = (
            wish_of(path),
            catalogue,
            words,
            placer_of(catalogue, raster),
            tmp_path / "out",
            {"workers": 2, "chunk_bytes": 8_000, "checkpoint_seconds": 0.0, **options},
            largest,
        )
        (tmp_path / "job").write_bytes(pickle.dumps(order))
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.counting_run", str(tmp_path / "job")],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return start


def children(pid):
    listed = [entry for entry in os.listdir("/proc") if entry.isdigit()]
    found = []
    for entry in listed:
        try:
            with open(f"/proc/{entry}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            found.append(int(entry))
    return found


def test_a_killed_run_goes_on_with_the_same_result(counting, path, job):
    with job() as process:
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        for line in process.stdout:
            if int(line) > 500:
                break
        workers = children(process.pid)
        process.kill()
        timer.cancel()
    assert (counting.folder / "checkpoint").exists()
    assert workers
    gone = time.monotonic() + SECONDS
    while any(os.path.exists(f"/proc/{pid}") for pid in workers) and time.monotonic() < gone:
        time.sleep(0.05)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in workers)

    told = []
    found = counting.run(wish_of(path), progress=told.append)
    listed = counting.rejected()
    counting.folder = counting.folder.with_name("afresh")

    assert found.equals(counting.run(wish_of(path)))
    assert listed == counting.rejected()
    assert told[-1].rows_done == len(ROWS)


def test_a_full_disk_is_told_and_the_checkpoint_stays(counting, path, job):
    # The list of rejects is larger than any file may be; the checkpoint is not (yet).
    rows = [[*row[:5], "x" * 190, *row[6:]] for row in ROWS]
    path.write_text(csv_text([*ROWS[:1000], *rows[1000:]]))
    with job(largest=120_000) as process:
        said = process.communicate(timeout=SECONDS)[0].splitlines()[-1]

    assert said.startswith("disk-full the disk of ")
    assert "make room and start again" in said
    assert (counting.folder / "checkpoint").exists()
    found = counting.run(wish_of(path))
    counting.folder = counting.folder.with_name("afresh")
    assert found.equals(counting.run(wish_of(path)))
    assert found.tally.unread_year == 1000
