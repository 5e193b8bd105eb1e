import io
import json
import struct

import numpy as np
import pyarrow as pa
import pytest

from geo.enterprises.frames import (
    FrameError,
    packed,
    read_frame,
    read_table,
    table_bytes,
    unpacked,
    write_frame,
)
from geo.enterprises.points import POINTS
from geo.enterprises.setup_pickle import from_bytes, to_bytes
from tests.geo.enterprises.counted import Row, aggregates_of

AGGREGATES = aggregates_of([Row(0, 0, 2020, (121.5, 31.2), 2.5), Row(1, 1, 0, None, 1)])


def sent(head, blobs):
    file = io.BytesIO()
    write_frame(file, head, blobs)
    return file.getvalue()


def test_aggregates_go_through_a_frame():
    head, blobs = read_frame(io.BytesIO(sent(*packed(AGGREGATES))))

    found = unpacked(head, blobs, AGGREGATES.districts, AGGREGATES.industries)

    assert found.equals(AGGREGATES)


@pytest.mark.parametrize("cut", [0, 5, 11, 40, -1])
def test_a_frame_that_is_cut_off_is_none(cut):
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(sent(*packed(AGGREGATES))[:cut]))


@pytest.mark.parametrize(
    "data",
    [
        struct.pack(">QI", 2**50, 5) + b"hello",
        struct.pack(">QI", 5, 9) + b"hello",
        struct.pack(">QI", 5, 5) + b"hello",
        struct.pack(">QI", 2, 2) + b"[]",
    ],
)
def test_a_frame_that_is_none_is_refused(data):
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(data))


def test_aggregates_that_are_none_are_refused():
    head, blobs = packed(AGGREGATES)
    backwards = [np.frombuffer(blob, "<i8")[::-1].tobytes() for blob in blobs]
    for wrong in ([head, blobs[1:]], [json.loads("{}"), blobs], [head, backwards]):
        with pytest.raises(FrameError):
            unpacked(*wrong, AGGREGATES.districts, AGGREGATES.industries)


def test_tables_go_through_a_frame_if_they_are_what_is_expected():
    table = POINTS.empty_table()

    assert read_table(table_bytes(table), POINTS).equals(table)
    for data in (b"no", table_bytes(pa.table({"a": [1]}))):
        with pytest.raises(FrameError):
            read_table(data, POINTS)


def test_setup_maps_arrays_that_lie_in_files(tmp_path):
    large = np.zeros(200_000, dtype=[("a", "f8"), ("b", "i4")])
    large["a"] = np.arange(200_000)
    np.save(tmp_path / "large.npy", large)
    mapped = np.asarray(np.load(tmp_path / "large.npy", mmap_mode="r"))

    data, files = to_bytes({"mapped": mapped, "part": mapped[5:9], "plain": large[:3]})
    found = from_bytes(data)

    assert files == (tmp_path / "large.npy",)
    assert len(data) < 10_000
    assert isinstance(found["mapped"].base, np.memmap)
    assert np.array_equal(found["mapped"], large)
    assert np.array_equal(found["part"], large[5:9])
