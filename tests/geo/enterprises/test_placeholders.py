"""Weights and years that are given but cannot be read: the rows count without them."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.enterprises.placeholders import are_nothing
from tests.geo.enterprises.counting_files import (
    csv_text,
    wish_of,
    written,
)

CELLS = {
    "人数": [
        *("1,200", "1，200", "50-99人", "20人以下", "-", "无", "#N/A", "1.2万", "-3", "nan", " — "),
        *("N/A", "1e99", "inf", "7"),
    ],
    "年份": [
        *("-", "无", "N/A", "不详", "0", "43591", "20190506 10:00", "1799", "去年", "2019-05-06"),
        *("", "/", "2019", "2019", "2019"),
    ],
}
UNREAD = {
    "unread-weight": ["50-99人", "20人以下", "1.2万", "'-3", "1e99", "inf"],
    "unread-year": ["43591", "1799", "去年"],
}
LON, LAT = 121.4737, 31.2304


def check(found, counting):
    tally = found.tally
    assert (tally.taken, tally.rejected, tally.unread_weight, tally.unread_year) == (15, 0, 6, 3)
    assert tally.no_year == 10
    assert int(found.district_sums.weights.sum()) == (1200 + 1200 + 7) * 10_000
    for reason, values in UNREAD.items():
        listed = [row[2] for row in counting.rejected() if row[3] == reason]
        assert [value.replace("1e+99", "1e99") for value in listed] == values


@pytest.mark.parametrize("chunk_bytes", [200, 10**7])
def test_rows_of_a_text_count_without_what_cannot_be_read(counting, tmp_path, chunk_bytes):
    rows = [
        [f"企业{n}", LON, LAT, "-", "N/A", year, weight, ""]
        for n, (weight, year) in enumerate(zip(*CELLS.values(), strict=True))
    ]
    found = counting.run(wish_of(written(tmp_path, csv_text(rows))), chunk_bytes=chunk_bytes)

    check(found, counting)
    assert found.tally.no_industry == 15
    listed = [row[0] for row in counting.rejected()]
    assert listed == ["4", "5", "7", "9", "9", "10", "10", "14", "15"]


def test_texts_in_parquet_are_read_as_those_of_a_text(counting, tmp_path):
    table = pa.table({**CELLS, "经度": [LON] * 15, "纬度": [LAT] * 15})
    pq.write_table(table, tmp_path / "r.parquet")
    columns = {"lon": "经度", "lat": "纬度", "weight": "人数", "year": "年份"}

    wish = wish_of(tmp_path / "r.parquet", form="parquet", columns=columns)
    check(counting.run(wish), counting)


def test_numbers_in_parquet_may_be_no_weight_or_year(counting, tmp_path):
    nan = float("nan")
    table = pa.table(
        {
            "经度": [LON, LON, LON, nan],
            "纬度": [LAT, LAT, LAT, nan],
            "区": [None, None, None, "徐汇区"],
            "人数": [3.0, nan, -1.0, 2.0],
            "年份": [nan, 2019.0, 43591.0, 0.0],
        }
    )
    pq.write_table(table, tmp_path / "r.parquet")
    columns = {"lon": "经度", "lat": "纬度", "district": "区", "weight": "人数", "year": "年份"}

    found = counting.run(wish_of(tmp_path / "r.parquet", form="parquet", columns=columns))

    assert (found.tally.taken, found.tally.by_district_only, found.tally.no_year) == (4, 1, 3)
    assert counting.rejected() == [
        ("3", "年份", "43591", "unread-year"),
        ("3", "人数", "'-1", "unread-weight"),
    ]
    assert int(found.district_sums.weights.sum()) == 50_000


def test_notes_of_rows_that_are_left_out_are_not_told(counting, tmp_path):
    rows = [["甲", 0, 0, "", "", "去年", "若干", ""], ["乙", "x", LAT, "", "", "去年", "-1", ""]]

    found = counting.run(wish_of(written(tmp_path, csv_text(rows))))

    assert (found.tally.rejected, found.tally.unread_weight, found.tally.unread_year) == (2, 0, 0)
    assert [row[3] for row in counting.rejected()] == ["outside-cities", "not-a-number"]


def test_what_says_nothing_is_told_from_what_cannot_be_read():
    texts = [
        "",
        " ",
        "－",
        "N/A",
        "n/a ",
        "#N/A",
        "暂无",
        "NULL",
        "not given",
        "0",
        "无锡",
        "nano",
        "-1",
        "x" * 99,
    ]
    assert are_nothing(texts).tolist() == [True] * 9 + [False] * 5
