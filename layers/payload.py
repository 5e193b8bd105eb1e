"""What the browser is told about a view: names, values and evidence as plain JSON data.

Geometry is not in it (it travels once, as TopoJSON from ``geo.boundaries``), nor is any
markup: the page writes every string with ``textContent``. Short keys keep the first visit
small; they are listed in :func:`map_payload`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from geo.catalogue import Catalogue
from layers import payload_places, payload_policies
from layers.base import LayerSpec
from layers.evidence import Json, SourceNumbers
from layers.palette import texture_tone
from layers.patterns import NOT_LISTED, pattern_spec
from layers.registry import ENTERPRISES, GROUPS, layer_specs


def map_payload(
    catalogue: Catalogue, cities: Sequence[str], specs: Sequence[LayerSpec] | None = None
) -> Json:
    """Gather what a map of some cities shows.

    Parameters
    ----------
    catalogue : Catalogue
        Where it all comes from.
    cities : sequence of str
        City ids, in the order in which they are listed.
    specs : sequence of LayerSpec, optional
        The layers; by default all that are registered.

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
    sources = SourceNumbers(catalogue)
    if specs is None:
        specs = layer_specs(catalogue)
    blocks = {name: block for spec in specs for name, block in spec.blocks.items()}
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
        "districts": payload_places.districts(catalogue, chosen, sources),
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
        "belts": payload_places.belts(catalogue, chosen, sources),
        "links": payload_places.links(catalogue, chosen, sources),
        "sites": payload_places.sites(catalogue, chosen, sources),
        "units": {
            row.id: [row.name_zh, row.name_en] for row in catalogue.units if row.city in chosen
        },
        "scenarios": payload_policies.scenarios(catalogue, chosen, sources),
        "targets": payload_policies.targets(catalogue, chosen, sources),
        "measures": payload_policies.measures(catalogue, chosen, sources),
        "fund": payload_policies.fund_rules(catalogue, chosen, sources),
        "groups": [
            [group.id, group.title_zh, group.title_en]
            for group in (*GROUPS, ENTERPRISES)
            if group in GROUPS or any(spec.group == group.id for spec in specs)
        ],
        "layers": layer_rows(specs, chosen),
        **({"blocks": blocks} if blocks else {}),
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


def layer_rows(specs: Sequence[LayerSpec], chosen: Collection[str]) -> list[Json]:
    """Describe the layers that have something to show in some cities."""
    found = []
    for spec in specs:
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
        if spec.blocks:
            layer["blocks"] = list(spec.blocks)
        found.append(layer)
    return found


def _without_repeats(members: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(members))
