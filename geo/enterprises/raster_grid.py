"""A grid over a city whose cells are known to lie in one district, in none, or on a border."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.enterprises.exact_districts import ExactDistricts

STEP = 0.0005
"""Side of a cell in degrees, about 50 m in China."""
MOST_CELLS = 16_000_000
"""A city that needs more cells gets larger ones."""
MARGIN = 1e-9
"""By how much cells are enlarged, in degrees, before anything is said of them.

Whichever of two neighbouring cells rounding puts a point into, what is said of it holds.
"""
OUTSIDE, CROSSED = 0, -1

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Grid:
    """Cells of equal size in degrees; the outermost ring of them lies outside of the city.

    Attributes
    ----------
    west, south : float
        Corner, in degrees.
    step : float
        Side of a cell, in degrees.
    columns, rows : int
        Cells are numbered row by row from the south west.
    """

    west: float
    south: float
    step: float
    columns: int
    rows: int

    def cells_of(self, lon: Floats, lat: Floats) -> Codes:
        """Return the number of the cell of each point.

        Parameters
        ----------
        lon, lat : ndarray, shape (n,), degrees
            What is outside, infinite or not a number goes to a cell of the outermost ring.
        """
        cell = _along(lat, self.south, self.step, self.rows)
        cell *= self.columns
        cell += _along(lon, self.west, self.step, self.columns)
        return cell

    def centres(self, cells: NDArray[Any]) -> tuple[Floats, Floats]:
        """Return longitude and latitude of the middle of cells."""
        row, column = np.divmod(cells, self.columns)
        return self.west + (column + 0.5) * self.step, self.south + (row + 0.5) * self.step


def grid_over(shapes: Sequence[Any], *, step: float = STEP, most_cells: int = MOST_CELLS) -> Grid:
    """Lay a grid over shapes, with a ring of cells around them.

    Parameters
    ----------
    shapes : sequence of polygons, in degrees
    step : float
        Wanted side of a cell, in degrees.
    most_cells : int
        The side is larger if there would be more.
    """
    west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
    step = max(step, math.sqrt((east - west) * (north - south) / most_cells))
    columns, rows = (math.ceil(size / step) + 3 for size in (east - west, north - south))
    return Grid(float(west - 1.5 * step), float(south - 1.5 * step), step, columns, rows)


def districts_of_cells(grid: Grid, exact: ExactDistricts) -> Codes:
    """Tell of each cell in which district it lies wholly.

    Parameters
    ----------
    grid : Grid
    exact : ExactDistricts

    Returns
    -------
    ndarray of int32, shape (rows * columns,)
        1 + the code of the district, 0 in none, -1 where a border crosses the enlarged cell.
    """
    crossed = _crossed(grid, exact.shapes())
    codes = np.where(crossed, np.int32(CROSSED), np.int32(OUTSIDE)).ravel()
    # No border crosses a run of cells between two that are crossed: one place speaks for all.
    is_first = ~crossed
    is_first[:, 1:] &= crossed[:, :-1]
    firsts = np.flatnonzero(is_first)
    found = exact.districts(*grid.centres(firsts)).astype(np.int32) + 1
    run = np.cumsum(is_first.ravel()) - 1
    free = ~crossed.ravel()
    codes[free] = found[run[free]]
    return codes


def _crossed(grid: Grid, shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Mark at least the cells, enlarged by the margin, that a border crosses."""
    # Pieces are shorter than a cell: the box around one touches three by three cells at most.
    borders = shapely.get_parts(shapely.boundary(shapely.segmentize(shapes, grid.step)))
    corners, line = shapely.get_coordinates(borders, return_index=True)
    joined = line[1:] == line[:-1]
    ends = np.stack([corners[:-1][joined], corners[1:][joined]])
    low, high = ends.min(axis=0) - MARGIN, ends.max(axis=0) + MARGIN
    first_column, last_column = (
        _along(side[:, 0], grid.west, grid.step, grid.columns) for side in (low, high)
    )
    first_row, last_row = (
        _along(side[:, 1], grid.south, grid.step, grid.rows) for side in (low, high)
    )
    crossed = np.zeros((grid.rows, grid.columns), dtype=bool)
    for up in range(3):
        for right in range(3):
            crossed[
                np.minimum(first_row + up, last_row),
                np.minimum(first_column + right, last_column),
            ] = True
    return crossed


def _along(values: Floats, start: float, step: float, count: int) -> Codes:
    """Return cells along one axis: what lies outside goes to the first or last, NaN to the last."""
    with np.errstate(over="ignore"):  # a number of 305 digits lies outside, too
        place = (values - start) * (1.0 / step)
    np.fmin(place, count - 1, out=place)
    np.fmax(place, 0, out=place)
    return place.astype(np.int32)
