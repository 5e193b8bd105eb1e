"""Layers of places: hexagons, heat, hot spots, points."""

import json

import numpy as np
import pyarrow as pa
import pytest

from layers import enterprise_heat, enterprise_hexagons, enterprise_hot_spots, enterprise_points
from layers.atlas_map import AtlasMap
from layers.enterprise_counts import count_block
from layers.enterprise_hexagons import RESOLUTIONS, cells_block, level, tiles
from layers.enterprise_hot_spots import MANY, hot_spots_block
from layers.enterprise_points import MOST_POINTS, points_block
from layers.enterprise_view import view_of
from layers.registry import enterprise_specs
from tests.some_enterprises import some_enterprises


@pytest.fixture(scope="module")
def registry(catalogue):
    return some_enterprises(catalogue, rows=6_000, spread=0.02)


@pytest.fixture(scope="module")
def view(registry, catalogue):
    return view_of(registry.aggregates, catalogue)


def of(view, **changed):
    return view_of(view.aggregates, view.catalogue, **changed)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_every_resolution_holds_all_enterprises(view, resolution):
    block = level(view, resolution)

    assert sum(block["count"]) == view.aggregates.tally.on_grid
    assert block["classes"][0]["from"] == min(block["count"])


def test_squares_hold_the_finest_hexagons_once(view):
    found = tiles(view)

    assert sum(sum(block["count"]) for block in found.values()) == view.aggregates.tally.on_grid
    assert len({json.dumps(block["classes"]) for block in found.values()}) == 1
    for (column, row), block in found.items():
        lon, lat = np.cumsum(block["lon"]) / 1e5, np.cumsum(block["lat"]) / 1e5
        assert np.allclose(np.floor(lon + 1e-9), column)
        assert np.allclose(np.floor(lat + 1e-9), row)


def test_years_are_kept_apart_down_to_a_resolution(view):
    def address(name):
        return f"/{name}"

    assert cells_block(of(view, address=address))["tiles"]["url"] == "/cells-9-TILE"
    assert cells_block(of(view, address=address, year=2020))["tiles"] is None
    assert sum(level(of(view, year=2020), 8)["count"]) < view.aggregates.tally.on_grid


@pytest.fixture(scope="module")
def both(catalogue):
    return some_enterprises(catalogue, rows=6_000, cities=("shanghai", "shenzhen")).aggregates


@pytest.mark.parametrize(("city", "south", "north"), [("shanghai", 30, 32), ("shenzhen", 22, 23)])
def test_a_city_has_its_own_hexagons_and_classes(both, catalogue, city, south, north):
    own = view_of(both, catalogue, cities=[city])
    lat = np.cumsum(level(own, 7)["lat"]) / 1e6
    districts = sum(row["v"] for row in count_block(own)["rows"].values())

    assert ((lat > south) & (lat < north)).all()
    assert sum(level(own, 8)["count"]) == districts < both.tally.taken
    assert sum(sum(tile["count"]) for tile in tiles(own).values()) == districts
    together = view_of(both, catalogue)
    assert sum(level(together, 8)["count"]) == both.tally.taken
    assert level(own, 8)["km2"] != level(together, 8)["km2"]


def test_whether_hexagons_of_spots_are_small_goes_by_the_city(both, catalogue):
    own = view_of(both, catalogue, cities=["shenzhen"])

    assert own.own.tally.on_grid < MANY < both.tally.on_grid
    assert hot_spots_block(own)["resolution"] == 7


def test_hexagons_by_weight_are_classed_by_weight(catalogue):
    counted = some_enterprises(catalogue, rows=1_500, has_weight=True).aggregates
    weighed = view_of(counted, catalogue, measure="weight")
    block = level(weighed, 7)

    assert (block["by"], block["words"]) == ("weight", ("权重", "weight"))
    assert block["classes"][0]["from"] <= min(block["weight"])
    assert max(block["count"]) < block["classes"][-1]["from"] <= max(block["weight"])
    (square,) = {json.dumps(one["classes"]) for one in tiles(weighed).values()}
    assert float(json.loads(square)[-1]["from"]) > 100
    assert "by" not in level(view_of(counted, catalogue), 7)


def test_nothing_found_is_nothing_drawn(view):
    empty = of(view, industry="education", year=2018)
    assert tiles(of(view, industry="")) != {}
    assert level(empty, 8)["resolution"] == 8


def test_heat_and_hexagons_draw_the_same_data(view):
    (heat,), (cells,) = enterprise_heat.specs(view), enterprise_hexagons.specs(view)

    assert heat.blocks == cells.blocks


def test_hot_spots_are_found_where_enterprises_crowd(view):
    block = hot_spots_block(view)
    hot = [count for count, kind in zip(block["count"], block["kind"], strict=True) if kind == 0]

    assert block["hot"] == len(hot) > 5
    assert min(block["z"][i] for i, kind in enumerate(block["kind"]) if kind == 0) > 196
    assert [row["mark"] for row in block["classes"]] == ["hot", "cold"]


def test_hot_spots_of_a_year_are_found_where_years_are_kept(view):
    assert view.aggregates.tally.on_grid >= MANY
    block = hot_spots_block(of(view, year=2020))

    assert block["hot"] > 0


def test_too_few_enterprises_are_not_tested_and_it_is_said(catalogue):
    few = view_of(some_enterprises(catalogue, rows=20).aggregates, catalogue)
    block = hot_spots_block(few)

    assert block["lat"] == []
    assert "无法检验" in block["obstacle"][0]


def test_without_coordinates_there_are_only_districts(view, catalogue):
    nowhere = some_enterprises(catalogue, rows=0).aggregates
    shown = view_of(nowhere, catalogue)

    assert [
        *enterprise_heat.specs(shown),
        *enterprise_hexagons.specs(shown),
        *enterprise_hot_spots.specs(shown),
    ] == []


def test_points_are_shown_while_they_are_few(view, registry):
    assert enterprise_points.specs(view, None) == []
    assert enterprise_points.specs(view, registry.points.slice(0, MOST_POINTS + 1)) == []
    assert len(enterprise_points.specs(view, registry.points.slice(0, MOST_POINTS))) == 1


def test_a_filter_makes_points_few(view, registry, catalogue):
    many = pa.concat_tables([registry.points] * 3)
    assert many.num_rows > MOST_POINTS
    assert enterprise_points.specs(view, many) == []
    chosen = of(view, industry=catalogue.industries[1].id, year=(2018, 2021))
    (spec,) = enterprise_points.specs(chosen, many)
    years = {row[4] for row in spec.blocks["points"]["rows"]}
    assert years == {2018, 2020, 2021}
    assert enterprise_points.specs(of(view, year=2023), many.slice(0, 0)) == []


def test_points_follow_the_filter(view, registry, catalogue):
    table = registry.points.slice(0, 500)
    rows = points_block(view, table)["rows"]
    unmapped = points_block(of(view, industry=""), table)["rows"]
    both = points_block(of(view, industry=catalogue.industries[1].id, year=2020), table)["rows"]

    assert len(rows) == 500
    assert {row[3] for row in unmapped} == {-1}
    assert {(row[3], row[4]) for row in both} == {(1, 2020)}


def test_enterprises_of_which_only_the_district_is_known_are_no_points(view, registry):
    rows = registry.points.slice(0, 40).to_pylist()
    rows[3] |= {"lon": None, "lat": None}
    rows[5] |= {"lat": float("nan")}
    points = pa.Table.from_pylist(rows, schema=registry.points.schema)

    assert len(points_block(view, points)["rows"]) == 38


def test_names_of_enterprises_never_reach_a_template(registry, catalogue):
    names = registry.points.slice(0, 30).to_pandas()
    names["name"] = "</script>{{ 7*191 }}{% boom"
    points = type(registry.points).from_pandas(names, preserve_index=False)
    specs = enterprise_specs(registry.aggregates, catalogue, points=points)
    html = AtlasMap(catalogue, cities=["shanghai"], layers=specs).to_html()

    assert "</script>{{" not in html
    assert html.count("{{ 7*191 }}{% boom") == 30  # as it is, compiled nowhere
    assert "enterprise-canvas" not in html  # inlined, nothing is loaded
    assert "L.atlas.registry" in html
