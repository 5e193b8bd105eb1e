import numpy as np
import pyarrow as pa
import pytest

from geo.enterprises.cells import numbers, to_typed, years
from geo.enterprises.chunk_rows import ChunkRows
from geo.enterprises.rejects import Reject


def test_numbers_reads_what_people_write():
    values, wrong, is_odd = numbers(
        pa.array([" 1.5", "１２", "+3", "nan", "-inf", None, "　", "1,5"])
    )

    assert values.to_pylist()[:3] == [1.5, 12.0, 3.0]
    assert np.isnan(values[3].as_py())
    assert values[4].as_py() == -np.inf
    assert values.to_pylist()[5:7] == [None, None]
    assert (wrong, is_odd) == ([7], True)


def test_numbers_of_plain_texts_are_not_odd():
    values, wrong, is_odd = numbers(pa.array(["1", "-2.5e3", None]))

    assert (values.to_pylist(), wrong, is_odd) == ([1.0, -2500.0, None], [], False)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2015", 2015),
        ("2015.0", 2015),
        ("2015-03-01", 2015),
        ("2015/3/1 12:00", 2015),
        ("2015年3月", 2015),
        ("20150301", 2015),
        ("２０１５", 2015),
        ("2015.5", 2015),
        (" ", None),
    ],
)
def test_years_reads_years_and_dates(text, year):
    values, wrong, _ = years(pa.array([text, None]))

    assert (values.to_pylist(), wrong) == ([year, None], [])


@pytest.mark.parametrize("text", ["去年", "20151301", "99999", "2015x", "15-03-2015"])
def test_years_tells_what_is_none(text):
    values, wrong, _ = years(pa.array(["2015", text]))

    assert (values.to_pylist(), wrong) == ([2015, None], [1])


def test_to_typed_names_the_first_wrong_cell_of_a_row():
    table = pa.table({"lon": ["1", "x", "2"], "lat": ["1", "y", "2"], "weight": ["1", "2", "z"]})
    columns = {"lon": (0, "经度"), "lat": (1, "纬度"), "weight": (2, "人数")}

    found = to_typed(ChunkRows(table, np.array([4, 6, 7]), 8, 0, 99), columns)

    assert found.rejects == [
        Reject(6, "经度", "x", "not-a-number"),
        Reject(7, "人数", "z", "wrong-type"),
    ]
    assert found.rows.tolist() == [4]
    assert found.table.to_pylist() == [{"lon": 1.0, "lat": 1.0, "weight": 1.0}]
