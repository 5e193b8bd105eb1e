"""What is wrong with a GeoJSON geometry, found before a library sees it and drops it silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

NON_FINITE = "non_finite"
_BEYOND = 10**300
"""Whole numbers of JSON have no end, floats do."""
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""Geometry type → how many lists stand around a position."""


def geometry_fault(geometry: Any) -> tuple[str, str] | None:
    """Find what is wrong with a geometry.

    Parameters
    ----------
    geometry : object
        As JSON gives it.

    Returns
    -------
    (str, str) or None
        The value to blame ("" for none) and the reason; the reason is ``NON_FINITE`` for a
        number that no coordinate can be. None if a library may have it.
    """
    if not isinstance(geometry, dict):
        return "", "a geometry must be an object"
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return "", "a GeometryCollection needs “geometries”"
        if any(isinstance(part, dict) and part.get("type") == kind for part in parts):
            return "", "a GeometryCollection within a GeometryCollection"
        return next((fault for part in parts if (fault := geometry_fault(part))), None)
    if kind not in _DEPTHS:
        return "", f"unknown type “{kind}”; allowed: {', '.join([*_DEPTHS, 'GeometryCollection'])}"
    return _fault_at(geometry.get("coordinates"), _DEPTHS[kind], is_ring="Polygon" in str(kind))


def _fault_at(coordinates: Any, depth: int, *, is_ring: bool) -> tuple[str, str] | None:
    if not isinstance(coordinates, list):
        return "", f"“{str(coordinates)[:40]}” where a list of coordinates must be"
    if depth == 0:
        return _fault_of_position(coordinates)
    if depth == 1 and is_ring and (len(coordinates) < 4 or coordinates[0] != coordinates[-1]):
        return "", "a ring needs four positions, the last the same as the first"
    return next(
        (fault for part in coordinates if (fault := _fault_at(part, depth - 1, is_ring=is_ring))),
        None,
    )


def _fault_of_position(position: Sequence[Any]) -> tuple[str, str] | None:
    if not position:
        return None  # an empty point; told as a missing place
    if len(position) < 2:
        return "", "a position needs two numbers"
    for number in position:
        if isinstance(number, bool) or not isinstance(number, int | float):
            return "", f"“{str(number)[:40]}” where a number must be"
        if not abs(number) < _BEYOND:
            return str(number)[:40], NON_FINITE
    return None


def count_positions(geometry: Any) -> int:
    """Count the positions of a geometry without a fault.

    Examples
    --------
    >>> count_positions({"type": "LineString", "coordinates": [[1, 2], [3, 4]]})
    2
    """
    if geometry["type"] == "GeometryCollection":
        return sum(count_positions(part) for part in geometry["geometries"])
    return _count(geometry["coordinates"], _DEPTHS[geometry["type"]])


def _count(coordinates: Any, depth: int) -> int:
    if depth < 2:
        return len(coordinates) if depth else 1
    return sum(_count(part, depth - 1) for part in coordinates)
