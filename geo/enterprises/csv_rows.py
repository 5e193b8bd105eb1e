"""Rows of a part of a text file: fast where all is well, carefully where it is not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from geo.enterprises.by_hand import by_hand
from geo.enterprises.cells import to_typed
from geo.enterprises.chunk_rows import NOTHING, TYPES, ChunkRows
from geo.enterprises.csv_layout import Layout
from geo.enterprises.lines import Lines
from geo.enterprises.rejects import Reject, shown

_BLOCK = 64 * 1024
_END = "\x01end of chunk"
"""What the row after the last begins with: seen as a row, no quotation mark was open before it."""


class NeedsHandsError(Exception):
    """Arrow's reader cannot tell the rows apart, or read all of their bytes."""


def read_rows(
    lines: Lines,
    layout: Layout,
    wanted: Sequence[str],
    *,
    is_last: bool,
    texts: set[str] | None = None,
) -> ChunkRows:
    """Read the rows of lines of which the first begins one.

    Parameters
    ----------
    lines : Lines
    layout : Layout
    wanted : sequence of str
        Meanings of columns.
    is_last : bool
        Whether the file ends with them; if not, a row without end is left to the next chunk.
    texts : set of str, optional
        Columns that are better read as text at once; kept up to date for the next chunk.

    Returns
    -------
    ChunkRows
    """
    if layout.line_end == b"\r":
        lines = Lines.of(lines.text().replace(b"\r", b"\n"), lines.begin)
    try:
        return _by_arrow(lines, layout, wanted, set() if texts is None else texts)
    except NeedsHandsError:
        found = by_hand(lines.text(), layout, wanted, begin=lines.begin, is_last=is_last)
        return found if found.wrong_encoding else to_typed(found, layout.columns)


def _by_arrow(lines: Lines, layout: Layout, wanted: Sequence[str], texts: set[str]) -> ChunkRows:
    if lines.holds(b"\0"):
        raise NeedsHandsError
    text = _with_end(lines, layout)
    as_text = {name for name in wanted if name in texts}
    try:
        table, wrong = _parse(text, layout, wanted, as_text)
    except pa.ArrowInvalid:
        as_text = {name for name in wanted if TYPES[name] not in (pa.string(), TYPES["industry"])}
        try:
            table, wrong = _parse(text, layout, wanted, as_text)
        except pa.ArrowInvalid as error:
            raise NeedsHandsError from error
    if _has_blank_rows(table, lines):
        raise NeedsHandsError
    count = table.num_rows + len(wrong)
    rows = np.arange(count)
    if wrong:
        rows = np.delete(rows, [place for place, _ in wrong])
    rejects = [Reject(place, "", shown(line), "wrong-number-of-cells") for place, line in wrong]
    end = lines.begin + lines.size
    found = ChunkRows(table, rows, count, lines.begin, end, rejects)
    return to_typed(found, layout.columns, texts) if as_text else found


def _with_end(lines: Lines, layout: Layout) -> pa.Buffer:
    """Return the lines in UTF-8, with one more that tells whether all before it are whole."""
    end = layout.delimiter.join([_END] * (layout.width + 1)).encode() + b"\n"
    if lines.size and not lines.ends_with(b"\n"):
        end = b"\n" + end
    if layout.encoding == "utf-8":
        return lines.followed_by(end)
    try:
        return pa.py_buffer(lines.text().decode(layout.encoding).encode() + end)
    except UnicodeDecodeError as error:
        raise NeedsHandsError from error


def _parse(
    text: pa.Buffer, layout: Layout, wanted: Sequence[str], as_text: set[str]
) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Parse rows; return those with the right number of cells, and the place of each other."""
    wrong: list[tuple[int, str]] = []

    def note(row: pc.InvalidRow) -> str:
        wrong.append((row.number - 1, row.text))
        return "skip"

    own = {str(layout.columns[name][0]): name for name in wanted}
    types = {place: pa.string() if name in as_text else TYPES[name] for place, name in own.items()}
    names = [str(place) for place in range(layout.width)]
    table = pc.read_csv(
        pa.BufferReader(text),
        pc.ReadOptions(use_threads=False, column_names=names, block_size=len(text) + _BLOCK),
        pc.ParseOptions(
            delimiter=layout.delimiter, ignore_empty_lines=False, invalid_row_handler=note
        ),
        pc.ConvertOptions(
            include_columns=list(own),
            column_types=types,
            null_values=list(NOTHING),
            strings_can_be_null=True,
        ),
    )
    if not wrong or not wrong[-1][1].startswith(_END) or any("\n" in line for _, line in wrong):
        raise NeedsHandsError
    wrong.pop()
    return pa.table({name: table[str(layout.columns[name][0])] for name in wanted}), wrong


def _has_blank_rows(table: pa.Table, lines: Lines) -> bool:
    """Tell whether there may be lines without anything, which are no rows."""
    if not table.num_rows or not all(column.null_count for column in table.columns):
        return False
    empty = np.ones(table.num_rows, dtype=bool)
    for column in table.columns:
        empty &= column.is_null().to_numpy()
    return bool(empty.any()) and (
        lines.starts_with(b"\n", b"\r\n") or lines.holds(b"\n\n") or lines.holds(b"\n\r\n")
    )
