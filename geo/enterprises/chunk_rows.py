"""Rows of a chunk as they are counted: columns by meaning, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.enterprises.rejects import Reject

TYPES = {
    "name": pa.string(),
    "lon": pa.float64(),
    "lat": pa.float64(),
    "address": pa.string(),
    "district": pa.dictionary(pa.int32(), pa.string()),
    "industry": pa.dictionary(pa.int32(), pa.string()),
    "weight": pa.float64(),
    "year": pa.int16(),
}
"""Meaning of a column → its type; null is a cell without anything."""
NOTHING = ("", "NULL", "null", "\\N")
"""What a cell without anything holds: databases write the latter."""


@dataclass(frozen=True)
class WrongEncoding:
    """From a row on, the text is not in its encoding.

    Attributes
    ----------
    row : int
        Within the chunk.
    byte : int
        Of the text.
    """

    row: int
    byte: int


@dataclass(frozen=True)
class ChunkRows:
    """What a chunk holds.

    Attributes
    ----------
    table : Table
        Columns of ``TYPES``, those that the wish names.
    rows : ndarray of int64, shape (n,)
        Row of each within the chunk, from 0.
    count : int
        Rows of the chunk, blank and rejected ones included.
    begin, end : int
        Bytes of the text (row groups) that were read.
    rejects : list of Reject
        Rows that could not be read.
    wrong_encoding : WrongEncoding, optional
        Then nothing else counts.
    """

    table: pa.Table
    rows: NDArray[np.int64]
    count: int
    begin: int
    end: int
    rejects: list[Reject] = field(default_factory=list)
    wrong_encoding: WrongEncoding | None = None
