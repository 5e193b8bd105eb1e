"""Location quotients: whether a district has more of an industry than its city as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from geo.enterprises.statistics import Quotient, location_quotients
from layers.base import LayerSpec
from layers.enterprise_rows import (
    Line,
    cross_tables,
    district_block,
    enterprises,
    number,
    row,
)
from layers.enterprise_scales import QUOTIENTS, Json
from layers.enterprise_view import UNMAPPED, EnterpriseView

NONE: Line = ("没有可比的企业", "no enterprises to compare")
NO_QUOTIENT: Line = ("未归类的企业没有区位商", "enterprises that are not mapped have no quotient")


_WHAT = (
    "某产业在本区企业中的占比，除以它在全市的占比：1 为与全市相当，2 为全市的两倍。"
    "只比较已归入十个产业的企业；* 表示数目太小，仅供参考。",
    "An industry's share of a district's enterprises, divided by its share in the city: 1 is as "
    "in the city, 2 twice as much. Only enterprises that are mapped to the ten industries are "
    "compared; * rests on small numbers.",
)
_OF_ALL = (
    "未选产业时，显示各区最突出的一个产业。",
    "With no industry chosen, each district shows the industry that stands out most.",
)
_OF_NONE = (
    "未归类的企业没有区位商，所以各区不着色：请选择一个产业。",
    "Enterprises that are not mapped have no quotient, so no district is coloured: choose an "
    "industry.",
)


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the layer of location quotients."""
    is_unmapped = view.industry == UNMAPPED
    first, second = (_OF_NONE, _WHAT) if is_unmapped else (_WHAT, _OF_ALL)
    return [
        view.layer(
            id="enterprise-quotient",
            kind="enterprise-districts",
            title_zh="区位商",
            title_en="Location quotient",
            symbol="classes",
            counts_only=True,
            blocks={"quotient": view.block("quotient", lambda: quotient_block(view))},
            note_zh=f"{first[0]}{second[0]}",
            note_en=f"{first[1]} {second[1]}",
        )
    ]


def quotient_block(view: EnterpriseView) -> Json:
    """Describe quotients of the chosen industry, or each district's highest one."""
    tables = [location_quotients(table) for table in cross_tables(view)]
    found = [one for table in tables for one in table.rows]
    rows = {}
    for district in view.districts:
        own = [one for one in found if one.adcode == district.adcode]
        if view.industry == UNMAPPED:
            rows[district.adcode] = row(None, [NO_QUOTIENT])
        else:
            rows[district.adcode] = _chosen(view, own) if view.industry else _highest(view, own)
    return district_block(view, QUOTIENTS, rows, whole=False)


def _chosen(view: EnterpriseView, own: list[Quotient]) -> Json:
    one = next((one for one in own if one.industry == view.industry), None)
    if one is None or one.quotient is None:
        return row(None, [NONE])
    star = "*" if one.is_small else ""
    figure = f"{number(one.quotient)}{star}"
    return row(one.quotient, [*_lines(view, one)], figure=(figure, figure))


def _highest(view: EnterpriseView, own: list[Quotient]) -> Json:
    """Show the industry with the highest quotient that does not rest on small numbers."""
    known = [one for one in own if one.quotient is not None and one.count and not one.is_small]
    if not known:
        return row(None, [NONE])
    one = max(known, key=lambda one: one.quotient or 0.0)
    industry = view.catalogue.industry(one.industry)
    value = number(one.quotient)
    figure = (f"{industry.mark_zh} {value}", f"{industry.mark_en} {value}")
    return row(one.quotient, [*_lines(view, one)], figure=figure)


def _lines(view: EnterpriseView, one: Quotient) -> Iterator[Line]:
    industry = view.catalogue.industry(one.industry)
    yield (
        f"{industry.name_zh}：区位商 {number(one.quotient)}",
        f"{industry.name_en}: location quotient {number(one.quotient)}",
    )
    zh, en = enterprises(one.count)
    expected = number(None if one.expected is None else round(one.expected, 1))
    yield (
        f"{zh}，若与全市构成相同应有 {expected} 家",
        f"{en}; {expected} if its mix were the city's",
    )
    if one.is_small:
        yield "数目太小，仅供参考", "rests on small numbers"
