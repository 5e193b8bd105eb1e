"""What a file says of itself: datum, sources, licences, and which catalogue it is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from geo.catalogue import Catalogue
from geo.exports.datasets import Dataset
from geo.exports.texts import clean_text, parts

NAME_ZH, NAME_EN = "人形图", "Renxing Atlas"

DATUM_WORDS = {
    "WGS-84": (
        "WGS-84（EPSG:4326）",
        "WGS-84 (EPSG:4326)",
    ),
    "GCJ-02": (
        "GCJ-02（高德、腾讯地图所用；没有 EPSG 编号，比 WGS-84 偏移数百米，由公开算法换算）",
        "GCJ-02, as AMap and Tencent use it; it has no EPSG code and lies hundreds of metres off "
        "WGS-84; converted by the published series",
    ),
    "CGCS2000": (
        "CGCS2000（EPSG:4490）：数值与 WGS-84 相同，未作换算。两者因板块运动相差分米级"
        "（自 2000.0 历元起每年约 3 厘米），小于本图数据的误差",
        "CGCS2000 (EPSG:4490): the same numbers as in WGS-84, not converted. The two differ by "
        "decimetres through plate motion (about 3 cm a year since epoch 2000.0), which is less "
        "than the error of this data",
    ),
}
"""Datum → what a file says of it, in Chinese and in English."""
_KEYS = {"key", "source", "basis", "area_source", "specialisations_source"}


@dataclass(frozen=True)
class About:
    """What must be known of a table, in both languages.

    Attributes
    ----------
    rows : tuple of (str, str, str, str)
        Item and content in Chinese, item and content in English. There is no date of export
        among them: equal data gives equal bytes, so the time inside a file is 1 January of the
        newest edition, and the file's own date says when it was made.
    """

    rows: tuple[tuple[str, str, str, str], ...]

    def as_dict(self, *, english: bool) -> dict[str, str]:
        """Return item → content in one language."""
        start = 2 if english else 0
        return {row[start]: row[start + 1] for row in self.rows}


_MAP = (
    "示意图用数据",
    "边界并非官方数据；公开出版地图须另行送审并取得审图号",
    "For sketch maps",
    "the boundaries are not official; a map published in China needs its own review number",
)
_LICENCE = (
    "许可",
    "本图编者的整理与翻译按 MIT 许可；引文属原文件；位置、面积和边界按各自资料的许可，见下列来源",
    "Licence",
    "what the atlas compiled and translated: MIT; quotations belong to their documents; positions, "
    "areas and boundaries are under the licence of their source, listed below",
)
_TIME = (
    "文件内的时间",
    "固定为最新文件版本年份的 1 月 1 日，使相同数据得到相同的文件；何时生成以文件日期为准",
    "Times inside the file",
    "fixed to 1 January of the newest edition, so that equal data gives equal bytes; the file's "
    "own date says when it was made",
)


def about_table(
    catalogue: Catalogue, dataset: Dataset, frame: pd.DataFrame, *, city: str | None
) -> About:
    """Say what must be known of a table.

    Parameters
    ----------
    catalogue : Catalogue
    dataset : Dataset
    frame : DataFrame
        Its rows, with their datum if they have coordinates.
    city : str or None
        The one city that was asked for; None for all.

    Returns
    -------
    About
    """
    rows = [
        ("图集", NAME_ZH, "Atlas", NAME_EN),
        ("数据集", dataset.title_zh, "Dataset", dataset.title_en),
        ("说明", dataset.about_zh, "Description", dataset.about_en),
        _extent(catalogue, dataset, city),
        ("行数", str(len(frame)), "Rows", str(len(frame))),
        _datum(frame),
        _both("文件版本", "Editions", ", ".join(map(str, catalogue.editions))),
        _both("目录指纹", "Catalogue fingerprint", catalogue.fingerprint),
        _TIME,
        _LICENCE,
        _MAP,
        *_sources(catalogue, dataset, frame),
        *(
            (f"列 {row.name}", row.about_zh, f"Column {row.name}", row.about_en)
            for row in dataset.columns
        ),
    ]
    return About(tuple((zh, clean_text(a), en, clean_text(b)) for zh, a, en, b in rows))


def _both(zh: str, en: str, value: str) -> tuple[str, str, str, str]:
    return zh, value, en, value


def _extent(catalogue: Catalogue, dataset: Dataset, city: str | None) -> tuple[str, str, str, str]:
    if not dataset.has_city:
        return "范围", "不分城市", "Extent", "not by city"
    cities = [catalogue.city(city)] if city else catalogue.cities
    zh, en = "、".join(row.name_zh for row in cities), ", ".join(row.name_en for row in cities)
    return "范围", zh, "Extent", en


def _datum(frame: pd.DataFrame) -> tuple[str, str, str, str]:
    if "datum" not in frame:
        return "坐标系", "本表没有坐标", "Datum", "this table has no coordinates"
    zh, en = DATUM_WORDS[str(frame["datum"].iloc[0])] if len(frame) else ("没有行", "no rows")
    return "坐标系", zh, "Datum", en


def _sources(
    catalogue: Catalogue, dataset: Dataset, frame: pd.DataFrame
) -> Iterator[tuple[str, str, str, str]]:
    """List what the rows rest on; the boundaries' origin where there are polygons."""
    cited = {key for name in _KEYS & set(frame) for cell in frame[name] for key in parts(cell)}
    for row in catalogue.sources:
        if row.key in cited:
            more = [text for text in (str(row.edition or ""), row.licence, row.url) if text]
            zh, en = (" · ".join([title, *more]) for title in (row.title_zh, row.title_en))
            yield f"来源 {row.key}", zh, f"Source {row.key}", en
    if dataset.shape == "polygon":
        origin = catalogue.boundaries.registry.origin
        package = f"{origin.package} {origin.version} · {origin.licence} · {origin.provider}"
        yield (
            "边界来源",
            f"{package} · 原为 {origin.source_datum}，已换算",
            "Boundaries from",
            f"{package} · {origin.source_datum} in the source, converted; {origin.provider_note}",
        )
