"""Count a registry with all processors of this machine, in memory that does not grow with it.

Reading happens in confined processes (``geo.enterprises.worker``), a chunk at a time; here chunks
are put in order and added up. Every second or two a checkpoint is written: whatever ends a run,
the next one goes on from there and comes to the same result.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.chunk_counter import ChunkCounter
from geo.enterprises.chunk_messages import read_result
from geo.enterprises.chunks import Piece, SourceFile, chunks_from, suitable_bytes
from geo.enterprises.crew import TRIES, Crew, Outcome, Task
from geo.enterprises.errors import EnterpriseError, EnterpriseStoppedError
from geo.enterprises.frames import FrameError
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.ledger import Ledger, count_key
from geo.enterprises.placer import make_placer
from geo.enterprises.progress import Pace, Tell
from geo.enterprises.setup_pickle import to_bytes
from geo.enterprises.wish import EnterpriseWish

_TOLD_SECONDS = 0.5
_POLL_SECONDS = 0.2
_CHEAP_SECONDS = 0.03


@dataclass(frozen=True)
class Options:
    """How a count is run; its result does not depend on it.

    Attributes
    ----------
    workers : int
        Processes that read.
    chunk_bytes : int or None
        How large the chunks of texts are, about; what suits the files if None.
    checkpoint_seconds : float
        How often the state is written; less often where that takes more than 3 % of the time.
    resume : bool
        Whether to go on from a checkpoint of the same count.
    cache : Path or None
        See ``geo.enterprises.raster_index.build_raster``.
    """

    workers: int
    chunk_bytes: int | None = None
    checkpoint_seconds: float = 1.0
    resume: bool = True
    cache: Path | None = None


def run(
    wish: EnterpriseWish,
    catalogue: Catalogue,
    words: IndustryWords,
    folder: Path,
    *,
    workers: int | None = None,
    progress: Tell | None = None,
    stopped: Callable[[], bool] | None = None,
    **options: Any,
) -> Aggregates:
    """Count a registry.

    Parameters
    ----------
    wish : EnterpriseWish
    catalogue : Catalogue
        Whose districts and industries count.
    words : IndustryWords
    folder : Path
        Gets ``aggregates/``, ``rejected.csv``, ``points.parquet`` if there are few, and while it
        lasts ``checkpoint``; a run that finds one of the same count goes on from there.
    workers : int, optional
        Processes that read; as many as there are processors by default.
    progress : callable, optional
        Told twice a second how far it is.
    stopped : callable, optional
        Asked a few times a second whether to stop.
    **options
        ``chunk_bytes``, ``checkpoint_seconds``, ``resume`` and ``cache`` of ``Options``.

    Returns
    -------
    Aggregates

    Raises
    ------
    EnterpriseError
        If a file is missing, changed, damaged, or not what it is said to be, the disk is full, or
        the processes that read a chunk die. What was counted before is kept in the checkpoint.
    EnterpriseStoppedError
        If it was stopped.
    """
    chosen = Options(workers or len(os.sched_getaffinity(0)), **options)
    placer = make_placer(catalogue, wish.cities, datum=wish.datum, cache=chosen.cache)
    nothing = ChunkCounter(wish, placer, words).nothing()
    key = count_key(wish, words, catalogue)
    ledger = Ledger(folder, wish, key, nothing, resume=chosen.resume)
    setup, mapped = to_bytes((wish, placer, words))
    readable = [*map(Path, wish.files), *mapped]
    try:
        with Crew(setup, readable, chosen.workers) as crew:
            leading = _Run(wish, ledger, nothing, crew, chosen)
            try:
                leading.go(progress or (lambda _: None), stopped or (lambda: False))
            except EnterpriseError as error:
                if error.code != "disk-full":
                    ledger.save()
                raise
        return ledger.finish()
    finally:
        ledger.close()


class _Run:
    """One run: which chunks are being counted, and which came back too early."""

    def __init__(
        self,
        wish: EnterpriseWish,
        ledger: Ledger,
        nothing: Aggregates,
        crew: Crew,
        options: Options,
    ) -> None:
        self._wish = wish
        self._ledger = ledger
        self._nothing = nothing
        self._crew = crew
        self._options = options
        self._numbers = iter(range(2**62))
        self._under_way: OrderedDict[int, Piece] = OrderedDict()
        self._arrived: dict[int, Outcome] = {}
        self._rest = b""
        self._error: EnterpriseError | None = None
        self._files: tuple[SourceFile, ...] = ()

    def go(self, progress: Tell, stopped: Callable[[], bool]) -> None:
        """Count to the end."""
        self._files = self._look()
        ledger, options = self._ledger, self._options
        size = options.chunk_bytes or suitable_bytes(ledger.bytes_total)
        source = chunks_from(self._files, ledger.position, form=self._wish.form, chunk_bytes=size)
        saved = told = time.monotonic()
        pause = options.checkpoint_seconds
        pace = Pace(ledger.bytes_total, ledger.bytes_done, ledger.rows_done, saved)
        while self._fill(source):
            self._take_what_came()
            now = time.monotonic()
            if stopped():
                msg = f"stopped as asked; the {ledger.rows_done} rows counted so far are kept"
                raise EnterpriseStoppedError(msg, "stopped", {"kept": ledger.rows_done})
            if now - saved >= pause:
                ledger.save()
                saved = time.monotonic()
                pause = options.checkpoint_seconds * max(1.0, (saved - now) / _CHEAP_SECONDS)
                pace.saved(ledger.rows_done)
            if now - told >= _TOLD_SECONDS:
                told = now
                progress(pace.at(ledger.bytes_done, ledger.rows_done, ledger.rejected, now))
        if self._error is not None:
            raise self._error
        now = time.monotonic()
        progress(pace.at(ledger.bytes_total, ledger.rows_done, ledger.rejected, now))

    def _look(self) -> tuple[SourceFile, ...]:
        """Have the files looked at where nothing can be harmed."""
        number = next(self._numbers)
        self._crew.submit(Task(number, {"do": "look"}))
        outcome = None
        while outcome is None:
            outcome = self._crew.next_outcome(_POLL_SECONDS)
        if outcome.head is None:
            raise self._died(self._wish.files[0], outcome, "its beginning")
        if "error" in outcome.head:
            raise _told(outcome.head)
        return tuple(SourceFile.from_json(file) for file in outcome.head["files"])

    def _fill(self, source: Iterator[Piece]) -> bool:
        """Keep all processes busy; tell whether anything is under way."""
        while self._error is None and len(self._under_way) < 2 * self._options.workers + 2:
            try:
                piece = next(source, None)
            except EnterpriseError as error:
                # What came before it is counted first.
                self._error = error
                break
            if piece is None:
                break
            self._submit(next(self._numbers), piece)
        return bool(self._under_way)

    def _submit(self, number: int, piece: Piece) -> None:
        chunk, text = piece
        file = self._files[chunk.file]
        head = {
            "do": "count",
            "chunk": chunk.to_json(),
            "file": replace(file, groups=file.groups[:1]).to_json(),
            "points": self._ledger.wants_points,
        }
        self._under_way[number] = piece
        self._crew.submit(Task(number, head, () if text is None else (text,)))

    def _take_what_came(self) -> None:
        """Enter all chunks whose turn it is."""
        outcome = self._crew.next_outcome(_POLL_SECONDS)
        if outcome is None:
            return
        self._arrived[outcome.number] = outcome
        while self._under_way:
            number = next(iter(self._under_way))
            if number not in self._arrived or not self._enter(number, self._arrived.pop(number)):
                return

    def _enter(self, number: int, outcome: Outcome) -> bool:
        """Enter a chunk; tell whether it began where it must, else have it counted again."""
        chunk, text = self._under_way[number]
        file = self._files[chunk.file]
        start = self._ledger.expected_start(chunk)
        if outcome.head is None:
            raise self._died(file.path, outcome, f"{chunk.start} to {chunk.stop}")
        has_failed = "error" in outcome.head
        is_certain = chunk.is_exact and chunk.start == start
        if has_failed and is_certain:
            raise _told(outcome.head)
        result = None
        if not has_failed:
            try:
                result = read_result(outcome.head, outcome.blobs, self._nothing)
            except FrameError as error:
                raise self._died(file.path, outcome, f"{chunk.start} to {chunk.stop}") from error
        if result is None or (result.begin != start and not is_certain):
            # A row reaches into it: the guess where it begins was wrong.
            text = None if text is None else self._rest + text
            self._submit(number, (chunk.starting_at(start), text))
            return False
        self._ledger.enter(chunk, file, result)
        self._rest = b"" if text is None else text[result.end - chunk.start :]
        del self._under_way[number]
        return True

    def _died(self, path: str, outcome: Outcome, where: str) -> EnterpriseError:
        name = Path(path).name
        kept = self._ledger.rows_done
        msg = (
            f"{name}: the part {where} could not be read, its process ended {TRIES} times"
            f" ({outcome.how or 'with an answer that is none'}); the {kept} rows before it were"
            f" counted and are kept"
        )
        values = {"file": name, "where": where, "how": outcome.how, "kept": kept}
        return EnterpriseError(msg, "worker-died", values)


def _told(head: dict[str, Any]) -> EnterpriseError:
    """Return the error that a process told of."""
    text, code, values = head["error"]
    return EnterpriseError(str(text), str(code), dict(values))
