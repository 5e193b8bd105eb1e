"""Places typed by hand: a line each, looked at before they are taken, as files are."""

from __future__ import annotations

from geo.errors import ImportRefusedError
from geo.imports.columns import Column
from geo.imports.coordinates import parse_coordinates
from geo.imports.datums import DatumClaim
from geo.imports.guesses import CoordinateColumns
from geo.imports.limits import Limits
from geo.imports.messages import message
from geo.imports.preview import Preview, SourceRow
from geo.imports.source import pasted

COLUMN = "typed"
"""Name of the one column, which keeps what was typed."""


def preview_typed(text: str, limits: Limits | None = None) -> Preview:
    """Describe typed coordinates; lines that are none become row problems on taking.

    Parameters
    ----------
    text : str
        A pair of coordinates in each line, in any notation of
        ``geo.imports.coordinates.parse_coordinates``.
    limits : Limits, optional

    Returns
    -------
    Preview
        Of kind "typed", with all rows, numbered by line.

    Raises
    ------
    ImportRefusedError
        If there is nothing, or too much of it; or if the only line is no pair of coordinates.
    """
    limits = limits or Limits()
    source = pasted(text, limits)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    rows = tuple(SourceRow(number, (line,)) for number, line in lines if line)
    if len(rows) == 1:
        parse_coordinates(str(rows[0].cells[0]), limits)
    good = [str(row.cells[0]) for row in rows if _is_place(str(row.cells[0]), limits)]
    samples = tuple(good[: limits.samples])
    reason = message("by_pair", value=samples[0]) if samples else None
    return Preview(
        source=source,
        kind="typed",
        encoding=None,
        encoding_basis=None,
        delimiter=None,
        layer=None,
        layers=(),
        header_row=0,
        columns=(Column(COLUMN, "text", len(rows), samples),),
        has_shapes=False,
        coordinates=CoordinateColumns("pair", COLUMN, COLUMN, reason),
        claim=DatumClaim(None, False, message("datum_unknown")),
        row_count=len(rows),
        rows=rows,
        notes=(),
        problems=(),
        cut_off=("network", "files"),
    )


def _is_place(text: str, limits: Limits) -> bool:
    try:
        parse_coordinates(text, limits)
    except ImportRefusedError:
        return False
    return True
