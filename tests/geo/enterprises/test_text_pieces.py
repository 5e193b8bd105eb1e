"""How many rows a small file has is told exactly, however it is packed and quoted."""

import csv
import gzip
import io

import pytest

from geo.enterprises import text_pieces
from geo.enterprises.samples import take_sample

TEXT = "name,lon\n" + "".join(f"firm {n},121.4\n" for n in range(9000))


@pytest.fixture
def small(monkeypatch):
    """Look only at the beginning, as if the files were large."""
    monkeypatch.setattr(text_pieces, "TEXT_HEAD", 20_000)


def test_a_small_file_is_counted_to_the_last_row(small):
    data = (TEXT + '\n\n"firm of\ntwo lines",121.4').encode()
    found = take_sample(io.BytesIO(data), None)
    assert (found.row_count, found.is_exact) == (9001, True)
    assert len(found.rows) < 9001


def test_a_small_packed_file_is_counted_with_all_its_members(small):
    first, second = TEXT[:80_000], TEXT[80_000:]
    data = gzip.compress(first.encode()) + gzip.compress(second.encode()) + b"\0" * 40
    found = take_sample(io.BytesIO(data), None)
    assert (found.row_count, found.is_exact) == (9000, True)
    cut = take_sample(io.BytesIO(data[:-60]), None)
    assert (cut.row_count, cut.is_exact) == (None, False)


def test_a_large_file_is_not_read_to_be_counted(small, monkeypatch):
    monkeypatch.setattr(text_pieces, "COUNTED_BYTES", 40_000)
    found = take_sample(io.BytesIO(TEXT.encode()), None)
    assert found.row_count == pytest.approx(9000, rel=0.1)
    assert found.row_count % 10 == 0
    assert not found.is_exact
    found = take_sample(io.BytesIO(gzip.compress(TEXT.encode())), None)
    assert (found.row_count, found.is_exact) == (None, False)


@pytest.fixture
def limit():
    """The longest cell that csv reads is a setting of the whole process: put back as it was."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


def test_what_is_not_written_as_csv_is_not_counted(limit, monkeypatch):
    assert text_pieces.count_rows("a,b\n1,2\n", ",") == 1
    assert text_pieces.count_rows("", ",") == 0
    monkeypatch.setattr(text_pieces.Limits, "line_chars", 5)
    assert text_pieces.count_rows("a,b\n123456789,2\n", ",") is None
