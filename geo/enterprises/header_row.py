"""Which row of a text names its columns, and what they are called.

Spreadsheets are saved as text with what stands above their header: blank lines, a title, a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geo.imports.messages import Message
from geo.imports.numbers import as_number
from geo.imports.source_table import name_columns

LOOKED_AT = 20
"""Rows with anything in them, among which the header is looked for."""


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """Find the header: the first row that fills at least half as many cells as rows usually do.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first rows that have anything in them; no more than ``LOOKED_AT`` count.

    Returns
    -------
    int
        Its place; 0 also if what stands below narrower rows is data, for it holds a number.

    Examples
    --------
    >>> header_place([["Registry of 2024", ""], ["name", "lon"], ["A", "121.4"], ["B", "121.5"]])
    1
    >>> header_place([["name", "lon"], ["A", "121.4"]])
    0
    """
    filled = [sum(map(bool, cells)) for cells in rows[:LOOKED_AT]]
    if not filled:
        return 0
    usual, _ = Counter(filled).most_common(1)[0]
    place = next(index for index, count in enumerate(filled) if 2 * count >= usual)
    is_data = any(as_number(cell) is not None for cell in rows[place])
    return 0 if is_data else place


def column_names(header: Sequence[str]) -> list[str]:
    """Return names of columns, each of its own: what is blank or there twice is numbered.

    Whoever shows columns and whoever reads them has to call them the same.

    Examples
    --------
    >>> column_names(["lon", "", "lon"])
    ['lon', 'column_2', 'lon (2)']
    """
    return name_columns(header)[0]


def doubled_names(notes: Sequence[Message]) -> list[str]:
    """Return the names that stood several times in a header, by what was noted of its names."""
    found = (str(note.values["name"]) for note in notes if note.code == "double_header")
    return list(dict.fromkeys(found))
