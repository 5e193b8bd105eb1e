"""What was counted of a registry, as tables that leave the atlas: districts, policy, hexagons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import h3
import numpy as np
import pandas as pd
import shapely

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.city_part import of_cities
from geo.enterprises.cross_table import cross_table
from geo.enterprises.policy_agreement import policy_matrix
from geo.enterprises.statistics import DistrictFigure, district_figures
from geo.enterprises.sums import WEIGHT_STEPS
from geo.enterprises.years import Years, years_said
from geo.exports.about import DATUM_WORDS, NAME_EN, NAME_ZH, About
from geo.exports.datasets import Dataset
from geo.exports.enterprise_columns import CELLS, DISTRICTS, POLICY, EnterpriseDataset
from geo.exports.table import DECIMALS, Table, typed, with_geometry
from geo.exports.texts import clean_text


@dataclass(frozen=True)
class Registry:
    """What is exported of.

    Attributes
    ----------
    aggregates : Aggregates
        Of all cities that were counted.
    catalogue : Catalogue
    city : str
        The one of which tables are made.
    name : str
        What the planner calls it.
    is_synthetic : bool
    industry, year
        The filter, as of ``Aggregates.cells``.
    weight_name : str
        What the registry calls the weight; empty if that is not known.
    """

    aggregates: Aggregates
    catalogue: Catalogue
    city: str
    name: str
    is_synthetic: bool
    industry: str | None = None
    year: Years | None = None
    weight_name: str = ""

    @cached_property
    def own(self) -> Aggregates:
        """What was counted of the city."""
        return of_cities(self.aggregates, self.catalogue, [self.city])

    @property
    def elsewhere(self) -> int:
        """How many enterprises lie in the other cities that were counted."""
        return self.aggregates.tally.taken - self.own.tally.taken


def district_table(registry: Registry) -> Table:
    """Make the table of districts, with their outlines.

    Returns
    -------
    Table
        In the catalogue's order, WGS-84.
    """
    catalogue, industry = registry.catalogue, registry.industry
    table = cross_table(registry.aggregates, catalogue, registry.city, year=registry.year)
    figures = district_figures(table, catalogue, industry=industry)
    weights: Sequence[DistrictFigure | None] = [None] * len(figures)
    if table.weights is not None:
        weights = district_figures(table, catalogue, industry=industry, measure="weight")
    outlines = catalogue.boundaries.full.geometry
    shapes = list(outlines.loc[[one.adcode for one in figures]])
    spots = [shapely.point_on_surface(shape) for shape in shapes]
    rows = [
        {
            **_district(catalogue, one.adcode),
            "count": one.count,
            "share": one.share,
            "land_area_km2": one.land_area_km2,
            "per_km2": one.per_km2,
            "weight": weight and weight.value,
            "weight_share": weight and weight.share,
            "weight_per_km2": weight and weight.per_km2,
            **_position(spot.x, spot.y),
            "synthetic": registry.is_synthetic,
        }
        for one, weight, spot in zip(figures, weights, spots, strict=True)
    ]
    return _table(DISTRICTS, registry, rows, shapes)


def policy_table(registry: Registry) -> Table:
    """Make the table of districts × industries; the filter's industry plays no part."""
    catalogue = registry.catalogue
    found = policy_matrix(registry.aggregates, catalogue, registry.city, year=registry.year)
    rows = []
    for row in found.rows:
        for industry, cell in row.cells.items():
            known = catalogue.industry(industry)
            rows.append(
                {
                    **_district(catalogue, row.district.adcode),
                    "industry": industry,
                    "industry_zh": known.name_zh,
                    "industry_en": known.name_en,
                    "count": cell.quotient.count,
                    "expected": cell.quotient.expected,
                    "quotient": cell.quotient.quotient,
                    "is_small": cell.quotient.is_small,
                    "is_stated": bool(cell.stated) if row.is_listed else None,
                    "agreement": cell.agreement,
                    "synthetic": registry.is_synthetic,
                }
            )
    return _table(POLICY, registry, rows, None)


def cell_table(registry: Registry, resolution: int) -> Table:
    """Make the table of hexagons of a resolution, with their outlines.

    Raises
    ------
    ValueError
        If the resolution was not counted.
    """
    found = registry.own.cells(resolution, registry.industry, registry.year)
    has_weight = registry.own.has_weight
    rows, shapes = [], []
    for cell, count, weight in zip(
        *(found[name].to_pylist() for name in found.column_names), strict=True
    ):
        text = h3.int_to_str(cell)
        lat, lon = h3.cell_to_latlng(text)
        shapes.append(
            shapely.Polygon([(x, y) for y, x in np.round(h3.cell_to_boundary(text), DECIMALS)])
        )
        rows.append(
            {
                "cell": text,
                "count": count,
                "weight": weight / WEIGHT_STEPS if has_weight else None,
                "area_km2": round(h3.cell_area(text, unit="km^2"), 6),
                **_position(lon, lat),
                "synthetic": registry.is_synthetic,
            }
        )
    return _table(CELLS, registry, rows, shapes)


def _district(catalogue: Catalogue, adcode: str) -> dict[str, str]:
    row = catalogue.district(adcode)
    return {"adcode": adcode, "name_zh": row.name_zh, "name_en": row.name_en}


def _position(lon: float, lat: float) -> dict[str, Any]:
    return {"lon": round(lon, DECIMALS), "lat": round(lat, DECIMALS), "datum": "WGS-84"}


def _table(
    dataset: EnterpriseDataset,
    registry: Registry,
    rows: list[dict[str, Any]],
    shapes: list[Any] | None,
) -> Table:
    frame = pd.DataFrame(
        {
            column.name: typed([row[column.name] for row in rows], column)
            for column in dataset.columns
        }
    )
    if shapes is not None:
        frame = with_geometry(
            frame, shapely.orient_polygons(np.asarray(shapes, dtype=object), exterior_cw=False)
        )
    year = max(registry.catalogue.editions, default=2000)
    datum = None if shapes is None else "WGS-84"
    return Table(dataset, datum, frame, _about(dataset, registry, frame), datetime(year, 1, 1))  # type: ignore[arg-type]


def _about(dataset: Dataset, registry: Registry, frame: pd.DataFrame) -> About:
    tally = registry.own.tally
    city = registry.catalogue.city(registry.city)
    zh, en = _filter(registry, has_industry="industry" not in frame)
    datum = DATUM_WORDS["WGS-84"] if dataset.shape != "none" else ("本表没有坐标", "no coordinates")
    rows = [
        ("图集", NAME_ZH, "Atlas", NAME_EN),
        ("数据集", dataset.title_zh, "Dataset", dataset.title_en),
        ("说明", dataset.about_zh, "Description", dataset.about_en),
        ("名录", registry.name, "Registry", registry.name),
        _synthetic(registry),
        ("范围", city.name_zh, "Extent", city.name_en),
        ("筛选", zh, "Filter", en),
        ("企业", f"{tally.taken:,}", "Enterprises", f"{tally.taken:,}"),
        *_elsewhere(registry),
        *_shown(int(frame["count"].sum()), tally.taken),
        ("其中有坐标", f"{tally.on_grid:,}", "With coordinates", f"{tally.on_grid:,}"),
        *_weight(registry),
        ("产业未归类", f"{tally.not_mapped:,}", "Not mapped", f"{tally.not_mapped:,}"),
        ("行数", str(len(frame)), "Rows", str(len(frame))),
        ("坐标系", datum[0], "Datum", datum[1]),
        *(
            (f"列 {column.name}", column.about_zh, f"Column {column.name}", column.about_en)
            for column in dataset.columns
        ),
    ]
    return About(tuple((a, clean_text(b), c, clean_text(d)) for a, b, c, d in rows))


def _elsewhere(registry: Registry) -> list[tuple[str, str, str, str]]:
    if not registry.elsewhere:
        return []
    count = f"{registry.elsewhere:,}"
    return [
        ("其他城市的企业", f"{count}，不在本表", "In other cities", f"{count}, not in this table")
    ]


def _shown(count: int, taken: int) -> list[tuple[str, str, str, str]]:
    """Tell how many enterprises the rows hold, where that is not all of them."""
    if count == taken:
        return []
    return [("其中本表所示", f"{count:,}", "Of which shown", f"{count:,}")]


def _synthetic(registry: Registry) -> tuple[str, str, str, str]:
    if registry.is_synthetic:
        return "数据性质", "合成数据，不是真实企业", "Kind", "synthetic: no real enterprises"
    return (
        "数据性质",
        "使用者提供的名录，并非政策文件",
        "Kind",
        "brought by a user, no policy document",
    )


def _weight(registry: Registry) -> list[tuple[str, str, str, str]]:
    if not registry.aggregates.has_weight:
        return []
    zh = f"名录中“{registry.weight_name}”一列之和" if registry.weight_name else "名录所给权重之和"
    en = f"sums of the registry's column “{registry.weight_name}”"
    return [
        ("权重", zh, "Weight", en if registry.weight_name else "sums of the registry's weights")
    ]


def _filter(registry: Registry, *, has_industry: bool) -> tuple[str, str]:
    """Say what the rows hold; those by industry hold each of them, whichever is chosen."""
    zh, en = ["全部产业"], ["all industries"]
    if not has_industry:
        pass
    elif registry.industry == "":
        zh, en = ["产业未归类"], ["industry not mapped"]
    elif registry.industry is not None:
        row = registry.catalogue.industry(registry.industry)
        zh, en = [row.name_zh], [row.name_en]
    if registry.year is not None:
        said = years_said(registry.year)
        zh.append(said[0])
        en.append(said[1])
    return "，".join(zh), ", ".join(en)
