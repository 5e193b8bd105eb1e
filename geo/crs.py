"""Coordinate reference systems: where things are stored and where metres are measured.

Everything is stored in WGS-84 longitude and latitude (EPSG:4326). Lengths and areas are taken
in the metric CRS that a city names in ``cities.csv`` (``metric_epsg``):

========== =============================================== ==============================
City       Metric CRS                                      Error of an area
========== =============================================== ==============================
Shanghai   EPSG:32651, WGS 84 / UTM zone 51N               −0.03 %
Shenzhen   EPSG:4547, CGCS2000 / 3-degree GK CM 114E       +0.003 %
========== =============================================== ==============================

Web Mercator (EPSG:3857) would be wrong by +37 % and +18 % there.

Two traps. EPSG:4547, like every CGCS2000 Gauss-Krüger system, puts *northing before easting*:
GeoPandas' ``to_crs`` already orders axes as x = east, y = north; with pyproj itself pass
``always_xy=True`` (``metres_from`` does). And a metric CRS holds in its zone only, so never
measure Shanghai and Shenzhen in one of them.
"""

from __future__ import annotations

from functools import lru_cache

import pyproj
from pyproj.exceptions import CRSError

from geo.errors import DatumError

WGS84 = pyproj.CRS.from_epsg(4326)
"""Longitude and latitude in degrees, the CRS of everything that is stored."""


@lru_cache(maxsize=32)
def metric_crs(epsg: int) -> pyproj.CRS:
    """Return the projected CRS in which a city's metres are measured.

    Parameters
    ----------
    epsg : int
        EPSG code of a projected CRS in metres, as in the column ``metric_epsg``.

    Returns
    -------
    pyproj.CRS

    Raises
    ------
    DatumError
        If the code is unknown, not projected in metres, or Web Mercator (whose metres are not
        metres on the ground).
    """
    try:
        crs = pyproj.CRS.from_epsg(epsg)
    except CRSError as error:
        msg = f"EPSG:{epsg} is not a known coordinate reference system"
        raise DatumError(msg) from error
    if not crs.is_projected or {axis.unit_name for axis in crs.axis_info} != {"metre"}:
        msg = f"EPSG:{epsg} ({crs.name}) is not projected in metres, such as EPSG:32651 is"
        raise DatumError(msg)
    if "Pseudo-Mercator" in crs.name:
        msg = (
            f"EPSG:{epsg} ({crs.name}) stretches lengths with latitude; "
            "name the city's UTM or Gauss-Krüger zone, such as EPSG:32651 or EPSG:4547"
        )
        raise DatumError(msg)
    return crs


@lru_cache(maxsize=32)
def metres_from(epsg: int) -> pyproj.Transformer:
    """Return the transformer from (lon, lat) in EPSG:4326 to (east, north) in metres.

    Parameters
    ----------
    epsg : int
        As for ``metric_crs``; its errors are raised too.

    Returns
    -------
    pyproj.Transformer
        x = longitude or easting, y = latitude or northing whatever the CRS's own axis order.
    """
    return pyproj.Transformer.from_crs(WGS84, metric_crs(epsg), always_xy=True)
