"""How many enterprises a district has, and how many per square kilometre of its land."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geo.enterprises.statistics import DistrictFigure, district_figures
from layers.base import LayerSpec
from layers.enterprise_rows import Line, cross_tables, district_block, enterprises, number, row
from layers.enterprise_scales import Json, rising_classes
from layers.enterprise_view import EnterpriseView


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the layers of number and of density."""
    return [
        view.layer(
            id="enterprise-count",
            kind="enterprise-districts",
            title_zh="各区企业数",
            title_en="Enterprises per district",
            symbol="classes",
            blocks={"count": view.block("count", lambda: count_block(view))},
            note_zh=("每个区有多少家企业，按区的数目分为五级；大区企业自然多，比较疏密请看密度。"),
            note_en=(
                "How many enterprises each district has, in five classes of as many districts. A "
                "large district has more; compare density to see how close they are."
            ),
        ),
        view.layer(
            id="enterprise-density",
            kind="enterprise-districts",
            title_zh="各区企业密度",
            title_en="Enterprises per km²",
            symbol="classes",
            blocks={"density": view.block("density", lambda: density_block(view))},
            note_zh=("每平方公里官方陆地面积（不含水域）上的企业数；没有官方面积的区不计算。"),
            note_en=(
                "Enterprises per square kilometre of official land area, water left out; a "
                "district without an official area has no density."
            ),
        ),
    ]


def figures(view: EnterpriseView) -> list[DistrictFigure]:
    """Measure the districts of the view."""
    return [
        one
        for table in cross_tables(view)
        for one in district_figures(table, view.catalogue, industry=view.industry)
    ]


def count_block(view: EnterpriseView) -> Json:
    """Describe numbers."""
    found = figures(view)
    classes = rising_classes(np.array([one.value for one in found]), whole=True)
    rows = {one.adcode: row(one.value, [*_lines(one)]) for one in found}
    return district_block(view, classes, rows, whole=True)


def density_block(view: EnterpriseView) -> Json:
    """Describe densities."""
    found = figures(view)
    known = np.array([np.nan if one.per_km2 is None else one.per_km2 for one in found])
    classes = rising_classes(known, whole=False)
    rows = {one.adcode: row(one.per_km2, [*_lines(one)]) for one in found}
    return district_block(view, classes, rows, whole=False)


def _lines(one: DistrictFigure) -> Iterator[Line]:
    zh, en = enterprises(one.count)
    if one.share is not None:
        zh, en = f"{zh}，占全市 {one.share:.1%}", f"{en}, {one.share:.1%} of the city"
    yield zh, en
    if one.per_km2 is None:
        yield "没有官方陆地面积，不算密度", "no official land area, hence no density"
    else:
        area = number(one.land_area_km2)
        yield (
            f"每平方公里 {number(one.per_km2)} 家（陆地 {area} 平方公里）",
            f"{number(one.per_km2)} per km² (land {area} km²)",
        )
