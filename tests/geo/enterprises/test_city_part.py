"""Parts of a registry: each as if its city had been counted alone."""

import dataclasses
import gc

import h3
import numpy as np
import pytest
import shapely

from geo.catalogue import Catalogue
from geo.enterprises import city_part
from geo.enterprises.city_part import cities_of_cells, counted_cities, of_cities
from geo.errors import UnknownIdError
from tests.some_enterprises import Registry, some_enterprises

BOTH = ("shanghai", "shenzhen")


@pytest.fixture(scope="module")
def registry(catalogue: Catalogue) -> Registry:
    return some_enterprises(catalogue, rows=2_000, cities=BOTH, has_weight=True)


def test_the_cities_that_were_counted_are_listed(catalogue: Catalogue, registry: Registry) -> None:
    alone = some_enterprises(catalogue, rows=20).aggregates
    assert counted_cities(registry.aggregates, catalogue) == BOTH
    assert counted_cities(alone, catalogue) == ("shanghai",)
    assert of_cities(alone, catalogue, ["shanghai"]) is alone
    assert of_cities(alone, catalogue, BOTH) is alone
    assert of_cities(registry.aggregates, catalogue, BOTH) is registry.aggregates


@pytest.mark.parametrize("city", BOTH)
def test_a_part_holds_what_its_city_has(
    catalogue: Catalogue, registry: Registry, city: str
) -> None:
    points = registry.points.to_pandas()
    points = points[points["district"].map(lambda one: catalogue.district(one).city) == city]
    part = of_cities(registry.aggregates, catalogue, [city])

    assert part.by_district.to_pandas().groupby("district")["count"].sum().to_dict() == dict(
        points["district"].value_counts()
    )
    for resolution, year in ((9, None), (8, 2020), (6, None)):
        own = points[points["industry"] == ""]
        own = own if year is None else own[own["year"] == year]
        finest = 9 if year is None else 8
        cells = [
            h3.str_to_int(h3.cell_to_parent(h3.latlng_to_cell(lat, lon, finest), resolution))
            for lon, lat in own[["lon", "lat"]].to_numpy()
        ]
        found = part.cells(resolution, "", year)
        assert found["cell"].to_pylist() == sorted(set(cells))
        assert sum(found["count"].to_pylist()) == len(cells) > 0
    tally = part.tally
    assert (tally.taken, tally.on_grid, tally.by_district_only) == (len(points), len(points), 0)
    assert tally.not_mapped == (points["industry"] == "").sum()
    assert tally.no_year == (points["year"] == 0).sum()


def test_parts_add_up_to_the_whole(catalogue: Catalogue, registry: Registry) -> None:
    whole = registry.aggregates
    parts = [of_cities(whole, catalogue, [city]) for city in BOTH]
    for name in ("district_sums", "cell_sums", "coarse_sums"):
        for column in ("counts", "weights"):
            sums = [getattr(getattr(one, name), column).sum() for one in (*parts, whole)]
            assert sums[0] + sums[1] == sums[2]
    assert sum((part.districts for part in parts), ()) == whole.districts


def test_those_of_which_only_the_district_is_known_are_told(
    catalogue: Catalogue, registry: Registry
) -> None:
    whole = registry.aggregates
    nothing = dataclasses.replace(
        whole,
        cell_sums=whole.cell_sums.rekeyed(
            whole.cell_sums.keys, np.zeros(len(whole.cell_sums.keys), bool)
        ),
    )
    tally = of_cities(nothing, catalogue, ["shenzhen"]).tally
    assert (tally.on_grid, tally.by_district_only) == (0, tally.taken)


def test_a_part_is_made_once_and_forgotten_with_the_whole(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = some_enterprises(catalogue, rows=50, cities=BOTH).aggregates
    before = len(city_part._PARTS)
    first = of_cities(whole, catalogue, ["shenzhen"])
    monkeypatch.setattr(city_part, "_part", None)
    assert of_cities(whole, catalogue, ["shenzhen"]) is first
    assert of_cities(first, catalogue, ["shenzhen"]) is first
    assert len(city_part._PARTS) == before + 1
    del whole
    gc.collect()
    assert len(city_part._PARTS) == before


def test_a_city_that_there_is_not_is_refused(catalogue: Catalogue, registry: Registry) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        of_cities(registry.aggregates, catalogue, ["atlantis"])


def test_cities_far_from_each_other_need_no_outlines(
    catalogue: Catalogue, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = registry.aggregates.cells(9)["cell"].to_numpy()
    asked = []
    exactly = city_part._exactly
    monkeypatch.setattr(
        city_part, "_exactly", lambda lon, *rest: asked.append(len(lon)) or exactly(lon, *rest)
    )
    cities_of_cells(cells, catalogue, BOTH)
    assert asked == [0]


def test_where_cities_meet_a_hexagon_is_of_the_one_that_holds_its_centre(
    catalogue: Catalogue,
) -> None:
    """Cut Shanghai in two: hexagons along the cut, and outside of both."""
    east = ("310115", "310120", "310151")
    cut = dataclasses.replace(
        catalogue,
        districts=tuple(
            row.model_copy(update={"city": "shenzhen"}) if row.adcode in east else row
            for row in catalogue.districts
            if row.city == "shanghai"
        ),
    )
    shapes = cut.boundaries.full.geometry
    places = {
        city: shapely.union_all(shapes.loc[[row.adcode for row in cut.districts_of(city)]].array)
        for city in BOTH
    }
    around = h3.grid_disk(h3.latlng_to_cell(31.22, 121.52, 8), 14)
    at_sea = h3.grid_disk(h3.latlng_to_cell(31.0, 122.1, 8), 2)
    inland = h3.grid_disk(h3.latlng_to_cell(31.2, 120.8, 8), 2)
    cells = sorted(h3.str_to_int(cell) for cell in {*around, *at_sea, *inland})

    found = cities_of_cells(np.array(cells, np.uint64), cut, BOTH)

    assert set(found) == {0, 1}
    for cell, place in zip(cells, found, strict=True):
        lat, lon = h3.cell_to_latlng(h3.int_to_str(int(cell)))
        point = shapely.Point(lon, lat)
        holds = [city for city in BOTH if places[city].contains(point)]
        # The sea is nearest to the eastern part, what lies inland to the other.
        assert BOTH[place] in (holds or ["shanghai" if lon < 121 else "shenzhen"])
