"""Aggregates of chunk after chunk, added up where they are: the sum is never held twice."""

from __future__ import annotations

from dataclasses import replace

from geo.enterprises.aggregates import Aggregates
from geo.enterprises.sums import GrowingSums


class RunningSum:
    """A sum that grows.

    Parameters
    ----------
    begin : Aggregates
        What is there already; is left as it is.
    """

    def __init__(self, begin: Aggregates) -> None:
        self._begin = begin
        self._districts = GrowingSums(begin.district_sums)
        self._cells = GrowingSums(begin.cell_sums)
        self._coarse = GrowingSums(begin.coarse_sums)
        self.tally = begin.tally

    def add(self, more: Aggregates) -> None:
        """Add the aggregates of a chunk.

        Raises
        ------
        EnterpriseError
            If weights add up to more than can be counted exactly.
        """
        self._districts.add(more.district_sums)
        self._cells.add(more.cell_sums)
        self._coarse.add(more.coarse_sums)
        self.tally = self.tally + more.tally

    def total(self) -> Aggregates:
        """Return the sum so far; it holds until more is added."""
        return replace(
            self._begin,
            district_sums=self._districts.now(),
            cell_sums=self._cells.now(),
            coarse_sums=self._coarse.now(),
            tally=self.tally,
        )
