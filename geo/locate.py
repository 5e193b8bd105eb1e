"""Say where points are: district, city, belts, clusters and the nearest named sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.crs import WGS84, metres_from
from geo.errors import DatumError
from geo.tables import Site

Floats = NDArray[np.float64]
Objects = NDArray[np.object_]


def locate(points: gpd.GeoDataFrame, catalogue: Catalogue, *, nearest: int = 3) -> pd.DataFrame:
    """Find the district, belts and clusters of each point and the sites nearest to it.

    Parameters
    ----------
    points : GeoDataFrame, shape (n,), EPSG:4326
        Points in WGS-84; convert others with ``geo.datum.convert`` first.
    catalogue : Catalogue
        Whose districts, belts and sites are meant.
    nearest : int
        How many sites to list.

    Returns
    -------
    DataFrame, shape (n, 6)
        Same index as ``points``. A point on a common border belongs to the lower adcode; one
        in no district, and a missing or empty geometry, has None and empty tuples throughout.

        - ``district``: adcode, None if in no district of the catalogue.
        - ``city``: id, or None.
        - ``belts``: ids of the belts that the district is a member of.
        - ``clusters``: ids of the sites of kind "cluster" within whose ``precision_m`` the
          point lies. The documents draw no outline, so this is a circle, not a zone.
        - ``nearest``: ids of the nearest sites of the same city, nearest first.
        - ``nearest_m``: their distances in metres, in the city's metric CRS, from the site's
          position, which itself is only known to within its ``precision_m``.

    Raises
    ------
    DatumError
        If ``points`` are not in EPSG:4326.
    TypeError
        If a geometry is not a point.
    ValueError
        If ``nearest`` is negative.
    """
    lon, lat = _coordinates(points)
    if nearest < 0:
        msg = f"nearest is {nearest}; allowed are 0 and more"
        raise ValueError(msg)
    city_of = {row.adcode: row.city for row in catalogue.districts}
    outlines = catalogue.boundaries.full.geometry
    found = find_districts(lon, lat, outlines[outlines.index.isin(list(city_of))])
    belts = _belts(catalogue)
    columns: dict[str, Objects] = {
        "district": found,
        "city": _column(city_of.get(adcode) for adcode in found),
        "belts": _column(belts.get(adcode, ()) for adcode in found),
        **{name: _column(() for _ in found) for name in ("clusters", "nearest", "nearest_m")},
    }
    for city in catalogue.cities:
        rows = np.flatnonzero(columns["city"] == city.id)
        sites = catalogue.sites_of(city.id)
        near = _sites_near(lon[rows], lat[rows], sites, city.metric_epsg, nearest)
        for name, values in near.items():
            columns[name][rows] = _column(values)
    # Without a dtype pandas makes a column of str, in which None becomes NaN.
    return pd.DataFrame(columns, index=points.index, dtype=object)


def find_districts(lon: Floats, lat: Floats, outlines: gpd.GeoSeries) -> Objects:
    """Find the polygon in which each point lies.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,), degrees
        WGS-84; NaN lies nowhere.
    outlines : GeoSeries, shape (m,), EPSG:4326
        Polygons by adcode, such as ``Boundaries.full.geometry``.

    Returns
    -------
    ndarray of object, shape (n,)
        Index value of the polygon, the first in ascending order if the point is on a common
        border, or None.
    """
    found: Objects = np.full(len(lon), None, dtype=object)
    # ``intersects_xy`` prepares its polygon in place, and threads that share a prepared
    # geometry crash GEOS: each call works on its own copy.
    shapes = shapely.from_wkb(shapely.to_wkb(np.asarray(outlines.array)))
    order = np.argsort(outlines.index.to_numpy())[::-1]
    for name, shape in zip(outlines.index[order], shapes[order], strict=True):
        west, south, east, north = shape.bounds
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        found[near[shapely.intersects_xy(shape, lon[near], lat[near])]] = name
    return found


def _coordinates(points: gpd.GeoDataFrame) -> tuple[Floats, Floats]:
    """Return longitude and latitude, NaN where there is no point."""
    if points.crs is None or points.crs != WGS84:
        found = "no CRS" if points.crs is None else points.crs.name
        msg = f"points must be in WGS-84 longitude and latitude (EPSG:4326), found {found}"
        raise DatumError(msg)
    shapes = np.asarray(points.geometry.array)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    wrong = there & (shapely.get_type_id(shapes) != int(shapely.GeometryType.POINT))
    if wrong.any():
        row, shape = points.index[wrong][0], shapes[wrong][0]
        msg = f"row {row!r} is a {shape.geom_type}; only points can be located"
        raise TypeError(msg)
    lon, lat = np.full((2, len(shapes)), np.nan)
    lon[there], lat[there] = shapely.get_coordinates(shapes[there]).T
    return lon, lat


def _belts(catalogue: Catalogue) -> Mapping[str | None, tuple[str, ...]]:
    """Map adcode → ids of its belts, in the order of the table of belts."""
    members = {(row.district, row.belt) for row in catalogue.belt_members}
    return {
        district.adcode: tuple(
            belt.id for belt in catalogue.belts if (district.adcode, belt.id) in members
        )
        for district in catalogue.districts
    }


def _sites_near(
    lon: Floats, lat: Floats, sites: Sequence[Site], epsg: int, nearest: int
) -> dict[str, list[tuple[Any, ...]]]:
    """Measure from points to sites of one city; return the columns that depend on it."""
    names = np.array([site.id for site in sites], dtype=object)
    away = _distances_m(lon, lat, sites, epsg)
    order = np.argsort(away, axis=1, kind="stable")[:, :nearest]
    reach = np.array([site.precision_m if site.kind == "cluster" else -1.0 for site in sites])
    return {
        "clusters": [tuple(names[row]) for row in away <= reach],
        "nearest": [tuple(names[row]) for row in order],
        "nearest_m": [tuple(row) for row in np.take_along_axis(away, order, axis=1).tolist()],
    }


def _distances_m(lon: Floats, lat: Floats, sites: Sequence[Site], epsg: int) -> Floats:
    """Return distances in metres, shape (points, sites)."""
    metres = metres_from(epsg)
    east, north = metres.transform(lon, lat)
    places = np.array([(site.lon, site.lat) for site in sites], dtype=float).reshape(-1, 2)
    site_east, site_north = metres.transform(places[:, 0], places[:, 1])
    away: Floats = np.hypot(
        np.subtract.outer(east, site_east), np.subtract.outer(north, site_north)
    )
    return away


def _column(values: Iterable[object]) -> Objects:
    """Hold tuples as the cells of a column (``np.array`` would make a matrix of them)."""
    return np.fromiter(values, dtype=object)
