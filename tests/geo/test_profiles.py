"""The facts of profiles of districts and places, against the tables."""

from __future__ import annotations

import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from geo.profiles import NEAR, district_profile, site_profile


def test_a_district_gathers_what_the_tables_say(catalogue: Catalogue) -> None:
    found = district_profile(catalogue, "310101")
    assert [row.industry for row in found.specialisations] == ["chip-design", "manufacturing"]
    assert {row.district for row in found.sites} == {"310101"}
    assert len(found.sites) == sum(row.district == "310101" for row in catalogue.sites)
    assert len(found.aims) == 3
    assert len(found.scenarios) == 18
    assert [row.short_zh for row in found.neighbours if row.city != "shanghai"] == []
    assert len(found.near) == NEAR
    assert (found.previous, found.following) == (None, catalogue.district("310104"))


def test_a_district_that_no_document_lists_stays_so(catalogue: Catalogue) -> None:
    found = district_profile(catalogue, "310118")
    assert found.specialisations == ()
    assert found.similar is None
    assert [row.id for row in found.sites] == ["sh-newcity-qingpu"]
    assert found.neighbours


def test_previous_and_following_stay_within_the_city(catalogue: Catalogue) -> None:
    last = catalogue.districts_of("shanghai")[-1].adcode
    assert district_profile(catalogue, last).following is None
    first = catalogue.districts_of("shenzhen")[0].adcode
    assert district_profile(catalogue, first).previous is None


def test_the_sources_are_those_of_what_is_shown(catalogue: Catalogue) -> None:
    found = district_profile(catalogue, "310104")
    keys = {row.key for row in found.sources}
    shown = (*found.specialisations, *found.sites, *found.structures)
    assert {row.source for row in shown} <= keys
    assert found.district.area_source in keys
    assert {row.basis for row in found.sites} <= keys


def test_a_place_gathers_what_the_tables_say(catalogue: Catalogue) -> None:
    found = site_profile(catalogue, "sh-zhangjiang")
    assert found.district.adcode == "310115"
    assert found.structure is not None
    assert found.structure.id == "four-plus-x"
    assert "sh-maqiao" in [row.id for row in found.siblings]
    assert "sh-zhangjiang" not in [row.id for row in found.siblings]
    assert [place.belt.id for place in found.belts] == ["east"]
    assert [row.order for row in found.belts[0].own] == [1]
    assert len(found.near) == NEAR


def test_a_place_of_a_scenario_names_it(catalogue: Catalogue) -> None:
    found = site_profile(catalogue, "sh-hp-bund")
    assert found.scenarios
    assert all("sh-hp-bund" in row.sites for row in found.scenarios)
    assert found.structure is None
    assert found.siblings == ()


def test_every_district_and_place_has_a_profile(catalogue: Catalogue) -> None:
    for row in catalogue.districts:
        assert district_profile(catalogue, row.adcode).sources
    for site in catalogue.sites:
        assert site_profile(catalogue, site.id).sources


def test_unknown_ids_are_errors(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="999999"):
        district_profile(catalogue, "999999")
    with pytest.raises(UnknownIdError, match="nowhere"):
        site_profile(catalogue, "nowhere")
