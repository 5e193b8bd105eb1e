import json

import h3
import numpy as np
import pytest

from layers.enterprise_cells import (
    CORNERS,
    PRECISION,
    cell_centres,
    cell_corners,
    mean_area_km2,
    pack_cells,
    tile_of,
)
from layers.enterprise_scales import rising_classes


def disk(resolution=8, rings=6, at=(31.2, 121.4)):
    found = h3.grid_disk(h3.latlng_to_cell(*at, resolution), rings)
    return np.array(sorted(h3.str_to_int(cell) for cell in found), dtype=np.uint64)


@pytest.fixture
def packed():
    cells = disk()
    counts = np.arange(1, len(cells) + 1)
    return cells, pack_cells(cells, counts, rising_classes(counts, whole=True), resolution=8)


def test_what_arrives_is_what_h3_draws(packed):
    cells, block = packed
    block = json.loads(json.dumps(block))
    lat, lon = np.cumsum(block["lat"]) * PRECISION, np.cumsum(block["lon"]) * PRECISION
    shape = np.cumsum(np.array(block["shape"]), axis=1) * PRECISION
    for place, cell in enumerate(cells):
        text = h3.int_to_str(int(cell))
        assert (lat[place], lon[place]) == pytest.approx(h3.cell_to_latlng(text), abs=PRECISION)
        drawn = [
            (lat[place] + shape[2 * corner + 1][place], lon[place] + shape[2 * corner][place])
            for corner in range(CORNERS)
        ]
        assert np.allclose(drawn, h3.cell_to_boundary(text), atol=2 * PRECISION)


def test_differences_are_small_and_no_text_travels(packed):
    _, block = packed

    assert all(abs(step) < 50 for column in block["shape"] for step in column[1:])
    assert block["count"][:3] == [1, 2, 3]
    assert block["weight"] is None


def test_weights_are_sums_and_not_steps():
    cells = disk(rings=1)
    weights = np.full(len(cells), 15_000)
    block = pack_cells(cells, np.ones(7, int), (), resolution=8, weights=weights)

    assert block["weight"] == [1.5] * 7


def test_pentagons_and_bent_cells_have_six_corners_too():
    odd = [h3.get_pentagons(7)[3], *h3.get_pentagons(8)[:2]]
    # A cell of an odd resolution beside a pentagon bends over an edge of the icosahedron.
    bent = next(
        cell for cell in h3.grid_disk(odd[0], 40) if len(h3.cell_to_boundary(cell)) > CORNERS
    )
    for cell in (*odd, bent):
        corners = cell_corners(np.array([h3.str_to_int(cell)], dtype=np.uint64))
        assert corners.shape == (1, CORNERS, 2)
        assert np.isfinite(corners).all()


def test_nothing_is_packed_as_nothing():
    block = pack_cells(np.array([], dtype=np.uint64), np.array([], int), (), resolution=8)

    assert block["lat"] == block["count"] == []
    assert len(block["shape"]) == 2 * CORNERS


def test_the_area_is_that_of_hexagons_near_these():
    cells = disk()
    own = [h3.cell_area(h3.int_to_str(int(cell)), unit="km^2") for cell in cells]

    assert mean_area_km2(cells, 8) == pytest.approx(np.mean(own), rel=0.01)
    assert mean_area_km2(cells[:0], 8) == pytest.approx(0.737, abs=0.01)


def test_a_square_holds_the_centres_of_its_cells():
    cells = disk(rings=12)
    lon, lat = cell_centres(cells)
    column, row = tile_of(cells)

    assert (column == np.floor(lon * 10)).all()
    assert (row == np.floor(lat * 10)).all()
