import re

import pytest

from geo.boundary_source import source_cities
from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.new_atlas_readme import cell_rule, readme, reference_rule
from geo.tables import TABLES, Row, columns


@pytest.fixture(scope="module")
def text() -> str:
    model = read_catalogue(DEFAULT_ROOT)
    return readme(source_cities()["330100"], metric_epsg=4549, model=model)


def section(text: str, table: str) -> list[str]:
    return text.partition(f"## `{table}.csv` ")[2].partition("\n## ")[0].splitlines()


@pytest.mark.parametrize("table", TABLES)
def test_a_section_lists_the_columns_of_the_class_in_order(text: str, table: str) -> None:
    found = [line.split("`")[1] for line in section(text, table) if line.startswith("| `")]
    evidence = list(Row.model_fields) if issubclass(TABLES[table], Row) else []
    assert found + evidence == columns(table)


def test_it_begins_with_the_city_and_where_its_metres_are(text: str) -> None:
    assert text.startswith("# 杭州市 · Hangzhou\n")
    assert "EPSG:4549, CGCS2000 / 3-degree Gauss-Kruger CM 120E." in text


def test_rules_come_from_the_classes(text: str) -> None:
    lines = {table: "\n".join(section(text, table)) for table in TABLES}
    assert "| 必填 required · `cluster` `park` `new_city`" in lines["sites"]
    assert "可空 optional · `structures.csv` · `id` |" in lines["sites"]
    assert "必填 required · 数字 > 0 · a number > 0 |" in lines["sites"]
    assert "`units.csv` · `id`，多个用分号隔开 · several with semicolons |" in lines["scenarios"]
    assert "整数 ≥ 1949 ≤ 2100 · a whole number ≥ 1949 ≤ 2100 |" in lines["sources"]
    assert "；不重复 unique |" in lines["industries"]


def test_it_shows_the_colours_that_were_tried_together(text: str, catalogue: Catalogue) -> None:
    found = re.findall(r"^\| `(#[0-9a-f]{6})` \| `([a-z]+)` \|$", text, re.MULTILINE)
    assert found == [(row.colour, row.pattern) for row in catalogue.industries]


def test_it_names_no_other_city(text: str) -> None:
    assert re.findall("Shanghai|上海|Shenzhen|深圳|310101", text) == []


def test_every_row_of_its_tables_has_three_cells(text: str) -> None:
    rows = [line for line in text.splitlines() if line.startswith("| `") and "`#" not in line]
    assert {line.count("|") for line in rows} == {4}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, ("", "")),
        ({"type": "string", "maxLength": 3}, ("最多 3 字", "up to 3 characters")),
        ({"type": "boolean"}, ("`true` `false`", "")),
        ({"enum": ["a", "b"], "type": "string"}, ("`a` `b`", "")),
        ({"const": "a", "type": "string"}, ("`a`", "")),
        ({"type": "integer", "minimum": 0}, ("整数 ≥ 0", "a whole number ≥ 0")),
        ({"type": "number", "exclusiveMinimum": 0}, ("数字 > 0", "a number > 0")),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, ("数字", "a number")),
        (
            {"type": "array", "items": {"type": "string", "maxLength": 3}},
            ("多个用分号隔开（最多 3 字）", "several with semicolons (up to 3 characters)"),
        ),
        ({"type": "string", "pattern": "^[0-9]{6}$"}, ("六位数字", "six digits")),
    ],
)
def test_cell_rule(schema: dict[str, object], words: tuple[str, str]) -> None:
    assert cell_rule(schema) == words


def test_reference_rule() -> None:
    text = {"type": "string"}
    assert reference_rule("sites", "city", text) == ("`cities.csv` · `id`", "")
    assert reference_rule("sites", "source", text) == ("`sources.csv` · `key`", "")
    assert reference_rule("sites", "name_zh", text) is None
    assert reference_rule("sources", "key", text) is None
