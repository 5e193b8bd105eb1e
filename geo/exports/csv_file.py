"""CSV as Excel opens it: UTF-8 with byte-order mark, and no text that becomes a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from geo.exports.table import ExportError, Raw, Table
from geo.exports.texts import guard_formula, unguard_formula
from geo.reading import decode

BOM = "\ufeff"


def write(table: Table) -> bytes:
    """Write a table as CSV.

    Excel on Chinese Windows takes a CSV file for GBK unless it begins with a byte-order mark.
    Texts that a spreadsheet would calculate get an apostrophe, which ``read`` takes away;
    numbers, negative ones too, stay numbers.

    Parameters
    ----------
    table : Table

    Returns
    -------
    bytes
        Without geometry, which a cell cannot hold: ``lon``, ``lat`` and ``datum`` are there.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = table.dataset.columns
    writer.writerow([column.name for column in columns])
    texts = [[_cell(value) for value in table.frame[column.name]] for column in columns]
    writer.writerows(zip(*texts, strict=True))
    return (BOM + out.getvalue()).encode("utf-8")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return guard_formula(value)
    if pd.isna(value):
        return ""
    # numpy's own booleans and numbers: as the catalogue's tables write them.
    return str(value).lower() if str(value) in ("True", "False") else repr(value.item())


def read(data: bytes) -> Raw:
    """Read a CSV file that ``write`` made, also after Excel saved it as GBK.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    Raw
        Every cell as text.

    Raises
    ------
    ExportError
        If it is no CSV table in UTF-8 or GB18030.
    """
    try:
        rows = list(csv.reader(io.StringIO(decode(data), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        msg = f"this is not a CSV file in UTF-8 or GB18030 ({error})"
        raise ExportError(msg) from error
    header, *body = rows or [[]]
    for number, cells in enumerate(body, start=2):
        if len(cells) != len(header):
            msg = f"row {number} has {len(cells)} cells, the header {len(header)}"
            raise ExportError(msg)
    texts = [[unguard_formula(cell) for cell in row] for row in body]
    return Raw(pd.DataFrame(texts, columns=header, dtype=object), None)
