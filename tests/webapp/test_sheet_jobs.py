import os
import subprocess
import sys
import time

import pytest

from geo.catalogue import DEFAULT_ROOT
from tests.layers.ordering import make_order
from webapp.sheet_jobs import KEPT_SECONDS, BookJobs, JobFolder, JobState
from webapp.sheet_pool import PROJECT, SheetBusyError, worker_environment

JOB = "a" * 32


@pytest.fixture
def jobs(catalogue, tmp_path, monkeypatch):
    """Jobs whose process is not started: the test plays it."""
    monkeypatch.setattr(BookJobs, "_run", lambda self, folder: None)
    return BookJobs(DEFAULT_ROOT, catalogue.fingerprint, tmp_path, most=2)


def test_a_job_begins_waiting(jobs, catalogue):
    jobs.start(JOB, make_order(catalogue))

    assert jobs.find(JOB).state() == JobState("waiting")
    assert jobs.find(JOB).read_order() == (make_order(catalogue), catalogue.fingerprint)


def test_every_server_process_sees_how_far_it_is(jobs, catalogue, tmp_path):
    jobs.start(JOB, make_order(catalogue))
    jobs.find(JOB).write("running", page=3, pages=18, pid=os.getpid())
    other = BookJobs(DEFAULT_ROOT, catalogue.fingerprint, tmp_path)

    assert other.find(JOB).state() == JobState("running", 3, 18, os.getpid())


def test_the_same_wish_joins_the_job_that_runs(jobs, catalogue):
    jobs.start(JOB, make_order(catalogue))
    jobs.find(JOB).write("running", page=3, pages=18, pid=os.getpid())
    jobs.start(JOB, make_order(catalogue))

    assert jobs.find(JOB).state().page == 3


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_what_failed_can_be_tried_again(jobs, catalogue, status):
    jobs.start(JOB, make_order(catalogue))
    jobs.find(JOB).cancel()
    jobs.find(JOB).write(status)
    jobs.start(JOB, make_order(catalogue))

    assert jobs.find(JOB).state().status == "waiting"
    assert not jobs.find(JOB).is_cancelled()


def test_only_so_many_books_are_made_at_once(jobs, catalogue):
    jobs.start("b" * 32, make_order(catalogue))
    jobs.start("c" * 32, make_order(catalogue))
    with pytest.raises(SheetBusyError):
        jobs.start("d" * 32, make_order(catalogue))
    jobs.find("b" * 32).write("done", page=2, pages=2)
    jobs.start("d" * 32, make_order(catalogue))

    assert jobs.find("d" * 32)


def test_a_process_that_died_counts_as_failed(jobs, catalogue):
    jobs.start(JOB, make_order(catalogue))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    jobs.find(JOB).write("running", page=3, pages=18, pid=gone.pid)

    assert jobs.find(JOB).state() == JobState("failed", 3, 18)


def test_a_process_that_is_silent_for_long_counts_as_failed(jobs, catalogue):
    jobs.start(JOB, make_order(catalogue))
    old = time.time() - 600
    os.utime(jobs.find(JOB).folder / "state.json", (old, old))

    assert jobs.find(JOB).state().status == "failed"


def test_old_books_are_removed(jobs, catalogue):
    jobs.start(JOB, make_order(catalogue))
    folder = jobs.find(JOB)
    folder.write("done", page=2, pages=2)
    old = time.time() - KEPT_SECONDS - 1
    os.utime(folder.folder / "state.json", (old, old))
    jobs.start("b" * 32, make_order(catalogue))

    assert jobs.find(JOB) is None
    assert not folder.folder.exists()


def test_a_book_that_is_wanted_stays(jobs, catalogue):
    jobs.start(JOB, make_order(catalogue))
    folder = jobs.find(JOB)
    folder.write("done", page=2, pages=2)
    old = time.time() - KEPT_SECONDS - 1
    os.utime(folder.folder / "state.json", (old, old))
    folder.touch()
    jobs.start("b" * 32, make_order(catalogue))

    assert jobs.find(JOB).state().status == "done"


@pytest.mark.parametrize("name", ["", "..", "a" * 31, "A" * 32, "../" * 11, "lock", "b" * 32])
def test_another_name_is_no_job(jobs, catalogue, name):
    jobs.start(JOB, make_order(catalogue))

    assert jobs.find(name) is None


def run_book(folder, cache):
    command = [sys.executable, "-m", "webapp.sheet_worker", "--book"]
    command += [str(folder.folder), str(DEFAULT_ROOT), str(cache / "fonts")]
    return subprocess.run(
        command,
        cwd=PROJECT,
        env=worker_environment(cache),
        timeout=120,
        capture_output=True,
        check=False,
    )


def test_a_book_is_made(catalogue, tmp_path):
    folder = JobFolder(tmp_path / "job")
    folder.create(make_order(catalogue, ("shenzhen",)), catalogue.fingerprint)
    done = run_book(folder, tmp_path)
    state = folder.state()

    assert done.returncode == 0, done.stderr
    assert (state.status, state.page) == ("done", state.pages)
    assert folder.path.read_bytes().startswith(b"%PDF")
    assert not folder.path.with_suffix(".part").exists()


def test_a_book_that_is_cancelled_leaves_nothing(catalogue, tmp_path):
    folder = JobFolder(tmp_path / "job")
    folder.create(make_order(catalogue, ("shenzhen",)), catalogue.fingerprint)
    folder.cancel()
    done = run_book(folder, tmp_path)

    assert done.returncode == 0, done.stderr
    assert folder.state().status == "cancelled"
    assert not folder.path.exists()
    assert not folder.path.with_suffix(".part").exists()


def test_a_book_of_another_catalogue_fails_with_a_word_in_the_log(catalogue, tmp_path):
    folder = JobFolder(tmp_path / "job")
    folder.create(make_order(catalogue, ("shenzhen",)), "0" * 64)
    done = run_book(folder, tmp_path)

    assert done.returncode == 1
    assert b"restart the server" in done.stderr
    assert folder.state().status == "failed"
