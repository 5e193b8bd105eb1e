"""Places that come with a file: each is checked by itself, so that one bad one spoils no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo.imports.limits import Limits
from geo.imports.messages import message, refuse
from geo.imports.row_problems import RowProblem

REPAIRS_UP_TO = 5_000
"""Vertices up to which an outline is repaired: 3,000 that all cross take seconds already."""


class Shapes:
    """Checks places one after another and gathers what is wrong with them.

    Parameters
    ----------
    limits : Limits
    repair : bool
        Whether outlines that are not valid are repaired.

    Attributes
    ----------
    problems : list of RowProblem
    flattened : int
        How many places lost their height.
    repaired : int
        How many outlines were repaired.
    """

    def __init__(self, limits: Limits, *, repair: bool):
        self._limits = limits
        self._repair = repair
        self._vertices = 0
        self.problems: list[RowProblem] = []
        self.flattened = 0
        self.repaired = 0

    def from_wkb(self, row: int, wkb: bytes | None) -> bytes | None:
        """Check a place in WKB; return it flat, or None with a problem noted."""
        if wkb is None:
            self._missing(row)
            return None
        try:
            return self._checked(row, shapely.from_wkb(wkb))
        except shapely.errors.ShapelyError as error:
            self._refuse(row, "bad_geometry", detail=_short(error))
            return None

    def from_geojson(self, row: int, geometry: Any) -> bytes | None:
        """Check a GeoJSON geometry; return it as WKB, flat, or None with a problem noted."""
        if geometry is None:
            self._missing(row)
            return None
        detail = _fault(geometry)
        if detail is not None:
            value, reason = detail
            if reason == "non_finite":
                what = message("non_finite", axis="coordinate", value=value)
                self.problems.append(RowProblem(row, None, value, what, message("fill_in")))
                return None
            self._refuse(row, "bad_geometry", detail=reason)
            return None
        try:
            return self._checked(row, shapely.geometry.shape(geometry))
        except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError) as error:
            self._refuse(row, "bad_geometry", detail=_short(error))
            return None

    def _checked(self, row: int, shape: Any) -> bytes | None:
        if shape is None or shapely.is_empty(shape):
            self._missing(row)
            return None
        count = int(shapely.get_num_coordinates(shape))
        self._vertices += count
        if self._vertices > self._limits.vertices:
            allowed = self._limits.vertices
            refuse("too_many_vertices", vertices=self._vertices, allowed=allowed)
        if count > self._limits.shape_vertices:
            what = message("many_vertices", vertices=count, allowed=self._limits.shape_vertices)
            self.problems.append(RowProblem(row, None, None, what, message("simplify")))
            return None
        if shapely.has_z(shape) or shapely.has_m(shape):
            self.flattened += 1
            shape = shapely.force_2d(shape)
        wrong = ~np.isfinite(shapely.get_coordinates(shape))
        if wrong.any():
            value = str(float(shapely.get_coordinates(shape)[wrong][0]))
            what = message("non_finite", axis="coordinate", value=value)
            self.problems.append(RowProblem(row, None, value, what, message("fill_in")))
            return None
        return self._valid(row, shape, count)

    def _valid(self, row: int, shape: Any, count: int) -> bytes | None:
        if shapely.is_valid(shape):
            return shapely.to_wkb(shape)  # type: ignore[no-any-return]
        detail = str(shapely.is_valid_reason(shape))
        if not self._repair or count > REPAIRS_UP_TO:
            self._refuse(row, "invalid_geometry", advice="repair", detail=detail)
            return None
        self.repaired += 1
        what = message("repaired_geometry", detail=detail)
        self.problems.append(RowProblem(row, None, None, what, is_refused=False))
        return shapely.to_wkb(shapely.make_valid(shape))  # type: ignore[no-any-return]

    def _missing(self, row: int) -> None:
        what = message("missing_geometry")
        self.problems.append(RowProblem(row, None, None, what, message("fill_in")))

    def _refuse(self, row: int, code: str, *, advice: str | None = None, **values: Any) -> None:
        suggestion = message(advice) if advice else None
        self.problems.append(RowProblem(row, None, None, message(code, **values), suggestion))


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


def _fault(geometry: Any) -> tuple[str, str] | None:
    """Find what is wrong with a geometry before a library sees it: value and reason."""
    if not isinstance(geometry, dict):
        return "", "a geometry must be an object"
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return "", "a GeometryCollection needs “geometries”"
        if any(isinstance(part, dict) and part.get("type") == kind for part in parts):
            return "", "a GeometryCollection within a GeometryCollection"
        return next((fault for part in parts if (fault := _fault(part))), None)
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
            return str(number)[:40], "non_finite"
    return None


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
