"""A report as a workbook, read back by another library."""

import doctest
import io

import openpyxl
import pytest

from geo.exports import study_workbook as module
from geo.exports.study_workbook import study_workbook, tables_of
from geo.exports.xlsx_file import LONGEST
from tests.geo.exports.report.subjects import HOSTILE, example_subject, small_subject
from tests.geo.study.documents import candidates


def opened(subject):
    return openpyxl.load_workbook(io.BytesIO(study_workbook(subject)))


def test_examples_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_library_reads_the_same_cells(catalogue, language):
    subject = example_subject(catalogue, language)
    book = opened(subject)
    for sheet, table in zip(book.worksheets[1:], tables_of(subject), strict=True):
        header, *rows = sheet.iter_rows(values_only=True)
        assert list(header) == [column.title for column in table.columns]
        wanted = [tuple(cell if cell != "" else None for cell in row) for row in table.rows]
        for row, expected in zip(rows, wanted, strict=True):
            # A workbook keeps 16 digits of a number.
            numbers = [x if x is None or isinstance(x, str) else float(x) for x in expected]
            assert list(row) == [
                pytest.approx(x, rel=1e-15) if isinstance(x, float) else x for x in numbers
            ]


def test_every_part_of_the_report_has_its_sheet(catalogue):
    found = [table.id for table in tables_of(example_subject(catalogue))]

    assert found == [
        "ranking", "contributions", "values", "criteria", "measurements", "exclusions",
        "warnings", "sensitivity", "flips", "comparison", "chosen", "assignment", "fund",
        "candidates", "situations", "quotes", "documents", "imports",
    ]  # fmt: skip


def test_no_cell_is_a_formula_or_a_link(catalogue):
    layer = candidates({"=1+1": [1.0, 2.0], "room": [2.0, 1.0]})
    layer["columns"] |= {"@note": "text"}
    for feature in layer["features"]:
        feature["name"] = HOSTILE
        feature["values"]["@note"] = "+cmd|' /C calc'!A0"
    criterion = {
        "id": "c", "title": "=2+2", "measure": {"kind": "column", "name": "=1+1"},
        "direction": "more",
    }  # fmt: skip
    weighting = {"id": "w", "name": "=3+3", "numbers": {"c": 1.0}}
    subject = small_subject(
        catalogue, title="=4+4", layers=[layer], criteria=[criterion], weightings=[weighting]
    )
    cells = [cell for sheet in opened(subject) for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n"}  # "f" would be a formula
    assert not any(cell.hyperlink for cell in cells)
    values = {cell.value for cell in cells}
    assert {"=1+1", "=2+2", "=4+4", "@note", "+cmd|' /C calc'!A0", f"{HOSTILE} [n0]"} <= values


def test_headers_are_frozen(catalogue):
    assert all(sheet.freeze_panes == "A2" for sheet in opened(small_subject(catalogue)))


def test_the_same_study_gives_the_same_bytes(catalogue):
    assert study_workbook(small_subject(catalogue)) == study_workbook(small_subject(catalogue))


def test_what_no_cell_can_hold_is_cut_and_said(catalogue):
    layer = candidates({"rent": [1.0], "room": [1.0]})
    layer["columns"] |= {"essay": "text"}
    layer["features"][0]["values"]["essay"] = "字" * (LONGEST + 10)
    book = opened(small_subject(catalogue, layers=[layer]))
    cell = book["Candidates"].cell(2, book["Candidates"].max_column).value

    assert len(cell) <= LONGEST
    assert cell.endswith("… (+44)")


def test_an_unfinished_study_has_a_workbook_too(catalogue):
    book = opened(small_subject(catalogue, criteria=[], weightings=[], ranking={}))

    assert book.sheetnames[:2] == ["Summary", "Candidates"]
    assert "no criterion" in book["Summary"]["B2"].value + book["Summary"]["B3"].value
