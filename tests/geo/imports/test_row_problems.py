import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from geo.exports.texts import clean_text, guard_formula
from geo.imports.messages import message
from geo.imports.row_problems import COLUMNS, RowProblem, problems_csv

REFUSED = RowProblem(
    7, "经度", "=1+1", message("not_a_number", axis="longitude", value="=1+1"), message("fill_in")
)
SAME = "only its position is that of row 7, other cells differ: it is taken"
TOLD = RowProblem(9, None, None, message("same_place", row=7), is_refused=False)


def rows_of(data):
    assert data.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_problems_csv():
    rows = rows_of(problems_csv([REFUSED, TOLD]))

    assert tuple(rows[0]) == COLUMNS
    assert rows[1:] == [
        ["7", "经度", "'=1+1", "no", "longitude “=1+1” is no number", str(REFUSED.suggestion)],
        ["9", "", "", "yes", SAME, ""],
    ]


def test_problems_csv_in_another_language():
    header = ("行", "列", "值", "已取", "问题", "建议")
    data = problems_csv([TOLD], say=lambda said: said.code, header=header, yes_no=("是", "否"))

    assert rows_of(data) == [list(header), ["9", "", "", "是", "same_place", ""]]


def test_as_a_sentence():
    assert str(TOLD) == f"row 9: {SAME}"
    assert str(REFUSED).startswith("row 7, column 经度: longitude “=1+1” is no number; fill it in")


def test_json_both_ways():
    for problem in (REFUSED, TOLD):
        assert RowProblem.from_json(json.loads(json.dumps(problem.to_json()))) == problem


@given(st.text(max_size=50), st.text(max_size=50))
def test_no_cell_becomes_a_formula(column, value):
    problem = RowProblem(1, column, value, message("not_a_place", value=value))
    _, row = rows_of(problems_csv([problem]))

    assert row[1:3] == [guard_formula(clean_text(column)), guard_formula(clean_text(value))]
