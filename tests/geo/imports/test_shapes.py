"""Places are checked one by one; a bad one spoils no other."""

import pytest
import shapely

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.shapes import Shapes
from tests.geo.imports.conftest import point, told

BOW_TIE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]


@pytest.fixture
def shapes(limits):
    return Shapes(limits, repair=False)


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def test_good_places(shapes):
    made = shapes.from_geojson(1, point(121.5, 31.2))
    same = shapes.from_wkb(2, shapely.to_wkb(shapely.Point(121.5, 31.2)))

    assert made == same == shapely.to_wkb(shapely.Point(121.5, 31.2))
    assert shapes.problems == []


def test_heights_are_left_out_and_counted(shapes):
    made = shapes.from_geojson(1, {"type": "Point", "coordinates": [121.5, 31.2, 4]})

    assert made == shapely.to_wkb(shapely.Point(121.5, 31.2))
    assert shapes.flattened == 1


@pytest.mark.parametrize(
    ("geometry", "code", "detail"),
    [
        (None, "missing_geometry", ""),
        ({"type": "Point", "coordinates": []}, "missing_geometry", ""),
        (point(float("nan"), 31), "non_finite", "nan"),
        (point(float("inf"), 31), "non_finite", "inf"),
        (point("121.5", 31), "bad_geometry", "“121.5” where a number must be"),
        (point(True, 31), "bad_geometry", "“True” where a number"),
        (point(None, 31), "bad_geometry", "“None” where a number"),
        ({"type": "Point", "coordinates": [1]}, "bad_geometry", "two numbers"),
        ({"type": "Point", "coordinates": {"x": 1}}, "bad_geometry", "list of coordinates"),
        ({"type": "Point"}, "bad_geometry", "“None” where a list"),
        ({"type": "Circle", "coordinates": [1, 2]}, "bad_geometry", "unknown type “Circle”"),
        ("POINT (1 2)", "bad_geometry", "must be an object"),
        (polygon([[0, 0], [1, 1], [1, 0]]), "bad_geometry", "a ring needs four positions"),
        (polygon([[0, 0], [1, 1], [1, 0], [0, 1]]), "bad_geometry", "the last the same"),
        (polygon([[0, 0]]), "bad_geometry", "a ring needs"),
        (polygon(BOW_TIE), "invalid_geometry", "Self-intersection"),
        ({"type": "LineString", "coordinates": [[1, 2]]}, "bad_geometry", ""),
        ({"type": "GeometryCollection"}, "bad_geometry", "needs “geometries”"),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "GeometryCollection", "geometries": []}],
            },
            "bad_geometry",
            "within a GeometryCollection",
        ),
    ],
)
def test_bad_places_are_told(shapes, geometry, code, detail):
    assert shapes.from_geojson(7, geometry) is None
    assert told(shapes.problems) == [(7, code)]
    assert detail in str(shapes.problems[0].message)


def test_numbers_as_large_as_no_float(shapes):
    assert shapes.from_geojson(1, point(10**400, 31)) is None
    assert told(shapes.problems) == [(1, "non_finite")]


def test_bad_wkb_is_told(shapes):
    assert shapes.from_wkb(3, b"\x01\x02") is None
    assert shapes.from_wkb(4, shapely.to_wkb(shapely.Point(float("nan"), 1))) is None
    assert shapes.from_wkb(5, None) is None
    assert [row for row, _ in told(shapes.problems)] == [3, 4, 5]


def test_outlines_are_repaired_on_request(limits):
    shapes = Shapes(limits, repair=True)
    made = shapes.from_geojson(1, polygon(BOW_TIE))

    assert shapely.is_valid(shapely.from_wkb(made))
    assert shapes.repaired == 1
    assert told(shapes.problems) == [(1, "repaired_geometry")]
    assert not shapes.problems[0].is_refused


def test_too_many_vertices():
    ring = shapely.Point(0, 0).buffer(1, quad_segs=50)
    shapes = Shapes(Limits(shape_vertices=100, vertices=450), repair=False)

    assert shapes.from_wkb(1, shapely.to_wkb(ring)) is None
    assert told(shapes.problems) == [(1, "many_vertices")]
    with pytest.raises(ImportRefusedError, match="have 603 vertices together; allowed are 450"):
        [shapes.from_wkb(row, shapely.to_wkb(ring)) for row in (2, 3)]
