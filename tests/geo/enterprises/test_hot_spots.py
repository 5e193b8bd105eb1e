import subprocess
import sys
from dataclasses import replace

import esda
import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import false_discovery_control, norm

from geo.catalogue import Catalogue
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.hot_spots import (
    HotSpots,
    false_discovery_adjusted,
    getis_ord,
    hot_spots,
)
from tests.geo.enterprises.registries import placed

CENTRE = h3.latlng_to_cell(31.15, 121.35, 8)


def centre_of(cell: str) -> tuple[float, float]:
    lat, lon = h3.cell_to_latlng(cell)
    return lon, lat


def cells_of(names: list[str]) -> np.ndarray:
    return np.array(sorted(h3.str_to_int(name) for name in names), np.uint64)


def by_the_book(cells: np.ndarray, values: np.ndarray, rings: int) -> list[float]:
    """Calculate Gi* term by term: Ord and Getis (1995), p. 289, with binary weights."""
    n, mean = len(values), values.mean()
    spread = np.sqrt((values**2).mean() - mean**2)
    found = []
    for cell in cells:
        disk = {h3.str_to_int(name) for name in h3.grid_disk(h3.int_to_str(int(cell)), rings)}
        w = np.array([float(int(other) in disk) for other in cells])
        below = spread * np.sqrt((n * (w**2).sum() - w.sum() ** 2) / (n - 1))
        found.append(((w * values).sum() - mean * w.sum()) / below)
    return found


@pytest.mark.parametrize("rings", [1, 2])
def test_getis_ord_by_the_book(rings: int) -> None:
    cells = cells_of(h3.grid_disk(CENTRE, 4))
    values = np.random.default_rng(7).poisson(2.0, len(cells)).astype(float)

    z, p = getis_ord(cells, values, rings)

    assert z == pytest.approx(by_the_book(cells, values, rings), abs=1e-10)
    assert p == pytest.approx(norm.sf(np.abs(z)))


def test_getis_ord_by_hand() -> None:
    """Seven hexagons, a flower: the centre sees all, a petal itself, two petals and the centre.

    With 7 in the centre and 0 elsewhere the mean is 1 and the variance 49/7 - 1 = 6. A petal
    sums 7 over 4 cells: (7 - 4) / √(6 · (7·4 - 16) / 6) = 3/√12. Of the centre, which has the
    whole for its neighbourhood, nothing can be said: 0/0.
    """
    cells = cells_of(h3.grid_disk(CENTRE, 1))
    values = np.where(cells == h3.str_to_int(CENTRE), 7.0, 0.0)

    with np.errstate(invalid="ignore"):
        z, _ = getis_ord(cells, values, 1)

    assert sorted(z[~np.isnan(z)]) == pytest.approx([3 / np.sqrt(12)] * 6)
    assert np.isnan(z[cells == h3.str_to_int(CENTRE)]).all()


@pytest.fixture(scope="module")
def planted(catalogue: Catalogue) -> HotSpots:
    """300 enterprises in seven neighbouring hexagons, 60 far from each other."""
    generator = np.random.default_rng(1)
    cluster = [centre_of(cell) for cell in h3.grid_disk(CENTRE, 1) for _ in range(40)]
    west, south, east, north = 121.2, 31.0, 121.7, 31.3
    spread = list(
        zip(generator.uniform(west, east, 60), generator.uniform(south, north, 60), strict=True)
    )
    return hot_spots(placed(catalogue, cluster + spread), catalogue, "shanghai", rings=1)


def test_hot_spots_finds_a_planted_cluster(planted: HotSpots) -> None:
    hot = {h3.int_to_str(int(cell)) for cell in planted.cells[planted.kinds == 1]}

    assert planted.obstacle == ""
    assert set(h3.grid_disk(CENTRE, 1)) <= hot
    assert hot <= set(h3.grid_disk(CENTRE, 2))
    assert (planted.hot, planted.cold) == (len(hot), 0)
    best = h3.int_to_str(int(planted.cells[np.argmax(planted.z)]))
    assert best == CENTRE


def test_hot_spots_tests_empty_hexagons_too(planted: HotSpots) -> None:
    assert planted.values.sum() == 340
    assert 7 < planted.occupied <= 67
    assert len(planted.cells) > 10_000
    assert not np.isnan(planted.z).any()
    assert (planted.kinds == np.where(planted.p <= 0.05, np.sign(planted.z), 0)).all()


def test_hot_spots_agree_with_esda_s_own_cut(planted: HotSpots) -> None:
    raw = 2 * norm.sf(np.abs(planted.z))

    assert planted.p == pytest.approx(false_discovery_control(raw))
    assert ((planted.p < 0.05) == (raw < esda.fdr(raw, 0.05))).all()


def test_chance_alone_makes_hardly_any_hot_spot() -> None:
    cells = cells_of(h3.grid_disk(CENTRE, 25))
    values = np.random.default_rng(3).poisson(3.0, len(cells)).astype(float)

    _, p = getis_ord(cells, values, 2)

    assert (2 * p <= 0.05).mean() > 0.02
    assert (false_discovery_adjusted(2 * p) <= 0.05).mean() < 0.002


@given(hnp.arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1)))
def test_adjusted_p_values_are_those_of_scipy(p: np.ndarray) -> None:
    assert false_discovery_adjusted(p) == pytest.approx(false_discovery_control(p))


def test_weights_count_when_asked(catalogue: Catalogue) -> None:
    found = placed(catalogue, [centre_of(CENTRE)] * 40)

    assert hot_spots(found, catalogue, "shanghai", measure="weight").values.sum() == 100
    light = replace(found, district_sums=replace(found.district_sums, weights=None))
    with pytest.raises(EnterpriseError, match="have no weight"):
        hot_spots(light, catalogue, "shanghai", measure="weight")


def test_industry_and_year_choose(catalogue: Catalogue) -> None:
    found = placed(catalogue, [centre_of(CENTRE)] * 40)
    first = catalogue.industries[0].id

    assert hot_spots(found, catalogue, "shanghai", industry=first, year=2020).hot
    other = hot_spots(found, catalogue, "shanghai", industry="", resolution=7)
    assert (other.obstacle, other.values.sum(), other.hot) == ("few_enterprises", 0, 0)
    assert np.isnan(other.z).all()
    assert hot_spots(found, catalogue, "shanghai", year=1999).obstacle == "few_enterprises"


def test_enterprises_of_another_city_stay_out(catalogue: Catalogue) -> None:
    far = [(114.05, 22.54)] * 40
    found = hot_spots(placed(catalogue, far), catalogue, "shanghai", resolution=6)

    assert found.values.sum() == 0


def test_a_hexagon_beside_the_city_counts(catalogue: Catalogue) -> None:
    """Each enterprise counts, also where its coarse hexagon only touches the outline."""
    outlines = catalogue.boundaries.full.geometry
    corners = outlines["310118"].convex_hull.exterior.coords[:-1]
    found = hot_spots(placed(catalogue, corners), catalogue, "shanghai", resolution=6)

    assert found.values.sum() == len(corners)


def test_few_hexagons_and_even_ones_are_not_tested(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = cells_of(h3.grid_disk(CENTRE, 4))
    monkeypatch.setattr("geo.enterprises.hot_spots.study_area", lambda *_: cells)
    once = [centre_of(cell) for cell in h3.grid_disk(CENTRE, 5)]
    assert hot_spots(placed(catalogue, once), catalogue, "shanghai").obstacle == "even"

    one = [centre_of(CENTRE)] * 40
    assert hot_spots(placed(catalogue, one), catalogue, "shanghai").obstacle == ""
    assert hot_spots(placed(catalogue, one), catalogue, "shanghai", rings=4).obstacle == "few_cells"
    monkeypatch.setattr("geo.enterprises.hot_spots.study_area", lambda *_: cells[:20])
    assert hot_spots(placed(catalogue, one), catalogue, "shanghai").obstacle == "few_cells"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"rings": 0}, "0 rings of neighbours; allowed are 1 to 5"),
        ({"rings": 6}, "6 rings"),
        ({"alpha": 0.0}, "false-discovery rate of 0.0"),
        ({"alpha": 1.0}, "more than 0 and less than 1"),
        ({"resolution": 10}, "resolution 10"),
        ({"resolution": 9, "year": 2020}, "years are kept from there on"),
    ],
)
def test_what_makes_no_sense_is_refused(
    catalogue: Catalogue, values: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        hot_spots(placed(catalogue, []), catalogue, "shanghai", **values)  # type: ignore[arg-type]


def test_pysal_is_imported_only_where_hexagons_are_tested() -> None:
    code = "import geo.enterprises.hot_spots, sys; sys.exit('esda' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
