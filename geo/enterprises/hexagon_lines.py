"""The edges of H3 cells as straight lines, so that a sign tells on which side a point lies.

An edge of a cell is part of a great circle. Over the 0.4 km of the cells counted here it differs
from a straight line in longitude and latitude by less than 1e-8 degrees up to 70° of latitude
(sagitta: length² · tan(latitude) / 8 earth radii), so points within ``NEAR`` of a line are left
to H3 itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import h3.api.basic_int as h3_int
import h3ronpy
import numpy as np
import shapely
from h3ronpy import vector
from numpy.typing import NDArray

NEAR = 1e-7
"""Degrees from a line, about 1 cm, within which it does not decide."""
SIDES = 6

Floats = NDArray[np.float64]
Cells = NDArray[np.uint64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hexagons:
    """Cells with their lines and neighbours.

    Attributes
    ----------
    cells : ndarray of uint64, shape (n,)
        Ascending.
    lines : ndarray, shape (n, 6, 3)
        a, b and c of each edge: a·longitude + b·latitude + c is the distance in degrees from the
        line, negative inside. NaN for cells that are no hexagons (pentagons, and cells across
        an edge of the icosahedron), of which nothing is ever certain.
    neighbours : ndarray of int64, shape (n, 6)
        Place in ``cells`` of the cell beyond each edge, -1 if it is not among them.
    """

    cells: Cells
    lines: Floats
    neighbours: Integers

    def edge_to(self, cells: Integers, neighbours: Integers) -> Integers:
        """Return which edge leads from cells to neighbours (by their places), -1 if none does."""
        is_edge = self.neighbours[cells] == neighbours[:, None]
        return np.where(is_edge.any(axis=1), is_edge.argmax(axis=1), -1)


def cells_at(lon: Floats, lat: Floats, resolution: int) -> Cells:
    """Find the H3 cell of many points by h3ronpy, 0.4 µs each.

    It is another implementation of H3: within rounding of an edge, some 1e-14 degrees, the two
    may choose different sides.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,), degrees
        Finite.
    resolution : int
    """
    if not len(lon):
        return np.zeros(0, dtype=np.uint64)
    return _uint64(vector.coordinates_to_cells(lat, lon, resolution))


def exact_cells_at(lon: Floats, lat: Floats, resolution: int) -> Cells:
    """Find the H3 cell of each point by H3's own library, 1 µs each; otherwise as ``cells_at``."""
    find = h3_int.latlng_to_cell
    places = zip(lat.tolist(), lon.tolist(), strict=True)
    return np.fromiter((find(*place, resolution) for place in places), np.uint64, len(lon))


def disks(cells: Cells, rings: int) -> Cells:
    """Return cells and those within so many steps of them, ascending.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)
    rings : int
    """
    if not len(cells):
        return cells
    return np.unique(_uint64(h3ronpy.grid_disk(cells, rings, flatten=True)))


def hexagons_around(cells: Cells, resolution: int) -> Hexagons:
    """Describe cells and those that surround them.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)
    resolution : int
    """
    every = disks(cells, 1)
    corners, regular = _corners(every)
    middles = corners.mean(axis=1)
    ends = np.roll(corners, -1, axis=1)
    lines = _lines(corners, ends, middles)
    lines[~regular] = np.nan
    across = (corners + ends - middles[:, None, :])[regular]
    beyond = np.zeros((len(every), SIDES), dtype=np.uint64)
    found = cells_at(across[..., 0].ravel(), across[..., 1].ravel(), resolution)
    beyond[regular] = found.reshape(-1, SIDES)
    place = np.searchsorted(every, beyond).clip(max=len(every) - 1)
    neighbours = np.where(every[place] == beyond, place, -1)
    return Hexagons(every, lines, neighbours)


def _corners(cells: Cells) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the corners of cells, shape (n, 6, 2), and which cells are plain hexagons."""
    shapes = shapely.from_wkb(np.asarray(vector.cells_to_wkb_polygons(cells).to_pylist(), object))
    regular = shapely.get_num_coordinates(shapes) == SIDES + 1
    west, _, east, _ = shapely.bounds(shapes).T
    regular &= east - west < 180  # none that the date line cuts
    corners = np.zeros((len(cells), SIDES, 2))
    corners[regular] = shapely.get_coordinates(shapes[regular]).reshape(-1, SIDES + 1, 2)[:, :-1]
    return corners, regular


def _lines(starts: Floats, ends: Floats, middles: Floats) -> Floats:
    """Return a, b, c of the lines through two points each, negative at the middle."""
    along = ends - starts
    with np.errstate(invalid="ignore"):  # cells without corners
        across = np.stack([along[..., 1], -along[..., 0]], -1) / np.hypot(*along.T).T[..., None]
    offset = -(across * starts).sum(-1, keepdims=True)
    lines = np.concatenate([across, offset], -1)
    at_middle = (across * middles[:, None, :]).sum(-1) + offset[..., 0]
    return lines * np.where(at_middle > 0, -1.0, 1.0)[..., None]


def _uint64(values: Any) -> Cells:
    found: Cells = np.asarray(values)
    return found
