"""The kernel against plain loops over the same rows."""

import math

import h3
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.catalogue import Catalogue
from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.kernel import aggregate_rows
from geo.enterprises.placer import Placer
from geo.enterprises.raster_index import DistrictRaster

TYPES = pa.schema(
    [
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("district", pa.string()),
        ("industry", pa.string()),
        ("weight", pa.float64()),
        ("year", pa.int16()),
    ]
)
PLACES = {
    (121.4737, 31.2304): "310101",
    (121.588, 31.19): "310115",
    (114.06, 22.518): "440304",
    (118.0, 27.0): None,
}
TEXTS = ("人工智能芯片设计", "智能医疗", "餐饮", "", None)


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> IndustryWords:
    return IndustryWords.default(catalogue)


@pytest.fixture(scope="module")
def placer(raster: DistrictRaster, catalogue: Catalogue) -> Placer:
    return Placer(raster, DistrictNames(catalogue, ["shanghai", "shenzhen"]))


def table_of(rows: list[tuple]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(TYPES)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, TYPES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=TYPES)


ROWS = st.lists(
    st.builds(
        lambda place, district, text, weight, year: (*place, district, text, weight, year),
        st.sampled_from([*PLACES, (None, None), (math.nan, 31.0)]),
        st.sampled_from(["徐汇区", "无此区", None]),
        st.sampled_from(TEXTS),
        st.sampled_from([1.0, 2.25, None, -1.0, 1e10]),
        st.sampled_from([2019, 1800, None, 12]),
    ),
    max_size=12,
)


def expected(rows: list[tuple], words: IndustryWords) -> dict[tuple, list[int]]:
    """Count by district, cell, industry and year, row by row."""
    counts: dict[tuple, list[int]] = {}
    for lon, lat, district, text, weight, year in rows:
        if lon is None:
            place, cell = ("310104" if district == "徐汇区" else None), None
        else:
            place = PLACES.get((lon, lat))
            cell = None if place is None else h3.latlng_to_cell(lat, lon, 9)
        if place is None:
            continue
        year, weight = (0 if year == 12 else year), (0 if weight == -1.0 else weight)
        key = (place, cell, words.read(text or "").industry, year or 0)
        found = counts.setdefault(key, [0, 0])
        found[0] += 1
        found[1] += round((weight or 0) * 10_000)
    return counts


def gathered(counts: dict[tuple, list[int]], *places: int, level: int = 9) -> dict:
    found: dict[tuple, list[int]] = {}
    for key, (count, steps) in counts.items():
        if 1 in places:
            if key[1] is None:
                continue
            cell = h3.str_to_int(h3.cell_to_parent(key[1], level))
            key = (key[0], cell, *key[2:])
        total = found.setdefault(tuple(key[place] for place in places), [0, 0])
        total[0] += count
        total[1] += steps
    return found


def rows_of(table: pa.Table) -> dict:
    return {tuple(row.values())[:-2]: list(row.values())[-2:] for row in table.to_pylist()}


@settings(max_examples=60)
@given(rows=ROWS)
def test_rows_are_counted_as_a_loop_counts_them(
    placer: Placer, words: IndustryWords, rows: list[tuple]
) -> None:
    table = table_of(rows)
    counted = aggregate_rows(table, placer, words)
    found, counts = counted.aggregates, expected(rows, words)
    assert rows_of(found.by_district) == gathered(counts, 0, 2, 3)
    assert rows_of(found.by_cell) == gathered(counts, 1, 2)
    assert rows_of(found.by_coarse_cell) == gathered(counts, 1, 2, 3, level=8)
    tally = found.tally
    assert tally.read == len(rows) == tally.taken + tally.rejected
    assert tally.taken == sum(count for count, _ in counts.values()) == len(counted.taken.rows)
    assert tally.on_grid == sum(count for key, (count, _) in counts.items() if key[1])
    assert tally.on_grid + tally.by_district_only == tally.taken
    assert tally.rejected == len(counted.rejects) == len(list(counted.rejects.each(table)))
    taken = [rows[row] for row in counted.taken.rows]
    assert tally.no_year == sum(row[5] in (None, 12) for row in taken)
    assert tally.unread_year == sum(row[5] == 12 for row in taken)
    assert tally.unread_weight == sum(row[4] == -1.0 for row in taken)
    assert sum(map(len, counted.unread.values())) == tally.unread_year + tally.unread_weight
    assert tally.no_industry == sum(not row[3] for row in taken)
    assert tally.unmapped == sum(row[3] == "餐饮" for row in taken)
    mapped = sum(row["count"] for row in found.by_district.to_pylist() if row["industry"])
    assert mapped + tally.not_mapped == tally.taken
    parts = [aggregate_rows(part, placer, words).aggregates for part in (table[:5], table[5:])]
    assert Aggregates.merge(parts).equals(found)


def test_the_words_mean_what_the_test_takes_them_to_mean(words: IndustryWords) -> None:
    assert [words.read(text).industry for text in TEXTS[:3]] == ["chip-design", "healthcare", ""]


def test_a_table_needs_no_more_than_a_place(placer: Placer, words: IndustryWords) -> None:
    table = pa.table({"lon": [121.4737], "lat": [31.2304]})
    found = aggregate_rows(table, placer, words).aggregates
    assert found.by_district.to_pylist() == [
        {"district": "310101", "industry": "", "year": 0, "count": 1, "weight": 0}
    ]
    assert not found.has_weight
    assert (found.tally.no_industry, found.tally.no_year, found.tally.unmapped) == (1, 1, 0)
    named = aggregate_rows(pa.table({"district": ["徐汇区"]}), placer, words).aggregates
    assert (named.tally.by_district_only, named.by_cell.num_rows) == (1, 0)


def test_dictionaries_and_chunks_make_no_difference(placer: Placer, words: IndustryWords) -> None:
    rows = [(121.4737, 31.2304, "徐汇区", text, 1.0, 2019) for text in [*TEXTS] * 3]
    whole = table_of(rows)
    parts = pa.concat_tables([whole[:4], whole[4:]])
    encoded = parts.set_column(3, "industry", parts["industry"].dictionary_encode())
    found = [aggregate_rows(table, placer, words).aggregates for table in (whole, parts, encoded)]
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


@pytest.mark.parametrize(("datum", "shift"), [("GCJ-02", wgs84_to_gcj02), ("BD-09", wgs84_to_bd09)])
def test_other_datums_are_converted(placer: Placer, words: IndustryWords, datum, shift) -> None:
    places = np.array([place for place, adcode in PLACES.items() if adcode])
    lon, lat = shift(*places.T)
    other = Placer(placer.raster, placer.names, datum)
    counted = aggregate_rows(pa.table({"lon": lon, "lat": lat}), other, words)
    plain = aggregate_rows(pa.table({"lon": places[:, 0], "lat": places[:, 1]}), placer, words)
    assert counted.aggregates.equals(plain.aggregates)
    assert np.allclose(counted.taken.lon, places[:, 0], atol=1e-9)


def test_taken_rows_are_told_one_by_one(placer: Placer, words: IndustryWords) -> None:
    rows = [
        (118.0, 27.0, None, None, 1.0, 2019),
        (121.588, 31.19, None, "餐饮", 1.5, 2001),
        (None, None, "徐汇区", None, None, None),
    ]
    taken = aggregate_rows(table_of(rows), placer, words).taken
    assert taken.rows.tolist() == [1, 2]
    assert [placer.districts[code] for code in taken.districts] == ["310115", "310104"]
    assert np.isnan(taken.lon).tolist() == [False, True]
    assert (taken.cells >= 0).tolist() == [True, False]
    assert taken.industries.tolist() == [len(words.industries)] * 2
    assert taken.years.tolist() == [2001, 0]
    assert taken.steps is not None
    assert taken.steps.tolist() == [15_000, 0]


def test_weights_that_cannot_be_added_exactly_are_refused(
    placer: Placer, words: IndustryWords
) -> None:
    rows = [(121.588, 31.19, None, None, 1e11, None)] * 5000
    with pytest.raises(EnterpriseError, match=r"weights add up to 5e\+14"):
        aggregate_rows(table_of(rows), placer, words)
