"""The tables of a new atlas: what is known of a city, and two examples where nothing is.

Known are the codes and names of the districts; English names and pinyin follow from them.
Everything else is an example (see ``geo.new_atlas_examples``), so that the atlas runs before a
single row is filled in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import geopandas as gpd
import shapely

from geo.boundary_source import SourceCity
from geo.catalogue import Catalogue
from geo.new_atlas_examples import PACKAGE, Rows, Spot, example_rows
from geo.new_atlas_names import city_english, english, short_zh, slug, split, syllables
from geo.tables import TABLES, columns

_OWN_NAMES = {
    "source": PACKAGE,
    "status": "editorial",
    "note": "代码与名称取自边界数据；拼音和英文名由程序推出，未经核对；面积留空，待填官方土地面积",
    "note_en": (
        "Code and name come from the boundary data; pinyin and the English name were derived "
        "from the Chinese by program and are unchecked; the official land area is to be filled in"
    ),
}
_OWN_CITY = {
    "source": PACKAGE,
    "status": "editorial",
    "note": "代码与名称取自边界数据；拼音和英文名由程序推出；量算用中心经度所在的 CGCS2000 三度带",
    "note_en": (
        "Code and name come from the boundary data; pinyin and the English name were derived by "
        "program; metres are measured in the CGCS2000 3° zone in which the city's centre lies"
    ),
}


def atlas_tables(
    city: SourceCity, districts: gpd.GeoDataFrame, *, metric_epsg: int, model: Catalogue
) -> dict[str, bytes]:
    """Write every table.

    Parameters
    ----------
    city : SourceCity
    districts : GeoDataFrame, EPSG:4326
        Its polygons, index of adcodes.
    metric_epsg : int
        CRS of the city's metres.
    model : Catalogue
        Whose first two industries lend the examples their colours and patterns: they were
        chosen and tested together.

    Returns
    -------
    dict
        File name → CSV, UTF-8 with byte-order mark.
    """
    spots = [_spots(shape) for shape in districts.geometry]
    rows = _known(city, metric_epsg) | example_rows(city, spots, model)
    return {f"{table}.csv": to_csv(columns(table), rows[table]) for table in TABLES}


def to_csv(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Write a table as spreadsheets expect it; columns that a row lacks stay empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _known(city: SourceCity, metric_epsg: int) -> Rows:
    stem, _, _ = split(city.name_zh)
    return {
        "cities": [
            {
                "id": slug(city.name_zh),
                "adcode": city.adcode,
                "name_zh": city.name_zh,
                "name_en": city_english(city.name_zh),
                "pinyin": " ".join(syllables(city.name_zh)[: len(stem)]),
                "metric_epsg": str(metric_epsg),
                **_OWN_CITY,
            }
        ],
        "districts": [
            {
                "adcode": adcode,
                "city": slug(city.name_zh),
                "name_zh": name,
                "short_zh": short_zh(name),
                "name_en": english(name),
                "short_en": english(name, with_class=False),
                "pinyin": " ".join(syllables(name)),
                **_OWN_NAMES,
            }
            for adcode, name in city.districts.items()
        ],
    }


def _spots(shape: shapely.Geometry) -> tuple[Spot, Spot]:
    """Find two places inside a district: where it is widest, and half way from there."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=1e-4)
    (lon, lat), (edge_lon, edge_lat) = shapely.get_coordinates(circle)
    halfway = (round((lon + edge_lon) / 2, 5), round((lat + edge_lat) / 2, 5))
    return (round(lon, 5), round(lat, 5)), halfway
