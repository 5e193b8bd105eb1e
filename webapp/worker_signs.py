"""How others see that a worker is there: a file in the folder of what is saved, touched often."""

from __future__ import annotations

import time
from pathlib import Path

ALIVE = "worker.alive"
ALIVE_SECONDS = 20.0
"""A worker that did not touch the file for so long is not there."""


def show(state: Path) -> None:
    """Touch the file."""
    (state / ALIVE).touch()


def is_alive(state: Path) -> bool:
    """Tell whether a worker is there."""
    try:
        return time.time() - (state / ALIVE).stat().st_mtime < ALIVE_SECONDS
    except FileNotFoundError:
        return False
