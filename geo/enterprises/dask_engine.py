"""Count a registry on a Dask cluster: a task for each chunk, counts added up in a tree.

Nothing is shuffled: a chunk becomes counts where it is read, and only counts travel. The cluster
repeats what a machine that fails has not finished. Files lie where every machine finds them under
the same path; they are opened through fsspec. Machines of a cluster read files in its ordinary
processes, without the confinement of the local engine: count files of strangers there only if
they may be trusted with the cluster.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import fsspec
import pyarrow as pa
import pyarrow.compute as pc
from distributed import Client, Future

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates, no_aggregates
from geo.enterprises.checkpoint import FileState
from geo.enterprises.chunk_counter import ChunkCounter, ChunkResult
from geo.enterprises.chunks import Chunk, Position, SourceFile, chunks_from, look_at
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.gz_pieces import text_pieces
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.ledger import Ledger, count_key
from geo.enterprises.opening import unreadable
from geo.enterprises.placer import make_placer
from geo.enterprises.points import POINTS, FewPoints
from geo.enterprises.progress import Pace, Tell
from geo.enterprises.rejects import REJECTS
from geo.enterprises.running_sum import RunningSum
from geo.enterprises.tally import Tally
from geo.enterprises.wish import EnterpriseWish

CHUNK_BYTES = 64 * 1024 * 1024
"""About half a million rows: a task of about a second."""
BRANCHES = 8
"""So many counts are added up by one task."""


@dataclass(frozen=True)
class Storage:
    """Where the files lie, as fsspec names it; may be sent to other processes.

    Attributes
    ----------
    protocol : str
        "file" for a file system that all machines share.
    options : mapping
        Of fsspec's file system.
    """

    protocol: str = "file"
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, path: str) -> BinaryIO:
        """Open a file for reading bytes; raise ``EnterpriseError`` if that cannot be done."""
        try:
            return cast(BinaryIO, self._system().open(path, "rb"))
        except OSError as error:
            raise unreadable(path, error) from error

    def state_of(self, path: str) -> FileState:
        """Look at a file, to know it again."""
        try:
            about = self._system().info(path)
        except OSError as error:
            raise unreadable(path, error) from error
        known_by = about.get("ETag") or about.get("LastModified") or about.get("mtime") or ""
        return FileState(path, int(about["size"]), 0, str(known_by))

    def _system(self) -> Any:
        return fsspec.filesystem(self.protocol, **self.options)


@dataclass(frozen=True)
class Setup:
    """What every task needs."""

    wish: EnterpriseWish
    placer: Any
    words: IndustryWords
    storage: Storage

    def counter(self) -> ChunkCounter:
        """Make a counter; each task its own, since threads must not share one."""
        return ChunkCounter(self.wish, self.placer, self.words, self.storage)


def run_dask(
    wish: EnterpriseWish,
    catalogue: Catalogue,
    words: IndustryWords,
    folder: Path,
    *,
    scheduler: str,
    progress: Tell | None = None,
    cache: Path | None = None,
    storage: Storage | None = None,
    chunk_bytes: int = CHUNK_BYTES,
) -> Aggregates:
    """Count a registry on a cluster; the result is that of ``geo.enterprises.local_engine.run``.

    Parameters
    ----------
    wish : EnterpriseWish
    catalogue : Catalogue
    words : IndustryWords
    folder : Path
        On this machine; gets what the local engine writes, but for the checkpoint.
    scheduler : str
        Address of the cluster's scheduler, such as "tcp://10.0.0.1:8786".
    progress : callable, optional
    cache : Path, optional
        See ``geo.enterprises.raster_index.build_raster``.
    storage : Storage, optional
    chunk_bytes : int
        How large the chunks of texts are, about.

    Returns
    -------
    Aggregates

    Raises
    ------
    EnterpriseError
        As the local engine does.
    OSError
        If there is no scheduler.
    """
    storage = storage or Storage()
    placer = make_placer(catalogue, wish.cities, datum=wish.datum, cache=cache)
    setup = Setup(wish, placer, words, storage)
    nothing = setup.counter().nothing()
    key = count_key(wish, words, catalogue)
    ledger = Ledger(folder, wish, key, nothing, resume=False, state_of=storage.state_of)
    try:
        cluster: Any = Client  # untyped
        with cluster(scheduler, set_as_default=False) as client:
            files = client.submit(look_at, wish, storage, pure=False).result()
            counting = _Counting(client, client.scatter(setup, broadcast=True), ledger, files)
            chunks = list(_chunks(files, wish.form, chunk_bytes))
            ledger.add(counting.go(chunks, nothing, progress or (lambda _: None)))
        return ledger.finish()
    finally:
        ledger.close()


def _chunks(files: tuple[SourceFile, ...], form: str, chunk_bytes: int) -> Iterator[Chunk]:
    """Yield the chunks of all files; a packed one can only be read as a whole."""
    for place, file in enumerate(files):
        if file.layout is not None and file.is_packed:
            start = file.layout.start
            yield Chunk(place, start, start, is_exact=True, is_last=True, size=file.size)
        else:
            of_file = chunks_from(
                files[: place + 1], Position(place), form=form, chunk_bytes=chunk_bytes
            )
            yield from (chunk for chunk, _ in of_file)


class _Counting:
    """The tasks of one count, and what they came to."""

    def __init__(
        self, client: Any, setup: Future[Any], ledger: Ledger, files: tuple[SourceFile, ...]
    ) -> None:
        self._client = client
        self._setup = setup
        self._ledger = ledger
        self._files = files

    def go(self, chunks: list[Chunk], nothing: Aggregates, progress: Tell) -> Aggregates:
        """Count all chunks; enter what is to be listed in order, return the counts."""
        ledger = self._ledger
        pace = Pace(ledger.bytes_total, 0, 0, time.monotonic())
        parts = deque(self._count(chunk) for chunk in chunks)
        lists = deque(self._client.submit(_without_sums, part, pure=False) for part in parts)
        branches: list[list[Future[Any]]] = []
        for guessed in chunks:
            # Taken out, they are forgotten by the cluster as soon as their counts are added up.
            chunk, part, found = self._certain(guessed, parts.popleft(), lists.popleft())
            ledger.enter(chunk, self._files[chunk.file], found)
            self._grow(branches, 0, self._client.submit(_only_sums, part, pure=False))
            progress(
                pace.at(ledger.bytes_done, ledger.rows_done, ledger.rejected, time.monotonic())
            )
        rest = [branch for level in branches for branch in level]
        if not rest:
            return nothing
        merged: Aggregates = self._client.submit(_merged, *rest, pure=False).result()
        return merged

    def _count(self, chunk: Chunk) -> Future[Any]:
        file = replace(self._files[chunk.file], groups=self._files[chunk.file].groups[:1])
        part: Future[Any] = self._client.submit(count_part, self._setup, chunk, file, pure=False)
        return part

    def _certain(
        self, chunk: Chunk, part: Future[Any], listed: Future[Any]
    ) -> tuple[Chunk, Future[Any], ChunkResult]:
        """Have a chunk counted again if a row reaches into it."""
        start = self._ledger.expected_start(chunk)
        try:
            found = listed.result()
            if found.begin == start:
                return chunk, part, found
        except EnterpriseError:
            if chunk.is_exact and chunk.start == start:
                raise
        chunk = chunk.starting_at(start)
        part = self._count(chunk)
        return chunk, part, self._client.submit(_without_sums, part, pure=False).result()

    def _grow(self, branches: list[list[Future[Any]]], level: int, branch: Future[Any]) -> None:
        """Put counts into the tree: as soon as there are enough of a level, they are added up."""
        if level == len(branches):
            branches.append([])
        branches[level].append(branch)
        if len(branches[level]) == BRANCHES:
            merged = self._client.submit(_merged, *branches[level], pure=False)
            branches[level] = []
            self._grow(branches, level + 1, merged)


def count_part(setup: Setup, chunk: Chunk, file: SourceFile) -> ChunkResult:
    """Count a chunk, or all of a packed file.

    Parameters
    ----------
    setup : Setup
    chunk : Chunk
    file : SourceFile

    Returns
    -------
    ChunkResult
    """
    counter = setup.counter()
    if not file.is_packed:
        return counter.count(chunk, file, points=True)
    assert file.layout is not None
    total = RunningSum(counter.nothing())
    few = FewPoints(POINTS.empty_table())
    rejects = [REJECTS.empty_table()]
    at, count, rest = chunk.start, 0, b""
    pieces = text_pieces(file.path, at, CHUNK_BYTES // 4, file.layout.line_end, setup.storage)
    for piece in pieces:
        text = rest + piece.text
        own = Chunk(chunk.file, at, at + len(text), True, piece.is_last, size=0)
        found = counter.count(own, file, text, points=few.are_few)
        if found.wrong_encoding is not None:
            wrong = replace(found.wrong_encoding, row=found.wrong_encoding.row + count)
            return replace(found, begin=chunk.start, wrong_encoding=wrong)
        few.add(found.points)
        rejects.append(found.rejects.set_column(0, REJECTS.field(0), _later(found.rejects, count)))
        total.add(found.aggregates)
        count += found.count
        rest, at = text[found.end - at :], found.end
    return ChunkResult(
        chunk.start, at, count, total.total(), pa.concat_tables(rejects), few.table()
    )


def _later(rejects: pa.Table, count: int) -> pa.ChunkedArray:
    return pc.add(rejects["row"], count)


def _without_sums(found: ChunkResult) -> ChunkResult:
    """Return what is entered in order: all but the counts, which are many."""
    counted = found.aggregates
    nothing = no_aggregates(counted.districts, counted.industries, has_weight=counted.has_weight)
    return replace(found, aggregates=replace(nothing, tally=counted.tally))


def _only_sums(found: ChunkResult) -> Aggregates:
    return replace(found.aggregates, tally=Tally())


def _merged(*many: Aggregates) -> Aggregates:
    return Aggregates.merge(many)
