"""What each policy document says about which subject, as the tables hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.scenario_lists import scenario_districts
from geo.tables import BeltMember, Row

Label = tuple[str, str]
"""A name in Chinese and in English."""


@dataclass(frozen=True)
class Entry:
    """One row of one table, which rests on one policy document.

    Attributes
    ----------
    subject : str
        What it speaks of: ``<kind>:<id>``, or a kind alone for what is taken together.
    year : int
        Edition of its document.
    districts : tuple of str
        Adcodes of the districts of which it speaks; empty where it speaks of the city.
    table, id : str
        Where it stands, and its id there, as ``webapp.citations`` writes them.
    name : Label
    row : Row
        The evidence.
    """

    subject: str
    year: int
    districts: tuple[str, ...]
    table: str
    id: str
    name: Label
    row: Row


def entries_of(catalogue: Catalogue, city: str) -> Iterator[Entry]:
    """Yield everything that policy documents say about a city, in the order of the tables.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.

    Yields
    ------
    Entry
        Rows that rest on a reference instead of a policy document are left out.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """
    catalogue.city(city)
    for entry in (
        *_structures(catalogue, city),
        *_places(catalogue, city),
        *_specialisations(catalogue, city),
        *_policies(catalogue, city),
    ):
        source = catalogue.source(entry.row.source)
        if source.kind == "policy" and source.edition is not None:
            yield entry


def _year(catalogue: Catalogue, row: Row) -> int:
    return catalogue.source(row.source).edition or 0


def _structures(catalogue: Catalogue, city: str) -> Iterator[Entry]:
    for row in catalogue.structures:
        if row.city == city:
            districts = (row.district,) if row.district else ()
            name = (row.name_zh, row.name_en)
            subject = f"structures:{row.id}"
            yield Entry(subject, _year(catalogue, row), districts, "structures", row.id, name, row)
    for belt in catalogue.belts:
        if belt.city == city:
            name = (belt.name_zh, belt.name_en)
            subject = f"belts:{belt.id}"
            yield Entry(subject, _year(catalogue, belt), (), "belts", belt.id, name, belt)


def _places(catalogue: Catalogue, city: str) -> Iterator[Entry]:
    for row in catalogue.sites_of(city):
        # Institutions and places of scenarios are many, and part of no layout.
        subject = f"sites:{row.id}" if row.structure else "institutions"
        name = (row.name_zh, row.name_en)
        yield Entry(subject, _year(catalogue, row), (row.district,), "sites", row.id, name, row)
    for member in catalogue.belt_members:
        belt = catalogue.belt(member.belt)
        if belt.city == city:
            name = (
                f"{belt.name_zh} · {member.name_zh}",
                f"{belt.name_en} · {member.name_en}",
            )
            yield Entry(
                _member_subject(catalogue, member),
                _year(catalogue, member),
                (member.district,),
                "belt_members",
                f"{member.belt}-{member.order}",
                name,
                member,
            )


def _member_subject(catalogue: Catalogue, member: BeltMember) -> str:
    """Tell of what a list of members speaks.

    A member that has the name of its district is the district: its site is only the anchor
    that the atlas chose for drawing. Any other name is that of the place.
    """
    district = catalogue.district(member.district)
    if member.site is None or member.name_zh in (district.name_zh, district.short_zh):
        return f"districts:{member.district}"
    site = catalogue.site(member.site)
    return f"sites:{site.id}" if site.structure else "institutions"


def _specialisations(catalogue: Catalogue, city: str) -> Iterator[Entry]:
    for district in catalogue.districts_of(city):
        for row in catalogue.specialisations_of(district.adcode):
            industry = catalogue.industry(row.industry)
            yield Entry(
                "specialisations",
                _year(catalogue, row),
                (district.adcode,),
                "specialisations",
                f"{district.adcode}-{industry.id}",
                (
                    f"{district.name_zh} · {industry.name_zh}",
                    f"{district.name_en} · {industry.name_en}",
                ),
                row,
            )


def _policies(catalogue: Catalogue, city: str) -> Iterator[Entry]:
    for row in catalogue.scenarios:
        if row.city == city:
            yield Entry(
                f"scenarios:{row.list}",
                _year(catalogue, row),
                scenario_districts(catalogue, row),
                "scenarios",
                row.id,
                (row.name_zh, row.name_en),
                row,
            )
    for target in catalogue.targets:
        if target.city == city:
            districts = (target.district,) if target.district else ()
            year = _year(catalogue, target)
            name = (target.topic_zh, target.topic_en)
            yield Entry("targets", year, districts, "targets", target.id, name, target)
