from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.integrity import KEYS, REFERENCES, find_breaks
from geo.reading import read_lines, table_bytes
from geo.tables import TABLES


def breaks(folder: Path) -> list[str]:
    lines, problems = read_lines(table_bytes(folder))
    assert problems == []
    return [str(problem) for problem in find_breaks(lines)]


def test_find_breaks_none_in_the_real_catalogue(folder: Path) -> None:
    assert breaks(folder) == []


def test_tables_are_all_covered() -> None:
    assert set(KEYS) == set(TABLES)
    assert set(REFERENCES) == set(TABLES) - {"sources"}


@pytest.mark.parametrize("table", REFERENCES)
def test_references_name_columns(table: str) -> None:
    assert set(REFERENCES[table]) <= set(TABLES[table].model_fields)


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "rule"),
    [
        ("cities.csv", 2, "source", "005.txt", "no such row in sources.csv; allowed: 000_b45dc"),
        ("districts.csv", 2, "area_source", "yearbook", "no such row in sources.csv"),
        ("specialisations.csv", 31, "district", "310199", "no such row in districts.csv"),
        ("specialisations.csv", 31, "industry", "retial", "no such row in industries.csv"),
        ("structures.csv", 2, "city", "beijing", "cities.csv; allowed: shanghai, shenzhen"),
        ("belts.csv", 2, "structure", "y-shaped", "no such row in structures.csv"),
        ("belt_members.csv", 3, "site", "sh-none", "no such row in sites.csv; closest of the 46"),
        ("sites.csv", 2, "structure", "five-plus-x", "no such row in structures.csv; allowed:"),
        ("sites.csv", 2, "basis", "guess", "no such row in sources.csv"),
        ("scenarios.csv", 63, "units", "sz-nobody", "no such row in units.csv"),
        ("scenarios.csv", 30, "sites", "sh-nowhere", "no such row in sites.csv"),
        ("scenarios.csv", 5, "place_types", "sh-type-moon", "no such row in place_types.csv"),
        ("measures.csv", 2, "units", "sz-nobody", "no such row in units.csv; allowed: sz-culture"),
        ("sites.csv", 3, "id", "sh-zhangjiang", "must be unique, but row 2 has it already"),
        ("industries.csv", 3, "name_zh", "智能芯片设计", "must be unique, but row 2 has it"),
        ("sites.csv", 2, "district", "440303", "lies in shenzhen, but this row is in shanghai"),
        ("sites.csv", 2, "structure", "shenzhen-agglomeration", "lies in shenzhen, but this row"),
        ("belt_members.csv", 2, "district", "440303", "lies in shenzhen, but this row"),
        ("strokes.csv", 3, "structure", "shenzhen-agglomeration", "the points of stroke-west must"),
        ("sites.csv", 2, "structure", "huangpu-belt-areas", "is a structure of 310101, not of 31"),
        ("belt_members.csv", 2, "order", "9", "the numbers of west must run from 1 to 7"),
        ("scenarios.csv", 40, "number", "99", "the numbers of shenzhen-city-ai must run from 1"),
        ("measures.csv", 19, "number", "20", "the numbers of shenzhen must run from 1 to 18"),
        ("strokes.csv", 8, "status", "stated", "a link is drawn by the atlas; allowed: editorial"),
        ("strokes.csv", 3, "kind", "link", "the points of stroke-west must agree; row 2: stroke"),
    ],
)
def test_find_breaks_one_cell(
    folder: Path, edit: Callable[..., None], file: str, row: int, column: str, value: str, rule: str
) -> None:
    edit(file, row, column, value)
    if column == "status":
        edit(file, row, "quote", "东带")
    found = [text for text in breaks(folder) if f"{file}, row {row}, column {column}" in text]
    assert any(rule in text and f'"{value}"' in text for text in found), breaks(folder)


def test_find_breaks_key_of_several_columns(folder: Path) -> None:
    path = folder / "specialisations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    assert breaks(folder) == [
        "specialisations.csv, row 32, column district, industry, source: "
        '"310113, hardware, 003_d047bc0bd23c11a9.txt" — must be unique, but row 2 has it already'
    ]


def test_find_breaks_stroke_with_a_point_missing(folder: Path) -> None:
    path = folder / "strokes.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(lines[:-1]), encoding="utf-8")
    assert breaks(folder) == [
        'strokes.csv, row 8, column id: "renxing-link" — a link has 2 points, not 1'
    ]


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("districts", 2, "land_area_km2"), ("strokes", 3, "lon"), ("measures", 5, "part")],
)
def test_find_breaks_does_not_repeat_what_a_bad_row_causes(
    folder: Path, edit: Callable[..., None], table: str, row: int, column: str
) -> None:
    edit(f"{table}.csv", row, column, "large")
    lines, problems = read_lines(table_bytes(folder))
    assert [problem.column for problem in problems] == [column]
    assert find_breaks(lines, partial={table}) == []
    assert find_breaks(lines)


def test_find_breaks_units_of_another_city(folder: Path, edit: Callable[..., None]) -> None:
    edit("scenarios.csv", 39, "city", "shanghai")
    assert breaks(folder) == [
        'scenarios.csv, row 39, column units: "sz-gov-services-data" — '
        "lies in shenzhen, but this row is in shanghai"
    ]


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        (2, "later_structure", "renxing", "its document (2018) must be newer than the earlier one"),
        (3, "later_target", "sh-2020-cases", "no such row in targets.csv"),
        (2, "source", "003_d047bc0bd23c11a9.txt", "cites the later document; allowed: 002_315c"),
        (3, "later_target", "sz-fund", "lies in shenzhen, but this row is in shanghai"),
    ],
)
def test_a_rewording_leads_to_a_newer_document(
    folder: Path, edit: Callable[..., None], row: int, column: str, value: str, rule: str
) -> None:
    edit("rewordings.csv", row, column, value)
    found = breaks(folder)
    assert f"rewordings.csv, row {row}, column {column}" in found[0]
    assert rule in found[0]
