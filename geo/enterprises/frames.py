"""Messages between the process that leads and those that read: JSON, and arrays as plain bytes.

What a reading process sends is not trusted, for it opens strangers' files: nothing of it is
executed, as unpickling would be, and its sizes are limited.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import IO, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.enterprises.aggregates import Aggregates
from geo.enterprises.sums import Sums
from geo.enterprises.tally import TALLY_FIELDS, Tally

_HEAD = struct.Struct(">QI")
_LARGEST = 1024 * 1024 * 1024
_SUMS = ("district_sums", "cell_sums", "coarse_sums")

Blob = bytes | bytearray | memoryview


class FrameError(ValueError):
    """A message is cut off, or none."""


def write_frame(file: IO[bytes], head: dict[str, Any], blobs: Sequence[Blob] = ()) -> None:
    """Write a message.

    Parameters
    ----------
    file : binary file
    head : dict
        JSON types.
    blobs : sequence of bytes
    """
    sizes = [memoryview(blob).nbytes for blob in blobs]
    text = json.dumps({"head": head, "sizes": sizes}).encode()
    file.write(_HEAD.pack(len(text) + sum(sizes), len(text)) + text)
    for blob in blobs:
        file.write(blob)
    file.flush()


def read_frame(file: IO[bytes]) -> tuple[dict[str, Any], list[memoryview]]:
    """Read a message.

    Raises
    ------
    FrameError
        If there is none, or not all of it.
    """
    total, length = _HEAD.unpack(_exactly(file, _HEAD.size))
    if not length <= total <= _LARGEST:
        msg = f"a message of {total} bytes; allowed are {_LARGEST}"
        raise FrameError(msg)
    data = memoryview(_exactly(file, total))
    try:
        found = json.loads(bytes(data[:length]))
        blobs, at = [], length
        for size in found["sizes"]:
            blobs.append(data[at : at + size])
            at += size
        return found["head"], blobs
    except (ValueError, KeyError, TypeError) as error:
        msg = "a message that is none"
        raise FrameError(msg) from error


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if data is None or len(data) != size:
        msg = "a message ends early"
        raise FrameError(msg)
    return data


def packed(aggregates: Aggregates) -> tuple[dict[str, Any], list[Blob]]:
    """Turn aggregates into a message.

    Returns
    -------
    head : dict
    blobs : list of bytes
    """
    blobs: list[Blob] = []
    for name in _SUMS:
        sums: Sums = getattr(aggregates, name)
        arrays = [sums.keys, sums.counts] + ([] if sums.weights is None else [sums.weights])
        blobs += [np.ascontiguousarray(array, dtype="<i8").data.cast("B") for array in arrays]
    return {"tally": aggregates.tally.to_json(), "has_weight": aggregates.has_weight}, blobs


def unpacked(
    head: dict[str, Any],
    blobs: Sequence[Blob],
    districts: tuple[str, ...],
    industries: tuple[str, ...],
) -> Aggregates:
    """Read what ``packed`` made.

    Raises
    ------
    FrameError
        If it is not that.
    """
    try:
        tally = Tally(**{name: int(head["tally"][name]) for name in TALLY_FIELDS})
        each = 3 if head["has_weight"] else 2
        if len(blobs) != each * len(_SUMS):
            raise ValueError
        arrays = [np.frombuffer(blob, dtype="<i8").astype(np.int64, copy=False) for blob in blobs]
        first, second, third = (
            _sums(arrays[place * each : (place + 1) * each]) for place in range(len(_SUMS))
        )
    except (KeyError, TypeError, ValueError) as error:
        msg = "aggregates that are none"
        raise FrameError(msg) from error
    return Aggregates(districts, industries, first, second, third, tally)


def _sums(arrays: list[NDArray[np.int64]]) -> Sums:
    keys = arrays[0]
    if any(len(array) != len(keys) for array in arrays) or not (keys[1:] > keys[:-1]).all():
        raise ValueError
    return Sums(*arrays)


def table_bytes(table: pa.Table) -> bytes:
    """Write a table as Arrow's stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def read_table(data: Blob, schema: pa.Schema) -> pa.Table:
    """Read what ``table_bytes`` wrote.

    Raises
    ------
    FrameError
        If it is no valid table of the schema.
    """
    try:
        with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
            if reader.schema != schema:
                raise FrameError(str(reader.schema))
            table = reader.read_all()
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        msg = "a table that is none"
        raise FrameError(msg) from error
    return table
