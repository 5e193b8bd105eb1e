"""Rows that are left out, each with its reason, and the file that lists them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.exports.texts import clean_text, guard_formula

REASONS = (
    "missing-coordinates",
    "not-a-number",
    "not-finite",
    "swapped",
    "out-of-range",
    "outside-cities",
    "unknown-district",
    "several-districts",
    "no-district-named",
    "nothing-given",
    "bad-bytes",
    "wrong-number-of-cells",
)
"""Why a row may be left out; pages say it in words."""
NOTES = ("unread-weight", "unread-year")
"""Cells that are given but cannot be read: the row counts without its weight or year."""
COLUMNS = ("file", "row", "column", "value", "reason")
LISTED = 1_000_000
"""As many rows are listed; of more only the number is told."""
NOTED = 100_000
"""As many cells that cannot be read are listed besides."""
_SHOWN = 200  # characters of a value
REJECTS = pa.schema(
    [("row", pa.int64()), ("column", pa.string()), ("value", pa.string()), ("reason", pa.string())]
)
"""Rejects as a table; see ``Reject``."""
# What a spreadsheet may calculate or not hold, or what is too long: looked at one by one.
_SUSPICIOUS = r"[\x00-\x1f\x{fffe}\x{ffff}]|^['\s\p{Z}]*[=+\-@＝＋－＠]|^.{200}."


@dataclass(frozen=True)
class Reject:
    """A row that is left out.

    Attributes
    ----------
    row : int
        Within its chunk, from 0; rows of the reject file count within the file, from 1, the
        header included, as a spreadsheet shows them.
    column : str
        As the file calls it, "" if it is about the whole row.
    value : str
        What was found.
    reason : str
        One of ``REASONS`` or ``NOTES``.
    """

    row: int
    column: str
    value: str
    reason: str


def shown(value: object) -> str:
    """Return as much of a value as a list of rejects shows."""
    text = clean_text("" if value is None else str(value))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def reject_table(rejects: Sequence[Reject]) -> pa.Table:
    """Return rejects as a table."""
    columns = [[getattr(reject, field.name) for reject in rejects] for field in REJECTS]
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, REJECTS, strict=True)],
        schema=REJECTS,
    )


def harmless(texts: pa.ChunkedArray) -> pa.Array:
    """Make texts such that a spreadsheet shows them and does not calculate them."""
    array = pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], pa.string())
    array = pc.fill_null(array, "")
    which = pc.match_substring_regex(array, _SUSPICIOUS)
    if not pc.any(which).as_py():
        return array
    changed = [guard_formula(shown(text)) for text in array.filter(which).to_pylist()]
    return pc.replace_with_mask(array, which, pa.array(changed, pa.string()))


def shifted(rejects: pa.Table, rows: int) -> pa.Table:
    """Return rejects that stand some rows further on."""
    return rejects.set_column(0, REJECTS.field(0), pc.add(rejects["row"], rows))


class RejectFile:
    """``rejected.csv``: grows while reading, and is cut back to where a checkpoint left it.

    Parameters
    ----------
    path : Path
    length : int
        Bytes to keep of what is there; with 0 it begins anew.
    listed, noted : int
        How many rows that are left out and how many cells besides these bytes list.
    """

    def __init__(self, path: Path, length: int = 0, listed: int = 0, noted: int = 0) -> None:
        self.path = path
        self.listed = listed
        self.noted = noted
        # No buffer of its own: what a full disk refuses is told at once, and only once.
        self._file = path.open("r+b" if length else "wb", buffering=0)
        self._file.truncate(length)
        self._file.seek(length)
        if not length:
            self._write(("\ufeff" + ",".join(COLUMNS) + "\n").encode())

    @property
    def length(self) -> int:
        """Bytes written."""
        return self._file.tell()

    def add(self, file: str, first_row: int, rejects: pa.Table) -> None:
        """List rows of one chunk; cells that cannot be read take no room from rows left out.

        Parameters
        ----------
        file : str
            Name of the file that they are from.
        first_row : int
            Number of the chunk's first row in it.
        rejects : Table of ``REJECTS``

        Raises
        ------
        OSError
            If the disk is full.
        """
        is_note = pc.is_in(rejects["reason"], pa.array(NOTES)).to_numpy()
        room = np.where(is_note, NOTED - self.noted, LISTED - self.listed)
        fits = np.where(is_note, is_note.cumsum(), (~is_note).cumsum()) <= room
        listed = rejects if fits.all() else rejects.filter(pa.array(fits))
        if not listed.num_rows:
            return
        noted = int((is_note & fits).sum())
        self.noted += noted
        self.listed += listed.num_rows - noted
        rows = pa.array(listed["row"].to_numpy() + first_row)
        texts = [harmless(listed[name]) for name in ("column", "value", "reason")]
        names = pa.repeat(guard_formula(shown(file)), listed.num_rows)
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(
            pa.table([names, rows, *texts], names=list(COLUMNS)),
            sink,
            pyarrow.csv.WriteOptions(include_header=False),
        )
        self._write(sink.getvalue())

    def sync(self) -> None:
        """Make sure that what was written survives a power cut."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, data: bytes | pa.Buffer) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
