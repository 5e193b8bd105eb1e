"""The faults themselves are tested row by row in ``test_shapes.py``."""

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.imports.geometry_faults import count_positions, geometry_fault

NUMBERS = st.floats(-180, 180)
POSITIONS = st.lists(NUMBERS, min_size=2, max_size=3)


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (1 2)",
        "MULTIPOINT ((1 2), (3 4))",
        "LINESTRING (1 2, 3 4)",
        "MULTILINESTRING ((1 2, 3 4), (1 2, 3 4, 5 6))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (3 2, 4 2, 4 3, 3 2))",
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((0 0, 9 0, 9 9, 0 0)))",
        "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
    ],
)
def test_good_geometries_have_no_fault(wkt):
    shape = shapely.from_wkt(wkt)
    geometry = json.loads(shapely.to_geojson(shape))

    assert geometry_fault(geometry) is None
    assert count_positions(geometry) == shapely.count_coordinates(shape)


@given(st.lists(POSITIONS, min_size=4, max_size=9))
def test_rings_must_be_closed(positions):
    open_ring = {"type": "Polygon", "coordinates": [positions]}
    closed = {"type": "Polygon", "coordinates": [[*positions, positions[0]]]}

    assert geometry_fault(closed) is None
    assert (geometry_fault(open_ring) is None) == (positions[0] == positions[-1])
    assert count_positions(closed) == len(positions) + 1
