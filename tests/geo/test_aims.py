"""Targets in time, and that only like is set beside like."""

from __future__ import annotations

import dataclasses

import pytest

from geo.aims import aims_of, years
from geo.catalogue import Catalogue


def only(catalogue: Catalogue, *changes: dict[str, object]) -> Catalogue:
    """The catalogue with these targets alone, each like the first but for what is given."""
    sample = catalogue.targets[0]
    rows = tuple(sample.model_copy(update={"id": f"t-{n}", **row}) for n, row in enumerate(changes))
    return dataclasses.replace(catalogue, targets=rows)


def test_a_year_lies_between_the_first_and_the_last(catalogue: Catalogue) -> None:
    made = only(catalogue, {"year": 2020}, {"year": 2021}, {"year": 2025}, {"year": None})
    assert years(made) == (2020, 2025)
    assert [aim.when for aim in aims_of(made, "shanghai")] == [0.0, 0.2, 1.0, None]


def test_one_year_alone_lies_in_the_middle_and_none_nowhere(catalogue: Catalogue) -> None:
    assert aims_of(only(catalogue, {"year": 2025}), "shanghai")[0].when == 0.5
    without = only(catalogue, {"year": None})
    assert years(without) is None
    assert aims_of(without, "shanghai")[0].when is None
    assert years(only(catalogue)) is None


def test_only_the_same_topic_in_the_same_unit_of_a_city_is_comparable(
    catalogue: Catalogue,
) -> None:
    made = only(
        catalogue,
        {"value": 100, "year": 2025},
        {"value": 25, "year": 2020},
        {"value": 999, "unit_zh": "亿元"},
        {"value": 999, "topic_zh": "别的"},
        {"value": 999, "city": "shenzhen"},
    )
    first, second, *others = aims_of(made, "shanghai")
    assert [row.value for row in first.comparable] == [25, 100]
    assert first.comparable == second.comparable
    assert [first.share(row) for row in first.comparable] == [0.25, 1]
    assert [aim.comparable for aim in others] == [(), ()]


def test_a_district_has_its_own_targets_and_a_city_those_of_the_whole(
    catalogue: Catalogue,
) -> None:
    assert {aim.target.id for aim in aims_of(catalogue, "shanghai", "310101")} == {
        "hp-2021-scenarios",
        "hp-2021-projects",
        "hp-2021-scale",
    }
    assert all(aim.target.district is None for aim in aims_of(catalogue, "shanghai"))
    assert aims_of(catalogue, "shanghai", "310104") == ()


def test_the_real_bars_stand_for_money_beside_money(catalogue: Catalogue) -> None:
    """重点产业规模 of the city (2020) and of 黄浦 (2021); 规上产业规模 counts something else."""
    drawn = {
        aim.target.id: [row.id for row in aim.comparable]
        for city in catalogue.cities
        for aim in aims_of(catalogue, city.id)
        if aim.comparable
    }
    assert drawn == {"sh-2020-scale": ["sh-2020-scale", "hp-2021-scale"]}
    (aim,) = [row for row in aims_of(catalogue, "shanghai", "310101") if row.comparable]
    assert aim.share(aim.target) == pytest.approx(0.1)
