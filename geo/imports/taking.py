"""Taking rows: the good ones become a frame in WGS-84, the others a list with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.crs import WGS84
from geo.imports.choices import Choices, Decided, decide
from geo.imports.columns import Column, read_number, text_of
from geo.imports.commas import with_commas
from geo.imports.datums import GEOGRAPHIC, central_meridian
from geo.imports.guesses import CoordinateColumns
from geo.imports.import_log import ImportLog
from geo.imports.messages import Message, message
from geo.imports.placing import place_rows
from geo.imports.placing_shapes import place_shapes
from geo.imports.preview import Preview, SourceRow
from geo.imports.request import ReadRequest
from geo.imports.row_checks import (
    duplicate_problems,
    elsewhere_problems,
    outside_problems,
    type_problems,
)
from geo.imports.row_problems import RowProblem
from geo.imports.source_table import Cell

Shapes = NDArray[np.object_]
INDEX = "row"
"""Name of the frame's index: the rows' numbers in the file."""


@dataclass(frozen=True, eq=False)
class Taken:
    """What came of an import.

    Attributes
    ----------
    frame : GeoDataFrame, EPSG:4326
        The rows taken, with all columns of the file as they were named (numbers as numbers
        where a whole column holds numbers, else text), ``geometry`` and the index ``row``.
    log : ImportLog
        How they came, and every row that did not.
    """

    frame: gpd.GeoDataFrame
    log: ImportLog


def take_rows(
    preview: Preview,
    choices: Choices,
    catalogue: Catalogue,
    *,
    request: ReadRequest | None = None,
    city: str | None = None,
    is_reference: bool = False,
) -> Taken:
    """Take the rows of a file that can be taken, and say what is wrong with the others.

    Parameters
    ----------
    preview : Preview
        With all rows (``geo.imports.preview.read_rows``).
    choices : Choices
    catalogue : Catalogue
        In whose cities the rows should lie.
    request : ReadRequest, optional
        How the file was read, for the log.
    city : str, optional
        Id of the city that the rows are for; those in another one are left out, unless that is
        chosen. If not given, any city of the catalogue will do.
    is_reference : bool
        Whether they are only measured to: then another city is no reason to leave them out.

    Returns
    -------
    Taken
        Nothing is stored yet. The frame may be empty.

    Raises
    ------
    ImportRefusedError
        If the datum or the columns of coordinates are not decided, or a choice is impossible.
    ValueError
        If the preview has the first rows only.
    """
    if len(preview.rows) != preview.row_count:
        msg = f"{len(preview.rows)} of {preview.row_count} rows were read; use read_rows"
        raise ValueError(msg)
    preview = with_commas(preview, choices.commas)
    decided = decide(preview, choices)
    shapes, problems, notes, turned = _places(preview, decided)
    rows = preview.rows
    problems += type_problems(rows, decided.columns, preview.columns)
    may_stay = decided.keep
    cells = _cells(preview, decided.coordinates)
    problems += outside_problems(
        rows, shapes, catalogue, is_refused="outside" not in may_stay, cells=cells
    )
    if city is not None:
        is_left_out = "elsewhere" not in may_stay and not is_reference
        problems += elsewhere_problems(
            rows,
            shapes,
            catalogue,
            city,
            is_refused=is_left_out,
            is_advised=not is_reference,
            cells=cells,
        )
    refused = _refused(problems)
    problems += duplicate_problems(rows, shapes, refused, is_refused="duplicate" not in may_stay)
    refused = _refused(problems)
    kept = [place for place, row in enumerate(rows) if row.number not in refused]
    frame = _frame([rows[place] for place in kept], shapes[kept], decided.columns)
    around = (
        []
        if decided.coordinates is None
        else _turned(decided.coordinates, len(turned.intersection(frame.index)))
    )
    told = _conversions(decided.datum, len(frame), is_unchanged=not around)
    conversions = (*notes, *around, *told)
    log = _log(preview, choices, decided, request or ReadRequest(), conversions, problems, frame)
    return Taken(frame, log)


def _cells(preview: Preview, coordinates: CoordinateColumns | None) -> tuple[int, ...]:
    if coordinates is None:
        return ()
    return tuple(preview.names.index(name) for name in (coordinates.x, coordinates.y))


def _refused(problems: Sequence[RowProblem]) -> set[int]:
    return {problem.row for problem in problems if problem.is_refused}


def _places(
    preview: Preview, decided: Decided
) -> tuple[Shapes, list[RowProblem], list[Message], set[int]]:
    """Return places in WGS-84, problems, notes, and the rows read with latitude first."""
    problems = list(preview.problems)
    if decided.coordinates is None:
        shapes, found, notes = place_shapes(preview.rows, decided.datum)
        return shapes, problems + found, notes, set()
    placed = place_rows(preview.rows, decided.columns, decided.coordinates, decided.datum)
    points: Shapes = np.asarray(shapely.points(placed.lon, placed.lat), dtype=object)
    points[np.isnan(placed.lon)] = None
    return points, problems + placed.problems, placed.notes, placed.turned


def _frame(
    rows: Sequence[SourceRow], shapes: Shapes, columns: Sequence[Column]
) -> gpd.GeoDataFrame:
    index = pd.Index([row.number for row in rows], name=INDEX, dtype="int64")
    series = {
        column.name: _series([row.cells[place] for row in rows], column, index)
        for place, column in enumerate(columns)
    }
    geometry = gpd.GeoSeries(list(shapes), index=index, crs=WGS84)
    return gpd.GeoDataFrame(pd.DataFrame(series, index=index), geometry=geometry)


def _series(cells: Sequence[Cell], column: Column, index: pd.Index) -> pd.Series:
    if column.is_number:
        numbers = [read_number(cell, column) for cell in cells]
        known = pd.Series(pd.array(numbers, dtype="Float64"), index=index)
        return known.astype("Int64") if column.type == "integer" else known
    # An empty cell of a text file is an empty text; only other formats know "nothing".
    texts = [None if cell is None else text_of(cell) for cell in cells]
    return pd.Series(texts, index=index, dtype=object)


def _turned(coordinates: CoordinateColumns, count: int) -> list[Message]:
    """Say how many places were read with latitude first: they are not what stands there."""
    if not count:
        return []
    if coordinates.order is None:
        return [message("turned_lines", count=count)]
    return [message("turned_column", column=coordinates.x, count=count)]


def _conversions(datum: str, count: int, *, is_unchanged: bool) -> list[Message]:
    if datum == "WGS-84":
        return [message("not_converted" if is_unchanged else "not_shifted", count=count)]
    is_2000 = datum == "CGCS2000" or central_meridian(datum) is not None
    notes = [message("as_wgs84")] if is_2000 else []
    if datum in GEOGRAPHIC and is_2000:
        return notes
    return [message("converted", count=count, datum=datum), *notes]


def _log(
    preview: Preview,
    choices: Choices,
    decided: Decided,
    request: ReadRequest,
    conversions: Sequence[Message],
    problems: Sequence[RowProblem],
    frame: gpd.GeoDataFrame,
) -> ImportLog:
    chosen = decided.coordinates
    refused = _refused(problems)
    told = {problem.row for problem in problems} - refused
    reason = message("datum_chosen") if decided.is_datum_chosen else preview.claim.reason
    unfit = {problem.row for problem in preview.problems} - {row.number for row in preview.rows}
    return ImportLog(
        file_name=preview.source.name,
        sha256=preview.source.sha256,
        size=preview.source.size,
        kind=preview.kind,
        encoding=preview.encoding,
        encoding_basis=preview.encoding_basis,
        delimiter=preview.delimiter,
        layer=preview.layer,
        header_row=preview.header_row,
        columns={column.name: column.type for column in decided.columns},
        coordinates=_named(chosen) if chosen is not None else None,
        datum=decided.datum,
        datum_reason=reason,
        request=request,
        choices=choices,
        conversions=tuple(conversions),
        notes=_notes(preview, chosen),
        read=preview.row_count + len(unfit),
        taken=len(frame),
        refused=len(refused),
        told=len(told),
        problems=tuple(sorted(problems, key=lambda found: found.row)),
        cut_off=preview.cut_off,
    )


def _notes(preview: Preview, coordinates: CoordinateColumns | None) -> tuple[Message, ...]:
    """Leave out that columns of coordinates are mixed: what is none is told row by row."""
    names = {coordinates.x, coordinates.y} if coordinates is not None else set()
    return tuple(
        note
        for note in preview.notes
        if note.code != "mixed_column" or note.values["column"] not in names
    )


def _named(coordinates: CoordinateColumns) -> dict[str, str]:
    """Name the columns of coordinates and, of pairs, their order."""
    named = {"kind": coordinates.kind, "x": coordinates.x, "y": coordinates.y}
    return {**named, "order": coordinates.order} if coordinates.order else named
