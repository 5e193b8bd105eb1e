"""Rows of some row groups of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.enterprises.cells import to_typed
from geo.enterprises.chunk_rows import NOTHING, TYPES, ChunkRows
from geo.enterprises.errors import EnterpriseError

_BATCH_ROWS = 65_536


def read_groups(
    file: BinaryIO, path: str, start: int, stop: int, columns: dict[str, str], wanted: Sequence[str]
) -> Iterator[ChunkRows]:
    """Read row groups, some rows at a time.

    Parameters
    ----------
    file : binary file
    path : str
        For messages.
    start, stop : int
        Row groups.
    columns : dict of str to str
        Meaning → column of the file.
    wanted : sequence of str
        Meanings of columns.

    Yields
    ------
    ChunkRows
        As of a text: the rows of each count from its own first one.

    Raises
    ------
    EnterpriseError
        If the file is damaged.
    """
    names = {name: (0, columns[name]) for name in wanted}
    try:
        source = pq.ParquetFile(file, pre_buffer=False)
        batches = source.iter_batches(
            _BATCH_ROWS,
            row_groups=range(start, stop),
            columns=sorted({columns[name] for name in wanted}),
            use_threads=False,
        )
        for batch in batches:
            table = pa.table({name: as_cells(batch[columns[name]], name) for name in wanted})
            rows = np.arange(table.num_rows)
            yield to_typed(ChunkRows(table, rows, table.num_rows, start, stop), names)
    except (pa.ArrowException, OSError) as error:
        name = Path(path).name
        msg = (
            f"{name} is damaged in row groups {start} to {stop - 1} ({error}): copy it again."
            f" What was read before was counted and is kept"
        )
        raise EnterpriseError(
            msg, "damaged-parquet", {"file": name, "detail": str(error)}
        ) from error


def as_cells(column: pa.Array, name: str) -> pa.Array:
    """Turn a column into what the meaning wants, or into texts that are still to be read.

    Parameters
    ----------
    column : Array
    name : str
        Its meaning.
    """
    wanted = TYPES[name]
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind, column = kind.value_type, column.cast(kind.value_type)
    if name == "year" and (pa.types.is_temporal(kind)):
        return pc.year(column).cast(pa.int16())
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if is_number and wanted == pa.float64():
        return column.cast(pa.float64(), safe=False)
    if is_number and wanted == pa.int16():
        try:
            return column.cast(pa.int16())
        except pa.ArrowInvalid:
            pass  # years with a fraction, or none at all: judged as texts, one by one
    texts = column.cast(pa.string())
    nothing = pc.is_in(texts, pa.array(NOTHING, pa.string()))
    texts = pc.if_else(nothing, pa.scalar(None, pa.string()), texts)
    return texts.dictionary_encode() if pa.types.is_dictionary(wanted) else texts
