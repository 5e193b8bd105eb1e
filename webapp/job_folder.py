"""Long work in processes of its own: a folder per job, so that every server process answers for it.

A job has an order (JSON), a state that its process writes again and again, perhaps a wish to give
up, and its result. Nothing of it is in the memory of a server, so a restart loses nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
KEPT_SECONDS = 24 * 3600.0
"""How long a job stays after it was last asked for."""

_SILENT_SECONDS = 120.0  # processes tell how far they are far more often; this one has died
_JOB = re.compile(r"[0-9a-f]{32}")


class JobsBusyError(Exception):
    """As many jobs run as may run at once."""


@dataclass(frozen=True)
class JobState:
    """How far a job is.

    Attributes
    ----------
    status : {"waiting", "running", "done", "failed", "cancelled"}
    done, total : int
        Steps done, and altogether; 0 while that is not known.
    pid : int
        The process that works, 0 for none.
    details : dict
        JSON: whatever else the process has to tell.
    """

    status: str
    done: int = 0
    total: int = 0
    pid: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_active(self) -> bool:
        """Whether it is still under way."""
        return self.status in ("waiting", "running")


class JobFolder:
    """The files of one job: its order, its state, its result.

    Parameters
    ----------
    folder : Path
        Need not exist.
    result : str
        Name of the file that the job makes.
    """

    def __init__(self, folder: Path, result: str = "result"):
        self.folder = folder
        self.path = folder / result
        self._state = folder / "state.json"

    def create(self, order: Mapping[str, Any]) -> None:
        """Begin anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
        self.write("waiting")

    def order(self) -> dict[str, Any]:
        """Return what is to be done.

        Raises
        ------
        OSError, ValueError
            If it cannot be read.
        """
        found: dict[str, Any] = json.loads((self.folder / "order.json").read_bytes())
        return found

    def write(
        self,
        status: str,
        *,
        done: int = 0,
        total: int = 0,
        pid: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Note how far the job is."""
        part = self._state.with_name(f"state.{os.getpid()}")
        state = JobState(status, done, total, pid, dict(details or {}))
        part.write_text(json.dumps(asdict(state)), encoding="utf-8")
        part.replace(self._state)

    def state(self) -> JobState | None:
        """Tell how far the job is; None if there is no such job.

        A job whose process died without a word counts as failed.
        """
        try:
            found = self._read()
            silent = time.time() - self._state.stat().st_mtime
        except FileNotFoundError:
            return None
        is_dead = found.pid and not Path("/proc", str(found.pid)).exists()
        if found.is_active and (silent > _SILENT_SECONDS or (is_dead and Path("/proc").exists())):
            found = self._reread(found)
        return found

    def _read(self) -> JobState:
        return JobState(**json.loads(self._state.read_text(encoding="utf-8")))

    def _reread(self, before: JobState) -> JobState:
        """Look again: the process may have ended by finishing."""
        found = self._read()
        if found != before:
            return found
        return JobState("failed", found.done, found.total, details=found.details)

    def cancel(self) -> None:
        """Ask the process to give up; it does so at its next step."""
        if self.folder.is_dir():
            (self.folder / "cancel").touch()

    def is_cancelled(self) -> bool:
        """Whether somebody asked to give up."""
        return (self.folder / "cancel").exists()

    def stop(self) -> None:
        """Ask the process to end soon with the best that it has."""
        if self.folder.is_dir():
            (self.folder / "stop").touch()

    def is_stopped(self) -> bool:
        """Whether somebody asked for the best so far."""
        return (self.folder / "stop").exists()

    @property
    def asked_seconds(self) -> float:
        """Time since it was ordered."""
        return time.time() - (self.folder / "order.json").stat().st_mtime

    @property
    def age_seconds(self) -> float:
        """Time since the state was last written or the result last asked for."""
        try:
            return time.time() - self._state.stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    def touch(self) -> None:
        """Note that the result is wanted."""
        os.utime(self._state)


class Jobs:
    """Starts, finds and removes the jobs of one kind.

    Parameters
    ----------
    folder : Path
        Holds a folder for each.
    command : callable
        Folder of a job → the program that does it, with its arguments.
    environment : mapping of str to str, optional
        For that program; by default that of this process.
    result : str
        Name of the file that a job makes.
    most : int
        Jobs under way at the same time, started by all server processes together.
    """

    def __init__(
        self,
        folder: Path,
        command: Callable[[Path], Sequence[str]],
        *,
        environment: Mapping[str, str] | None = None,
        result: str = "result",
        most: int = 2,
    ):
        self._folder = folder
        self._command = command
        self._environment = environment
        self._result = result
        self._most = most

    def find(self, job: str) -> JobFolder | None:
        """Return a job by its id (32 hexadecimal digits), None if there is none."""
        folder = self._job(job) if _JOB.fullmatch(job) else None
        return folder if folder and folder.state() else None

    def start(self, job: str, order: Mapping[str, Any]) -> JobFolder:
        """Start a job, unless the same is done or under way.

        Parameters
        ----------
        job : str
            Its id: a hash of the order, so that equal wishes share a job.
        order : mapping
            JSON.

        Returns
        -------
        JobFolder

        Raises
        ------
        JobsBusyError
            If enough jobs are under way.
        """
        with self._lock():
            self._sweep()
            folder = self._job(job)
            state = folder.state()
            is_whole = state and state.status == "done" and not folder.is_stopped()
            if state and (state.is_active or is_whole) and not folder.is_cancelled():
                folder.touch()
                return folder
            if sum(self._is_active(path) for path in self._folder.iterdir()) >= self._most:
                raise JobsBusyError
            folder.create(order)
            self._run(folder)
            return folder

    def _job(self, name: str) -> JobFolder:
        return JobFolder(self._folder / name, self._result)

    def _is_active(self, path: Path) -> bool:
        state = self._job(path.name).state() if path.is_dir() else None
        return bool(state and state.is_active)

    def _run(self, folder: JobFolder) -> None:
        process = subprocess.Popen(
            self._command(folder.folder),
            cwd=PROJECT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
        )
        # Somebody has to hear that it ended, or it stays behind as a zombie.
        threading.Thread(target=process.wait, name="job", daemon=True).start()

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if path.is_dir() and self._job(path.name).age_seconds > KEPT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Let one server process at a time count and start."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
