from decimal import Decimal

import pytest

from geo.exports.report.blocks import Column, Table
from layers.report_items import Maker
from layers.report_tables import shown, table_items
from layers.sheet_canvas import Canvas
from layers.sheet_fonts import SheetFonts


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (None, Column("a"), ""),
        (None, Column("a", "number"), "–"),
        ("", Column("a", "integer"), "–"),
        ("=1+1", Column("a"), "=1+1"),
        ("x" * 500, Column("a"), "x" * 400 + "…"),
        (12345, Column("a", "integer"), "12,345"),
        (0.1234567, Column("a", "number"), "0.1235"),
        (0.1234567, Column("a", "number", 2), "0.12"),
        (Decimal("1500000"), Column("a", "number", 2), "1,500,000.00"),
        (0.125, Column("a", "share"), "12.5 %"),
        (0.32, Column("a", "share"), "32.0 %"),
        (1234.0, Column("a", "metres"), "1.2 km"),
    ],
)
def test_a_cell_is_written_as_its_column_is_read(cell, column, text):
    assert shown(cell, column) == text


def drawn(fonts, table, most):
    canvas = Canvas((210.0, 297.0), fonts)
    items = table_items(Maker(fonts, 180.0), table, most=most, left_out="{n} more")
    for item in items:
        item.draw(canvas, 10, 200)
    return items, canvas.texts


def test_rows_beyond_the_bound_are_counted(fonts):
    table = Table("t", "Title", (Column("A"), Column("B", "integer")), (("x", 1), ("y", 2)), "why")
    _, whole = drawn(fonts, table, 2)
    items, cut = drawn(fonts, table, 1)

    assert whole == ["Title", "A", "B", "x", "1", "y", "2", "why"]
    assert cut == ["Title", "A", "B", "x", "1", "1 more", "why"]
    assert [item.head is not None for item in items] == [False, False, True, False, False]


def test_long_cells_make_a_row_higher(fonts):
    short, long = (
        Table("t", "", (Column("A"), Column("B")), ((text, "b"),)) for text in ("a", "word " * 60)
    )

    assert drawn(fonts, long, 1)[0][-1].height > 2 * drawn(fonts, short, 1)[0][-1].height


def test_words_of_a_header_are_not_broken(fonts):
    columns = (
        Column("Edition", width=0.1),
        Column("年度", width=0.1),
        Column("Address", width=8.0),
    )

    _, texts = drawn(fonts, Table("t", "", columns, (("2018", "2018", "x"),)), 10)

    assert {"Edition", "Address"} <= set(texts)
