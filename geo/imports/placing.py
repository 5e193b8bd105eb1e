"""From cells to coordinates, row by row: what is missing, swapped, not finite or out of range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from geo.errors import ImportRefusedError
from geo.imports.columns import Column, read_number, text_of
from geo.imports.coordinates import parse_angle, parse_coordinates
from geo.imports.datums import Floats, to_wgs84
from geo.imports.guesses import CoordinateColumns
from geo.imports.messages import Message, message
from geo.imports.numbers import is_non_finite
from geo.imports.pair_order import swapped_pair, turned_note
from geo.imports.preview import SourceRow
from geo.imports.ranges import prefix_notes, range_fault
from geo.imports.row_checks import coordinates_text
from geo.imports.row_problems import RowProblem
from geo.imports.source_table import Cell


@dataclass
class Placed:
    """Coordinates of rows.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        As the file has them; NaN where a row has none that can be used.
    lon, lat : ndarray, shape (n,), degrees
        In WGS-84; NaN likewise.
    problems : list of RowProblem
        One for every row that is NaN, and what is told of rows that are not.
    notes : list of Message
        What was taken away from numbers.
    turned : set of int
        Numbers of the rows whose latitude or northing stands first, unmarked.
    """

    x: Floats
    y: Floats
    lon: Floats
    lat: Floats
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    turned: set[int] = field(default_factory=set)


def read_coordinates(
    rows: Sequence[SourceRow], columns: Sequence[Column], coordinates: CoordinateColumns
) -> Placed:
    """Read the coordinates of rows, whatever datum they are in.

    Parameters
    ----------
    rows : sequence of SourceRow, length n
    columns : sequence of Column
    coordinates : CoordinateColumns

    Returns
    -------
    Placed
        Without ``lon`` and ``lat``.
    """
    names = [column.name for column in columns]
    where = (names.index(coordinates.x), names.index(coordinates.y))
    found = Placed(*np.full((4, len(rows)), np.nan))
    for place, row in enumerate(rows):
        if coordinates.kind == "pair":
            pair = _pair(row, where[0], coordinates, found)
        else:
            pair = _two(row, where, columns, coordinates, found)
        if pair is not None:
            found.x[place], found.y[place] = pair
    return found


def place_rows(
    rows: Sequence[SourceRow],
    columns: Sequence[Column],
    coordinates: CoordinateColumns,
    datum: str,
) -> Placed:
    """Read the coordinates of rows and convert them to WGS-84, once.

    Parameters
    ----------
    rows : sequence of SourceRow, length n
    columns : sequence of Column
    coordinates : CoordinateColumns
    datum : str
        What they truly are.

    Returns
    -------
    Placed
    """
    found = read_coordinates(rows, columns, coordinates)
    names = [column.name for column in columns]
    cells = (names.index(coordinates.x), names.index(coordinates.y))
    column = coordinates.x if coordinates.x == coordinates.y else None
    for place in np.flatnonzero(~np.isnan(found.x)):
        fault = range_fault(float(found.x[place]), float(found.y[place]), datum)
        if fault is not None:
            _lose(rows, int(place), cells, column, fault, found)
    found.lon, found.lat = to_wgs84(found.x, found.y, datum)
    found.notes += prefix_notes(found.x, datum)
    for place in np.flatnonzero(np.isfinite(found.x) & ~np.isfinite(found.lon)):
        x, y = float(found.x[place]), float(found.y[place])
        what = message("out_of_range", x=x, y=y, datum=datum)
        _lose(rows, int(place), cells, column, (what, message("check_datum")), found)
    return found


def _lose(
    rows: Sequence[SourceRow],
    place: int,
    cells: tuple[int, int],
    column: str | None,
    fault: tuple[Message, Message],
    found: Placed,
) -> None:
    """Tell of coordinates that cannot be right, and forget them."""
    row = rows[place]
    found.problems.append(RowProblem(row.number, column, coordinates_text(row, cells), *fault))
    found.x[place] = found.y[place] = np.nan


def _two(
    row: SourceRow,
    where: tuple[int, int],
    columns: Sequence[Column],
    coordinates: CoordinateColumns,
    found: Placed,
) -> tuple[float, float] | None:
    is_degrees = coordinates.kind == "degrees"
    axes = ("longitude", "latitude") if is_degrees else ("easting", "northing")
    values = []
    for place, axis in zip(where, axes, strict=True):
        cell, name = row.cells[place], columns[place].name
        value, problem = _number(cell, columns[place], axis)
        if problem is not None:
            found.problems.append(RowProblem(row.number, name, text_of(cell), *problem))
            return None
        values.append(value)
    return values[0], values[1]


def _number(cell: Cell, column: Column, axis: str) -> tuple[float, tuple[Message, Message] | None]:
    text = text_of(cell)
    if not text.strip():
        return 0.0, (message("missing_coordinate", axis=axis), message("fill_in"))
    value = read_number(cell, column)
    if value is None and isinstance(cell, str):
        value = parse_angle(cell)
    if (value is not None and not np.isfinite(value)) or is_non_finite(text):
        return 0.0, (message("non_finite", axis=axis, value=text), message("write_number"))
    if value is None:
        return 0.0, (message("not_a_number", axis=axis, value=text), message("write_number"))
    return value, None


def _pair(
    row: SourceRow, place: int, coordinates: CoordinateColumns, found: Placed
) -> tuple[float, float] | None:
    text = text_of(row.cells[place])
    try:
        typed = parse_coordinates(text)
    except ImportRefusedError:
        is_there = bool(text.strip())
        what = message("not_a_place", value=text) if is_there else message("missing_geometry")
        found.problems.append(
            RowProblem(row.number, coordinates.x, text, what, message("write_number"))
        )
        return None
    if coordinates.order is not None and typed.order not in ("marked", coordinates.order):
        found.problems.append(RowProblem(row.number, coordinates.x, text, *swapped_pair(typed)))
        return None
    if (note := turned_note(typed)) is not None:
        found.turned.add(row.number)
        if coordinates.order is None:
            problem = RowProblem(row.number, coordinates.x, text, note, is_refused=False)
            found.problems.append(problem)
    return typed.x, typed.y
