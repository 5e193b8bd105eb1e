import numpy as np
import pytest
import shapely

from geo.imports.columns import Column
from geo.imports.preview import SourceRow
from geo.imports.row_checks import (
    cities_elsewhere,
    coordinates_text,
    duplicate_problems,
    elsewhere_problems,
    outside_problems,
    type_problems,
)
from tests.geo.imports.conftest import told

INSIDE, SEA, BEIJING = (121.4737, 31.2304), (123.5, 31.0), (116.4, 39.9)


def rows(*cells):
    return [SourceRow(number, tuple(row)) for number, row in enumerate(cells, start=2)]


def shapes(*made):
    return np.array(made, dtype=object)


def points(*places):
    return shapes(*(None if place is None else shapely.Point(place) for place in places))


@pytest.mark.parametrize("is_refused", [True, False])
def test_outside_problems(catalogue, is_refused):
    found = outside_problems(
        rows([1], [2], [3], [4]),
        points(INSIDE, SEA, None, BEIJING),
        catalogue,
        is_refused=is_refused,
    )

    assert told(found) == [(3, "outside"), (5, "outside")]
    assert {problem.is_refused for problem in found} == {is_refused}
    assert "lies at 116.4, 39.9 (WGS-84), outside all cities: Shanghai, Shenzhen" in str(found[1])


def test_an_outside_row_shows_what_its_file_has(catalogue):
    """The value is to be searched for in the file; where it lies is the explanation's."""
    converted = points((116.3937588, 39.89859807))
    (found,) = outside_problems(
        rows(["甲", "39.90", "116.40 "]), converted, catalogue, is_refused=True, cells=(2, 1)
    )
    assert found.value == "116.40, 39.90"
    assert "116.39376, 39.8986 (WGS-84)" in str(found)
    wkb = shapely.to_wkb(shapely.Point(116.4, 39.9))
    (found,) = outside_problems([SourceRow(1, ("甲",), wkb)], converted, catalogue, is_refused=True)
    assert found.value == "116.4, 39.9"


def test_coordinates_text_of_pairs():
    assert coordinates_text(rows(["甲", " 31.1, 121.4"])[0], (1, 1)) == "31.1, 121.4"
    assert coordinates_text(rows(["甲"])[0], ()) == ""


def test_outside_problems_of_outlines(catalogue):
    """An outline is inside if it touches a district: a plot may reach over the border."""
    x, y = INSIDE
    made = shapes(
        shapely.box(x, y, x + 0.01, y + 0.01),
        shapely.box(120, 31, 122.5, 31.5),
        shapely.box(115, 39, 117, 40),
        shapely.LineString([BEIJING, INSIDE]),
    )

    assert told(outside_problems(rows([1], [2], [3], [4]), made, catalogue, is_refused=True)) == [
        (4, "outside")
    ]


SHENZHEN = (114.06, 22.54)


@pytest.mark.parametrize("is_advised", [True, False])
def test_elsewhere_problems(catalogue, is_advised):
    found = elsewhere_problems(
        rows([1], [2], [3], [4]),
        points(INSIDE, SHENZHEN, None, BEIJING),
        catalogue,
        "shenzhen",
        is_refused=is_advised,
        is_advised=is_advised,
    )

    assert told(found) == [(2, "elsewhere")]
    assert found[0].is_refused == is_advised
    assert (found[0].suggestion is not None) == is_advised
    assert "in another city: Shanghai; this project: Shenzhen" in str(found[0])


def test_an_outline_that_reaches_into_the_city_is_not_elsewhere(catalogue):
    made = shapes(shapely.LineString([SHENZHEN, INSIDE]), shapely.Point(INSIDE).buffer(0.01))

    assert cities_elsewhere(made, catalogue, "shanghai") == [None, None]
    assert cities_elsewhere(made, catalogue, "shenzhen") == [None, "shanghai"]


def test_type_problems():
    columns = [
        Column("n", "number", 3, ()),
        Column("i", "integer", 3, ()),
        Column("t", "text", 3, ()),
    ]
    text = [Column(name, "mixed", 3, ()) for name in "nit"]
    found = type_problems(
        rows(["1.5", "1", "x"], ["约2", "1.5", ""], ["", "", ""], ["1e999", "9" * 16, "?"]),
        columns,
        text,
    )

    assert [(problem.row, problem.column, problem.value) for problem in found] == [
        (3, "n", "约2"),
        (5, "n", "1e999"),
        (3, "i", "1.5"),
        (5, "i", "9" * 16),
    ]
    assert "“1.5” cannot be read as integer" in str(found[2])
    assert type_problems(rows(["x", "y", "z"]), columns, columns) == []


def test_duplicate_problems():
    cells = (["甲", 1], ["甲", 1], ["乙", 1], ["甲", 1], ["甲", 1])
    places = points(INSIDE, INSIDE, INSIDE, SEA, INSIDE)
    found = duplicate_problems(rows(*cells), places, {2}, is_refused=True)

    assert [(problem.row, problem.message.code, problem.is_refused) for problem in found] == [
        (4, "same_place", False),
        (6, "duplicate", True),
    ]
    assert "row 3" in str(found[1])


def test_rows_without_a_place_are_no_duplicates():
    assert duplicate_problems(rows([1], [1]), points(None, None), set(), is_refused=True) == []
