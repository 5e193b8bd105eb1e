"""Lines of a file that begin in a range of its bytes, in memory that is used again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.gz_pieces import LONGEST_LINE, long_line

_BLOCK = 64 * 1024
_ROOM = 4 * 1024 * 1024  # for the rest of a line, and for what is put after the last one


@dataclass(frozen=True)
class Lines:
    """Whole lines.

    Attributes
    ----------
    buffer : bytearray
        Is used again for the next lines; has room after these.
    first, last : int
        Where they are in it.
    begin : int
        Byte of the whole text at which they begin.
    """

    buffer: bytearray
    first: int
    last: int
    begin: int

    @classmethod
    def of(cls, text: bytes, begin: int = 0) -> Lines:
        """Take lines that are in memory already."""
        return cls(bytearray(text), 0, len(text), begin)

    @property
    def size(self) -> int:
        """How many bytes they have."""
        return self.last - self.first

    def holds(self, signs: bytes) -> bool:
        """Tell whether some bytes are in them."""
        return self.buffer.find(signs, self.first, self.last) >= 0

    def starts_with(self, *signs: bytes) -> bool:
        """Tell whether they begin with one of some bytes."""
        return self.buffer.startswith(signs, self.first, self.last)

    def ends_with(self, signs: bytes) -> bool:
        """Tell whether they end with some bytes."""
        return self.buffer.endswith(signs, self.first, self.last)

    def text(self) -> bytes:
        """Return a copy."""
        return bytes(memoryview(self.buffer)[self.first : self.last])

    def followed_by(self, tail: bytes) -> pa.Buffer:
        """Return them with some bytes after them; without a copy where there is room."""
        end = self.last + len(tail)
        if end > len(self.buffer):
            return pa.py_buffer(b"".join((memoryview(self.buffer)[self.first : self.last], tail)))
        self.buffer[self.last : end] = tail
        return pa.py_buffer(memoryview(self.buffer)[self.first : end])


class LineReader:
    """Reads lines into memory that it keeps: new memory for each chunk costs as much as parsing."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def read(
        self,
        file: BinaryIO,
        path: str,
        start: int,
        stop: int,
        *,
        exact: bool,
        line_end: bytes = b"\n",
    ) -> Lines:
        """Read the lines that begin in a range of bytes.

        Parameters
        ----------
        file : binary file
        path : str
            For messages.
        start, stop : int
            Bytes.
        exact : bool
            Whether a line begins at ``start``; else the first after a line end from the byte
            before it counts.
        line_end : bytes

        Returns
        -------
        Lines
            Up to the end of the line in which the byte before ``stop`` lies; none if no line
            begins in the range. They hold until the next call.

        Raises
        ------
        EnterpriseError
            If a line does not end, or the file does before it should.
        """
        begin = start if exact else start - 1
        size = stop - begin
        if len(self._buffer) < size + _ROOM:
            self._buffer = bytearray(size + 2 * _ROOM)
        buffer = self._buffer
        file.seek(begin)
        with memoryview(buffer)[:size] as view:
            _fill(file, view, path, begin)
        if not buffer.endswith(line_end, 0, size):
            rest = _rest_of_line(file, path, stop, line_end)
            buffer[size : size + len(rest)] = rest
            size += len(rest)
        first = 0
        if not exact:
            first = buffer.find(line_end, 0, size) + 1 or size
        return Lines(buffer, first, size, begin + first)


def _fill(file: BinaryIO, view: memoryview, path: str, begin: int) -> None:
    """Read until a view is full."""
    read = 0
    while read < len(view):
        count = file.readinto(view[read:])  # type: ignore[attr-defined]
        if not count:
            raise shorter(path, begin + read)
        read += count


def _rest_of_line(file: BinaryIO, path: str, stop: int, line_end: bytes) -> bytes:
    file.seek(stop)
    rest = b""
    while line_end not in rest:
        block = file.read(_BLOCK)
        if not block:
            return rest
        rest += block
        if len(rest) > LONGEST_LINE:
            raise long_line(path, stop)
    return rest[: rest.index(line_end) + 1]


def shorter(path: str, byte: int) -> EnterpriseError:
    """Return the error about a file that ends before it should."""
    name = path.rpartition("/")[2]
    msg = f"{name} ended at byte {byte}: it was changed while it was read; start anew"
    return EnterpriseError(msg, "changed", {"file": name})
