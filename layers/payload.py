"""What the browser is told about a view: names, values and evidence as plain JSON data.

Geometry is not in it (it travels once, as TopoJSON from ``geo.boundaries``), nor is any
markup: the page writes every string with ``textContent``. Short keys keep the first visit
small; they are listed in :func:`map_payload`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from geo.tables import District, Row
from layers.belts import stroke_line
from layers.palette import texture_tone
from layers.patterns import NOT_LISTED, pattern_spec
from layers.registry import GROUPS, layer_specs

Json = dict[str, Any]


class _Sources:
    """Number the sources in the order in which evidence refers to them."""

    def __init__(self, catalogue: Catalogue):
        self._index = {row.key: number for number, row in enumerate(catalogue.sources)}

    def evidence(self, row: Row) -> list[Any]:
        """Shorten a row's evidence to ``[source, quote, is_stated, note_zh, note_en]``.

        ``is_stated`` is 1 or 0; rows without a note end there.
        """
        parts = [self._index[row.source], row.quote, int(row.status == "stated")]
        return [*parts, row.note, row.note_en or row.note] if row.note else parts

    def index(self, key: str | None) -> int | None:
        """Return the number of a source, None for none."""
        return None if key is None else self._index[key]


def map_payload(catalogue: Catalogue, cities: Sequence[str]) -> Json:
    """Gather what a map of some cities shows.

    Parameters
    ----------
    catalogue : Catalogue
        Where it all comes from.
    cities : sequence of str
        City ids, in the order in which they are listed.

    Returns
    -------
    dict
        JSON-ready. Names are ``zh``/``en`` pairs, positions ``at`` are ``[lat, lon]`` in
        WGS-84 degrees, ``r`` is a precision in metres, ``e`` the evidence
        ``[index into sources, quote, 1 if stated, note_zh, note_en]``.

    Raises
    ------
    UnknownIdError
        If a city is not in the catalogue.
    """
    chosen = frozenset(cities)
    sources = _Sources(catalogue)
    return {
        "cities": [_city(catalogue, city) for city in cities],
        "sources": [_source(row) for row in catalogue.sources],
        "industries": [
            {
                "id": row.id,
                "zh": row.name_zh,
                "en": row.name_en,
                "mark": [row.mark_zh, row.mark_en],
                "colour": row.colour,
                "tone": texture_tone(row.colour),
                "pattern": row.pattern,
            }
            for row in catalogue.industries
        ],
        "patterns": _patterns({row.pattern for row in catalogue.industries}),
        "districts": _districts(catalogue, chosen, sources),
        "structures": [
            {
                "id": row.id,
                "city": row.city,
                "zh": row.name_zh,
                "en": row.name_en,
                "e": sources.evidence(row),
            }
            for row in catalogue.structures
            if row.city in chosen
        ],
        "belts": _belts(catalogue, chosen, sources),
        "links": _links(catalogue, chosen, sources),
        "sites": _sites(catalogue, chosen, sources),
        "units": {
            row.id: [row.name_zh, row.name_en] for row in catalogue.units if row.city in chosen
        },
        "scenarios": _scenarios(catalogue, chosen, sources),
        "targets": _targets(catalogue, chosen, sources),
        "measures": [
            {
                "id": row.id,
                "n": row.number,
                "city": row.city,
                "zh": row.title_zh,
                "en": row.title_en,
                "part": [row.part_zh, row.part_en],
                "units": list(row.units),
                "e": sources.evidence(row),
            }
            for row in catalogue.measures
            if row.city in chosen
        ],
        "groups": [[group.id, group.title_zh, group.title_en] for group in GROUPS],
        "layers": _layers(catalogue, chosen),
    }


def to_json(data: object) -> str:
    """Write compact JSON that may stand inside a ``<script>`` element.

    Raises
    ------
    ValueError
        If a number is NaN or infinite (``JSON.parse`` refuses both).
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _city(catalogue: Catalogue, city_id: str) -> Json:
    row = catalogue.city(city_id)
    adcodes = [district.adcode for district in catalogue.districts_of(city_id)]
    west, south, east, north = catalogue.boundaries.web.loc[adcodes].total_bounds
    return {
        "id": row.id,
        "adcode": row.adcode,
        "zh": row.name_zh,
        "en": row.name_en,
        "bounds": [round(float(side), 4) for side in (south, west, north, east)],
    }


def _source(row: Any) -> Json:
    found = {"key": row.key, "zh": row.title_zh, "en": row.title_en}
    found |= {"szh": row.short_zh, "sen": row.short_en}
    if row.edition:
        found["edition"] = row.edition
    if row.issuer_zh:
        found["issuer"] = [row.issuer_zh, row.issuer_en]
    return found


def _patterns(slugs: Collection[str]) -> Json:
    spec = pattern_spec()
    return {slug: spec[slug] for slug in sorted({*slugs, NOT_LISTED}) if slug in spec}


def _districts(catalogue: Catalogue, chosen: Collection[str], sources: _Sources) -> list[Json]:
    number = {row.id: index for index, row in enumerate(catalogue.industries)}
    found = []
    for row in catalogue.districts:
        if row.city not in chosen:
            continue
        lat, lon = _label_position(row, catalogue.boundaries.web.geometry.loc[row.adcode])
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


def _label_position(row: District, polygon: BaseGeometry) -> tuple[float, float]:
    """Place a district's name: where the table says, else amid its widest part.

    The centre of the largest circle that fits is inside and away from all borders, which
    neither the centroid (may lie in the sea) nor a representative point (may lie in a neck) is.
    """
    if row.label_lat is not None and row.label_lon is not None:
        return row.label_lat, row.label_lon
    centre = shapely.maximum_inscribed_circle(polygon, tolerance=1e-3).coords[0]
    return round(centre[1], 4), round(centre[0], 4)


def _belts(catalogue: Catalogue, chosen: Collection[str], sources: _Sources) -> list[Json]:
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


def _links(catalogue: Catalogue, chosen: Collection[str], sources: _Sources) -> list[Json]:
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


def _sites(catalogue: Catalogue, chosen: Collection[str], sources: _Sources) -> list[Json]:
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
            "posfrom": row.position_source,
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


def _scenarios(catalogue: Catalogue, chosen: Collection[str], sources: _Sources) -> list[Json]:
    found = []
    for row in catalogue.scenarios:
        if row.city not in chosen:
            continue
        scenario: Json = {
            "id": row.id,
            "city": row.city,
            "list": [row.list_zh, row.list_en],
            "level": row.level,
            "zh": row.name_zh,
            "en": row.name_en,
            "e": sources.evidence(row),
        }
        optional: Json = {
            "d": row.district,
            "n": row.number,
            "group": [row.group_zh, row.group_en] if row.group_zh else None,
            "units": list(row.units),
            "sites": list(row.sites),
        }
        found.append(scenario | {key: value for key, value in optional.items() if value})
    return found


def _targets(catalogue: Catalogue, chosen: Collection[str], sources: _Sources) -> list[Json]:
    return [
        {
            "id": row.id,
            "city": row.city,
            "d": row.district,
            "zh": row.topic_zh,
            "en": row.topic_en,
            "cmp": row.comparator,
            "value": int(row.value) if row.value == int(row.value) else row.value,
            "unit": [row.unit_zh, row.unit_en],
            "year": row.year,
            "e": sources.evidence(row),
        }
        for row in catalogue.targets
        if row.city in chosen
    ]


def _layers(catalogue: Catalogue, chosen: Collection[str]) -> list[Json]:
    found = []
    for spec in layer_specs(catalogue):
        members = spec.members_in(chosen)
        if not members and spec.group != "industries":
            continue
        layer: Json = {
            "id": spec.id,
            "group": spec.group,
            "kind": spec.kind,
            "zh": spec.title_zh,
            "en": spec.title_en,
            "symbol": spec.symbol,
            "members": _without_repeats(members),
            "show": int(spec.is_shown),
        }
        if spec.note_zh:
            layer["note"] = [spec.note_zh, spec.note_en]
        found.append(layer)
    return found


def _without_repeats(members: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(members))
