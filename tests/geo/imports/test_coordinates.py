"""Typed coordinates in many notations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports.coordinates import is_easting, is_northing, parse_angle, parse_coordinates

X, Y = 121 + 28 / 60 + 25.3 / 3600, 31 + 13 / 60 + 49.4 / 3600


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("121.4737,31.2304", "x_first"),
        ("121.4737 31.2304", "x_first"),
        ("121.4737\t31.2304", "x_first"),
        ("31.2304, 121.4737", "y_first"),
        ("31.2304N 121.4737E", "marked"),
        ("121.4737 e, 31.2304 n", "marked"),
        ("N31.2304 E121.4737", "marked"),
        ("（121.4737，31.2304）", "x_first"),
        ("【121.4737、31.2304】", "x_first"),
        ("[121.4737, 31.2304]", "x_first"),
        ("（东经121.4737，北纬31.2304）", "marked"),
        ("北纬31.2304度，东经121.4737度", "marked"),
        ("经度：121.4737，纬度：31.2304", "marked"),
        ("lng=121.4737&lat=31.2304", "marked"),
        ("POINT (121.4737 31.2304)", "x_first"),
        ("１２１．４７３７，３１．２３０４", "x_first"),
        ("121,4737; 31,2304", "x_first"),
        ("121,4737 31,2304", "x_first"),
    ],
)
def test_parse_coordinates_in_decimal_degrees(text, order):
    found = parse_coordinates(text)

    assert (found.x, found.y, found.unit, found.order) == (121.4737, 31.2304, "degrees", order)


@pytest.mark.parametrize(
    "text",
    [
        "121°28′25.3″E 31°13′49.4″N",
        "31°13'49.4\"N, 121°28'25.3\"E",
        "E121°28′25.3″N31°13′49.4″",
        "东经121度28分25.3秒，北纬31度13分49.4秒",
        "121º28’25.3” 31º13’49.4”",
        "121°28′25.3′′, 31°13′49.4′′",
    ],
)
def test_parse_coordinates_in_degrees_minutes_seconds(text):
    found = parse_coordinates(text)

    assert (found.x, found.y) == pytest.approx((X, Y), abs=1e-12)


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("40547000, 3456000", 40547000, 3456000),
        ("3456000 547000.5", 547000.5, 3456000),
    ],
)
def test_parse_coordinates_in_metres(text, x, y):
    found = parse_coordinates(text)

    assert (found.x, found.y, found.unit) == (x, y, "metres")


def test_parse_coordinates_west_and_south():
    assert parse_coordinates("46.6W 23.5S").x == -46.6
    assert parse_coordinates("南纬23.5 西经46.6").y == -23.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "121.4737",
        "121.4737,",
        "121.4737,31.2304,5",
        "NaN,31",
        "Infinity 31",
        "121°61′E 31°N",
        "121.5°28′E 31°N",
        "200E 31N",
        "121.4737E 95N",
        "上海",
        "1.2.3,4",
        "121.47 31.23; DROP TABLE",
        "1" * 500,
        "9" * 100 + " " + "9" * 90,
    ],
)
def test_parse_coordinates_refuses(text):
    with pytest.raises(ImportRefusedError) as caught:
        parse_coordinates(text)

    assert caught.value.code in ("bad_coordinates", "unclear_coordinates")


@pytest.mark.parametrize("text", ["10,20", "121.5,122.5", "31.2N 30.5N", "1e300,5"])
def test_parse_coordinates_does_not_guess(text):
    with pytest.raises(ImportRefusedError) as caught:
        parse_coordinates(text)

    assert caught.value.code in ("bad_coordinates", "unclear_coordinates")


def test_parse_angle():
    assert parse_angle("121°30′") == 121.5
    assert parse_angle("北纬31.5") == 31.5
    assert parse_angle("W10°30′") == -10.5
    assert parse_angle("121°75′") is None
    assert parse_angle("x" * 5000) is None


def test_eastings_and_northings():
    assert is_easting(500_000)
    assert is_easting(39_500_000)
    assert not is_easting(60_500_000)
    assert not is_easting(40_000_001)
    assert is_northing(3_456_000)
    assert not is_northing(547_000)


@given(
    st.floats(73.0, 136.0).map(lambda x: round(x, 7)),
    st.floats(3.0, 54.0).map(lambda y: round(y, 7)),
    st.sampled_from(
        ["{x:.7f},{y:.7f}", "{y:.7f}N {x:.7f}E", "({x:.7f}；{y:.7f})", "{y:.7f} {x:.7f}"]
    ),
)
def test_parse_coordinates_reads_what_is_written(x, y, notation):
    found = parse_coordinates(notation.format(x=x, y=y))

    assert (found.x, found.y) == (x, y)


@given(st.text(st.sampled_from("0123456789.,;° ′″NESWns度分秒()东经北纬-+e\n\t|、"), max_size=60))
def test_parse_coordinates_answers_or_refuses(text):
    try:
        found = parse_coordinates(text)
    except ImportRefusedError:
        return
    assert abs(found.x) <= 45_900_000
    assert abs(found.y) <= 6_200_000
