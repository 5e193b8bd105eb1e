"""How much memory a process and all its descendants need, while they run."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

_SECONDS = 0.05
_PARENT = 1  # field of /proc/PID/stat after the name


class Peak:
    """Samples the memory of a tree of processes; what they share counts once (PSS).

    Parameters
    ----------
    root : int
        Process at the top.
    """

    def __init__(self, root: int) -> None:
        self.root = root
        self.bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(_SECONDS):
            self.bytes = max(self.bytes, sum(map(_pss_bytes, descendants(self.root))))


def descendants(root: int) -> Iterator[int]:
    """Yield a process and those that it, or they, started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[_PARENT])
            children.setdefault(parent, []).append(int(stat.parent.name))
    waiting = [root]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += children.get(process, [])


def _pss_bytes(process: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
