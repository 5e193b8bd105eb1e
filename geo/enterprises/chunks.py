"""Parts of a registry that are read one at a time, each in its own process.

A chunk of a text file is a range of bytes, at first a guess: it begins after the first line end
from ``start`` on, and ends after the first from ``stop`` on. Whether a line end parts two rows
or lies within quotation marks only who has read from the very beginning can tell. So whoever
reads a chunk says where its last whole row ended, and the next one counts only if it began
there; if not, it is read again from where it must begin (``Chunk.starting_at``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.enterprises.csv_layout import Layout, no_column, read_layout
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.gz_pieces import is_gz, text_pieces
from geo.enterprises.opening import Opened, open_local
from geo.enterprises.wish import EnterpriseWish

CHUNK_BYTES = 16 * 1024 * 1024
"""About 140,000 rows of eight columns: a worker holds one at a time. Twice as much counts some 5 %
faster and takes a tenth more memory."""
LEAST_BYTES = 4 * 1024 * 1024
"""Smaller chunks would take longer to hand over than to count."""
_STEPS = 20
CHUNK_ROWS = 131_072
"""Row groups of Parquet are gathered up to this."""


def suitable_bytes(total: int) -> int:
    """Return how large the chunks of texts are, so that one sees a registry of any size grow.

    Parameters
    ----------
    total : int
        Bytes of all files.

    Returns
    -------
    int
        A part in 20, from ``LEAST_BYTES`` to ``CHUNK_BYTES``: these from 320 MiB on.
    """
    return min(max(total // _STEPS, LEAST_BYTES), CHUNK_BYTES)


@dataclass(frozen=True)
class Position:
    """Where reading goes on.

    Attributes
    ----------
    file : int
        Place in the wish's files.
    at : int
        Byte of the (unpacked) text, row group, or 0 for a workbook.
    rows : int
        Rows of this file before it, blank and rejected ones included.
    """

    file: int = 0
    at: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Chunk:
    """A part of one file.

    Attributes
    ----------
    file : int
        Place in the wish's files.
    start, stop : int
        Bytes of the text, of a packed one once unpacked; row groups; 0 and 1 for a workbook.
    is_exact : bool
        Whether ``start`` is known to be where a row begins.
    is_last : bool
        Whether the file ends with it.
    size : int
        Bytes of the file itself that it stands for, for the progress.
    """

    file: int
    start: int
    stop: int
    is_exact: bool
    is_last: bool
    size: int

    def starting_at(self, at: int) -> Chunk:
        """Return the chunk with the start that it must have."""
        return replace(self, start=at, is_exact=True)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return asdict(self)


@dataclass(frozen=True)
class SourceFile:
    """One of the wished files, looked at.

    Attributes
    ----------
    path : str
    size : int
        Bytes.
    layout : Layout or None
        Of a text file.
    is_packed : bool
        Whether it is a text packed by gzip.
    groups : tuple of (int, int)
        Rows and bytes of each row group of a Parquet file.
    """

    path: str
    size: int
    layout: Layout | None = None
    is_packed: bool = False
    groups: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """Without its folder."""
        return Path(self.path).name

    @property
    def first_row(self) -> int:
        """Number of its first row of data, as a spreadsheet shows it; sheets number their own."""
        if self.layout is not None:
            return 1 + self.layout.header_rows
        return 1 if self.groups else 0

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        layout = None if self.layout is None else self.layout.to_json()
        return {**asdict(self), "layout": layout}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> SourceFile:
        """Read what ``to_json`` wrote."""
        layout = None if value["layout"] is None else Layout.from_json(value["layout"])
        groups = tuple((int(rows), int(size)) for rows, size in value["groups"])
        return cls(**{**value, "layout": layout, "groups": groups})


def look_at(wish: EnterpriseWish, opened: Opened = open_local) -> tuple[SourceFile, ...]:
    """Look at each file: is it there, has it the columns that are wished.

    Parameters
    ----------
    wish : EnterpriseWish
    opened : callable
        Opens a path for reading bytes.

    Returns
    -------
    tuple of SourceFile

    Raises
    ------
    EnterpriseError
        If a file is missing, empty, or lacks a column.
    """
    look = {"csv": _look_at_text, "parquet": _look_at_parquet, "xlsx": _look_at_workbook}
    return tuple(look[wish.form](path, wish, opened) for path in wish.files)


def _look_at_text(path: str, wish: EnterpriseWish, opened: Opened) -> SourceFile:
    with opened(path) as file:
        size = file.seek(0, 2)
        packed = is_gz(file)
        layout = read_layout(file, path, wish, packed=packed)
    return SourceFile(path, size, layout, is_packed=packed)


def _look_at_parquet(path: str, wish: EnterpriseWish, opened: Opened) -> SourceFile:
    with opened(path) as file:
        size = file.seek(0, 2)
        try:
            about = pq.ParquetFile(file).metadata
            names = about.schema.to_arrow_schema().names
        except pa.ArrowException as error:
            msg = f"{Path(path).name} is no Parquet file ({error}); nothing of it was counted"
            values = {"file": Path(path).name, "detail": str(error)}
            raise EnterpriseError(msg, "no-parquet", values) from error
    for name in wish.columns.wished.values():
        if names.count(name) != 1:
            raise no_column(path, name, names)
    groups = [about.row_group(place) for place in range(about.num_row_groups)]
    return SourceFile(
        path, size, groups=tuple((group.num_rows, group.total_byte_size) for group in groups)
    )


def _look_at_workbook(path: str, wish: EnterpriseWish, opened: Opened) -> SourceFile:
    """Leave all but the size to the process that is cut off: a workbook may do harm."""
    with opened(path) as file:
        return SourceFile(path, file.seek(0, 2))


Piece = tuple[Chunk, bytes | None]
"""A chunk, and its text where only one process can unpack it."""


def chunks_from(
    files: tuple[SourceFile, ...],
    position: Position,
    *,
    form: str,
    chunk_bytes: int = CHUNK_BYTES,
) -> Iterator[Piece]:
    """Yield the chunks of all files in order.

    Parameters
    ----------
    files : tuple of SourceFile
    position : Position
        Where to begin; exact.
    form : {"csv", "parquet", "xlsx"}
    chunk_bytes : int
        About how large the chunks of texts are.

    Yields
    ------
    chunk : Chunk
    text : bytes or None
        Of packed files, cut at line ends.

    Raises
    ------
    EnterpriseError
        If a packed file is damaged.
    """
    for place in range(position.file, len(files)):
        file = files[place]
        begin = position if place == position.file else Position(place)
        if form == "parquet":
            yield from _group_chunks(file, begin)
        elif form == "xlsx":
            if begin.at == 0:
                yield Chunk(place, 0, 1, is_exact=True, is_last=True, size=file.size), None
        elif file.is_packed:
            yield from _packed_chunks(file, begin, chunk_bytes)
        else:
            yield from _text_chunks(file, begin, chunk_bytes)


def _text_chunks(file: SourceFile, begin: Position, chunk_bytes: int) -> Iterator[Piece]:
    assert file.layout is not None
    start = first = max(begin.at, file.layout.start)
    while start < file.size:
        stop = min((start // chunk_bytes + 1) * chunk_bytes, file.size)
        exact, last = start == first, stop == file.size
        yield Chunk(begin.file, start, stop, exact, last, size=stop - start), None
        start = stop


def _packed_chunks(file: SourceFile, begin: Position, chunk_bytes: int) -> Iterator[Piece]:
    assert file.layout is not None
    start = max(begin.at, file.layout.start)
    taken = 0
    for piece in text_pieces(file.path, start, chunk_bytes, file.layout.line_end):
        stop = start + len(piece.text)
        size, taken = piece.packed - taken, piece.packed
        yield Chunk(begin.file, start, stop, True, piece.is_last, size=size), piece.text
        start = stop


def _group_chunks(file: SourceFile, begin: Position) -> Iterator[Piece]:
    start = begin.at
    count = len(file.groups)
    whole = sum(size for _, size in file.groups) or 1
    while start < count:
        stop, rows = start, 0
        while stop < count and (stop == start or rows + file.groups[stop][0] <= CHUNK_ROWS):
            rows += file.groups[stop][0]
            stop += 1
        size = sum(size for _, size in file.groups[start:stop]) * file.size // whole
        yield Chunk(begin.file, start, stop, True, stop == count, size=size), None
        start = stop
