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
from geo.imports.numbers import (
    as_number,
    has_decimal_comma,
    may_be_thousands,
    parts_thousands,
    plain,
)
from geo.imports.source_table import Cell, SourceTable

TYPES = ("text", "number", "integer", "boolean", "date")
"""What a column may be taken as."""
COMMAS = ("thousands", "decimal")
"""What the commas of a column may be said to do: part thousands, or be the decimal sign."""
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
        Of a column with numbers: the lowest, the median, the highest of them.
    decimal : {".", ","}
        How its numbers are written.
    numbers : int
        How many of the cells that are filled are numbers.
    others : tuple of (int, str)
        Of a mixed column: row and text of the first cells that are none.
    thousands : bool
        Whether every comma in its numbers parts thousands.
    comma : str or None
        The first cell such as ``15,000``, where only a person knows what the comma does.
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
    thousands: bool = False
    comma: str | None = None

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
        columns.append(describe_column(name, cells, limits, notes))
    return columns, notes


def read_number(cell: Cell, column: Column) -> float | None:
    """Read a cell as its column writes numbers; None if it is none."""
    return as_number(cell, decimal=column.decimal, thousands=column.thousands)


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


@dataclass(frozen=True)
class _Commas:
    """What the commas of a column do."""

    decimal: str = "."
    thousands: bool = False
    unclear: str | None = None


def describe_column(
    name: str,
    cells: list[tuple[int, Cell]],
    limits: Limits,
    notes: list[Message],
    comma: str | None = None,
) -> Column:
    """Describe a column.

    Parameters
    ----------
    name : str
    cells : list of (int, Cell)
        Row and cell of what is filled.
    limits : Limits
        ``samples`` counts.
    notes : list of Message
        Is added to.
    comma : str, optional
        One of ``COMMAS``, if somebody said it.

    Returns
    -------
    Column
    """
    samples: dict[str, None] = {}
    for _, cell in cells:
        samples.setdefault(cut(text_of(cell), _SAMPLE_CHARS))
        if len(samples) == limits.samples:
            break
    if not cells:
        return Column(name, "empty", 0, ())
    commas = _commas(name, cells, notes, comma)
    decimal, thousands = commas.decimal, commas.thousands
    read = (as_number(cell, decimal=decimal, thousands=thousands) for _, cell in cells)
    numbers = [number if number is not None and isfinite(number) else None for number in read]
    kind = _kind(name, cells, numbers, notes, decimal)
    is_number = kind in ("number", "integer", "mixed")
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
        thousands,
        commas.unclear,
    )


def _others(
    cells: list[tuple[int, Cell]], numbers: list[float | None]
) -> Iterator[tuple[int, str]]:
    """Name the first cells that are no numbers."""
    pairs = zip(cells, numbers, strict=True)
    strange = (place for place, number in pairs if number is None)
    for row, cell in islice(strange, MOST_OTHERS):
        yield row, cut(text_of(cell), _SAMPLE_CHARS)


def _commas(
    name: str, cells: list[tuple[int, Cell]], notes: list[Message], chosen: str | None
) -> _Commas:
    """Tell what commas do: from a cell that can be only one of both, or from what was chosen."""
    texts = [cell for _, cell in cells if isinstance(cell, str) and "," in plain(cell)]
    unsure = next((text for text in texts if may_be_thousands(text)), None)
    if chosen is not None:
        return _Commas("," if chosen == "decimal" else ".", chosen == "thousands", unsure)
    is_decimal = any(has_decimal_comma(text) and not may_be_thousands(text) for text in texts)
    grouped = next((text for text in texts if parts_thousands(text)), None)
    if grouped is not None and not is_decimal:
        notes.append(message("thousands_comma", column=name, value=grouped))
        return _Commas(thousands=True)
    if is_decimal and all(as_number(cell, decimal=",") is not None for _, cell in cells):
        # A point among them would be thousands there: as_number says None.
        notes.append(message("decimal_comma", column=name))
        return _Commas(",")
    read = [as_number(cell, thousands=True) for _, cell in cells]
    if is_decimal or unsure is None or read.count(None) * 2 > len(cells):
        return _Commas()
    notes.append(message("comma_unsure", column=name, value=unsure))
    return _Commas(unclear=unsure)


def _kind(
    name: str,
    cells: list[tuple[int, Cell]],
    numbers: list[float | None],
    notes: list[Message],
    decimal: str,
) -> str:
    texts = [plain(text_of(cell)) for _, cell in cells]
    if all(isinstance(cell, bool) for _, cell in cells):
        return "boolean"
    if None not in numbers:
        if decimal != ",":
            texts = [text.replace(",", "") for text in texts]
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
