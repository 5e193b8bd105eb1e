"""Rows out of bytes: the fast way, the careful way, and both the same."""

import io

import pytest

from geo.enterprises import csv_rows
from geo.enterprises.by_hand import by_hand
from geo.enterprises.cells import to_typed
from geo.enterprises.csv_layout import read_layout
from geo.enterprises.csv_rows import read_rows
from geo.enterprises.lines import LineReader, Lines
from tests.geo.enterprises.counting_files import csv_text, rows_of, wish_of

WANTED = ("lon", "lat", "district", "industry", "year", "weight")


def layout_of(data):
    return read_layout(io.BytesIO(data), "/r.csv", wish_of("/r.csv"), packed=False)


def read(data, texts=None, *, is_last=True):
    layout = layout_of(data)
    lines = Lines.of(data[layout.start :], layout.start)
    return read_rows(lines, layout, WANTED, is_last=is_last, texts=texts)


def same(one, other):
    assert one.table.to_pylist() == other.table.to_pylist()
    assert one.rows.tolist() == other.rows.tolist()
    assert one.notes.to_pylist() == other.notes.to_pylist()
    assert (one.count, one.begin, one.end, one.rejects) == (
        other.count,
        other.begin,
        other.end,
        other.rejects,
    )


def test_read_rows_is_the_same_by_arrow_as_text_and_by_hand():
    rows = [list(row) for row in rows_of(50)]
    rows[3] = rows[3][:4]
    rows[5][1] = "１２１．５"
    rows[6][5] = "2015-03-01"
    rows[7][6] = "viele"
    rows[8][1] = "+121.5"
    rows[9][6] = "  1e2 "
    data = csv_text(rows).encode()
    layout = layout_of(data)
    texts = set()

    found = read(data, texts)
    by_text = read(data, {"lon", "lat", "year", "weight"})
    slowly = by_hand(data[layout.start :], layout, WANTED, begin=layout.start, is_last=True)

    assert texts == {"lon", "weight", "year"}
    same(found, by_text)
    same(found, to_typed(slowly, layout.columns))
    assert [(row.row, row.reason) for row in found.rejects] == [
        (3, "wrong-number-of-cells"),
    ]
    assert found.notes.to_pylist() == [
        {"row": 7, "column": "人数", "value": "viele", "reason": "unread-weight"}
    ]
    cells = found.table.to_pylist()
    assert [cells[place]["lon"] for place in (4, 7)] == [121.5, 121.5]
    assert (cells[5]["year"], cells[8]["weight"]) == (2015, 100.0)


def test_read_rows_without_faults_needs_no_hands(monkeypatch):
    monkeypatch.setattr(csv_rows, "by_hand", None)
    monkeypatch.setattr(csv_rows, "to_typed", None)
    data = csv_text([[*row[:7], 'a "b"\nc'] for row in rows_of(50)]).encode()

    assert read(data).count == 50


@pytest.mark.parametrize("is_last", [True, False])
def test_read_rows_leaves_a_row_without_end_to_the_next_chunk(is_last):
    data = (csv_text(rows_of(3)) + '企业,121.5,31.2,,,,,"offen\n').encode()

    found = read(data, is_last=is_last)

    assert found.count == (4 if is_last else 3)
    assert found.end == (len(data) if is_last else data.index("企业,".encode()))


@pytest.mark.parametrize("size", [7, 64, 1000])
def test_line_reader_gives_each_line_to_one_range(size):
    data = csv_text(rows_of(20)).encode()
    reader = LineReader()
    parts = []
    for start in range(0, len(data), size):
        stop = min(start + size, len(data))
        lines = reader.read(io.BytesIO(data), "/r.csv", start, stop, exact=start == 0)
        assert lines.begin == sum(map(len, parts))
        parts.append(lines.text())

    assert b"".join(parts) == data
    assert all(part.endswith(b"\n") for part in parts if part)


def test_layout_reads_names_with_line_ends_and_marks():
    data = '\ufeff"名\n称",经度,纬度,区,行业,年份,人数\n'.encode()
    columns = {"lon": "经度", "lat": "纬度"}

    found = read_layout(
        io.BytesIO(data + b"x"), "/r.csv", wish_of("/r.csv", columns=columns), packed=False
    )

    assert (found.width, found.start, found.columns["lon"]) == (7, len(data), (1, "经度"))
    assert type(found).from_json(found.to_json()) == found
