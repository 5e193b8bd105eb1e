"""Neighbours share an arc: exact on a cross of four squares, and right on the real cities."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from geo.neighbours import neighbours, shared_arcs
from geo.topology import Topology, decode
from tests.geo.small_city import CROSS


def test_districts_that_share_a_side_are_neighbours_and_those_that_share_a_point_are_not() -> None:
    found = shared_arcs(CROSS)
    assert found == {
        "A": {"B": (0,), "C": (3,)},
        "B": {"A": (0,), "D": (1,)},
        "C": {"A": (3,), "D": (2,)},
        "D": {"B": (1,), "C": (2,)},
    }


def test_an_island_has_no_neighbour() -> None:
    ring = np.array([(0, 0), (1, 0), (1, 1), (0, 0)], dtype=float)
    assert shared_arcs(Topology([ring], {"A": [[[0]]]})) == {"A": {}}


def test_an_enclave_borders_on_what_surrounds_it() -> None:
    outer = np.array([(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], dtype=float)
    inner = np.array([(3, 3), (6, 3), (6, 6), (3, 6), (3, 3)], dtype=float)
    found = shared_arcs(Topology([outer, inner], {"A": [[[0], [~1]]], "B": [[[1]]]}))
    assert found == {"A": {"B": (1,)}, "B": {"A": (1,)}}


@pytest.mark.parametrize("city", ["shanghai", "shenzhen"])
def test_being_neighbours_is_mutual_and_no_district_is_its_own(
    catalogue: Catalogue, city: str
) -> None:
    found = neighbours(catalogue, city)
    assert list(found) == [row.adcode for row in catalogue.districts_of(city)]
    for one, others in found.items():
        assert one not in others
        assert len(set(others)) == len(others)
        assert all(one in found[other] for other in others)


@pytest.mark.parametrize("city", ["shanghai", "shenzhen"])
def test_shared_arcs_say_what_geometry_says(catalogue: Catalogue, city: str) -> None:
    """Independently: two polygons that have a line in common, not only a point."""
    found = neighbours(catalogue, city)
    outlines = catalogue.boundaries.web.geometry
    for one, other in combinations(found, 2):
        common = shapely.intersection(outlines[one], outlines[other])
        assert (other in found[one]) == (common.length > 0), (one, other)


def test_the_longest_border_comes_first(catalogue: Catalogue) -> None:
    text = catalogue.boundaries.topology("310000")
    topology = decode(text, name="test")
    outlines = catalogue.boundaries.web.geometry.to_crs(32651)
    assert len(topology.arcs) == 52
    order = neighbours(catalogue, "shanghai")["310104"]
    lengths = [
        shapely.intersection(outlines["310104"], outlines[other], grid_size=0.5).length
        for other in order
    ]
    assert lengths == sorted(lengths, reverse=True)


def test_known_neighbours(catalogue: Catalogue) -> None:
    found = neighbours(catalogue, "shanghai")
    assert set(found["310104"]) == {"310101", "310105", "310106", "310112", "310115"}
    assert found["310151"] == ()  # 崇明: islands
    assert set(neighbours(catalogue, "shenzhen")["440310"]) == {"440307", "440308"}


def test_an_unknown_city_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="nowhere"):
        neighbours(catalogue, "nowhere")
