"""What is wrong with single rows, told so that they can be found in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.exports.texts import clean_text, guard_formula
from geo.imports.messages import Message, cut

COLUMNS = ("row", "column", "value", "taken", "problem", "suggestion")
"""Headers of the list as a file, in English."""
_BOM = "\ufeff"
_LONGEST = 1000


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong in one row.

    Attributes
    ----------
    row : int
        As a spreadsheet numbers it (the header is 1); of GeoJSON, GeoPackage and Shapefile the
        place in the file, counted from 1.
    column, value : str or None
        The cell, where one is to blame.
    message, suggestion : Message
        What is wrong, and what to do about it (None where there is nothing to do).
    is_refused : bool
        Whether the row is left out for it.
    """

    row: int
    column: str | None
    value: str | None
    message: Message
    suggestion: Message | None = None
    is_refused: bool = True

    def __str__(self) -> str:
        place = f"row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        advice = f"; {self.suggestion}" if self.suggestion else ""
        return f"{place}: {self.message}{advice}"

    def to_json(self) -> dict[str, Any]:
        """Return the problem as JSON types."""
        return {
            "row": self.row,
            "column": self.column,
            "value": None if self.value is None else cut(self.value, _LONGEST),
            "message": self.message.to_json(),
            "suggestion": self.suggestion.to_json() if self.suggestion else None,
            "is_refused": self.is_refused,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RowProblem:
        """Read what ``to_json`` made."""
        advice = data["suggestion"]
        return cls(
            data["row"],
            data["column"],
            data["value"],
            Message.from_json(data["message"]),
            Message.from_json(advice) if advice else None,
            data["is_refused"],
        )


def problems_csv(
    problems: Iterable[RowProblem],
    *,
    say: Callable[[Message], str] = str,
    header: Sequence[str] = COLUMNS,
    yes_no: tuple[str, str] = ("yes", "no"),
) -> bytes:
    """Write problems as a CSV file that Excel opens: the rows to correct.

    Parameters
    ----------
    problems : iterable of RowProblem
    say : callable
        Message → text in the reader's language.
    header : sequence of str
        Titles for ``COLUMNS``.
    yes_no : (str, str)
        Words for whether the row was taken all the same.

    Returns
    -------
    bytes
        UTF-8 with byte-order mark; no text in it becomes a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for problem in problems:
        texts = (
            problem.column or "",
            problem.value or "",
            yes_no[1] if problem.is_refused else yes_no[0],
            say(problem.message),
            say(problem.suggestion) if problem.suggestion else "",
        )
        writer.writerow([problem.row, *(guard_formula(clean_text(text)) for text in texts)])
    return (_BOM + out.getvalue()).encode("utf-8")
