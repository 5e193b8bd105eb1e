"""Headers: found, stated, or not there."""

import pytest

from geo.errors import ImportRefusedError
from geo.imports.grids import to_table
from geo.imports.limits import Limits
from tests.geo.imports.conftest import codes

LIMITS = Limits()
PLAIN = [(1, ["name", "x"]), (2, ["a", "1"])]


def table(records, kind="csv", **options):
    return to_table(records, kind, LIMITS, **options)


def test_the_first_row_is_the_header():
    made = table(PLAIN)

    assert (made.names, made.header_row, made.notes) == (["name", "x"], 1, [])


def test_a_first_row_with_a_number_is_data():
    made = table([(1, ["a", "1"]), (2, ["b", "2"])])

    assert made.names == ["column_1", "column_2"]
    assert [row.number for row in made.rows] == [1, 2]
    assert codes(made.notes) == ["no_header"]


@pytest.mark.parametrize(
    ("first", "is_header"),
    [
        (["名称", "经度", "纬度", "2021", "2022", "2023"], True),
        (["名称", "2021", "经度", "纬度", "x", "y"], True),
        (["甲", "121.5", "31.2", "1", "2", "3"], False),
        (["甲", "缺", "31.2", "1", "2", "3"], False),
        (["甲", "", "31.2", "", "", ""], False),
    ],
)
def test_years_are_names_and_words_may_be_missing_numbers(first, is_header):
    body = [(n, ["乙", "121.4", "31.1", "4", "5", "6"]) for n in (2, 3)]

    assert table([(1, first), *body]).header_row == int(is_header)


def test_titles_above_the_header_are_told():
    made = table([(1, ["候选地块 2023", "", ""]), (3, ["name", "x", "y"]), (4, ["a", "1", "2"])])

    assert made.header_row == 3
    assert [row.number for row in made.rows] == [4]
    assert str(made.notes[0]).endswith("row 3; rows above it are titles: 候选地块 2023")


def test_a_header_that_is_stated():
    assert table(PLAIN, header_row=0).names == ["column_1", "column_2"]
    assert table([*PLAIN, (3, ["b", "2"])], header_row=2).names == ["a", "1"]

    with pytest.raises(ImportRefusedError, match="header row “9” is not there; allowed: 0, 1, 2"):
        table(PLAIN, header_row=9)


def test_columns_without_a_name_or_with_a_taken_one():
    made = table([(1, ["", "x", "x", "geometry", ""]), (2, ["a", "b", "c", "d", ""])])

    assert made.names == ["column_1", "x", "x (2)", "geometry (2)"]
    assert codes(made.notes) == ["empty_header", "double_header", "renamed_geometry"]
    assert str(made.notes[2]) == (
        "the column “geometry” is called geometry (2), because the place has that name"
    )


def test_rows_of_workbooks_may_be_shorter_or_longer():
    made = table([(1, ["a", "b"]), (2, [1]), (3, [1, 2, 3])], "xlsx", header_row=1)

    assert made.names == ["a", "b", "column_3"]
    assert [row.cells for row in made.rows] == [[1, None, None], [1, 2, 3]]
    assert made.problems == []


def test_empty_rows_are_counted():
    assert str(table([*PLAIN, (3, ["", ""]), (5, ["b", "2"])]).notes[0]).startswith("2 empty rows")
