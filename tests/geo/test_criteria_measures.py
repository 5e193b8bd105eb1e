"""Distances and counts on grids whose answers are known by arithmetic; scenes and layers."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.criteria_measures import Column, CountWithin, DistanceTo
from geo.criteria_scene import ReferenceLayer, precision_of, prepare
from geo.errors import CriterionError, DatumError, UnknownIdError
from tests.geo.planning import points_at

NAN = float("nan")


def in_shenzhen(count=1):
    return gpd.points_from_xy([114.06] * count, [22.54] * count, crs=4326)


def layer_at(metres, **columns):
    frame = points_at(metres, [f"ref-{place}" for place in range(len(metres))], **columns)
    return ReferenceLayer("refs", frame)


def test_distances_are_metres_in_the_citys_crs(catalogue):
    scene = prepare(points_at([(0, 0), (3000, 4000)]), catalogue)

    found = DistanceTo(layer_at([(0, 1000), (3000, 0)])).measure(scene)

    assert found.values.tolist() == pytest.approx([1000, 4000], abs=0.001)
    assert found.references.tolist() == ["ref-0", "ref-1"]
    assert found.unknown.tolist() == [None, None]
    assert found.evidence.tolist() == [(), ()]


def test_the_first_of_equally_near_features_counts(catalogue):
    scene = prepare(points_at([(0, 0)]), catalogue)
    both = layer_at([(500, 0), (500, 0)])
    turned = ReferenceLayer("refs", both.features.iloc[::-1])

    assert DistanceTo(both).measure(scene).references.tolist() == ["ref-0"]
    assert DistanceTo(turned).measure(scene).references.tolist() == ["ref-1"]


def test_lines_and_polygons_can_be_near(catalogue):
    corners = points_at([(1000, -1000), (1000, 1000), (3000, 1000), (3000, -1000)]).geometry
    shapes = [shapely.LineString(corners[:2]), shapely.Polygon(corners)]
    layer = ReferenceLayer("shapes", gpd.GeoDataFrame(geometry=shapes[1:], crs=4326))
    line = ReferenceLayer("line", gpd.GeoDataFrame(geometry=shapes[:1], crs=4326))
    scene = prepare(points_at([(0, 0), (2000, 0)]), catalogue)

    assert DistanceTo(layer).measure(scene).values == pytest.approx([1000, 0], abs=0.1)
    assert DistanceTo(line).measure(scene).values == pytest.approx([1000, 1000], abs=0.1)


def test_precision_of_both_ends_widens_the_range(catalogue):
    candidates = points_at([(0, 0), (900, 0)], precision_m=[100, NAN])
    scene = prepare(candidates, catalogue)

    found = DistanceTo(layer_at([(1000, 0)], precision_m=[300.0])).measure(scene)

    assert found.low.tolist() == pytest.approx([600, 0], abs=0.01)
    assert found.high.tolist() == pytest.approx([1400, 400], abs=0.01)


def test_each_city_is_measured_on_its_own(catalogue):
    """A place in Shenzhen is no reference for Shanghai, however the layer is made."""
    shanghai = points_at([(0, 0)])
    there = gpd.GeoDataFrame(geometry=in_shenzhen(), index=["sz"], crs=4326)
    candidates = gpd.GeoDataFrame(
        geometry=[*shanghai.geometry, *there.geometry], index=["a", "b"], crs=4326
    )
    scene = prepare(candidates, catalogue)

    found = DistanceTo(ReferenceLayer("there", there)).measure(scene)

    assert found.unknown.tolist() == ["no_reference", None]
    assert np.isnan(found.values).tolist() == [True, False]
    assert found.values[1] == pytest.approx(0, abs=0.001)


def test_outside_of_every_district_is_unknown_not_far(catalogue):
    scene = prepare(points_at([(0, 0), (200_000, 0)]), catalogue)

    for measure in (DistanceTo(layer_at([(0, 0)])), CountWithin(layer_at([(0, 0)]), 500)):
        found = measure.measure(scene)
        assert found.unknown.tolist() == [None, "outside"]
        assert np.isnan(found.values).tolist() == [False, True]


def test_counts_say_what_is_sure_and_what_is_possible(catalogue):
    scene = prepare(points_at([(0, 0), (5000, 0)]), catalogue)
    refs = layer_at([(100, 0), (450, 0), (700, 0)], precision_m=[0.0, 100.0, 300.0])

    found = CountWithin(refs, 500).measure(scene)

    assert found.values.tolist() == [2, 0]
    assert found.low.tolist() == [1, 0]
    assert found.high.tolist() == [3, 0]


def test_counting_where_nothing_is_near_gives_a_true_zero(catalogue):
    scene = prepare(points_at([(0, 0)]), catalogue)
    empty = ReferenceLayer("there", gpd.GeoDataFrame(geometry=in_shenzhen(), crs=4326))

    found = CountWithin(empty, 500).measure(scene)

    assert (found.values.tolist(), found.unknown.tolist()) == ([0], [None])


@pytest.mark.parametrize("radius", [0, -1, float("inf"), NAN])
def test_a_radius_must_be_one(catalogue, radius):
    with pytest.raises(CriterionError, match="radius_m"):
        CountWithin("refs", radius).measure(prepare(points_at([(0, 0)]), catalogue))


def test_layers_of_the_scene_are_found_by_name(catalogue):
    refs = layer_at([(0, 250)])
    scene = prepare(points_at([(0, 0)]), catalogue, {"refs": refs})

    assert DistanceTo("refs").measure(scene).values == pytest.approx([250], abs=0.001)
    with pytest.raises(UnknownIdError, match='no reference layer "ref".*refs'):
        DistanceTo("ref").measure(scene)


def test_a_column_keeps_empty_cells_empty(catalogue):
    scene = prepare(points_at([(0, 0)] * 3, rent=[5, None, 7.5]), catalogue)

    found = Column("rent").measure(scene)

    assert found.values.tolist() == pytest.approx([5, NAN, 7.5], nan_ok=True)
    assert found.unknown.tolist() == [None, "no_value", None]


@pytest.mark.parametrize("cell", ["dear", float("inf")])
def test_a_cell_that_is_no_number_is_named(catalogue, cell):
    scene = prepare(points_at([(0, 0)] * 2, ["a", "b"], rent=[5, cell]), catalogue)

    with pytest.raises(CriterionError, match=f'"rent", candidate \'b\': "{cell}"'):
        Column("rent").measure(scene)


def test_a_column_that_is_not_there_is_named(catalogue):
    with pytest.raises(CriterionError, match='no column "rant".*rent'):
        Column("rant").measure(prepare(points_at([(0, 0)], rent=[1]), catalogue))


def test_candidates_need_names_of_their_own(catalogue):
    with pytest.raises(CriterionError, match="two candidates are named 'a'"):
        prepare(points_at([(0, 0), (1, 1)], ["a", "a"]), catalogue)


def test_candidates_must_be_in_wgs84(catalogue):
    for frame in (
        points_at([(0, 0)]).to_crs(32651),
        points_at([(0, 0)]).set_crs(None, allow_override=True),
    ):
        with pytest.raises(DatumError, match="EPSG:4326"):
            prepare(frame, catalogue)


def test_candidates_must_be_points(catalogue):
    wide = points_at([(0, 0)], ["a"])
    wide["geometry"] = [shapely.box(121, 31, 121.1, 31.1)]
    with pytest.raises(TypeError, match="candidate 'a' is a Polygon"):
        prepare(wide, catalogue)


def test_a_candidate_without_a_position_is_outside_of_everything(catalogue):
    frame = points_at([(0, 0), (0, 0)], ["a", "b"], n=[1, 2])
    frame["geometry"] = [frame.geometry.iloc[0], None]
    scene = prepare(frame, catalogue)

    assert DistanceTo(layer_at([(0, 0)])).measure(scene).unknown.tolist() == [None, "outside"]
    assert Column("n").measure(scene).values.tolist() == [1, 2]


def test_precision_must_not_be_negative(catalogue):
    with pytest.raises(CriterionError, match="precision_m"):
        prepare(points_at([(0, 0)], precision_m=[-1.0]), catalogue)


def test_a_layer_must_be_in_wgs84_with_names_of_its_own():
    frame = points_at([(0, 0), (1, 1)], ["x", "x"])
    with pytest.raises(CriterionError, match="'x' twice"):
        ReferenceLayer("l", frame)
    with pytest.raises(CriterionError, match="EPSG:4326"):
        ReferenceLayer("l", frame.to_crs(32651))


def test_precision_that_is_not_stated_counts_as_exact():
    assert precision_of(points_at([(0, 0)])).tolist() == [0]
    assert precision_of(points_at([(0, 0)] * 2, precision_m=[None, 5.0])).tolist() == [0, 5]
