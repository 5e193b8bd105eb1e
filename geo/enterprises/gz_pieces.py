"""Texts packed by gzip: unpacked once, in sequence, and cut at line ends."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.opening import Opened, open_local

LONGEST_LINE = 1024 * 1024
"""Bytes; a longer line is none of a table."""
_BLOCK = 256 * 1024
_UNPACKED = 1024 * 1024
_GZIP = 31  # zlib: with the head and checksum of gzip


@dataclass(frozen=True)
class TextPiece:
    """Some lines of a packed text.

    Attributes
    ----------
    text : bytes
    packed : int
        Bytes of the file that were read up to here.
    is_last : bool
        Whether the text ends with it.
    """

    text: bytes
    packed: int
    is_last: bool


def is_gz(file: BinaryIO) -> bool:
    """Tell by its first bytes whether a file is packed by gzip."""
    file.seek(0)
    return file.read(2) == b"\x1f\x8b"


def text_pieces(
    path: str, start: int, size: int, line_end: bytes, opened: Opened = open_local
) -> Iterator[TextPiece]:
    """Unpack a text and cut it after line ends.

    Parameters
    ----------
    path : str
    start : int
        Byte of the text to begin at; what is before it is unpacked and dropped.
    size : int
        Bytes of a piece, about; cuts are where they would be from the text's beginning on.
    line_end : bytes
    opened : callable
        Opens a path for reading bytes.

    Yields
    ------
    TextPiece

    Raises
    ------
    EnterpriseError
        If the file is cut off or damaged, or has a line without end.
    """
    at = 0
    kept = bytearray()
    packed = 0
    with opened(path) as file:
        for block, packed in unpacked(file, path):
            skipped = min(max(start - at, 0), len(block))
            at += len(block)
            kept += block[skipped:]
            while len(kept) > size + LONGEST_LINE:
                cut = kept.rfind(line_end, 0, size) + 1
                if not cut:
                    raise long_line(path, at - len(kept))
                yield TextPiece(bytes(memoryview(kept)[:cut]), packed, is_last=False)
                del kept[:cut]
    if kept:
        yield TextPiece(bytes(kept), packed, is_last=True)


def long_line(path: str, byte: int) -> EnterpriseError:
    """Return the error about a line that does not end."""
    name = Path(path).name
    msg = (
        f"{name} has a line of more than {LONGEST_LINE} bytes from byte {byte} on: this is no"
        f" table of text. What lies before it was counted"
    )
    return EnterpriseError(msg, "long-line", {"file": name, "byte": byte, "allowed": LONGEST_LINE})


def unpacked(file: BinaryIO, path: str) -> Iterator[tuple[bytes, int]]:
    """Unpack a file, of one member or of several one after the other.

    Yields
    ------
    text : bytes
        At most 1 MiB.
    packed : int
        Bytes of the file that were read up to here.

    Raises
    ------
    EnterpriseError
        If it is cut off or damaged.
    """
    stream = zlib.decompressobj(_GZIP)
    read = 0
    while block := file.read(_BLOCK):
        read += len(block)
        while block:
            if stream.eof:
                if not block.strip(b"\0"):  # tapes are filled up with zeros
                    break
                stream = zlib.decompressobj(_GZIP)
            try:
                text = stream.decompress(block, _UNPACKED)
            except zlib.error as error:
                raise _damaged(path, read - len(block), str(error)) from error
            yield text, read
            block = stream.unused_data if stream.eof else stream.unconsumed_tail
    if not stream.eof:
        raise _damaged(path, read, "it ends before its end mark")


def _damaged(path: str, byte: int, detail: str) -> EnterpriseError:
    name = Path(path).name
    msg = (
        f"{name} is cut off or damaged at byte {byte} ({detail}): send or copy it again. What was"
        f" read before it was counted and is kept"
    )
    return EnterpriseError(msg, "damaged-gz", {"file": name, "byte": byte, "detail": detail})
