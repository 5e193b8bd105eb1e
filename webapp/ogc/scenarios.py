"""The collection of application scenarios: placed only where a document names a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapely import MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from geo.tables import Scenario, Site
from webapp.ogc import evidence
from webapp.ogc.features import Feature, Kind
from webapp.ogc.fields import Field, optional_text, text


def features(catalogue: Catalogue) -> list[Feature]:
    """Make one feature per scenario; its geometry is null unless a site is named."""
    return [_scenario(row, catalogue) for row in catalogue.scenarios]


def _scenario(row: Scenario, catalogue: Catalogue) -> Feature:
    sites = [catalogue.site(site) for site in row.sites]
    keys = [key for site in sites for key in (site.source, site.basis)]
    properties: dict[str, Any] = {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "city": row.city,
        "district": row.district,
        "list": row.list,
        "list_zh": row.list_zh,
        "list_en": row.list_en,
        "level": row.level,
        "number": row.number,
        "group_zh": row.group_zh or None,
        "group_en": row.group_en or None,
        "subgroup_zh": row.subgroup_zh or None,
        "subgroup_en": row.subgroup_en or None,
        "units": [evidence.reference(catalogue.unit(unit)) for unit in row.units],
        "sites": [evidence.reference(site) for site in sites],
        "place_types": [
            evidence.reference(catalogue.place_type(place)) for place in row.place_types
        ],
        "precision_m": max((site.precision_m for site in sites), default=None),
        **(
            evidence.geometry("editorial", note="取 sites 所列地点的点位 The points of its sites")
            if sites
            else evidence.geometry(None)
        ),
        **evidence.evidence(row, catalogue, keys=keys),
    }
    return Feature(row.id, _where(sites), properties)


def _where(sites: Sequence[Site]) -> BaseGeometry | None:
    points = [Point(site.lon, site.lat) for site in sites]
    if not points:
        return None
    return points[0] if len(points) == 1 else MultiPoint(points)


FIELDS = (
    text("name_zh", "name in Chinese", is_filter=True),
    text("name_en", "name in English", is_filter=True),
    text("city", "id of the city", is_filter=True),
    optional_text("district", "adcode, where the list is a district's", is_filter=True),
    text("list", "id of the list that it stands in", is_filter=True),
    text("list_zh", "name of the list in Chinese"),
    text("list_en", "name of the list in English"),
    Field(
        "level",
        "string",
        "category: heads fields; field: a kind of application; application: a named one",
        is_filter=True,
        choices=("category", "field", "application"),
    ),
    Field("number", "integer", "number in the list", is_filter=True, is_nullable=True),
    optional_text("group_zh", "heading it stands under, in Chinese", is_filter=True),
    optional_text("group_en", "heading it stands under, in English", is_filter=True),
    optional_text("subgroup_zh", "heading between the two, in Chinese"),
    optional_text("subgroup_en", "heading between the two, in English"),
    Field(
        "units",
        "list",
        "responsible units that the document names; filter by id",
        is_filter=True,
        members=evidence.NAMED_FIELDS,
    ),
    Field(
        "sites",
        "list",
        "sites that the document names; filter by id",
        is_filter=True,
        members=evidence.NAMED_FIELDS,
    ),
    Field(
        "place_types",
        "list",
        "kinds of place that the list names without naming one; they have no position",
        is_filter=True,
        members=evidence.NAMED_FIELDS,
    ),
    Field(
        "precision_m",
        "number",
        "the least precise of its sites lies within so many metres; null without a site",
        is_nullable=True,
    ),
    *evidence.GEOMETRY_FIELDS,
    *evidence.FIELDS,
)

KIND = Kind(
    id="scenarios",
    title="应用场景 · Scenarios",
    description=(
        "文件所列应用场景；只写场所类型、未点名地点的，geometry 为 null。"
        "Application scenarios of the documents' lists; geometry is null unless one names a site."
    ),
    geometry_types=("Point", "MultiPoint"),
    fields=FIELDS,
    build=features,
    has_null_geometry=True,
)
