"""XLSX workbooks through calamine, which reads values only: no formula runs, no macro, no link."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from geo.imports.archive import check_members, open_archive
from geo.imports.grids import to_table
from geo.imports.limits import Limits
from geo.imports.messages import Message, message, refusal, refuse
from geo.imports.request import ReadRequest
from geo.imports.source_table import Cell, SourceTable

_RANGES_SHOWN = 5
_EMPTY_FOR_US = {
    "error_cells": re.compile(rb'<c\s[^>]*\bt="e"'),
    # Programs other than Excel may write formulas without their results.
    "formulas_without_value": re.compile(
        rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"
    ),
}


def open_workbook(path: Path, limits: Limits) -> python_calamine.CalamineWorkbook:
    """Open a workbook whose members are within what is allowed.

    Raises
    ------
    ImportRefusedError
        If it is damaged, made to do harm, or larger than allowed.
    """
    with open_archive(path) as archive:
        check_members(archive, limits, members=limits.workbook_members)
    return _opened(path)


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.CalamineError as error:
        refuse("bad_workbook", detail=str(error))


def read_workbook(path: Path, request: ReadRequest, limits: Limits) -> SourceTable:
    """Read one sheet of a workbook.

    Parameters
    ----------
    path : Path
    request : ReadRequest
        ``layer`` names the sheet (the first that has cells by default); ``header_row`` counts.
    limits : Limits

    Returns
    -------
    SourceTable
        Cells as the workbook types them; dates as ISO 8601 text.

    Raises
    ------
    ImportRefusedError
        If it is damaged, made to do harm, or larger than allowed.
    """
    with open_archive(path) as archive:
        check_members(archive, limits, members=limits.workbook_members)
        notes = _empty_for_us(archive)  # a damaged member is told as such before others stumble
    book = _opened(path)
    try:
        names = list(book.sheet_names)
        sheet = _choose(book, names, request.layer)
        rows = _rows(sheet, limits)
        merged = _merged(sheet)
    except python_calamine.CalamineError as error:
        refuse("bad_workbook", detail=str(error))
    table = to_table(rows, "xlsx", limits, header_row=request.header_row)
    table.layer, table.layers = sheet.name, names
    table.notes += notes
    if merged:
        table.notes.append(message("merged_cells", ranges=merged))
    return table


def _empty_for_us(archive: zipfile.ZipFile) -> list[Message]:
    """Tell of cells that show something in Excel and are empty here, on whichever sheet."""
    counts = dict.fromkeys(_EMPTY_FOR_US, 0)
    for info in archive.infolist():
        if info.filename.startswith("xl/worksheets/"):
            xml = _read(archive, info)
            for code, pattern in _EMPTY_FOR_US.items():
                counts[code] += sum(1 for _ in pattern.finditer(xml))
    return [message(code, count=count) for code, count in counts.items() if count]


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise refusal(code="bad_zip") from error


def _choose(book: Any, names: Sequence[str], wanted: str | None) -> Any:
    if wanted is not None:
        if wanted not in names:
            refuse("unknown_choice", what="sheet", value=wanted, allowed=list(names))
        return book.get_sheet_by_name(wanted)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            return sheet
    raise refusal(code="no_sheet")


def _rows(sheet: Any, limits: Limits) -> list[tuple[int, list[Cell]]]:
    if sheet.width > limits.columns:
        refuse("too_many_columns", columns=sheet.width, allowed=limits.columns)
    first = sheet.start[0] + 1 if sheet.start else 1
    rows: list[tuple[int, list[Cell]]] = []
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        kept = [_cell(cell) for cell in cells]
        if any(cell is not None for cell in kept):
            rows.append((number, kept))
        if len(rows) > limits.rows + 1:
            refuse("too_many_rows", allowed=limits.rows)
    return rows


def _cell(cell: Any) -> Cell:
    """Keep what JSON has; whole numbers, which Excel does not tell from others, without a point."""
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return None if cell == "" else cell


def _merged(sheet: Any) -> list[str]:
    """Name the first merged ranges as Excel does."""
    ranges = sheet.merged_cell_ranges or []
    named = [f"{_address(*start)}:{_address(*end)}" for start, end in ranges[:_RANGES_SHOWN]]
    return [*named, "…"] if len(ranges) > _RANGES_SHOWN else named


def _address(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
