"""Read the CSV files of a catalogue into checked rows, forgiving what spreadsheets do.

Accepted: UTF-8 with or without byte-order mark, GB18030 (what Excel saves on Chinese
Windows), any line end, blank rows, blank columns at the end. Whatever else is wrong becomes
a ``Problem`` with file, row and column; all files are read before anyone is told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from geo.cells import PATTERNS
from geo.problems import Problem, allowed
from geo.tables import TABLES, columns


@dataclass(frozen=True)
class Line:
    """A checked row and the number that a spreadsheet gives it."""

    number: int
    record: Any


Lines = dict[str, list[Line]]
"""Table name → its lines, in the order of the file."""


def read_lines(files: Mapping[str, bytes | None]) -> tuple[Lines, list[Problem]]:
    """Read every table of a catalogue.

    Parameters
    ----------
    files : mapping of str to bytes or None
        Table name → the bytes of its CSV file; None where the file is missing.

    Returns
    -------
    lines : dict of str to list of Line
        The rows that are right by themselves, every table present.
    problems : list of Problem
        Everything that is not right, in the order of ``TABLES`` and of the rows.
    """
    lines: Lines = {}
    problems: list[Problem] = []
    for table in TABLES:
        data = files.get(table)
        if data is None:
            problems.append(_whole(table, "the file is missing"))
            lines[table] = []
        else:
            lines[table] = list(_read_table(table, data, problems))
    return lines, problems


def file_of(table: str) -> str:
    """Name the file of a table.

    >>> file_of("sites")
    'sites.csv'
    """
    return f"{table}.csv"


def table_of(file: str) -> str:
    """Name the table of a file.

    >>> table_of("sites.csv")
    'sites'
    """
    return file.removesuffix(".csv")


def table_bytes(root: Path) -> dict[str, bytes | None]:
    """Load the bytes of every table in a folder; None where there is no such file."""
    paths = {table: root / file_of(table) for table in TABLES}
    return {table: path.read_bytes() if path.is_file() else None for table, path in paths.items()}


def decode(data: bytes) -> str:
    """Turn the bytes of a CSV file into text.

    Parameters
    ----------
    data : bytes
        UTF-8 (with or without byte-order mark) or GB18030.

    Returns
    -------
    str

    Raises
    ------
    UnicodeDecodeError
        If the bytes are neither, among them UTF-8 with a damaged character.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lenient = data.decode("utf-8", errors="replace")
        damaged = lenient.count("\ufffd")
        whole = sum(ord(character) > 127 for character in lenient) - damaged
        # GB18030 gives a meaning to almost any bytes: damaged UTF-8 must not become mojibake.
        if data.startswith(b"\xef\xbb\xbf") or whole > damaged:
            raise
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            raise error from None


def _whole(table: str, message: str, row: int | None = None) -> Problem:
    return Problem(file_of(table), row, None, None, message)


def _read_table(table: str, data: bytes, problems: list[Problem]) -> Iterator[Line]:
    """Yield the good rows of one table; append what is wrong to ``problems``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(_whole(table, "saved as UTF-16; save it as “CSV UTF-8”"))
        return
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        message = "a character is neither UTF-8 nor GB18030; save it as “CSV UTF-8”"
        problems.append(_whole(table, message, row))
        return
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        problems.append(_whole(table, "holds a NUL byte, so it is not a text table", row))
        return
    rows = _split_rows(table, text, problems)
    if rows:
        (_, header), *body = rows
        names = _check_header(table, header, problems)
        if names is not None:
            yield from _check_rows(table, names, len(header), body, problems)


def _split_rows(table: str, text: str, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """Split a text into numbered rows of cells, without the blank ones."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, [cell.strip() for cell in cells]))
    except csv.Error as error:
        what = f"the row cannot be split into cells ({error}); look for a stray quotation mark"
        problems.append(_whole(table, what, number + 1))
        return []
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if not rows:
        problems.append(_whole(table, "the file is empty; its first row must name the columns"))
    return rows


def _check_header(table: str, header: list[str], problems: list[Problem]) -> list[str] | None:
    """Return the column names, blank ones at the end dropped; None if they are wrong."""
    names = list(header)
    while names and not names[-1]:
        names.pop()
    wanted = columns(table)
    found = []
    for position, name in enumerate(names):
        if name and name in names[:position]:
            found.append((name, "this column stands twice"))
        elif not name:
            found.append((str(position + 1), "this column has no name"))
        elif name not in wanted:
            found.append((name, f"no such column; {allowed(name, wanted)}"))
    found += [(name, "this column is missing") for name in wanted if name not in names]
    problems += [Problem(file_of(table), 1, name, None, message) for name, message in found]
    return None if found else names


def _check_rows(
    table: str,
    names: list[str],
    width: int,
    body: Sequence[tuple[int, list[str]]],
    problems: list[Problem],
) -> Iterator[Line]:
    """Yield the rows that their class accepts; ``width`` counts blank columns at the end."""
    for number, cells in body:
        if len(cells) != width:
            message = f"the row has {len(cells)} cells, the header {width}; look for a stray comma"
            problems.append(_whole(table, message, number))
            continue
        if stray := next(filter(None, cells[len(names) :]), None):
            message = f'"{stray}" stands to the right of the last named column'
            problems.append(_whole(table, message, number))
            continue
        try:
            record = TABLES[table].model_validate(dict(zip(names, cells, strict=False)))
        except ValidationError as error:
            problems += _explain(table, number, error)
        else:
            yield Line(number, record)


def _explain(table: str, number: int, error: ValidationError) -> Iterator[Problem]:
    """Say in the words of a spreadsheet what pydantic found in a row."""
    for detail in error.errors(include_url=False):
        context: Mapping[str, Any] = detail.get("ctx", {})
        if not detail["loc"]:
            yield Problem(file_of(table), number, context["column"], "", detail["msg"])
            continue
        value = str(detail["input"])
        yield Problem(file_of(table), number, str(detail["loc"][0]), value, _rule(detail, context))


def _rule(detail: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    kind = detail["type"]
    if kind == "literal_error":
        return f"allowed: {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"allowed: {PATTERNS[context['pattern']]}"
    if kind == "string_too_short":
        return "must not be empty"
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters, but has {len(detail['input'])}"
    if kind.startswith("bool"):
        return "allowed: true or false"
    return str(detail["msg"]).replace("Input should be", "must be")


def rows_of(lines: Sequence[Line]) -> tuple[BaseModel, ...]:
    """Return the records of some lines."""
    return tuple(line.record for line in lines)
