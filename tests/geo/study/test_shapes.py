"""Shapes are valid 2-D WKB in degrees that can be measured from."""

import math
import struct

import pytest
import shapely

from geo.study import find_problems, parse_study
from geo.study.shapes import shapes_of
from tests.geo.study.documents import LINE, document, feature

BOW_TIE = shapely.Polygon([(121, 31), (122, 32), (122, 31), (121, 32)])


def told(catalogue, wkb):
    layer = {
        "id": "L",
        "kind": "reference",
        "name": "r",
        "features": [feature("x", 121.4, 31.1, wkb=wkb)],
    }
    found = find_problems(parse_study(document(layers=[layer])), catalogue)
    assert all(row.where == "layers[0].features[0].wkb" for row in found)
    return [row.allowed for row in found]


def test_a_line_is_a_shape(catalogue):
    assert told(catalogue, LINE) == []
    assert shapes_of([None, LINE])[0] is None
    assert shapes_of([None, LINE])[1].length == pytest.approx(0.102, abs=1e-3)


@pytest.mark.parametrize(
    ("wkb", "fault"),
    [
        ("00", "no WKB"),
        ("zz", "no WKB"),
        (shapely.to_wkb(shapely.GeometryCollection([shapely.Point(1, 2)]), hex=True), "is a Geom"),
        (shapely.to_wkb(shapely.Polygon(), hex=True), "empty"),
        (shapely.to_wkb(shapely.Point(1, 2, 3), hex=True), "heights"),
        (shapely.to_wkb(shapely.LineString([(0, 0), (200, 0)]), hex=True), "beyond"),
        (struct.pack("<BII4d", 1, 2, 2, 0, 0, math.nan, 0).hex(), "beyond"),
        (
            shapely.to_wkb(
                shapely.set_srid(shapely.Point(1, 2), 3857), hex=True, include_srid=True
            ),
            "another CRS",
        ),
        (shapely.to_wkb(BOW_TIE, hex=True), "not valid"),
    ],
)
def test_what_cannot_be_measured_from_is_refused(catalogue, wkb, fault):
    (found,) = told(catalogue, wkb)

    assert fault in found
    assert "allowed: valid 2-D WKB" in found
