import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.source_table import Row, SourceTable, check_size, clean_texts, name_columns


@pytest.mark.parametrize(
    ("columns", "rows", "code"),
    [(501, 1, "too_many_columns"), (1, 100_001, "too_many_rows"), (31, 99_999, "too_many_cells")],
)
def test_check_size(columns, rows, code):
    check_size(30, 100_000, Limits())

    with pytest.raises(ImportRefusedError) as caught:
        check_size(columns, rows, Limits())
    assert caught.value.code == code


def test_column():
    table = SourceTable("csv", ["a", "b"], [Row(2, [1, 2]), Row(5, [3, None])])

    assert list(table.column(1)) == [(2, 2), (5, None)]


def test_clean_texts():
    table = SourceTable("geojson", ["a\x00", "b"], [Row(1, ["\ud800x", 1]), Row(2, ["甲😀", None])])
    clean_texts(table)

    assert table.names == ["a\ufffd", "b"]
    assert [row.cells for row in table.rows] == [["\ufffdx", 1], ["甲😀", None]]
    assert str(table.notes[0]).startswith("2 texts held characters that cannot be stored")


@given(st.lists(st.text(max_size=8) | st.sampled_from(["a", "a (2)", "column_2", "geometry"])))
def test_name_columns_gives_each_a_name_of_its_own(texts):
    names, _ = name_columns(texts, taken=("geometry",))

    assert len(set(names)) == len(names) == len(texts)
    assert "geometry" not in names
    assert all(name.strip() for name in names)
