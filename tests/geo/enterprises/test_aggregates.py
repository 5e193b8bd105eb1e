import json
from dataclasses import replace
from pathlib import Path

import h3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.enterprises.aggregates import Aggregates, no_aggregates, read_aggregates
from geo.enterprises.errors import EnterpriseError
from tests.geo.enterprises.counted import DISTRICTS, INDUSTRIES, Row, aggregates_of

PLACES = [(121.4737, 31.2304), (121.4739, 31.2304), (121.588, 31.19), (121.121, 31.161), None]
ROWS = [
    Row(0, 0, 2019, PLACES[0], 2.5),
    Row(0, 0, 2019, PLACES[1], 1),
    Row(0, 2, 0, PLACES[0], 0),
    Row(1, 1, 2001, PLACES[2], 0.0001),
    Row(1, 0, 2001, None, 7),
]
ANY_ROWS = st.lists(
    st.builds(
        Row,
        st.integers(0, 1),
        st.integers(0, 2),
        st.sampled_from([0, 1999, 2020]),
        st.sampled_from(PLACES),
        st.integers(0, 10**9).map(lambda steps: steps / 10_000),
    ),
    max_size=8,
)


def test_tables_are_sorted_and_say_what_was_counted() -> None:
    found = aggregates_of(ROWS)
    assert found.by_district.to_pylist() == [
        {"district": "310101", "industry": "chips", "year": 2019, "count": 2, "weight": 35_000},
        {"district": "310101", "industry": "", "year": 0, "count": 1, "weight": 0},
        {"district": "310115", "industry": "chips", "year": 2001, "count": 1, "weight": 70_000},
        {"district": "310115", "industry": "retail", "year": 2001, "count": 1, "weight": 1},
    ]
    assert str(found.by_district.schema.field("year").type) == "int16"
    for table, level in ((found.by_cell, 9), (found.by_coarse_cell, 8)):
        cells = table["cell"].to_pylist()
        assert cells == sorted(cells)
        assert {h3.get_resolution(h3.int_to_str(cell)) for cell in cells} == {level}
        assert sum(table["count"].to_pylist()) == 4
        assert sum(table["weight"].to_pylist()) == 35_001
    assert found.has_weight


def test_without_weights_the_tables_weigh_nothing() -> None:
    found = aggregates_of(ROWS, has_weight=False)
    assert not found.has_weight
    assert set(found.by_district["weight"].to_pylist()) == {0}


@pytest.mark.parametrize("level", [9, 8, 7, 6, 5])
def test_cells_of_every_resolution_hold_everything(level: int) -> None:
    found = aggregates_of(ROWS).cells(level)
    expected: dict[int, int] = {}
    for row in ROWS:
        if row.place:
            cell = h3.str_to_int(h3.latlng_to_cell(row.place[1], row.place[0], 9))
            cell = h3.str_to_int(h3.cell_to_parent(h3.int_to_str(cell), level))
            expected[cell] = expected.get(cell, 0) + 1
    assert dict(zip(found["cell"].to_pylist(), found["count"].to_pylist(), strict=True)) == expected
    assert found.column_names == ["cell", "count", "weight"]


def test_cells_choose_an_industry_and_a_year() -> None:
    found = aggregates_of(ROWS)
    assert sum(found.cells(9, industry="chips")["count"].to_pylist()) == 2
    assert sum(found.cells(9, industry="")["count"].to_pylist()) == 1
    assert sum(found.cells(8, year=2019)["count"].to_pylist()) == 2
    assert sum(found.cells(7, "retail", 2001)["weight"].to_pylist()) == 1
    assert found.cells(8, "retail", 2019).num_rows == 0
    assert sum(found.cells(8, year=(2001, 2019))["count"].to_pylist()) == 3
    assert sum(found.cells(7, year=(2002, 2019))["count"].to_pylist()) == 2
    assert found.cells(8, year=(2002, 2018)).num_rows == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((10,), "resolution 10; allowed are 5 to 9"),
        ((4,), "allowed are 5 to 9"),
        ((9, None, 2019), "allowed are 5 to 8 .years are kept from there on"),
        ((9, "steel"), "no industry 'steel'; allowed are chips, retail and ''"),
    ],
)
def test_cells_refuses_what_is_not_kept(values: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        aggregates_of(ROWS).cells(*values)


@given(ANY_ROWS, ANY_ROWS, ANY_ROWS)
def test_merge_counts_as_if_all_were_one(first: list, second: list, third: list) -> None:
    parts = [aggregates_of(rows) for rows in (first, second, third)]
    whole = aggregates_of(first + second + third)
    assert Aggregates.merge(parts).equals(whole)
    assert Aggregates.merge([parts[2], Aggregates.merge(parts[:2])]).equals(whole)


def test_merge_refuses_aggregates_of_other_kinds() -> None:
    one, other = (aggregates_of(ROWS, has_weight=has) for has in (True, False))
    with pytest.raises(EnterpriseError, match="of 2 kinds") as caught:
        Aggregates.merge([one, other])
    assert caught.value.code == "not-one-kind"


def test_equals_sees_a_row_more() -> None:
    assert aggregates_of(ROWS).equals(aggregates_of(ROWS[::-1]))
    assert not aggregates_of(ROWS).equals(aggregates_of(ROWS[1:]))


def test_no_aggregates_add_nothing() -> None:
    nothing = no_aggregates(DISTRICTS, INDUSTRIES, has_weight=True)
    assert nothing.by_cell.num_rows == 0
    assert Aggregates.merge([nothing, aggregates_of(ROWS)]).equals(aggregates_of(ROWS))


def test_no_aggregates_refuses_too_many_industries() -> None:
    with pytest.raises(EnterpriseError, match="64 industries; allowed are up to 63"):
        no_aggregates(DISTRICTS, tuple(f"i{n}" for n in range(64)), has_weight=False)


@pytest.mark.parametrize("has_weight", [True, False])
def test_what_is_written_is_read(tmp_path: Path, has_weight: bool) -> None:
    for rows in (ROWS, []):
        found = aggregates_of(rows, has_weight=has_weight)
        found.write(tmp_path / "out")
        assert read_aggregates(tmp_path / "out").equals(found)


def test_what_an_older_one_wrote_is_read(tmp_path: Path) -> None:
    found = aggregates_of(ROWS)
    found.write(tmp_path)
    about = json.loads((tmp_path / "tally.json").read_text())
    for name in ("unread_weight", "unread_year"):
        del about["tally"][name]
    (tmp_path / "tally.json").write_text(json.dumps({**about, "version": 1}))
    assert read_aggregates(tmp_path).equals(found)


def test_what_is_synthetic_stays_so(tmp_path: Path) -> None:
    plain = aggregates_of(ROWS)
    made_up = replace(plain, is_synthetic=True)
    made_up.write(tmp_path)

    assert read_aggregates(tmp_path).is_synthetic
    assert read_aggregates(tmp_path).equals(made_up)
    assert not made_up.equals(plain)
    assert json.loads((tmp_path / "tally.json").read_text())["is_synthetic"] is True
    for name in ("by_district", "by_cell", "by_coarse_cell"):
        # As files of synthetic rows say it.
        assert pq.read_schema(tmp_path / f"{name}.parquet").metadata[b"synthetic"] == b"true"
    assert Aggregates.merge([plain, made_up]).is_synthetic
    assert not Aggregates.merge([plain, plain]).is_synthetic


def test_older_folders_do_not_say_that_they_are_synthetic(tmp_path: Path) -> None:
    found = aggregates_of(ROWS)
    found.write(tmp_path)
    about = json.loads((tmp_path / "tally.json").read_text())
    assert about.pop("is_synthetic") is False
    (tmp_path / "tally.json").write_text(json.dumps(about))

    assert read_aggregates(tmp_path).equals(found)


def _unknown_district(folder: Path) -> None:
    about = json.loads((folder / "tally.json").read_text())
    (folder / "tally.json").write_text(json.dumps({**about, "districts": ["310101"]}))


def _other_version(folder: Path) -> None:
    text = (folder / "tally.json").read_text()
    (folder / "tally.json").write_text(text.replace('"version": 2', '"version": 3'))


def _twice(folder: Path) -> None:
    table = pq.read_table(folder / "by_cell.parquet")
    pq.write_table(pa.concat_tables([table, table]), folder / "by_cell.parquet")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda folder: (folder / "tally.json").unlink(), "No such file"),
        (lambda folder: (folder / "by_cell.parquet").write_bytes(b"PAR1"), "by_cell|Parquet"),
        (_unknown_district, "column district names what the tally does not"),
        (_other_version, "'renxing-atlas-enterprises' 3, not"),
        (_twice, "not sorted, or there twice"),
    ],
)
def test_a_broken_folder_is_refused(tmp_path: Path, harm, message: str) -> None:
    aggregates_of(ROWS).write(tmp_path)
    harm(tmp_path)
    with pytest.raises(EnterpriseError, match=message) as caught:
        read_aggregates(tmp_path)
    assert caught.value.code == "no-aggregates"
