"""Coordinates of rows: read, judged, converted once."""

import numpy as np
import pytest

from geo.imports.columns import Column
from geo.imports.guesses import CoordinateColumns
from geo.imports.placing import place_rows, read_coordinates
from geo.imports.preview import SourceRow
from tests.geo.imports.conftest import told

DEGREES = CoordinateColumns("degrees", "x", "y")


def place(*pairs, datum="WGS-84", kind="degrees", decimal="."):
    columns = [Column(name, "number", 1, (), decimal=decimal) for name in ("name", "y", "x")]
    rows = [SourceRow(n, ("甲", y, x)) for n, (x, y) in enumerate(pairs, start=2)]
    return place_rows(rows, columns, CoordinateColumns(kind, "x", "y"), datum)


def test_good_rows():
    found = place(("121.4737", "31.2304"), (121.5, 31), ("121°30′E", "北纬31.5度"))

    np.testing.assert_array_equal(found.lon, [121.4737, 121.5, 121.5])
    np.testing.assert_array_equal(found.lat, [31.2304, 31, 31.5])
    assert (found.problems, found.notes) == ([], [])


def test_decimal_commas():
    assert place(("121,4737", "31,2304"), decimal=",").lon.tolist() == [121.4737]


@pytest.mark.parametrize(
    ("x", "y", "code", "column", "value"),
    [
        ("", "31", "missing_coordinate", "x", ""),
        ("121", None, "missing_coordinate", "y", ""),
        ("NaN", "31", "non_finite", "x", "NaN"),
        ("121", "-Infinity", "non_finite", "y", "-Infinity"),
        ("1e999", "31", "non_finite", "x", "1e999"),
        (float("inf"), 31, "non_finite", "x", "inf"),
        ("约121", "31", "not_a_number", "x", "约121"),
        ("121,5", "31", "not_a_number", "x", "121,5"),
        ("31.2", "121.5", "swapped", None, "31.2, 121.5"),
        ("1e308", "31", "out_of_range", None, "1e308, 31"),
        ("31.20 ", "121.50", "swapped", None, "31.20, 121.50"),
        (True, "31", "not_a_number", "x", "true"),
    ],
)
def test_bad_rows_are_told_with_their_cell(x, y, code, column, value):
    found = place((121.5, 31.2), (x, y))

    assert told(found.problems) == [(3, code)]
    assert (found.problems[0].column, found.problems[0].value) == (column, value)
    assert found.problems[0].suggestion is not None
    assert np.isnan(found.lon).tolist() == np.isnan(found.x).tolist() == [False, True]


def test_metres():
    pairs = [(40_547_000, 3_456_000), (547_000, 3_456_000), (3_456_000, 547_000), (39_547_000, 3e6)]
    found = place(*pairs, datum="EPSG:4549", kind="metres")

    assert told(found.problems) == [(4, "swapped_metres"), (5, "zone_mismatch")]
    assert found.lon[0] == found.lon[1]
    assert found.lon[0] == pytest.approx(120.4932826)
    assert [note.code for note in found.notes] == ["prefix_removed"]


def test_what_a_projection_cannot_hold():
    found = place((500_000, 3_456_000), (1e12, 3_456_000), datum="EPSG:32651", kind="metres")

    assert told(found.problems) == [(3, "out_of_range")]


def test_pairs_in_one_column():
    rows = [
        SourceRow(n, (text,))
        for n, text in enumerate(["121.5,31.2", "31.2N 121.5E", "", "上海", None], start=2)
    ]
    columns = [Column("坐标", "text", 3, ())]
    found = place_rows(rows, columns, CoordinateColumns("pair", "坐标", "坐标"), "WGS-84")

    assert found.lon[:2].tolist() == [121.5, 121.5]
    assert told(found.problems) == [
        (4, "missing_geometry"),
        (5, "not_a_place"),
        (6, "missing_geometry"),
    ]


PAIRS = ["121.5,31.2", "31.11,121.39", "31.2N 121.5E"]


def placed_pairs(order):
    rows = [SourceRow(n, (text,)) for n, text in enumerate(PAIRS, start=2)]
    coordinates = CoordinateColumns("pair", "坐标", "坐标", order=order)
    return place_rows(rows, [Column("坐标", "text", 3, ())], coordinates, "WGS-84")


@pytest.mark.parametrize(
    ("order", "swapped", "lon", "turned"),
    [
        ("x_first", 3, [121.5, np.nan, 121.5], set()),
        ("y_first", 2, [np.nan, 121.39, 121.5], {3}),
    ],
)
def test_pairs_have_one_order(order, swapped, lon, turned):
    found = placed_pairs(order)

    np.testing.assert_array_equal(found.lon, lon)
    assert told(found.problems) == [(swapped, "swapped")]
    assert (found.problems[0].column, found.problems[0].value) == ("坐标", PAIRS[swapped - 2])
    assert found.turned == turned


def test_without_an_order_each_turned_pair_is_told():
    found = placed_pairs(None)

    assert [(problem.row, problem.is_refused) for problem in found.problems] == [(3, False)]
    assert found.problems[0].message.code == "read_lat_first"
    assert found.lat.tolist() == [31.2, 31.11, 31.2]


def test_read_coordinates_knows_no_datum():
    columns = [Column("x", "number", 1, ()), Column("y", "number", 1, ())]
    found = read_coordinates([SourceRow(2, (31.2, 121.5))], columns, DEGREES)

    assert (found.x.tolist(), found.problems) == ([31.2], [])
    assert np.isnan(found.lon).all()
