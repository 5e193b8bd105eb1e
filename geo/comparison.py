"""Districts side by side: the same questions to each, and where the answers differ.

Where the documents list nothing for a district (文件未列), its answer is unknown: it is neither the
same as another's nor different from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from geo.aims import Aim, aims_of
from geo.belonging import BeltPlace, belt_places, structures_of
from geo.catalogue import Catalogue
from geo.neighbours import neighbours
from geo.similarity import most_alike, similar_districts, similarity
from geo.tables import City, District, Industry, Scenario, Site, Structure

MOST = 4
"""How many districts stand side by side at most."""

State = Literal["same", "different", "unknown"]
Answer = str | None


@dataclass(frozen=True)
class Column:
    """What is compared of one district; no industries means 文件未列."""

    district: District
    city: City
    industries: tuple[Industry, ...]
    belts: tuple[BeltPlace, ...]
    structures: tuple[Structure, ...]
    sites: tuple[Site, ...]
    scenarios: tuple[Scenario, ...]
    aims: tuple[Aim, ...]
    neighbours: tuple[str, ...]

    def answer(self, question: str) -> Answer:
        """Answer a question in a way that can be compared, None where it is not known.

        Questions are ``city``, ``area``, ``belts``, ``structures``, ``sites``, ``scenarios``,
        ``targets``, ``neighbours``, or the id of an industry after ``industry:``.
        """
        if question.startswith("industry:"):
            wanted = question.partition(":")[2]
            names = {row.id for row in self.industries}
            return None if not names else "yes" if wanted in names else "no"
        if question == "area":
            area = self.district.land_area_km2
            return None if area is None else f"{area:g}"
        return " ".join(self._ids(question))

    def _ids(self, question: str) -> Iterable[str]:
        lists: dict[str, Iterable[str]] = {
            "city": [self.city.id],
            "belts": (place.belt.id for place in self.belts),
            "structures": (row.id for row in self.structures),
            "sites": (row.id for row in self.sites),
            "scenarios": (row.id for row in self.scenarios),
            "targets": (aim.target.id for aim in self.aims),
            "neighbours": sorted(self.neighbours),
        }
        return lists[question]


def columns(catalogue: Catalogue, adcodes: Sequence[str]) -> tuple[Column, ...]:
    """Gather what is compared of some districts, in the order given.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    rows = [catalogue.district(adcode) for adcode in adcodes]
    bordering = {city: neighbours(catalogue, city) for city in {row.city for row in rows}}
    return tuple(_column(catalogue, row, bordering[row.city][row.adcode]) for row in rows)


def state(answers: Sequence[Answer]) -> State:
    """Say whether answers to one question are the same, where all are known."""
    if None in answers:
        return "unknown"
    return "same" if len(set(answers)) < 2 else "different"


@dataclass(frozen=True)
class Suggestion:
    """Districts that are worth comparing, and why.

    ``alike``: the most similar; ``contrast``: neighbours whose specialisations have nothing in
    common; ``neighbours``: they share a border; ``cities``: of two cities, each with the most
    named places there.
    """

    adcodes: tuple[str, str]
    reason: Literal["alike", "contrast", "neighbours", "cities"]


def suggestions(catalogue: Catalogue, adcode: str | None = None) -> tuple[Suggestion, ...]:
    """Suggest pairs to compare, or partners for one district.

    Parameters
    ----------
    catalogue : Catalogue
    adcode : str, optional
        The district that is to be one of the pair.

    Returns
    -------
    tuple of Suggestion
        At most one per reason, each pair once; empty where there is only one district.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    found = _partners(catalogue, adcode) if adcode else _pairs(catalogue)
    seen: dict[frozenset[str], Suggestion] = {}
    for row in found:
        seen.setdefault(frozenset(row.adcodes), row)
    return tuple(seen.values())


def _pairs(catalogue: Catalogue) -> Iterable[Suggestion]:
    if pair := most_alike(catalogue):
        yield Suggestion((pair.one, pair.other), "alike")
    if contrast := next(_contrasts(catalogue), None):
        yield Suggestion(contrast, "contrast")
    richest = [best for row in catalogue.cities if (best := _richest(catalogue, row.id))]
    for one, other in list(combinations(richest, 2))[:1]:
        yield Suggestion((one, other), "cities")


def _contrasts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield neighbours for which documents list industries, but none in common."""
    for city in catalogue.cities:
        for one, bordering in neighbours(catalogue, city.id).items():
            for other in bordering:
                found = similarity(catalogue, one, other)
                if found is not None and not found.shared:
                    yield one, other


def _partners(catalogue: Catalogue, adcode: str) -> Iterable[Suggestion]:
    district = catalogue.district(adcode)
    for pair in (similar_districts(catalogue, adcode) or ())[:1]:
        yield Suggestion((adcode, pair.other), "alike")
    for other in neighbours(catalogue, district.city)[adcode][:1]:
        yield Suggestion((adcode, other), "neighbours")
    for city in catalogue.cities:
        if city.id != district.city and (best := _richest(catalogue, city.id)):
            yield Suggestion((adcode, best), "cities")
            return


def _richest(catalogue: Catalogue, city: str) -> str | None:
    """Return the district of a city with the most named places (the first of equals)."""
    homes = [row.district for row in catalogue.sites_of(city)]
    rows = catalogue.districts_of(city)
    return max((row.adcode for row in rows), key=homes.count, default=None)


def _column(catalogue: Catalogue, row: District, bordering: tuple[str, ...]) -> Column:
    sites = tuple(site for site in catalogue.sites if site.district == row.adcode)
    inside = {site.id for site in sites}
    return Column(
        district=row,
        city=catalogue.city(row.city),
        industries=catalogue.industries_of(row.adcode),
        belts=belt_places(catalogue, lambda member: member.district == row.adcode),
        structures=structures_of(catalogue, sites, row.adcode),
        sites=sites,
        scenarios=tuple(
            found
            for found in catalogue.scenarios
            if found.district == row.adcode or inside.intersection(found.sites)
        ),
        aims=aims_of(catalogue, row.city, row.adcode),
        neighbours=bordering,
    )
