import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.enterprises.hexagons import COARSEST, FINE, code_bits, parent_codes, to_cells, to_codes

PLACES = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@given(PLACES, st.integers(COARSEST, FINE))
def test_codes_hold_a_cell_and_its_parents(place: tuple[float, float], coarser: int) -> None:
    name = h3.latlng_to_cell(*place, FINE)
    codes = to_codes(np.array([h3.str_to_int(name)], np.uint64), FINE)
    parent = to_cells(parent_codes(codes, FINE, coarser), coarser)
    assert 0 <= codes[0] < 1 << code_bits(FINE)
    assert h3.int_to_str(int(to_cells(codes, FINE)[0])) == name
    assert h3.int_to_str(int(parent[0])) == h3.cell_to_parent(name, coarser)


@pytest.mark.parametrize("resolution", [COARSEST, FINE])
def test_codes_are_ordered_as_cells_are(resolution: int) -> None:
    disk = h3.grid_disk(h3.latlng_to_cell(31.2, 121.5, resolution), 3)
    cells = np.sort(np.array([h3.str_to_int(name) for name in disk], np.uint64))
    assert (np.diff(to_codes(cells, resolution)) > 0).all()
