import doctest
import math

import geocoordinates_ffi as reference
import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_index_equal

from geo import datum
from geo.errors import DatumError

METRES_PER_DEGREE = 111_320.0
BOUNDS = {"shanghai": (120.84, 30.66, 122.26, 31.89), "shenzhen": (113.74, 22.38, 114.64, 22.88)}
PAIRS = {
    "gcj02": (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
    "bd09-gcj02": (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
    "bd09": (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
}


@st.composite
def places(draw: st.DrawFn) -> tuple[float, float]:
    west, south, east, north = BOUNDS[draw(st.sampled_from(sorted(BOUNDS)))]
    return draw(st.floats(west, east)), draw(st.floats(south, north))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE


@pytest.mark.parametrize("pair", PAIRS)
@settings(deadline=None)
@given(place=places())
def test_round_trip_is_within_a_millimetre(pair: str, place: tuple[float, float]) -> None:
    there, back = PAIRS[pair]
    assert metres(back(*there(*place)), place) < 0.001
    assert metres(there(*back(*place)), place) < 0.001


@settings(deadline=None)
@given(place=places())
def test_conversions_agree_with_geocoordinates_rs(place: tuple[float, float]) -> None:
    lon, lat = place
    others = [
        (datum.wgs84_to_gcj02, reference.wgs84_to_gcj02, reference.Wgs84),
        (datum.gcj02_to_wgs84, reference.gcj02_to_wgs84_refined, reference.Gcj02),
        (datum.gcj02_to_bd09, reference.gcj02_to_bd09, reference.Gcj02),
        (datum.bd09_to_gcj02, reference.bd09_to_gcj02_refined, reference.Bd09),
        (datum.wgs84_to_bd09, reference.wgs84_to_bd09, reference.Wgs84),
        (datum.bd09_to_wgs84, reference.bd09_to_wgs84_refined, reference.Bd09),
    ]
    for ours, theirs, point in others:
        expected = theirs(point(lon=lon, lat=lat))
        assert metres(ours(lon, lat), (expected.lon, expected.lat)) < 0.01, ours.__name__


@pytest.mark.parametrize("city", BOUNDS)
def test_shift_is_of_the_size_that_makes_it_matter(city: str) -> None:
    west, south, east, north = BOUNDS[city]
    lon, lat = np.meshgrid(np.linspace(west, east, 50), np.linspace(south, north, 50))
    gcj = datum.wgs84_to_gcj02(lon, lat)
    away = np.hypot((gcj[0] - lon) * np.cos(np.radians(lat)), gcj[1] - lat) * METRES_PER_DEGREE
    assert away.min() > 200
    assert away.max() < 700


@pytest.mark.parametrize(
    "place",
    [(2.35, 48.86), (139.69, 35.69), (72.0, 30.0), (137.9, 45.0), (100.0, 0.8), (100.0, 55.9)],
    ids=["paris", "tokyo", "west", "east", "south", "north"],
)
def test_conversions_are_the_identity_outside_china(place: tuple[float, float]) -> None:
    for pair in PAIRS.values():
        for convert in pair:
            assert convert(*place) == place


def test_conversions_keep_missing_coordinates_apart() -> None:
    lon = np.array([121.47, np.nan, 121.47, np.inf, -np.inf])
    lat = np.array([31.23, 31.23, np.nan, 31.23, np.nan])
    for pair in PAIRS.values():
        for convert in pair:
            x, y = convert(lon, lat)
            assert (x[0], y[0]) == pytest.approx(convert(121.47, 31.23), abs=1e-12)
            np.testing.assert_array_equal((x[1:], y[1:]), (lon[1:], lat[1:]))


def test_conversions_give_floats_for_floats() -> None:
    lon, lat = datum.wgs84_to_gcj02(121, 31)
    assert isinstance(lon, float)
    assert isinstance(lat, float)


def test_conversions_broadcast_and_leave_their_arguments() -> None:
    lon, lat = np.array([[113.9], [121.5]]), np.array([22.5, 31.2])
    x, y = datum.wgs84_to_gcj02(lon, lat)
    assert x.shape == y.shape == (2, 2)
    assert (x[1, 1], y[1, 1]) == datum.wgs84_to_gcj02(121.5, 31.2)
    assert lon.tolist() == [[113.9], [121.5]]
    assert lat.tolist() == [22.5, 31.2]


def test_conversions_accept_nothing() -> None:
    assert [array.size for array in datum.gcj02_to_wgs84([], [])] == [0, 0]


@pytest.mark.parametrize("to", ["GCJ-02", "BD-09"])
def test_convert_moves_every_vertex_of_a_geometry(to: datum.Datum) -> None:
    square = shapely.box(121.4, 31.2, 121.5, 31.3)
    moved = datum.convert(square, from_="WGS-84", to=to)
    direct = {"GCJ-02": datum.wgs84_to_gcj02, "BD-09": datum.wgs84_to_bd09}[to]
    expected = np.column_stack(direct(*shapely.get_coordinates(square).T))
    np.testing.assert_allclose(shapely.get_coordinates(moved), expected, rtol=0, atol=1e-12)
    back = datum.convert(moved, from_=to, to="WGS-84")
    assert shapely.equals_exact(back, square, tolerance=1e-9)


def test_convert_between_the_shifted_datums_does_not_pass_through_wgs84() -> None:
    point = shapely.Point(121.48, 31.23)
    moved = datum.convert(point, from_="GCJ-02", to="BD-09")
    assert (moved.x, moved.y) == datum.gcj02_to_bd09(121.48, 31.23)
    back = datum.convert(point, from_="BD-09", to="GCJ-02")
    assert (back.x, back.y) == datum.bd09_to_gcj02(121.48, 31.23)


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    shapes = [shapely.Point(121.47, 31.23), None, shapely.Point(), shapely.Point(114.06, 22.54)]
    return gpd.GeoDataFrame({"name": list("abcd")}, geometry=shapes, crs=4326, index=[4, 3, 2, 1])


def test_convert_returns_a_new_frame_with_the_same_index(frame: gpd.GeoDataFrame) -> None:
    before = frame.copy()
    moved = datum.convert(frame, from_="WGS-84", to="GCJ-02")
    assert_index_equal(moved.index, frame.index)
    assert moved["name"].tolist() == list("abcd")
    assert moved.geometry.isna().tolist() == [False, True, False, False]
    assert moved.geometry.is_empty.tolist() == [False, False, True, False]
    assert (moved.geometry[1].x, moved.geometry[1].y) == datum.wgs84_to_gcj02(114.06, 22.54)
    assert frame.geometry.geom_equals(before.geometry).tolist() == [True, False, True, True]


def test_convert_keeps_a_series_a_series(frame: gpd.GeoDataFrame) -> None:
    moved = datum.convert(frame.geometry.rename("where"), from_="GCJ-02", to="WGS-84")
    assert isinstance(moved, gpd.GeoSeries)
    assert moved.name == "where"
    assert moved.crs.to_epsg() == 4326
    assert (moved[4].x, moved[4].y) == datum.gcj02_to_wgs84(121.47, 31.23)


def test_convert_uses_the_active_geometry_column(frame: gpd.GeoDataFrame) -> None:
    renamed = frame.rename_geometry("where")
    moved = datum.convert(renamed, from_="WGS-84", to="GCJ-02")
    assert moved.geometry.name == "where"
    assert moved.columns.tolist() == ["name", "where"]
    assert (moved["where"][4].x, moved["where"][4].y) == datum.wgs84_to_gcj02(121.47, 31.23)


def test_convert_labels_cgcs2000_and_keeps_its_coordinates(frame: gpd.GeoDataFrame) -> None:
    moved = datum.convert(frame, from_="WGS-84", to="CGCS2000")
    assert moved.crs.to_epsg() == 4490
    assert (moved.geometry[4].x, moved.geometry[4].y) == (121.47, 31.23)
    assert datum.convert(moved, from_="CGCS2000", to="WGS-84").crs.to_epsg() == 4326


def test_convert_leaves_a_frame_without_crs_without_one(frame: gpd.GeoDataFrame) -> None:
    bare = gpd.GeoSeries(frame.geometry.array, crs=None)
    bare = bare.set_crs(None, allow_override=True)
    assert datum.convert(bare, from_="GCJ-02", to="WGS-84").crs is None


@pytest.mark.parametrize("to", ["CGCS2000", "GCJ-02"])
def test_convert_drops_heights(to: datum.Datum) -> None:
    moved = datum.convert(shapely.Point(121.47, 31.23, 5.0), from_="WGS-84", to=to)
    assert not shapely.has_z(moved)


def test_convert_refuses_an_unknown_datum() -> None:
    with pytest.raises(DatumError, match="'Beijing 1954'; allowed are WGS-84, GCJ-02, BD-09"):
        datum.convert(shapely.Point(), from_="Beijing 1954", to="WGS-84")  # type: ignore[arg-type]
    with pytest.raises(DatumError, match="'EPSG:4326'"):
        datum.convert(shapely.Point(), from_="WGS-84", to="EPSG:4326")  # type: ignore[arg-type]


def test_convert_refuses_projected_coordinates(frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(DatumError, match="UTM zone 51N; reproject first"):
        datum.convert(frame.to_crs(32651), from_="GCJ-02", to="WGS-84")


def test_examples_in_the_documentation() -> None:
    assert doctest.testmod(datum).failed == 0
