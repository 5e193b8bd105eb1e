"""Atlas books in the making: a folder per job, so that every server process can answer for it."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from layers.sheet_order import SheetOrder, read_order
from webapp.sheet_pool import PROJECT, SheetBusyError, worker_environment

KEPT_SECONDS = 24 * 3600.0
"""How long a book stays after it was last asked for."""

_SILENT_SECONDS = 120.0  # a page takes under a second; its process has died
_JOB = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class JobState:
    """How far a job is.

    Attributes
    ----------
    status : {"waiting", "running", "done", "failed", "cancelled"}
    page, pages : int
        Pages drawn, and altogether; 0 while that is not known.
    pid : int
        The process that draws, 0 for none.
    """

    status: str
    page: int = 0
    pages: int = 0
    pid: int = 0

    @property
    def is_active(self) -> bool:
        """Whether it is still being made."""
        return self.status in ("waiting", "running")


class JobFolder:
    """The files of one job: its order, its state, its book.

    Parameters
    ----------
    folder : Path
        Need not exist.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.path = folder / "atlas.pdf"
        self._state = folder / "state.json"

    def create(self, order: SheetOrder, fingerprint: str) -> None:
        """Begin anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        text = json.dumps({"order": order.to_json(), "fingerprint": fingerprint})
        (self.folder / "order.json").write_text(text, encoding="utf-8")
        self.write("waiting")

    def read_order(self) -> tuple[SheetOrder, str]:
        """Return what is to be made, and of which catalogue.

        Raises
        ------
        OSError, ValueError
            If it cannot be read.
        """
        found = json.loads((self.folder / "order.json").read_text(encoding="utf-8"))
        return read_order(found["order"]), found["fingerprint"]

    def write(self, status: str, *, page: int = 0, pages: int = 0, pid: int = 0) -> None:
        """Note how far the job is."""
        part = self._state.with_name(f"state.{os.getpid()}")
        state = JobState(status, page, pages, pid)
        part.write_text(json.dumps(asdict(state)), encoding="utf-8")
        part.replace(self._state)

    def state(self) -> JobState | None:
        """Tell how far the job is; None if there is no such job.

        A job whose process died without a word counts as failed.
        """
        try:
            found = JobState(**json.loads(self._state.read_text(encoding="utf-8")))
            silent = time.time() - self._state.stat().st_mtime
        except FileNotFoundError:
            return None
        is_dead = found.pid and not Path("/proc", str(found.pid)).exists()
        if found.is_active and (silent > _SILENT_SECONDS or (is_dead and Path("/proc").exists())):
            found = self._reread(found)
        return found

    def _reread(self, before: JobState) -> JobState:
        """Look again: the process may have ended by finishing."""
        found = JobState(**json.loads(self._state.read_text(encoding="utf-8")))
        return JobState("failed", found.page, found.pages) if found == before else found

    def cancel(self) -> None:
        """Ask the process to give up; it does so before its next page."""
        if self.folder.is_dir():
            (self.folder / "cancel").touch()

    def is_cancelled(self) -> bool:
        """Whether somebody asked to give up."""
        return (self.folder / "cancel").exists()

    @property
    def age_seconds(self) -> float:
        """Time since the state was last written or the book last asked for."""
        try:
            return time.time() - self._state.stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    def touch(self) -> None:
        """Note that the book is wanted."""
        os.utime(self._state)


class BookJobs:
    """Starts, finds and removes jobs.

    Parameters
    ----------
    root : Path
        The catalogue's folder.
    fingerprint : str
        Of the catalogue that is served.
    cache : Path
        Where books and fonts are kept.
    most : int
        Books made at the same time, by all server processes together.
    """

    def __init__(self, root: Path, fingerprint: str, cache: Path, *, most: int = 2):
        self._root = root
        self._fingerprint = fingerprint
        self._cache = cache
        self._most = most
        self._folder = cache / "books"

    def find(self, job: str) -> JobFolder | None:
        """Return a job by its id, None if there is none."""
        folder = JobFolder(self._folder / job) if _JOB.fullmatch(job) else None
        return folder if folder and folder.state() else None

    def start(self, job: str, order: SheetOrder) -> None:
        """Start a job, unless the same book is there or being made.

        Parameters
        ----------
        job : str
            Its id: the key of the order, so that equal wishes share a book.
        order : SheetOrder

        Raises
        ------
        SheetBusyError
            If enough books are being made.
        """
        with self._lock():
            self._sweep()
            folder = JobFolder(self._folder / job)
            state = folder.state()
            if state and (state.is_active or state.status == "done") and not folder.is_cancelled():
                folder.touch()
                return
            if sum(self._is_active(path) for path in self._folder.iterdir()) >= self._most:
                raise SheetBusyError
            folder.create(order, self._fingerprint)
            self._run(folder)

    def _is_active(self, path: Path) -> bool:
        state = JobFolder(path).state() if path.is_dir() else None
        return bool(state and state.is_active)

    def _run(self, folder: JobFolder) -> None:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "webapp.sheet_worker", "--book"),
                *map(str, (folder.folder, self._root, self._cache / "sheet-fonts")),
            ],
            cwd=PROJECT,
            env=worker_environment(self._cache),
            stdin=subprocess.DEVNULL,
        )
        # Somebody has to hear that it ended, or it stays behind as a zombie.
        threading.Thread(target=process.wait, name="atlas-book", daemon=True).start()

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if path.is_dir() and JobFolder(path).age_seconds > KEPT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Let one server process at a time count and start."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
