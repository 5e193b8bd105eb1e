import os
import subprocess
import sys
import time

import pytest

from webapp.job_folder import KEPT_SECONDS, JobFolder, Jobs, JobsBusyError, JobState

JOB = "a" * 32
ORDER = {"what": "甲"}


def command(folder):
    return (sys.executable, "-c", "import sys; open(sys.argv[1] + '/ran', 'w')", str(folder))


@pytest.fixture
def jobs(tmp_path, monkeypatch):
    """Jobs whose process is not started: the test plays it."""
    monkeypatch.setattr(Jobs, "_run", lambda self, folder: None)
    return Jobs(tmp_path / "jobs", command, most=2)


def test_a_process_is_started_for_a_job_and_heard_out(tmp_path):
    folder = Jobs(tmp_path / "jobs", command).start(JOB, ORDER)
    deadline = time.monotonic() + 30
    while not (folder.folder / "ran").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_else_there_is_to_tell_is_told(tmp_path):
    folder = JobFolder(tmp_path / "job", "a.pdf")
    folder.create(ORDER)
    folder.write("running", details={"gap": 0.5})

    assert folder.state().details == {"gap": 0.5}
    assert folder.path == tmp_path / "job" / "a.pdf"


def test_a_job_begins_waiting(jobs):
    jobs.start(JOB, ORDER)

    assert jobs.find(JOB).state() == JobState("waiting")
    assert jobs.find(JOB).order() == ORDER


def test_every_server_process_sees_how_far_it_is(jobs, tmp_path):
    jobs.start(JOB, ORDER)
    jobs.find(JOB).write("running", done=3, total=18, pid=os.getpid())
    other = Jobs(tmp_path / "jobs", command)

    assert other.find(JOB).state() == JobState("running", 3, 18, os.getpid())


def test_the_same_wish_joins_the_job_that_runs(jobs):
    jobs.start(JOB, ORDER)
    jobs.find(JOB).write("running", done=3, total=18, pid=os.getpid())
    jobs.start(JOB, ORDER)

    assert jobs.find(JOB).state().done == 3


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_what_failed_can_be_tried_again(jobs, status):
    jobs.start(JOB, ORDER)
    jobs.find(JOB).cancel()
    jobs.find(JOB).write(status)
    jobs.start(JOB, ORDER)

    assert jobs.find(JOB).state().status == "waiting"
    assert not jobs.find(JOB).is_cancelled()


def test_only_so_many_jobs_are_made_at_once(jobs):
    jobs.start("b" * 32, ORDER)
    jobs.start("c" * 32, ORDER)
    with pytest.raises(JobsBusyError):
        jobs.start("d" * 32, ORDER)
    jobs.find("b" * 32).write("done", done=2, total=2)
    jobs.start("d" * 32, ORDER)

    assert jobs.find("d" * 32)


def test_a_process_that_died_counts_as_failed(jobs):
    jobs.start(JOB, ORDER)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    jobs.find(JOB).write("running", done=3, total=18, pid=gone.pid)

    assert jobs.find(JOB).state() == JobState("failed", 3, 18)


def test_a_process_that_is_silent_for_long_counts_as_failed(jobs):
    jobs.start(JOB, ORDER)
    old = time.time() - 600
    os.utime(jobs.find(JOB).folder / "state.json", (old, old))

    assert jobs.find(JOB).state().status == "failed"


def test_old_jobs_are_removed(jobs):
    jobs.start(JOB, ORDER)
    folder = jobs.find(JOB)
    folder.write("done", done=2, total=2)
    old = time.time() - KEPT_SECONDS - 1
    os.utime(folder.folder / "state.json", (old, old))
    jobs.start("b" * 32, ORDER)

    assert jobs.find(JOB) is None
    assert not folder.folder.exists()


def test_a_job_that_is_wanted_stays(jobs):
    jobs.start(JOB, ORDER)
    folder = jobs.find(JOB)
    folder.write("done", done=2, total=2)
    old = time.time() - KEPT_SECONDS - 1
    os.utime(folder.folder / "state.json", (old, old))
    folder.touch()
    jobs.start("b" * 32, ORDER)

    assert jobs.find(JOB).state().status == "done"


@pytest.mark.parametrize("name", ["", "..", "a" * 31, "A" * 32, "../" * 11, "lock", "b" * 32])
def test_another_name_is_no_job(jobs, name):
    jobs.start(JOB, ORDER)

    assert jobs.find(name) is None
