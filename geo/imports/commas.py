"""Columns whose commas only a person can read, once it was said what the commas do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.imports.columns import COMMAS, describe_column, text_of
from geo.imports.fitting import with_counts
from geo.imports.guesses import guess_coordinates
from geo.imports.limits import Limits
from geo.imports.messages import Message, message, refuse
from geo.imports.preview import Preview

_REPLACED = ("comma_unsure", "mixed_column", "thousands_comma", "decimal_comma")
_CHOSEN = {"thousands": "comma_thousands_chosen", "decimal": "comma_decimal_chosen"}


def with_commas(preview: Preview, commas: Mapping[str, str]) -> Preview:
    """Describe columns anew, as their commas were said to be.

    Parameters
    ----------
    preview : Preview
        With all rows (``geo.imports.preview.read_rows``).
    commas : mapping
        Column → one of ``geo.imports.columns.COMMAS``.

    Returns
    -------
    Preview
        With the choice among its notes; coordinates are proposed anew. The same if nothing was
        chosen, and if it was done before.

    Raises
    ------
    ImportRefusedError
        If there is no such column or meaning.
    """
    if not commas:
        return preview
    columns = list(preview.columns)
    notes = list(preview.notes)
    for name, how in commas.items():
        file = preview.source.name
        if name not in preview.names:
            refuse("unknown_choice", file=file, what="column", value=name, allowed=preview.names)
        if how not in COMMAS:
            what = "meaning of the comma"
            refuse("unknown_choice", file=file, what=what, value=how, allowed=list(COMMAS))
        place = preview.names.index(name)
        cells = [(row.number, row.cells[place]) for row in preview.rows]
        filled = [(row, cell) for row, cell in cells if text_of(cell).strip()]
        found: list[Message] = []
        columns[place] = describe_column(name, filled, Limits(), found, how)
        value = columns[place].comma or ""
        notes = [note for note in notes if not _is_about(note, name)]
        notes += [*found, message(_CHOSEN[how], column=name, value=value)]
    coordinates = preview.coordinates
    if not preview.has_shapes and preview.kind != "typed":
        rows = [row.cells for row in preview.rows]
        coordinates = with_counts(guess_coordinates(columns), columns, rows)
    return replace(preview, columns=tuple(columns), notes=tuple(notes), coordinates=coordinates)


def _is_about(note: Message, name: str) -> bool:
    is_code = note.code in (*_REPLACED, *_CHOSEN.values())
    return is_code and note.values.get("column") == name
