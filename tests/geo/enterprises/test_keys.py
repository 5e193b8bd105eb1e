import numpy as np

from geo.enterprises.hexagons import COARSE, FINE, code_bits
from geo.enterprises.keys import (
    LAST_YEAR,
    MOST_INDUSTRIES,
    cell_keys,
    cell_parts,
    year_keys,
    year_parts,
)


def test_keys_hold_the_largest_parts() -> None:
    coarse, industry, year = (
        np.array([0, largest])
        for largest in (2 ** code_bits(COARSE) - 1, MOST_INDUSTRIES, LAST_YEAR)
    )
    assert np.array_equal(year_parts(year_keys(coarse, industry, year)), [coarse, industry, year])
    fine = np.array([0, 2 ** code_bits(FINE) - 1])
    assert np.array_equal(cell_parts(cell_keys(fine, industry)), [fine, industry])


def test_keys_are_ordered_by_place_industry_and_year() -> None:
    parts = np.array([[1, 0, 2000], [1, 2, 0], [1, 2, 1999], [2, 0, 0]])
    assert (np.diff(year_keys(*parts.T)) > 0).all()
