import numpy as np
import pyarrow as pa
import pytest

from geo.enterprises.cells import is_readable, numbers, to_typed, years
from geo.enterprises.chunk_rows import ChunkRows
from geo.enterprises.rejects import Reject
from geo.enterprises.sums import LARGEST_WEIGHT


def test_numbers_reads_what_people_write():
    values, wrong, is_odd = numbers(
        pa.array([" 1.5", "１２", "+3", "nan", "-inf", None, "　", "1,5"])
    )

    assert values.to_pylist()[:3] == [1.5, 12.0, 3.0]
    assert np.isnan(values[3].as_py())
    assert values.to_pylist()[4:7] == [-np.inf, None, None]
    assert (wrong.tolist(), is_odd) == ([7], True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("1，200", 1200),
        ("1,234,567.5", 1234567.5),
        ("12,00", None),
        ("1,2000", None),
    ],
)
def test_numbers_reads_commas_between_thousands_where_there_can_be_some(text, value):
    column = pa.array([text, "7"])

    values, wrong, _ = numbers(column, thousands=True)

    assert (values.to_pylist(), wrong.tolist()) == ([value, 7.0], [] if value else [0])
    if "." not in text:
        assert numbers(column)[1].tolist() == [0]


@pytest.mark.parametrize(
    "text", ["-", "--", "—", "/", "无", "不详", "未知", "N/A", "na", "#N/A", "None"]
)
def test_a_cell_that_says_there_is_nothing_is_not_wrong(text):
    for values, wrong, _ in (numbers(pa.array([text, "7"])), years(pa.array([text, "7"]))):
        assert (values.to_pylist(), wrong.tolist()) == ([None, 7], [])


@pytest.mark.parametrize("text", ["50-99人", "20人以下", "50人", "约50人", "1.2万"])
def test_numbers_tells_what_is_none(text):
    values, wrong, _ = numbers(pa.array(["1", text, None, text]), thousands=True)

    assert (values.to_pylist(), wrong.tolist()) == ([1, None, None, None], [1, 3])


def test_numbers_of_plain_texts_are_not_odd():
    values, wrong, is_odd = numbers(pa.array(["1", "-2.5e3", None]))

    assert (values.to_pylist(), wrong.tolist(), is_odd) == ([1.0, -2500.0, None], [], False)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2015", 2015),
        ("2015.0", 2015),
        ("2015-03-01", 2015),
        ("2015/3/1 12:00", 2015),
        ("2015年3月", 2015),
        ("20150301", 2015),
        ("20150301 10:00", 2015),
        ("20150301100000", 2015),
        ("２０１５", 2015),
        ("2015.5", 2015),
        (" ", None),
    ],
)
def test_years_reads_years_and_dates(text, year):
    values, wrong, _ = years(pa.array([text, None]))

    assert (values.to_pylist(), wrong.tolist()) == ([year, None], [])


@pytest.mark.parametrize("text", ["去年", "20151301", "43591", "2015x", "15-03-2015"])
def test_years_tells_what_is_none(text):
    values, wrong, is_odd = years(pa.array(["2015", text]))

    assert (values.to_pylist(), wrong.tolist(), is_odd) == ([2015, None], [1], True)


def test_to_typed_names_the_first_wrong_cell_of_a_row():
    table = pa.table({"lon": ["1", "x", "2"], "lat": ["1", "y", "2"], "weight": ["1", "2", "z"]})
    columns = {"lon": (0, "经度"), "lat": (1, "纬度"), "weight": (2, "人数")}

    found = to_typed(ChunkRows(table, np.array([4, 6, 7]), 8, 0, 99), columns)

    assert found.rejects == [Reject(6, "经度", "x", "not-a-number")]
    assert found.rows.tolist() == [4, 7]
    assert found.table.to_pylist() == [
        {"lon": 1.0, "lat": 1.0, "weight": 1.0},
        {"lon": 2.0, "lat": 2.0, "weight": None},
    ]


def test_to_typed_notes_what_costs_a_row_only_one_cell():
    table = pa.table(
        {"weight": ["x", "y", "1"], "lon": ["a", "1", "2"], "year": ["8", "去年", "9"]}
    )
    columns = {"lon": (0, "经度"), "weight": (1, "人数"), "year": (2, "年份")}

    found = to_typed(ChunkRows(table, np.array([4, 6, 7]), 8, 0, 99), columns)

    assert [reject.row for reject in found.rejects] == [4]  # which is left out, so it has no note
    assert found.notes.to_pylist() == [
        {"row": 6, "column": "人数", "value": "y", "reason": "unread-weight"},
        {"row": 6, "column": "年份", "value": "去年", "reason": "unread-year"},
    ]


@pytest.mark.parametrize(
    ("text", "weight", "year"),
    [
        ("-", True, True),
        ("nan", True, True),
        ("0", True, True),
        ("7", True, False),
        ("2019", True, True),
        ("2019-05-06", False, True),
        ("1,800", True, False),
        ("1799", True, False),
        ("-3", False, False),
        ("若干", False, False),
        (f"{LARGEST_WEIGHT + 1:.0f}", False, False),
        ("inf", False, False),
    ],
)
def test_a_cell_can_be_read_if_the_row_counts_with_it_or_holds_nothing(text, weight, year):
    assert (is_readable(text, "weight"), is_readable(text, "year")) == (weight, year)
