"""Aggregates of chunk after chunk, added up without going through the whole sum each time."""

from __future__ import annotations

from geo.enterprises.aggregates import Aggregates

_SOON = 200_000


class RunningSum:
    """A sum that grows.

    What is added waits until it is as large as the sum itself: so each count is gone through
    only as often as the sum doubles.

    Parameters
    ----------
    begin : Aggregates
        What is there already.
    """

    def __init__(self, begin: Aggregates) -> None:
        self._sum = begin
        self._waiting: list[Aggregates] = []
        self.tally = begin.tally

    def add(self, more: Aggregates) -> None:
        """Add the aggregates of a chunk."""
        self._waiting.append(more)
        self.tally = self.tally + more.tally
        if sum(map(_size, self._waiting)) > max(_size(self._sum), _SOON):
            self.total()

    def total(self) -> Aggregates:
        """Return the sum so far."""
        if self._waiting:
            self._sum = Aggregates.merge([self._sum, *self._waiting])
            self._waiting = []
        return self._sum


def _size(aggregates: Aggregates) -> int:
    return len(aggregates.cell_sums.keys) + len(aggregates.coarse_sums.keys)
