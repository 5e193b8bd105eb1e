import numpy as np
import pytest
import shapely

from geo.imports.datums import to_wgs84
from geo.imports.placing_shapes import place_shapes
from geo.imports.preview import SourceRow
from tests.geo.imports.conftest import told

SQUARE = shapely.box(121.4, 31.2, 121.5, 31.3)


def place(*shapes, datum="WGS-84"):
    rows = [
        SourceRow(n, (), None if shape is None else shapely.to_wkb(shape))
        for n, shape in enumerate(shapes, start=1)
    ]
    return place_shapes(rows, datum)


def test_shapes_stay_where_they_are_in_wgs84():
    shapes, problems, notes = place(SQUARE, None, shapely.Point(121.5, 31.2))

    assert shapely.equals_exact(shapes[0], SQUARE)
    assert shapes[1] is None
    assert (problems, notes) == ([], [])


def test_every_vertex_is_converted():
    shapes, _, _ = place(SQUARE, datum="GCJ-02")
    x, y = shapely.get_coordinates(SQUARE).T

    np.testing.assert_array_equal(
        shapely.get_coordinates(shapes[0]), np.column_stack(to_wgs84(x, y, "GCJ-02"))
    )


@pytest.mark.parametrize(
    ("shape", "datum", "code"),
    [
        (shapely.Point(31.2, 121.5), "WGS-84", "swapped"),
        (shapely.Point(3_456_000, 547_000), "EPSG:4549", "swapped_metres"),
        (shapely.Point(39_547_000, 3_456_000), "EPSG:4549", "zone_mismatch"),
        (shapely.LineString([(121, 31), (400, 31)]), "WGS-84", "out_of_range"),
        (shapely.Point(1e12, 3_456_000), "EPSG:32651", "out_of_range"),
        (SQUARE, "EPSG:4549", "out_of_range"),
    ],
)
def test_shapes_that_cannot_be_are_told(shape, datum, code):
    shapes, problems, _ = place(shape, datum=datum)

    assert shapes.tolist() == [None]
    assert told(problems) == [(1, code)]
    assert problems[0].value is not None


def test_a_bad_shape_spoils_no_other():
    good = shapely.Point(547_000, 3_456_000)
    shapes, problems, notes = place(
        good, shapely.Point(1e12, 0), None, shapely.Point(40_547_000, 3_456_000), datum="EPSG:4549"
    )

    assert told(problems) == [(2, "out_of_range")]
    assert shapely.equals_exact(shapes[0], shapes[3])
    assert [note.code for note in notes] == ["prefix_removed"]


def test_nothing_at_all():
    shapes, problems, notes = place(None)

    assert (shapes.tolist(), problems, notes) == ([None], [], [])
