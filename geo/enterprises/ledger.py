"""What a count has come to so far: sums, the list of rejects, the place where it goes on."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.checkpoint import (
    Checkpoint,
    FileState,
    check_unchanged,
    file_state,
    read_checkpoint,
    remove_checkpoint,
    write_checkpoint,
)
from geo.enterprises.chunk_counter import ChunkResult
from geo.enterprises.chunks import Chunk, Position, SourceFile
from geo.enterprises.csv_layout import wrong_encoding
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.points import POINTS, FewPoints
from geo.enterprises.rejects import RejectFile
from geo.enterprises.running_sum import RunningSum
from geo.enterprises.wish import EnterpriseWish

AGGREGATES = "aggregates"
"""The folder of the result within the folder of a count."""
REJECTED = "rejected.csv"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def count_key(wish: EnterpriseWish, words: IndustryWords, catalogue: Catalogue) -> str:
    """Return what tells one count from another: the wish, the words, the boundaries."""
    parts = (wish.fingerprint, words.fingerprint, catalogue.fingerprint)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Ledger:
    """The state of a count; chunks are entered in their order.

    Parameters
    ----------
    folder : Path
        Where checkpoint, rejects and the result are written.
    wish : EnterpriseWish
    key : str
        See ``count_key``.
    nothing : Aggregates
        Of no rows.
    resume : bool
        Whether to go on from a checkpoint, if there is one of the same count.
    state_of : callable
        Looks at a file, to know it again.

    Raises
    ------
    EnterpriseError
        If a file is missing, was changed since the checkpoint, or the disk is full.
    """

    def __init__(
        self,
        folder: Path,
        wish: EnterpriseWish,
        key: str,
        nothing: Aggregates,
        *,
        resume: bool,
        state_of: Callable[[str], FileState] = file_state,
    ) -> None:
        self._folder = folder
        self._wish = wish
        self._key = key
        self._state_of = state_of
        self._states = tuple(map(state_of, wish.files))
        found = None
        if resume:
            found = read_checkpoint(folder, key, nothing.districts, nothing.industries)
        if found is None:
            found = Checkpoint(
                key, self._states, Position(), 0, 0, nothing, 0, 0, POINTS.empty_table()
            )
            remove_checkpoint(folder)
        check_unchanged(found.files, self._states, found.rows_done)
        self.position = found.position
        self.bytes_done, self.rows_done = found.bytes_done, found.rows_done
        self._sum = RunningSum(found.aggregates)
        self._points = FewPoints(found.points)
        with self._disk():
            folder.mkdir(parents=True, exist_ok=True)
            kept = found.reject_length, found.reject_listed, found.reject_noted
            self._rejects = RejectFile(folder / REJECTED, *kept)

    @property
    def bytes_total(self) -> int:
        """Bytes of all files."""
        return sum(state.size for state in self._states)

    @property
    def rejected(self) -> int:
        """Rows that were left out."""
        return self._sum.tally.rejected

    @property
    def wants_points(self) -> bool:
        """Whether enterprises are still gathered one by one."""
        return self._points.are_few

    def expected_start(self, chunk: Chunk) -> int:
        """Return where a chunk must begin to follow what was entered before."""
        follows = chunk.file == self.position.file and self.position.at > 0
        return self.position.at if follows else chunk.start

    def enter(self, chunk: Chunk, file: SourceFile, result: ChunkResult) -> None:
        """Enter the result of the next chunk.

        Raises
        ------
        EnterpriseError
            If its text is not in the encoding it should be, or the disk is full.
        """
        before = self.position.rows if chunk.file == self.position.file else 0
        first_row = file.first_row + before
        if result.wrong_encoding is not None:
            encoding = self._wish.encoding if file.layout is None else file.layout.encoding
            wrong = result.wrong_encoding
            raise wrong_encoding(
                file.path,
                encoding,
                row=first_row + wrong.row,
                byte=wrong.byte,
                kept=self.rows_done,
            )
        with self._disk():
            self._rejects.add(file.name, first_row, result.rejects)
        self._sum.add(result.aggregates)
        self._points.add(result.points)
        self.position = Position(chunk.file, result.end, before + result.count)
        self.bytes_done += chunk.size
        self.rows_done += result.count

    def add(self, sums: Aggregates) -> None:
        """Add counts of rows that were entered without them."""
        self._sum.add(sums)

    def save(self) -> None:
        """Write the checkpoint.

        Raises
        ------
        EnterpriseError
            If the disk is full; the checkpoint before it stays.
        """
        with self._disk():
            self._rejects.sync()
            state = Checkpoint(
                self._key,
                self._states,
                self.position,
                self.bytes_done,
                self.rows_done,
                self._sum.total(),
                self._rejects.length,
                self._rejects.listed,
                self._points.table(),
                self._rejects.noted,
            )
            write_checkpoint(state, self._folder)

    def finish(self) -> Aggregates:
        """Write the result and forget the checkpoint.

        Raises
        ------
        EnterpriseError
            If a file was changed meanwhile, or the disk is full.
        """
        now = tuple(map(self._state_of, self._wish.files))
        check_unchanged(self._states, now, self.rows_done)
        made_up = self._wish.is_synthetic
        result = replace(self._sum.total(), is_synthetic=made_up)
        with self._disk():
            self._rejects.sync()
            self._points.write(self._folder, is_synthetic=made_up)
            result.write(self._folder / AGGREGATES)
            remove_checkpoint(self._folder)
        return result

    def close(self) -> None:
        """Close the reject file."""
        self._rejects.close()

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """Say what a full disk means."""
        try:
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise
            msg = (
                f"the disk of {self._folder} is full ({error.strerror}): make room and start again."
                f" What was counted up to the last checkpoint is kept"
            )
            raise EnterpriseError(msg, "disk-full", {"folder": str(self._folder)}) from error
