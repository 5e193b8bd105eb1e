"""The ground that each open site serves."""

import json

import pytest
import shapely

from geo.study import choose_for_study
from geo.study.catchments import catchments_of, drawn_catchments
from tests.geo.study.test_choosing import LAYER, asking


def test_districts_go_to_their_site_whole(example, catalogue):
    siting = choose_for_study(example, catalogue)
    found = catchments_of(example, catalogue, siting)
    outlines = catalogue.boundaries.web.geometry

    assert list(found) == [str(key) for key in siting.open]
    for code, site in siting.assignment["site"].items():
        inside = outlines[code].representative_point()
        assert [key for key, area in found.items() if area.contains(inside)] == [site]
    total = sum(area.area for area in found.values())
    assert total == pytest.approx(shapely.union_all(list(found.values())).area)


def test_what_is_drawn_is_small_and_named(example, catalogue):
    found = catchments_of(example, catalogue, choose_for_study(example, catalogue))
    drawn = drawn_catchments(found)
    assert len(json.dumps(drawn)) < 60_000
    for key, area in found.items():
        assert area.contains(shapely.Point(drawn[key]["at"]))
        shape = shapely.geometry.shape(drawn[key]["geometry"])
        assert shape.symmetric_difference(area).area < 0.05 * area.area
    assert drawn_catchments({}) == {}


def test_what_is_not_reached_belongs_to_nobody(example, catalogue):
    siting = choose_for_study(example, catalogue)
    siting.assignment["is_covered"] = False
    assert catchments_of(example, catalogue, siting) == {}


@pytest.mark.parametrize("radius", [None, 9_000.0])
def test_points_have_cells_of_the_city(catalogue, radius):
    objective = "p_median" if radius is None else "max_coverage"
    plan = {"objective": objective, "count": 3, "radius_m": radius, "demand": LAYER}
    study = asking(plan)
    siting = choose_for_study(study, catalogue)
    found = catchments_of(study, catalogue, siting)

    assert len(found) == 3
    for key, area in found.items():
        row = study.candidates[key]
        assert area.intersects(shapely.Point(row.lon, row.lat))
        if radius:
            near = shapely.Point(row.lon, row.lat).buffer(radius / 90_000)
            assert area.within(near)
    areas = list(found.values())
    assert sum(area.area for area in areas) == pytest.approx(shapely.union_all(areas).area)
    codes = [row.adcode for row in catalogue.districts_of("shanghai")]
    city = shapely.union_all(catalogue.boundaries.web.geometry.loc[codes].to_numpy())
    assert shapely.union_all(areas).difference(city).area < 0.001 * city.area
    if radius is None:
        assert sum(area.area for area in areas) == pytest.approx(city.area, rel=0.001)


def test_sites_at_one_place_share_no_ground(catalogue):
    plan = {"objective": "p_median", "count": 2, "demand": LAYER, "fixed": ["n0", "n1"]}
    study = asking(plan, spots=[(121.6, 31.2), (121.6, 31.2)])
    found = catchments_of(study, catalogue, choose_for_study(study, catalogue))
    assert list(found) == ["n0"]


def test_of_sites_at_one_place_the_first_serves(catalogue):
    plan = {"objective": "p_median", "count": 3, "demand": LAYER, "fixed": ["n0", "n1", "n2"]}
    study = asking(plan, spots=[(121.6, 31.2), (121.6, 31.2), (121.4, 31.1)])
    found = catchments_of(study, catalogue, choose_for_study(study, catalogue))
    assert list(found) == ["n0", "n2"]


def test_what_exists_serves_ground_too(catalogue):
    plan = {"objective": "p_median", "count": 1, "demand": LAYER, "existing": ["sh-zhangjiang"]}
    study = asking(plan, spots=[(121.23, 31.04)] * 5)
    siting = choose_for_study(study, catalogue)
    found = catchments_of(study, catalogue, siting)
    assert set(found) == {*siting.new, "atlas:sh-zhangjiang"}
    assert found["atlas:sh-zhangjiang"].contains(shapely.Point(121.588, 31.19))
