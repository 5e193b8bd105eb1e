"""Fixtures that every folder of tests shares."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue

# How long an example takes says something about the machine, not about the code.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")


RERUNS = 2
TIMED_BY_THE_MACHINE = ("tests/faults/", "tests/webapp/test_server.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that depend on how busy the machine is two more tries.

    On a shared machine a browser, or a server beside many slow clients, can stand still for
    seconds; that says nothing about the atlas. What is broken fails three times, and whatever
    had to be tried again is listed at the end of a run with its traceback: a test that stands
    there often is to be mended.
    """
    for item in items:
        if item.get_closest_marker("browser") or item.nodeid.startswith(TIMED_BY_THE_MACHINE):
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real catalogue, whatever ``ATLAS_CATALOGUE`` says."""
    return read_catalogue(DEFAULT_ROOT)


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder with the policy documents."""
    folder = os.environ.get("ATLAS_DOCUMENTS")
    if not folder:
        pytest.skip("ATLAS_DOCUMENTS names no folder with the policy documents")
    return Path(folder)


@pytest.fixture(scope="session")
def frozen_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real catalogue as a frozen site: made once for all processes of a run, only to read."""
    from webapp import create_app
    from webapp.freeze import freeze

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base
    site = shared / "frozen-site"
    settings = {"ATLAS_CATALOGUE": DEFAULT_ROOT, "ATLAS_BASEMAPS": None, "ATLAS_FROZEN": True}
    with (shared / "frozen-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            freeze(create_app(settings), site)
    return site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real catalogue to break."""
    return Path(shutil.copytree(DEFAULT_ROOT, tmp_path / "catalogue"))


Edit = Callable[[str, int, str, str], None]


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Write a value into a cell of the copy, as a person would: file, row, column, value."""

    def write(file: str, row: int, column: str, value: str) -> None:
        path = folder / file
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        rows[row - 1][rows[0].index(column)] = value
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8-sig")

    return write
