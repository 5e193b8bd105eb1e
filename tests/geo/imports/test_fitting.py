"""Reasons that count cells."""

import pytest

from tests.geo.imports.conftest import csv_of

GOOD = ["121.47,31.23"] * 9


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (GOOD, "their names say so"),
        (
            [*GOOD, "约121,31.2", "inf,31.2", ",31.2"],
            "their names say so; 9 of 11 values of “经度” are degrees, and 12 of 12 of “纬度”",
        ),
        (
            ["121°30′E,31.2", "121.5,121.5"],
            "their names say so; 2 of 2 values of “经度” are degrees, and 1 of 2 of “纬度”",
        ),
        (["x,y"], "their names say so, but not their values"),
    ],
)
def test_degrees_are_counted(read, lines, told):
    assert str(read(csv_of("经度,纬度", *lines)).coordinates.reason) == told


def test_metres_are_counted(read):
    found = read(csv_of("easting,northing", *["547000,3456000"] * 3, "5,3456000", "x,3456000"))

    assert found.coordinates.kind == "metres"
    assert str(found.coordinates.reason) == (
        "their names say so; 3 of 5 values of “easting” are metres, and 5 of 5 of “northing”"
    )


def test_some_rows_are_not_counted(preview):
    found = preview(csv_of("经度,纬度", *["121.47,31.23"] * 30, "x,31.2"))

    assert str(found.coordinates.reason) == "their names say so"


def test_other_reasons_stay(read):
    assert read(csv_of("a,b", *GOOD)).coordinates.reason.code == "by_values"
    assert read(csv_of("a,b", "x,y")).coordinates is None
