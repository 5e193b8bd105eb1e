import dataclasses

import pytest

from layers import scenario_sites


def test_the_places_that_scenario_lists_name(catalogue):
    (spec,) = scenario_sites.specs(catalogue)

    assert (spec.id, spec.group, spec.symbol) == ("scenario-sites", "scenarios", "scenario")
    names = {catalogue.site(member).name_zh for _, member in spec.members}
    assert len(names) == 10
    assert {"南京路步行街", "外滩", "人民广场", "豫园"} <= names


def test_only_places_of_that_kind_belong(catalogue):
    members = scenario_sites.specs(catalogue)[0].members

    assert {catalogue.site(member).kind for _, member in members} == {"scenario_site"}


def test_those_of_a_district_s_own_layout_are_left_to_it(catalogue):
    site = catalogue.site("sh-hp-bund").model_copy(update={"structure": "huangpu-belt-areas"})
    sites = tuple(site if row.id == site.id else row for row in catalogue.sites)
    (spec,) = scenario_sites.specs(dataclasses.replace(catalogue, sites=sites))

    assert ("shanghai", "sh-hp-bund") not in spec.members


@pytest.mark.parametrize("city", ["shanghai", "shenzhen"])
def test_place_types_get_no_position(catalogue, city):
    """A list that names only a kind of place (医院, 机场) must not become a dot."""
    types = {row.id for row in catalogue.place_types}

    assert types.isdisjoint(scenario_sites.specs(catalogue)[0].members_in([city]))
