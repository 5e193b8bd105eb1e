"""The collections of named places: all sites, and the clusters among them."""

from __future__ import annotations

from typing import Any, get_args

from shapely import Point

from geo.catalogue import Catalogue
from geo.tables import Site, SiteKind
from webapp.ogc import evidence
from webapp.ogc.features import Feature, Kind
from webapp.ogc.fields import Field, optional_text, text


def features(catalogue: Catalogue) -> list[Feature]:
    """Make one feature per site."""
    return [_site(site, catalogue) for site in catalogue.sites]


def clusters(catalogue: Catalogue) -> list[Feature]:
    """Make one feature per site of kind ``cluster``."""
    return [_site(site, catalogue) for site in catalogue.sites if site.kind == "cluster"]


def _site(site: Site, catalogue: Catalogue) -> Feature:
    structure = catalogue.structure(site.structure) if site.structure else None
    district = catalogue.district(site.district)
    properties: dict[str, Any] = {
        "kind": site.kind,
        "name_zh": site.name_zh,
        "name_en": site.name_en,
        "city": site.city,
        "district": site.district,
        "district_name_zh": district.name_zh,
        "district_name_en": district.name_en,
        "structure": site.structure,
        "structure_name_zh": structure.name_zh if structure else None,
        "structure_name_en": structure.name_en if structure else None,
        "focus_zh": site.focus_zh or None,
        "focus_en": site.focus_en or None,
        "tier": site.tier,
        "mentioned_as": site.mentioned_as,
        "mentions": site.mentions,
        "area_km2": site.area_km2,
        "area_source": site.area_source or None,
        "precision_m": site.precision_m,
        # The documents name places and give no coordinate: every position is ours.
        **evidence.geometry("editorial", site.basis, site.position_source),
        **evidence.evidence(site, catalogue, keys=[site.basis]),
    }
    return Feature(site.id, Point(site.lon, site.lat), properties)


FIELDS = (
    Field("kind", "string", "kind of place", is_filter=True, choices=get_args(SiteKind)),
    text("name_zh", "name in Chinese", is_filter=True),
    text("name_en", "name in English", is_filter=True),
    text("city", "id of the city", is_filter=True),
    text("district", "adcode of the district it lies in", is_filter=True),
    text("district_name_zh", "name of the district in Chinese"),
    text("district_name_en", "name of the district in English"),
    optional_text("structure", "id of the layout it belongs to", is_filter=True),
    optional_text("structure_name_zh", "name of the layout in Chinese"),
    optional_text("structure_name_en", "name of the layout in English"),
    optional_text("focus_zh", "what the document gives it to do, in Chinese"),
    optional_text("focus_en", "what the document gives it to do, in English"),
    Field(
        "tier",
        "string",
        "1: part of a layout or a scenario; 2: the document names it in passing",
        is_filter=True,
        choices=("1", "2"),
    ),
    text("mentioned_as", "how the documents write it"),
    Field("mentions", "integer", "how often the documents write it"),
    Field("area_km2", "number", "area in km²", is_nullable=True),
    optional_text("area_source", "where the area comes from"),
    Field(
        "precision_m",
        "number",
        "the place lies within so many metres of the point; draw a circle, not a pin",
    ),
    *evidence.GEOMETRY_FIELDS,
    *evidence.FIELDS,
)

KIND = Kind(
    id="sites",
    title="载体与地点 · Sites",
    description=(
        "文件点名的集聚区、园区、新城、片区、应用场景地点和机构；坐标为编者所加，精度见 "
        "precision_m。Every place that the documents name; positions are editorial."
    ),
    geometry_types=("Point",),
    fields=FIELDS,
    build=features,
)

CLUSTERS = Kind(
    id="clusters",
    title="集聚区与合作区 · Clusters",
    description=(
        "文件点名的产业集聚区与合作区（sites 中 kind 为 cluster 者）。"
        "The clusters and co-operation zones that the plans name: the sites of kind cluster."
    ),
    geometry_types=("Point",),
    fields=FIELDS,
    build=clusters,
)
