"""Which columns may hold coordinates, and why: a proposal that a person confirms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from geo.errors import ImportRefusedError
from geo.imports.columns import Column
from geo.imports.coordinates import (
    Order,
    is_easting,
    is_latitude,
    is_longitude,
    is_northing,
    parse_angle,
    parse_coordinates,
)
from geo.imports.messages import Message, message
from geo.imports.numbers import plain

Kind = Literal["degrees", "metres", "pair"]

_MOST_DEGREES, _MOST_LONGITUDE = 1000, 180
_LON = re.compile(
    r"(^|[\W_])(lon|lng|long|longitude)(?=$|[\W_\d])|经度|東經|东经|^[a-z]*lng$", re.I
)
_LAT = re.compile(r"(^|[\W_])(lat|latitude)(?=$|[\W_\d])|纬度|北緯|北纬|^[a-z]*lat$", re.I)
_PAIR = re.compile(r"经纬度|坐标|coord|lng_?lat|lon_?lat|lat_?lng|lat_?lon|location", re.I)
# 横 and 东 are always easting, 纵 and 北 always northing; X and Y depend on who writes.
_EAST = re.compile(r"^(easting|东坐标|横坐标)\W*[xy]?\W*(\W*[(（].*)?$", re.I)
_NORTH = re.compile(r"^(northing|北坐标|纵坐标)\W*[xy]?\W*(\W*[(（].*)?$", re.I)
_X = re.compile(r"^(point_?|coord_?)?x(_?coord|坐标|[(（].*)?$", re.I)
_Y = re.compile(r"^(point_?|coord_?)?y(_?coord|坐标|[(（].*)?$", re.I)


@dataclass(frozen=True)
class CoordinateColumns:
    """The columns that hold coordinates.

    Attributes
    ----------
    kind : {"degrees", "metres", "pair"}
        Two columns of degrees or metres, or one of pairs.
    x, y : str
        Column of longitudes or eastings, and of latitudes or northings; the same for pairs.
    reason : Message or None
        Why they were proposed; None if somebody chose them.
    order : {"x_first", "y_first"} or None
        Of pairs: which number stands first in every row that does not mark it. None if each row
        may have its own, which is told then.
    """

    kind: Kind
    x: str
    y: str
    reason: Message | None = None
    order: Order | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the columns as JSON types."""
        reason = self.reason.to_json() if self.reason else None
        named = {"kind": self.kind, "x": self.x, "y": self.y, "reason": reason}
        return {**named, "order": self.order} if self.order else named

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CoordinateColumns:
        """Read what ``to_json`` made."""
        reason = Message.from_json(data["reason"]) if data["reason"] else None
        return cls(data["kind"], data["x"], data["y"], reason, data.get("order"))


def guess_coordinates(columns: Sequence[Column]) -> CoordinateColumns | None:
    """Propose the columns that hold coordinates.

    Parameters
    ----------
    columns : sequence of Column

    Returns
    -------
    CoordinateColumns or None
        None if there are none, or several that might be: a person must choose then.
    """
    for x, y in ((_LON, _LAT), (_EAST, _NORTH), (_X, _Y)):
        xs, ys = (_named(columns, pattern) for pattern in (x, y))
        if len(xs) == len(ys) == 1 and xs[0] != ys[0]:
            found = _by_names(xs[0], ys[0], may_swap=x is not _LON)
            if found:
                return found
        elif len(xs) > 1 or len(ys) > 1:
            return None
    return _pair(columns) or _by_values(columns) or _grid(columns)


def kind_of_columns(x: Column, y: Column) -> Kind:
    """Tell what two columns hold that a person chose: degrees, unless values say metres."""
    if x.name == y.name:
        return "pair"
    usual = max(abs(x.middle or 0.0), abs(y.middle or 0.0))
    return "metres" if usual > _MOST_DEGREES else "degrees"


def _named(columns: Sequence[Column], pattern: re.Pattern[str]) -> list[Column]:
    return [column for column in columns if pattern.search(plain(column.name)) and column.filled]


def _by_names(x: Column, y: Column, *, may_swap: bool) -> CoordinateColumns | None:
    if _mostly(x, is_longitude) and _mostly(y, is_latitude):
        return CoordinateColumns("degrees", x.name, y.name, message("by_names"))
    if _mostly(x, is_easting) and _mostly(y, is_northing):
        return CoordinateColumns("metres", x.name, y.name, message("by_names"))
    if may_swap and _mostly(y, is_easting) and _mostly(x, is_northing):
        reason = message("by_survey", x=y.name, y=x.name)
        return CoordinateColumns("metres", y.name, x.name, reason)
    if may_swap:
        return None  # an X that is no easting may be anything
    kind = kind_of_columns(x, y)
    is_angle = all(parse_angle(text) is not None for text in (*x.samples, *y.samples))
    code = "by_names" if is_angle and not (x.is_number or y.is_number) else "names_only"
    return CoordinateColumns(kind, x.name, y.name, message(code))


def _mostly(column: Column, fits: Callable[[float], bool]) -> bool:
    """Tell whether the median of a column can be what its name says; single rows may not."""
    return column.middle is not None and fits(column.middle)


def _range_is(column: Column, fits: Callable[[float], bool]) -> bool:
    """Tell whether all numbers of a column can be what is asked: its lowest and highest can."""
    if not column.is_number or column.low is None or column.high is None:
        return False
    return fits(column.low) and fits(column.high)


def _pair(columns: Sequence[Column]) -> CoordinateColumns | None:
    found = [
        column
        for column in columns
        if column.samples
        and not column.is_number
        and all(_is_pair(text) for text in column.samples)
    ]
    named = [column for column in found if _PAIR.search(plain(column.name))] or found
    if len(named) != 1:
        return None
    reason = message("by_pair", value=named[0].samples[0])
    return CoordinateColumns("pair", named[0].name, named[0].name, reason)


def _is_pair(text: str) -> bool:
    try:
        parse_coordinates(text)
    except ImportRefusedError:
        return False
    return True


def _grid(columns: Sequence[Column]) -> CoordinateColumns | None:
    """Take what is called X and Y and is beyond degrees, so that it can be told to be no zone."""
    for x, y in ((_EAST, _NORTH), (_X, _Y)):
        xs, ys = (_named(columns, pattern) for pattern in (x, y))
        if len(xs) == len(ys) == 1 and xs[0] != ys[0]:
            usual = [abs(column.middle) for column in (*xs, *ys) if column.middle is not None]
            if len(usual) == 2 and max(usual) > _MOST_LONGITUDE:
                return CoordinateColumns("metres", xs[0].name, ys[0].name, message("names_only"))
    return None


def _by_values(columns: Sequence[Column]) -> CoordinateColumns | None:
    """Take the only column that can hold longitudes with the only one that can hold latitudes.

    Whole numbers are no degrees here: counts and years often lie between 73 and 136.
    """
    degrees = [column for column in columns if column.type == "number"]
    metres = [column for column in columns if column.is_number]
    kinds: tuple[tuple[Kind, list[Column], Any, Any], ...] = (
        ("degrees", degrees, is_longitude, is_latitude),
        ("metres", metres, is_easting, is_northing),
    )
    for kind, among, is_x, is_y in kinds:
        xs = [column.name for column in among if _range_is(column, is_x)]
        ys = [column.name for column in among if _range_is(column, is_y)]
        if len(xs) == len(ys) == 1:
            return CoordinateColumns(kind, xs[0], ys[0], message("by_values"))
    return None
