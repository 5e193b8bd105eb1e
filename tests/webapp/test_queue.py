import os
import pickle
import shutil
import subprocess
import time
from functools import partial

import pytest

from webapp.queue import RETRIES, make_queue

JOB = ("project", "E1", "a" * 32)


def drain(queue):
    """Do what a worker does, until there is nothing left that is due."""
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)


@pytest.fixture(params=["sqlite", "redis"])
def opened(request, tmp_path):
    """Opens the queue, on the embedded database and on a Redis server of our own."""
    if request.param == "sqlite":
        yield partial(make_queue, tmp_path)
        return
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed: apt-get install redis-server")
    socket = tmp_path / "redis.sock"
    settings = ["--port", "0", "--unixsocket", str(socket), "--dir", str(tmp_path), "--save", ""]
    with subprocess.Popen([program, *settings], stdout=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 10
        while not socket.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        yield partial(make_queue, tmp_path, f"unix://{socket}")
        server.terminate()


def test_a_job_goes_from_one_process_to_another(opened):
    done = []
    putting = opened()
    working = opened(work=lambda *job: done.append(job))
    putting.put(JOB)
    assert working.waiting() == {JOB}

    drain(working)
    assert done == [JOB]
    assert working.waiting() == set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_raises_is_tried_again_and_given_up_in_the_end(opened, caplog):
    tries = []

    def work(*job):
        tries.append(job)
        raise ZeroDivisionError

    queue = opened(work=work)
    queue.put(JOB)
    for _ in range(RETRIES + 3):
        drain(queue)
        if queue.huey.scheduled_count():
            assert queue.waiting() == {JOB}
        for task in queue.huey.scheduled():  # the moment has come
            task.eta = None
            queue.huey.enqueue(task)
        queue.huey.storage.flush_schedule()

    assert tries == [JOB] * (1 + RETRIES)
    assert queue.waiting() == set()


def test_messages_hold_nothing_that_could_run(tmp_path):
    queue = make_queue(tmp_path)
    queue.put(JOB)
    (message,) = queue.huey.storage.enqueued_items()
    assert bytes(message).startswith(b"{")

    queue.huey.storage.enqueue(pickle.dumps(os.getcwd))
    queue.huey.dequeue()
    with pytest.raises(ValueError, match=r"."):
        queue.huey.dequeue()


def test_the_file_is_for_nobody_else(tmp_path):
    make_queue(tmp_path / "state")
    assert (tmp_path / "state" / "queue.sqlite").stat().st_mode & 0o077 == 0


def test_redis_is_used_where_it_is_configured(tmp_path):
    storage = make_queue(tmp_path, "redis://127.0.0.1:9/3").huey.storage
    assert type(storage).__name__ == "RedisStorage"
    assert list(tmp_path.iterdir()) == []
