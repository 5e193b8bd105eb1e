"""Proposals of coordinate columns; when in doubt, none."""

import pytest

from geo.imports.columns import Column
from geo.imports.guesses import CoordinateColumns, guess_coordinates, kind_of_columns


def number(name, low, high=None, kind="number"):
    high = low if high is None else high
    return Column(name, kind, 3, (str(low),), low, (low + high) / 2, high)


def text(name, *samples):
    return Column(name, "text", len(samples), samples)


def shown(found):
    return found and (found.kind, found.x, found.y, found.reason.code)


LON, LAT = (121.1, 121.9), (30.9, 31.5)
E40, EAST, NORTH = (40_540_000, 40_560_000), (540_000, 560_000), (3_440_000, 3_460_000)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("lon", "lat"),
        ("Longitude", "Latitude"),
        ("经度", "纬度"),
        ("lng", "lat"),
        ("gcj_lng", "gcj_lat"),
        ("经度(E)", "纬度(N)"),
        ("wgs84_lon", "wgs84_lat"),
        ("X", "Y"),
        ("x坐标", "y坐标"),
        ("POINT_X", "POINT_Y"),
    ],
)
def test_by_names(x, y):
    found = guess_coordinates([number("n", 1), number(y, *LAT), number(x, *LON)])

    assert shown(found) == ("degrees", x, y, "by_names")


def test_names_count_although_single_rows_are_wrong():
    columns = [Column("lon", "number", 3, (), 0, 121.5, 1e9), Column("lat", "mixed", 3, ())]

    assert shown(guess_coordinates(columns)) == ("degrees", "lon", "lat", "names_only")


@pytest.mark.parametrize(
    ("x", "y", "east", "north"),
    [
        ("easting", "northing", EAST, NORTH),
        ("东坐标", "北坐标", E40, NORTH),
        ("横坐标Y", "纵坐标X", E40, NORTH),
        ("X", "Y", E40, NORTH),
    ],
)
def test_metres_by_names(x, y, east, north):
    found = guess_coordinates([number(x, *east), number(y, *north)])

    assert shown(found) == ("metres", x, y, "by_names")


def test_surveyors_call_northing_x():
    found = guess_coordinates([number("X", *NORTH), number("Y", *E40)])

    assert shown(found) == ("metres", "Y", "X", "by_survey")


def test_by_values():
    found = guess_coordinates([number("a", *LON), number("b", *LAT), number("c", 700)])

    assert shown(found) == ("degrees", "a", "b", "by_values")
    found = guess_coordinates([number("a", *NORTH), number("b", *E40)])
    assert shown(found) == ("metres", "b", "a", "by_values")


@pytest.mark.parametrize(("x", "y"), [("X", "Y"), ("东坐标", "北坐标")])
def test_metres_of_a_grid_that_is_no_zone(x, y):
    found = guess_coordinates([number(x, -2100), number(y, 3500)])

    assert shown(found) == ("metres", x, y, "names_only")
    pairs = text("坐标", "121.5,31.2")
    assert guess_coordinates([number(x, -2100), number(y, 3500), pairs]).kind == "pair"


def test_counts_are_no_degrees():
    columns = [number("员工", 80, 130, "integer"), number("项目", 4, 50, "integer")]

    assert guess_coordinates(columns) is None


@pytest.mark.parametrize(
    "columns",
    [
        [],
        [text("name", "甲")],
        [number("lon", *LON), number("lon2", *LON), number("lat", *LAT)],
        [number("a", *LON), number("b", *LON), number("c", *LAT)],
        [number("X", 1, 2), number("Y", 3, 4)],
        [number("lon", *LON)],
        [number("X", -2100), number("X坐标", 3500), number("Y", 3500)],
        [text("坐标", "121.5,31.2"), text("location", "121.5,31.2")],
    ],
)
def test_in_doubt_nothing_is_proposed(columns):
    assert guess_coordinates(columns) is None


def test_pairs():
    found = guess_coordinates([text("name", "甲"), text("位置", "121.5,31.2", "121.4，31.1")])

    assert shown(found) == ("pair", "位置", "位置", "by_pair")


def test_degrees_minutes_seconds():
    found = guess_coordinates([text("经度", "121°30′E"), text("纬度", "31°12′N")])

    assert shown(found) == ("degrees", "经度", "纬度", "by_names")


def test_kind_of_columns():
    assert kind_of_columns(number("a", *LON), number("b", *LAT)) == "degrees"
    assert kind_of_columns(number("a", *E40), number("b", *NORTH)) == "metres"
    assert kind_of_columns(text("a"), text("a")) == "pair"


def test_json_both_ways():
    found = guess_coordinates([number("lon", *LON), number("lat", *LAT)])

    assert CoordinateColumns.from_json(found.to_json()) == found
    chosen = CoordinateColumns("degrees", "a", "b")
    assert CoordinateColumns.from_json(chosen.to_json()) == chosen
