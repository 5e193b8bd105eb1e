"""Count a registry on a Dask cluster: a task for each chunk, counts added up in a tree.

Nothing is shuffled: a chunk becomes counts where it is read, and only counts travel. The cluster
repeats what a machine that fails has not finished. Files lie where every machine finds them under
the same path, or address (``geo.enterprises.storage``). Machines of a cluster read files in its
ordinary processes, without the confinement of the local engine: count files of strangers there
only if they may be trusted with the cluster.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from distributed import Client, Future

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates, no_aggregates
from geo.enterprises.chunk_counter import ChunkCounter, ChunkResult
from geo.enterprises.chunks import Chunk, Position, SourceFile, chunks_from, look_at
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.gz_pieces import text_pieces
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.ledger import Ledger, count_key
from geo.enterprises.placer import make_placer
from geo.enterprises.points import POINTS, FewPoints
from geo.enterprises.progress import Pace, Tell
from geo.enterprises.rejects import REJECTS, shifted
from geo.enterprises.running_sum import RunningSum
from geo.enterprises.storage import open_stored, stored_state
from geo.enterprises.tally import Tally
from geo.enterprises.wish import EnterpriseWish

CHUNK_BYTES = 64 * 1024 * 1024
"""About half a million rows: a task of about a second."""
CHECKPOINT_SECONDS = 10.0
BRANCHES = 8
"""So many counts are added up by one task."""


@dataclass(frozen=True)
class Setup:
    """What every task needs."""

    wish: EnterpriseWish
    placer: Any
    words: IndustryWords

    def counter(self) -> ChunkCounter:
        """Make a counter; each task its own, since threads must not share one."""
        return ChunkCounter(self.wish, self.placer, self.words, open_stored)


def run_dask(
    wish: EnterpriseWish,
    catalogue: Catalogue,
    words: IndustryWords,
    folder: Path,
    *,
    scheduler: str,
    progress: Tell | None = None,
    cache: Path | None = None,
    resume: bool = True,
    chunk_bytes: int = CHUNK_BYTES,
    checkpoint_seconds: float = CHECKPOINT_SECONDS,
) -> Aggregates:
    """Count a registry on a cluster; the result is that of ``geo.enterprises.local_engine.run``.

    Parameters
    ----------
    wish : EnterpriseWish
    catalogue : Catalogue
    words : IndustryWords
    folder : Path
        On this machine; gets what the local engine writes. From a checkpoint of the same count
        on a cluster a run goes on, though the former one's cluster may be gone.
    scheduler : str
        Address of the cluster's scheduler, such as "tcp://10.0.0.1:8786".
    progress : callable, optional
    cache : Path, optional
        See ``geo.enterprises.raster_index.build_raster``.
    resume : bool
        Whether to go on from a checkpoint of the same count.
    chunk_bytes : int
        How large the chunks of texts are, about.
    checkpoint_seconds : float
        How often counts are brought here from the cluster, and the state is written.

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
    placer = make_placer(catalogue, wish.cities, datum=wish.datum, cache=cache)
    setup = Setup(wish, placer, words)
    # Of a packed file the local engine may have counted a part; here it is one task.
    key = f"{count_key(wish, words, catalogue)} on a cluster"
    nothing = setup.counter().nothing()
    ledger = Ledger(folder, wish, key, nothing, resume=resume, state_of=stored_state)
    try:
        cluster: Any = Client  # untyped
        with cluster(scheduler, set_as_default=False) as client:
            files = client.submit(look_at, wish, open_stored, pure=False).result()
            counting = _Counting(client, client.scatter(setup, broadcast=True), ledger, files)
            chunks = list(_chunks(files, ledger.position, wish.form, chunk_bytes))
            counting.go(chunks, progress or (lambda _: None), checkpoint_seconds)
        return ledger.finish()
    finally:
        ledger.close()


def _chunks(
    files: tuple[SourceFile, ...], position: Position, form: str, chunk_bytes: int
) -> Iterator[Chunk]:
    """Yield the chunks of all files from a place on; a packed one can only be read as a whole."""
    for place in range(position.file, len(files)):
        file = files[place]
        begin = position if place == position.file else Position(place)
        if file.layout is None or not file.is_packed:
            of_file = chunks_from(files[: place + 1], begin, form=form, chunk_bytes=chunk_bytes)
            yield from (chunk for chunk, _ in of_file)
        elif begin.at == 0:
            start = file.layout.start
            yield Chunk(place, start, start, is_exact=True, is_last=True, size=file.size)


class _Counting:
    """The tasks of one count, and what they came to."""

    def __init__(
        self, client: Any, setup: Future[Any], ledger: Ledger, files: tuple[SourceFile, ...]
    ) -> None:
        self._client = client
        self._setup = setup
        self._ledger = ledger
        self._files = files
        self._branches: list[list[Future[Any]]] = []

    def go(self, chunks: list[Chunk], progress: Tell, checkpoint_seconds: float) -> None:
        """Count all chunks; enter what is to be listed in order, and the counts now and then."""
        ledger = self._ledger
        saved = time.monotonic()
        pace = Pace(ledger.bytes_total, ledger.bytes_done, ledger.rows_done, saved)
        parts = deque(self._count(chunk) for chunk in chunks)
        lists = deque(self._soon(_without_sums, part) for part in parts)
        for guessed in chunks:
            # Taken out, they are forgotten by the cluster as soon as their counts are added up.
            chunk, part, found = self._certain(guessed, parts.popleft(), lists.popleft())
            ledger.enter(chunk, self._files[chunk.file], found)
            self._grow(0, self._soon(_only_sums, part))
            now = time.monotonic()
            if now - saved >= checkpoint_seconds:
                self._bring()
                ledger.save()
                saved = time.monotonic()
            progress(pace.at(ledger.bytes_done, ledger.rows_done, ledger.rejected, now))
        self._bring()

    def _soon(self, task: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have something done before further chunks are counted, whose results would wait."""
        future: Future[Any] = self._client.submit(task, *arguments, pure=False, priority=1)
        return future

    def _bring(self) -> None:
        """Enter the counts of all chunks that are entered."""
        rest = [branch for level in self._branches for branch in level]
        if rest:
            self._ledger.add(self._soon(_merged, *rest).result())
        self._branches = []

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
        return chunk, part, self._soon(_without_sums, part).result()

    def _grow(self, level: int, branch: Future[Any]) -> None:
        """Put counts into the tree: as soon as there are enough of a level, they are added up."""
        if level == len(self._branches):
            self._branches.append([])
        branches = [*self._branches[level], branch]
        self._branches[level] = [] if len(branches) == BRANCHES else branches
        if len(branches) == BRANCHES:
            self._grow(level + 1, self._soon(_merged, *branches))


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
    pieces = text_pieces(file.path, at, CHUNK_BYTES // 4, file.layout.line_end, open_stored)
    for piece in pieces:
        text = rest + piece.text
        own = Chunk(chunk.file, at, at + len(text), True, piece.is_last, size=0)
        found = counter.count(own, file, text, points=few.are_few)
        if found.wrong_encoding is not None:
            wrong = replace(found.wrong_encoding, row=found.wrong_encoding.row + count)
            return replace(found, begin=chunk.start, wrong_encoding=wrong)
        few.add(found.points)
        rejects.append(shifted(found.rejects, count))
        total.add(found.aggregates)
        count += found.count
        rest, at = text[found.end - at :], found.end
    return ChunkResult(
        chunk.start, at, count, total.total(), pa.concat_tables(rejects), few.table()
    )


def _without_sums(found: ChunkResult) -> ChunkResult:
    """Return what is entered in order: all but the counts, which are many."""
    counted = found.aggregates
    nothing = no_aggregates(counted.districts, counted.industries, has_weight=counted.has_weight)
    return replace(found, aggregates=replace(nothing, tally=counted.tally))


def _only_sums(found: ChunkResult) -> Aggregates:
    return replace(found.aggregates, tally=Tally())


def _merged(*many: Aggregates) -> Aggregates:
    return Aggregates.merge(many)
