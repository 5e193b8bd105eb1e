"""Texts of cells become numbers and years; a row whose cell is none is left out, and says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.enterprises.chunk_rows import TYPES, ChunkRows
from geo.enterprises.rejects import Reject, shown
from geo.imports.numbers import as_number, is_non_finite, plain

_NUMBER = r"^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_IS_STRANGE = np.ones(256, dtype=bool)
_IS_STRANGE[list(b"0123456789.-eE")] = False
_DATE = re.compile(r"(\d{4})(?:[-/.年].*|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))")
_INT16 = 32767

Mask = NDArray[np.bool_]


def to_typed(
    found: ChunkRows, columns: Mapping[str, tuple[int, str]], odd: set[str] | None = None
) -> ChunkRows:
    """Give each column its type.

    Parameters
    ----------
    found : ChunkRows
        Columns of numbers may be texts.
    columns : mapping of str to (int, str)
        Meaning → place and name in the file.
    odd : set of str, optional
        Filled with the meanings of the columns in which Arrow could not read all cells.

    Returns
    -------
    ChunkRows
        Without rows in which a cell is no number; the first such cell of a row is named.
    """
    table = found.table.combine_chunks()
    taken = np.ones(table.num_rows, dtype=bool)
    rejects = list(found.rejects)
    typed = {}
    if odd is not None:
        odd.clear()
    for name in table.column_names:
        column = _one(table[name])
        if column.type == TYPES[name]:
            typed[name] = column
            continue
        if pa.types.is_dictionary(TYPES[name]):
            typed[name] = column.dictionary_encode()
            continue
        read = years if name == "year" else numbers
        typed[name], wrong, is_odd = read(column)
        if is_odd and odd is not None:
            odd.add(name)
        reason = "not-a-number" if name in ("lon", "lat") else "wrong-type"
        for place in wrong:
            if taken[place]:
                taken[place] = False
                value = shown(column[place].as_py())
                rejects.append(Reject(int(found.rows[place]), columns[name][1], value, reason))
    result = pa.table(typed)
    if taken.all():
        return replace(found, table=result, rejects=rejects)
    rejects.sort(key=lambda reject: reject.row)
    kept = result.filter(pa.array(taken))
    return replace(found, table=kept, rows=found.rows[taken], rejects=rejects)


def _one(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.array([], column.type) if column.num_chunks == 0 else column.combine_chunks()


def numbers(column: pa.Array) -> tuple[pa.Array, list[int], bool]:
    """Read texts as numbers.

    Parameters
    ----------
    column : Array of string, shape (n,)

    Returns
    -------
    values : Array of double, shape (n,)
        Null where there is nothing, NaN or infinite where a text says so.
    wrong : list of int
        Places of texts that are no numbers.
    is_odd : bool
        Whether there are any that Arrow does not read: those, and full-width digits.
    """
    strange = _strange(column)
    if not strange.any():
        try:
            return pc.cast(column, pa.float64()), [], False
        except pa.ArrowInvalid:  # 1.2.3
            pass
    try:
        values = pc.cast(pc.if_else(pa.array(strange), None, column), pa.float64())
    except pa.ArrowInvalid:
        strange |= ~pc.fill_null(pc.match_substring_regex(column, _NUMBER), True).to_numpy(
            zero_copy_only=False
        )
        values = pc.cast(pc.if_else(pa.array(strange), None, column), pa.float64())
    result = values.to_numpy(zero_copy_only=False).copy()
    nothing = values.is_null().to_numpy(zero_copy_only=False).copy()
    wrong = []
    places = np.flatnonzero(strange)
    for place, text in zip(places.tolist(), column.take(pa.array(places)).to_pylist(), strict=True):
        value = as_number(text)
        if value is None and is_non_finite(text):
            value = float(plain(text))
        if value is None and plain(text):
            wrong.append(place)
        nothing[place] = value is None
        result[place] = np.nan if value is None else value
    return pa.array(result, pa.float64(), mask=nothing), wrong, True


def _strange(column: pa.Array) -> Mask:
    """Tell which texts hold a sign that plain numbers have not; looks at bytes, not at texts."""
    found = np.zeros(len(column), dtype=bool)
    _, where, data = column.buffers()
    if not len(column) or data is None:
        return found
    start = column.offset
    offsets = np.frombuffer(where, np.int32)[start : start + len(column) + 1]
    signs = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]]
    places = np.flatnonzero(_IS_STRANGE[signs]) + offsets[0]
    found[np.searchsorted(offsets, places, side="right") - 1] = True
    return found


def years(column: pa.Array) -> tuple[pa.Array, list[int], bool]:
    """Read texts as years: whole numbers, and dates that begin with the year.

    Parameters, returns as for ``numbers``, but of int16; which years can be, others judge.
    """
    encoded = column.dictionary_encode()
    found = [_year(text) for text in encoded.dictionary.to_pylist()]
    read = pa.array([None if year is False else year for year in found], pa.int16())
    is_wrong = np.array([year is False for year in found], dtype=bool)
    codes = encoded.indices.fill_null(-1).to_numpy()
    wrong = np.flatnonzero((codes >= 0) & np.append(is_wrong, False)[codes])
    odd = any(not text.lstrip("-").isdigit() for text in encoded.dictionary.to_pylist())
    return read.take(encoded.indices), wrong.tolist(), odd


@lru_cache(maxsize=65536)
def _year(text: str) -> int | bool | None:
    """Read a year; None if there is nothing, False if it is none."""
    clean = plain(text)
    if not clean:
        return None
    value = as_number(clean)
    if value is not None and value == int(value) and abs(value) <= _INT16:
        return int(value)
    date = _DATE.fullmatch(clean)
    return int(date[1]) if date else False
