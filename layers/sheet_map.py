"""One map on a sheet: ground, fills, outlines, strokes, signs, and the names upon them."""

from __future__ import annotations

import shapely

from layers import palette
from layers.sheet_canvas import Canvas, rectangle
from layers.sheet_fills import Fills, is_empty, line_path
from layers.sheet_frame import (
    Frame,
    draw_ground,
    draw_neat_line,
    draw_north,
    draw_scale_bar,
)
from layers.sheet_labels import Label
from layers.sheet_names import Names
from layers.sheet_order import SheetOrder
from layers.sheet_scene import Scene
from layers.sheet_signs import (
    draw_anchors,
    draw_belt_line,
    draw_heat,
    draw_link,
    draw_precision,
    draw_sign,
    draw_spot,
)

QUIET_OUTLINE = "#bdb8ab"
"""Outline of a district that nothing paints, as in ``leaflet-atlas.css``."""


def draw_map(canvas: Canvas, frame: Frame, scene: Scene, order: SheetOrder) -> list[Label]:
    """Draw a city into a frame.

    Parameters
    ----------
    canvas : Canvas
        The page.
    frame : Frame
        Where on it, and which ground.
    scene : Scene
        What there is to show.
    order : SheetOrder
        Language, words and opacities.

    Returns
    -------
    list of Label
        The names that found a place, with their boxes in mm.
    """
    return _MapDrawer(canvas, frame, scene, order).draw()


class _MapDrawer:
    def __init__(self, canvas: Canvas, frame: Frame, scene: Scene, order: SheetOrder):
        self.canvas = canvas
        self.frame = frame
        self.scene = scene
        self.order = order
        self.clip = rectangle(frame.rect)
        self.shapes = {row.row.adcode: frame.shape(row.shape) for row in scene.districts}
        self.names = Names(canvas, frame, scene, order, self.shapes)

    def draw(self) -> list[Label]:
        canvas, frame, scene = self.canvas, self.frame, self.scene
        draw_ground(canvas, frame)
        self._fills()
        self._outlines()
        draw_heat(canvas, frame, scene, self._alpha("scenarios"))
        for site in scene.sites:
            draw_precision(canvas, frame, site, self._alpha(site.group))
        structure = self._alpha("structure")
        for belt in scene.belts:
            draw_belt_line(canvas, frame, belt, structure)
        for link in scene.links:
            draw_link(canvas, frame, link, structure)
        for belt in scene.belts:
            draw_anchors(canvas, frame, belt, structure)
        for site in self.names.pins():
            x, y = frame.to_mm([site.at])[0]
            draw_sign(canvas, site.symbol, x, y, 18, alpha=self._alpha(site.group))
        if scene.spot:
            draw_spot(canvas, frame, scene.spot)
        corners = [
            draw_north(canvas, frame, self.order.words["north"]),
            draw_scale_bar(canvas, frame, self.order.words["scale"]),
        ]
        labels = self.names.draw(corners)
        draw_neat_line(canvas, frame)
        return labels

    def _alpha(self, group: str) -> float:
        return self.order.opacity.get(group, 1.0)

    def _fills(self) -> None:
        rect = self.frame.rect
        fills = Fills(self.canvas, (rect.x, rect.top), self._alpha("industries"))
        inside = shapely.box(rect.x, rect.y, rect.right, rect.top)
        for row in self.scene.districts:
            shape = self.shapes[row.row.adcode]
            if not inside.covers(shapely.box(*shape.bounds)):
                shape = shapely.intersection(shape, inside)
            fills.fill(shape, row.state, row.industries)

    def _outlines(self) -> None:
        """Draw outlines, those that say most on top: members of belts, then the selected."""
        ordered = sorted(self.scene.districts, key=lambda row: row.state == "painted")
        for row in ordered:
            painted = row.state == "painted"
            colour, width = ("#ffffff", 1.3) if painted else (QUIET_OUTLINE, 0.9)
            self._outline(row.row.adcode, colour, width)
        for belt in self.scene.belts:
            for adcode in belt.districts:
                self._outline(adcode, belt.row.colour, 1.6, 0.75)
        for adcode in self.shapes:
            if adcode in self.scene.selected:
                self._outline(adcode, palette.INK, 2.6)

    def _outline(self, adcode: str, colour: str, width: float, alpha: float = 1.0) -> None:
        if adcode not in self.shapes:
            return
        path = line_path(shapely.boundary(self.shapes[adcode]))
        if not is_empty(path):
            self.canvas.path(
                path, stroke=colour, width_px=width, alpha=alpha, is_round=True, clip=self.clip
            )
