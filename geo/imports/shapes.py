"""Places that come with a file: each is checked by itself, so that one bad one spoils no other."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.imports.geometry_faults import NON_FINITE, count_positions, geometry_fault
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
            shape = shapely.from_wkb(wkb)
        except shapely.errors.ShapelyError as error:
            self._refuse(row, "bad_geometry", detail=_short(error))
            return None
        if shape is not None and not self._is_admitted(row, int(shapely.count_coordinates(shape))):
            return None
        return self._checked(row, shape)

    def from_geojson(self, row: int, geometry: Any) -> bytes | None:
        """Check a GeoJSON geometry; return it as WKB, flat, or None with a problem noted."""
        if geometry is None:
            self._missing(row)
            return None
        fault = geometry_fault(geometry)
        if fault is not None:
            value, reason = fault
            if reason == NON_FINITE:
                self._tell_non_finite(row, value)
            else:
                self._refuse(row, "bad_geometry", detail=reason)
            return None
        if not self._is_admitted(row, count_positions(geometry)):
            return None
        try:
            shape = shapely.geometry.shape(geometry)
        except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError) as error:
            self._refuse(row, "bad_geometry", detail=_short(error))
            return None
        return self._checked(row, shape)

    def _is_admitted(self, row: int, count: int) -> bool:
        """Count vertices; refuse a file that has too many, and tell of a place that has."""
        self._vertices += count
        if self._vertices > self._limits.vertices:
            allowed = self._limits.vertices
            refuse("too_many_vertices", vertices=self._vertices, allowed=allowed)
        if count > self._limits.shape_vertices:
            what = message("many_vertices", vertices=count, allowed=self._limits.shape_vertices)
            self.problems.append(RowProblem(row, None, None, what, message("simplify")))
        return count <= self._limits.shape_vertices

    def _checked(self, row: int, shape: Any) -> bytes | None:
        if shape is None or shapely.is_empty(shape):
            self._missing(row)
            return None
        if shapely.has_z(shape) or shapely.has_m(shape):
            self.flattened += 1
            shape = shapely.force_2d(shape)
        wrong = ~np.isfinite(shapely.get_coordinates(shape))
        if wrong.any():
            self._tell_non_finite(row, str(float(shapely.get_coordinates(shape)[wrong][0])))
            return None
        return self._valid(row, shape)

    def _tell_non_finite(self, row: int, value: str) -> None:
        what = message("non_finite", axis="coordinate", value=value)
        self.problems.append(RowProblem(row, None, value, what, message("fill_in")))

    def _valid(self, row: int, shape: Any) -> bytes | None:
        if shapely.is_valid(shape):
            return shapely.to_wkb(shape)  # type: ignore[no-any-return]
        detail = str(shapely.is_valid_reason(shape))
        if not self._repair or shapely.get_num_coordinates(shape) > REPAIRS_UP_TO:
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


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
