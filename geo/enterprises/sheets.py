"""Sheets of a workbook: which of them hold anything, and which one is read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import python_calamine

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from geo.imports.source_table import SourceTable
from geo.imports.workbook import open_workbook, read_workbook


def sheet_names(path: Path, limits: Limits) -> list[str]:
    """List the sheets of a workbook, in its order.

    Parameters
    ----------
    path : Path
    limits : Limits

    Raises
    ------
    ImportRefusedError
        If it is damaged, made to do harm, or larger than allowed.
    """
    return list(open_workbook(path, limits).sheet_names)


def filled_sheets(path: Path, limits: Limits) -> list[str]:
    """List the sheets that have cells; arguments, errors as of ``sheet_names``."""
    book = open_workbook(path, limits)
    found = []
    for name in book.sheet_names:
        # A sheet that is a chart has no cells; one that is damaged cannot be chosen.
        with suppress(python_calamine.CalamineError):
            if book.get_sheet_by_name(name).start is not None:
                found.append(name)
    return found


def read_table(path: Path, sheet: str | None, limits: Limits) -> SourceTable:
    """Read a sheet of a workbook.

    Parameters
    ----------
    path : Path
    sheet : str or None
        Its name; None for the first one that has rows below a header: a cover may stand before.
    limits : Limits

    Returns
    -------
    SourceTable
        Whose ``layer`` names the sheet.

    Raises
    ------
    ImportRefusedError
        If the workbook is refused, has no such sheet ("unknown_choice"), or the sheet no rows.
    """
    try:
        return read_workbook(path, ReadRequest(layer=sheet), limits)
    except ImportRefusedError as error:
        if sheet is not None or error.code != "no_rows":
            raise
        for name in filled_sheets(path, limits)[1:]:
            with suppress(ImportRefusedError):
                return read_workbook(path, ReadRequest(layer=name), limits)
        raise
