"""GeoJSON as JSON: nothing is followed, nothing dropped."""

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports.geojson import read_geojson
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from tests.geo.imports.conftest import codes, feature, geojson, point, told

GOOD = feature(point(121.5, 31.2), name="甲", n=1)


def read(data, limits=None, **request):
    return read_geojson(data, ReadRequest(**request), limits or Limits())


def test_features_become_rows():
    table = read(geojson(GOOD, feature(point(121.4, 31.1), 面积=2.5, name="乙")))

    assert table.names == ["name", "n", "面积"]
    assert [row.cells for row in table.rows] == [["甲", 1, None], ["乙", None, 2.5]]
    assert [row.number for row in table.rows] == [1, 2]
    assert table.rows[0].shape == shapely.to_wkb(shapely.Point(121.5, 31.2))
    assert (table.crs, table.crs_basis, table.notes) == ("EPSG:4326", "rule", [])


@pytest.mark.parametrize("document", [GOOD, GOOD["geometry"]])
def test_a_feature_or_geometry_alone(document):
    assert len(read(json.dumps(document).encode()).rows) == 1


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("EPSG:4549", "EPSG:4549"),
    ],
)
def test_a_crs_that_is_named(name, crs):
    table = read(geojson(GOOD, crs={"type": "name", "properties": {"name": name}}))

    assert (table.crs, table.crs_basis) == (crs, "file")


@pytest.mark.parametrize(
    ("crs", "code"),
    [
        (
            {"type": "link", "properties": {"href": "http://127.0.0.1/x", "type": "proj4"}},
            "crs_link",
        ),
        ({"type": "name", "properties": {"name": "http://127.0.0.1/crs"}}, "crs_link"),
        ({"type": "name", "properties": {"name": "/etc/passwd"}}, "crs_link"),
        ({"type": "url", "properties": {"url": "file:///etc/passwd"}}, "crs_link"),
        ({"type": "name", "properties": {"name": "local"}}, "bad_crs_member"),
        ({"type": "name"}, "bad_crs_member"),
        ("EPSG:4326", "bad_crs_member"),
    ],
)
def test_a_crs_that_is_linked_or_unknown(crs, code):
    with pytest.raises(ImportRefusedError) as caught:
        read(geojson(GOOD, crs=crs))

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "code", "match"),
    [
        (b'{"type": "FeatureCollection", "features": [', "not_json", "line 1"),
        (b'{"a": 1}\n{"b": 2}', "not_json", "Extra data, line 2"),
        (b"[1, 2]", "not_geojson", "a list"),
        (b'{"type": "Topology"}', "not_geojson", "its type is “Topology”"),
        (b'{"type": "FeatureCollection"}', "not_geojson", "without “features”"),
        (b'{"type": "FeatureCollection", "features": [1]}', "not_geojson", "item 1 is no Feature"),
        (b'{"type": "Feature", "properties": [1]}', "not_geojson", "“properties” of item 1"),
        (b'{"type": "FeatureCollection", "features": []}', "no_rows", "no row"),
        (b'{"type": "Feature", "type": "Feature"}', "duplicate_key", "“type” stands twice"),
        (b'{"type": "GDAL_streamed_alg"}', "virtual_file", "GDALG"),
        (b'{"a":' + b"[" * 100_000, "too_deep", "deeper than 64"),
        (b'{"a":' * 100_000, "too_deep", "deeper than 64"),
        (b'{"n": ' + b"9" * 5000 + b"}", "not_json", "digits"),
    ],
)
def test_refused(data, code, match):
    with pytest.raises(ImportRefusedError, match=match) as caught:
        read(data)

    assert caught.value.code == code


def test_nested_collections_are_refused_row_by_row():
    geometry = point(121, 31)
    for _ in range(200):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}

    assert told(read(geojson(GOOD, feature(geometry))).problems) == [(2, "bad_geometry")]


def test_nested_properties_are_kept_as_text():
    table = read(geojson(feature(point(121, 31), tags={"a": ["乙", 1]})))

    assert table.rows[0].cells == ['{"a": ["乙", 1]}']
    assert codes(table.notes) == ["nested_value"]


def test_properties_nested_too_deep():
    value = 1
    for _ in range(65):
        value = [value]

    with pytest.raises(ImportRefusedError, match="deeper than 64 levels"):
        read(geojson(feature(point(121, 31), a=value)))
    assert read(geojson(feature(point(121, 31), a=value[0]))).rows


def test_limits():
    wide = geojson(feature(point(121, 31), **{f"c{n}": n for n in range(12)}))

    with pytest.raises(ImportRefusedError, match="12 columns; allowed are 11"):
        read(wide, Limits(columns=11))
    with pytest.raises(ImportRefusedError, match="more than 1 rows"):
        read(geojson(GOOD, GOOD), Limits(rows=1))


def test_nan_and_infinity():
    text = '{"type":"Feature","properties":{"a":NaN,"b":-Infinity},"geometry":%s}'
    table = read((text % '{"type":"Point","coordinates":[NaN,31]}').encode())

    assert table.rows[0].cells == ["nan", "-inf"]
    assert table.rows[0].shape is None
    assert told(table.problems) == [(1, "non_finite")]


def test_other_encodings_are_told():
    table = read(
        geojson(GOOD, feature(point(121, 31), name="人工智能产业园")).decode().encode("gbk")
    )

    assert table.encoding == "gb18030"
    assert codes(table.notes) == ["encoding_guessed"]
    assert table.rows[1].cells[0] == "人工智能产业园"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(geometry=JSON, properties=JSON, crs=JSON)
def test_any_json_is_read_or_refused(geometry, properties, crs):
    document = {"type": "Feature", "geometry": geometry, "properties": properties, "crs": crs}
    try:
        table = read(json.dumps(document).encode())
    except ImportRefusedError:
        return
    assert len(table.rows) == 1
    json.dumps(table.rows[0].cells, allow_nan=False)
