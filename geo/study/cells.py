"""Whether the cells of a layer are what their columns say."""

from __future__ import annotations

from collections.abc import Iterator

from geo.criteria_scene import PRECISION
from geo.study.layers import WHOLE, Cell, ColumnType, StudyLayer
from geo.study.limits import LARGEST, MOST_CELL_CHARS
from geo.study.problems import Path, StudyProblem

_ALLOWED: dict[ColumnType, str] = {
    "number": f"allowed is a number up to ±{LARGEST:g} or null: the column is of numbers",
    "integer": f"allowed is a whole number up to ±{WHOLE:,} or null: the column is of integers",
    "text": f"allowed is a text of up to {MOST_CELL_CHARS:,} characters without NUL, or null",
}


def cell_problems(layer: StudyLayer, at: Path) -> Iterator[StudyProblem]:
    """Find cells of the wrong type, and cells in no column.

    Parameters
    ----------
    layer : StudyLayer
    at : tuple of str and int
        Where the layer is in the study.

    Yields
    ------
    StudyProblem
    """
    if layer.columns.get(PRECISION) == "text":
        path = (*at, "columns", PRECISION)
        yield StudyProblem("not_one_of", path, "text", f"allowed: number ({PRECISION} is metres)")
    for place, feature in enumerate(layer.features):
        for name, cell in feature.values.items():
            kind = layer.columns.get(name)
            if kind is not None and (cell is None or _fits(cell, kind, name)):
                continue
            path = (*at, "features", place, "values", name)
            if kind is None:
                yield StudyProblem("unknown_key", path, name, "is not a column of its layer")
            elif name == PRECISION and _fits(cell, kind, ""):
                yield StudyProblem("out_of_range", path, cell, "allowed: from 0 metres")
            else:
                yield StudyProblem("wrong_type", path, cell, _ALLOWED[kind])


def _fits(cell: Cell, kind: ColumnType, name: str) -> bool:
    """Tell whether a cell that is not empty is of a column's type."""
    if kind == "text":
        return isinstance(cell, str) and _is_text(cell)
    if not isinstance(cell, int if kind == "integer" else int | float):
        return False
    if name == PRECISION and cell < 0:
        return False
    return abs(cell) <= (WHOLE if isinstance(cell, int) else LARGEST)


def _is_text(cell: str) -> bool:
    """Tell whether every program can store a text."""
    if len(cell) > MOST_CELL_CHARS or "\x00" in cell:
        return False
    return cell.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in cell)
