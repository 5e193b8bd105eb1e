"""Rows of a small workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from geo.enterprises.cells import to_typed
from geo.enterprises.chunk_rows import NOTHING, TYPES, ChunkRows
from geo.enterprises.csv_layout import no_column
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.sheets import read_table
from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.source_table import Cell


def read_sheet(
    path: str,
    columns: dict[str, str],
    wanted: Sequence[str],
    *,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> ChunkRows:
    """Read one sheet.

    Parameters
    ----------
    path : str
    columns : dict of str to str
        Meaning → column of the file.
    wanted : sequence of str
        Meanings of columns.
    sheet : str, optional
        Its name; else the first that has rows (``geo.enterprises.sheets``).
    limits : Limits, optional

    Returns
    -------
    ChunkRows
        Rows are numbered as in the sheet.

    Raises
    ------
    EnterpriseError
        If the workbook is refused (too large, damaged, …), or lacks the sheet or a column.
    """
    try:
        table = read_table(Path(path), sheet, limits or Limits())
    except ImportRefusedError as error:
        name = Path(path).name
        if error.code == "no_rows":
            return _rows([], {name: [] for name in wanted}, columns)
        if error.code == "unknown_choice":
            raise _no_sheet(name, error) from error
        msg = f"{name}: {error}. Save a larger table as CSV: that may have any number of rows"
        raise EnterpriseError(msg, "workbook", {"file": name, "detail": str(error)}) from error
    for name in columns.values():
        if table.names.count(name) != 1:
            raise no_column(path, name, list(table.names))
    places = {name: table.names.index(columns[name]) for name in wanted}
    cells = {
        name: [_text(row.cells[place]) for row in table.rows] for name, place in places.items()
    }
    return _rows([row.number for row in table.rows], cells, columns)


def _no_sheet(file: str, error: ImportRefusedError) -> EnterpriseError:
    sheet, allowed = error.values["value"], ", ".join(error.values["allowed"])
    msg = f"{file} has no sheet {sheet!r}; allowed is one of: {allowed}. Nothing of it was counted"
    return EnterpriseError(msg, "no-sheet", {"file": file, "sheet": sheet, "sheets": allowed})


def _rows(
    numbers: list[int], cells: dict[str, list[str | None]], columns: dict[str, str]
) -> ChunkRows:
    table = pa.table({name: pa.array(texts, pa.string()) for name, texts in cells.items()})
    assert table.schema.names == [name for name in cells if name in TYPES]
    rows = np.array(numbers, dtype=np.int64)
    found = ChunkRows(table, rows, max(numbers, default=0), 0, 1)
    return to_typed(found, {name: (0, columns[name]) for name in cells})


def _text(cell: Cell) -> str | None:
    text = "" if cell is None else str(cell)
    return None if text in NOTHING else text
