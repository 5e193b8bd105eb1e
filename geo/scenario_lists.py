"""The documents' lists of application scenarios, and by what they can be sorted out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.tables import City, Scenario

Label = tuple[str, str]
"""A name in Chinese and in English."""


@dataclass(frozen=True)
class ScenarioList:
    """One list of one city, in the document's order.

    Attributes
    ----------
    id : str
    city : City
    name : Label
    rows : tuple of Scenario
    """

    id: str
    city: City
    name: Label
    rows: tuple[Scenario, ...]

    def has(self, column: str) -> bool:
        """Say whether any row has something in a column; an empty column need not be shown."""
        return any(getattr(row, column) not in (None, "", ()) for row in self.rows)


@dataclass(frozen=True)
class Facet:
    """One respect in which scenarios differ.

    Attributes
    ----------
    id : {"city", "list", "group", "subgroup", "level", "unit", "district"}
    choices : tuple of (str, Label, int)
        Value, its names, and how many scenarios have it; in the order of the tables. Headings
        have no id of their own, so that their value is their Chinese name.
    """

    id: str
    choices: tuple[tuple[str, Label, int], ...]


LEVELS: Mapping[str, Label] = {
    "category": ("类别", "Category"),
    "field": ("领域", "Field"),
    "application": ("应用", "Application"),
}
"""What the rows of a list are; the terms of ``geo.policies.Scenario``."""


def scenario_lists(catalogue: Catalogue) -> tuple[ScenarioList, ...]:
    """Sort the scenarios into the lists of their documents.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    tuple of ScenarioList
        In the order in which the table begins them; empty if it has no rows.
    """
    found: dict[tuple[str, str], list[Scenario]] = {}
    for row in catalogue.scenarios:
        found.setdefault((row.city, row.list), []).append(row)
    return tuple(
        ScenarioList(list_id, catalogue.city(city), (rows[0].list_zh, rows[0].list_en), tuple(rows))
        for (city, list_id), rows in found.items()
    )


def scenario_districts(catalogue: Catalogue, row: Scenario) -> tuple[str, ...]:
    """Name the districts of a scenario: its own, and those of the places that it names.

    Returns
    -------
    tuple of str
        Adcodes, each once; empty where the document names neither.
    """
    own = [row.district] if row.district else []
    named = (catalogue.site(site).district for site in row.sites)
    return tuple(dict.fromkeys([*own, *named]))


def scenario_values(catalogue: Catalogue, row: Scenario) -> dict[str, tuple[str, ...]]:
    """Name the values that a scenario has in every facet; an empty tuple where it has none."""
    return {
        "city": (row.city,),
        "list": (row.list,),
        "group": (row.group_zh,) if row.group_zh else (),
        "subgroup": (row.subgroup_zh,) if row.subgroup_zh else (),
        "level": (row.level,),
        "unit": row.units,
        "district": scenario_districts(catalogue, row),
    }


def scenario_facets(catalogue: Catalogue) -> tuple[Facet, ...]:
    """Count the scenarios by every facet.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    tuple of Facet
        Those in which scenarios differ: a facet of one value would sort out nothing.
    """
    rows = [(row, scenario_values(catalogue, row)) for row in catalogue.scenarios]
    facets = []
    for facet in ("city", "list", "group", "subgroup", "level", "unit", "district"):
        counts: dict[str, int] = {}
        names: dict[str, Label] = {}
        for row, values in rows:
            for value in values[facet]:
                counts[value] = counts.get(value, 0) + 1
                names.setdefault(value, _name(catalogue, row, facet, value))
        has_others = any(not values[facet] for _, values in rows)
        if len(counts) + has_others > 1 and counts:
            choices = ((value, names[value], count) for value, count in counts.items())
            facets.append(Facet(facet, tuple(choices)))
    return tuple(facets)


def _name(catalogue: Catalogue, row: Scenario, facet: str, value: str) -> Label:
    if facet in ("list", "group", "subgroup"):
        return getattr(row, f"{facet}_zh"), getattr(row, f"{facet}_en")
    if facet == "level":
        return LEVELS[value]
    if facet == "city":
        city = catalogue.city(value)
        return city.name_zh, city.name_en
    if facet == "unit":
        unit = catalogue.unit(value)
        return unit.name_zh, unit.name_en
    district = catalogue.district(value)
    return district.name_zh, district.name_en
