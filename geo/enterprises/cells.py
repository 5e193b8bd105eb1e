"""Texts of cells become numbers and years.

A row whose coordinate is none is left out, and says so. A weight or year that is given but cannot
be read is noted, and the row counts without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.enterprises.chunk_rows import TYPES, ChunkRows
from geo.enterprises.keys import FIRST_YEAR, LAST_YEAR
from geo.enterprises.placeholders import is_nothing
from geo.enterprises.rejects import REJECTS, Reject, shown
from geo.enterprises.sums import LARGEST_WEIGHT
from geo.imports.numbers import as_number, is_non_finite, plain

_NUMBER = r"^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_IS_STRANGE = np.ones(256, dtype=bool)
_IS_STRANGE[list(b"0123456789.-eE")] = False
_DATE = re.compile(
    r"(\d{4})(?:[-/.年].*|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ T].*|\d{4}|\d{6})?)"
)
_INT16 = 32767

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


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
        Without rows in which a coordinate is no number; the first such cell of a row is named.
    """
    table = found.table.combine_chunks()
    taken = np.ones(table.num_rows, dtype=bool)
    rejects = list(found.rejects)
    notes = [found.notes]
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
        typed[name], wrong, is_odd = _READ[name](column)
        if is_odd and odd is not None:
            odd.add(name)
        if name not in ("lon", "lat"):
            notes.append(_notes(found.rows, wrong, columns[name][1], column, f"unread-{name}"))
            continue
        for place in wrong[taken[wrong]].tolist():
            taken[place] = False
            value = shown(column[place].as_py())
            row = int(found.rows[place])
            rejects.append(Reject(row, columns[name][1], value, "not-a-number"))
    result = replace(found, table=pa.table(typed), rejects=rejects, notes=pa.concat_tables(notes))
    if taken.all():
        return result
    rejects.sort(key=lambda reject: reject.row)
    rows = found.rows[taken]
    return replace(
        result,
        table=result.table.filter(pa.array(taken)),
        rows=rows,
        notes=result.notes.filter(pc.is_in(result.notes["row"], pa.array(rows))),
    )


def _notes(
    rows: NDArray[np.int64], wrong: Places, name: str, column: pa.Array, note: str
) -> pa.Table:
    """List cells that could not be read."""
    count = len(wrong)
    texts = column.take(pa.array(wrong))
    cells = [rows[wrong], pa.repeat(name, count), texts, pa.repeat(note, count)]
    return pa.table(cells, schema=REJECTS)


def _one(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.array([], column.type) if column.num_chunks == 0 else column.combine_chunks()


def numbers(column: pa.Array, *, thousands: bool = False) -> tuple[pa.Array, Places, bool]:
    """Read texts as numbers.

    Parameters
    ----------
    column : Array of string, shape (n,)
    thousands : bool
        Whether commas before groups of three digits part thousands.

    Returns
    -------
    values : Array of double, shape (n,)
        Null where there is nothing, NaN or infinite where a text says so.
    wrong : ndarray of int64
        Places of texts that are no numbers.
    is_odd : bool
        Whether there are any that Arrow does not read: those, and full-width digits.
    """
    strange = _strange(column)
    if not strange.any():
        try:
            return pc.cast(column, pa.float64()), np.zeros(0, np.int64), False
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
    places = np.flatnonzero(strange)
    # Each different text once: of weights there are few.
    odd = column.take(pa.array(places)).dictionary_encode()
    read = [_number(text, thousands) for text in odd.dictionary.to_pylist()]
    codes = odd.indices.to_numpy()
    is_wrong = np.array([value is False for value in read], dtype=bool)[codes]
    is_none = np.array([value is None or value is False for value in read], dtype=bool)
    values = np.array(
        [np.nan if none else value for none, value in zip(is_none, read, strict=True)]
    )
    result[places] = values[codes]
    nothing[places] = is_none[codes]
    return pa.array(result, pa.float64(), mask=nothing), places[is_wrong], True


def _number(text: str, thousands: bool) -> float | bool | None:
    """Read a number; None if there is nothing, False if it is none."""
    value = as_number(text, thousands=thousands)
    if value is None and is_non_finite(text):
        value = float(plain(text))
    if value is None:
        return None if is_nothing(text) else False
    return value


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


def years(column: pa.Array) -> tuple[pa.Array, Places, bool]:
    """Read texts as years: whole numbers, and dates that begin with the year.

    Parameters, returns as for ``numbers``, but of int16; which years can be, others judge.
    """
    encoded = column.dictionary_encode()
    found = [_year(text) for text in encoded.dictionary.to_pylist()]
    read = pa.array([None if year is False else year for year in found], pa.int16())
    is_wrong = np.array([year is False for year in found], dtype=bool)
    codes = encoded.indices.fill_null(-1).to_numpy()
    wrong = np.flatnonzero((codes >= 0) & np.append(is_wrong, False)[codes])
    plainly = (text.lstrip("-").isdigit() for text in encoded.dictionary.to_pylist())
    odd = len(wrong) > 0 or not all(plainly)
    return read.take(encoded.indices), wrong, odd


def is_readable(text: str, meaning: str) -> bool:
    """Tell whether a row counts with a weight or a year, or goes without since none is given.

    Parameters
    ----------
    text : str
    meaning : {"weight", "year"}
    """
    value = _year(text) if meaning == "year" else _number(text, thousands=True)
    if value is None or value is False or value != value:  # NaN is nothing
        return value is not False
    if meaning == "year":
        return value == 0 or FIRST_YEAR <= value <= LAST_YEAR
    return 0 <= value <= LARGEST_WEIGHT


@lru_cache(maxsize=65536)
def _year(text: str) -> int | bool | None:
    """Read a year; None if there is nothing, False if it is none."""
    if is_nothing(text):
        return None
    clean = plain(text)
    value = as_number(clean)
    if value is not None and value == int(value) and abs(value) <= _INT16:
        return int(value)
    date = _DATE.fullmatch(clean)
    return int(date[1]) if date else False


_READ: Mapping[str, Callable[[pa.Array], tuple[pa.Array, Places, bool]]] = {
    "lon": numbers,
    "lat": numbers,
    "weight": partial(numbers, thousands=True),
    "year": years,
}
