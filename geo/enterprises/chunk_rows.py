"""Rows of a chunk as they are counted: columns by meaning, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.enterprises.rejects import REJECTS, Reject, shifted

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
"""What a cell of any column without anything holds: databases write the latter. What people write
instead, columns other than names know, too (``geo.enterprises.placeholders``)."""


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
    notes : Table of ``rejects.REJECTS``
        Cells of rows in ``table`` that could not be read, and cost the row only these.
    wrong_encoding : WrongEncoding, optional
        Then nothing else counts.
    """

    table: pa.Table
    rows: NDArray[np.int64]
    count: int
    begin: int
    end: int
    rejects: list[Reject] = field(default_factory=list)
    notes: pa.Table = field(default_factory=REJECTS.empty_table)
    wrong_encoding: WrongEncoding | None = None


def gathered(parts: Iterable[ChunkRows], size: int) -> Iterator[ChunkRows]:
    """Put parts of a chunk together, until they are some rows.

    Parameters
    ----------
    parts : iterable of ChunkRows
        One after the other; one in the wrong encoding is the last.
    size : int
        Rows.

    Yields
    ------
    ChunkRows
    """
    waiting: list[ChunkRows] = []
    for part in parts:
        if part.wrong_encoding is not None:
            # What is counted before it is told by whoever counts.
            count = sum(one.count for one in waiting)
            wrong = replace(part.wrong_encoding, row=part.wrong_encoding.row + count)
            begin = waiting[0].begin if waiting else part.begin
            yield replace(part, begin=begin, wrong_encoding=wrong)
            return
        waiting.append(part)
        if sum(one.count for one in waiting) >= size:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(parts: list[ChunkRows]) -> ChunkRows:
    if len(parts) == 1:
        return parts[0]
    rows: list[NDArray[np.int64]] = []
    rejects: list[Reject] = []
    notes: list[pa.Table] = []
    count = 0
    for part in parts:
        rows.append(part.rows + count)
        rejects += [replace(reject, row=reject.row + count) for reject in part.rejects]
        notes.append(shifted(part.notes, count))
        count += part.count
    table = pa.concat_tables([part.table for part in parts])
    where = parts[0].begin, parts[-1].end
    return ChunkRows(table, np.concatenate(rows), count, *where, rejects, pa.concat_tables(notes))
