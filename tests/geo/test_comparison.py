"""Districts side by side: the answers, whether they differ, and what is worth comparing."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import Catalogue
from geo.comparison import columns, state, suggestions
from geo.errors import UnknownIdError
from geo.neighbours import neighbours
from geo.similarity import similarity


def test_answers_of_a_district(catalogue: Catalogue) -> None:
    (column,) = columns(catalogue, ["310104"])
    assert column.answer("city") == "shanghai"
    assert column.answer("area") == "54.76"
    assert column.answer("belts") == "west"
    assert column.answer("industry:healthcare") == "yes"
    assert column.answer("industry:retail") == "no"
    assert column.answer("targets") == ""


def test_what_is_not_listed_is_not_known(catalogue: Catalogue) -> None:
    (column,) = columns(catalogue, ["310118"])
    assert column.answer("industry:retail") is None
    row = column.district.model_copy(update={"land_area_km2": None})
    assert dataclasses.replace(column, district=row).answer("area") is None


def test_columns_stand_in_the_order_asked_for_across_cities(catalogue: Catalogue) -> None:
    asked = ["440305", "310104", "440303"]
    found = columns(catalogue, asked)
    assert [column.district.adcode for column in found] == asked
    assert [column.city.id for column in found] == ["shenzhen", "shanghai", "shenzhen"]


def test_an_unknown_question_or_district_is_an_error(catalogue: Catalogue) -> None:
    (column,) = columns(catalogue, ["310104"])
    with pytest.raises(KeyError):
        column.answer("mood")
    with pytest.raises(UnknownIdError, match="999999"):
        columns(catalogue, ["999999"])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["a", "a"], "same"),
        (["", ""], "same"),
        (["a", "b"], "different"),
        (["a", "a", "b"], "different"),
        (["a", None], "unknown"),
        ([None, None], "unknown"),
    ],
)
def test_state(answers: list[str | None], expected: str) -> None:
    assert state(answers) == expected


@given(st.lists(st.sampled_from(["a", "b", None]), min_size=2, max_size=4))
def test_the_order_of_answers_does_not_matter(answers: list[str | None]) -> None:
    assert state(answers) == state(answers[::-1])


def test_suggested_pairs_are_what_they_say(catalogue: Catalogue) -> None:
    found = {row.reason: row.adcodes for row in suggestions(catalogue)}
    assert set(found) == {"alike", "contrast", "cities"}
    alike, contrast = (similarity(catalogue, *found[name]) for name in ("alike", "contrast"))
    assert alike is not None
    assert alike.index == 1
    assert contrast is not None
    assert contrast.index == 0
    assert found["contrast"][1] in neighbours(catalogue, "shanghai")[found["contrast"][0]]
    cities = [catalogue.district(adcode).city for adcode in found["cities"]]
    assert cities == ["shanghai", "shenzhen"]


def test_partners_of_a_district(catalogue: Catalogue) -> None:
    found = suggestions(catalogue, "310104")
    assert {row.reason for row in found} == {"alike", "neighbours", "cities"}
    assert all(row.adcodes[0] == "310104" for row in found)
    unlisted = suggestions(catalogue, "440305")
    assert {row.reason for row in unlisted} == {"neighbours", "cities"}


def test_a_pair_is_suggested_once(catalogue: Catalogue) -> None:
    for row in catalogue.districts:
        found = suggestions(catalogue, row.adcode)
        assert len({frozenset(item.adcodes) for item in found}) == len(found)


def test_an_atlas_without_specialisations_or_places_still_has_suggestions_or_none(
    catalogue: Catalogue,
) -> None:
    empty = dataclasses.replace(catalogue, specialisations=(), sites=())
    assert [row.reason for row in suggestions(empty)] == ["cities"]
    one_city = dataclasses.replace(empty, cities=catalogue.cities[:1])
    assert suggestions(one_city) == ()
