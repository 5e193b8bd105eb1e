"""What changed between the documents is what the tables say, city by city, and no more."""

import dataclasses

import pytest

from geo.catalogue import Catalogue
from geo.edition_entries import Entry, entries_of
from geo.editions import (
    Change,
    changes_of,
    districts_by_edition,
    editions_of,
    map_state,
)
from geo.errors import UnknownIdError


@pytest.fixture(scope="module")
def shanghai(catalogue: Catalogue) -> tuple[Change, ...]:
    return changes_of(catalogue, "shanghai")


def of(changes: tuple[Change, ...], table: str, row_id: str) -> Change:
    (found,) = (
        change
        for change in changes
        if any(
            (entry.table, entry.id) == (table, row_id)
            for entries in change.entries.values()
            for entry in entries
        )
    )
    return found


def test_a_city_has_the_editions_of_its_own_documents(catalogue: Catalogue) -> None:
    shanghai = editions_of(catalogue, "shanghai")
    assert [(row.year, len(row.sources)) for row in shanghai] == [(2018, 1), (2021, 2), (2023, 1)]
    (shenzhen,) = editions_of(catalogue, "shenzhen")
    assert (shenzhen.year, [row.short_zh for row in shenzhen.sources]) == (2023, ["深圳行动方案"])


def test_references_are_no_edition(catalogue: Catalogue) -> None:
    for city in catalogue.cities:
        for entry in entries_of(catalogue, city.id):
            assert catalogue.source(entry.row.source).kind == "policy"


def test_a_pairing_stands_in_one_row_with_its_reason(shanghai: tuple[Change, ...]) -> None:
    change = of(shanghai, "structures", "renxing")
    assert change is of(shanghai, "structures", "east-west")
    assert change.state == "reworded"
    assert change.pair is not None
    assert change.pair.status == "editorial"
    assert {year: [entry.name[0] for entry in found] for year, found in change.entries.items()} == {
        2018: ["人形分布、多点联动"],
        2021: ["东西互动、多点联动"],
    }


@pytest.mark.parametrize(
    ("table", "row_id", "state"),
    [
        ("structures", "four-plus-x", "added"),
        ("structures", "five-new-cities", "added"),
        ("sites", "sh-shibei", "added"),
        ("sites", "sh-newcity-qingpu", "added"),
        ("scenarios", "sh-demo-large", "added"),
        ("belts", "west", "not-again"),
        ("specialisations", "310113-hardware", "not-again"),
        ("sites", "sh-zhangjiang", "kept"),
        ("sites", "sh-lingang", "kept"),
        ("sites", "sh-fudan", "unmatched"),
        ("targets", "sh-2020-zones", "unmatched"),
        ("targets", "sh-2020-scale", "reworded"),
    ],
)
def test_the_state_of_a_subject(
    shanghai: tuple[Change, ...], table: str, row_id: str, state: str
) -> None:
    assert of(shanghai, table, row_id).state == state


def test_a_district_s_anchor_is_not_a_place_that_the_document_names(
    catalogue: Catalogue, shanghai: tuple[Change, ...]
) -> None:
    """The west belt names 杨浦; that it is drawn at 长阳创谷 is the atlas's choice."""
    campus = of(shanghai, "sites", "sh-changyang-campus")
    assert set(campus.entries) == {2021}
    assert set(of(shanghai, "sites", "sh-zhangjiang").entries) == {2018, 2021}
    members = [
        entry for entry in entries_of(catalogue, "shanghai") if entry.table == "belt_members"
    ]
    assert len(members) == 9
    assert {entry.subject for entry in members if entry.id.startswith("east")} == {
        "sites:sh-zhangjiang",
        "sites:sh-lingang",
    }


def test_every_entry_of_a_city_is_followed_once(
    catalogue: Catalogue, shanghai: tuple[Change, ...]
) -> None:
    entries = [entry for change in shanghai for found in change.entries.values() for entry in found]
    expected = [
        entry
        for entry in entries_of(catalogue, "shanghai")
        if not entry.subject.startswith("districts:")
    ]
    assert sorted(map(key, entries)) == sorted(map(key, expected))
    assert len(set(map(key, entries))) == len(entries)


def key(entry: Entry) -> tuple[str, str]:
    return entry.table, entry.id


def test_one_edition_is_not_compared(catalogue: Catalogue) -> None:
    changes = changes_of(catalogue, "shenzhen")
    assert {change.state for change in changes} == {"unmatched"}
    assert {year for change in changes for year in change.entries} == {2023}


def test_what_the_years_say_of_a_district(catalogue: Catalogue) -> None:
    rows = {row.adcode: years for row, years in districts_by_edition(catalogue, "shanghai")}
    assert list(rows) == [row.adcode for row in catalogue.districts_of("shanghai")]
    assert [entry.id for entry in rows["310113"][2018]] == ["west-1", "310113-hardware"]
    assert set(rows["310118"]) == {2021}  # 青浦: a new city, whose name is editorial
    assert [entry.row.status for entry in rows["310118"][2021]] == ["editorial"]
    assert 2023 not in rows["310101"]


def test_a_map_state_holds_what_the_year_s_documents_place(catalogue: Catalogue) -> None:
    old, new, none = (map_state(catalogue, "shanghai", year) for year in (2018, 2021, 2023))
    assert (old.belts, old.links, old.sites) == (("west", "east"), ("renxing-link",), ())
    assert len(old.districts) == 15
    assert (new.belts, new.links, new.districts) == ((), (), ())
    assert "sh-newcity-nanhui" in new.sites
    assert "sh-hp-bund" not in new.sites  # part of no layout
    assert (none.belts, none.sites, none.districts) == ((), (), ())


@pytest.mark.parametrize("ask", [editions_of, changes_of, districts_by_edition])
def test_an_unknown_city_is_refused(catalogue: Catalogue, ask) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        ask(catalogue, "atlantis")


def test_empty_tables_give_nothing(catalogue: Catalogue) -> None:
    empty = dataclasses.replace(
        catalogue,
        structures=(),
        belts=(),
        belt_members=(),
        sites=(),
        specialisations=(),
        scenarios=(),
        targets=(),
        rewordings=(),
    )
    assert editions_of(empty, "shanghai") == ()
    assert changes_of(empty, "shanghai") == ()
    assert all(not years for _, years in districts_by_edition(empty, "shanghai"))
