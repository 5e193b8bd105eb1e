"""Keep a process running beside the server: start it again whenever it ends."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence

from webapp.job_folder import PROJECT

_SOON_SECONDS = 0.5
_LATE_SECONDS = 30.0
_HEALTHY_SECONDS = 60.0
_STOP_SECONDS = 10.0


class Supervisor:
    """Starts a process, waits for its end, and starts it again: at once, later if it ends at once.

    It has a session of its own, so that Ctrl+C in a terminal reaches the server only, which ends
    it in order.

    Parameters
    ----------
    command : sequence of str
    soon_seconds : float
        How long it waits before the first new start; twice as long before each further one.
    """

    def __init__(self, command: Sequence[str], *, soon_seconds: float = _SOON_SECONDS):
        self._command = list(command)
        self._soon = soon_seconds
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="supervisor", daemon=True)

    @property
    def pid(self) -> int:
        """The process that runs, 0 if none does."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def start(self) -> None:
        """Start it, in a thread that waits for its end."""
        self._thread.start()

    def stop(self) -> None:
        """End it in order (SIGTERM), by force if it takes too long; it is not started again."""
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        if self._thread.is_alive():
            self._thread.join()

    def _keep(self) -> None:
        delay = self._soon
        while True:
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = subprocess.Popen(
                    self._command, cwd=PROJECT, stdin=subprocess.DEVNULL, start_new_session=True
                )
            began = time.monotonic()
            self._process.wait()
            if time.monotonic() - began > _HEALTHY_SECONDS:
                delay = self._soon
            if self._stopping.wait(delay):
                return
            delay = min(2 * delay, _LATE_SECONDS)
