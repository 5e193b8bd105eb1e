"""How many cells of the proposed columns are coordinates: a reason that can be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.imports.columns import Column, read_number, text_of
from geo.imports.coordinates import is_easting, is_northing, parse_angle
from geo.imports.guesses import CoordinateColumns
from geo.imports.messages import message
from geo.imports.source_table import Cell

_BY_NAMES = ("by_names", "names_only")


def with_counts(
    found: CoordinateColumns | None, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> CoordinateColumns | None:
    """Say how many cells are what the names of their columns say, where not all are.

    Parameters
    ----------
    found : CoordinateColumns or None
        As proposed.
    columns : sequence of Column
    rows : sequence of sequence of Cell
        All rows: counts of some would mislead.

    Returns
    -------
    CoordinateColumns or None
        With a reason that counts, if the columns were proposed for their names.
    """
    if found is None or found.reason is None or found.reason.code not in _BY_NAMES:
        return found
    is_degrees = found.kind == "degrees"
    tests = (_within(180), _within(90)) if is_degrees else (is_easting, is_northing)
    counts: dict[str, str | int] = {}
    for axis, name, fits in zip("xy", (found.x, found.y), tests, strict=True):
        place = next(n for n, column in enumerate(columns) if column.name == name)
        cells = [row[place] for row in rows if text_of(row[place]).strip()]
        fit = sum(_fits(cell, columns[place], fits) for cell in cells)
        counts |= {axis: name, f"{axis}_fit": fit, f"{axis}_filled": len(cells)}
    if counts["x_fit"] == counts["x_filled"] and counts["y_fit"] == counts["y_filled"]:
        return replace(found, reason=message("by_names"))
    if not counts["x_fit"] and not counts["y_fit"]:
        return replace(found, reason=message("names_only"))
    reason = message("names_degrees" if is_degrees else "names_metres", **counts)
    return replace(found, reason=reason)


def _within(most: float) -> Callable[[float], bool]:
    return lambda value: abs(value) <= most


def _fits(cell: Cell, column: Column, fits: Callable[[float], bool]) -> bool:
    value = read_number(cell, column)
    if value is None and isinstance(cell, str):
        value = parse_angle(cell)
    return value is not None and fits(value)
