import pyproj
import pytest
import shapely

from geo.crs import WGS84, metres_from, metric_crs
from geo.errors import DatumError

GEOD = pyproj.Geod(ellps="WGS84")
SQUARES = {
    "shanghai": (32651, shapely.box(120.86, 30.68, 122.25, 31.87), -0.0003),
    "shenzhen": (4547, shapely.box(113.75, 22.4, 114.63, 22.86), 0.00003),
}


def test_wgs84_is_longitude_and_latitude_in_degrees() -> None:
    assert WGS84.to_epsg() == 4326
    assert WGS84.is_geographic


@pytest.mark.parametrize("city", SQUARES)
def test_metric_crs_measures_areas_as_well_as_stated(city: str) -> None:
    epsg, square, error = SQUARES[city]
    dense = shapely.segmentize(square, 0.01)
    flat = shapely.transform(dense, metres_from(epsg).transform, interleaved=False).area
    true = abs(GEOD.geometry_area_perimeter(dense)[0])
    assert flat / true - 1 == pytest.approx(error, abs=2e-4)


def test_web_mercator_would_be_far_off() -> None:
    flat = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    for (_, square, _), error in zip(SQUARES.values(), (0.37, 0.18), strict=True):
        area = shapely.transform(square, flat.transform, interleaved=False).area
        assert area / abs(GEOD.geometry_area_perimeter(square)[0]) - 1 == pytest.approx(
            error, abs=0.01
        )


@pytest.mark.parametrize(("epsg", "lon", "lat"), [(32651, 123.0, 31.0), (4547, 114.0, 22.5)])
def test_metres_from_gives_east_before_north(epsg: int, lon: float, lat: float) -> None:
    east, north = metres_from(epsg).transform(lon, lat)
    assert east == pytest.approx(500_000, abs=0.01)
    assert north == pytest.approx(lat * 110_700, rel=0.002)


def test_metric_crs_is_the_one_that_was_asked_for() -> None:
    assert metric_crs(4547).name == "CGCS2000 / 3-degree Gauss-Kruger CM 114E"


@pytest.mark.parametrize(
    ("epsg", "message"),
    [
        (1, "EPSG:1 is not a known"),
        (4326, "not projected in metres"),
        (2230, "not projected in metres"),
        (3857, "stretches lengths with latitude"),
    ],
    ids=["unknown", "degrees", "feet", "web-mercator"],
)
def test_metric_crs_refuses_what_does_not_measure_metres(epsg: int, message: str) -> None:
    with pytest.raises(DatumError, match=message):
        metric_crs(epsg)
