"""XLSX: values only, dates as text, sheets to choose from."""

import io
from datetime import date, datetime, time

import pytest
import xlsxwriter

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from geo.imports.workbook import read_workbook
from tests.geo.imports.conftest import codes, xlsx, zipped


@pytest.fixture
def read_book(tmp_path):
    def read_book(data, limits=None, **request):
        path = tmp_path / "input"
        path.write_bytes(data)
        return read_workbook(path, ReadRequest(**request), limits or Limits())

    return read_book


def test_cells_keep_their_types(read_book):
    row = ["甲", 1, 1.5, True, date(2023, 1, 2), datetime(2023, 1, 2, 3, 4), time(5, 6), "007"]
    table = read_book(xlsx([f"c{n}" for n in range(8)], row))

    assert table.rows[0].number == 2
    assert table.rows[0].cells == [
        *("甲", 1, 1.5, True),
        *("2023-01-02", "2023-01-02 03:04:00", "05:06:00", "007"),
    ]


def test_sheets_are_listed_and_chosen(read_book):
    data = xlsx(sheet="空", 地块=[["name", "x"], ["a", 1]], 其他=[["n"], ["z"]])

    assert (read_book(data).layer, read_book(data).layers) == ("地块", ["空", "地块", "其他"])
    assert read_book(data, layer="其他").names == ["n"]
    with pytest.raises(ImportRefusedError, match="sheet “x” is not there; allowed: 空, 地块, 其他"):
        read_book(data, layer="x")


def test_merged_cells_and_titles_are_told(read_book):
    data = xlsx(["2023 候选地块"], [], ["name", "x", "y"], ["a", 1, 2], merge="A1:C1")
    table = read_book(data)

    assert table.names == ["name", "x", "y"]
    assert table.header_row == 3
    assert [row.number for row in table.rows] == [4]
    assert codes(table.notes) == ["title_rows", "merged_cells"]
    assert "A1:C1" in str(table.notes[1])


def test_rows_start_where_the_sheet_does(read_book):
    assert read_book(xlsx([], [], ["n", "x"], ["a", 1])).rows[0].number == 4


def test_formulas_are_not_run(read_book):
    """openpyxl stores no result, so there is none: nothing calculates it here."""
    table = read_book(xlsx(["n", "x"], ["a", "=1+1"], ["b", 2]))

    assert [row.cells for row in table.rows] == [["a", None], ["b", 2]]
    assert [str(note).partition(";")[0] for note in table.notes] == [
        "formulas of the workbook without a stored result, empty here: 1"
    ]


def test_errors_are_told(read_book):
    """Results of formulas are read, errors are empty: of both Excel stores the value."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["n", "x"])
        sheet.write_row(1, 0, ["a"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ["b"])
        sheet.write_formula(2, 1, "=1+1", None, 2)
    table = read_book(out.getvalue())

    assert [row.cells for row in table.rows] == [["a", None], ["b", 2]]
    assert codes(table.notes) == ["error_cells"]


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (xlsx(), "no sheet with cells"),
        (xlsx(["a", "b"]), "no row of data"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<"}), "cannot be read"),
    ],
)
def test_refused(read_book, data, match):
    with pytest.raises(ImportRefusedError, match=match):
        read_book(data)


def test_limits(read_book):
    wide = xlsx([f"c{n}" for n in range(12)], list(range(12)))
    long = xlsx(["a", "b"], *([n, n] for n in range(12)))

    with pytest.raises(ImportRefusedError, match="12 columns; allowed are 11"):
        read_book(wide, Limits(columns=11))
    with pytest.raises(ImportRefusedError, match="more than 11 rows"):
        read_book(long, Limits(rows=11))
