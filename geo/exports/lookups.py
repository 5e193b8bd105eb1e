"""What exported rows say beyond their own cells: the names behind ids, the titles behind keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal

from geo.catalogue import Catalogue
from geo.exports.texts import LIST_SEPARATOR

Lookup = Callable[[Catalogue, Any], Any]
Language = Literal["zh", "en"]

NOT_LISTED = {"zh": "文件未列", "en": "not listed in the documents"}
"""What stands where the documents give a district no specialisation: missing, not none."""


def _name(table: str, column: str, language: Language, catalogue: Catalogue, row: Any) -> str:
    """Name what a cell refers to; nothing where it refers to nothing."""
    key = getattr(row, column)
    return _text(getattr(catalogue, table)(key), f"name_{language}") if key else ""


def _title(column: str, language: Language, catalogue: Catalogue, row: Any) -> str:
    key = getattr(row, column)
    return _text(catalogue.source(key), f"title_{language}") if key else ""


def _names(table: str, column: str, language: Language, catalogue: Catalogue, row: Any) -> str:
    find = getattr(catalogue, table)
    return joined(_text(find(key), f"name_{language}") for key in getattr(row, column))


def joined(parts: Iterable[str]) -> str:
    """Write several values in one cell, each once."""
    return LIST_SEPARATOR.join(dict.fromkeys(parts))


def _text(record: Any, column: str) -> str:
    return str(getattr(record, column))


def _both(prefix: str, make: Callable[..., Lookup], *arguments: str) -> dict[str, Lookup]:
    return {f"{prefix}_{language}": make(*arguments, language) for language in ("zh", "en")}


def _partial(function: Callable[..., Any]) -> Callable[..., Lookup]:
    return lambda *arguments: partial(function, *arguments)


_one, _titled, _several = _partial(_name), _partial(_title), _partial(_names)


def _city_of_district(catalogue: Catalogue, row: Any) -> str:
    return catalogue.district(row.district).city


def _city_name(language: Language, catalogue: Catalogue, row: Any) -> str:
    return _text(catalogue.city(_city_of_district(catalogue, row)), f"name_{language}")


def _inside(axis: Literal["x", "y"], adcode_column: str, catalogue: Catalogue, row: Any) -> float:
    """Take a point inside the district, rounded to 1e-6 degrees (0.1 m)."""
    point = catalogue.boundaries.web.geometry[getattr(row, adcode_column)].representative_point()
    return round(float(getattr(point, axis)), 6)


def _industries(language: Language, catalogue: Catalogue, row: Any) -> str:
    found = catalogue.industries_of(row.adcode)
    return joined(_text(each, f"name_{language}") for each in found) or NOT_LISTED[language]


def _specialised(column: str, catalogue: Catalogue, row: Any) -> str:
    return joined(_text(each, column) for each in catalogue.specialisations_of(row.adcode))


def _stating(catalogue: Catalogue, row: Any) -> str:
    rows = catalogue.specialisations_of(row.adcode)
    return joined(catalogue.source(each.source).title_zh for each in rows)


def _members(catalogue: Catalogue, row: Any) -> str:
    rows = [each for each in catalogue.belt_members if each.belt == row.id]
    return joined(each.name_zh for each in sorted(rows, key=lambda each: each.order))


def _paired(
    time: Literal["earlier", "later"], language: Language, catalogue: Catalogue, row: Any
) -> str:
    """Name what a rewording pairs: a structure by its name, a target by its topic."""
    if structure := getattr(row, f"{time}_structure"):
        return _text(catalogue.structure(structure), f"name_{language}")
    target = getattr(row, f"{time}_target")
    return next(_text(each, f"topic_{language}") for each in catalogue.targets if each.id == target)


LOOKUPS: Mapping[str, Mapping[str, Lookup]] = {
    "*": {
        **_both("city", _one, "city", "city"),
        **_both("district", _one, "district", "district"),
        **_both("industry", _one, "industry", "industry"),
        **_both("structure", _one, "structure", "structure"),
        **_both("belt", _one, "belt", "belt"),
        "site_zh": _one("site", "site", "zh"),
        **_both("units", _several, "unit", "units"),
        "sites_zh": _several("site", "sites", "zh"),
        "place_types_zh": _several("place_type", "place_types", "zh"),
        **_both("source_title", _titled, "source"),
        **_both("basis_title", _titled, "basis"),
    },
    "districts": {
        "lon": partial(_inside, "x", "adcode"),
        "lat": partial(_inside, "y", "adcode"),
        "area_source_title": _titled("area_source", "zh"),
        "specialisations": partial(_specialised, "industry"),
        "specialisations_zh": partial(_industries, "zh"),
        "specialisations_en": partial(_industries, "en"),
        "specialisations_quote": partial(_specialised, "quote"),
        "specialisations_source": partial(_specialised, "source"),
        "specialisations_title": _stating,
    },
    "specialisations": {
        "city": _city_of_district,
        "city_zh": partial(_city_name, "zh"),
        "city_en": partial(_city_name, "en"),
        "lon": partial(_inside, "x", "district"),
        "lat": partial(_inside, "y", "district"),
    },
    "rewordings": {
        **_both("earlier", _partial(_paired), "earlier"),
        **_both("later", _partial(_paired), "later"),
    },
    "belts": {"members": _members},
    "belt_members": {
        "city": _city_of_district,
        "city_zh": partial(_city_name, "zh"),
        "city_en": partial(_city_name, "en"),
    },
}
"""Table (``*`` for all) → column → how its value is found."""
