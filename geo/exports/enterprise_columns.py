"""Which columns the tables of a counted registry have, and what each of them holds."""

from __future__ import annotations

from dataclasses import dataclass

from geo.exports.columns import COLUMNS, Column
from geo.exports.datasets import Dataset

_OWN = {
    "cell": Column("cell", "text", "六边形的 H3 编号（十六进制）", "H3 index of the hexagon"),
    "count": Column("count", "integer", "企业数", "number of enterprises"),
    "weight": Column("weight", "number", "权重合计", "sum of weights"),
    "share": Column(
        "share",
        "number",
        "企业数占全市的比例，0 至 1",
        "share of the city's enterprises, 0 to 1",
    ),
    "weight_share": Column(
        "weight_share",
        "number",
        "权重占全市的比例，0 至 1",
        "share of the city's weights, 0 to 1",
    ),
    "weight_per_km2": Column(
        "weight_per_km2",
        "number",
        "每平方公里官方陆地面积上的权重",
        "weight per km² of land",
    ),
    "land_area_km2": Column(
        "land_area_km2", "number", "官方陆地面积，平方公里", "official land area, km²"
    ),
    "per_km2": Column(
        "per_km2", "number", "每平方公里官方陆地面积上的企业数", "enterprises per km² of land"
    ),
    "area_km2": Column("area_km2", "number", "六边形面积，平方公里", "area of the hexagon, km²"),
    "quotient": Column(
        "quotient",
        "number",
        "区位商：产业在本区企业中的占比除以在全市的占比，只计已归类企业",
        "location quotient: the industry's share in the district by that in the city, of "
        "enterprises that are mapped to an industry",
    ),
    "expected": Column(
        "expected",
        "number",
        "若与全市构成相同应有的企业数",
        "enterprises that it would have with the city's mix",
    ),
    "is_small": Column(
        "is_small", "boolean", "数目太小，仅供参考", "whether it rests on small numbers"
    ),
    "is_stated": Column(
        "is_stated",
        "boolean",
        "文件是否列为该区专长；文件未列该区时为空",
        "whether a document states it; empty where no document lists the district",
    ),
    "agreement": Column(
        "agreement",
        "text",
        "agree 一致，stated_only 仅文件列出，concentrated_only 仅企业集中，neither 两者皆无，"
        "unlisted 文件未列该区，no_data 无可比企业",
        "agree, stated_only, concentrated_only, neither, unlisted (no document lists the "
        "district), no_data (nothing to compare)",
    ),
    "synthetic": Column(
        "synthetic", "boolean", "是否合成数据", "whether the registry is synthetic"
    ),
}


@dataclass(frozen=True)
class EnterpriseDataset(Dataset):
    """A table of counts; its columns are its own, in order."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its own columns; nobody but the registry says so."""
        return tuple(_OWN.get(name) or COLUMNS[name] for name in self.own)


_DISTRICT = ("adcode", "name_zh", "name_en")
_POSITION = ("lon", "lat", "datum")
DISTRICTS = EnterpriseDataset(
    "enterprise-districts",
    "各区企业",
    "Enterprises by district",
    "每区一行：企业数、权重（若有）及其占比、密度。",
    "One row per district: number and weight (if any), their share and density.",
    ("adcode",),
    (
        *_DISTRICT,
        *("count", "share", "land_area_km2", "per_km2"),
        *("weight", "weight_share", "weight_per_km2"),
        *_POSITION,
        "synthetic",
    ),
    "polygon",
)
POLICY = EnterpriseDataset(
    "enterprise-policy",
    "企业与文件对照",
    "Enterprises against policy",
    "每区每产业一行：企业数、区位商、文件是否列出。不一致并不说明哪一方有误。",
    "One row per district and industry: number, location quotient, whether a document states "
    "it. Where they differ, neither is proven wrong.",
    ("adcode", "industry"),
    (
        *_DISTRICT,
        *("industry", "industry_zh", "industry_en", "count", "expected", "quotient", "is_small"),
        *("is_stated", "agreement", "synthetic"),
    ),
)
CELLS = EnterpriseDataset(
    "enterprise-hexagons",
    "企业按六边形统计",
    "Enterprises by hexagon",
    "每个有企业的六边形一行；没有坐标的企业不在其中。",
    "One row per hexagon with enterprises; those without coordinates are not in them.",
    ("cell",),
    ("cell", "count", "weight", "area_km2", *_POSITION, "synthetic"),
    "polygon",
)
