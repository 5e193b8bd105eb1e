"""Sheets as files: kept on disk once drawn, and drawn in a process of their own."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

from layers.sheet_order import SheetOrder
from webapp.pruning import prune

PROJECT = Path(__file__).resolve().parent.parent
SECONDS = 60.0
"""Longest that a sheet may take, its process's start included."""

_MOST_BYTES = 256 * 1024 * 1024
_MOST_FILES = 400


class SheetBusyError(Exception):
    """More sheets are asked for at once than can be drawn."""


class SheetFailedError(Exception):
    """A sheet could not be drawn, or not in time."""


def worker_environment(cache: Path) -> dict[str, str]:
    """Give a drawing process a home for matplotlib's list of fonts that it may write to."""
    return {**os.environ, "MPLCONFIGDIR": str(cache / "matplotlib"), "MPLBACKEND": "agg"}


def waiting_room(environ: dict[str, str]) -> int:
    """Choose how many requests of one server process may wait for sheets.

    Each holds one of its threads (``THREADS``, see ``webapp.listening``); half of them stay
    free for everything else.
    """
    threads = environ.get("THREADS", "").strip()
    return max(1, (int(threads) if threads.isdigit() else 4) // 2)


class SheetPool:
    """Draws sheets one at a time in a child process, which starts with the first.

    Parameters
    ----------
    root : Path
        The catalogue's folder.
    fingerprint : str
        Of the catalogue that is served.
    cache : Path
        Where files, fonts and matplotlib's settings are kept.
    waiting : int
        Requests that are drawn or wait; more are refused.
    seconds : float
        Longest that one may take.
    """

    def __init__(
        self,
        root: Path,
        fingerprint: str,
        cache: Path,
        *,
        waiting: int = 2,
        seconds: float = SECONDS,
    ):
        self._root = root
        self._fingerprint = fingerprint
        self._cache = cache
        self._seconds = seconds
        self._room = threading.BoundedSemaphore(waiting)
        self._turn = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._end: Callable[[], object] = lambda: None

    def file(self, key: str, order: SheetOrder) -> Path:
        """Return the file of an order, drawing it if it is not there.

        Parameters
        ----------
        key : str
            Its name (``webapp.sheet_orders.order_key``).
        order : SheetOrder

        Returns
        -------
        Path

        Raises
        ------
        SheetBusyError
            If too many wait already.
        SheetFailedError
            If it cannot be drawn, or not in time.
        """
        folder = self._cache / "sheets"
        path = folder / f"{key}.{order.format}"
        if not path.exists():
            if not self._room.acquire(blocking=False):
                raise SheetBusyError
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with self._turn:
                    if not path.exists():  # whoever was before may have asked for the same
                        self._draw(order, path)
                        prune(folder, size=_MOST_BYTES, files=_MOST_FILES)
            finally:
                self._room.release()
        os.utime(path)  # what is asked for is kept longest
        return path

    def close(self) -> None:
        """End the child process."""
        if self._process is not None:
            self._process = None
            self._end()

    def _draw(self, order: SheetOrder, path: Path) -> None:
        request = {
            "order": order.to_json(),
            "fingerprint": self._fingerprint,
            "target": str(path),
        }
        answer = self._ask(json.dumps(request))
        if answer is None:  # it may have ended for being idle just now; a fresh one has not
            answer = self._ask(json.dumps(request))
        if answer is None:
            msg = "the process that draws ended"
            raise SheetFailedError(msg)
        if "error" in answer:
            raise SheetFailedError(answer["error"])

    def _ask(self, line: str) -> dict[str, str] | None:
        """Send a line and read one back; None if the process ended instead."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        except OSError:
            self.close()
            return None
        if not select.select([process.stdout], [], [], self._seconds)[0]:
            self.close()
            msg = f"the sheet was not drawn within {self._seconds:g} s"
            raise SheetFailedError(msg)
        text = process.stdout.readline()
        if not text:
            self.close()
            return None
        found: dict[str, str] = json.loads(text)
        return found

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            process = subprocess.Popen(
                [sys.executable, "-m", "webapp.sheet_worker", str(self._root), str(self._fonts)],
                cwd=PROJECT,
                env=worker_environment(self._cache),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            # A pool that nobody holds any more, or the server's end, ends its child, too.
            self._process, self._end = process, weakref.finalize(self, _end, process)
        return self._process

    @property
    def _fonts(self) -> Path:
        return self._cache / "sheet-fonts"


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):  # what was not sent is for nobody
                stream.close()
