import numpy as np
import pytest

from geo.imports.ranges import prefix_notes, range_fault


def code(x, y, datum):
    fault = range_fault(x, y, datum)
    return fault and (fault[0].code, str(fault[1]))


@pytest.mark.parametrize("datum", ["WGS-84", "GCJ-02", "BD-09", "CGCS2000"])
def test_degrees(datum):
    assert code(121.5, 31.2, datum) is None
    assert code(31.2, 121.5, datum) == ("swapped", "write 121.5, 31.2")
    assert code(121.5, 131.2, datum)[0] == "out_of_range"
    assert code(1e308, 31.2, datum)[0] == "out_of_range"
    assert code(547000, 3456000, datum)[0] == "out_of_range"


def test_metres():
    assert code(547_000, 3_456_000, "EPSG:4549") is None
    assert code(40_547_000, 3_456_000, "EPSG:4549") is None
    assert code(3_456_000, 547_000, "EPSG:4549") == ("swapped_metres", "write 547,000, 3,456,000")
    assert code(39_547_000, 3_456_000, "EPSG:4549") == (
        "zone_mismatch",
        "choose zone 39, or correct the easting",
    )
    assert code(121.5, 31.2, "EPSG:4549")[0] == "out_of_range"
    assert code(99_547_000, 3_456_000, "EPSG:4549")[0] == "out_of_range"
    assert code(1, 2, "EPSG:32651") is None


def test_prefix_notes():
    x = np.array([40_547_000.0, 547_000.0, np.nan])

    assert str(prefix_notes(x, "EPSG:4549")[0]) == (
        "the zone number 40 before 1 eastings was taken away"
    )
    assert prefix_notes(x[1:], "EPSG:4549") == []
    assert prefix_notes(x, "EPSG:32651") == []
