import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from geo.boundary_source import read_source, source_cities
from geo.crs import WGS84, metric_crs
from geo.errors import BoundaryError, DatumError, UnknownIdError
from geo.new_atlas_cities import centre_longitude, farthest_scale, find_city, zone_epsg


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        ("330100", "330100"),
        ("杭州", "330100"),
        ("杭州市", "330100"),
        (" 杭州 ", "330100"),
        ("hangzhou", "330100"),
        ("Hangzhou", "330100"),
        ("Xi'an", "610100"),
        ("310000", "310000"),
        ("310100", "310000"),
        ("上海", "310000"),
        ("大理", "532900"),
        ("海南", "632500"),
        ("东莞", "441900"),
        ("419001", "419001"),
        ("香港", "810000"),
        ("澳门", "820000"),
    ],
)
def test_find_city(text: str, adcode: str) -> None:
    assert find_city(text).adcode == adcode


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("330106", "330106 is 西湖区, a district of 330100 杭州市: give 330100"),
        ("330199", "there is no city 330199; closest: 330100 杭州市"),
        ("330000", "cities of that province: 330100 杭州市, 330200 宁波市"),
        ("990000", "a city's code has six digits, such as 330100"),
        ("", "there is no city ''"),
        ("余杭", "余杭 is a district of 330100 杭州市: give the city"),
        ("鼓楼区", "鼓楼区 is a district of 320100 南京市, 320300 徐州市, 350100 福州市"),
        ("浙江", "浙江 is a province; its cities: 330100 杭州市"),
        ("hangzou", "there is no city 'hangzou'; closest: 330100 杭州市"),
        ("杭洲", "there is no city '杭洲'; closest: 330100 杭州市"),
        ("suzhou", "suzhou may be any of 320500 苏州市, 341300 宿州市: give the code"),
        ("../x", "there is no city '../x'; see the whole list"),
    ],
)
def test_find_city_says_what_may_be_meant(text: str, message: str) -> None:
    with pytest.raises(UnknownIdError) as caught:
        find_city(text)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["710000", "台湾", "台湾省"])
def test_an_outline_alone_is_no_city(text: str) -> None:
    with pytest.raises(BoundaryError, match="only the outline of 台湾省"):
        find_city(text)


@pytest.mark.parametrize(
    ("longitude", "epsg"),
    [(75, 4534), (73.6, 4534), (114.07, 4547), (120.2, 4549), (135, 4554), (136.4, 4554)],
)
def test_zone_epsg(longitude: float, epsg: int) -> None:
    assert zone_epsg(longitude) == epsg


@pytest.mark.parametrize("longitude", [73.4, 136.6, 0, -120])
def test_zone_epsg_outside_china(longitude: float) -> None:
    with pytest.raises(DatumError, match="lies in no CGCS2000 zone"):
        zone_epsg(longitude)


@pytest.mark.parametrize("longitude", np.arange(73.7, 134.7, 0.3).round(2).tolist())
def test_the_zone_is_the_one_that_pyproj_means_for_the_place(longitude: float) -> None:
    crs = metric_crs(zone_epsg(longitude))
    assert crs.area_of_use is not None
    assert crs.area_of_use.west <= longitude <= crs.area_of_use.east
    number = round(longitude / 3)  # the zone of the same middle, eastings with its number
    assert crs.name == f"CGCS2000 / 3-degree Gauss-Kruger CM {number * 3}E"


def test_the_zones_are_neighbours_in_order_and_without_number() -> None:
    for epsg in range(4534, 4555):
        to_metres = pyproj.Transformer.from_crs(WGS84, metric_crs(epsg), always_xy=True)
        easting, _ = to_metres.transform(75 + 3 * (epsg - 4534), 30)
        assert easting == pytest.approx(500_000)


@pytest.mark.parametrize(
    ("adcode", "epsg"),
    [("330100", 4549), ("440300", 4547), ("620900", 4541), ("230100", 4552), ("653000", 4534)],
)
def test_a_city_s_zone_contains_its_centre(adcode: str, epsg: int) -> None:
    longitude = centre_longitude(read_source(adcode))
    assert zone_epsg(longitude) == epsg
    area = metric_crs(epsg).area_of_use
    assert area is not None
    assert area.west <= longitude <= area.east


def test_centre_longitude_is_weighted_by_area() -> None:
    boxes = [shapely.box(100, 30, 101, 31), shapely.box(101, 30, 104, 31)]
    frame = gpd.GeoDataFrame(geometry=boxes, crs=WGS84)
    assert centre_longitude(frame) == pytest.approx(102)


def test_farthest_scale_grows_with_the_square_of_the_distance() -> None:
    def strip(east: float) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(geometry=[shapely.box(114, 0, 114 + east, 0.1)], crs=WGS84)

    near, far = farthest_scale(strip(1), 4547), farthest_scale(strip(2), 4547)
    assert near == pytest.approx(np.radians(1) ** 2 / 2, rel=0.01)
    assert far == pytest.approx(4 * near, rel=0.01)


def test_only_wide_cities_reach_out_of_their_zone() -> None:
    assert farthest_scale(read_source("330100"), 4549) < 0.0004
    assert farthest_scale(read_source("620900"), 4541) > 0.0015
    assert len(source_cities()) == 370
