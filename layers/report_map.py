"""The maps of a report: what they share, and the ranked candidates by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path

from geo.exports.report.subject import Subject
from geo.study import reference_layers
from layers import palette
from layers.report_ground import (
    Ground,
    Points,
    district_labels,
    draw_ground_of,
    draw_locator,
    frame_around,
)
from layers.sheet_canvas import Canvas, Rect, circle, polyline, rectangle
from layers.sheet_fills import is_empty, line_path, polygon_path
from layers.sheet_frame import draw_neat_line, draw_north, draw_scale_bar
from layers.sheet_labels import Label, Placer

NUMBERED, NAMED = 40, 12
"""So many candidates have their number on the map, so many their name."""

_BADGE, _DOT = 8.2, 2.6
"""Radii of numbered and other candidates, px."""

PLAIN, _REFERENCE, _LEADER = "#5b6472", "#8c8f96", "#4b5159"
_LOCATOR = (34.0, 30.0)


@dataclass(frozen=True)
class _Mark:
    """Something that looks for a place: a badge with a number, or a name."""

    label: Label
    text: str
    size: float
    colour: str
    is_badge: bool = False


class ReportMap:
    """Draws one map.

    Parameters
    ----------
    canvas : Canvas
    rect : Rect
        The neat line, mm.
    ground : Ground
    subject : Subject
    points : ndarray, shape (n, 2)
        What must be seen, metres.
    """

    def __init__(
        self, canvas: Canvas, rect: Rect, ground: Ground, subject: Subject, points: Points
    ):
        self.canvas = canvas
        self.ground = ground
        self.subject = subject
        self.frame = frame_around(rect, ground, points)
        self.clip = rectangle(rect)
        self.shapes = draw_ground_of(canvas, self.frame, ground)
        self.marks: list[_Mark] = []

    def at(self, keys: Sequence[object]) -> Points:
        """Return sites' positions on the paper, shape (n, 2), mm."""
        rows = [self.subject.place(key) for key in keys]
        return self.frame.to_mm(self.ground.metres([(row.lon, row.lat) for row in rows]))

    def dot(self, at: Any, radius_px: float, fill: str, *, alpha: float = 1.0) -> None:
        """Draw a disc with a light rim, if it lies on the map."""
        x, y = float(at[0]), float(at[1])
        if self.frame.holds(x, y):
            disc = circle(x, y, radius_px * self.canvas.px)
            self.canvas.path(disc, fill=fill, stroke="#ffffff", width_px=0.8, alpha=alpha)

    def cross(self, at: Any) -> None:
        """Draw the sign of a candidate that is left out."""
        x, y, half = float(at[0]), float(at[1]), 2.6 * self.canvas.px
        if not self.frame.holds(x, y):
            return
        for turn in (1, -1):
            line = polyline([(x - half, y - turn * half), (x + half, y + turn * half)])
            self.canvas.path(line, stroke="#ffffff", width_px=3.0)
            self.canvas.path(line, stroke=PLAIN, width_px=1.4)

    def badge(self, at: Any, text: str, colour: str, priority: float) -> None:
        """Note a number that wants to stand at a place."""
        side = 2 * _BADGE * self.canvas.px
        x, y = float(at[0]), float(at[1])
        if self.frame.holds(x, y):
            label = Label((x, y), side, side, priority, beside=1.0, may_cover=True)
            self.marks.append(_Mark(label, text, 6.6, colour, is_badge=True))

    def name(self, at: Any, text: str, priority: float, colour: str = palette.INK) -> None:
        """Note a name that wants to stand beside a place."""
        x, y, size = float(at[0]), float(at[1]), 7.0
        if not self.frame.holds(x, y):
            return
        shown = self.canvas.fonts.clean(text)
        while self.canvas.fonts.width_mm(shown, "bold", size) > 52:
            shown = shown[:-2] + "…"
        width = self.canvas.fonts.width_mm(shown, "bold", size)
        label = Label(
            (x, y), width + 1.2, size * 0.46, priority, beside=(_BADGE + 0.5) * self.canvas.px
        )
        self.marks.append(_Mark(label, shown, size, colour))

    def references(self) -> list[str]:
        """Draw the study's reference layers; return the names of those that are seen."""
        seen = []
        for layer in reference_layers(self.subject.study).values():
            shapes = layer.features.geometry.to_crs(self.ground.scene.epsg)
            drawn = [self._reference(shape) for shape in shapes if shape is not None]
            if any(drawn):
                seen.append(self.subject.layer_name(layer.id))
        return seen

    def _reference(self, shape: Any) -> bool:
        placed = self.frame.shape(shape)
        if placed.is_empty:
            return False
        if placed.geom_type == "Point":
            ring = circle(placed.x, placed.y, 2.0 * self.canvas.px)
            self.canvas.path(ring, stroke=_REFERENCE, width_px=1.1, clip=self.clip)
            return True
        outline = shapely.boundary(placed) if placed.area else placed
        path: Path = line_path(outline)
        if placed.area:
            self.canvas.path(polygon_path(placed), fill=_REFERENCE, alpha=0.18, clip=self.clip)
        if not is_empty(path):
            self.canvas.path(path, stroke=_REFERENCE, width_px=1.0, clip=self.clip)
        return True

    def finish(self) -> None:
        """Draw arrow, scale, locator and neat line, and write what has been noted."""
        words = self.subject.words
        corners = [
            draw_north(self.canvas, self.frame, words.say("北", "N")),
            draw_scale_bar(self.canvas, self.frame, words.say("比例尺", "Scale")),
        ]
        if self._is_part():
            box = self._free_corner()
            draw_locator(self.canvas, box, self.ground, self.frame)
            corners.append(box)
        districts = district_labels(self.canvas, self.frame, self.ground, self.shapes)
        marks = [*self.marks, *(_Mark(*row) for row in districts)]
        self._place(marks, corners)
        draw_neat_line(self.canvas, self.frame)

    def _free_corner(self) -> Rect:
        """Choose the corner for the locator that hides the fewest marks."""
        rect, (width, height) = self.frame.rect, _LOCATOR
        right, top = rect.right - width, rect.top - height
        boxes = [Rect(right, rect.y, width, height), Rect(rect.x, top, width, height)]
        return min(boxes, key=lambda box: sum(_is_in(box, mark.label.at) for mark in self.marks))

    def _is_part(self) -> bool:
        west, south, east, north = self.ground.scene.bounds
        corners = self.frame.to_mm([(west, south), (east, north)])
        return not all(self.frame.holds(*corner) for corner in corners)

    def _place(self, marks: list[_Mark], corners: list[Rect]) -> None:
        rect, px = self.frame.rect, self.canvas.px
        placer = Placer(
            (rect.x + px, rect.y + px, rect.right - px, rect.top - px),
            px,
            areas=self.shapes,
            signs=np.array([(box.x, box.y, box.right, box.top) for box in corners]),
            strokes=np.empty((0, 4)),
        )
        kept = {id(label) for label in placer.place([mark.label for mark in marks])}
        shown = [mark for mark in marks if id(mark.label) in kept]
        for mark in shown:
            self._leader(mark)
        for mark in marks:
            if mark.is_badge and (mark not in shown or mark.label.is_away):
                self.dot(mark.label.at, 1.8, mark.colour)
        # The first on top of all.
        for mark in sorted(shown, key=lambda mark: mark.label.priority):
            self._write(mark)

    def _leader(self, mark: _Mark) -> None:
        if mark.label.leader is None:
            return
        line = polyline(list(mark.label.leader))
        self.canvas.path(line, stroke="#ffffff", width_px=2.4, alpha=0.7)
        self.canvas.path(line, stroke=_LEADER, width_px=0.8)

    def _write(self, mark: _Mark) -> None:
        assert mark.label.box is not None
        x0, y0, x1, y1 = mark.label.box
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if mark.is_badge:
            disc = circle(x, y, _BADGE * self.canvas.px)
            self.canvas.path(disc, fill=mark.colour, stroke="#ffffff", width_px=1.4)
        colour = "#ffffff" if mark.is_badge else mark.colour
        face = "bold" if mark.is_badge or not mark.label.area else "name"
        size = mark.size if len(mark.text) < 3 or not mark.is_badge else mark.size * 0.8
        base = y - 0.128 * size
        halo = 0.0 if mark.is_badge else 1.6
        self.canvas.text(
            x, base, mark.text, face=face, size=size, colour=colour, align="center", halo_px=halo
        )


def _is_in(box: Rect, at: tuple[float, float]) -> bool:
    return box.x - 4 < at[0] < box.right + 4 and box.y - 4 < at[1] < box.top + 4


def draw_ranking_map(canvas: Canvas, rect: Rect, ground: Ground, subject: Subject) -> list[str]:
    """Draw the candidates with their ranks.

    Parameters
    ----------
    canvas : Canvas
    rect : Rect
        The neat line, mm.
    ground : Ground
    subject : Subject

    Returns
    -------
    list of str
        Names of the reference layers that are seen.
    """
    evaluation, table = subject.evaluation, subject.ranking.table
    everyone = [subject.candidate(key) for key in evaluation.index]
    points = ground.metres([(row.lon, row.lat) for row in everyone])
    drawn = ReportMap(canvas, rect, ground, subject, points)
    seen = drawn.references()
    for at in drawn.at([key for key in evaluation.index if key not in table.index]):
        drawn.cross(at)
    keys, ranks = list(table.index), table["rank"].tolist()
    places = drawn.at(keys)
    for at in places[NUMBERED:]:
        drawn.dot(at, _DOT, PLAIN)
    top = subject.study.ranking.top_n
    for place, (key, rank, at) in enumerate(zip(keys[:NUMBERED], ranks, places, strict=False)):
        colour = palette.WEST if rank <= top else palette.EAST
        drawn.badge(at, str(rank), colour, 10_000 - place)
        if place < NAMED:
            drawn.name(at, subject.name(key), 5_000 - place)
    drawn.finish()
    return seen
