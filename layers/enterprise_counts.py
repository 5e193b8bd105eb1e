"""How many enterprises, or how much weight, a district has, and per square kilometre of land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from geo.enterprises.statistics import DistrictFigure, district_figures
from layers.base import LayerSpec
from layers.enterprise_rows import (
    Line,
    cross_tables,
    district_block,
    enterprises,
    number,
    row,
    short,
)
from layers.enterprise_scales import Json, rising_classes
from layers.enterprise_view import EnterpriseView

_WORDS = {
    "count": {
        "title": ("各区企业数", "Enterprises per district"),
        "note": (
            "每个区有多少家企业，按区的数目分为五级；大区企业自然多，比较疏密请看密度。",
            "How many enterprises each district has, in five classes of as many districts. A "
            "large district has more; compare density to see how close they are.",
        ),
        "dense": ("各区企业密度", "Enterprises per km²"),
        "dense_note": (
            "每平方公里官方陆地面积（不含水域）上的企业数；没有官方面积的区不计算。",
            "Enterprises per square kilometre of official land area, water left out; a "
            "district without an official area has no density.",
        ),
    },
    "weight": {
        "title": ("各区权重", "Weight per district"),
        "note": (
            "每个区的企业权重之和（不是企业数），按区的数目分为五级；少数大企业可能占去大部分。",
            "The sum of the weights of each district's enterprises, not their number, in five "
            "classes of as many districts. A few large enterprises may be most of it.",
        ),
        "dense": ("各区权重密度", "Weight per km²"),
        "dense_note": (
            "每平方公里官方陆地面积（不含水域）上的权重之和；没有官方面积的区不计算。",
            "Weight per square kilometre of official land area, water left out; a district "
            "without an official area has no density.",
        ),
    },
}
"""Measure → titles and sentences of both layers, in both languages."""


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the layers of number (or weight) and of density."""
    words = _WORDS[view.measure]
    return [
        view.layer(
            id="enterprise-count",
            kind="enterprise-districts",
            title_zh=words["title"][0],
            title_en=words["title"][1],
            symbol="classes",
            blocks={"count": view.block("count", lambda: count_block(view))},
            note_zh=words["note"][0],
            note_en=words["note"][1],
        ),
        view.layer(
            id="enterprise-density",
            kind="enterprise-districts",
            title_zh=words["dense"][0],
            title_en=words["dense"][1],
            symbol="classes",
            blocks={"density": view.block("density", lambda: density_block(view))},
            note_zh=words["dense_note"][0],
            note_en=words["dense_note"][1],
        ),
    ]


def figures(view: EnterpriseView) -> list[DistrictFigure]:
    """Measure the districts of the view, by number or by weight."""
    return [
        one
        for table in cross_tables(view)
        for one in district_figures(
            table, view.catalogue, industry=view.industry, measure=view.measure
        )
    ]


def count_block(view: EnterpriseView) -> Json:
    """Describe numbers, or weights."""
    return _block(view, {one.adcode: (one, one.value) for one in figures(view)})


def density_block(view: EnterpriseView) -> Json:
    """Describe densities."""
    return _block(view, {one.adcode: (one, one.per_km2) for one in figures(view)}, is_density=True)


def _block(
    view: EnterpriseView,
    values: Mapping[str, tuple[DistrictFigure, float | None]],
    *,
    is_density: bool = False,
) -> Json:
    known = np.array([np.nan if value is None else value for _, value in values.values()])
    whole = not (is_density or view.is_weighed)
    rows = {
        adcode: row(
            value,
            [*_lines(view, one)],
            figure=short(value) if view.is_weighed and value is not None else None,
        )
        for adcode, (one, value) in values.items()
    }
    return district_block(view, rising_classes(known, whole=whole), rows, whole=whole)


def _lines(view: EnterpriseView, one: DistrictFigure) -> Iterator[Line]:
    zh, en = enterprises(one.count)
    if view.is_weighed:
        zh, en = (f"{word} {number(one.value)}" for word in view.weight_words())
    if one.share is not None:
        zh, en = f"{zh}，占全市 {one.share:.1%}", f"{en}, {one.share:.1%} of the city"
    yield zh, en
    if one.per_km2 is None:
        yield "没有官方陆地面积，不算密度", "no official land area, hence no density"
    else:
        area, dense = number(one.land_area_km2), number(one.per_km2)
        unit = "" if view.is_weighed else " 家"
        yield (
            f"每平方公里 {dense}{unit}（陆地 {area} 平方公里）",
            f"{dense} per km² (land {area} km²)",
        )
    if view.is_weighed:
        yield enterprises(one.count)
