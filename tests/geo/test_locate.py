import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal, assert_index_equal

from geo.catalogue import Catalogue
from geo.crs import metres_from
from geo.errors import DatumError
from geo.locate import find_districts, locate

COLUMNS = ["district", "city", "belts", "clusters", "nearest", "nearest_m"]
ORIGIN = (400_000, 3_450_000)


def lonlat(east_m: float, north_m: float) -> tuple[float, float]:
    """Place a point given in metres from a corner on UTM zone 51N, near Shanghai."""
    metres = metres_from(32651)
    return metres.transform(ORIGIN[0] + east_m, ORIGIN[1] + north_m, direction="INVERSE")


def points(*places: tuple[float, float] | None) -> gpd.GeoDataFrame:
    shapes = [None if place is None else shapely.Point(*place) for place in places]
    index = pd.Index([f"p{n}" for n in range(len(places))], name="site")
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, index=index, crs=4326))


def site(name: str, east_m: float, kind: str = "park", precision_m: float = 500) -> Any:
    lon, lat = lonlat(east_m, 500)
    return SimpleNamespace(id=name, kind=kind, lon=lon, lat=lat, precision_m=precision_m)


@pytest.fixture
def small() -> Any:
    """Two districts of 10 km² side by side, the west one in two belts, and four sites."""
    corners = [[lonlat(x, y) for x, y in ring] for ring in (rectangle(0), rectangle(10_000))]
    outlines = gpd.GeoDataFrame(
        geometry=[shapely.Polygon(ring) for ring in corners],
        index=pd.Index(["310101", "310102"], name="adcode"),
        crs=4326,
    )
    sites = (
        site("far", 9000),
        site("near", 2000),
        site("cluster", 1000, kind="cluster", precision_m=1500),
        site("small-cluster", 3000, kind="cluster", precision_m=100),
    )
    return SimpleNamespace(
        cities=(SimpleNamespace(id="town", metric_epsg=32651),),
        districts=tuple(SimpleNamespace(adcode=a, city="town") for a in outlines.index),
        belts=(SimpleNamespace(id="west"), SimpleNamespace(id="east"), SimpleNamespace(id="none")),
        belt_members=tuple(
            SimpleNamespace(district=district, belt=belt)
            for district, belt in [("310101", "east"), ("310101", "west"), ("310101", "west")]
        ),
        sites_of=lambda city: sites if city == "town" else (),
        boundaries=SimpleNamespace(full=outlines),
    )


def rectangle(west: float) -> list[tuple[float, float]]:
    return [(west, 0), (west + 10_000, 0), (west + 10_000, 1000), (west, 1000)]


def test_locate_tells_everything_of_a_point(small: Any) -> None:
    found = locate(points(lonlat(2400, 500)), small, nearest=3).loc["p0"]
    assert found["district"] == "310101"
    assert found["city"] == "town"
    assert found["belts"] == ("west", "east")
    assert found["clusters"] == ("cluster",)
    assert found["nearest"] == ("near", "small-cluster", "cluster")
    assert found["nearest_m"] == pytest.approx((400, 600, 1400), abs=1e-4)


def test_locate_measures_in_the_metric_crs_in_both_directions(small: Any) -> None:
    found = locate(points(lonlat(2300, 900)), small, nearest=1).loc["p0"]
    assert found["nearest_m"] == pytest.approx((500,), abs=1e-4)


@pytest.mark.parametrize(("east_m", "clusters"), [(2499, ("cluster",)), (2501, ())])
def test_locate_finds_clusters_within_their_precision(
    small: Any, east_m: float, clusters: tuple[str, ...]
) -> None:
    found = locate(points(lonlat(east_m, 500)), small)
    assert found.loc["p0", "clusters"] == clusters


def test_locate_leaves_missing_what_is_nowhere(small: Any) -> None:
    frame = points(None, lonlat(15_000, 500), lonlat(-10, 500))
    frame.loc["p3", "geometry"] = shapely.Point()
    found = locate(frame, small)
    assert found["district"].tolist() == [None, "310102", None, None]
    assert found["city"].tolist() == [None, "town", None, None]
    for row in ("p0", "p2", "p3"):
        assert found.loc[row, COLUMNS[2:]].tolist() == [(), (), (), ()]
    assert found.loc["p1", "belts"] == ()
    assert json.loads(found.to_json(orient="records"))[0]["district"] is None


def test_locate_returns_a_new_frame_with_the_same_index(small: Any) -> None:
    frame = points(lonlat(100, 100), None, lonlat(12_000, 100)).assign(name=["a", "b", "c"])
    before = frame.copy()
    found = locate(frame, small)
    assert_index_equal(found.index, frame.index)
    assert found.columns.tolist() == COLUMNS
    assert_frame_equal(frame, before)


def test_locate_accepts_an_index_with_repeats(small: Any) -> None:
    frame = points(lonlat(100, 100), lonlat(12_000, 100)).set_axis([7, 7])
    assert locate(frame, small)["district"].tolist() == ["310101", "310102"]


@pytest.mark.parametrize(("nearest", "count"), [(0, 0), (2, 2), (99, 4)])
def test_locate_lists_as_many_sites_as_asked_for(small: Any, nearest: int, count: int) -> None:
    found = locate(points(lonlat(2000, 500)), small, nearest=nearest).loc["p0"]
    assert len(found["nearest"]) == len(found["nearest_m"]) == count


def test_locate_accepts_no_points(small: Any) -> None:
    found = locate(points(), small)
    assert found.columns.tolist() == COLUMNS
    assert found.empty


def test_locate_accepts_a_city_without_sites(small: Any) -> None:
    small.sites_of = lambda city: ()
    assert locate(points(lonlat(100, 100)), small).loc["p0", "nearest"] == ()


def test_locate_ignores_polygons_that_the_catalogue_does_not_name(small: Any) -> None:
    small.districts = small.districts[1:]
    assert locate(points(lonlat(100, 100)), small)["district"].tolist() == [None]


@pytest.mark.parametrize(
    ("epsg", "message"), [(4490, "found China Geodetic"), (32651, "UTM"), (None, "found no CRS")]
)
def test_locate_refuses_other_coordinates(small: Any, epsg: int | None, message: str) -> None:
    frame = points(lonlat(100, 100)).set_crs(epsg, allow_override=True)
    with pytest.raises(DatumError, match=message):
        locate(frame, small)


def test_locate_refuses_what_is_no_point(small: Any) -> None:
    frame = points(lonlat(100, 100), lonlat(200, 100))
    frame.loc["p1", "geometry"] = shapely.box(121, 31, 122, 32)
    with pytest.raises(TypeError, match="row 'p1' is a Polygon; only points can be located"):
        locate(frame, small)


def test_locate_refuses_a_negative_number_of_sites(small: Any) -> None:
    with pytest.raises(ValueError, match="nearest is -1; allowed are 0 and more"):
        locate(points(), small, nearest=-1)


def test_find_districts_gives_a_common_border_to_the_lower_adcode() -> None:
    outlines = gpd.GeoSeries(
        [shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)], index=["310102", "310101"], crs=4326
    )
    lon, lat = np.array([0.5, 1.0, 1.5, 2.0, 2.1, np.nan]), np.full(6, 0.5)
    found = find_districts(lon, lat, outlines)
    assert found.tolist() == ["310101", "310101", "310102", "310102", None, None]


def test_find_districts_leaves_shared_geometries_unprepared(catalogue: Catalogue) -> None:
    outlines = catalogue.boundaries.full.geometry
    find_districts(np.array([121.47]), np.array([31.23]), outlines)
    assert not shapely.is_prepared(outlines.array).any()


def test_find_districts_agrees_with_a_spatial_join(catalogue: Catalogue) -> None:
    random = np.random.default_rng(7)
    lon, lat = random.uniform(120.8, 122.3, 5000), random.uniform(30.6, 31.9, 5000)
    full = catalogue.boundaries.full
    found = find_districts(lon, lat, full.geometry)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    joined = frame.sjoin(full, how="left", predicate="intersects")["adcode"]
    assert [adcode or None for adcode in found] == [None if pd.isna(a) else a for a in joined]


def test_locate_serves_threads_at_once(catalogue: Catalogue) -> None:
    random = np.random.default_rng(3)
    frame = points(*zip(random.uniform(121, 122, 500), random.uniform(31, 31.5, 500), strict=True))
    with ThreadPoolExecutor(4) as pool:
        tables = list(pool.map(lambda _: locate(frame, catalogue), range(8)))
    for table in tables[1:]:
        assert_frame_equal(table, tables[0])


def test_locate_puts_every_site_of_the_catalogue_into_its_district(catalogue: Catalogue) -> None:
    frame = points(*[(row.lon, row.lat) for row in catalogue.sites])
    found = locate(frame, catalogue, nearest=1)
    assert found["district"].tolist() == [row.district for row in catalogue.sites]
    assert found["city"].tolist() == [row.city for row in catalogue.sites]
    assert max(found["nearest_m"]) == (0.0,)


def test_locate_knows_both_cities(catalogue: Catalogue) -> None:
    zhangjiang, hetao, qingpu = (121.588, 31.19), (114.06, 22.518), (121.121, 31.161)
    found = locate(points(zhangjiang, hetao, qingpu), catalogue)
    assert found["belts"].tolist() == [("east",), (), ()]
    assert found["clusters"].tolist() == [("sh-zhangjiang",), ("sz-hetao",), ()]
    assert found["nearest"].str[0].tolist() == ["sh-zhangjiang", "sz-hetao", "sh-newcity-qingpu"]
