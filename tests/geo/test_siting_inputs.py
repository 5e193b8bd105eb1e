"""Positions, weights and districts: what cannot be measured or weighed is named."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import SitingError, UnknownIdError
from geo.siting_inputs import distances_m, district_demand, positions_m, weights_of
from tests.geo.planning import ORIGIN, SHANGHAI, points_at


def test_positions_are_metres_east_and_north():
    found = positions_m(points_at([(0, 0), (100, 2500)]), SHANGHAI, "candidate")

    assert (found - ORIGIN).ravel().tolist() == pytest.approx([0, 0, 100, 2500], abs=0.001)


def test_distances_are_straight_lines():
    found = distances_m(np.array([[0.0, 0], [0, 8]]), np.array([[3.0, 4]]))

    assert found.tolist() == [[5], [5]]


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (points_at([]), "there is no candidate"),
        (points_at([(0, 0)]).to_crs(SHANGHAI), "EPSG:4326"),
        (gpd.GeoDataFrame(geometry=[None], index=["a"], crs=4326), "'a' is no point"),
        (gpd.GeoDataFrame(geometry=[shapely.Point()], index=["a"], crs=4326), "'a' is no point"),
        (
            gpd.GeoDataFrame(geometry=[shapely.Point(0, 0).buffer(1)], index=["a"], crs=4326),
            "'a' is no point",
        ),
        (
            gpd.GeoDataFrame(geometry=[shapely.Point(33.0, 100.0)], index=["a"], crs=4326),
            "outside of what EPSG:32651",
        ),
    ],
)
def test_positions_that_cannot_be_measured_are_named(frame, told):
    with pytest.raises(SitingError, match=told):
        positions_m(frame, SHANGHAI, "candidate")


def test_without_a_column_every_point_weighs_the_same():
    assert weights_of(points_at([(0, 0)] * 3), None).tolist() == [1, 1, 1]


@pytest.mark.parametrize("cells", [[1, -1], [1, None], [1, "x"], [0, 0], [1, float("inf")]])
def test_weights_that_are_none_are_named(cells):
    with pytest.raises(SitingError, match="weight"):
        weights_of(points_at([(0, 0)] * 2, load=cells), "load")


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(SitingError, match='no column "laod".*load'):
        weights_of(points_at([(0, 0)], load=[1]), "laod")


def test_districts_are_points_inside_of_them(catalogue):
    found = district_demand(catalogue, "shanghai", {"310115": 5, "310101": 3})

    assert found["weight"].to_dict() == {"310101": 3, "310115": 5}
    outlines = catalogue.boundaries.full.geometry
    assert all(outlines[adcode].contains(point) for adcode, point in found.geometry.items())


def test_a_district_of_another_city_is_no_demand(catalogue):
    with pytest.raises(SitingError, match='"440305" is no district of shanghai'):
        district_demand(catalogue, "shanghai", {"440305": 1})
    with pytest.raises(UnknownIdError, match="paris"):
        district_demand(catalogue, "paris", {})
