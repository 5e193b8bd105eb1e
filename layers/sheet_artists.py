"""What a page is made of: shapes, lines of text and pictures, drawn by one artist of matplotlib.

An artist of matplotlib can be picked, animated, moved and listened to. A sheet has hundreds of
shapes and needs none of that, which took a tenth of its time; so they are plain records here,
and the page that holds them is the only artist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform, TransformedPath

from layers import palette

Matrix = np.ndarray[Any, np.dtype[np.float64]]
"""Of an affine transformation, shape (3, 3)."""


class Pens:
    """Graphics contexts for one drawing of a page: one for each look, one cut for each clip.

    A file repeats what differs from the shape before, so shapes that share a clip should be
    given the same ``Path`` object.

    Parameters
    ----------
    renderer : matplotlib renderer
        What is drawn on.
    to_display : Transform
        From mm to its points or pixels.
    """

    def __init__(self, renderer: Any, to_display: Transform):
        self.renderer = renderer
        self.plain = Affine2D(to_display.get_matrix())
        self._matrix: Matrix = self.plain.get_matrix()
        self._pens: dict[tuple[object, ...], Any] = {}
        self._clips: dict[int, TransformedPath] = {}
        self._faces: dict[tuple[str, float], tuple[float, ...]] = {}

    def transform(self, matrix: Matrix | None) -> Affine2D:
        """Go on from a transformation to mm (None: it is in mm)."""
        return self.plain if matrix is None else Affine2D(self._matrix @ matrix)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Take a point in mm to the display."""
        right, up, _ = self._matrix @ (x, y, 1.0)
        return float(right), float(up)

    def of_shape(self, shape: Shape) -> Any:
        """Give the pen of a shape."""
        look = (shape.stroke, shape.width_pt, shape.opacity, shape.dash_pt, shape.is_round)
        pen = self._pens.get(look)
        if pen is None:
            pen = self._pens[look] = self._make(shape)
        clip = shape.clip
        if clip is None:
            pen.set_clip_path(None)
        else:
            if id(clip) not in self._clips:
                self._clips[id(clip)] = TransformedPath(clip, self.plain)
            pen.set_clip_path(self._clips[id(clip)])
        return pen

    def of_text(self, colour: str) -> Any:
        """Give the pen of a text."""
        pen = self._pens.get((colour,))
        if pen is None:
            pen = self._pens[(colour,)] = self.renderer.new_gc()
            # What text does not heed is as it is for a filled shape, or a file would switch
            # between the two again and again.
            pen.set_linewidth(0)
            pen.set_joinstyle("miter")
            pen.set_foreground(colour)
        return pen

    def face(self, colour: str | None, opacity: float) -> tuple[float, ...] | None:
        """Give the components of a fill; None for none."""
        if colour is None:
            return None
        face = self._faces.get((colour, opacity))
        if face is None:
            face = self._faces[colour, opacity] = (*palette.to_rgb(colour), opacity)
        return face

    def _make(self, shape: Shape) -> Any:
        pen = self.renderer.new_gc()
        pen.set_snap(False)
        pen.set_foreground(shape.stroke or palette.INK)
        pen.set_linewidth(shape.width_pt if shape.stroke else 0)
        pen.set_capstyle("round" if shape.is_round else "butt")
        pen.set_joinstyle("round" if shape.is_round else "miter")
        if shape.dash_pt:
            pen.set_dashes(0, shape.dash_pt)
        if shape.opacity < 1:
            pen.set_alpha(shape.opacity)
        return pen


class Drawn(Protocol):
    """What can lie on a page."""

    def draw(self, renderer: Any, pens: Pens) -> None:
        """Hand it to the file that is written."""


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """A path that is filled, stroked, or both.

    Attributes
    ----------
    path : Path
    fill, stroke : str or None
        ``#rrggbb``.
    width_pt : float
    opacity : float
    dash_pt : tuple of float
        Dashes and gaps; empty for a solid line.
    is_round : bool
        Round ends and corners.
    matrix : Matrix or None
        Takes the path to mm; None if it is in mm.
    clip : Path or None
        In mm.
    """

    path: Path
    fill: str | None
    stroke: str | None
    width_pt: float
    opacity: float
    dash_pt: tuple[float, ...]
    is_round: bool
    matrix: Matrix | None
    clip: Path | None

    def draw(self, renderer: Any, pens: Pens) -> None:
        """Hand the path to the file that is written."""
        face = pens.face(self.fill, self.opacity)
        renderer.draw_path(pens.of_shape(self), self.path, pens.transform(self.matrix), face)


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A line of text whose place (mm) and width are known already.

    matplotlib's ``Text`` would measure and lay it out again, and read a ``$`` as mathematics
    unless told not to.
    """

    x: float
    y: float
    text: str
    font: FontProperties
    colour: str
    rotation: float

    def draw(self, renderer: Any, pens: Pens) -> None:
        """Hand the text to the file that is written."""
        x, y = pens.point(self.x, self.y)
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        pen = pens.of_text(self.colour)
        renderer.draw_text(pen, x, y, self.text, self.font, self.rotation, ismath=False)


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """One of matplotlib's own artists, such as an image."""

    artist: Artist

    def draw(self, renderer: Any, pens: Pens) -> None:  # noqa: ARG002
        """Let it draw itself."""
        self.artist.draw(renderer)


class Page(Artist):
    """Everything on a page, in drawing order.

    Parameters
    ----------
    to_display : Transform
        From mm.
    """

    def __init__(self, to_display: Transform):
        super().__init__()
        self.drawn: list[Drawn] = []
        self._to_display = to_display

    def draw(self, renderer: Any) -> None:
        """Hand everything to the file that is written."""
        pens = Pens(renderer, self._to_display)
        for item in self.drawn:
            item.draw(renderer, pens)
        self.stale = False
