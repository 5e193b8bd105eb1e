"""What is wrong with a cell of a catalogue, told so that it can be found in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_SHOWN = 60
_LISTED = 30


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a catalogue.

    Attributes
    ----------
    file : str
        File name within the catalogue folder.
    row : int or None
        The row as a spreadsheet numbers it (the header is 1); None for the whole file.
    column, value : str or None
        The cell, where one cell is to blame.
    message : str
        What is wrong and what is allowed.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        if self.value is not None:
            shown = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
            place += f': "{shown}"'
        return f"{place} — {self.message}"


def allowed(value: str, choices: Iterable[str]) -> str:
    """Say which values are allowed: all of them if few, else those closest to the value.

    Parameters
    ----------
    value : str
        The wrong value.
    choices : iterable of str
        Every allowed value.

    Returns
    -------
    str
        ``allowed: a, b, c`` or ``closest of the 46 allowed: a, b, c``.
    """
    names = sorted(choices)
    if not names:
        return "there is none to choose from"
    if len(names) <= _LISTED:
        return "allowed: " + ", ".join(names)
    close = get_close_matches(value, names, n=5, cutoff=0.4) or names[:5]
    return f"closest of the {len(names)} allowed: " + ", ".join(close)
