"""Keys under which enterprises are counted: place, industry and year in one whole number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

INDUSTRY_BITS = 6
YEAR_BITS = 12
MOST_INDUSTRIES = 2**INDUSTRY_BITS - 1
"""How many industries there can be, and the mask of their codes."""
FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years that an enterprise can have; 0 stands for a year that is not given."""

Integers = NDArray[np.int64]


def year_keys(place: Integers, industry: Integers, year: Integers) -> Integers:
    """Pack a place (code of a district or of a coarse cell), an industry and a year.

    Parameters
    ----------
    place, industry, year : ndarray of int64, shape (n,)

    Returns
    -------
    ndarray of int64, shape (n,)
        Sorted as place, industry, year are.
    """
    return (((place << INDUSTRY_BITS) | industry) << YEAR_BITS) | year


def year_parts(keys: Integers) -> tuple[Integers, Integers, Integers]:
    """Undo ``year_keys``: place, industry and year."""
    place, industry = cell_parts(keys >> YEAR_BITS)
    return place, industry, keys & (2**YEAR_BITS - 1)


def cell_keys(cell: Integers, industry: Integers) -> Integers:
    """Pack the code of a fine cell (``geo.enterprises.hexagons``) and an industry."""
    return (cell << INDUSTRY_BITS) | industry


def cell_parts(keys: Integers) -> tuple[Integers, Integers]:
    """Undo ``cell_keys``: cell and industry."""
    return keys >> INDUSTRY_BITS, keys & MOST_INDUSTRIES
