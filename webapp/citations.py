"""Every phrase that the atlas cites, document by document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.tables import Rewording, Row, Source


@dataclass(frozen=True)
class Citation:
    """One row of the catalogue as seen from its document.

    ``table`` and ``id`` name the row (``id`` has no blank); ``select`` is what the page of
    ``city`` selects to show it on the map, empty where there is nothing to select.
    """

    table: str
    id: str
    name_zh: str
    name_en: str
    quote: str
    status: str
    note_zh: str
    note_en: str
    city: str = ""
    select: str = ""


def citations_by_source(catalogue: Catalogue) -> list[tuple[Source, list[Citation]]]:
    """Group all evidence by source, policy documents first, in the order of the tables.

    Every row of every table stands under its ``source``; positions and land areas, which no
    policy document gives, stand under the reference that they rest on besides.
    """
    found: dict[str, list[Citation]] = {row.key: [] for row in catalogue.sources}
    for source, citation in (*_rows(catalogue), *_references(catalogue)):
        found[source].append(citation)
    ordered = sorted(catalogue.sources, key=lambda row: row.kind != "policy")
    return [(row, found[row.key]) for row in ordered]


def _rows(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    """Cite every row of every table by its own evidence."""
    yield from _specialisations(catalogue)
    for structure in catalogue.structures:
        yield _cite("structures", structure, structure.id, _name(structure), structure.city)
    for belt in catalogue.belts:
        yield _cite("belts", belt, belt.id, _name(belt), belt.city, f"belt:{belt.id}")
    yield from _lines(catalogue)
    for site in catalogue.sites:
        yield _cite("sites", site, site.id, _name(site), site.city, f"site:{site.id}")
    for row in catalogue.scenarios:
        yield _cite("scenarios", row, row.id, _name(row), row.city, f"scenario:{row.id}")
    for place_type in catalogue.place_types:
        yield _cite("place_types", place_type, place_type.id, _name(place_type))
    for measure in catalogue.measures:
        yield _cite("measures", measure, measure.id, (measure.title_zh, measure.title_en))
    for target in catalogue.targets:
        yield _cite("targets", target, target.id, (target.topic_zh, target.topic_en))
    for pair in catalogue.rewordings:
        yield _cite("rewordings", pair, pair.id, _paired(catalogue, pair), pair.city)
    for rule in catalogue.fund_rules:
        name = (f"{rule.fund_zh} · {rule.name_zh}", f"{rule.fund_en} · {rule.name_en}")
        yield _cite("fund_rules", rule, rule.id, name)
    yield from _frame(catalogue)


def _specialisations(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    for row in catalogue.specialisations:
        district, industry = catalogue.district(row.district), catalogue.industry(row.industry)
        name = (
            f"{district.name_zh} · {industry.name_zh}",
            f"{district.name_en} · {industry.name_en}",
        )
        row_id = f"{row.district}-{row.industry}"
        select = f"district:{row.district}"
        yield _cite("specialisations", row, row_id, name, district.city, select)


def _lines(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    for member in catalogue.belt_members:
        belt = catalogue.belt(member.belt)
        name = (f"{belt.name_zh} · {member.name_zh}", f"{belt.name_en} · {member.name_en}")
        row_id = f"{belt.id}-{member.order}"
        yield _cite("belt_members", member, row_id, name, belt.city, f"belt:{belt.id}")
    for point in catalogue.strokes:
        zh, en = point.label_zh or point.id, point.label_en or point.id
        name = (f"{zh} · {point.order}", f"{en} · {point.order}")
        yield _cite("strokes", point, f"{point.id}-{point.order}", name)


def _frame(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    """Cite what the facts are hung on: cities, districts, industries, units."""
    for city in catalogue.cities:
        yield _cite("cities", city, city.id, _name(city))
    for row in catalogue.districts:
        yield _cite("districts", row, row.adcode, _name(row), row.city, f"district:{row.adcode}")
    for industry in catalogue.industries:
        yield _cite("industries", industry, industry.id, _name(industry))
    for unit in catalogue.units:
        yield _cite("units", unit, unit.id, _name(unit))


def _references(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    """Cite what positions and land areas rest on."""
    for site in catalogue.sites:
        name = (f"{site.name_zh}（位置）", f"{site.name_en} (position)")
        notes = (site.position_source, site.position_source)
        select = f"site:{site.id}"
        yield (
            site.basis,
            Citation("positions", site.id, *name, "", "editorial", *notes, site.city, select),
        )
    for member in catalogue.belt_members:
        name = (f"{member.name_zh}（锚点）", f"{member.name_en} (anchor)")
        notes = (member.note, member.note_en or member.note)
        row_id = f"{member.belt}-{member.order}"
        yield member.basis, Citation("anchors", row_id, *name, "", "editorial", *notes)
    for row in catalogue.districts:
        if row.area_source:
            name = (f"{row.name_zh}（面积）", f"{row.name_en} (area)")
            value = f"{row.land_area_km2} km²"
            select = f"district:{row.adcode}"
            yield (
                row.area_source,
                Citation(
                    "areas", row.adcode, *name, "", "editorial", value, value, row.city, select
                ),
            )


def _paired(catalogue: Catalogue, pair: Rewording) -> tuple[str, str]:
    """Name a pair of wordings by both of them."""
    if pair.earlier_structure and pair.later_structure:
        structures = map(catalogue.structure, (pair.earlier_structure, pair.later_structure))
        names = [(row.name_zh, row.name_en) for row in structures]
    else:
        targets = {row.id: row for row in catalogue.targets}
        both = (targets[key] for key in (pair.earlier_target, pair.later_target) if key)
        names = [(row.topic_zh, row.topic_en) for row in both]
    return " → ".join(zh for zh, _ in names), " → ".join(en for _, en in names)


def _name(row: Row) -> tuple[str, str]:
    return row.name_zh, row.name_en  # type: ignore[attr-defined]


def _cite(
    table: str, row: Row, row_id: str, name: tuple[str, str], city: str = "", select: str = ""
) -> tuple[str, Citation]:
    notes = (row.note, row.note_en or row.note)
    return row.source, Citation(table, row_id, *name, row.quote, row.status, *notes, city, select)
