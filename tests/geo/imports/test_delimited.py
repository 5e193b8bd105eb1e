"""CSV, TXT and pasted rows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.exports.texts import guard_formula, unguard_formula
from geo.imports.delimited import find_delimiter, read_delimited
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from tests.geo.imports.conftest import codes, csv_of, told

CELLS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
    | st.sampled_from("=+-@'\"\t\r\n,;| "),
    max_size=20,
)


def read(data, limits=None, **request):
    text = data.encode() if isinstance(data, str) else data
    return read_delimited(text, ReadRequest(**request), limits or Limits())


def cells(table):
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiter_is_found(sign):
    table = read(f"name{sign}x{sign}y\na{sign}1{sign}2\nb{sign}3{sign}4\n")

    assert table.delimiter == sign
    assert table.names == ["name", "x", "y"]
    assert cells(table) == [["a", "1", "2"], ["b", "3", "4"]]
    assert [row.number for row in table.rows] == [2, 3]
    assert table.notes == []


def test_decimal_commas_do_not_delimit():
    table = read("名称;经度;纬度\n甲;121,4737;31,2304\n乙;121,5;31,2\n")

    assert table.delimiter == ";"
    assert cells(table)[0] == ["甲", "121,4737", "31,2304"]


def test_a_delimiter_that_is_not_sure_is_told():
    chosen, notes = find_delimiter("a;b,c\n1;2,3\n")

    assert chosen == ";"
    assert codes(notes) == ["delimiter_unsure"]
    assert notes[0].values == {"chosen": ";", "others": [","]}


def test_a_delimiter_that_is_stated_is_taken():
    assert read("a;b,c\n1;2,3\n", delimiter=",").names == ["a;b", "c"]

    with pytest.raises(ImportRefusedError, match="delimiter “x” is not there"):
        read("a,b\n", delimiter="x")


def test_one_column():
    table = read("坐标\n上海\n")

    assert table.names == ["坐标"]
    assert "one_column" in codes(table.notes)


def test_the_line_of_excel_that_names_the_delimiter():
    table = read("sep=;\r\na;b\r\n1;2\r\n")

    assert table.names == ["a", "b"]
    assert table.rows[0].number == 2
    assert "separator_line" in codes(table.notes)


def test_cells_of_several_lines_are_one_row():
    table = read('a,b\n"1\n2",x\n\n3,"y ""z"""\n')

    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ["1\n2", "x"]),
        (4, ["3", 'y "z"']),
    ]
    assert codes(table.notes) == ["empty_rows"]


def test_rows_that_do_not_fit_the_header_are_told():
    table = read("a,b\n1,2\n1,2,3\n1\n1,2,,\n")

    assert cells(table) == [["1", "2"], ["1", "2"]]
    assert told(table.problems) == [(3, "too_many"), (4, "too_few")]
    assert table.problems[0].value == "1|2|3"


def test_formula_guards_are_taken_away_and_told():
    table = read("name,x\n'=1+1,1\n'quoted,2\n")

    assert cells(table) == [["=1+1", "1"], ["'quoted", "2"]]
    assert "1 cells began with an apostrophe" in str(table.notes[0])


@pytest.mark.parametrize(
    ("text", "code", "match"),
    [
        ('a,b\n1,"2\n3,4\n', "unclosed_quote", "row 2 opens a quotation mark"),
        ('a,b\n1,"2" 3\n', "bad_quote", "row 2 has text after a closing"),
        ("a,b\n1,2\x00\n", "nul_byte", "line 2 holds a NUL byte"),
        ("a,b\n" + "x" * (1024 * 1024 + 1) + ",1\n", "long_line", "allowed are 1,048,576"),
        ('a,b\n"' + "x\n" * (600 * 1024) + '",1\n', "long_cell", "row 2 has a cell of more"),
        (",".join(map(str, range(501))) + "\n", "too_many_columns", "501 columns; allowed are 500"),
        ("a,b\n", "no_rows", "no row of data"),
        ("\n\n", "no_rows", "no row of data"),
    ],
)
def test_refused(text, code, match):
    with pytest.raises(ImportRefusedError, match=match) as caught:
        read(text)

    assert caught.value.code == code


def test_too_many_rows():
    limits = Limits(rows=10)
    read("a,b\n" + "1,2\n" * 10, limits)

    with pytest.raises(ImportRefusedError, match="more than 10 rows"):
        read("a,b\n" + "1,2\n" * 11, limits)
    with pytest.raises(ImportRefusedError, match="more than 10 rows"):
        read("a,b\n" + "1,2\n" * 100, limits)


def test_utf_16():
    assert read("名称\t值\n甲\t1\n".encode("utf-16")).names == ["名称", "值"]


def test_a_million_columns():
    with pytest.raises(ImportRefusedError, match="allowed"):
        read(csv_of(",".join("1" * 400_000), "1"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_rows_come_back_as_they_were_written(rows):
    """Written with guards, as our own exports are; rows without any cell are no rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["name", "note"])
    writer.writerows([[guard_formula(cell) for cell in row] for row in rows])
    kept = [[unguard_formula(guard_formula(cell)) for cell in row] for row in rows]
    filled = [row for row in kept if any(cell.strip() for cell in row)]
    if not filled:
        return
    table = read("\ufeff" + out.getvalue(), delimiter=",", header_row=1)

    assert cells(table) == filled


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        table = read(text.encode("utf-8", "replace"))
    except ImportRefusedError:
        return
    assert all(len(row.cells) == len(table.names) for row in table.rows)
