"""The tables of a catalogue: one class per table, one attribute per column.

A catalogue is a folder of CSV files that people edit in a spreadsheet. Each class (in
``geo.policies`` and ``geo.places``) is both the documentation of one file and the validator
of its rows; ``TABLES`` maps file names to classes. Nothing here reads a file (see
``geo.reading``) or looks from one table into another (see ``geo.integrity``).

English names are translations by the atlas; the documents are in Chinese only.
"""

from __future__ import annotations

from pydantic import BaseModel

from geo.places import (
    Belt,
    BeltMember,
    City,
    District,
    Site,
    SiteKind,
    StrokePoint,
    Structure,
)
from geo.policies import (
    FundRule,
    Industry,
    Measure,
    PlaceType,
    Rewording,
    Scenario,
    Source,
    Specialisation,
    Target,
    Unit,
)
from geo.rows import QUOTE_LENGTH, Row

__all__ = [
    "Belt",
    "BeltMember",
    "City",
    "District",
    "FundRule",
    "Industry",
    "Measure",
    "PlaceType",
    "QUOTE_LENGTH",
    "Rewording",
    "Row",
    "Scenario",
    "Site",
    "SiteKind",
    "Source",
    "Specialisation",
    "StrokePoint",
    "Structure",
    "TABLES",
    "Target",
    "Unit",
    "columns",
]

TABLES: dict[str, type[BaseModel]] = {
    "sources": Source,
    "cities": City,
    "districts": District,
    "industries": Industry,
    "specialisations": Specialisation,
    "structures": Structure,
    "belts": Belt,
    "belt_members": BeltMember,
    "strokes": StrokePoint,
    "sites": Site,
    "units": Unit,
    "place_types": PlaceType,
    "scenarios": Scenario,
    "targets": Target,
    "rewordings": Rewording,
    "measures": Measure,
    "fund_rules": FundRule,
}
"""Table name (file name without ``.csv``) → row class."""


def columns(table: str) -> list[str]:
    """List the columns of a table as they are written: its own first, the evidence last."""
    fields = list(TABLES[table].model_fields)
    if not issubclass(TABLES[table], Row):
        return fields
    own = [name for name in fields if name not in Row.model_fields]
    return own + list(Row.model_fields)
