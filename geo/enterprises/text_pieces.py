"""Pieces of text files, packed or not: the beginning, lines from further on, how many rows.

They are small: a file of gigabytes is never held, and one that is small enough is counted.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from geo.imports.limits import MIB, Limits
from geo.imports.messages import refuse

TEXT_HEAD = 2 * MIB
"""Bytes of text that are looked at from the beginning."""
COUNTED_BYTES = 20 * MIB
"""Files of no more text than this are counted to the last row."""
CELL_CHARS = 200
"""Characters of a cell that are kept."""
_BLOCK = 64 * 1024
_SLICE = 64 * 1024
_PLACES = (0.25, 0.5, 0.75, 1.0)  # of a file, where slices end or begin
_GZIP = 31


def plain_head(file: BinaryIO, size: int) -> tuple[bytes, bool]:
    """Read whole lines from where a file stands; say whether that is all of it."""
    head = file.read(TEXT_HEAD)
    return (head, True) if len(head) == size else (whole_lines(head), False)


def unpacked_head(file: BinaryIO, most: int = 0) -> tuple[bytes, bool]:
    """Unpack whole lines of a file packed by gzip; say whether that is all of it.

    Parameters
    ----------
    file : binary file
    most : int
        Bytes of text, ``TEXT_HEAD`` if 0.

    Raises
    ------
    ImportRefusedError
        If it cannot be unpacked.
    """
    try:
        head, is_whole = _unpacked(file, most or TEXT_HEAD)
    except zlib.error:
        head, is_whole = b"", False
    if not head:
        refuse("unknown_kind", found="a damaged gzip archive")
    return (head, True) if is_whole else (whole_lines(head), False)


def whole_text(file: BinaryIO, size: int, *, is_packed: bool) -> bytes | None:
    """Return all bytes of the text of a file, None if they are many or damaged.

    Parameters
    ----------
    file : binary file
    size : int
        Of the file, in bytes.
    is_packed : bool
        Whether it is packed by gzip.
    """
    if size > COUNTED_BYTES:
        return None
    file.seek(0)
    if not is_packed:
        return file.read(COUNTED_BYTES)
    try:
        text, is_whole = _unpacked(file, COUNTED_BYTES)
    except zlib.error:
        return None
    return text if is_whole else None


def count_rows(text: str, delimiter: str, above: int = 0) -> int | None:
    """Count the rows of a text below its header; None if it is not written as CSV is.

    Blank lines are none; a line end within quotation marks ends no row.

    Parameters
    ----------
    text, delimiter : str
    above : int
        Rows above the header.
    """
    csv.field_size_limit(Limits.line_chars)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return max(0, sum(1 for cells in rows if cells) - 1 - above)
    except csv.Error:
        return None


def slices(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield whole lines from further on in the file."""
    for share in _PLACES:
        file.seek(max(TEXT_HEAD, int(share * size) - _SLICE))
        block = file.read(_SLICE)
        begin = block.find(b"\n") + 1
        if begin:
            yield whole_lines(block[begin:])


def whole_lines(data: bytes) -> bytes:
    """Cut what follows the last line end, if there is one."""
    return data[: data.rfind(b"\n") + 1] or data


def records(text: str, delimiter: str, most: int) -> list[list[str]]:
    """Read the first rows that are not empty, the header among them.

    Raises
    ------
    ImportRefusedError
        If nothing can be read below the header.
    """
    csv.field_size_limit(Limits.line_chars)
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cells):
                found.append([cell[:CELL_CHARS].strip() for cell in cells])
            if len(found) == most:
                break
    except csv.Error as error:
        if len(found) < 2:
            refuse("bad_quote", row=len(found) + 1, detail=str(error))
    return found


def _unpacked(file: BinaryIO, most: int) -> tuple[bytes, bool]:
    """Unpack all members of a gzip file up to a size; say whether that is all of it."""
    pieces: list[bytes] = []
    left = most
    stream, rest = zlib.decompressobj(_GZIP), b""
    while rest := rest or file.read(_BLOCK):
        if stream.eof:
            if not rest.strip(b"\0"):  # padding
                rest = b""
                continue
            stream = zlib.decompressobj(_GZIP)
        try:
            piece = stream.decompress(rest, left + 1)
        except zlib.error:
            if not pieces:
                raise
            return b"".join(pieces), False
        pieces.append(piece[:left])
        if len(piece) > left:
            return b"".join(pieces), False
        left -= len(piece)
        rest = stream.unused_data if stream.eof else stream.unconsumed_tail
    return b"".join(pieces), stream.eof
