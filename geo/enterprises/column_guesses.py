"""Which column of a registry may hold what: proposals that a person confirms."""

from __future__ import annotations

import re

from geo.enterprises.samples import Sample
from geo.enterprises.synth_rows import PREFIX
from geo.imports.guesses import guess_coordinates
from geo.imports.numbers import plain

MEANINGS = ("name", "lon", "lat", "address", "district", "industry", "weight", "year")
"""What a column can hold, as ``geo.enterprises.wish.Columns`` calls it."""

_NAMES = {
    "name": (
        r"企业名称|公司名称|单位名称|机构名称|商户名|^名称$|^企业$",
        r"enterprise|company|(^|_)name$",
    ),
    "address": (r"地址|住所|经营场所|注册地|address|addr",),
    "district": (
        r"^(所在|所属|注册)?(区县|区域|行政区|行政区划|区|县区|辖区)(名称|代码)?$",
        r"district|county|adcode|(^|_)area$",
    ),
    "industry": (r"经营范围|行业|产业|主营|业务|industry|sector|business|scope",),
    "weight": (
        r"从业人数|员工|职工|人数|参保|注册资本|营收|产值|权重",
        r"employees|staff|headcount|capital|weight",
    ),
    "year": (
        r"成立(年份|日期|时间|年)|注册(年份|日期|时间)|^年份?$",
        r"year|founded|established",
    ),
}
_PATTERNS = {key: re.compile("|".join(texts), re.I) for key, texts in _NAMES.items()}
_NUMBERS = ("weight",)
_TEXTS = ("name", "address", "industry")


def guess_columns(sample: Sample) -> dict[str, str]:
    """Propose a column for each meaning.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    dict of str to str
        Meaning → column, without those for which there is none. A column has one meaning.
    """
    found: dict[str, str] = {}
    coordinates = guess_coordinates(sample.columns)
    if coordinates is not None and coordinates.kind == "degrees":
        found = {"lon": coordinates.x, "lat": coordinates.y}
    for meaning, pattern in _PATTERNS.items():
        for column in sample.columns:
            is_free = column.name not in found.values() and column.filled
            fits = _fits(meaning, column.type)
            if is_free and fits and pattern.search(plain(column.name)):
                found[meaning] = column.name
                break
    return {meaning: found[meaning] for meaning in MEANINGS if meaning in found}


def _fits(meaning: str, kind: str) -> bool:
    if meaning in _NUMBERS:
        return kind in ("number", "integer", "mixed")
    if meaning in _TEXTS:
        return kind in ("text", "mixed")
    return meaning != "year" or kind in ("integer", "date", "mixed", "text")


def is_surely_synthetic(sample: Sample, name: str | None) -> bool:
    """Tell whether the enterprises are those of the atlas's own generator."""
    cells = [cell for cell in sample.cells(name) if cell]
    return any(cell.startswith(PREFIX) for cell in cells)
