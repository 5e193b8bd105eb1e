"""The datums of Chinese maps: WGS-84, GCJ-02 (AMap, Tencent), BD-09 (Baidu) and CGCS2000.

GCJ-02 shifts WGS-84 by a published series of 220–600 m in the two cities of this atlas, BD-09
shifts GCJ-02 once more by about 1 km. Neither has an EPSG code and files in them usually
claim EPSG:4326, so a frame cannot tell: always carry the datum beside it and convert once.

- **Direct** conversions (WGS-84 → GCJ-02 → BD-09) evaluate the series as everybody does.
- **Inverse** conversions solve ``p + shift(p) = q`` by fixed-point iteration. Both shifts
  change by less than 2.2 % of a step (measured over ``CHINA``), so every round gains more than
  one and a half digits: ``ITERATIONS`` rounds bring a round trip below 1e-5 m.
- **Outside China** (the rectangle ``CHINA`` of the usual public code, which is drawn around the
  country and holds neighbours too) nothing is shifted, for BD-09 neither. What counts is the
  coordinate that is given, so an inverse within 1 km of the rectangle's edge is ambiguous.
- **CGCS2000 is taken as WGS-84.** It is ITRF97 at epoch 2000.0 (EPSG:1043); plate motion of
  about 3 cm a year puts it decimetres from today's WGS-84, which EPSG itself gives as an
  ensemble accurate to 2 m (EPSG:6326). The boundaries drawn here are good to tens of metres.

Sources of the series: https://github.com/googollee/eviltransform and
https://en.wikipedia.org/wiki/Restrictions_on_geographic_data_in_China.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import DatumError

Datum = Literal["WGS-84", "GCJ-02", "BD-09", "CGCS2000"]
DATUMS: tuple[str, ...] = get_args(Datum)
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the rectangle in which GCJ-02 and BD-09 shift, in degrees."""
ITERATIONS = 4

# GCJ-02 computes its metres per degree on the Krasovsky 1940 ellipsoid.
_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_2 = 0.00669342162296594323

Floats = NDArray[np.float64]
_Shift = Callable[[Floats, Floats], tuple[Floats, Floats]]
_Convert = Callable[[ArrayLike, ArrayLike], tuple[Any, Any]]
Shapes = TypeVar("Shapes")


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    """Convert WGS-84 to GCJ-02.

    Parameters
    ----------
    lon, lat : float or array_like, degrees
        Of shapes that broadcast together. NaN and infinity stay as they are.

    Returns
    -------
    lon, lat : float or ndarray, degrees
        New arrays (floats for floats) of the common shape.

    Examples
    --------
    >>> lon, lat = wgs84_to_gcj02(121.4737, 31.2304)
    >>> print(f"{lon:.6f}, {lat:.6f}")
    121.478223, 31.228458
    """
    return _direct(_gcj02_shift, lon, lat)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    """Convert GCJ-02 to WGS-84; parameters and result as for ``wgs84_to_gcj02``."""
    return _inverse(_gcj02_shift, lon, lat)


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    """Convert GCJ-02 to BD-09; parameters and result as for ``wgs84_to_gcj02``."""
    return _direct(_bd09_shift, lon, lat)


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    """Convert BD-09 to GCJ-02; parameters and result as for ``wgs84_to_gcj02``."""
    return _inverse(_bd09_shift, lon, lat)


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    """Convert WGS-84 to BD-09; parameters and result as for ``wgs84_to_gcj02``."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    """Convert BD-09 to WGS-84; parameters and result as for ``wgs84_to_gcj02``."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


_CONVERTERS: dict[tuple[str, str], _Convert] = {
    ("WGS-84", "GCJ-02"): wgs84_to_gcj02,
    ("WGS-84", "BD-09"): wgs84_to_bd09,
    ("GCJ-02", "WGS-84"): gcj02_to_wgs84,
    ("GCJ-02", "BD-09"): gcj02_to_bd09,
    ("BD-09", "WGS-84"): bd09_to_wgs84,
    ("BD-09", "GCJ-02"): bd09_to_gcj02,
}


def convert(geometry: Shapes, *, from_: Datum, to: Datum) -> Shapes:
    """Convert the coordinates of geometries from one datum to another.

    Parameters
    ----------
    geometry : shapely geometry, ndarray of geometries, GeoSeries or GeoDataFrame
        In longitude and latitude; a series or frame has a geographic CRS or none. Of a frame
        the active geometry column is converted. Missing and empty geometries stay so.
    from_, to : {"WGS-84", "GCJ-02", "BD-09", "CGCS2000"}
        ``from_`` is what the coordinates truly are, whatever the CRS of the frame says.

    Returns
    -------
    same type as ``geometry``
        New object, same index, two-dimensional. A frame that had a CRS is labelled EPSG:4490
        in CGCS2000 and EPSG:4326 otherwise, for want of a code for GCJ-02 and BD-09.

    Raises
    ------
    DatumError
        If a datum is unknown or the frame is projected.
    """
    for datum in (from_, to):
        if datum not in DATUMS:
            msg = f"unknown datum {datum!r}; allowed are {', '.join(DATUMS)}"
            raise DatumError(msg)
    if hasattr(geometry, "to_crs"):
        return _convert_frame(geometry, from_, to)  # type: ignore[no-any-return]
    here, there = ("WGS-84" if datum == "CGCS2000" else datum for datum in (from_, to))
    if here == there:
        return shapely.force_2d(geometry)  # type: ignore[no-any-return]
    converter = _CONVERTERS[here, there]
    return shapely.transform(geometry, converter, interleaved=False)  # type: ignore[no-any-return]


def _convert_frame(frame: Any, from_: Datum, to: Datum) -> Any:
    if frame.crs is not None and not frame.crs.is_geographic:
        msg = f"datums apply to longitude and latitude, not to {frame.crs.name}; reproject first"
        raise DatumError(msg)
    # Processes that convert numbers only start twice as fast without it.
    import geopandas as gpd

    shapes = gpd.GeoSeries(
        convert(np.asarray(frame.geometry.array), from_=from_, to=to),
        index=frame.index,
        name=frame.geometry.name,
        crs=None if frame.crs is None else 4490 if to == "CGCS2000" else 4326,
    )
    return frame.set_geometry(shapes) if frame.ndim == 2 else shapes


def _direct(shift: _Shift, lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    x, y, inside = _prepare(lon, lat)
    dx, dy = shift(x[inside], y[inside])
    x[inside] += dx
    y[inside] += dy
    return x[()], y[()]


def _inverse(shift: _Shift, lon: ArrayLike, lat: ArrayLike) -> tuple[Any, Any]:
    x, y, inside = _prepare(lon, lat)
    x0, y0 = x[inside], y[inside]
    dx, dy = shift(x0, y0)
    for _ in range(ITERATIONS - 1):
        dx, dy = shift(x0 - dx, y0 - dy)
    x[inside] -= dx
    y[inside] -= dy
    return x[()], y[()]


def _prepare(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Copy the coordinates and tell which are to be shifted (NaN and infinity are not)."""
    x, y = (array.copy() for array in np.broadcast_arrays(_floats(lon), _floats(lat)))
    west, south, east, north = CHINA
    return x, y, (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _gcj02_shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Shift of GCJ-02 against WGS-84 at WGS-84 coordinates, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    pi = np.pi
    root, product = np.sqrt(np.abs(x)), 0.1 * x * y
    common = 20.0 * np.sin(6.0 * pi * x) + 20.0 * np.sin(2.0 * pi * x)
    waves_x = (
        20.0 * np.sin(pi * x)
        + 40.0 * np.sin(pi / 3.0 * x)
        + 150.0 * np.sin(pi / 12.0 * x)
        + 300.0 * np.sin(pi / 30.0 * x)
    )
    waves_y = (
        20.0 * np.sin(pi * y)
        + 40.0 * np.sin(pi / 3.0 * y)
        + 160.0 * np.sin(pi / 12.0 * y)
        + 320.0 * np.sin(pi / 30.0 * y)
    )
    third = 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + product + 0.1 * root + third * (common + waves_x)
    north_m = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + product + 0.2 * root + third * (common + waves_y)
    )
    phi = np.radians(lat)
    w2 = 1.0 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    prime_vertical_m = _SEMI_MAJOR_M / np.sqrt(w2)
    meridian_m = prime_vertical_m * (1.0 - _ECCENTRICITY_2) / w2
    return np.degrees(east_m / (prime_vertical_m * np.cos(phi))), np.degrees(north_m / meridian_m)


def _bd09_shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Shift of BD-09 against GCJ-02 at GCJ-02 coordinates, in degrees."""
    frequency = np.pi * 3000.0 / 180.0
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * frequency)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * frequency)
    return radius * np.cos(angle) + 0.0065 - lon, radius * np.sin(angle) + 0.006 - lat
