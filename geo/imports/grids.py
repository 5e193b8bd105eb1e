"""Rows of cells become a table: where the header is, what columns are called, which rows fit."""

from __future__ import annotations

from collections.abc import Sequence

from geo.imports.limits import Limits
from geo.imports.messages import Message, message, refuse
from geo.imports.numbers import as_number
from geo.imports.row_problems import RowProblem
from geo.imports.source_table import Cell, Row, SourceTable, check_size, name_columns

Record = tuple[int, Sequence[Cell]]
"""Row number as a spreadsheet shows it, and cells."""
_LOOKED_AT = 20
_YEARS = range(1900, 2101)


def to_table(
    records: Sequence[Record], kind: str, limits: Limits, *, header_row: int | None = None
) -> SourceTable:
    """Make a table of records.

    Parameters
    ----------
    records : sequence of (int, sequence of cells)
        Ascending by number; rows without any cell may be left out.
    kind : str
        "csv" or "xlsx": only in text files a row with fewer cells than the header is wrong,
        for there a lost delimiter shifts cells.
    limits : Limits
    header_row : int, optional
        Number of the header's row, 0 for none; found if not given.

    Returns
    -------
    SourceTable

    Raises
    ------
    ImportRefusedError
        If there is no row of data, too much of it, or no such header row.
    """
    filled = [(number, list(cells)) for number, cells in records if not _is_empty(cells)]
    if not filled:
        refuse("no_rows")
    place, notes = find_header(filled, header_row)
    body = filled[place + 1 :]
    if not body:
        refuse("no_rows")
    if place < 0:
        header: list[str] = [""] * max(len(cells) for _, cells in body[:_LOOKED_AT])
        names, _ = name_columns(header, taken=("geometry",))
    else:
        header = [_text(cell) for cell in filled[place][1]]
        width = max(len(header), *(len(cells) for _, cells in body)) if kind == "xlsx" else 0
        header += [""] * (width - len(header))
        header = _trimmed(header, [cells for _, cells in body])
        names, found = name_columns(header, taken=("geometry",))
        notes += found
    check_size(len(names), len(body), limits)
    table = SourceTable(kind, names, [], header_row=filled[place][0] if place >= 0 else 0)
    table.notes = notes
    empty = body[-1][0] - (table.header_row or body[0][0] - 1) - len(body)
    if empty > 0:
        table.notes.append(message("empty_rows", count=empty))
    _fill(table, body)
    return table


def find_header(records: Sequence[Record], stated: int | None) -> tuple[int, list[Message]]:
    """Find the header: the first row that is about as wide as the table, unless it is data.

    It is data if it holds a number and is not mostly words above columns of numbers: a year
    may be the name of a column, and a word may stand where a number is missing.

    Returns
    -------
    place : int
        Index in ``records``, -1 if the table has no header.
    notes : list of Message

    Raises
    ------
    ImportRefusedError
        If a row is stated that is not there.
    """
    if stated is not None:
        numbers = [number for number, _ in records]
        if stated and stated not in numbers:
            near = [str(number) for number in (0, *numbers[:_LOOKED_AT])]
            refuse("unknown_choice", what="header row", value=str(stated), allowed=near)
        return (numbers.index(stated) if stated else -1), []
    looked_at = records[:_LOOKED_AT]
    width = max(_filled(cells) for _, cells in looked_at)
    place = next(index for index, (_, cells) in enumerate(looked_at) if _filled(cells) * 2 >= width)
    number, cells = records[place]
    if _is_data(cells, [below for _, below in looked_at[place + 1 :]]):
        return -1, [message("no_header")]
    if place == 0:
        return 0, []
    titles = [_text(cell) for _, above in records[:place] for cell in above if _text(cell)]
    return place, [message("title_rows", row=number, values=titles)]


def _is_data(cells: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    values = [as_number(cell) for cell in cells]
    if all(value is None for value in values):
        return False
    words = numbers = 0
    for place, value in enumerate(values):
        below = [row[place] for row in body if place < len(row) and _text(row[place])]
        if not below or any(as_number(cell) is None for cell in below):
            continue
        if value is None:
            words += 1 if _text(cells[place]) else 0
        elif value not in _YEARS:
            numbers += 1
    return words <= numbers


def _fill(table: SourceTable, body: Sequence[tuple[int, list[Cell]]]) -> None:
    """Take the rows that have a cell for every name; tell of the others."""
    width = len(table.names)
    for number, cells in body:
        extra = cells[width:]
        if table.kind == "xlsx" or not any(_text(cell) for cell in extra):
            # Spreadsheets write no empty cells at the end, or more of them than there are.
            cells = cells[:width]
            if table.kind == "xlsx":
                cells += [None] * (width - len(cells))
        if len(cells) == width:
            table.rows.append(Row(number, cells))
            continue
        code = "too_many" if len(cells) > width else "too_few"
        what = message(code, cells=len(cells), columns=width)
        shown = "|".join(_text(cell) for cell in cells)
        advice = message("check_delimiter")
        table.problems.append(RowProblem(number, None, shown, what, advice))


def _trimmed(header: list[str], body: Sequence[Sequence[Cell]]) -> list[str]:
    """Drop nameless columns at the end in which no row has anything."""
    while header and not header[-1].strip():
        place = len(header) - 1
        if any(place < len(cells) and _text(cells[place]) for cells in body):
            break
        header = header[:-1]
    return header


def _is_empty(cells: Sequence[Cell]) -> bool:
    return not any(_text(cell) for cell in cells)


def _filled(cells: Sequence[Cell]) -> int:
    return sum(1 for cell in cells if _text(cell))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
