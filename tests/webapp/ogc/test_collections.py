"""Selecting: the indexes give what comparing one by one would."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, box

from webapp.ogc import collections
from webapp.ogc.features import Feature, Kind
from webapp.ogc.fields import Field, text

FIELDS = (
    Field("kind", "string", "", is_filter=True),
    Field("number", "integer", "", is_filter=True),
    Field("units", "list", "", is_filter=True, members=(text("id", ""),)),
)
KIND = Kind("things", "Things", "", ("Point",), FIELDS, build=lambda _: [])


def thing(id_, geometry, kind="a", number=None, units=()):
    return Feature(
        id_, geometry, {"kind": kind, "number": number, "units": [{"id": unit} for unit in units]}
    )


@pytest.fixture(scope="module")
def things():
    return collections.build_collection(
        KIND,
        [
            thing("nowhere", None, number=7),
            thing("square", box(0, 0, 1, 1), units=("x", "y")),
            thing("dot", Point(2, 2), kind="b", units=("y",)),
            thing("line", LineString([(0, 5), (5, 5)]), kind="b", number=7),
        ],
    )


@pytest.mark.parametrize(
    ("boxes", "found"),
    [
        ([], ["nowhere", "square", "dot", "line"]),
        ([(-9, -9, 9, 9)], ["nowhere", "square", "dot", "line"]),
        ([(0.4, 0.4, 0.6, 0.6)], ["nowhere", "square"]),
        ([(1, 1, 2, 2)], ["nowhere", "square", "dot"]),
        ([(2, 2, 2, 2)], ["nowhere", "dot"]),
        ([(1.1, 1.1, 1.9, 1.9)], ["nowhere"]),
        ([(3, 4, 4, 6), (2, 2, 3, 3)], ["nowhere", "dot", "line"]),
    ],
)
def test_select_by_box(things, boxes, found):
    assert [things.ids[i] for i in things.select(boxes, {})] == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "b"}, ["dot", "line"]),
        ({"kind": "c"}, []),
        ({"number": "7"}, ["nowhere", "line"]),
        ({"units": "y"}, ["square", "dot"]),
        ({"units": "y", "kind": "b"}, ["dot"]),
        ({"number": "None"}, []),
    ],
)
def test_select_by_filters(things, filters, found):
    assert [things.ids[i] for i in things.select([], filters)] == found


def test_select_by_box_and_filter(things):
    assert [things.ids[i] for i in things.select([(0, 0, 2, 2)], {"kind": "b"})] == ["dot"]


# Halves of a degree: exact in binary, and boxes often touch what they meet.
DEGREES = st.integers(-20, 20).map(lambda half: half / 2)
SIZES = st.integers(1, 9).map(lambda half: half / 2)
SHAPES = st.one_of(
    st.none(),
    st.builds(Point, DEGREES, DEGREES),
    st.lists(st.tuples(DEGREES, DEGREES), min_size=1, max_size=4).map(MultiPoint),
    st.lists(st.tuples(DEGREES, DEGREES), min_size=2, max_size=5, unique=True).map(LineString),
    st.tuples(DEGREES, DEGREES, SIZES, SIZES).map(
        lambda t: box(t[0], t[1], t[0] + t[2], t[1] + t[3])
    ),
)
BOXES = st.tuples(DEGREES, DEGREES, DEGREES, DEGREES).map(
    lambda t: (min(t[0], t[2]), min(t[1], t[3]), max(t[0], t[2]), max(t[1], t[3]))
)


@given(st.lists(SHAPES, max_size=12), st.lists(BOXES, min_size=1, max_size=2))
def test_select_by_box_agrees_with_testing_one_by_one(shapes, boxes):
    built = collections.build_collection(KIND, [thing(str(i), s) for i, s in enumerate(shapes)])
    written = [json.loads(text)["geometry"] for text in built.fragments]
    expected = [
        position
        for position, geometry in enumerate(written)
        if geometry is None
        or any(shapely.geometry.shape(geometry).intersects(collections.area(one)) for one in boxes)
    ]
    assert built.select(boxes, {}) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        ((0, 0, 2, 1), box(0, 0, 2, 1)),
        ((0, 1, 2, 1), LineString([(0, 1), (2, 1)])),
        ((2, 0, 2, 1), LineString([(2, 0), (2, 1)])),
        ((2, 1, 2, 1), Point(2, 1)),
    ],
)
def test_area_of_a_box_without_width_or_height(one, expected):
    assert collections.area(one).equals(expected)


def test_select_from_many_threads_agrees(things):
    boxes = [(x / 10, x / 10, x / 10 + 1, x / 10 + 1) for x in range(-20, 60)]
    expected = [things.select([one], {}) for one in boxes]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            assert list(pool.map(lambda one: things.select([one], {}), boxes)) == expected


def test_select_from_an_empty_collection():
    empty = collections.build_collection(KIND, [])
    assert empty.select([(0, 0, 1, 1)], {"kind": "a"}) == []
    assert empty.extent is None


def test_extent_covers_every_geometry(things):
    assert things.extent == (0, 0, 5, 5)


def test_rounded_writes_six_decimals_and_outer_rings_anticlockwise():
    clockwise = shapely.Polygon([(0, 0), (0, 1.00000049), (1, 1), (1, 0)])
    rounded = collections.rounded(clockwise)
    assert rounded.exterior.is_ccw
    assert (0, 1) in rounded.exterior.coords
    assert collections.rounded(Point(121.4712345678, 31.2)).x == 121.471235


def test_fragment_is_unescaped_utf8_geojson():
    text = collections.fragment(thing("甲", None), None)
    assert text.startswith('{"type":"Feature","id":"甲","geometry":null,'.encode())


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_build_collection_refuses_what_json_cannot_say(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        collections.build_collection(KIND, [thing("bad", None, number=number)])
