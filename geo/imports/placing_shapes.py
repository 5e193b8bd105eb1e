"""Places that come with a file, converted to WGS-84 once; those that cannot be are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.imports.datums import to_wgs84
from geo.imports.messages import Message, message
from geo.imports.preview import SourceRow
from geo.imports.ranges import prefix_notes, range_fault
from geo.imports.row_problems import RowProblem

Shapes = NDArray[np.object_]


def place_shapes(
    rows: Sequence[SourceRow], datum: str
) -> tuple[Shapes, list[RowProblem], list[Message]]:
    """Convert the places of rows.

    Parameters
    ----------
    rows : sequence of SourceRow, length n
        Their places were checked one by one in the child process; None was told there.
    datum : str
        What the coordinates truly are.

    Returns
    -------
    shapes : ndarray of geometries, shape (n,), EPSG:4326
        None where there is none or it cannot be converted.
    problems : list of RowProblem
        One for each that cannot.
    notes : list of Message
    """
    shapes: Shapes = np.array(
        shapely.from_wkb(np.array([row.shape for row in rows], dtype=object)), dtype=object
    )
    problems: list[RowProblem] = []
    for place, shape in enumerate(shapes):
        fault = None if shape is None else _fault(shape, datum)
        if fault is not None:
            problems.append(_problem(rows[place].number, shape, fault))
            shapes[place] = None
    xy, owners = shapely.get_coordinates(shapes, return_index=True)
    lon, lat = to_wgs84(xy[:, 0], xy[:, 1], datum)
    for place in np.unique(owners[~(np.isfinite(lon) & np.isfinite(lat))]):
        x, y = (float(value) for value in shapely.get_coordinates(shapes[place])[0])
        what = message("out_of_range", x=x, y=y, datum=datum)
        problem = _problem(rows[place].number, shapes[place], (what, message("check_datum")))
        problems.append(problem)
        shapes[place] = None
    left = np.array([shapes[owner] is not None for owner in owners], dtype=bool)
    converted = np.column_stack([lon[left], lat[left]])
    return shapely.set_coordinates(shapes, converted), problems, prefix_notes(xy[:, 0], datum)


def _fault(shape: Any, datum: str) -> tuple[Message, Message] | None:
    west, south, east, north = (float(value) for value in shapely.bounds(shape))
    return range_fault(west, south, datum) or range_fault(east, north, datum)


def _problem(number: int, shape: Any, fault: tuple[Message, Message]) -> RowProblem:
    x, y = shapely.get_coordinates(shape)[0]
    return RowProblem(number, None, f"{x:.10g}, {y:.10g}", *fault)
