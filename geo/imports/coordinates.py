"""Coordinates as people type them: many notations, one pair of numbers, nothing assumed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from geo.imports.limits import Limits
from geo.imports.messages import refusal, refuse

Unit = Literal["degrees", "metres"]
Order = Literal["x_first", "y_first"]
CHINA_LON, CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
"""Degrees between which China lies; they do not overlap, so they tell longitude from latitude."""
NORTHING_M = (1_500_000.0, 6_200_000.0)
"""Metres from the equator in which Gauss-Krüger northings of China lie."""
EASTING_M = (100_000.0, 900_000.0)
"""Metres that eastings of a zone may have, 500,000 being its central meridian."""
ZONES = range(25, 46)
"""Numbers of the 3° zones, which may stand before an easting as millions."""

_MARKS = {
    **dict.fromkeys(("e", "w", "东经", "西经", "经度", "東經", "longitude", "lng", "lon"), "lon"),
    **dict.fromkeys(("n", "s", "北纬", "南纬", "纬度", "北緯", "latitude", "lat"), "lat"),
}
_NEGATIVE = {"w", "s", "西经", "南纬"}
_NUMBER = r"[+-]?\d+(?:\.\d*)?"
_ANGLE = (
    rf"(?<![\d.]){_NUMBER}\s*(?:[°度]\s*(?:\d+(?:\.\d+)?\s*[′'’‘分]\s*"
    rf"(?:\d+(?:\.\d+)?\s*(?:′′|''|[\"″”“秒])\s*)?)?)?"
)
_WORDS = "|".join(sorted(_MARKS, key=len, reverse=True))
_PART = rf"(?:({_WORDS})\s*[:=]?\s*({_ANGLE})|({_ANGLE})\s*([nsew](?![a-z]))?)"
_BETWEEN = r"[\s,;、/|&]*"
_PAIR = re.compile(rf"(?:point)?{_BETWEEN}{_PART}{_BETWEEN}{_PART}{_BETWEEN}", re.I)
_SINGLE = re.compile(rf"\s*{_PART}\s*", re.I)
_PIECES = re.compile(r"\d+(?:\.\d*)?")
_BRACKETS = str.maketrans(
    dict.fromkeys("()[]{}<>【】〔〕《》〈〉「」", " ") | {"−": "-", "。": "."}
)
_COMMA_PAIR = re.compile(r"\s*([+-]?\d{1,3},\d+)\s*[;\s|]\s*([+-]?\d{1,3},\d+)\s*")


@dataclass(frozen=True)
class Typed:
    """A typed place.

    Attributes
    ----------
    x, y : float
        Longitude and latitude in degrees, or easting and northing in metres; of which datum is
        another question.
    unit : {"degrees", "metres"}
    order : {"marked", "x_first", "y_first"}
        How it was told which is which: by letters or words, or by what values can be.
    """

    x: float
    y: float
    unit: Unit
    order: Literal["marked", "x_first", "y_first"]


def parse_coordinates(text: str, limits: Limits | None = None) -> Typed:
    """Read a pair of coordinates.

    Parameters
    ----------
    text : str
        ``121.4737,31.2304``; ``31.2304N 121.4737E``; ``121°28′25.3″E 31°13′49.4″N``;
        ``（东经121.4737，北纬31.2304）``; ``40547000, 3456000``; ``POINT (121.4737 31.2304)``.
        Numbers without letters are told apart by what they can be in China.
    limits : Limits, optional

    Returns
    -------
    Typed

    Raises
    ------
    ImportRefusedError
        With code "bad_coordinates" or "unclear_coordinates".

    Examples
    --------
    >>> parse_coordinates("31.2304N 121.4737E").x
    121.4737
    """
    limits = limits or Limits()
    if len(text) > limits.typed_chars:
        refuse("bad_coordinates", value=text)
    plain = _plain(text)
    if comma := _COMMA_PAIR.fullmatch(plain):
        plain = " ".join(part.replace(",", ".") for part in comma.groups())
    found = _PAIR.fullmatch(plain)
    if not found:
        refuse("bad_coordinates", value=text)
    first = _angle(found[1] or found[4], found[2] or found[3], text)
    second = _angle(found[5] or found[8], found[6] or found[7], text)
    return _ordered(first, second, text)


def parse_angle(text: str) -> float | None:
    """Read one coordinate with degree signs or letters; None if it is none.

    Examples
    --------
    >>> parse_angle("121°30′E"), parse_angle("北纬31.5度"), parse_angle("南")
    (121.5, 31.5, None)
    """
    found = _SINGLE.fullmatch(_plain(text)) if len(text) <= Limits.typed_chars else None
    if not found:
        return None
    try:
        return _angle(found[1] or found[4], found[2] or found[3], text)[1]
    except ValueError:
        return None


def _plain(text: str) -> str:
    # NFKC makes full-width digits, commas, colons and brackets plain, and ″ two ′; but º an o.
    degrees = text.replace("º", "°").replace("˚", "°")
    return unicodedata.normalize("NFKC", degrees).translate(_BRACKETS).strip()


def _angle(mark: str | None, text: str, whole: str) -> tuple[str | None, float]:
    """Return what the mark says and the angle in degrees (or the number as it is)."""
    pieces = [float(piece) for piece in _PIECES.findall(text)]
    if any(piece >= 60 for piece in pieces[1:]) or any(p % 1 for p in pieces[:-1]):
        refuse("bad_coordinates", value=whole)
    value = sum(piece / 60**power for power, piece in enumerate(pieces))
    mark = mark.lower() if mark else None
    if text.startswith("-") or mark in _NEGATIVE:
        value = -value
    return (_MARKS[mark] if mark else None), value


def _ordered(first: tuple[str | None, float], second: tuple[str | None, float], text: str) -> Typed:
    (mark_1, a), (mark_2, b) = first, second
    if mark_1 or mark_2:
        if mark_1 == mark_2:
            refuse("unclear_coordinates", value=text)
        is_x_first = mark_1 == "lon" or mark_2 == "lat"
        x, y = (a, b) if is_x_first else (b, a)
        if abs(x) > 180 or abs(y) > 90:
            refuse("bad_coordinates", value=text)
        return Typed(x, y, "degrees", "marked")
    for unit, is_x, is_y in (
        ("degrees", is_longitude, is_latitude),
        ("metres", is_easting, is_northing),
    ):
        if is_x(a) and is_y(b):
            return Typed(a, b, unit, "x_first")  # type: ignore[arg-type]
        if is_x(b) and is_y(a):
            return Typed(b, a, unit, "y_first")  # type: ignore[arg-type]
    raise refusal(code="unclear_coordinates", value=text)


def is_longitude(value: float) -> bool:
    """Tell whether a number can be a longitude of China, in degrees."""
    return CHINA_LON[0] <= value <= CHINA_LON[1]


def is_latitude(value: float) -> bool:
    """Tell whether a number can be a latitude of China, in degrees."""
    return CHINA_LAT[0] <= value <= CHINA_LAT[1]


def is_northing(value: float) -> bool:
    """Tell whether a number can be a northing of China, in metres."""
    return NORTHING_M[0] <= value <= NORTHING_M[1]


def is_easting(value: float) -> bool:
    """Tell whether a number can be an easting, in metres, with or without its zone's number.

    Examples
    --------
    >>> is_easting(547_000), is_easting(40_547_000), is_easting(121.5)
    (True, True, False)
    """
    zone, rest = divmod(value, 1_000_000)
    return EASTING_M[0] <= rest <= EASTING_M[1] and (zone == 0 or int(zone) in ZONES)
