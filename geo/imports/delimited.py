"""CSV, TXT and pasted rows: delimiter, quotation marks and the numbering of rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import NoReturn

from geo.exports.texts import unguard_formula
from geo.imports.encodings import check_lines, decode
from geo.imports.grids import Record, to_table
from geo.imports.limits import Limits
from geo.imports.messages import Message, cut, message, refuse
from geo.imports.request import ReadRequest
from geo.imports.source_table import SourceTable

DELIMITERS = (",", ";", "\t", "|")
# Excel takes this first line as an order, not as a row.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.I)
_SAMPLE_CHARS = 65_536
_SAMPLE_RECORDS = 50


def read_delimited(data: bytes, request: ReadRequest, limits: Limits) -> SourceTable:
    """Read delimited text.

    Parameters
    ----------
    data : bytes
    request : ReadRequest
        ``encoding``, ``delimiter`` and ``header_row`` count.
    limits : Limits

    Returns
    -------
    SourceTable
        Every cell as text.

    Raises
    ------
    ImportRefusedError
        If it is not text, or its quotation marks, lines or size are not as allowed.
    """
    decoded = decode(data, stated=request.encoding)
    text = decoded.text
    check_lines(text, limits)
    notes = list(decoded.notes)
    stated = request.delimiter
    if stated is not None and stated not in DELIMITERS:
        refuse("unknown_choice", what="delimiter", value=stated, allowed=list(DELIMITERS))
    if (order := _SEPARATOR_LINE.match(text)) and order[1] in DELIMITERS:
        text, stated = text[order.end() :], stated or order[1]
        notes.append(message("separator_line"))
    delimiter, found = (stated, []) if stated else find_delimiter(text)
    records = _records(text, delimiter, limits)
    unguarded = _unguard(records)
    if unguarded:
        found.append(message("unguarded", count=unguarded))
    table = to_table(records, "csv", limits, header_row=request.header_row)
    table.encoding, table.encoding_basis = decoded.encoding, decoded.basis
    table.delimiter = delimiter
    table.notes = notes + found + table.notes
    return table


def find_delimiter(text: str) -> tuple[str, list[Message]]:
    """Find the sign that parts most rows into the same number of cells, more than one.

    Parameters
    ----------
    text : str

    Returns
    -------
    delimiter : str
        One of ``DELIMITERS``, the comma if there is none.
    notes : list of Message
        What else would fit, or that nothing does.
    """
    whole = len(text) <= _SAMPLE_CHARS
    sample = text if whole else text[: text.rfind("\n", 0, _SAMPLE_CHARS) + 1 or _SAMPLE_CHARS]
    scores = {sign: _consistency(sample, sign) for sign in DELIMITERS}
    best = max(scores.values())
    if best[0] == 0:
        return ",", [message("one_column")]
    # Of signs that fit alike the rarer in prose and numbers is meant; commas are decimals, too.
    chosen = next(sign for sign in ("\t", "|", ";", ",") if scores[sign][0] == best[0])
    others = [sign for sign, score in scores.items() if sign != chosen and score[0] == best[0]]
    if not others:
        return chosen, []
    return chosen, [message("delimiter_unsure", chosen=chosen, others=others)]


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    """Return the share of records with the commonest number of cells (0 if one), and it."""
    counts: Counter[int] = Counter()
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if cells:
                counts[len(cells)] += 1
            if counts.total() >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    if not counts:
        return 0.0, 0
    cells_each, number = counts.most_common(1)[0]
    return (number / counts.total() if cells_each > 1 else 0.0), cells_each


def _records(text: str, delimiter: str, limits: Limits) -> list[Record]:
    """Split into records; they are the rows that a spreadsheet shows, empty ones included."""
    csv.field_size_limit(limits.line_chars)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Record] = []
    line = 1
    try:
        for number, cells in enumerate(reader, start=1):
            line = reader.line_num + 1
            if len(cells) > limits.columns:
                refuse("too_many_columns", columns=len(cells), allowed=limits.columns)
            if number > limits.rows + _SAMPLE_RECORDS:
                refuse("too_many_rows", allowed=limits.rows)
            records.append((number, cells))
    except csv.Error as error:
        _refuse_quote(str(error), len(records) + 1, _line(text, line), limits)
    return records


def _refuse_quote(detail: str, row: int, value: str, limits: Limits) -> NoReturn:
    if "end of data" in detail:
        refuse("unclosed_quote", row=row, value=cut(value))
    if "field limit" in detail:
        refuse("long_cell", row=row, allowed=limits.line_chars)
    refuse("bad_quote", row=row, detail=detail)


def _line(text: str, number: int) -> str:
    return next((line for at, line in enumerate(io.StringIO(text), 1) if at == number), "").strip()


def _unguard(records: list[Record]) -> int:
    """Take away what a CSV export puts before texts that would be calculated; count it."""
    count = 0
    for place, (number, cells) in enumerate(records):
        if not any(isinstance(cell, str) and cell.startswith("'") for cell in cells):
            continue
        plain = [unguard_formula(str(cell)) for cell in cells]
        changed = sum(a != b for a, b in zip(plain, cells, strict=True))
        if changed:
            records[place] = (number, plain)
            count += changed
    return count
