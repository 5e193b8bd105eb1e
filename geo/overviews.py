"""What the profile of an industry or of a city shows: facts, gathered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from geo.aims import Aim, aims_of
from geo.belonging import BeltPlace, belt_places, beside, sources_of
from geo.catalogue import Catalogue
from geo.tables import (
    Belt,
    City,
    District,
    FundRule,
    Industry,
    Measure,
    Scenario,
    Site,
    Source,
    Specialisation,
    Structure,
)


@dataclass(frozen=True)
class IndustryProfile:
    """An industry: the districts to which documents give it, and what they do besides.

    ``districts`` pairs each with the row that says so, ``together`` other industries with the
    number of these districts that have them, too, ``belts`` each belt with its districts.
    """

    industry: Industry
    districts: tuple[tuple[District, Specialisation], ...]
    together: tuple[tuple[Industry, int], ...]
    belts: tuple[tuple[Belt, tuple[District, ...]], ...]
    previous: Industry | None
    following: Industry | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class CityProfile:
    """A city: its layout, districts, places, aims, scenarios, measures and fund rules.

    ``industries`` counts the districts per industry, in the order of the table.
    """

    city: City
    districts: tuple[District, ...]
    industries: tuple[tuple[Industry, int], ...]
    structures: tuple[Structure, ...]
    belts: tuple[BeltPlace, ...]
    sites: tuple[Site, ...]
    aims: tuple[Aim, ...]
    scenarios: tuple[Scenario, ...]
    measures: tuple[Measure, ...]
    fund_rules: tuple[FundRule, ...]
    sources: tuple[Source, ...]


def industry_profile(catalogue: Catalogue, industry_id: str) -> IndustryProfile:
    """Gather what an industry's profile shows; raise ``UnknownIdError`` if there is none."""
    industry = catalogue.industry(industry_id)
    stated = {row.district: row for row in catalogue.specialisations if row.industry == industry_id}
    districts = tuple(
        (row, stated[row.adcode]) for row in catalogue.districts if row.adcode in stated
    )
    counts = Counter(
        other.id
        for row, _ in districts
        for other in catalogue.industries_of(row.adcode)
        if other.id != industry_id
    )
    members = {(row.belt, row.district) for row in catalogue.belt_members}
    belts = [
        (belt, tuple(row for row, _ in districts if (belt.id, row.adcode) in members))
        for belt in catalogue.belts
    ]
    return IndustryProfile(
        industry=industry,
        districts=districts,
        together=tuple((catalogue.industry(name), n) for name, n in counts.most_common()),
        belts=tuple((belt, rows) for belt, rows in belts if rows),
        previous=beside(catalogue.industries, industry, -1),
        following=beside(catalogue.industries, industry, 1),
        sources=sources_of(catalogue, (industry, *stated.values(), *(belt for belt, _ in belts))),
    )


def city_profile(catalogue: Catalogue, city_id: str) -> CityProfile:
    """Gather what a city's profile shows; raise ``UnknownIdError`` if there is none."""
    city = catalogue.city(city_id)
    districts = catalogue.districts_of(city_id)
    counts = Counter(
        industry.id for row in districts for industry in catalogue.industries_of(row.adcode)
    )
    structures = tuple(row for row in catalogue.structures if row.city == city_id)
    of_city = {row.id for row in catalogue.belts if row.city == city_id}
    belts = belt_places(catalogue, lambda row: row.belt in of_city)
    aims = aims_of(catalogue, city_id)
    scenarios = tuple(row for row in catalogue.scenarios if row.city == city_id)
    measures = tuple(row for row in catalogue.measures if row.city == city_id)
    fund_rules = tuple(row for row in catalogue.fund_rules if row.city == city_id)
    sites = catalogue.sites_of(city_id)
    stated = tuple(row for area in districts for row in catalogue.specialisations_of(area.adcode))
    rows = (
        city,
        *structures,
        *(place.belt for place in belts),
        *scenarios,
        *measures,
        *fund_rules,
        *sites,
    )
    return CityProfile(
        city=city,
        districts=districts,
        industries=tuple((row, counts[row.id]) for row in catalogue.industries if counts[row.id]),
        structures=structures,
        belts=belts,
        sites=sites,
        aims=aims,
        scenarios=scenarios,
        measures=measures,
        fund_rules=fund_rules,
        sources=sources_of(catalogue, (*rows, *stated, *(aim.target for aim in aims))),
    )
