"""How far a count is, how fast it is, and how long it will take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a count is.

    Attributes
    ----------
    bytes_done, bytes_total : int
        Of the files as they are, packed or not.
    rows_done : int
    rejected : int
        Of them: those left out.
    rows_per_second : float
        Since this run began.
    seconds_left : float or None
        None while nothing can be said.
    rows_saved : int
        Rows that are not read again, whatever ends the run.
    """

    bytes_done: int
    bytes_total: int
    rows_done: int
    rejected: int
    rows_per_second: float
    seconds_left: float | None
    rows_saved: int = 0


Tell = Callable[[Progress], None]


class Pace:
    """Measures how fast a run is.

    Parameters
    ----------
    bytes_total : int
    bytes_done, rows_done : int
        Of earlier runs.
    now : float
        Seconds of a clock that does not go back.
    """

    def __init__(self, bytes_total: int, bytes_done: int, rows_done: int, now: float) -> None:
        self._total = bytes_total
        self._bytes, self._rows, self._start = bytes_done, rows_done, now
        self._saved = rows_done

    def saved(self, rows_done: int) -> None:
        """Note that a checkpoint was written."""
        self._saved = rows_done

    def at(self, bytes_done: int, rows_done: int, rejected: int, now: float) -> Progress:
        """Return how far it is now."""
        seconds = max(now - self._start, 1e-9)
        speed = (bytes_done - self._bytes) / seconds
        left = (self._total - bytes_done) / speed if speed else None
        rate = (rows_done - self._rows) / seconds
        return Progress(bytes_done, self._total, rows_done, rejected, rate, left, self._saved)
