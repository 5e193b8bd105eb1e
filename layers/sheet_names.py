"""The names on a map: which there are, how large, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers import palette
from layers.sheet_canvas import Canvas, Rect, circle, polyline
from layers.sheet_frame import Frame
from layers.sheet_labels import Array, Label, Placer
from layers.sheet_order import SheetOrder
from layers.sheet_scene import DrawnSite, GroundDistrict, Scene
from layers.sheet_signs import AREA_FROM_M, LINK, draw_mark, draw_sign
from layers.sheet_text import wrap

PLACE = "#9d2f24"
LEADER = "#4b5159"
"""Colours of names of places and of leader lines, as in ``leaflet-atlas.css``."""

_GAP_PX = 2.0


@dataclass(frozen=True)
class _Written:
    """What a label writes."""

    label: Label
    lines: tuple[str, ...]
    face: str
    size: float
    colour: str
    marks: tuple[tuple[str, str], ...] = ()
    sign: str = ""
    reach: float = 0.0
    """How far from what is named the sign may stand, mm."""


class Names:
    """Places and writes the names on one map.

    Parameters
    ----------
    canvas : Canvas
    frame : Frame
    scene : Scene
    order : SheetOrder
    shapes : mapping of str to BaseGeometry
        Adcode → district on the paper, mm.
    """

    def __init__(
        self,
        canvas: Canvas,
        frame: Frame,
        scene: Scene,
        order: SheetOrder,
        shapes: Mapping[str, BaseGeometry],
    ):
        self.canvas = canvas
        self.frame = frame
        self.scene = scene
        self.order = order
        self.shapes = dict(shapes)
        self.pt = canvas.px * 72 / 25.4
        self.signs: Array = np.empty((0, 4))

    def draw(self, corners: list[Rect]) -> list[Label]:
        """Place the names and write them.

        Parameters
        ----------
        corners : list of Rect
            What else lies on the map, mm.

        Returns
        -------
        list of Label
            Those that found a place.
        """
        written = [*self._links(), *self._places()]
        if self.scene.has_names:
            written += self._districts()
        rect, px = self.frame.rect, self.canvas.px
        self.signs = self._signs(corners)
        placer = Placer(
            (rect.x + px, rect.y + px, rect.right - px, rect.top - px),
            px,
            areas=self.shapes,
            signs=self.signs,
            strokes=self._strokes(),
        )
        found = placer.place([item.label for item in written])
        kept = {id(label) for label in found}
        shown = [item for item in written if id(item.label) in kept]
        for item in shown:
            self._leader(item.label)
        for item in shown:
            self._write(item)
        return found

    def _signs(self, corners: list[Rect]) -> Array:
        points = [self.frame.to_mm(belt.anchors) for belt in self.scene.belts]
        points += [self.frame.to_mm([site.at]) for site in self.pins()]
        middles = np.vstack([np.empty((0, 2)), *points])
        half = 9 * self.canvas.px
        fixed = [(box.x, box.y, box.right, box.top) for box in corners]
        return np.vstack([np.hstack([middles - half, middles + half]), fixed])

    def _strokes(self) -> Array:
        lines = [belt.line for belt in self.scene.belts]
        lines += [link.line for link in self.scene.links]
        half = 6 * self.canvas.px
        dots = [self._dots(self.frame.to_mm(line), half) for line in lines]
        middles = np.vstack([np.empty((0, 2)), *dots])
        return np.hstack([middles - half, middles + half])

    def _dots(self, line: Array, step: float) -> Array:
        """Put positions along a line, a step apart (mm)."""
        drawn = shapely.LineString(line)
        steps = np.arange(0.0, drawn.length + step, step)
        dots: Array = shapely.get_coordinates(shapely.line_interpolate_point(drawn, steps))
        return dots

    def pins(self) -> list[DrawnSite]:
        """List the places that are drawn as a sign, within the map."""
        pins = [site for site in self.scene.sites if site.row.precision_m < AREA_FROM_M]
        return [site for site in pins if self.frame.holds(*self.frame.to_mm([site.at])[0])]

    def _links(self) -> list[_Written]:
        found = []
        for link in self.scene.links:
            at = self.frame.to_mm([link.line.mean(axis=0)])[0]
            if self.frame.holds(*at):
                text, size = self.canvas.fonts.clean(link.text), 10.5 * self.pt
                label = self._label(at, (text,), "sans", size, 1.0, beside=6, may_cover=True)
                found.append(_Written(label, (text,), "sans", size, LINK))
        return found

    def _places(self) -> list[_Written]:
        found = []
        for site in self.scene.sites:
            at = self.frame.to_mm([site.at])[0]
            if not self.frame.holds(*at):
                continue
            is_area = site.row.precision_m >= AREA_FROM_M
            size = 11.5 * self.pt
            text = self.order.text(site.row.name_zh, site.row.name_en)
            lines = self._broken(text, size)
            priority = 200.0 if site.symbol == "cluster" else 50 - site.row.precision_m / 1e5
            label = self._label(at, lines, "sans", size, priority, beside=9, may_cover=is_area)
            if is_area:
                label.height += 12 * self.canvas.px
            sign = site.symbol if is_area else ""
            reach = site.row.precision_m * self.frame.mm_per_m
            found.append(_Written(label, lines, "sans", size, PLACE, sign=sign, reach=reach))
        return found

    def _broken(self, text: str, size: float) -> tuple[str, ...]:
        """Break a long name into balanced lines, as the browser does at 15 em."""
        fonts = self.canvas.fonts
        shown = fonts.clean(text)
        most = 15 * size * 25.4 / 72
        width = fonts.width_mm(shown, "sans", size)
        if width <= most:
            return (shown,)
        count = int(width / most) + 1
        return tuple(wrap(fonts, shown, "sans", size, width / count * 1.12, most=3))

    def _districts(self) -> list[_Written]:
        found = []
        for district in self.scene.districts:
            at = self.frame.to_mm([district.label])[0]
            at = self._seen(district, at)
            if at is not None:
                found.append(self._district(district, at))
        return found

    def _seen(self, district: GroundDistrict, at: Array) -> Array | None:
        """Where the name of a district belongs in this cut of the map, None for nowhere."""
        rect, shape = self.frame.rect, self.shapes[district.row.adcode]
        if self.frame.holds(at[0], at[1], margin=6 * self.canvas.px):
            return at
        inside = shapely.box(rect.x, rect.y, rect.right, rect.top)
        rest = shapely.intersection(shape, inside)
        if rest.area < (40 * self.canvas.px) ** 2:
            return None
        return np.array(shapely.maximum_inscribed_circle(rest, tolerance=0.5).coords[0])

    def _district(self, district: GroundDistrict, at: Array) -> _Written:
        fonts, px, size = self.canvas.fonts, self.canvas.px, 13 * self.pt
        name = fonts.clean(self.order.text(district.row.short_zh, district.row.short_en))
        marks = tuple(
            (fonts.clean(self.order.text(row.mark_zh, row.mark_en)), row.colour)
            for row in district.industries
        )
        priority = 100 + (district.row.land_area_km2 or 0) / 1e4
        label = self._label(at, (name,), "name", size, priority, area=district.row.adcode)
        if marks:
            label.compact = (label.width, label.height)
            label.width = max(label.width, self._marks_width(marks) + 2 * _GAP_PX * px)
            label.height += 17 * px
            west, south, east, north = self.shapes[district.row.adcode].bounds
            if east - west < label.width * 1.15 or north - south < label.height * 1.3:
                label.width, label.height = label.compact
                label.compact, marks = None, ()
        return _Written(label, (name,), "name", size, palette.INK, marks)

    def _marks_width(self, marks: tuple[tuple[str, str], ...]) -> float:
        px = self.canvas.px
        return sum(self._mark_width(text) for text, _ in marks) + 2 * px * (len(marks) - 1)

    def _mark_width(self, text: str) -> float:
        width = self.canvas.fonts.width_mm(text, "sans", 10 * self.pt)
        return max(15 * self.canvas.px, width + 4 * self.canvas.px)

    def _label(
        self,
        at: Array,
        lines: tuple[str, ...],
        face: str,
        size: float,
        priority: float,
        *,
        area: str = "",
        beside: float = 0.0,
        may_cover: bool = False,
    ) -> Label:
        px = self.canvas.px
        widest = max(self.canvas.fonts.width_mm(line, face, size) for line in lines)
        return Label(
            at=(float(at[0]), float(at[1])),
            width=widest + 2 * _GAP_PX * px,
            height=len(lines) * 1.25 * size * 25.4 / 72 + 2 * _GAP_PX * px,
            priority=priority,
            area=area,
            beside=beside * px,
            may_cover=may_cover,
        )

    # --- writing

    def _leader(self, label: Label) -> None:
        """Draw a line from what is named, or from the rim of the sign that stands there."""
        if label.leader is None:
            return
        start, end = map(np.array, label.leader)
        px = self.canvas.px
        is_under_sign = _holds(self.signs, start)
        if is_under_sign:
            way = end - start
            start = start + way * min(1.0, 9.5 * px / float(np.hypot(*way)))
        line = polyline([tuple(start), tuple(end)])
        self.canvas.path(line, stroke="#ffffff", width_px=2.6, alpha=0.7)
        self.canvas.path(line, stroke=LEADER, width_px=0.9)
        if not is_under_sign:
            self.canvas.path(circle(float(start[0]), float(start[1]), 1.8 * px), fill=LEADER)

    def _write(self, item: _Written) -> None:
        assert item.label.box is not None
        x0, y0, x1, y1 = item.label.box
        px, line_height = self.canvas.px, 1.25 * item.size * 25.4 / 72
        middle, top = (x0 + x1) / 2, y1 - _GAP_PX * px
        if item.sign:
            x, y = item.label.at
            # Outside of its area it would say that the place is where it is not.
            if math.hypot(middle - x, top - 6 * px - y) <= item.reach:
                draw_sign(self.canvas, item.sign, middle, top - 6 * px, 11)
                top -= 12 * px
            else:
                top -= 6 * px
        for line in item.lines:
            base = top - 0.83 * line_height
            self.canvas.text(
                middle, base, line, face=item.face, size=item.size, colour=item.colour,
                align="center", halo_px=1.7,
            )  # fmt: skip
            top -= line_height
        if item.marks and not item.label.is_compact:
            self._marks(item.marks, middle, top - 15.5 * px)

    def _marks(self, marks: tuple[tuple[str, str], ...], middle: float, base: float) -> None:
        px = self.canvas.px
        x = middle - self._marks_width(marks) / 2
        for text, colour in marks:
            width = self._mark_width(text)
            draw_mark(self.canvas, text, colour, Rect(x, base, width, 15 * px))
            x += width + 2 * px


def _holds(boxes: Array, point: Array) -> bool:
    """Whether a point lies in one of some boxes."""
    x, y = point
    x0, y0, x1, y1 = boxes.T
    return bool(((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).any())
