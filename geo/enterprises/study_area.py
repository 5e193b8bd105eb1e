"""The hexagons of a city: those with enterprises and those without."""

from __future__ import annotations

from typing import Any

import h3ronpy
import numpy as np
import pyarrow as pa
import shapely
from h3ronpy import vector
from numpy.typing import NDArray

from geo.catalogue import Catalogue

Cells = NDArray[np.uint64]


def study_area(catalogue: Catalogue, city: str, resolution: int) -> Cells:
    """List the hexagons that a city touches.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Id. Its outline holds water too where the boundaries do.
    resolution : int
        Of H3.

    Returns
    -------
    ndarray of uint64, shape (n,), ascending

    Raises
    ------
    UnknownIdError
        If there is no such city.
    """
    wanted = [row.adcode for row in catalogue.districts_of(city)]
    outlines = catalogue.boundaries.full.geometry
    shape = shapely.union_all(outlines[outlines.index.isin(wanted)].array)
    touched = vector.wkb_to_cells(
        pa.array([shapely.to_wkb(shape)]),
        resolution,
        containment_mode=h3ronpy.ContainmentMode.IntersectsBoundary,
        compact=False,
        flatten=True,
    )
    return np.unique(_numbers(touched))


def disks(cells: Cells, rings: int) -> tuple[NDArray[np.int64], Cells]:
    """Find what lies around cells.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)
    rings : int
        How many rings of hexagons: 1 gives 7 cells, 2 gives 19, the cell itself included.

    Returns
    -------
    centres : ndarray of int64, shape (m,)
        Place in ``cells`` of the cell around which each of them lies, ascending.
    around : ndarray of uint64, shape (m,)
    """
    lists = pa.array(h3ronpy.grid_disk(pa.array(cells), rings))
    lengths = np.diff(lists.offsets.to_numpy())
    return np.repeat(np.arange(len(cells)), lengths), _numbers(lists.flatten())


def _numbers(array: Any) -> Cells:
    return np.asarray(pa.array(array).to_numpy(zero_copy_only=False), dtype=np.uint64)
