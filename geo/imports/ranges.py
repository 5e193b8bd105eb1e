"""Whether coordinates can be what they are said to be: the usual mistakes, told apart."""

from __future__ import annotations

import numpy as np

from geo.imports.coordinates import is_easting, is_northing
from geo.imports.datums import GEOGRAPHIC, Floats, central_meridian
from geo.imports.messages import Message, message

_MOST_NORTHING_M = 10_000_000


def range_fault(x: float, y: float, datum: str) -> tuple[Message, Message] | None:
    """Find what is wrong with coordinates.

    EPSG:4534 to 4554 put northing first: a pair in that order lands without any error on
    another continent, and so does an easting with the number of another zone before it.

    Parameters
    ----------
    x, y : float
        Longitude and latitude in degrees, or easting and northing in metres.
    datum : str

    Returns
    -------
    (Message, Message) or None
        The problem and a suggestion; None if they can be right. Systems other than CGCS2000's
        3° zones are checked by converting them.
    """
    if datum in GEOGRAPHIC:
        if abs(x) <= 90 < abs(y) <= 180:
            return message("swapped", x=x, y=y), message("swap", x=y, y=x)
        if abs(x) > 180 or abs(y) > 90:
            return message("out_of_range", x=x, y=y, datum=datum), message("check_datum")
        return None
    meridian = central_meridian(datum)
    if meridian is None:
        return None
    zone = int(x // 1_000_000) if x >= 1_000_000 else 0
    if is_northing(x) and is_easting(y):
        return message("swapped_metres", x=x, y=y), message("swap", x=y, y=x)
    if not (is_easting(x) and 0 <= y <= _MOST_NORTHING_M):
        return message("out_of_range", x=x, y=y, datum=datum), message("check_datum")
    if zone and zone * 3 != meridian:
        what = message("zone_mismatch", x=x, found=zone, zone=meridian // 3)
        return what, message("check_zone", found=zone)
    return None


def prefix_notes(x: Floats, datum: str) -> list[Message]:
    """Say how many eastings had the number of their zone before them.

    Parameters
    ----------
    x : ndarray, shape (n,), metres or degrees
    datum : str
    """
    meridian = central_meridian(datum)
    if meridian is None:
        return []
    with np.errstate(invalid="ignore"):
        count = int((x >= 1_000_000).sum())
    return [message("prefix_removed", zone=meridian // 3, count=count)] if count else []
