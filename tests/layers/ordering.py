"""Orders for sheets, in the words that the site would give them."""

from __future__ import annotations

from typing import Any

from geo.catalogue import Catalogue
from layers.registry import layer_specs
from layers.sheet_order import SheetOrder

WORDS = {
    "zh": {
        "legend": "图例",
        "sources": "来源",
        "unlisted": "文件未列",
        "unlistedLong": "文件未给本区列出专长。",
        "areaOnly": "按范围绘制：位置只知大概。",
        "positions": "边界与位置：",
        "outlines": "边界",
        "north": "北",
        "scale": "比例尺",
        "datum": "坐标系",
        "projection": "投影",
        "drawn": "绘制日期",
        "absent": "缺字：",
        "landArea": "陆域",
        "specialisations": "产业专长",
        "structure": "空间结构",
        "places": "载体与机构",
        "targets": "目标",
        "scenarios": "应用场景",
        "units": "责任单位",
        "stated": "原文",
        "editorial": "编者所加",
        "order": "第 {n} 位，共 {m} 位",
        "year": "到 {year} 年",
        "noYear": "未写年份",
        "page": "第 {n} 页，共 {m} 页",
        "continued": "续",
    },
    "en": {
        "legend": "Legend",
        "sources": "Sources",
        "unlisted": "Not listed in the documents",
        "unlistedLong": "No document assigns a specialisation to this district.",
        "areaOnly": "Drawn as an area: the position is only known this roughly.",
        "positions": "Outlines and positions: ",
        "outlines": "Outlines",
        "north": "N",
        "scale": "Scale",
        "datum": "Datum",
        "projection": "Projection",
        "drawn": "Drawn on",
        "absent": "Missing characters:",
        "landArea": "land area",
        "specialisations": "Specialisations",
        "structure": "Spatial structure",
        "places": "Places",
        "targets": "Targets",
        "scenarios": "Scenarios",
        "units": "Responsible",
        "stated": "stated",
        "editorial": "editorial",
        "order": "no. {n} of {m}",
        "year": "by {year}",
        "noYear": "no year given",
        "page": "Page {n} of {m}",
        "continued": "continued",
    },
}
SKETCH = {
    "zh": "示意图，未经审核，仅供内部使用",
    "en": "Sketch map, not reviewed, for internal use only",
}


def make_order(
    catalogue: Catalogue,
    cities: tuple[str, ...] = ("shanghai",),
    *,
    language: str = "zh",
    on: tuple[str, ...] = (),
    off: tuple[str, ...] = (),
    **fields: Any,
) -> SheetOrder:
    """Order the view as a fresh page shows it, but for what is given."""
    layers = tuple(
        spec.id
        for spec in layer_specs(catalogue)
        if spec.id in on or (spec.is_shown and spec.id not in off)
    )
    given = {
        "title": "人形图 · 上海" if language == "zh" else "Renxing Atlas · Shanghai",
        "subtitle": "全部文件" if language == "zh" else "All documents",
        "date": "2026-11-21",
        "review": SKETCH[language],
        **fields,
    }
    return SheetOrder(
        cities=cities, language=language, words=WORDS[language], layers=layers, **given
    )
