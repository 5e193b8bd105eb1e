"""The paper of a sheet: a figure measured in mm, onto which paths and texts are put."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Transform

from layers import palette
from layers.sheet_artists import Line, Page, Picture, Shape
from layers.sheet_fonts import SheetFonts
from layers.sheet_subset import quick_subsets

MM_PER_PT = 25.4 / 72
CSS_PX_PT = 0.6
"""Points on A4 for one px of the screen: an A4 map shows as much as a window 900 px wide."""

_FACTOR = {297.0: 1.0, 420.0: 1.2}
_CREATOR = "Renxing Atlas 人形图"


@dataclass(frozen=True)
class Rect:
    """A rectangle on the paper in mm, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y + self.height


class Canvas:
    """One page; the origin is at the lower left, y points upwards, lengths are mm.

    Parameters
    ----------
    size_mm : (float, float)
        Width and height.
    fonts : SheetFonts
        What texts are set in.

    Attributes
    ----------
    factor : float
        How much larger signs and type are than on A4.
    px : float
        Length in mm of one px of the screen's signs.
    drawn : list
        Everything that lies on the page, the lowest first.
    texts : list of str
        Everything that was written, in order.
    """

    def __init__(self, size_mm: tuple[float, float], fonts: SheetFonts):
        self.width, self.height = size_mm
        self.fonts = fonts
        self.factor = _FACTOR.get(self.width, 1.0)
        self.px = CSS_PX_PT * self.factor * MM_PER_PT
        self.figure = Figure(figsize=(self.width / 25.4, self.height / 25.4), facecolor="none")
        self.to_display: Transform = Affine2D().scale(1 / 25.4) + self.figure.dpi_scale_trans
        page = Page(self.to_display)
        self.figure.add_artist(page)
        self.drawn = page.drawn
        self.texts: list[str] = []
        self.path(rectangle(Rect(0, 0, self.width, self.height)), fill=palette.PAPER)

    def path(
        self,
        path: Path,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width_px: float = 0.0,
        alpha: float = 1.0,
        dash_px: Sequence[float] = (),
        is_round: bool = False,
        transform: Transform | None = None,
        clip: Path | None = None,
    ) -> Shape:
        """Draw a path.

        Parameters
        ----------
        path : Path
            In mm, or in what ``transform`` takes to mm.
        fill, stroke : str, optional
            ``#rrggbb``.
        width_px : float
            Width of the stroke in px of the screen.
        alpha : float
            Opacity.
        dash_px : sequence of float
            Dashes and gaps in px; empty for a solid line.
        is_round : bool
            Round ends and corners.
        clip : Path, optional
            In mm; nothing is drawn outside. Give what shares a clip the same object.
        """
        shape = Shape(
            path,
            fill=fill,
            stroke=stroke,
            width_pt=width_px * self.px / MM_PER_PT,
            opacity=alpha,
            dash_pt=tuple(part * self.px / MM_PER_PT for part in dash_px),
            is_round=is_round,
            matrix=None if transform is None else transform.get_matrix(),
            clip=clip,
        )
        self.drawn.append(shape)
        return shape

    def add(self, artist: Artist) -> None:
        """Put an artist on top of what is there."""
        artist.set_figure(self.figure)
        self.drawn.append(Picture(artist))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        face: str = "sans",
        size: float = 8.0,
        colour: str = palette.INK,
        align: str = "left",
        halo_px: float = 0.0,
        rotation: float = 0.0,
    ) -> float:
        """Write one line; return its width in mm.

        Parameters
        ----------
        x, y : float, mm
            Where its base line begins (or ends, or has its middle, by ``align``).
        text : str
            Written literally.
        face : str
            See ``layers.sheet_fonts.FACES``.
        size : float, pt
        align : {"left", "center", "right"}
        halo_px : float
            Width of the light rim that sets it off from the map; 0 for none.
        rotation : float
            Degrees, anticlockwise; only without a rim.
        """
        shown = self.fonts.clean(text)
        if not shown:
            return 0.0
        width = self.fonts.width_mm(shown, face, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        properties = self.fonts.properties(face, size)
        if halo_px:
            # A text effect would turn the text itself into outlines, unreadable to machines.
            # (``TextPath`` would read a $ as mathematics, whatever it is told.)
            points, codes = text_to_path.get_text_path(properties, shown, ismath=False)
            scale = size / text_to_path.FONT_SCALE * MM_PER_PT
            place = Affine2D().scale(scale).translate(left, y)
            self.path(
                Path(points, codes),
                stroke="#ffffff",
                width_px=2 * halo_px,
                alpha=0.85,
                is_round=True,
                transform=place,
            )
        if rotation:
            # Turned about the point that it is aligned to.
            turn = Affine2D().rotate_deg_around(x, y, rotation)
            left, y = turn.transform((left, y))
        self.drawn.append(Line(left, y, shown, properties, colour, rotation))
        self.texts.append(shown)
        return width

    def save(self, format: str, dpi: int, *, title: str) -> bytes:
        """Write the page.

        Parameters
        ----------
        format : {"pdf", "png"}
        dpi : int
            Of a PNG.
        title : str
            Goes into the file's properties.

        Returns
        -------
        bytes
        """
        file = io.BytesIO()
        with mpl.rc_context(rc_of(self.fonts)), quick_subsets():
            self.figure.savefig(file, format=format, dpi=dpi, **options(format, title))
        return file.getvalue()


def rc_of(fonts: SheetFonts) -> dict[Any, Any]:
    """Choose how a PDF holds its fonts: as TrueType, as long as all of them are."""
    # Level 2 takes half of the time of the default for a twentieth more bytes.
    return {"pdf.fonttype": 3 if fonts.has_outlines_of_type2 else 42, "pdf.compression": 2}


def options(format: str, title: str) -> dict[str, Any]:
    """Give what a file says of itself; the same sheet gives the same bytes."""
    if format == "pdf":
        return {"metadata": {"Title": title, "Creator": _CREATOR, "CreationDate": None}}
    # Level 3 takes a third of the time of the default for a tenth more bytes.
    return {
        "metadata": {"Title": title, "Software": _CREATOR},
        "pil_kwargs": {"compress_level": 3},
    }


def rectangle(rect: Rect) -> Path:
    """Draw a rectangle as a path."""
    corners = [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.top), (rect.x, rect.top)]
    return Path([*corners, corners[0]], closed=True)


def rounded(rect: Rect, radius: float) -> Path:
    """Draw a rectangle with round corners as a path."""
    bend = radius * 0.4477
    x0, y0, x1, y1 = rect.x, rect.y, rect.right, rect.top
    points = [
        (x0 + radius, y0), (x1 - radius, y0), (x1 - bend, y0), (x1, y0 + bend), (x1, y0 + radius),
        (x1, y1 - radius), (x1, y1 - bend), (x1 - bend, y1), (x1 - radius, y1),
        (x0 + radius, y1), (x0 + bend, y1), (x0, y1 - bend), (x0, y1 - radius),
        (x0, y0 + radius), (x0, y0 + bend), (x0 + bend, y0), (x0 + radius, y0), (x0, y0),
    ]  # fmt: skip
    side, curve = [Path.LINETO], [Path.CURVE4] * 3
    codes = [Path.MOVETO, *(side + curve) * 4, Path.CLOSEPOLY]
    return Path(np.array(points), codes)


def polyline(points: Sequence[tuple[float, float]] | np.ndarray[Any, Any]) -> Path:
    """Join points (mm) by straight lines."""
    return Path(np.asarray(points))


def circle(x: float, y: float, radius: float) -> Path:
    """Draw a circle as a path, mm."""
    unit = Path.unit_circle()
    return Path(np.asarray(unit.vertices) * radius + (x, y), unit.codes)
