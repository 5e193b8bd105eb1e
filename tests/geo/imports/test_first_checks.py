"""Faults that no datum could mend are told at once."""

import pytest

from geo.imports.choices import Choices
from geo.imports.first_checks import first_problems
from tests.geo.imports.conftest import csv_of, feature, geojson, point, told

MESSY = csv_of(
    "名称,经度,纬度,面积",
    *("好,121.47,31.23,1", "缺,,31.2,1", "字,121.47,约31,1", "无限,inf,31.2,1"),
    *("错,121.48,31.2,大约3", "外,116.4,39.9,1", "多,121.49,31.2,1,a"),
)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (
            Choices(types={"面积": "number"}),
            [
                (3, "missing_coordinate"),
                (4, "not_a_number"),
                (5, "non_finite"),
                (6, "wrong_type"),
                (8, "too_many"),
            ],
        ),
        (
            Choices(x="经度", y="经度"),
            [
                (2, "not_a_place"),
                (3, "missing_geometry"),
                *((row, "not_a_place") for row in (4, 5, 6, 7)),
                (8, "too_many"),
            ],
        ),
    ],
)
def test_faults_in_any_datum(read, choices, expected):
    assert told(first_problems(read(MESSY), choices)) == expected


def test_a_remote_place_needs_the_datum(read):
    assert told(first_problems(read(csv_of("lon,lat", "116.4,39.9")), Choices())) == []


def test_without_columns_only_what_is_wrong_in_itself(read):
    found = read(csv_of("a,b", "x,y", "x,y,z"))

    assert found.coordinates is None
    assert told(first_problems(found, Choices())) == [(3, "too_many")]


def test_places_that_come_with_the_file(read):
    data = geojson(feature(point(121.5, 31.2)), feature(None))

    assert told(first_problems(read(data), Choices())) == [(2, "missing_geometry")]
