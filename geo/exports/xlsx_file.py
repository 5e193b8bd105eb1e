"""XLSX with typed cells: text stays text, numbers are numbers, nothing is a formula."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import Any

import pandas as pd
import python_calamine
import xlsxwriter

from geo.exports.columns import Column
from geo.exports.table import ExportError, Raw, Table

ABOUT_SHEET = "说明 About"
LONGEST = 32_767
"""Characters that a cell of Excel holds."""
WIDEST, NARROWEST = 48, 8
"""Columns are as wide as their contents between these, in characters."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Of XlsxWriter: a text is a text, whatever it begins with."""


def write(table: Table) -> bytes:
    """Write a table as a workbook of two sheets: the rows, and what must be known of them.

    Parameters
    ----------
    table : Table

    Returns
    -------
    bytes
        The same for the same table: the times inside are the table's stamp.

    Raises
    ------
    ExportError
        If a text is longer than a cell of Excel can hold.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": table.dataset.title_zh, "created": table.stamp})
        bold = book.add_format({"bold": True, "bg_color": "#efede6", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        _write_rows(book.add_worksheet(table.dataset.id), table, bold, text)
        _write_about(book.add_worksheet(ABOUT_SHEET), table, bold, text)
    return out.getvalue()


def _write_rows(sheet: Any, table: Table, bold: Any, text: Any) -> None:
    sheet.freeze_panes(1, len(table.dataset.key))
    columns = table.dataset.columns
    sheet.autofilter(0, 0, max(1, len(table.frame)), len(columns) - 1)
    for place, column in enumerate(columns):
        values = list(table.frame[column.name])
        widths = [text_width(column.name) + 2, *map(text_width, values)]
        width = min(max(*widths, NARROWEST), WIDEST)
        # A text column stays one: an adcode typed into it keeps its leading zero.
        sheet.set_column(place, place, width, text if column.kind == "text" else None)
        sheet.write_string(0, place, column.name, bold)
        for row, value in enumerate(values, start=1):
            _write_cell(sheet, row, place, value, column, text)


def _write_cell(sheet: Any, row: int, place: int, value: Any, column: Column, text: Any) -> None:
    if column.kind == "text":
        if len(value) > LONGEST:
            msg = (
                f"row {row + 1}, column {column.name} has {len(value)} characters; "
                f"a cell of Excel holds {LONGEST}"
            )
            raise ExportError(msg)
        if value:
            sheet.write_string(row, place, value, text)
    elif not pd.isna(value):
        if column.kind == "boolean":
            sheet.write_boolean(row, place, bool(value))
        else:
            sheet.write_number(row, place, value)


def text_width(value: Any) -> int:
    """Measure the longest line of a cell in characters of Latin width."""
    lines = str(value).split("\n")
    return max(
        sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
        for line in lines
    )


def _write_about(sheet: Any, table: Table, bold: Any, text: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, (title, width) in enumerate(
        (("项目", 26), ("内容", 60), ("Item", 30), ("Content", 60))
    ):
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, title, bold)
    for number, row in enumerate(table.about.rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, text)


def read(data: bytes) -> Raw:
    """Read the first sheet of a workbook that ``write`` made, also after Excel saved it.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    Raw
        Cells as the workbook types them, None where empty.

    Raises
    ------
    ExportError
        If it is no XLSX workbook.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
        msg = f"this is not an XLSX workbook ({error})"
        raise ExportError(msg) from error
    header, *body = rows or [[]]
    return Raw(pd.DataFrame(body, columns=[str(name) for name in header], dtype=object), None)
