"""What the profile of a district or of a place shows: facts, gathered."""

from __future__ import annotations

from dataclasses import dataclass

from geo.aims import Aim, aims_of
from geo.belonging import BeltPlace, belt_places, beside, sources_of, structures_of
from geo.catalogue import Catalogue
from geo.neighbours import neighbours
from geo.proximity import Distance, sites_near_district, sites_near_site
from geo.similarity import Similarity, similar_districts
from geo.tables import City, District, Row, Scenario, Site, Source, Specialisation, Structure

NEAR = 5
"""How many of the nearest places a profile lists."""


@dataclass(frozen=True)
class DistrictProfile:
    """A district: what documents give to it, what lies in it, beside it and near it.

    ``similar`` is None where the documents list nothing for the district. ``previous`` and
    ``following`` are its city's districts before and after it in the table, None at the ends.
    """

    district: District
    city: City
    specialisations: tuple[Specialisation, ...]
    belts: tuple[BeltPlace, ...]
    structures: tuple[Structure, ...]
    sites: tuple[Site, ...]
    near: tuple[Distance, ...]
    neighbours: tuple[District, ...]
    similar: tuple[Similarity, ...] | None
    aims: tuple[Aim, ...]
    scenarios: tuple[Scenario, ...]
    previous: District | None
    following: District | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class SiteProfile:
    """A place: where it is and how well that is known, what it belongs to, what is near."""

    site: Site
    city: City
    district: District
    structure: Structure | None
    belts: tuple[BeltPlace, ...]
    siblings: tuple[Site, ...]
    near: tuple[Distance, ...]
    scenarios: tuple[Scenario, ...]
    previous: Site | None
    following: Site | None
    sources: tuple[Source, ...]


def district_profile(catalogue: Catalogue, adcode: str) -> DistrictProfile:
    """Gather what a district's profile shows; raise ``UnknownIdError`` if there is none."""
    district = catalogue.district(adcode)
    bordering = neighbours(catalogue, district.city)[adcode]
    peers = catalogue.districts_of(district.city)
    sites = tuple(row for row in catalogue.sites if row.district == adcode)
    inside = {row.id for row in sites}
    belts = belt_places(catalogue, lambda row: row.district == adcode)
    specialisations = catalogue.specialisations_of(adcode)
    structures = structures_of(catalogue, sites, adcode)
    aims = aims_of(catalogue, district.city, adcode)
    scenarios = tuple(
        row
        for row in catalogue.scenarios
        if row.district == adcode or inside.intersection(row.sites)
    )
    rows = (*specialisations, *structures, *sites, *scenarios, *(aim.target for aim in aims))
    extra = [*(row.basis for row in sites), district.area_source, district.source]
    return DistrictProfile(
        district=district,
        city=catalogue.city(district.city),
        specialisations=specialisations,
        belts=belts,
        structures=structures,
        sites=sites,
        near=sites_near_district(catalogue, adcode, count=NEAR),
        neighbours=tuple(map(catalogue.district, bordering)),
        similar=similar_districts(catalogue, adcode),
        aims=aims,
        scenarios=scenarios,
        previous=beside(peers, district, -1),
        following=beside(peers, district, 1),
        sources=sources_of(catalogue, (*rows, *(place.belt for place in belts)), extra),
    )


def site_profile(catalogue: Catalogue, site_id: str) -> SiteProfile:
    """Gather what a place's profile shows; raise ``UnknownIdError`` if there is none."""
    site = catalogue.site(site_id)
    structure = catalogue.structure(site.structure) if site.structure else None
    belts = belt_places(catalogue, lambda row: row.site == site.id)
    scenarios = tuple(row for row in catalogue.scenarios if site.id in row.sites)
    peers = catalogue.sites_of(site.city)
    rows: tuple[Row, ...] = (site, *scenarios, *(place.belt for place in belts))
    return SiteProfile(
        site=site,
        city=catalogue.city(site.city),
        district=catalogue.district(site.district),
        structure=structure,
        belts=belts,
        siblings=tuple(
            row for row in peers if structure and row.structure == structure.id and row != site
        ),
        near=sites_near_site(catalogue, site_id, count=NEAR),
        scenarios=scenarios,
        previous=beside(peers, site, -1),
        following=beside(peers, site, 1),
        sources=sources_of(catalogue, (*rows, *((structure,) if structure else ())), [site.basis]),
    )
