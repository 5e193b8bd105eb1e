"""The way back: what a file holds becomes the frame that it came from, in WGS-84."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from geo.datum import Datum
from geo.exports.columns import Column
from geo.exports.datasets import Dataset
from geo.exports.formats import Format
from geo.exports.table import (
    EXPORT_DATUMS,
    ExportError,
    Raw,
    in_datum,
    points_of,
    typed,
    with_geometry,
)
from geo.exports.texts import clean_text
from geo.problems import allowed

_BOOLEANS = {"true": True, "false": False}


def read_table(data: bytes, dataset: Dataset, file_format: Format) -> pd.DataFrame:
    """Read a file of a dataset back into the frame of ``export_table``, in WGS-84.

    Parameters
    ----------
    data : bytes
        What the format's ``write`` made, or a program that people opened it with.
    dataset : Dataset
        Which table it is of; more columns than its own are left out.
    file_format : Format

    Returns
    -------
    DataFrame or GeoDataFrame
        The same rows: text as it was, coordinates converted once from the datum that the
        column ``datum`` names and rounded to 1 cm again.
        CSV and XLSX hold no polygons, so from them a dataset of polygons has no geometry.
        Where there is a geometry of points, ``lon`` and ``lat`` follow it.

    Raises
    ------
    ExportError
        If it is no such file, lacks a column, or a cell is not what its column holds.
    """
    raw = file_format.read(data)
    names = [column.name for column in dataset.columns]
    missing = [name for name in names if name not in raw.frame.columns]
    if missing and len(raw.frame):
        msg = f"no column {missing[0]!r}; a file of {dataset.id} has: {', '.join(names)}"
        raise ExportError(msg)
    frame = pd.DataFrame(
        {
            column.name: _values(raw.frame[column.name] if len(raw.frame) else (), column)
            for column in dataset.columns
        }
    )
    return frame if dataset.shape == "none" else _placed(frame, dataset, raw)


def _values(cells: Any, column: Column) -> pd.Series[Any]:
    return typed([_value(cell, column, row) for row, cell in enumerate(cells, start=2)], column)


def _value(cell: Any, column: Column, row: int) -> Any:
    """Read a cell as its column's kind; rows are numbered as a spreadsheet does."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return None
    if column.kind == "text":
        # A spreadsheet may have turned digits into a number.
        whole = isinstance(cell, float) and cell.is_integer()
        return clean_text(str(int(cell) if whole else cell))
    text = str(cell).strip()
    if not text:
        return None
    try:
        return _BOOLEANS[text.lower()] if column.kind == "boolean" else _number(text, column)
    except (KeyError, ValueError, OverflowError):
        msg = f"row {row}, column {column.name}: {text[:60]!r} is no {column.kind}"
        raise ExportError(msg) from None


def _number(text: str, column: Column) -> float | int:
    number = float(text)
    if not np.isfinite(number) or (column.kind == "integer" and not number.is_integer()):
        raise ValueError(text)
    return int(number) if column.kind == "integer" else number


def _placed(frame: pd.DataFrame, dataset: Dataset, raw: Raw) -> pd.DataFrame:
    """Give the frame its geometry back and convert everything to WGS-84, once."""
    found = _with_shapes(frame, dataset, raw.shapes)
    datum = _datum(frame)
    return cast("pd.DataFrame", in_datum(found, from_=datum, to="WGS-84"))


def _with_shapes(frame: pd.DataFrame, dataset: Dataset, shapes: Sequence[Any] | None) -> Any:
    if dataset.shape == "polygon":
        return frame if shapes is None else with_geometry(frame, shapes)
    if shapes is None:
        return with_geometry(frame, points_of(frame))
    for row, shape in enumerate(shapes):
        if shape is not None and shape.geom_type != "Point":
            msg = f"row {row + 1} is a {shape.geom_type}; {dataset.id} are points"
            raise ExportError(msg)
    for name in ("lon", "lat"):
        axis = "x" if name == "lon" else "y"
        values = [None if shape is None else getattr(shape, axis) for shape in shapes]
        frame[name] = pd.Series(values, dtype="Float64")
    return with_geometry(frame, shapes)


def _datum(frame: pd.DataFrame) -> Datum:
    found = sorted(set(frame["datum"]))
    if not found:
        return "WGS-84"
    if len(found) > 1:
        msg = f"the rows are in several datums ({', '.join(found)}); a file has one"
        raise ExportError(msg)
    if found[0] not in EXPORT_DATUMS:
        msg = f"unknown datum {found[0]!r}; {allowed(found[0], EXPORT_DATUMS)}"
        raise ExportError(msg)
    return cast("Datum", found[0])
