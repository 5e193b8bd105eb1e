"""The processes that read, as many as the machine has processors; one that dies is replaced."""

from __future__ import annotations

import logging
import queue
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geo.enterprises.frames import Blob, FrameError, read_frame, write_frame
from geo.imports.confinement import PROJECT, environment
from geo.imports.limits import MIB, Limits

LOG = logging.getLogger(__name__)
TRIES = 3
"""How often a task is tried whose process dies."""
PROGRAM = ("-s", "-m", "geo.enterprises.worker")
# A chunk takes tenths of a second; a workbook, or a chunk read by hand, seconds.
_SECONDS = 300.0
_LIMITS = replace(
    Limits(),
    cpu_seconds=30 * 24 * 3600,  # of all chunks together: that one does not end, is seen below
    memory_bytes=3 * 1024 * MIB,
    written_bytes=MIB,
)
_STDERR_SHOWN = 2000


@dataclass(frozen=True)
class Task:
    """Something to do.

    Attributes
    ----------
    number : int
        By which its outcome is known.
    head : dict
        See ``geo.enterprises.worker.answer``.
    blobs : sequence of bytes
    """

    number: int
    head: dict[str, Any]
    blobs: Sequence[Blob] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes
    ----------
    number : int
    head : dict or None
        None if all processes that tried it died.
    blobs : list of bytes
    how : str
        How the last of them died.
    """

    number: int
    head: dict[str, Any] | None
    blobs: list[memoryview] = field(default_factory=list)
    how: str = ""


class Crew:
    """Some processes, and a thread for each that waits for it.

    Parameters
    ----------
    setup : bytes
        Arguments of ``ChunkCounter``, by ``geo.enterprises.setup_pickle``.
    readable : sequence of Path
        Files that are read, and where what the setup names lies.
    size : int
        Processes.
    seconds : float
        After which a task counts as stuck, and its process is killed.
    """

    def __init__(
        self, setup: bytes, readable: Sequence[Path], size: int, *, seconds: float = _SECONDS
    ) -> None:
        self._setup = setup
        self._readable = [str(path) for path in readable]
        self._seconds = seconds
        self._scratch = tempfile.TemporaryDirectory(prefix="atlas-enterprises-")
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        self.peak_kib: dict[int, int] = {}
        self._threads = [
            threading.Thread(target=self._serve, args=(place,), name="enterprises", daemon=True)
            for place in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The processes that are there now."""
        with self._lock:
            return [process.pid for process in self._processes.values()]

    def submit(self, task: Task) -> None:
        """Have something done."""
        self._tasks.put(task)

    def next_outcome(self, seconds: float) -> Outcome | None:
        """Return what was done next, None if nothing was within some time."""
        try:
            return self._outcomes.get(timeout=seconds)
        except queue.Empty:
            return None

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._is_closed = True
            for process in self._processes.values():
                process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        self._scratch.cleanup()

    def _serve(self, place: int) -> None:
        """Hand tasks to one process after the other."""
        process: subprocess.Popen[bytes] | None = None
        try:
            try:
                process = self._start(place)  # before there is anything to do: it takes a second
            except (FrameError, OSError) as error:
                self._bury(place, error)
            while (task := self._tasks.get()) is not None and not self._is_closed:
                outcome = Outcome(task.number, None)
                for _ in range(TRIES):
                    try:
                        process = process or self._start(place)
                        head, blobs = self._ask(process, task)
                    except (FrameError, OSError) as error:
                        outcome = replace(outcome, how=self._bury(place, error))
                        process = None
                        if self._is_closed:
                            return
                        continue
                    self.peak_kib[process.pid] = head.pop("peak_kib", 0)
                    outcome = Outcome(task.number, head, blobs)
                    break
                self._outcomes.put(outcome)
        finally:
            self._bury(place, None)

    def _ask(
        self, process: subprocess.Popen[bytes], task: Task
    ) -> tuple[dict[str, Any], list[memoryview]]:
        assert process.stdin is not None
        write_frame(process.stdin, task.head, task.blobs)
        return self._answer(process)

    def _answer(self, process: subprocess.Popen[bytes]) -> tuple[dict[str, Any], list[memoryview]]:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], self._seconds)[0]:
            msg = f"no answer within {self._seconds:g} s"
            raise FrameError(msg)
        return read_frame(process.stdout)

    def _start(self, place: int) -> subprocess.Popen[bytes]:
        """Start a process and tell it what it needs."""
        folder = Path(self._scratch.name)
        with (folder / f"{place}.log").open("wb") as errors, self._lock:
            if self._is_closed:
                msg = "no process is started any more"
                raise FrameError(msg)
            process = subprocess.Popen(
                [sys.executable, *PROGRAM],
                cwd=PROJECT,
                env=environment(folder, ""),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
            self._processes[place] = process
        assert process.stdin is not None
        head = {"limits": _LIMITS.to_json(), "folder": str(folder), "readable": self._readable}
        write_frame(process.stdin, head, [self._setup])
        self._answer(process)
        return process

    def _bury(self, place: int, error: Exception | None) -> str:
        """End a process; return how it died, if it died by an error."""
        with self._lock:
            process = self._processes.pop(place, None)
            if process is None:
                return ""
            process.kill()
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except BrokenPipeError:  # what it was to be told no longer matters
                pass
        if error is None or self._is_closed:
            return ""
        log = Path(self._scratch.name, f"{place}.log").read_bytes()[-_STDERR_SHOWN:]
        said = log.decode("utf-8", "replace").strip()
        LOG.warning("a reader of enterprises died (%s, %s): %s", code, error, said)
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
