"""What columns hold, and what they may not be taken for."""

import pytest

from geo.imports.columns import (
    MOST_OTHERS,
    Column,
    describe_column,
    describe_columns,
    read_number,
    text_of,
)
from geo.imports.limits import Limits
from geo.imports.source_table import Row, SourceTable
from tests.geo.imports.conftest import codes


def describe(*cells):
    table = SourceTable("csv", ["c"], [Row(place, [cell]) for place, cell in enumerate(cells, 2)])
    columns, notes = describe_columns(table, Limits())
    return columns[0], notes


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1.5", "2", ""], "number"),
        ([1.5, 2], "number"),
        (["1", "2"], "integer"),
        (["007", "123"], "text"),
        (["310101", "310104"], "integer"),
        (["1234567890123456", "1"], "text"),
        (["是", "否"], "boolean"),
        ([True, False], "boolean"),
        (["true", "FALSE"], "boolean"),
        (["2023-01-31", "2023年1月31日", "2023/1/31 08:00:00"], "date"),
        (["甲", "1"], "mixed"),
        (["甲", "乙", "1"], "text"),
        (["", None, " "], "empty"),
        (["NaN", "1", "2"], "mixed"),
    ],
)
def test_type(cells, kind):
    assert describe(*cells)[0].type == kind


def test_samples_and_range():
    column, notes = describe("3", "1", "1", "10", "7")

    assert (column.low, column.middle, column.high) == (1, 3, 10)
    assert column.samples == ("3", "1", "10")
    assert (column.filled, notes) == (5, [])


def test_decimal_comma():
    column, notes = describe("121,4737", "31,2", "7")

    assert (column.type, column.decimal, column.high) == ("number", ",", 121.4737)
    assert codes(notes) == ["decimal_comma"]


def test_a_comma_that_may_part_thousands_is_text():
    column, notes = describe("1,234", "5,678")

    assert (column.type, column.decimal, column.comma) == ("text", ".", "1,234")
    assert codes(notes) == ["comma_unsure"]


def test_a_comma_is_asked_about_among_plain_numbers_only():
    assert describe("15,000", "12000", "9000")[0].comma == "15,000"
    assert describe("15,000", "12000.5", "面议")[0].comma == "15,000"
    assert describe("见 1,234", "甲", "5,678", "乙")[0].comma is None
    assert describe(121.5, 31)[0].comma is None


def test_one_cell_that_is_clear_says_what_commas_do():
    column, notes = describe("15,000", "1,200.5", "9000")

    assert (column.type, column.thousands, column.high) == ("number", True, 15000)
    assert [str(note) for note in notes] == ["in column c commas part thousands, as in “1,200.5”"]
    column, _ = describe("1,234,567", "１５，０００", "8")
    assert (column.type, column.high, column.comma) == ("integer", 1234567, None)


@pytest.mark.parametrize(("comma", "high"), [("thousands", 15000), ("decimal", 15)])
def test_what_was_said_of_commas_counts(comma, high):
    cells = [(2, "15,000"), (3, "8")]
    column = describe_column("c", cells, Limits(), [], comma)

    assert (column.is_number, column.high, column.comma) == (True, high, "15,000")
    assert read_number("15,000", column) == high


def test_a_mixed_column_has_the_range_of_its_numbers():
    column, _ = describe("1", "2", "4", "约3")

    assert (column.type, column.low, column.middle, column.high) == ("mixed", 1, 2, 4)


def test_commas_among_points_are_no_numbers():
    assert describe("121,47", "121.5", "121.6")[0].type == "mixed"
    assert describe("121,4737", "甲", "乙")[0].type == "text"


def test_what_is_mixed_is_told_with_the_row():
    _, notes = describe("1", "2", "约3")

    assert str(notes[0]) == "column c holds numbers and other things, first in row 4: “约3”"


def test_a_mixed_column_counts_its_numbers_and_names_the_others():
    column, _ = describe("1", "2", "面议", "3", *"abcdef", *"456789")

    assert (column.numbers, column.filled) == (9, 16)
    assert column.others[:2] == ((4, "面议"), (6, "a"))
    assert len(column.others) == MOST_OTHERS
    assert describe("甲", "乙", "1")[0].others == ()


@pytest.mark.parametrize("cells", [("1", "2"), ("1", "约3")])
def test_json_both_ways(cells):
    column, _ = describe(*cells)

    assert Column.from_json(column.to_json()) == column


def test_text_of():
    assert [text_of(cell) for cell in (None, True, 1, 1.5, "a")] == ["", "true", "1", "1.5", "a"]
