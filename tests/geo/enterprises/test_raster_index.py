import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.catalogue import Catalogue
from geo.enterprises.hexagon_lines import cells_at
from geo.enterprises.raster_index import DistrictRaster, build_raster
from geo.errors import UnknownIdError
from geo.locate import find_districts
from tests.geo.enterprises.adversaries import (
    NOWHERE,
    cell_of,
    corners,
    joined,
    nudged,
    on_borders,
    on_grid,
    on_hexagons,
)


def names(raster: DistrictRaster, codes: np.ndarray) -> list[str | None]:
    return np.array([*raster.adcodes, None], dtype=object)[codes].tolist()


@pytest.fixture(scope="module")
def outlines(catalogue: Catalogue) -> gpd.GeoSeries:
    return catalogue.boundaries.full.geometry


@pytest.fixture(scope="module")
def hard(raster: DistrictRaster, outlines: gpd.GeoSeries) -> np.ndarray:
    """Points that a grid is likely to get wrong."""
    grids = [city.grid for city in raster._cities]
    some = on_borders(outlines, 40)
    inner = outlines.sample_points(2, rng=8).explode()
    return np.concatenate(
        [
            nudged(corners(outlines)[::40]),
            nudged(some),
            nudged(on_hexagons(np.concatenate([shapely.get_coordinates(inner), some[:10]]))),
            *(nudged(on_grid(grid.west, grid.south, grid.step, 150)) for grid in grids),
            NOWHERE,
        ]
    )


def check(raster: DistrictRaster, points: np.ndarray, outlines: gpd.GeoSeries) -> None:
    districts, cells = raster.place(*points.T)
    assert names(raster, districts) == joined(points, outlines)
    assert np.array_equal(raster.districts(*points.T), districts)
    expected = [
        cell_of(*point) if code >= 0 else 0 for point, code in zip(points, districts, strict=True)
    ]
    assert cells.tolist() == expected


def test_hard_points_are_placed_as_a_spatial_join_and_h3_place_them(
    raster: DistrictRaster, outlines: gpd.GeoSeries, hard: np.ndarray
) -> None:
    check(raster, hard, outlines)


def test_many_random_points_are_placed_exactly(
    raster: DistrictRaster, outlines: gpd.GeoSeries
) -> None:
    generator = np.random.default_rng(4)
    lon = np.concatenate(
        [generator.uniform(120.8, 122.3, 60_000), generator.uniform(113.7, 114.7, 40_000)]
    )
    lat = np.concatenate(
        [generator.uniform(30.6, 31.9, 60_000), generator.uniform(22.4, 22.9, 40_000)]
    )
    districts, cells = raster.place(lon, lat)
    assert names(raster, districts) == find_districts(lon, lat, outlines).tolist()
    inside = districts >= 0
    assert np.array_equal(cells[inside], cells_at(lon[inside], lat[inside], 9))
    assert not cells[~inside].any()


PLACES = st.sampled_from([(121.47, 31.23), (114.06, 22.55), (121.0, 31.6)])
NUDGES = st.sampled_from([0.0, 1e-15, -1e-13, 1e-10, -1e-8, 1e-7, -3e-6, 1e-4])


@st.composite
def hard_points(draw: st.DrawFn, outlines: gpd.GeoSeries) -> tuple[float, float]:
    """A point at a place of a kind, a little beside it."""
    kind = draw(st.sampled_from(["corner", "border", "hexagon", "anywhere", "repeated"]))
    if kind == "anywhere":
        anything = st.floats(allow_nan=True, allow_infinity=True)
        near = (st.floats(113, 123), st.floats(22, 32))
        return draw(near[0] | anything), draw(near[1] | anything)
    if kind == "repeated":
        return draw(PLACES)
    ring = shapely.get_coordinates(outlines.iloc[draw(st.integers(0, len(outlines) - 1))])
    number = draw(st.integers(0, len(ring) - 2))
    share = draw(st.floats(0, 1)) if kind == "border" else 0.0
    lon, lat = ring[number] * (1 - share) + ring[number + 1] * share
    if kind == "hexagon":
        around = on_hexagons(np.array([[lon, lat]]))
        lon, lat = around[draw(st.integers(0, len(around) - 1))]
    return float(lon) + draw(NUDGES), float(lat) + draw(NUDGES)


@settings(max_examples=60)
@given(st.data())
def test_any_points_are_placed_as_a_spatial_join_and_h3_place_them(
    raster: DistrictRaster, outlines: gpd.GeoSeries, data: st.DataObject
) -> None:
    points = data.draw(st.lists(hard_points(outlines), min_size=1, max_size=12))
    check(raster, np.array(points), outlines)


def test_a_slot_is_a_district_and_a_hexagon(raster: DistrictRaster, hard: np.ndarray) -> None:
    found = raster.find(*hard.T)
    districts, cells = raster.place(*hard.T)
    sure = np.flatnonzero(found.slots > 0)
    assert len(sure) > 1000
    assert len(found.rows) > 1000
    assert np.array_equal(raster.slot_districts[found.slots[sure]], districts[sure])
    assert np.array_equal(raster.slot_cells[found.slots[sure]], cells[sure])
    assert not set(sure) & set(found.rows)
    assert np.isin(cells[cells > 0], raster.every_cell).all()


def test_no_points_are_nowhere(raster: DistrictRaster) -> None:
    nothing = np.zeros(0)
    districts, cells = raster.place(nothing, nothing)
    assert (len(districts), len(cells), len(raster.districts(nothing, nothing))) == (0, 0, 0)


@pytest.mark.parametrize("far", [1.8e305, -1.8e305, np.inf, np.nan])
def test_numbers_that_no_grid_reaches_are_nowhere(raster: DistrictRaster, far: float) -> None:
    lon, lat = np.array([121.45, far, far]), np.array([far, 31.22, far])
    assert raster.districts(lon, lat).tolist() == [-1, -1, -1]


def test_every_choice_lies_far_from_the_margin_in_most_of_the_grid(raster: DistrictRaster) -> None:
    """Exact tests are slow: few points may need them, or the grid is good for nothing."""
    generator = np.random.default_rng(2)
    lon, lat = generator.uniform(121.3, 121.6, 20_000), generator.uniform(31.1, 31.4, 20_000)
    assert len(raster.find(lon, lat).rows) < 0.15 * 20_000


def test_several_threads_place_at_once(raster: DistrictRaster, hard: np.ndarray) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: raster.place(*hard.T), range(8)))
    for districts, cells in found:
        assert np.array_equal(districts, found[0][0])
        assert np.array_equal(cells, found[0][1])


@pytest.fixture(scope="module")
def only_shenzhen(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    build_raster(catalogue, ["shenzhen"], cache=cache, step=0.004)
    return cache


def test_a_raster_counts_its_cities_only(
    catalogue: Catalogue, only_shenzhen: Path, outlines: gpd.GeoSeries
) -> None:
    found = build_raster(catalogue, ["shenzhen"], cache=only_shenzhen, step=0.004)
    assert all(adcode.startswith("4403") for adcode in found.adcodes)
    points = np.array([[114.06, 22.55], [121.47, 31.23]])
    assert names(found, found.districts(*points.T)) == ["440304", None]


def test_a_coarse_grid_is_exact_too(
    catalogue: Catalogue, only_shenzhen: Path, outlines: gpd.GeoSeries
) -> None:
    own = outlines[outlines.index.str.startswith("4403")]
    found = build_raster(catalogue, ["shenzhen"], cache=only_shenzhen, step=0.004)
    points = np.concatenate([nudged(on_borders(own, 20)), nudged(on_hexagons(on_borders(own, 5)))])
    check(found, points, own)
    cells = found.place(*points.T)[1]
    assert np.isin(cells[cells > 0], found.every_cell).all()


def test_a_kept_raster_is_found_again_and_can_be_sent(
    catalogue: Catalogue, only_shenzhen: Path, hard: np.ndarray
) -> None:
    (folder,) = only_shenzhen.iterdir()
    stamp = folder.stat().st_mtime_ns
    found = build_raster(catalogue, ["shenzhen"], cache=only_shenzhen, step=0.004)
    assert folder.stat().st_mtime_ns == stamp
    sent = pickle.loads(pickle.dumps(found))
    for one, other in zip(found.place(*hard.T), sent.place(*hard.T), strict=True):
        assert np.array_equal(one, other)


def test_an_unknown_city_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="suzhou"):
        build_raster(catalogue, ["suzhou"])
