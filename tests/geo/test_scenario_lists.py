"""The lists keep the documents' order; the facets count what the table holds."""

import dataclasses

import pytest

from geo.catalogue import Catalogue
from geo.scenario_lists import (
    LEVELS,
    Facet,
    scenario_districts,
    scenario_facets,
    scenario_lists,
    scenario_values,
)


def facet(catalogue: Catalogue, name: str) -> Facet:
    return next(found for found in scenario_facets(catalogue) if found.id == name)


def scenario(catalogue: Catalogue, row_id: str):
    return next(row for row in catalogue.scenarios if row.id == row_id)


def test_every_scenario_stands_in_one_list_in_order(catalogue: Catalogue) -> None:
    lists = scenario_lists(catalogue)
    assert [(found.id, len(found.rows)) for found in lists] == [
        ("shanghai-demonstration", 19),
        ("huangpu-ai-plus", 10),
        ("huangpu-areas", 8),
        ("shenzhen-city-ai", 26),
    ]
    assert [row for found in lists for row in found.rows] == list(catalogue.scenarios)
    assert lists[3].city.id == "shenzhen"
    assert lists[1].name == ("黄浦区“AI+”应用领域", "Huangpu: “AI+” fields of application")


def test_an_empty_column_is_known_as_such(catalogue: Catalogue) -> None:
    shanghai, plus, _, shenzhen = scenario_lists(catalogue)
    assert shenzhen.has("units")
    assert shenzhen.has("number")
    assert not shenzhen.has("sites")
    assert not shanghai.has("number")
    assert plus.has("sites")


def test_districts_are_its_own_and_those_of_its_places(catalogue: Catalogue) -> None:
    assert scenario_districts(catalogue, scenario(catalogue, "hp-ai-retail")) == ("310101",)
    assert scenario_districts(catalogue, scenario(catalogue, "sz-city-ai-06")) == ()
    elsewhere = scenario(catalogue, "hp-ai-retail").model_copy(
        update={"district": None, "sites": ("sh-zhangjiang", "sh-fudan", "sh-lingang")}
    )
    assert scenario_districts(catalogue, elsewhere) == ("310115", "310110")


def test_facets_count_the_rows(catalogue: Catalogue) -> None:
    assert [found.id for found in scenario_facets(catalogue)] == [
        *("city", "list", "group", "subgroup", "level", "unit", "district"),
    ]
    counts = {value: count for value, _, count in facet(catalogue, "city").choices}
    assert counts == {"shanghai": 37, "shenzhen": 26}
    units = {value: (names, count) for value, names, count in facet(catalogue, "unit").choices}
    assert units["sz-sasac"] == (
        ("市国资委", "State-owned Assets Supervision and Administration Commission"),
        4,
    )
    assert sum(count for _, count in units.values()) == 27  # one scenario has two
    assert facet(catalogue, "district").choices == (("310101", ("黄浦区", "Huangpu District"), 18),)


def test_every_value_of_a_row_is_a_choice(catalogue: Catalogue) -> None:
    choices = {found.id: {row[0] for row in found.choices} for found in scenario_facets(catalogue)}
    for row in catalogue.scenarios:
        for name, values in scenario_values(catalogue, row).items():
            assert set(values) <= choices[name], row.id


def test_a_facet_that_sorts_out_nothing_is_left_away(catalogue: Catalogue) -> None:
    rows = tuple(row for row in catalogue.scenarios if row.list == "huangpu-ai-plus")
    facets = scenario_facets(dataclasses.replace(catalogue, scenarios=rows))
    assert [found.id for found in facets] == ["group"]
    assert scenario_facets(dataclasses.replace(catalogue, scenarios=())) == ()
    assert scenario_lists(dataclasses.replace(catalogue, scenarios=())) == ()


@pytest.mark.parametrize("level", ["category", "field", "application"])
def test_levels_have_names(level: str, catalogue: Catalogue) -> None:
    assert all(LEVELS[level])
    assert level in {row.level for row in catalogue.scenarios}
