"""In which cities the rows of a sample lie."""

from dataclasses import replace

import numpy as np
import pytest

from geo.enterprises.whereabouts import Whereabouts, by_coordinates, by_names

SHANGHAI, SHENZHEN = (121.44, 31.19), (114.05, 22.54)
NOWHERE, METRES, SWAPPED = (116.4, 39.9), (350_000.0, 3_450_000.0), (31.19, 121.44)


def found(rows, cities=("shanghai",), *, catalogue):
    lon, lat = np.array(rows, dtype=float).reshape(-1, 2).T
    return by_coordinates(lon, lat, "WGS-84", catalogue, cities)


def test_rows_are_counted_in_chosen_and_in_other_cities(catalogue):
    rows = [SHANGHAI, *[SHENZHEN] * 3, NOWHERE, METRES, (np.nan, 31.0)]
    one = found(rows, catalogue=catalogue)
    assert (one.rows, one.inside, one.swapped, one.beyond) == (6, 1, 0, 1)
    assert one.cities == {"shanghai": 1, "shenzhen": 3}
    assert one.others(["shanghai"]) == [("shenzhen", 3)]
    assert one.is_few
    both = found(rows, ("shanghai", "shenzhen"), catalogue=catalogue)
    assert (both.inside, both.is_few, both.others(["shanghai", "shenzhen"])) == (4, False, [])
    assert Whereabouts.from_json(one.to_json()) == one


def test_swapped_coordinates_are_told_from_metres(catalogue):
    one = found([SWAPPED, SWAPPED, METRES], catalogue=catalogue)
    assert (one.inside, one.swapped, one.beyond) == (0, 2, 1)
    assert one.are_columns_swapped
    assert not replace(one, cities={"shenzhen": 2}).are_columns_swapped
    assert one.ranges == (31.19, 350_000.0, 121.44, 3_450_000.0)


def test_no_rows_are_no_problem(catalogue):
    one = found([], catalogue=catalogue)
    assert (one.rows, one.is_few, one.ranges) == (0, False, ())


@pytest.mark.parametrize("texts", [["徐汇区", "南山区", "", "朝阳区"]])
def test_names_of_districts_tell_the_city_too(catalogue, texts):
    one = by_names(texts, catalogue, ("shanghai",))
    assert (one.rows, one.inside, one.cities) == (3, 1, {"shenzhen": 1})
    assert by_names(texts, catalogue, ("shanghai", "shenzhen")).inside == 2
