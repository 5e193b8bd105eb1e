import subprocess
import sys

import pytest

from geo.catalogue import DEFAULT_ROOT
from tests.layers.ordering import make_order
from webapp.job_folder import PROJECT, JobFolder, Jobs
from webapp.sheet_jobs import BOOK, BookJobs, book_order
from webapp.sheet_pool import SheetBusyError, worker_environment


def ordered(folder, order, fingerprint):
    """Return the folder of a book that was ordered and not begun."""
    found = JobFolder(folder / "job", BOOK)
    found.create({"order": order.to_json(), "fingerprint": fingerprint})
    return found


def test_a_book_is_ordered_of_the_catalogue_that_is_served(catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(Jobs, "_run", lambda self, folder: None)
    books = BookJobs(DEFAULT_ROOT, catalogue.fingerprint, tmp_path, most=1)
    books.start("a" * 32, make_order(catalogue))
    folder = books.find("a" * 32)

    assert book_order(folder) == (make_order(catalogue), catalogue.fingerprint)
    assert folder.path.name == "atlas.pdf"
    with pytest.raises(SheetBusyError):
        books.start("b" * 32, make_order(catalogue))


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Where the processes keep their fonts, which take seconds to make."""
    return tmp_path_factory.mktemp("cache")


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


def test_a_book_is_made(catalogue, tmp_path, cache):
    folder = ordered(tmp_path, make_order(catalogue, ("shenzhen",)), catalogue.fingerprint)
    done = run_book(folder, cache)
    state = folder.state()

    assert done.returncode == 0, done.stderr
    assert (state.status, state.done) == ("done", state.total)
    assert folder.path.read_bytes().startswith(b"%PDF")
    assert not folder.path.with_suffix(".part").exists()


def test_a_book_that_is_cancelled_leaves_nothing(catalogue, tmp_path, cache):
    folder = ordered(tmp_path, make_order(catalogue, ("shenzhen",)), catalogue.fingerprint)
    folder.cancel()
    done = run_book(folder, cache)

    assert done.returncode == 0, done.stderr
    assert folder.state().status == "cancelled"
    assert not folder.path.exists()
    assert not folder.path.with_suffix(".part").exists()


def test_a_book_of_another_catalogue_fails_with_a_word_in_the_log(catalogue, tmp_path, cache):
    folder = ordered(tmp_path, make_order(catalogue, ("shenzhen",)), "0" * 64)
    done = run_book(folder, cache)

    assert done.returncode == 1
    assert b"restart the server" in done.stderr
    assert folder.state().status == "failed"
