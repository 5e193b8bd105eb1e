"""Count rows by key: densely where keys are few, by sorting where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.enterprises.sums import Sums

_EXACT = 2**53  # whole numbers up to here are exact as floats
_SMALL = 2**31

Integers = NDArray[np.int64]


def mixed_keys(parts: Sequence[tuple[NDArray[Any], int]]) -> NDArray[Any]:
    """Pack parts of keys into one number, each in the range of its own.

    Parameters
    ----------
    parts : sequence of (ndarray of int, shape (n,), int)
        Values and how many there can be; the first part counts most.

    Returns
    -------
    ndarray of int32 or int64, shape (n,)
        32 bits where all keys fit: they are sorted twice as fast.
    """
    size = 1
    for _, count in parts:
        size *= count
    keys: NDArray[Any] = parts[0][0].astype(np.int32 if size < _SMALL else np.int64)
    for values, count in parts[1:]:
        np.multiply(keys, count, out=keys)
        np.add(keys, values, out=keys)
    return keys


def parts_of(keys: Integers, counts: Sequence[int]) -> list[Integers]:
    """Undo ``mixed_keys``; ``counts`` are those of its parts."""
    parts = []
    for count in counts[:0:-1]:
        keys, part = np.divmod(keys, count)
        parts.append(part)
    return [keys, *parts[::-1]]


def count_densely(keys: NDArray[Any], steps: Integers | None, size: int) -> Sums:
    """Count rows by keys of which there can be but few.

    Parameters
    ----------
    keys : ndarray of int, shape (n,)
    steps : ndarray of int64, shape (n,), or None
        Weights, not negative.
    size : int
        Keys are below it; as much memory is needed.
    """
    if steps is not None and steps.sum(dtype=np.float64) >= _EXACT:
        return count_by_sorting(keys, steps)
    counts = np.bincount(keys, minlength=size)
    found = np.flatnonzero(counts)
    weights = None
    if steps is not None:
        weights = np.bincount(keys, steps, size)[found].astype(np.int64)
    return Sums(found, counts[found].astype(np.int64), weights)


def count_by_sorting(keys: NDArray[Any], steps: Integers | None) -> Sums:
    """Count rows by keys of which there can be many; arguments as of ``count_densely``."""
    order = None
    row_bits = len(keys).bit_length()
    if steps is None:
        ordered = np.sort(keys)
    elif len(keys) and int(keys.max()).bit_length() + row_bits < 63:
        # Sorting numbers is several times as fast as finding the order of numbers.
        packed = (keys.astype(np.int64) << row_bits) | np.arange(len(keys))
        packed.sort()
        ordered, order = packed >> row_bits, packed & ((1 << row_bits) - 1)
    else:
        order = np.argsort(keys)
        ordered = keys[order]
    is_first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    counts = np.diff(starts, append=len(keys))
    weights = None
    if steps is not None and order is not None:
        weights = np.add.reduceat(steps[order], starts) if len(keys) else steps
    return Sums(ordered[starts].astype(np.int64), counts, weights)
