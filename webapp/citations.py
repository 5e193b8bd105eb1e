"""Every phrase that the atlas cites, document by document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.tables import Row, Source


@dataclass(frozen=True)
class Citation:
    """One row of the catalogue as seen from its document."""

    table: str
    id: str
    name_zh: str
    name_en: str
    quote: str
    status: str
    note: str
    city: str
    select: str


def citations_by_source(catalogue: Catalogue) -> list[tuple[Source, list[Citation]]]:
    """Group all evidence by source, policy documents first, in the order of the tables."""
    found: dict[str, list[Citation]] = {row.key: [] for row in catalogue.sources}
    for citation, source in _citations(catalogue):
        found[source].append(citation)
    ordered = sorted(catalogue.sources, key=lambda row: row.kind != "policy")
    return [(row, found[row.key]) for row in ordered]


def _citations(catalogue: Catalogue) -> Iterator[tuple[Citation, str]]:
    city_of = {row.adcode: row.city for row in catalogue.districts}
    for special in catalogue.specialisations:
        district = catalogue.district(special.district)
        industry = catalogue.industry(special.industry)
        yield (
            _citation(
                "specialisations",
                special,
                f"{special.district}-{special.industry}",
                (
                    f"{district.name_zh} · {industry.name_zh}",
                    f"{district.name_en} · {industry.name_en}",
                ),
                district.city,
                f"district:{special.district}",
            ),
            special.source,
        )
    for table in ("structures", "belts", "sites", "scenarios", "place_types", "measures"):
        for row in getattr(catalogue, table):
            name = (
                (row.title_zh, row.title_en) if table == "measures" else (row.name_zh, row.name_en)
            )
            yield _citation(table, row, row.id, name, row.city, _select(table, row.id)), row.source
    for target in catalogue.targets:
        city = city_of.get(target.district or "", target.city)
        name = (target.topic_zh, target.topic_en)
        yield _citation("targets", target, target.id, name, city, ""), target.source
    for rule in catalogue.fund_rules:
        name = (rule.quote, rule.id.replace("-", " "))
        yield _citation("fund_rules", rule, rule.id, name, rule.city, ""), rule.source


def _select(table: str, row_id: str) -> str:
    kinds = {"belts": "belt", "sites": "site"}
    return f"{kinds[table]}:{row_id}" if table in kinds else ""


def _citation(
    table: str, row: Row, row_id: str, name: tuple[str, str], city: str, select: str
) -> Citation:
    return Citation(
        table=table,
        id=row_id,
        name_zh=name[0],
        name_en=name[1],
        quote=row.quote,
        status=row.status,
        note=row.note,
        city=city,
        select=select,
    )
