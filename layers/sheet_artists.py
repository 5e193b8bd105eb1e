"""What a page is made of: shapes and lines of text, as plain as matplotlib's artists can be."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform, TransformedPath

from layers import palette


class Shape(Artist):
    """A path that is filled, stroked, or both; it has no more options than the atlas needs.

    (``PathPatch`` has, and a sheet has hundreds: they took a tenth of its time.)
    """

    def __init__(
        self,
        path: Path,
        *,
        fill: str | None,
        stroke: str | None,
        width_pt: float,
        alpha: float,
        dash_pt: list[float],
        is_round: bool,
    ):
        super().__init__()
        self.path = path
        self.fill = fill
        self.stroke = stroke
        self.width_pt = width_pt
        self.opacity = alpha
        self.dash_pt = dash_pt
        self.is_round = is_round
        self.clip: TransformedPath | None = None

    def draw(self, renderer: Any) -> None:
        """Hand the path to the file that is written."""
        gc = renderer.new_gc()
        gc.set_snap(False)
        gc.set_foreground(self.stroke or palette.INK)
        gc.set_linewidth(self.width_pt if self.stroke else 0)
        gc.set_capstyle("round" if self.is_round else "butt")
        gc.set_joinstyle("round" if self.is_round else "miter")
        if self.dash_pt:
            gc.set_dashes(0, self.dash_pt)
        if self.opacity < 1:
            gc.set_alpha(self.opacity)
        if self.clip is not None:
            gc.set_clip_path(self.clip)
        face = (*palette.to_rgb(self.fill), self.opacity) if self.fill else None
        renderer.draw_path(gc, self.path, self.get_transform(), face)
        gc.restore()
        self.stale = False


class Line(Artist):
    """A line of text whose place and width are known already.

    matplotlib's ``Text`` would measure and lay it out again, and read a ``$`` as mathematics
    unless told not to.
    """

    def __init__(
        self,
        x: float,
        y: float,
        text: str,
        properties: FontProperties,
        colour: str,
        rotation: float,
        to_display: Transform,
    ):
        super().__init__()
        self.x, self.y = x, y
        self.text = text
        self.font = properties
        self.colour = colour
        self.rotation = rotation
        self.set_transform(to_display)

    def draw(self, renderer: Any) -> None:
        """Hand the text to the file that is written."""
        x, y = self.get_transform().transform((self.x, self.y))
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self.colour)
        renderer.draw_text(gc, x, y, self.text, self.font, self.rotation, ismath=False)
        gc.restore()
        self.stale = False
