"""The facts of profiles of industries and cities, against the tables."""

from __future__ import annotations

import dataclasses

import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from geo.overviews import city_profile, industry_profile


def test_an_industry_has_the_districts_that_are_given_it(catalogue: Catalogue) -> None:
    found = industry_profile(catalogue, "manufacturing")
    assert [row.short_zh for row, _ in found.districts] == ["黄浦", "浦东", "松江", "崇明"]
    assert all(
        (said.district, said.industry) == (row.adcode, "manufacturing")
        for row, said in found.districts
    )
    assert [(row.id, count) for row, count in found.together] == [
        ("chip-design", 3),
        ("brain-inspired", 1),
    ]
    assert [(belt.id, [row.short_zh for row in rows]) for belt, rows in found.belts] == [
        ("west", ["松江"]),
        ("east", ["浦东"]),
    ]


def test_counts_of_industries_agree_with_the_table(catalogue: Catalogue) -> None:
    counts = {
        row.id: len(industry_profile(catalogue, row.id).districts) for row in catalogue.industries
    }
    assert sum(counts.values()) == len(catalogue.specialisations)
    of_city = {row.id: n for row, n in city_profile(catalogue, "shanghai").industries}
    assert of_city == {name: count for name, count in counts.items() if count}


def test_an_industry_that_no_district_has_is_empty_not_wrong(catalogue: Catalogue) -> None:
    made = dataclasses.replace(catalogue, specialisations=())
    found = industry_profile(made, "retail")
    assert (found.districts, found.together, found.belts) == ((), (), ())


def test_a_city_gathers_what_the_tables_say(catalogue: Catalogue) -> None:
    found = city_profile(catalogue, "shenzhen")
    assert len(found.districts) == 9
    assert found.industries == ()
    assert len(found.scenarios) == 26
    assert [row.number for row in found.measures] == list(range(1, 19))
    assert found.fund_rules == ()
    assert found.belts == ()
    shanghai = city_profile(catalogue, "shanghai")
    assert [place.belt.id for place in shanghai.belts] == ["west", "east"]
    assert len(shanghai.fund_rules) == 17
    assert shanghai.measures == ()


def test_the_order_goes_from_industry_to_industry(catalogue: Catalogue) -> None:
    first, second = catalogue.industries[:2]
    found = industry_profile(catalogue, first.id)
    assert (found.previous, found.following) == (None, second)


def test_unknown_ids_are_errors(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="nothing"):
        industry_profile(catalogue, "nothing")
    with pytest.raises(UnknownIdError, match="nowhere"):
        city_profile(catalogue, "nowhere")
