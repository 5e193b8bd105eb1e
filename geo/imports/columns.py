"""What the columns of a table hold, found from all their cells and never forced upon them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from math import isfinite
from statistics import median
from typing import Any

from geo.imports.limits import Limits
from geo.imports.messages import Message, cut, message
from geo.imports.numbers import as_number, has_decimal_comma, may_be_thousands, plain
from geo.imports.source_table import Cell, SourceTable

TYPES = ("text", "number", "integer", "boolean", "date")
"""What a column may be taken as."""
_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?.{0,6}"
)
_BOOLEANS = {"true", "false", "yes", "no", "是", "否"}
_CODE = re.compile(r"[+-]?0\d+")
# Floats hold every whole number below 2**53; longer ones are codes.
_LONGEST_INTEGER = 15
_SAMPLE_CHARS = 80
MOST_OTHERS = 5
"""Cells of a mixed column that are named."""


@dataclass(frozen=True)
class Column:
    """A column of a preview.

    Attributes
    ----------
    name : str
    type : str
        One of ``TYPES``, "empty", or "mixed" (numbers and other things: taken as text unless
        somebody says otherwise).
    filled : int
        How many rows have something there.
    samples : tuple of str
        The first different values.
    low, middle, high : float or None
        Of a column of numbers: the lowest, the median, the highest.
    decimal : {".", ","}
        How its numbers are written.
    numbers : int
        How many of the cells that are filled are numbers.
    others : tuple of (int, str)
        Of a mixed column: row and text of the first cells that are none.
    """

    name: str
    type: str
    filled: int
    samples: tuple[str, ...]
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    decimal: str = "."
    numbers: int = 0
    others: tuple[tuple[int, str], ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether all its values are numbers."""
        return self.type in ("number", "integer")

    def to_json(self) -> dict[str, Any]:
        """Return the column as JSON types."""
        others = [list(row) for row in self.others]
        return {**asdict(self), "samples": list(self.samples), "others": others}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Column:
        """Read what ``to_json`` made."""
        others = tuple((int(row), str(text)) for row, text in data["others"])
        return cls(**{**data, "samples": tuple(data["samples"]), "others": others})


def describe_columns(table: SourceTable, limits: Limits) -> tuple[list[Column], list[Message]]:
    """Describe every column of a table.

    Parameters
    ----------
    table : SourceTable
    limits : Limits
        ``samples`` counts.

    Returns
    -------
    columns : list of Column
    notes : list of Message
        Decimal commas, and columns that hold several kinds of things.
    """
    columns: list[Column] = []
    notes: list[Message] = []
    for place, name in enumerate(table.names):
        cells = [(row, cell) for row, cell in table.column(place) if text_of(cell).strip()]
        columns.append(_describe(name, cells, limits, notes))
    return columns, notes


def text_of(cell: Cell) -> str:
    """Write a cell as text: as a person would, booleans in small letters.

    Examples
    --------
    >>> text_of(3), text_of(True), text_of(None)
    ('3', 'true', '')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def _describe(
    name: str, cells: list[tuple[int, Cell]], limits: Limits, notes: list[Message]
) -> Column:
    samples: dict[str, None] = {}
    for _, cell in cells:
        samples.setdefault(cut(text_of(cell), _SAMPLE_CHARS))
        if len(samples) == limits.samples:
            break
    if not cells:
        return Column(name, "empty", 0, ())
    decimal = _decimal(name, cells, notes)
    read = (as_number(cell, decimal=decimal) for _, cell in cells)
    numbers = [number if number is not None and isfinite(number) else None for number in read]
    kind = _kind(name, cells, numbers, notes)
    is_number = kind in ("number", "integer")
    finite = [number for number in numbers if number is not None] if is_number else []
    return Column(
        name,
        kind,
        len(cells),
        tuple(samples),
        min(finite, default=None),
        median(finite) if finite else None,
        max(finite, default=None),
        decimal if is_number else ".",
        sum(number is not None for number in numbers),
        tuple(_others(cells, numbers)) if kind == "mixed" else (),
    )


def _others(
    cells: list[tuple[int, Cell]], numbers: list[float | None]
) -> Iterator[tuple[int, str]]:
    """Name the first cells that are no numbers."""
    pairs = zip(cells, numbers, strict=True)
    strange = (place for place, number in pairs if number is None)
    for row, cell in islice(strange, MOST_OTHERS):
        yield row, cut(text_of(cell), _SAMPLE_CHARS)


def _decimal(name: str, cells: list[tuple[int, Cell]], notes: list[Message]) -> str:
    """Tell a decimal comma: all numbers have it, and one of them cannot part thousands."""
    texts = [cell for _, cell in cells if isinstance(cell, str)]
    commas = [text for text in texts if has_decimal_comma(text)]
    if not commas or any(as_number(cell) is not None and "." in plain(cell) for cell in texts):
        return "."
    if all(may_be_thousands(text) for text in commas):
        notes.append(message("comma_unsure", column=name, value=commas[0]))
        return "."
    if any(as_number(cell, decimal=",") is None for _, cell in cells):
        return "."
    notes.append(message("decimal_comma", column=name))
    return ","


def _kind(
    name: str,
    cells: list[tuple[int, Cell]],
    numbers: list[float | None],
    notes: list[Message],
) -> str:
    texts = [plain(text_of(cell)) for _, cell in cells]
    if all(isinstance(cell, bool) for _, cell in cells):
        return "boolean"
    if None not in numbers:
        if any(_CODE.fullmatch(text) or len(text) > _LONGEST_INTEGER for text in texts) and all(
            text.lstrip("+-").isdigit() for text in texts
        ):
            return "text"
        is_whole = all(text.lstrip("+-").isdigit() for text in texts)
        return "integer" if is_whole else "number"
    if all(text.lower() in _BOOLEANS for text in texts):
        return "boolean"
    if all(_DATE.fullmatch(text) for text in texts):
        return "date"
    if sum(number is not None for number in numbers) * 2 >= len(cells):
        row, cell = next(
            place for place, number in zip(cells, numbers, strict=True) if number is None
        )
        notes.append(message("mixed_column", column=name, row=row, value=cut(text_of(cell))))
        return "mixed"
    return "text"
