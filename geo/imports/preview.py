"""What is known of a file before anything of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.imports.columns import Column
from geo.imports.datums import DatumClaim, claim_of_columns, claim_of_crs
from geo.imports.fitting import with_counts
from geo.imports.guesses import CoordinateColumns, guess_coordinates
from geo.imports.limits import Limits
from geo.imports.messages import Message, message
from geo.imports.request import ReadRequest
from geo.imports.row_problems import RowProblem
from geo.imports.sandbox import Answer, Progress, read_in_child
from geo.imports.source import Source
from geo.imports.source_table import Cell


@dataclass(frozen=True)
class SourceRow:
    """A row as the parent process has it: its number, its cells, its place as WKB."""

    number: int
    cells: tuple[Cell, ...]
    shape: bytes | None = None


@dataclass(frozen=True)
class Preview:
    """A file as read, before anybody decided what it means.

    Attributes
    ----------
    source : Source
    kind : str
        "csv", "xlsx", "geojson", "gpkg", "shapefile" or "typed".
    encoding, encoding_basis, delimiter : str or None
        How text was read, and what that rests on: "bom", "valid" and "ascii" are certain,
        "guessed" is not, "stated" was chosen, "file" is what a Shapefile's .cpg says.
    layer, layers : str or None, tuple of str
        The sheet or layer that was read, and those to choose from.
    header_row : int
        As a spreadsheet shows it; 0 if there is no header.
    columns : tuple of Column
    has_shapes : bool
        Whether places come with the file, not from columns.
    coordinates : CoordinateColumns or None
        The columns proposed, with the reason; None if there are none or it is unclear.
    claim : DatumClaim
        What is known of the datum; ask unless it is sure.
    row_count : int
        Rows that fit the header, those that are wrong in themselves included.
    rows : tuple of SourceRow
        The first ones (all, of ``read_rows``).
    notes : tuple of Message
        What was noticed on reading.
    problems : tuple of RowProblem
        Rows that are wrong whatever is chosen: cells too many, outlines not valid.
    cut_off : tuple of str
        What the platform cut the reader off from: "network", "files".
    """

    source: Source
    kind: str
    encoding: str | None
    encoding_basis: str | None
    delimiter: str | None
    layer: str | None
    layers: tuple[str, ...]
    header_row: int
    columns: tuple[Column, ...]
    has_shapes: bool
    coordinates: CoordinateColumns | None
    claim: DatumClaim
    row_count: int
    rows: tuple[SourceRow, ...]
    notes: tuple[Message, ...]
    problems: tuple[RowProblem, ...]
    cut_off: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


def preview_source(
    source: Source,
    request: ReadRequest | None = None,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Read a file in the sandbox and describe it; nothing is stored.

    Parameters
    ----------
    source : Source
    request : ReadRequest, optional
        What was chosen so far.
    limits, progress, is_cancelled : optional
        As for ``geo.imports.sandbox.read_in_child``.

    Returns
    -------
    Preview
        With the first rows. Whether a column names the datum in *every* row is known from all
        of them only, so here it is never sure.

    Raises
    ------
    ImportRefusedError
        If the file is refused.
    """
    return _read(source, request, False, limits, progress, is_cancelled)


def read_rows(
    source: Source,
    request: ReadRequest | None = None,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Read a file as ``preview_source`` does, with all its rows."""
    return _read(source, request, True, limits, progress, is_cancelled)


def _read(
    source: Source,
    request: ReadRequest | None,
    all_rows: bool,
    limits: Limits | None,
    progress: Progress | None,
    is_cancelled: Callable[[], bool] | None,
) -> Preview:
    answer = read_in_child(
        source,
        request or ReadRequest(),
        all_rows=all_rows,
        limits=limits,
        progress=progress,
        is_cancelled=is_cancelled,
    )
    return _preview(source, answer)


def _preview(source: Source, answer: Answer) -> Preview:
    table: dict[str, Any] = answer.table
    columns = tuple(Column.from_json(data) for data in table["columns"])
    rows = tuple(
        SourceRow(number, tuple(cells), None if shape is None else bytes.fromhex(shape))
        for number, cells, shape in answer.rows
    )
    has_shapes = bool(table["has_shapes"])
    coordinates = None if has_shapes else guess_coordinates(columns)
    if len(rows) == table["row_count"]:
        coordinates = with_counts(coordinates, columns, [row.cells for row in rows])
    return Preview(
        source=source,
        kind=table["kind"],
        encoding=table["encoding"],
        encoding_basis=table["encoding_basis"],
        delimiter=table["delimiter"],
        layer=table["layer"],
        layers=tuple(table["layers"]),
        header_row=table["header_row"],
        columns=columns,
        has_shapes=has_shapes,
        coordinates=coordinates,
        claim=_claim(table, columns, rows),
        row_count=table["row_count"],
        rows=rows,
        notes=_notes(table, answer.cut_off),
        problems=tuple(RowProblem.from_json(data) for data in table["problems"]),
        cut_off=answer.cut_off,
    )


def _notes(table: dict[str, Any], cut_off: Sequence[str]) -> tuple[Message, ...]:
    found = [Message.from_json(data) for data in table["notes"]]
    if "network" not in cut_off:
        found.append(message("network_open"))
    if "files" not in cut_off:
        found.append(message("files_open"))
    return tuple(found)


def _claim(
    table: dict[str, Any], columns: Sequence[Column], rows: Sequence[SourceRow]
) -> DatumClaim:
    """Weigh a column that names the datum against the file's CRS.

    The CRS of GCJ-02 is EPSG:4326 for want of a code, so the column is believed then. But who
    reprojects a file leaves such a column as it was: then neither is sure.
    """
    stated = claim_of_crs(table["crs"], table["crs_basis"])
    found = claim_of_columns([column.name for column in columns], [row.cells for row in rows])
    if found is None:
        return stated
    if stated.is_sure and stated.datum != found.datum:
        reason = message("claims_differ", column=found.datum, crs=stated.datum)
        return DatumClaim(stated.datum, False, reason)
    return DatumClaim(found.datum, len(rows) == table["row_count"], found.reason)
