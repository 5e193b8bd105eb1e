"""What a reader found in a file, whatever its format: names, rows, shapes and what was noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geo.exports.texts import REPLACEMENT
from geo.imports.limits import Limits
from geo.imports.messages import Message, message, refuse
from geo.imports.row_problems import RowProblem

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Cell = str | int | float | bool | None
"""A cell as its format types it; text files have texts only."""


@dataclass(frozen=True)
class Row:
    """A row: its number in the file, its cells, and its place as WKB if the format has places."""

    number: int
    cells: list[Cell]
    shape: bytes | None = None


@dataclass
class SourceTable:
    """A table as read, before anybody decided what it means.

    Attributes
    ----------
    kind : str
        "csv", "xlsx", "geojson", "gpkg" or "shapefile".
    names : list of str
        Columns; each once, none empty.
    rows : list of Row
        Those that have as many cells as there are names; the others are in ``problems``.
    has_shapes : bool
        Whether the places come with the file, not from columns.
    encoding, encoding_basis, delimiter : str or None
        How text was read, and what that rests on: "bom", "valid", "ascii", "guessed", "stated".
    layer, layers : str or None, list of str
        The sheet or layer that was read, and those that there are.
    header_row : int
        Row of the header, 0 if there is none.
    crs, crs_basis : str or None
        What the file states ("EPSG:4490" or WKT), and by what: "file" or "rule".
    """

    kind: str
    names: list[str]
    rows: list[Row]
    has_shapes: bool = False
    encoding: str | None = None
    encoding_basis: str | None = None
    delimiter: str | None = None
    layer: str | None = None
    layers: list[str] = field(default_factory=list)
    header_row: int = 0
    crs: str | None = None
    crs_basis: str | None = None
    notes: list[Message] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def column(self, place: int) -> Iterator[tuple[int, Cell]]:
        """Yield row number and cell of a column."""
        return ((row.number, row.cells[place]) for row in self.rows)


def clean_texts(table: SourceTable) -> None:
    """Put U+FFFD for what no database stores: NUL and lone surrogates (JSON can write both)."""
    count = 0
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and _UNSTORABLE.search(cell):
                row.cells[place] = _UNSTORABLE.sub(REPLACEMENT, cell)
                count += 1
    names = [_UNSTORABLE.sub(REPLACEMENT, name) for name in table.names]
    count += sum(a != b for a, b in zip(names, table.names, strict=True))
    if count:
        table.names, _ = name_columns(names, taken=("geometry",))
        table.notes.append(message("cleaned", count=count))


def check_size(columns: int, rows: int, limits: Limits) -> None:
    """Refuse a table that is too wide or too long.

    Raises
    ------
    ImportRefusedError
        With code "too_many_columns", "too_many_rows" or "too_many_cells".
    """
    if columns > limits.columns:
        refuse("too_many_columns", columns=columns, allowed=limits.columns)
    if rows > limits.rows:
        refuse("too_many_rows", allowed=limits.rows)
    if columns * rows > limits.cells:
        refuse("too_many_cells", rows=rows, columns=columns, allowed=limits.cells)


def name_columns(
    texts: Sequence[str], *, taken: Sequence[str] = ()
) -> tuple[list[str], list[Message]]:
    """Give every column a name of its own.

    Parameters
    ----------
    texts : sequence of str
        As the header has them.
    taken : sequence of str
        Names that no column may have, such as "geometry".

    Returns
    -------
    names : list of str
    notes : list of Message
        What had to be called otherwise.

    Examples
    --------
    >>> name_columns(["a", "", "a"])[0]
    ['a', 'column_2', 'a (2)']
    """
    names: list[str] = []
    notes: list[Message] = []
    own = {text.strip() for text in texts}
    used = set(taken)
    for number, text in enumerate(texts, start=1):
        name = wanted = text.strip() or f"column_{number}"
        copy = 2
        while name in used or (name != text.strip() and name in own):
            name = f"{wanted} ({copy})"
            copy += 1
        if not text.strip():
            notes.append(message("empty_header", number=number, name=name))
        elif wanted in taken:
            notes.append(message("renamed_geometry", name=wanted, new=name))
        elif name != wanted:
            notes.append(message("double_header", name=wanted, new=name))
        names.append(name)
        used.add(name)
    return names, notes
