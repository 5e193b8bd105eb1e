"""Which years count: one of them, or a range."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Years = int | tuple[int, int]
"""One year (0: not given), or the first and the last of a range; both count."""


def of_years(found: NDArray[Any], years: Years) -> NDArray[np.bool_]:
    """Tell which enterprises are of some years.

    Parameters
    ----------
    found : ndarray of int, shape (n,)
        Year of each; 0 where it is not given, which no range holds.
    years : Years

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    ValueError
        If a range ends before it begins, or begins with 0.
    """
    if isinstance(years, tuple):
        first, last = years
        if not 0 < first <= last:
            msg = f"years {first} to {last}; a range begins with a year and does not end before it"
            raise ValueError(msg)
        is_of: NDArray[np.bool_] = (found >= first) & (found <= last)
    else:
        is_of = found == years
    return is_of


def years_said(years: Years) -> tuple[str, str]:
    """Write years in Chinese and in English, such as ``2018—2021 年`` and ``2018–2021``."""
    if isinstance(years, tuple):
        return f"{years[0]}—{years[1]} 年", f"{years[0]}–{years[1]}"
    return (f"{years} 年", str(years)) if years else ("年份未填", "year not given")
