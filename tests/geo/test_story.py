"""The story of a catalogue: its steps, their order, their evidence, and what they show."""

from __future__ import annotations

import dataclasses

import pytest

from geo.catalogue import Catalogue
from geo.story import Step, tell_story


@pytest.fixture(scope="module")
def steps(catalogue: Catalogue) -> tuple[Step, ...]:
    return tell_story(catalogue)


def changed(catalogue: Catalogue, **tables: tuple[object, ...]) -> Catalogue:
    return dataclasses.replace(catalogue, **tables)  # type: ignore[arg-type]


def test_the_story_follows_the_tables(steps: tuple[Step, ...]) -> None:
    assert [(step.kind, step.ids) for step in steps] == [
        ("belt", ("west",)),
        ("belt", ("east",)),
        ("link", ("renxing-link",)),
        ("structure", ("four-plus-x",)),
        ("structure", ("feature-parks",)),
        ("structure", ("five-new-cities",)),
        ("structure", ("huangpu-belt-areas",)),
        ("city", ("shenzhen",)),
    ]


def test_every_step_has_evidence_that_stands_in_the_catalogue(
    steps: tuple[Step, ...], catalogue: Catalogue
) -> None:
    for step in steps:
        assert step.rows
        for evidence in step.rows:
            assert evidence.row in getattr(catalogue, evidence.table)


def test_strokes_gather_until_the_link_joins_them(steps: tuple[Step, ...]) -> None:
    assert [step.belts for step in steps[:3]] == [("west",), ("west", "east"), ("west", "east")]
    assert [step.links for step in steps[:3]] == [(), (), ("renxing-link",)]
    assert steps[2].rows[0].row.status == "editorial"
    assert steps[2].rows[1].id == "renxing"


def test_a_statement_without_a_place_is_told_with_the_next_of_its_document(
    steps: tuple[Step, ...], catalogue: Catalogue
) -> None:
    assert [evidence.id for evidence in steps[3].rows] == ["east-west", "four-plus-x"]
    assert len({evidence.row.source for evidence in steps[3].rows}) == 1
    # From another document it stands for itself, at the end.
    rows = tuple(
        row.model_copy(update={"source": "000"}) if row.id == "east-west" else row
        for row in catalogue.structures
    )
    told = tell_story(changed(catalogue, structures=rows))
    assert [step.ids for step in told].index(("east-west",)) == 7
    assert told[7].sites == ()


def test_clusters_stand_for_a_structure_that_has_some(steps: tuple[Step, ...]) -> None:
    assert {site.kind for site in steps[3].sites} == {"cluster"}
    assert len(steps[3].sites) == 4


def test_what_a_step_is_about_lies_in_its_view(steps: tuple[Step, ...]) -> None:
    for step in steps:
        west, south, east, north = step.bounds
        assert west < east
        assert south < north
        for site in step.sites:
            assert west < site.lon < east
            assert south < site.lat < north


def test_a_district_s_layout_is_looked_at_closely(steps: tuple[Step, ...]) -> None:
    huangpu = steps[6]
    assert huangpu.districts == ("310101",)
    west, south, east, north = huangpu.bounds
    assert east - west < 0.1
    assert north - south < 0.1


def test_a_catalogue_without_layout_tells_its_specialisations(catalogue: Catalogue) -> None:
    bare = changed(catalogue, structures=(), belts=(), belt_members=(), strokes=(), sites=())
    told = tell_story(bare)
    assert [(step.kind, step.city) for step in told] == [("city", "shanghai")]
    assert told[0].rows[0].table == "cities"


def test_a_catalogue_that_says_nothing_has_no_story(catalogue: Catalogue) -> None:
    bare = changed(
        catalogue, structures=(), belts=(), belt_members=(), strokes=(), sites=(),
        specialisations=(),
    )  # fmt: skip
    assert tell_story(bare) == ()


def test_a_further_city_keeps_its_belts_and_has_one_step_more(catalogue: Catalogue) -> None:
    swapped = changed(catalogue, cities=tuple(reversed(catalogue.cities)))
    told = tell_story(swapped)
    assert [(step.kind, step.city) for step in told] == [
        ("structure", "shenzhen"),
        ("belt", "shanghai"),
        ("belt", "shanghai"),
        ("link", "shanghai"),
        ("city", "shanghai"),
    ]
    assert len(told[-1].rows) == 6
