import dataclasses
import io
import zipfile

import openpyxl
import pytest

from geo.exports.datasets import DATASETS
from geo.exports.table import ExportError, export_table
from geo.exports.xlsx_file import ABOUT_SHEET, LONGEST, read, write
from tests.geo.exports.conftest import HOSTILE

SITES, DISTRICTS = DATASETS["sites"], DATASETS["districts"]


def opened(table):
    return openpyxl.load_workbook(io.BytesIO(write(table)))


def test_another_library_reads_the_same_values(catalogue, dataset):
    table = export_table(catalogue, dataset, datum="GCJ-02")
    header, *rows = opened(table)[dataset.id].iter_rows(values_only=True)

    assert list(header) == [column.name for column in dataset.columns]
    for column, cells in zip(dataset.columns, zip(*rows, strict=True), strict=True):
        wanted = [
            None if value is None or value == "" else value
            for value in table.frame[column.name]
            .astype(object)
            .where(table.frame[column.name].notna(), None)
        ]
        assert list(cells) == wanted, column.name


def test_cells_are_typed_and_none_is_a_formula_or_a_link(with_names):
    book = opened(export_table(with_names(HOSTILE), SITES))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}

    assert types <= {"s", "n"}  # "f" would be a formula
    assert all(not cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)
    sheet = book["sites"]
    header = [cell.value for cell in sheet[1]]
    first = dict(zip(header, sheet[2], strict=True))
    assert first["name_zh"].value == "=1+1"
    assert first["name_zh"].data_type == "s"
    assert first["lon"].data_type == "n"


def test_adcodes_are_text_and_their_column_stays_text(catalogue):
    sheet = opened(export_table(catalogue, DISTRICTS))["districts"]

    assert sheet["A2"].value == "310101"
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["A"].width >= 8


def test_the_header_is_frozen_and_columns_fit_their_text(catalogue):
    sheet = opened(export_table(catalogue, SITES))["sites"]

    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet["A1"].font.bold
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert all(8 <= width <= 49 for width in widths)


def test_a_second_sheet_says_what_must_be_known(catalogue):
    book = opened(export_table(catalogue, SITES, datum="CGCS2000"))
    about = {row[0]: row[1] for row in book[ABOUT_SHEET].iter_rows(values_only=True)}

    assert book.sheetnames == ["sites", "说明 About"]
    assert about["坐标系"].startswith("CGCS2000（EPSG:4490）")
    assert about["目录指纹"] == catalogue.fingerprint


def test_the_times_inside_are_those_of_the_data(catalogue):
    table = export_table(catalogue, SITES)
    data = write(table)

    assert data == write(table)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        assert b"2023-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_text_that_no_cell_holds_is_refused(with_names):
    table = export_table(with_names(["x" * (LONGEST + 1)]), SITES)

    with pytest.raises(ExportError, match=r"row 2, column name_zh has 32768 characters"):
        write(table)
    assert write(dataclasses.replace(table, frame=table.frame.head(0)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"id,name\n", b"PK\x05\x06" + bytes(18)])
def test_read_refuses_what_is_no_workbook(data):
    with pytest.raises(ExportError, match="not an XLSX workbook"):
        read(data)
