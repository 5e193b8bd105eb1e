"""The collection of districts: polygons with their specialisations, belts and clusters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.catalogue import Catalogue
from geo.tables import BeltMember, District, Row
from webapp.ogc import evidence
from webapp.ogc.features import Feature, Kind
from webapp.ogc.fields import Field, optional_text, text

STATED = "stated"
NOT_LISTED = "not_listed"


def features(catalogue: Catalogue) -> list[Feature]:
    """Make one feature per district, with the full level of its boundary."""
    outlines = catalogue.boundaries.full.geometry
    origin = catalogue.boundaries.registry.origin
    drawn = evidence.geometry(
        "editorial",
        origin.package,
        f"{origin.package} {origin.version}, {origin.provider}, {origin.licence}; "
        f"{origin.source_datum} → WGS-84",
    )
    return [
        Feature(row.adcode, outlines.loc[row.adcode], _properties(row, catalogue, drawn))
        for row in catalogue.districts
    ]


def _properties(row: District, catalogue: Catalogue, drawn: dict[str, Any]) -> dict[str, Any]:
    specialisations = catalogue.specialisations_of(row.adcode)
    members = _first_of_each_belt(
        member for member in catalogue.belt_members if member.district == row.adcode
    )
    clusters = [
        site for site in catalogue.sites if site.district == row.adcode and site.kind == "cluster"
    ]
    city = catalogue.city(row.city)
    rows: list[Row] = [*specialisations, *members, *clusters]
    keys = [*(each.source for each in rows), *([row.area_source] if row.area_source else [])]
    return {
        "adcode": row.adcode,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "short_zh": row.short_zh,
        "short_en": row.short_en,
        "pinyin": row.pinyin,
        "city": row.city,
        "city_name_zh": city.name_zh,
        "city_name_en": city.name_en,
        "specialisation_state": (
            STATED if any(entry.status == "stated" for entry in specialisations) else NOT_LISTED
        ),
        "specialisations": [
            evidence.item(entry, catalogue.industry(entry.industry)) for entry in specialisations
        ],
        "belts": [evidence.item(member, catalogue.belt(member.belt)) for member in members],
        "clusters": [evidence.item(site, site) for site in clusters],
        "official_area_km2": row.land_area_km2,
        "official_area_source": row.area_source,
        **drawn,
        **evidence.evidence(row, catalogue, keys=keys),
    }


def _first_of_each_belt(members: Iterable[BeltMember]) -> list[BeltMember]:
    """Leave out that a belt lists a district again, as the east belt does by 张江 and 临港."""
    found: dict[str, BeltMember] = {}
    for member in members:
        found.setdefault(member.belt, member)
    return list(found.values())


FIELDS = (
    text("adcode", "six-digit code of the division; also the feature's id", is_filter=True),
    text("name_zh", "name in Chinese", is_filter=True),
    text("name_en", "name in English", is_filter=True),
    text("short_zh", "name without its class, as maps write it"),
    text("short_en", "the same in English"),
    text("pinyin", "reading of the name"),
    text("city", "id of the city", is_filter=True),
    text("city_name_zh", "name of the city in Chinese"),
    text("city_name_en", "name of the city in English"),
    Field(
        "specialisation_state",
        "string",
        "stated: a document lists specialisations; not_listed (文件未列): none does, which is "
        "not the same as having none",
        is_filter=True,
        choices=(STATED, NOT_LISTED),
    ),
    Field(
        "specialisations",
        "list",
        "the industries that a document gives to the district; filter by id",
        is_filter=True,
        members=evidence.ITEM_FIELDS,
    ),
    Field(
        "belts",
        "list",
        "the belts that list the district; filter by id",
        is_filter=True,
        members=evidence.ITEM_FIELDS,
    ),
    Field(
        "clusters",
        "list",
        "the clusters in the district; filter by id",
        is_filter=True,
        members=evidence.ITEM_FIELDS,
    ),
    Field(
        "official_area_km2",
        "number",
        "official land area in km²; never the polygon's, which includes water",
        is_nullable=True,
    ),
    optional_text("official_area_source", "key of the source that gives the area"),
    *evidence.GEOMETRY_FIELDS,
    *evidence.FIELDS,
)

KIND = Kind(
    id="districts",
    title="行政区 · Districts",
    description=(
        "各区及文件所列产业专长；文件未列的区标明 not_listed。"
        "Districts and the AI industries that policy documents give them; where no document "
        "lists any, specialisation_state is not_listed. Boundaries are indicative (示意)."
    ),
    geometry_types=("Polygon", "MultiPolygon"),
    fields=FIELDS,
    build=features,
)
