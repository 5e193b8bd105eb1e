"""How a text file is written: what its header says, and where its rows begin."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.gz_pieces import unpacked
from geo.enterprises.header_row import LOOKED_AT, column_names, header_place
from geo.enterprises.wish import EnterpriseWish

HEAD_BYTES = 1024 * 1024
"""A header is looked for in these."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Layout:
    """How the rows of a text file are written.

    Attributes
    ----------
    width : int
        Cells of a row.
    columns : dict of str to (int, str)
        Meaning → place from 0, and name in the header.
    encoding : {"utf-8", "gb18030"}
    delimiter : str
    line_end : bytes
        A line feed; a carriage return where old Macs wrote the file.
    start : int
        Byte at which the rows begin.
    header_rows : int
        Rows before them as a spreadsheet counts: 1, or more below blank lines or a title.
    is_mixed : bool
        Whether rows in another encoding are left out one by one.
    """

    width: int
    columns: dict[str, tuple[int, str]]
    encoding: str
    delimiter: str
    line_end: bytes
    start: int
    header_rows: int = 1
    is_mixed: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {**asdict(self), "line_end": self.line_end.decode()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Layout:
        """Read what ``to_json`` wrote."""
        columns = {
            name: (int(place), str(column)) for name, (place, column) in value["columns"].items()
        }
        return cls(**{**value, "columns": columns, "line_end": value["line_end"].encode()})


def read_layout(file: BinaryIO, path: str, wish: EnterpriseWish, *, packed: bool) -> Layout:
    """Read the header of a text file.

    Parameters
    ----------
    file : binary file
    path : str
        For messages.
    wish : EnterpriseWish
    packed : bool
        Whether it is packed by gzip.

    Returns
    -------
    Layout

    Raises
    ------
    EnterpriseError
        If the file is empty, its header is not text in the wished encoding, or a column is
        missing.
    """
    file.seek(0)
    head = _head_of(unpacked(file, path)) if packed else file.read(HEAD_BYTES)
    mark = len(_BOM) if head.startswith(_BOM) else 0
    encoding = "gb18030" if wish.encoding == "gb18030" and not mark else "utf-8"
    line_end = b"\n" if b"\n" in head or b"\r" not in head else b"\r"
    names, length, above = _header(head[mark:], encoding, line_end, wish.delimiter, path)
    columns = {}
    for meaning, name in wish.columns.wished.items():
        if name not in names:
            raise no_column(path, name, names)
        columns[meaning] = (names.index(name), name)
    return Layout(
        len(names),
        columns,
        encoding,
        wish.delimiter,
        line_end,
        mark + length,
        1 + above,
        is_mixed=wish.is_mixed,
    )


def no_column(path: str, name: str, names: list[str]) -> EnterpriseError:
    """Return the error about a column that is not in a file, or several times."""
    file, count = Path(path).name, names.count(name)
    values = {"file": file, "column": name, "columns": names[:50]}
    if count > 1:
        msg = (
            f"{file} has {count} columns {name!r}, and which one is meant cannot be told: give each"
            f" a name of its own where the file is made, and write it anew. Nothing of it was"
            f" counted"
        )
        return EnterpriseError(msg, "double-column", {**values, "count": count})
    msg = (
        f"{file} has no column {name!r}; allowed is one of {', '.join(map(repr, names[:50]))}."
        f" Nothing of this file was counted"
    )
    return EnterpriseError(msg, "no-column", values)


def _head_of(blocks: Iterator[tuple[bytes, int]]) -> bytes:
    head = b""
    for block, _ in blocks:
        head += block
        if len(head) >= HEAD_BYTES:
            break
    return head


def _header(
    head: bytes, encoding: str, line_end: bytes, delimiter: str, path: str
) -> tuple[list[str], int, int]:
    """Return the names of the columns, how many bytes the header ends after, and rows above it."""
    if not head.strip():
        name = Path(path).name
        msg = f"{name} is empty; allowed is a table that begins with the names of its columns"
        raise EnterpriseError(msg, "empty", {"file": name})
    lines = head.split(line_end)
    rows = _first_rows(lines, encoding, delimiter)
    filled = [place for place, (cells, _) in enumerate(rows) if any(cells)]
    if not rows:
        raise wrong_encoding(path, encoding, row=1, byte=0, kept=0)
    above = filled[header_place([rows[place][0] for place in filled])] if filled else 0
    cells, taken = rows[above]
    try:
        line_end.join(lines[:taken]).decode(encoding)
    except UnicodeDecodeError as error:
        raise wrong_encoding(path, encoding, row=1, byte=0, kept=0) from error
    length = sum(map(len, lines[:taken])) + taken * len(line_end)
    return column_names(cells), min(length, len(head)), above


def _first_rows(
    lines: Sequence[bytes], encoding: str, delimiter: str
) -> list[tuple[list[str], int]]:
    """Return rows as far as a header may be, and how many lines are read after each."""
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line.decode(encoding, "replace") + "\n"

    rows: list[tuple[list[str], int]] = []
    filled = 0
    # A name may hold a line end, in quotation marks. What cannot be read below the header is
    # told of its own row, by whoever reads it.
    with suppress(csv.Error):
        for cells in csv.reader(texts(), delimiter=delimiter):
            rows.append(([cell.strip() for cell in cells], taken))
            filled += any(cells)
            if filled == LOOKED_AT:
                break
    return rows


def wrong_encoding(path: str, encoding: str, *, row: int, byte: int, kept: int) -> EnterpriseError:
    """Return the error about a file whose rows are not in the encoding that it is said to have.

    Parameters
    ----------
    path, encoding : str
    row, byte : int
        The first that is not.
    kept : int
        Rows that were counted before.
    """
    name = Path(path).name
    msg = (
        f"{name} is not {encoding} from row {row} (after byte {byte}) on; allowed is one encoding"
        f" for the whole file, utf-8 or gb18030: save it anew in one. {kept} rows before it were"
        f" counted and are kept"
    )
    values = {"file": name, "encoding": encoding, "row": row, "byte": byte, "kept": kept}
    return EnterpriseError(msg, "wrong-encoding", values)
