"""In which datum coordinates may be, what files say about it, and the way to WGS-84."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
from numpy.typing import ArrayLike, NDArray
from pyproj.exceptions import CRSError

from geo.crs import WGS84
from geo.datum import bd09_to_wgs84, gcj02_to_wgs84
from geo.imports.coordinates import ZONES
from geo.imports.messages import Message, message, refuse

Floats = NDArray[np.float64]

GEOGRAPHIC = ("WGS-84", "GCJ-02", "BD-09", "CGCS2000")
"""Datums of longitude and latitude."""
ZONE_DATUMS = tuple(f"EPSG:{epsg}" for epsg in range(4534, 4555))
"""CGCS2000 / 3-degree Gauss-Krüger by central meridian, 75° to 135° E, in metres."""
DATUM_CHOICES = (*GEOGRAPHIC, *ZONE_DATUMS)
"""What a person may choose."""

_FIRST_BY_MERIDIAN, _FIRST_BY_ZONE, _FIRST_MERIDIAN = 4534, 4513, 75
_NAMES = {
    **dict.fromkeys(("wgs84", "epsg4326", "4326", "gps", "wgs1984"), "WGS-84"),
    **dict.fromkeys(("gcj02", "gcj", "火星坐标", "火星坐标系", "高德", "amap"), "GCJ-02"),
    **dict.fromkeys(("bd09", "bd09ll", "百度", "百度坐标", "baidu"), "BD-09"),
    **dict.fromkeys(("cgcs2000", "epsg4490", "4490", "国家2000", "2000国家大地坐标系"), "CGCS2000"),
}
_BACK_WITHIN_M = 0.01
_DATUM_COLUMN = re.compile(r"^(datum|crs|coordinate_?system|坐标系|坐标系统|基准)$", re.I)
# What such files claim when their coordinates are GCJ-02 or BD-09, which have no code.
_DOUBTFUL = {"WGS-84", "EPSG:3857"}


@dataclass(frozen=True)
class DatumClaim:
    """What is known of a file's datum.

    Attributes
    ----------
    datum : str or None
        One of ``DATUM_CHOICES`` or another "EPSG:…" on WGS-84 or CGCS2000; None if unknown.
    is_sure : bool
        Whether it may be used without asking.
    reason : Message
    """

    datum: str | None
    is_sure: bool
    reason: Message


def claim_of_crs(crs: str | None, basis: str | None) -> DatumClaim:
    """Read what a file states.

    Parameters
    ----------
    crs : str or None
        "EPSG:4490" or WKT.
    basis : str or None
        "file", or "rule" where its format prescribes it.

    Returns
    -------
    DatumClaim

    Raises
    ------
    ImportRefusedError
        If the system is known and has no exact way to WGS-84 (Beijing 1954, Xian 1980).
    """
    if crs is None:
        return DatumClaim(None, False, message("datum_unknown"))
    try:
        known = pyproj.CRS.from_user_input(crs)
    except CRSError:
        return DatumClaim(None, False, message("datum_unknown"))
    if known.name.startswith("Undefined"):  # what GDAL calls a layer without any
        return DatumClaim(None, False, message("datum_unknown"))
    datum = _datum_of(known)
    if datum is None:
        refuse("unsupported_crs", name=known.name)
    if basis == "rule":
        return DatumClaim(datum, False, message("crs_by_rule"))
    if datum in _DOUBTFUL:
        return DatumClaim(datum, False, message("crs_claim", crs=known.name))
    return DatumClaim(datum, True, message("crs_in_file", crs=known.name))


def claim_of_columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> DatumClaim | None:
    """Find a column that names one datum in every row, as this atlas's own exports do."""
    for place, name in enumerate(names):
        if _DATUM_COLUMN.match(name.strip()):
            found = {named_datum(str(cells[place] or "")) for cells in rows}
            if len(found) == 1 and (datum := found.pop()):
                return DatumClaim(datum, True, message("datum_column", column=name))
    return None


def named_datum(text: str) -> str | None:
    """Read the name of a datum.

    Examples
    --------
    >>> named_datum("gcj02"), named_datum("WGS 84"), named_datum("?")
    ('GCJ-02', 'WGS-84', None)
    """
    return _NAMES.get(re.sub(r"[\s_:\-/]", "", text).lower())


def central_meridian(datum: str) -> int | None:
    """Return the central meridian of a CGCS2000 3° zone in degrees east; None for others.

    Examples
    --------
    >>> central_meridian("EPSG:4549"), central_meridian("EPSG:4528"), central_meridian("WGS-84")
    (120, 120, None)
    """
    code = _code(datum)
    for first in (_FIRST_BY_MERIDIAN, _FIRST_BY_ZONE):
        if code is not None and first <= code < first + len(ZONES):
            return _FIRST_MERIDIAN + 3 * (code - first)
    return None


def zone_numbers(x: Floats) -> Floats:
    """Return the numbers of zones that stand before eastings, 0 where there is none.

    Parameters
    ----------
    x : ndarray, shape (n,), metres

    Returns
    -------
    ndarray, shape (n,)
    """
    with np.errstate(invalid="ignore"):
        found: Floats = np.where(np.isfinite(x) & (x >= 1_000_000), np.floor(x / 1_000_000), 0.0)
    return found


def zone_datum(zone: int) -> str:
    """Return the choice for a 3° zone by its number, such as "EPSG:4549" for zone 40.

    Raises
    ------
    ImportRefusedError
        If there is no such zone in China.
    """
    if zone not in ZONES:
        allowed = f"{ZONES[0]} to {ZONES[-1]}"
        refuse("unknown_choice", what="zone", value=str(zone), allowed=[allowed])
    return f"EPSG:{_FIRST_BY_MERIDIAN + zone - ZONES[0]}"


def to_wgs84(x: ArrayLike, y: ArrayLike, datum: str) -> tuple[Floats, Floats]:
    """Convert coordinates to WGS-84.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Longitude and latitude, or easting and northing, whatever order the system's own axes
        have; a zone's number before an easting is taken away.
    datum : str
        One of ``DATUM_CHOICES``, or another "EPSG:…" on WGS-84 or CGCS2000.

    Returns
    -------
    lon, lat : ndarray, shape (n,), degrees
        NaN where a coordinate lies outside of what the system can hold.

    Raises
    ------
    ImportRefusedError
        If the datum is none of these.
    """
    xs, ys = (np.array(values, dtype=np.float64) for values in (x, y))
    if datum in ("WGS-84", "CGCS2000"):  # decimetres apart: see geo.datum
        lon, lat = xs, ys
    elif datum == "GCJ-02":
        lon, lat = gcj02_to_wgs84(xs, ys)
    elif datum == "BD-09":
        lon, lat = bd09_to_wgs84(xs, ys)
    else:
        meridian = central_meridian(datum)
        if meridian is not None:
            zones = zone_numbers(xs)
            # Beyond these PROJ answers with infinity, or with a place on another continent.
            holds = (zones <= ZONES[-1]) & (np.abs(ys) < 10_000_000)
            xs = np.where(holds, xs - zones * 1_000_000, np.nan)
            datum = zone_datum(meridian // 3)
        lon, lat = _projected(xs, ys, datum)
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        wrong = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    wrong |= ~(np.isfinite(xs) & np.isfinite(ys))
    return np.where(wrong, np.nan, lon), np.where(wrong, np.nan, lat)


def _projected(x: Floats, y: Floats, datum: str) -> tuple[Any, Any]:
    """Convert from a projected system; what does not come back was never in it, so NaN."""
    transformer = _transformer(datum)
    lon, lat = transformer.transform(x, y)
    back_x, back_y = transformer.transform(lon, lat, direction="INVERSE")
    with np.errstate(invalid="ignore"):
        holds = (np.abs(back_x - x) < _BACK_WITHIN_M) & (np.abs(back_y - y) < _BACK_WITHIN_M)
    return np.where(holds, lon, np.nan), np.where(holds, lat, np.nan)


def check_datum(datum: str) -> None:
    """Refuse what is no datum that can be converted.

    Raises
    ------
    ImportRefusedError
    """
    if datum not in DATUM_CHOICES:
        _transformer(datum)


@lru_cache(maxsize=64)
def _transformer(datum: str) -> pyproj.Transformer:
    code = _code(datum)
    try:
        crs = pyproj.CRS.from_epsg(code) if code is not None else None
    except CRSError:
        crs = None
    if crs is None:
        refuse("unknown_choice", what="datum", value=datum, allowed=list(DATUM_CHOICES))
    if _datum_of(crs) is None:
        refuse("unsupported_crs", name=crs.name)
    return pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)


def _datum_of(crs: pyproj.CRS) -> str | None:
    """Name the choice of a CRS; None if it is not upon WGS-84 or CGCS2000."""
    named = named_datum(crs.name)
    if named in ("GCJ-02", "BD-09"):
        return named
    base = crs.geodetic_crs
    frame = re.sub(r"[\s_]", "", base.datum.name).lower() if base and base.datum else ""
    is_2000 = "china2000" in frame or "cgcs2000" in frame
    if not is_2000 and "wgs84" not in frame and "worldgeodeticsystem1984" not in frame:
        return None
    if crs.is_geographic:
        return "CGCS2000" if is_2000 else "WGS-84"
    code = crs.to_epsg(min_confidence=20)
    if code is None:
        return None
    meridian = central_meridian(f"EPSG:{code}")
    return zone_datum(meridian // 3) if meridian is not None else f"EPSG:{code}"


def _code(datum: str) -> int | None:
    found = re.fullmatch(r"EPSG:(\d{4,6})", datum)
    return int(found[1]) if found else None
