"""What a cell of the grid says of the points in it: a slot, a choice between slots, or nothing.

A slot is a district together with an H3 cell. Most cells of the grid lie wholly in one. Most
others lie in one district and in two hexagons that share an edge, or in three that share a
corner; there the signs of one or two lines decide (a hexagon is convex, so of three that meet in
a corner the one that holds a point wins against both others). Little remains for exact tests.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.enterprises.hexagon_lines import NEAR
from geo.enterprises.raster_grid import Codes, Floats

DOUBTFUL = -1
CHOICE = np.dtype([("a", "f8"), ("b", "f8"), ("c", "f8"), ("first", "i4"), ("second", "i4")])
THIRD = np.dtype([("lines", "f8", (2, 3)), ("slot", "i4")])


@dataclass(frozen=True, eq=False)
class RasterTable:
    """The cells of a grid; codes are 0 outside, then slots, then choices, -1 where in doubt.

    Attributes
    ----------
    codes : ndarray of int32, shape (rows * columns,)
    slot_districts : ndarray of int16, shape (slots,)
        Code of the district of each slot; -1 for slot 0, which is outside.
    slot_cells : ndarray of uint64, shape (slots,)
        H3 cell of each slot; 0 for slot 0.
    choices : ndarray of ``CHOICE``, shape (choices,)
        Two slots each and the line between them: a·longitude + b·latitude + c is negative on
        the side of the first. Those of two hexagons come before those of three.
    thirds : ndarray of ``THIRD``, shape (choices of three,)
        The third slot and the lines that part the first and the second from it.
    cells : ndarray of uint64, shape (cells,)
        Every H3 cell that a point in the districts can be in, and a few more; ascending.
    """

    codes: Codes
    slot_districts: NDArray[np.int16]
    slot_cells: NDArray[np.uint64]
    choices: NDArray[np.void]
    thirds: NDArray[np.void]
    cells: NDArray[np.uint64]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the attributes by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def districts_of(self, codes: Codes) -> NDArray[np.int16]:
        """Return the code of the district of each code; -1 outside, -2 where in doubt."""
        return self._districts[codes]

    @cached_property
    def _districts(self) -> NDArray[np.int16]:
        """The district of each code; the last stands for doubt, whose code is -1."""
        of_choices = self.slot_districts[self.choices["first"]]
        in_doubt = np.array([-2], np.int16)
        return np.concatenate([self.slot_districts, of_choices, in_doubt])

    def slots_of(self, codes: Codes, lon: Floats, lat: Floats) -> Codes:
        """Decide which slot each point is in.

        Parameters
        ----------
        codes : ndarray of int32, shape (n,)
            Of the cells of the points; it is changed and returned.
        lon, lat : ndarray, shape (n,), degrees

        Returns
        -------
        ndarray of int32, shape (n,)
            0 outside, -1 where in doubt.
        """
        first = len(self.slot_cells)
        rows = np.flatnonzero(codes >= first)
        if len(rows):
            codes[rows] = self._choose(codes[rows] - first, lon[rows], lat[rows])
        return codes

    def _choose(self, choices: Codes, lon: Floats, lat: Floats) -> Codes:
        choice = self.choices[choices]
        side = choice["a"] * lon + choice["b"] * lat + choice["c"]
        is_second = side > 0
        chosen: Codes = np.where(is_second, choice["second"], choice["first"])
        in_doubt = np.abs(side) < NEAR
        two = len(self.choices) - len(self.thirds)
        rows = np.flatnonzero(choices >= two)
        if len(rows):
            third = self.thirds[choices[rows] - two]
            line = third["lines"][np.arange(len(rows)), is_second[rows].astype(np.intp)]
            side = line[:, 0] * lon[rows] + line[:, 1] * lat[rows] + line[:, 2]
            chosen[rows] = np.where(side > 0, third["slot"], chosen[rows])
            in_doubt[rows] |= np.abs(side) < NEAR
        chosen[in_doubt] = DOUBTFUL
        return chosen
