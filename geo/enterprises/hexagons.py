"""H3 cells as small numbers: what distinguishes cells of one resolution, without the rest.

An H3 index is 64 bits: mode, resolution, a base cell (7 bits) and 15 digits of 3 bits, of which
those finer than the resolution are all ones. Of a resolution the base cell and its digits remain
(34 bits at resolution 9), and leaving the last digit away gives the parent.
Source: https://h3geo.org/docs/core-library/h3Indexing/
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FINE = 9
"""Resolution at which enterprises are counted: hexagons of about 0.1 km²."""
COARSE = 8
"""Finest resolution at which years are kept apart: hexagons of about 0.7 km²."""
COARSEST = 5
"""Coarsest resolution that is drawn: hexagons of about 250 km²."""
_FINEST_POSSIBLE = 15
_BASE_CELL_BITS = 7
_MODE_CELL = np.uint64(1 << 59)

Cells = NDArray[np.uint64]
Integers = NDArray[np.int64]


def code_bits(resolution: int) -> int:
    """Tell how many bits the code of a cell has."""
    return _BASE_CELL_BITS + 3 * resolution


def to_codes(cells: Cells, resolution: int) -> Integers:
    """Shorten H3 indices of one resolution.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)
        Valid cells of that resolution.
    resolution : int

    Returns
    -------
    ndarray of int64, shape (n,)
        In the same order as the cells when sorted.
    """
    shifted = cells >> np.uint64(_unused_bits(resolution))
    return (shifted & np.uint64((1 << code_bits(resolution)) - 1)).astype(np.int64)


def to_cells(codes: NDArray[Any], resolution: int) -> Cells:
    """Undo ``to_codes``; parameters and result the other way round."""
    unused = _unused_bits(resolution)
    fixed = _MODE_CELL | np.uint64(resolution << 52) | np.uint64((1 << unused) - 1)
    cells: Cells = (codes.astype(np.uint64) << np.uint64(unused)) | fixed
    return cells


def parent_codes(codes: Integers, resolution: int, coarser: int) -> Integers:
    """Return the codes of the cells of a coarser resolution that H3 calls their parents."""
    return codes >> (3 * (resolution - coarser))


def _unused_bits(resolution: int) -> int:
    return 3 * (_FINEST_POSSIBLE - resolution)
