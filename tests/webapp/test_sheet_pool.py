import json
import subprocess
import sys
import threading
import time

import pytest

from geo.catalogue import DEFAULT_ROOT
from tests.layers.ordering import make_order
from webapp.sheet_pool import (
    PROJECT,
    SheetBusyError,
    SheetFailedError,
    SheetPool,
    waiting_room,
    worker_environment,
)

KEY = "0" * 32


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def make_pool(catalogue, cache):
    pools = []

    def make(root=DEFAULT_ROOT, fingerprint=None, **options):
        pools.append(SheetPool(root, fingerprint or catalogue.fingerprint, cache, **options))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def test_a_sheet_is_drawn_once_and_kept(make_pool, catalogue):
    pool, order = make_pool(), make_order(catalogue, ("shenzhen",))
    path = pool.file(KEY, order)
    stamp = path.stat().st_ino

    assert path.read_bytes().startswith(b"%PDF")
    assert pool.file(KEY, order) == path
    assert path.stat().st_ino == stamp


def test_no_process_is_started_for_what_is_kept(make_pool, catalogue, cache):
    path = cache / "sheets" / f"{'1' * 32}.png"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"kept")
    pool = make_pool()

    assert pool.file("1" * 32, make_order(catalogue, format="png")).read_bytes() == b"kept"
    assert pool._process is None


def test_a_process_that_ended_is_replaced(make_pool, catalogue):
    pool, order = make_pool(), make_order(catalogue, ("shenzhen",), format="png", dpi=150)
    pool.file("2" * 32, order)
    pool._process.kill()
    pool._process.wait()

    assert pool.file("3" * 32, order).read_bytes().startswith(b"\x89PNG")


def test_a_sheet_that_takes_too_long_is_given_up(make_pool, catalogue):
    pool = make_pool(seconds=0.05)  # shorter than the process needs to start

    with pytest.raises(SheetFailedError, match="within"):
        pool.file("4" * 32, make_order(catalogue))
    assert pool._process is None


def test_who_finds_no_room_is_sent_away(make_pool, catalogue):
    pool = make_pool(waiting=1)
    answers = []
    thread = threading.Thread(
        target=lambda: answers.append(pool.file("5" * 32, make_order(catalogue, ("shenzhen",))))
    )
    with pool._turn:  # as if a sheet were being drawn
        thread.start()
        while pool._room._value:  # until the thread waits; taking the room would send it away
            time.sleep(0.001)
        with pytest.raises(SheetBusyError):
            pool.file("6" * 32, make_order(catalogue))
    thread.join()

    assert answers[0].exists()


def test_another_catalogue_than_the_served_one_is_refused(make_pool, catalogue):
    pool = make_pool(fingerprint="0" * 64)

    with pytest.raises(SheetFailedError, match="restart the server"):
        pool.file("7" * 32, make_order(catalogue))


def test_a_failure_leaves_the_process_alive(make_pool, catalogue):
    pool = make_pool()
    with pytest.raises(SheetFailedError, match="UnknownIdError"):
        pool.file("8" * 32, make_order(catalogue, ("paris",)))
    process = pool._process

    assert pool.file("9" * 32, make_order(catalogue, ("shenzhen",))).exists()
    assert pool._process is process


def test_the_process_ends_with_the_server(catalogue, cache):
    """Its input closes, however the server ended."""
    command = [sys.executable, "-m", "webapp.sheet_worker", str(DEFAULT_ROOT), str(cache / "f")]
    done = subprocess.run(
        command, cwd=PROJECT, env=worker_environment(cache), input=b"", timeout=60, check=False
    )

    assert done.returncode == 0


def test_a_line_that_is_no_order_is_answered_with_an_error(catalogue, cache):
    command = [sys.executable, "-m", "webapp.sheet_worker", str(DEFAULT_ROOT), str(cache / "f")]
    request = {"fingerprint": catalogue.fingerprint, "order": "[]", "target": str(cache / "x")}
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=worker_environment(cache),
        input=json.dumps(request) + "\n",
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
    )

    assert "error" in json.loads(done.stdout)


@pytest.mark.parametrize(
    ("environ", "room"),
    [({}, 2), ({"THREADS": "8"}, 4), ({"THREADS": "1"}, 1), ({"THREADS": "x"}, 2)],
)
def test_half_of_the_threads_stay_free(environ, room):
    assert waiting_room(environ) == room
