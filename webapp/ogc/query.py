"""The query string: parsed from bytes, or refused with a problem that says what is allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from webapp.ogc.collections import Box
from webapp.ogc.fields import Field
from webapp.ogc.problems import OgcProblem, invalid_parameter, unknown_parameter

DEFAULT_LIMIT = 100
MAXIMUM_LIMIT = 1000
MOST_PARAMETERS = 64
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""WGS-84, longitude before latitude: the only system in which data come and boxes are read."""

PAGING = ("bbox", "bbox-crs", "datetime", "limit", "offset", "crs")
"""Parameters of every ``items`` resource, beside the format and the filters."""

_INTEGER = re.compile(r"[0-9]{1,18}")
_SIGNED = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2}))?",
    re.ASCII,
)
_LEAP_SECOND = re.compile(r"(T[0-9]{2}:[0-9]{2}):60")


@dataclass(frozen=True)
class ItemsQuery:
    """What part of a collection is asked for.

    Attributes
    ----------
    limit : int
        Most features in the answer, 1 to ``MAXIMUM_LIMIT``.
    offset : int
        Selected features to leave out first.
    boxes : tuple of (west, south, east, north)
        WGS-84 degrees; two for a box across the antimeridian, none for everywhere.
    filters : dict
        Filter name → value as text.
    kept : dict
        What links to other pages must repeat: every parameter but limit and offset.
    """

    limit: int
    offset: int
    boxes: tuple[Box, ...]
    filters: Mapping[str, str]
    kept: Mapping[str, str]


def read_parameters(query_string: bytes, allowed: Sequence[str]) -> dict[str, str]:
    """Split a query string into parameters, each given at most once.

    Parameters
    ----------
    query_string : bytes
        As sent; need not be valid UTF-8.
    allowed : sequence of str
        Names that may occur.

    Returns
    -------
    dict
        Name → value, in the order sent.

    Raises
    ------
    OgcProblem
        If a name is not allowed or occurs twice, or there are too many.
    """
    try:
        pairs = parse_qsl(
            query_string.decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError:
        detail = f"There are more than {MOST_PARAMETERS} parameters; allowed: {', '.join(allowed)}."
        raise OgcProblem(detail, slug="unknown-parameter", status=400, allowed=allowed) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in allowed:
            raise unknown_parameter(name, allowed)
        if name in found:
            raise invalid_parameter(value, name=name, expected="it may be given only once")
        found[name] = value
    return found


def read_items_query(parameters: Mapping[str, str], fields: Sequence[Field]) -> ItemsQuery:
    """Read the parameters of an ``items`` resource.

    Parameters
    ----------
    parameters : mapping
        From ``read_parameters``.
    fields : sequence of Field
        The collection's fields; those with ``is_filter`` may be filtered by.

    Returns
    -------
    ItemsQuery

    Raises
    ------
    OgcProblem
        If a value is not one that the parameter can have.
    """
    check_crs(parameters)
    filters = {
        field.name: filter_value(field, parameters[field.name])
        for field in fields
        if field.is_filter and field.name in parameters
    }
    if "datetime" in parameters:
        # No feature has a temporal geometry, so a valid value selects all of them
        # (requirement /req/core/fc-time-response C).
        check_datetime(parameters["datetime"])
    limit = positive("limit", parameters.get("limit", str(DEFAULT_LIMIT)), least=1)
    return ItemsQuery(
        limit=min(limit, MAXIMUM_LIMIT),
        offset=positive("offset", parameters.get("offset", "0"), least=0),
        boxes=boxes(parameters["bbox"]) if "bbox" in parameters else (),
        filters=filters,
        kept={k: v for k, v in parameters.items() if k not in ("limit", "offset")},
    )


def filter_names(fields: Sequence[Field]) -> tuple[str, ...]:
    """List the names by which features of these fields are filtered."""
    return tuple(field.name for field in fields if field.is_filter)


def check_crs(parameters: Mapping[str, str]) -> None:
    """Check that whoever names a coordinate reference system names the one there is.

    Clients that see ``storageCrs`` (Part 2 of the standard), such as GDAL, always name one.

    Raises
    ------
    OgcProblem
        If ``crs`` or ``bbox-crs`` is another one.
    """
    for name in ("crs", "bbox-crs"):
        if parameters.get(name, CRS84) != CRS84:
            expected = f"allowed: {CRS84}"
            raise invalid_parameter(parameters[name], name=name, expected=expected, allowed=[CRS84])


def positive(name: str, value: str, *, least: int) -> int:
    """Read an integer of at least ``least``; absurdly long ones count as very large."""
    if value.isascii() and value.isdigit():
        number = int(value) if _INTEGER.fullmatch(value) else 10**18
        if number >= least:
            return number
    raise invalid_parameter(value, name=name, expected=f"expected an integer of at least {least}")


def filter_value(field: Field, value: str) -> str:
    """Read the value of a property filter, in the form that the index knows."""
    if field.choices and value not in field.choices:
        expected = f"allowed: {', '.join(field.choices)}"
        raise invalid_parameter(value, name=field.name, expected=expected, allowed=field.choices)
    if field.kind != "integer":
        return value
    if not _SIGNED.fullmatch(value):
        raise invalid_parameter(value, name=field.name, expected="expected an integer")
    return str(int(value))


def boxes(value: str) -> tuple[Box, ...]:
    """Read a bounding box in WGS-84 longitude and latitude (CRS84).

    Parameters
    ----------
    value : str
        ``west,south,east,north``, or six numbers with the least and greatest height in
        third and sixth place. Heights are ignored: no feature has one.

    Returns
    -------
    tuple of (west, south, east, north)
        Two boxes where west is greater than east: the box crosses the antimeridian.

    Raises
    ------
    OgcProblem
        If it is not such a box.
    """
    numbers = _numbers(value)
    if len(numbers) == 6:
        west, south, low, east, north, high = numbers
        if low > high:
            raise invalid_parameter(
                value, name="bbox", expected="the least height is above the greatest"
            )
    else:
        west, south, east, north = numbers
    if not -180 <= min(west, east) <= max(west, east) <= 180:
        raise invalid_parameter(
            value, name="bbox", expected="longitudes are in degrees from -180 to 180"
        )
    if not -90 <= min(south, north) <= max(south, north) <= 90:
        raise invalid_parameter(
            value, name="bbox", expected="latitudes are in degrees from -90 to 90"
        )
    if south > north:
        raise invalid_parameter(
            value, name="bbox", expected="the south edge is north of the north edge"
        )
    if west > east:
        return (west, south, 180.0, north), (-180.0, south, east, north)
    return ((west, south, east, north),)


def _numbers(value: str) -> list[float]:
    parts = [part.strip(" ") for part in value.split(",")]
    if len(parts) not in (4, 6) or not all(map(_NUMBER.fullmatch, parts)):
        expected = "expected west,south,east,north: four numbers (or six, with heights)"
        raise invalid_parameter(value, name="bbox", expected=expected)
    numbers = [float(part) for part in parts]
    if not all(map(math.isfinite, numbers)):
        raise invalid_parameter(value, name="bbox", expected="every number must be finite")
    return numbers


def check_datetime(value: str) -> None:
    """Check an RFC 3339 instant or date, or an interval of them with ``..`` for open ends.

    Raises
    ------
    OgcProblem
        If it is neither.
    """
    ends = value.split("/")
    is_open = [end in ("", "..") for end in ends]
    well_formed = len(ends) <= 2 and not all(is_open)
    instants = [end for end, open_ in zip(ends, is_open, strict=True) if not open_]
    if not well_formed or (len(ends) == 1 and is_open[0]) or not all(map(_is_instant, instants)):
        expected = "expected 2023-01-01T00:00:00Z, 2023-01-01 or start/end, .. for an open end"
        raise invalid_parameter(value, name="datetime", expected=expected)


def _is_instant(text: str) -> bool:
    if not _INSTANT.fullmatch(text):
        return False
    try:
        # A leap second (…:60) is an instant in RFC 3339 and none in Python.
        datetime.fromisoformat(_LEAP_SECOND.sub(r"\1:59", text.upper()))
    except ValueError:
        return False
    return True
