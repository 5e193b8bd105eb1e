"""Rows of a text that no fast reader can be trusted with: read one by one.

For line ends and unclosed quotation marks, bytes that are no text, zeros, and blank lines. Cells
are parted as Arrow does: a quotation mark counts at the beginning of a cell, a doubled one is
one, and what follows the closing one is part of the cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from geo.enterprises.chunk_rows import NOTHING, ChunkRows, WrongEncoding
from geo.enterprises.csv_layout import Layout
from geo.enterprises.rejects import Reject, shown

LONGEST_ROW = 128 * 1024
"""Bytes; a quotation mark that is not closed within them is one too many."""
_SURELY_WRONG = 50
"""From as many rows that are no text on, the file is in another encoding…"""
_SHARE = 0.9
"""…if they are this share of the rows that could tell."""


@dataclass
class _Found:
    """What is read so far: cells by meaning, their rows, and what is left out."""

    cells: dict[str, list[str | None]]
    rows: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    count: int = 0
    undecodable: list[tuple[int, int]] = field(default_factory=list)
    not_ascii: list[int] = field(default_factory=list)


def by_hand(
    text: bytes, layout: Layout, wanted: Sequence[str], *, begin: int, is_last: bool
) -> ChunkRows:
    """Read the rows of a text.

    Parameters
    ----------
    text : bytes
        Whole lines, the first of which begins a row.
    layout : Layout
    wanted : sequence of str
        Meanings of columns.
    begin : int
        Byte of the whole text at which this one begins.
    is_last : bool
        Whether the whole text ends with it; if not, a row without end is left to the next chunk.

    Returns
    -------
    ChunkRows
        Texts; ``end`` is where the last whole row ends.
    """
    lines = text.split(b"\n")
    if not lines[-1]:
        lines.pop()
    found = _Found({name: [] for name in wanted})
    at = place = 0
    while place < len(lines):
        record = _record(lines, place, layout)
        if record is None and not is_last and len(text) - at <= LONGEST_ROW:
            break
        cells, taken = record or (None, 1)
        # A quotation mark that is not closed takes the lines after it along: only its own line
        # is left out, the others are read as if it were not there.
        if cells is None or (taken > 1 and len(cells) != layout.width):
            cells, taken = None, 1
        raw = lines[place : place + taken]
        _take(found, cells, raw, layout, begin + at)
        place += taken
        at += sum(map(len, raw)) + taken
    wrong = None if layout.is_mixed else _wrong_encoding(found)
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in found.cells.items()})
    end = begin + min(at, len(text))
    rows = np.array(found.rows, dtype=np.int64)
    return ChunkRows(table, rows, found.count, begin, end, found.rejects, wrong_encoding=wrong)


def _record(lines: list[bytes], place: int, layout: Layout) -> tuple[list[str], int] | None:
    """Read one row; None if it does not end. Returns its cells and how many lines it takes."""
    first = lines[place]
    if b'"' not in first:
        text = _decoded(first.removesuffix(b"\r"), layout.encoding)
        return text.split(layout.delimiter), 1
    taken = 0
    is_open = False

    def texts() -> Iterator[str]:
        nonlocal taken, is_open
        size = 0
        for index in range(place, len(lines)):
            line = lines[index]
            size += len(line)
            if size > LONGEST_ROW:
                break
            taken += 1
            yield _decoded(line, layout.encoding) + "\n"
        is_open = True

    try:
        cells = next(csv.reader(texts(), delimiter=layout.delimiter))
    except csv.Error:  # a cell of more than 128 KiB
        return None
    return None if is_open else (cells, taken)


def _decoded(line: bytes, encoding: str) -> str:
    """Decode a line; bytes that are no text become U+FFFD."""
    return line.decode(encoding, "replace")


def _take(
    found: _Found, cells: list[str] | None, raw: list[bytes], layout: Layout, at: int
) -> None:
    """Take a row or leave it out."""
    whole = b"\n".join(raw)
    if not whole.strip(b"\r"):
        found.count += 1  # a blank line is a row for a spreadsheet, but none that is wrong
        return
    row = found.count
    found.count += 1
    is_text = _is_text(whole, layout.encoding)
    if not whole.isascii():
        found.not_ascii.append(row)
        if not is_text:
            found.undecodable.append((row, at))
    if cells is None or len(cells) != layout.width:
        line = shown(_decoded(whole, layout.encoding))
        found.rejects.append(Reject(row, "", line, "wrong-number-of-cells"))
        return
    wished = {name: cells[layout.columns[name][0]] for name in found.cells}
    for name, cell in wished.items():
        if "\0" in cell or ("\ufffd" in cell and not is_text):
            found.rejects.append(Reject(row, layout.columns[name][1], shown(cell), "bad-bytes"))
            return
    found.rows.append(row)
    for name, cell in wished.items():
        found.cells[name].append(None if cell in NOTHING else cell)


def _is_text(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wrong_encoding(found: _Found) -> WrongEncoding | None:
    """Tell where the encoding changes, from which on nearly no row is text."""
    if len(found.undecodable) < _SURELY_WRONG:
        return None
    row, byte = found.undecodable[0]
    could_tell = sum(1 for other in found.not_ascii if other >= row)
    return WrongEncoding(row, byte) if len(found.undecodable) >= _SHARE * could_tell else None
