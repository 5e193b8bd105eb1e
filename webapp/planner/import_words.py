"""What imports say, in the page's language: Chinese or the library's own English.

The Chinese sentences are those of ``webapp.planner.import_zh``. Values are data of strangers: what
comes back is plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.catalogue import Catalogue
from geo.errors import ImportRefusedError
from geo.imports.messages import Message, cut, shown
from webapp.i18n import language
from webapp.planner.import_zh import ZH

VALUES_ZH: Mapping[str, str] = {
    "longitude": "经度",
    "latitude": "纬度",
    "easting": "东坐标",
    "northing": "北坐标",
    "coordinate": "坐标",
    "text": "文字",
    "number": "数",
    "integer": "整数",
    "boolean": "是否",
    "date": "日期",
    "encoding": "编码",
    "delimiter": "分隔符",
    "column": "列",
    "type": "类型",
    "datum": "坐标基准",
    "order": "先后次序",
    "meaning of the comma": "逗号的含义",
    "zone": "带号",
    "sheet": "工作表",
    "layer": "图层",
    "header row": "表头行",
    "kind of row": "这类行：",
    "datum for degrees": "适用于度数的坐标基准",
    "datum for metres": "适用于米数的坐标基准",
    "none": "无",
    "pasted rows": "粘贴的数据行",
    "a PDF": " PDF 文件",
    "a RAR archive": " RAR 压缩包",
    "a 7z archive": " 7z 压缩包",
    "a gzip archive": " gzip 压缩包",
    "a picture": "图片",
    "a program": "程序",
    "a damaged gzip archive": "损坏的 gzip 压缩包",
    "a damaged Parquet file": "损坏的 Parquet 文件",
    "a Parquet file": " Parquet 文件",
    "a single file of a Shapefile (zip .shp, .shx and .dbf together)": " Shapefile 的单个文件"
    "（请把 .shp、.shx、.dbf 一起打包成 zip）",
    "an OGR virtual format (VRT)": " OGR 虚拟格式（VRT）",
    "a GDAL virtual raster (VRT)": " GDAL 虚拟栅格（VRT）",
    "a GDAL pipeline (GDALG)": " GDAL 处理流程（GDALG）",
    "a web service": "网络服务",
    "XML or HTML": " XML 或 HTML",
    "an office document, but no XLSX workbook": "办公文档，但不是 XLSX 工作簿",
    "a list": "它是列表",
    "a FeatureCollection without “features”": "FeatureCollection 缺少“features”",
    "its application id is another": "应用标识不符",
    "it has no head": "没有文件头",
    "its .shp is something else": ".shp 是别的文件",
    "a geometry must be an object": "几何图形须为对象",
    "a GeometryCollection needs “geometries”": "GeometryCollection 须有“geometries”",
    "a GeometryCollection within a GeometryCollection": "GeometryCollection 套 GeometryCollection",
    "a ring needs four positions, the last the same as the first": "环至少要四个点，首尾相同",
    "a position needs two numbers": "位置须有两个数",
}
"""What the library puts into a sentence as a value of its own, not the file's."""

_SPOKEN = ("axis", "type", "what", "found", "detail")
"""Values that may be the library's own words."""

_LONGEST = 120


def say(message: Message, catalogue: Catalogue | None = None) -> str:
    """Say a message in the page's language.

    Parameters
    ----------
    message : Message
    catalogue : Catalogue, optional
        Names cities in Chinese.

    Returns
    -------
    str
        Plain text.
    """
    if language() == "en":
        return str(message)
    cities = {row.name_en: row.name_zh for row in catalogue.cities} if catalogue else {}
    return say_zh(message, cities)


def say_zh(message: Message, cities: Mapping[str, str] | None = None) -> str:
    """Say a message in Chinese; ``cities`` are names in English → in Chinese."""
    texts = {name: _in_zh(name, value, cities or {}) for name, value in message.values.items()}
    return ZH[message.code].format_map(texts)


def refusal_text(error: ImportRefusedError) -> str:
    """Say why a file was refused, in the page's language, naming the file."""
    file = error.values.get("file")
    text = say(Message(error.code, error.values))
    if not file:
        return text[:1].upper() + text[1:]
    name = cut(str(file), _LONGEST)
    return f"{VALUES_ZH.get(name, name)}：{text}" if language() == "zh" else f"{name}: {text}"


def _in_zh(name: str, value: Any, cities: Mapping[str, str]) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_in_zh(name, item, cities) for item in value) or "无"
    if isinstance(value, str) and name in _SPOKEN:
        value = VALUES_ZH.get(value, value)
    if isinstance(value, str) and name in ("cities", "city"):
        value = cities.get(value, value)
    return shown(value)
