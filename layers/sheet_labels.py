"""Where names stand on a sheet: kept apart, off the signs, with a leader line if crowded out.

The rules are those of the map in the browser (``static/leaflet-atlas/labels.js``). Paper does
not move, so there is time for more: leader lines keep clear of names, and after all names have
a place each is moved once more to where it now stands best.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Array = np.ndarray[Any, np.dtype[np.float64]]
"""Boxes are rows (x0, y0, x1, y1) in mm."""

Lines = np.ndarray[Any, np.dtype[np.object_]]
"""Leader lines as geometries."""

Ends = tuple[tuple[float, float], tuple[float, float]]

Candidates = tuple[Array, Array, np.ndarray[Any, np.dtype[np.bool_]]]
"""Boxes, their costs, and whether each is away from what is named."""

ROUNDS = 2
"""How often every name is moved again after the first pass."""

_WELL_PLACED = 8.0
"""A name that costs less than this stays where it is."""


@dataclass(eq=False)
class Label:
    """A name that looks for a place.

    Attributes
    ----------
    at : (float, float), mm
        What it names.
    width, height : float, mm
        Of its box, the gap around it included.
    priority : float
        Who chooses first.
    area : str
        Key of the area that it names; empty for a place.
    beside : float, mm
        Distance of a place's name from the place.
    may_cover : bool
        Whether a place's name may also stand on it.
    compact : (float, float) or None
        Smaller width and height in which it may stand elsewhere than in its area.
    box : (x0, y0, x1, y1), mm, or None
        Where it stands; None where no place was found.
    is_away : bool
        Whether a leader line leads to it.
    is_compact : bool
    """

    at: tuple[float, float]
    width: float
    height: float
    priority: float
    area: str = ""
    beside: float = 0.0
    may_cover: bool = False
    compact: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None
    is_away: bool = False
    is_compact: bool = False
    cost: float = field(default=math.inf, repr=False)

    @property
    def leader(self) -> Ends | None:
        """Ends of the leader line: what is named, and the edge of the name."""
        if not self.is_away or self.box is None:
            return None
        x0, y0, x1, y1 = self.box
        inset = min(self.height / 4, 0.8)
        x = max(x0 + inset, min(self.at[0], x1 - inset))
        y = max(y0 + inset, min(self.at[1], y1 - inset))
        return self.at, (x, y)


class Placer:
    """Finds places for names within a map.

    Parameters
    ----------
    view : (x0, y0, x1, y1), mm
        No name reaches outside.
    unit : float, mm
        One px of the browser's map, in which its distances are given.
    areas : dict of str to BaseGeometry
        Key → shape in mm of what areas' names name.
    signs : Array, shape (n, 4)
        Boxes that no name covers.
    strokes : Array, shape (m, 4)
        Boxes that names rather do not cover.
    """

    def __init__(
        self,
        view: tuple[float, float, float, float],
        unit: float,
        *,
        areas: dict[str, BaseGeometry],
        signs: Array,
        strokes: Array,
    ):
        self.view = view
        self.unit = unit
        self.signs = np.asarray(signs, dtype=float).reshape(-1, 4)
        self.strokes = np.asarray(strokes, dtype=float).reshape(-1, 4)
        # Prepared on copies: others may draw from these shapes.
        self.keys = list(areas)
        self.shapes = shapely.from_wkb(shapely.to_wkb(np.array(list(areas.values()), dtype=object)))
        shapely.prepare(self.shapes)
        self._known: dict[tuple[Label, float, float], Candidates] = {}

    def place(self, labels: Sequence[Label]) -> list[Label]:
        """Give every label its box, or None where it would cover something.

        Returns
        -------
        list of Label
            Those that found a place, most important first.
        """
        ordered = sorted(labels, key=lambda label: -label.priority)
        for turn in range(1 + ROUNDS):
            for label in ordered:
                if turn and not label.is_away and label.cost < _WELL_PLACED:
                    continue
                label.box, before = None, (label.box, label.is_away, label.is_compact, label.cost)
                self._settle(label, ordered)
                if label.box is None and turn:
                    label.box, label.is_away, label.is_compact, label.cost = before
        return [label for label in ordered if label.box is not None]

    def _settle(self, label: Label, others: Sequence[Label]) -> None:
        label.is_compact = False
        self._try(label, label.width, label.height, others)
        if label.compact and (label.box is None or label.is_away):
            # What stands elsewhere is a name only: marks there would speak of the wrong place.
            width, height = label.compact
            label.is_compact = True
            label.box = None  # or it would be in its own way
            self._try(label, width, height, others)

    def _try(self, label: Label, width: float, height: float, others: Sequence[Label]) -> None:
        boxes, fixed, away = self._candidates(label, width, height)
        taken = np.array([o.box for o in others if o.box is not None]).reshape(-1, 4)
        full = np.vstack([taken, self.signs])
        lines = _drawn([line for o in others if (line := o.leader) is not None])
        cost = fixed + 60 * _crossed(boxes, lines)
        cost[_hits(boxes, full) > 0] = np.inf
        label.box = None
        for index in np.argsort(cost, kind="stable"):
            if not np.isfinite(cost[index]):
                return
            label.box = tuple(map(float, boxes[index]))  # type: ignore[assignment]
            label.is_away = bool(away[index])
            label.cost = float(cost[index])
            # Only few candidates need the costly question whether their own line is free.
            if label.leader is None or not self._is_blocked(label, full, lines):
                return
            label.box = None

    def _candidates(self, label: Label, width: float, height: float) -> Candidates:
        """List where a label may stand, and what that costs whatever else there is."""
        key = (label, width, height)
        found = self._known.get(key)
        if found is None:
            offsets = self._offsets(label, width, height)
            middles = offsets + label.at
            half = np.array([width / 2, height / 2])
            boxes = np.hstack([middles - half, middles + half])
            found = self._known[key] = (boxes, *self._costs(label, offsets, middles, boxes))
        return found

    def _is_blocked(self, label: Label, full: Array, lines: Lines) -> bool:
        """Whether a label's leader line would cross a name or another leader line."""
        assert label.leader is not None
        line = shapely.LineString(label.leader)
        # What is named may itself be a sign; a line may begin there.
        x, y = label.at
        holds = (full[:, 0] <= x) & (x <= full[:, 2]) & (full[:, 1] <= y) & (y <= full[:, 3])
        return bool(
            shapely.intersects(line, shapely.box(*full[~holds].T)).any()
            or shapely.intersects(line, lines).any()
        )

    def _offsets(self, label: Label, width: float, height: float) -> Array:
        if label.area:
            return _RINGS * self.unit
        dx, dy = width / 2 + label.beside, height / 2 + label.beside
        about = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 0.8), (1, -0.8), (-1, 0.8),
                          (-1, -0.8)]) * (dx, dy)  # fmt: skip
        near = [np.zeros((1, 2))] if label.may_cover else []
        far = _RINGS[5:] * self.unit
        # No ring that would put the name upon its place.
        far = far[(np.abs(far) >= (dx, dy)).any(axis=1)]
        return np.vstack([*near, about, about * (1.25, 1.6), far])

    def _costs(
        self, label: Label, offsets: Array, middles: Array, boxes: Array
    ) -> tuple[Array, np.ndarray[Any, np.dtype[np.bool_]]]:
        reach = np.hypot(*offsets.T) / self.unit
        cost = reach * 0.4 + 12.0 * np.minimum(_hits(boxes, self.strokes), 6)
        x0, y0, x1, y1 = self.view
        inside = (boxes[:, :2] >= (x0, y0)).all(axis=1) & (boxes[:, 2:] <= (x1, y1)).all(axis=1)
        cost[~inside] = np.inf
        if not label.area:
            gaps = np.hypot(
                np.maximum(0, np.maximum(boxes[:, 0] - label.at[0], label.at[0] - boxes[:, 2])),
                np.maximum(0, np.maximum(boxes[:, 1] - label.at[1], label.at[1] - boxes[:, 3])),
            )
            away = gaps > 14 * self.unit
            return cost + np.where(away, 20.0, 0.0), away
        return self._costs_of_area(label, middles, boxes, cost)

    def _costs_of_area(
        self, label: Label, middles: Array, boxes: Array, cost: Array
    ) -> tuple[Array, np.ndarray[Any, np.dtype[np.bool_]]]:
        """Add what it costs to stand outside the area: much in another, less on water."""
        own = self.keys.index(label.area)
        within = shapely.contains_xy(self.shapes[:, None], middles[:, 0], middles[:, 1])
        away = ~within[own]
        cost = cost + np.where(away, np.where(within.any(axis=0), 75.0, 30.0), 0.0)
        corners = [(boxes[:, i], boxes[:, j]) for i in (0, 2) for j in (1, 3)]
        outside = sum(~shapely.contains_xy(self.shapes[own], x, y) for x, y in corners)
        return cost + np.where(away, 0.0, 5.0 * np.asarray(outside)), away


def _rings() -> Array:
    found: list[tuple[float, float]] = [(0, 0), (0, 13), (0, -13), (-16, 0), (16, 0)]
    for radius in (22, 32, 44, 58, 74, 92, 112, 136, 164, 196):
        for turn in range(16):
            angle = turn * math.pi / 8
            found.append((radius * 1.2 * math.cos(angle), radius * math.sin(angle)))
    return np.array(found)


_RINGS = _rings()


def _hits(boxes: Array, obstacles: Array) -> Array:
    """Count for each box how many of the obstacles it overlaps."""
    a, b = boxes[:, None, :], obstacles[None, :, :]
    overlap = (
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2])
        & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )  # fmt: skip
    count: Array = overlap.sum(axis=1).astype(float)
    return count


def _drawn(ends: Sequence[Ends]) -> Lines:
    """Make geometries of leader lines."""
    return np.asarray(shapely.linestrings(np.array(ends).reshape(-1, 2, 2)))


def _crossed(boxes: Array, lines: Lines) -> Array:
    """Count for each box how many leader lines run through it."""
    if not len(lines):
        return np.zeros(len(boxes))
    squares = shapely.box(*boxes.T)
    count: Array = shapely.intersects(squares[:, None], lines[None, :]).sum(axis=1).astype(float)
    return count
