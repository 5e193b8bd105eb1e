"""The collection of belts: editorial strokes through the districts that documents list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from geo.tables import Belt, BeltMember, StrokePoint
from layers.belts import stroke_line
from webapp.ogc import evidence
from webapp.ogc.features import Feature, Kind
from webapp.ogc.fields import Field, optional_text, text


def features(catalogue: Catalogue) -> list[Feature]:
    """Make one feature per belt, then one per link that no document states."""
    belts = [_belt(belt, catalogue) for belt in catalogue.belts]
    links = dict.fromkeys(row.id for row in catalogue.strokes if row.kind == "link")
    return belts + [_link(link, catalogue) for link in links]


def _belt(belt: Belt, catalogue: Catalogue) -> Feature:
    members = sorted(
        (row for row in catalogue.belt_members if row.belt == belt.id), key=lambda row: row.order
    )
    points = [row for row in catalogue.strokes if row.belt == belt.id and row.kind == "stroke"]
    keys = [row.source for row in [*members, *points]] + [row.basis for row in members]
    properties = {
        "kind": "belt",
        "name_zh": belt.name_zh,
        "name_en": belt.name_en,
        **_place(belt.structure, catalogue),
        "is_open": belt.is_open,
        "members": [_member(row) for row in members],
        **_drawn(points),
        **evidence.evidence(belt, catalogue, keys=keys),
    }
    return Feature(belt.id, _lines(points), properties)


def _link(link: str, catalogue: Catalogue) -> Feature:
    points = [row for row in catalogue.strokes if row.id == link]
    first = points[0]
    properties = {
        "kind": "link",
        "name_zh": first.label_zh or "示意连接（文件未写）",
        "name_en": first.label_en or "Indicative link (not in the document)",
        **_place(first.structure, catalogue),
        "is_open": None,
        "members": [],
        **_drawn(points),
        **evidence.evidence(first, catalogue, keys=[row.source for row in points]),
    }
    return Feature(link, _lines(points), properties)


def _place(structure_id: str, catalogue: Catalogue) -> dict[str, Any]:
    structure = catalogue.structure(structure_id)
    return {
        "city": structure.city,
        "structure": structure.id,
        "structure_name_zh": structure.name_zh,
        "structure_name_en": structure.name_en,
    }


def _member(row: BeltMember) -> dict[str, Any]:
    return {
        "order": row.order,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "district": row.district,
        "anchor_site": row.site,
        "anchor_lon": row.lon,
        "anchor_lat": row.lat,
        "anchor_source": row.basis,
        "status": row.status,
        "source": row.source,
        "quote": row.quote or None,
    }


def _drawn(points: Sequence[StrokePoint]) -> dict[str, Any]:
    if not points:
        return evidence.geometry(None)
    return evidence.geometry(
        points[0].status, points[0].source, f"{points[0].note} {points[0].note_en}".strip()
    )


def _lines(points: Sequence[StrokePoint]) -> BaseGeometry | None:
    """Join the strokes of a belt (usually one), in longitude-latitude order."""
    ids = dict.fromkeys(row.id for row in points)
    lines = [
        LineString([(lon, lat) for lat, lon in stroke_line(r for r in points if r.id == stroke)])
        for stroke in ids
    ]
    if not lines:
        return None
    return lines[0] if len(lines) == 1 else MultiLineString(lines)


FIELDS = (
    Field(
        "kind",
        "string",
        "belt: a document lists its members; link: drawn by the atlas, in no document",
        is_filter=True,
        choices=("belt", "link"),
    ),
    text("name_zh", "name in Chinese", is_filter=True),
    text("name_en", "name in English", is_filter=True),
    text("city", "id of the city", is_filter=True),
    text("structure", "id of the layout that it belongs to", is_filter=True),
    text("structure_name_zh", "name of the layout in Chinese"),
    text("structure_name_en", "name of the layout in English"),
    Field(
        "is_open",
        "boolean",
        "whether the document leaves its list of members open (等); null for a link",
        is_nullable=True,
    ),
    Field(
        "members",
        "list",
        "members in the document's order, with the WGS-84 anchor they are drawn at",
        members=(
            Field("order", "integer", "place in the document's list, from 1"),
            text("name_zh", "name as the document writes it"),
            text("name_en", "the same in English"),
            text("district", "adcode of the district it is or lies in"),
            optional_text("anchor_site", "id of the site that it is drawn at"),
            Field("anchor_lon", "number", "longitude of the editorial anchor, WGS-84"),
            Field("anchor_lat", "number", "latitude of the editorial anchor, WGS-84"),
            text("anchor_source", "key of the source that the anchor rests on"),
            *evidence.ITEM_FIELDS[3:],
        ),
    ),
    *evidence.GEOMETRY_FIELDS,
    *evidence.FIELDS,
)

KIND = Kind(
    id="belts",
    title="产业带 · Belts",
    description=(
        "文件所列产业带（线形为示意）及示意连接（文件未写）。"
        "The industry belts that documents list, drawn as indicative curves, and the links that "
        "the atlas adds so that the strokes meet."
    ),
    geometry_types=("LineString", "MultiLineString"),
    fields=FIELDS,
    build=features,
)
