"""Scenarios, targets, measures and fund rules, as plain data for the browser."""

from __future__ import annotations

from collections.abc import Collection

from geo.catalogue import Catalogue
from layers.evidence import Json, SourceNumbers


def scenarios(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the application scenarios of the documents' lists."""
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


def targets(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the numbers that the documents aim at."""
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


def measures(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the numbered measures of the action plans."""
    return [
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
    ]


def fund_rules(catalogue: Catalogue, chosen: Collection[str], sources: SourceNumbers) -> list[Json]:
    """Describe the rules of special funds; the phrase carries the amounts."""
    return [
        {
            "id": row.id,
            "city": row.city,
            "fund": [row.fund_zh, row.fund_en],
            "zh": row.name_zh,
            "en": row.name_en,
            "e": sources.evidence(row),
        }
        for row in catalogue.fund_rules
        if row.city in chosen
    ]
