"""Districts, belts, links and named places, as plain data for the browser."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from geo.tables import District
from layers.belts import stroke_line
from layers.evidence import Json, SourceNumbers


def districts(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the districts of some cities, with their specialisations."""
    number = {row.id: index for index, row in enumerate(catalogue.industries)}
    found = []
    for row in catalogue.districts:
        if row.city not in chosen:
            continue
        lat, lon = label_position(row, catalogue.boundaries.web.geometry.loc[row.adcode])
        district: Json = {
            "id": row.adcode,
            "city": row.city,
            "zh": row.name_zh,
            "short": row.short_zh,
            "en": row.name_en,
            "sen": row.short_en,
            "at": [lat, lon],
            "spec": [
                {"i": number[found_row.industry], "e": sources.evidence(found_row)}
                for found_row in catalogue.specialisations_of(row.adcode)
            ],
        }
        if row.land_area_km2 is not None:
            district |= {"km2": row.land_area_km2, "km2from": sources.index(row.area_source)}
        found.append(district)
    return found


def label_position(row: District, polygon: BaseGeometry) -> tuple[float, float]:
    """Place a district's name: where the table says, else amid its widest part.

    The centre of the largest circle that fits is inside and away from all borders, which
    neither the centroid (may lie in the sea) nor a representative point (may lie in a neck) is.
    """
    if row.label_lat is not None and row.label_lon is not None:
        return row.label_lat, row.label_lon
    centre = shapely.maximum_inscribed_circle(polygon, tolerance=1e-3).coords[0]
    return round(centre[1], 4), round(centre[0], 4)


def belts(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the belts: line, members in order, evidence."""
    return [
        {
            "id": belt.id,
            "city": belt.city,
            "zh": belt.name_zh,
            "en": belt.name_en,
            "colour": belt.colour,
            "open": belt.is_open,
            "structure": belt.structure,
            "e": sources.evidence(belt),
            "line": stroke_line(
                row for row in catalogue.strokes if row.belt == belt.id and row.kind == "stroke"
            ),
            "members": [
                {
                    "d": row.district,
                    "zh": row.name_zh,
                    "en": row.name_en,
                    "at": [row.lat, row.lon],
                    "basis": sources.index(row.basis),
                    "e": sources.evidence(row),
                }
                for row in sorted(catalogue.belt_members, key=lambda row: row.order)
                if row.belt == belt.id
            ],
        }
        for belt in catalogue.belts
        if belt.city in chosen
    ]


def links(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the lines that the atlas added between belts."""
    city_of = {row.id: row.city for row in catalogue.structures}
    ends: dict[str, list[Any]] = {}
    for row in catalogue.strokes:
        if row.kind == "link" and city_of[row.structure] in chosen:
            ends.setdefault(row.id, []).append(row)
    return [
        {
            "id": link,
            "zh": rows[0].label_zh,
            "en": rows[0].label_en,
            "line": stroke_line(rows),
            "e": sources.evidence(rows[0]),
        }
        for link, rows in ends.items()
    ]


def sites(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the named places."""
    found = []
    for row in catalogue.sites:
        if row.city not in chosen:
            continue
        site: Json = {
            "id": row.id,
            "zh": row.name_zh,
            "en": row.name_en,
            "kind": row.kind,
            "d": row.district,
            "at": [row.lat, row.lon],
            "r": row.precision_m,
            "basis": sources.index(row.basis),
            "n": row.mentions,
            "e": sources.evidence(row),
        }
        if row.structure:
            site["structure"] = row.structure
        if row.focus_zh:
            site["focus"] = [row.focus_zh, row.focus_en]
        if row.area_km2 is not None:
            site |= {"km2": row.area_km2, "km2from": row.area_source}
        found.append(site)
    return found
