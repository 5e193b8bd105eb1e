"""Count one chunk: read its rows, place them, add them up. The same for every engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.enterprises.aggregates import Aggregates, no_aggregates
from geo.enterprises.chunk_rows import ChunkRows, WrongEncoding, gathered
from geo.enterprises.chunks import Chunk, SourceFile
from geo.enterprises.csv_layout import Layout
from geo.enterprises.csv_rows import read_rows
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.judging import MEANINGS, REASONS, RowRejects
from geo.enterprises.kernel import Taken, aggregate_rows
from geo.enterprises.lines import LineReader, Lines
from geo.enterprises.opening import Opened, open_local
from geo.enterprises.parquet_rows import read_groups
from geo.enterprises.placer import Placer
from geo.enterprises.points import MOST, POINTS, FewPoints
from geo.enterprises.rejects import NOTES, REJECTS, reject_table, shifted
from geo.enterprises.tally import Tally
from geo.enterprises.wish import EnterpriseWish
from geo.enterprises.workbook_rows import read_sheet

PIECE_BYTES = 8 * 1024 * 1024
"""Texts are parsed in pieces: larger ones do not fit into the processor's cache."""
COUNTED_ROWS = 200_000
"""Rows are counted so many at a time, at least: fewer cost more each."""


@dataclass(frozen=True)
class ChunkResult:
    """What a chunk holds.

    Attributes
    ----------
    begin, end : int
        What was read: from where its first row begins to where its last whole row ends.
    count : int
        Rows, blank and rejected ones included.
    aggregates : Aggregates
    rejects : Table of ``rejects.REJECTS``
        Ascending by row, from 0 within the chunk; cells that cost their row nothing else, too.
    points : Table or None
        Its enterprises one by one, if they were asked for and are few.
    wrong_encoding : WrongEncoding, optional
        Then nothing else counts.
    """

    begin: int
    end: int
    count: int
    aggregates: Aggregates
    rejects: pa.Table
    points: pa.Table | None = None
    wrong_encoding: WrongEncoding | None = None


class ChunkCounter:
    """Counts chunks of one registry.

    Parameters
    ----------
    wish : EnterpriseWish
    placer : Placer
    words : IndustryWords
    opened : callable
        Opens a path for reading bytes.
    """

    def __init__(
        self,
        wish: EnterpriseWish,
        placer: Placer,
        words: IndustryWords,
        opened: Opened = open_local,
    ) -> None:
        self.wish = wish
        self._placer = placer
        self._words = words
        self._opened = opened
        self._lines = LineReader()
        self._texts: set[str] = set()

    def nothing(self) -> Aggregates:
        """Return the aggregates of no rows."""
        weighed = self.wish.columns.weight is not None
        return no_aggregates(self._placer.districts, self._words.industries, has_weight=weighed)

    def count(
        self, chunk: Chunk, file: SourceFile, text: bytes | None = None, *, points: bool = False
    ) -> ChunkResult:
        """Count a chunk.

        Parameters
        ----------
        chunk : Chunk
        file : SourceFile
            That it is of.
        text : bytes, optional
            Of a packed file.
        points : bool
            Whether its enterprises are wanted one by one, if they are few.

        Returns
        -------
        ChunkResult

        Raises
        ------
        EnterpriseError
            If the file cannot be read.
        """
        wanted = [name for name in self.wish.columns.wished if name != "name" or points]
        found = [self.nothing()]
        rejects = [REJECTS.empty_table()]
        few = FewPoints(POINTS.empty_table() if points else None)
        count, begin, end = 0, None, chunk.stop
        for rows in gathered(self._rows(chunk, file, text, wanted), COUNTED_ROWS):
            begin = rows.begin if begin is None else begin
            if rows.wrong_encoding is not None:
                change = replace(rows.wrong_encoding, row=rows.wrong_encoding.row + count)
                return ChunkResult(begin, rows.end, 0, found[0], rejects[0], None, change)
            counted, wrong, table = self._counted(rows, points=few.are_few)
            found.append(counted)
            few.add(table)
            rejects.append(shifted(wrong, count))
            count += rows.count
            end = rows.end
        merged = Aggregates.merge(found) if len(found) > 2 else found[-1]
        begin = chunk.start if begin is None else begin
        return ChunkResult(begin, end, count, merged, pa.concat_tables(rejects), few.table())

    def _rows(
        self, chunk: Chunk, file: SourceFile, text: bytes | None, wanted: Sequence[str]
    ) -> Iterator[ChunkRows]:
        columns = self.wish.columns.wished
        if self.wish.form == "xlsx":
            yield read_sheet(file.path, columns, wanted, sheet=self.wish.sheet)
            return
        layout = file.layout
        if text is not None and layout is not None:
            lines = Lines.of(text, chunk.start)
            yield read_rows(lines, layout, wanted, is_last=chunk.is_last, texts=self._texts)
            return
        with self._opened(file.path) as opened:
            if layout is None:
                path, start, stop = file.path, chunk.start, chunk.stop
                yield from read_groups(opened, path, start, stop, columns, wanted)
            else:
                yield from self._text_rows(chunk, file.path, opened, layout, wanted)

    def _text_rows(
        self, chunk: Chunk, path: str, file: BinaryIO, layout: Layout, wanted: Sequence[str]
    ) -> Iterator[ChunkRows]:
        """Read a chunk in pieces that stay in the processor's cache."""
        at, exact, size = chunk.start, chunk.is_exact, PIECE_BYTES
        while True:
            stop = min(at + size, chunk.stop)
            is_end = stop == chunk.stop
            lines = self._lines.read(file, path, at, stop, exact=exact, line_end=layout.line_end)
            last = chunk.is_last and is_end
            rows = read_rows(lines, layout, wanted, is_last=last, texts=self._texts)
            yield rows
            if is_end or rows.end >= chunk.stop or rows.wrong_encoding:
                return
            # A row that is longer than a piece needs a larger one.
            size = PIECE_BYTES if rows.end > at else 2 * size
            at, exact = rows.end, True

    def _counted(
        self, rows: ChunkRows, *, points: bool
    ) -> tuple[Aggregates, pa.Table, pa.Table | None]:
        """Count rows; return also what was wrong with some, and those taken if they are few."""
        unread = Tally(read=len(rows.rejects), rejected=len(rows.rejects))
        if not rows.table.num_rows:
            nothing = self.nothing()
            table = POINTS.empty_table() if points else None
            return replace(nothing, tally=unread), reject_table(rows.rejects), table
        counted = aggregate_rows(rows.table, self._placer, self._words)
        rejects = self._rejects(rows, counted.rejects)
        notes = rows.notes
        if notes.num_rows:  # those of rows that are left out after all do not matter
            left_out = pa.array(rows.rows[counted.rejects.rows])
            notes = notes.filter(pc.invert(pc.is_in(notes["row"], left_out)))
            unread += _tally_of(notes)
        if notes.num_rows or counted.unread:
            own = [self._listed(rows, *one, f"unread-{one[0]}") for one in counted.unread.items()]
            rejects = pa.concat_tables([rejects, notes, *own]).sort_by("row")
        few = points and len(counted.taken.rows) <= MOST
        table = self._points(rows.table, counted.taken) if few else None
        total = replace(counted.aggregates, tally=counted.aggregates.tally + unread)
        return total, rejects, table

    def _rejects(self, rows: ChunkRows, judged: RowRejects) -> pa.Table:
        """List the rows that could not be read and those that were not taken."""
        parts = [reject_table(rows.rejects)]
        for code in np.unique(judged.meanings):
            own = judged.meanings == code
            reasons = pa.array(REASONS, pa.string()).take(pa.array(judged.reasons[own]))
            parts.append(self._listed(rows, MEANINGS[code], judged.rows[own], reasons))
        return pa.concat_tables(parts).sort_by("row") if len(judged) else parts[0]

    def _listed(
        self, rows: ChunkRows, name: str, places: NDArray[np.int64], reasons: pa.Array | str
    ) -> pa.Table:
        """List cells of one meaning."""
        values = pa.nulls(len(places), pa.string())
        if name in rows.table.column_names:
            values = rows.table[name].take(pa.array(places)).cast(pa.string())
        if isinstance(reasons, str):
            reasons = pa.repeat(reasons, len(places))
        column = pa.repeat(self.wish.columns.wished.get(name, ""), len(places))
        return pa.table([rows.rows[places], column, values, reasons], schema=REJECTS)

    def _points(self, table: pa.Table, taken: Taken) -> pa.Table:
        names = pa.nulls(len(taken.rows), pa.string())
        if "name" in table.column_names:
            names = table["name"].take(pa.array(taken.rows))
        industries = pa.array([*self._words.industries, ""], pa.string())
        on_grid = taken.cells >= 0
        columns = {
            "name": names,
            "lon": pa.array(taken.lon, mask=~on_grid),
            "lat": pa.array(taken.lat, mask=~on_grid),
            "district": pa.array(self._placer.districts, pa.string()).take(
                pa.array(taken.districts)
            ),
            "industry": industries.take(pa.array(taken.industries)),
            "year": pa.array(taken.years),
            "weight": pa.array(
                np.zeros(len(names), np.int64) if taken.steps is None else taken.steps
            ),
        }
        return pa.table(columns, schema=POINTS)


def _tally_of(notes: pa.Table) -> Tally:
    """Count cells that could not be read."""
    counts = {note: pc.sum(pc.equal(notes["reason"], note)).as_py() or 0 for note in NOTES}
    return Tally(**{note.replace("-", "_"): count for note, count in counts.items()})
