"""The preview picture of a view: what other programs show beside a link to it.

It is the map of a sheet without the sheet: the map at the right, and at the left the title in
letters that can be read when the picture is shown small.
"""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers import palette
from layers.boxes import name_box
from layers.sheet import Sheet, arrange
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect
from layers.sheet_fonts import SheetFonts
from layers.sheet_map import draw_map
from layers.sheet_order import SheetOrder
from layers.sheet_scene import make_scene

_MARGIN, _TITLE = 7.0, 62.0
"""mm; the title's column takes a third of the width."""

_SIZES = 30.0, 22.0
"""Of the product's name and the view's, points."""


def draw_card(catalogue: Catalogue, order: SheetOrder, fonts: SheetFonts) -> Sheet:
    """Draw the picture.

    Parameters
    ----------
    catalogue : Catalogue
    order : SheetOrder
        Of the paper ``CARD``.
    fonts : SheetFonts

    Returns
    -------
    Sheet

    Raises
    ------
    UnknownIdError
        If a city is not in the catalogue.
    BoundaryError
        If boundaries are missing or altered.
    """
    canvas = Canvas(order.size_mm, fonts)
    column = Rect(_MARGIN, _MARGIN, _TITLE, canvas.height - 2 * _MARGIN)
    _write(canvas, column, order)
    left = column.right + 2.0
    maps = Rect(left, 2.0, canvas.width - left - 3.0, canvas.height - 5.0)
    scenes = [make_scene(catalogue, order, city) for city in order.cities]
    frames = arrange(maps, scenes, order, canvas)
    labels = [
        label
        for frame, scene in zip(frames, scenes, strict=True)
        for label in draw_map(canvas, frame, scene, order)
    ]
    return Sheet(canvas, tuple(frames), tuple(labels))


def _write(canvas: Canvas, column: Rect, order: SheetOrder) -> None:
    """Write the parts of the title below each other, and the note on the map's status."""
    y = column.top - 12.0
    for part, size in zip(order.title.split(" · "), _SIZES, strict=False):
        canvas.text(column.x, y, part, face="name", size=min(size, _widest(part, column.width)))
        y -= 14.0
    colour = palette.INK if order.is_reviewed else palette.CAUTION
    size = min(6.5, _widest(order.review, column.width))
    canvas.text(column.x, column.y, order.review, size=size, colour=colour)


def _widest(text: str, width_mm: float) -> float:
    """Return the size (pt) at which a text is about as wide as a column."""
    return width_mm / MM_PER_PT / max(name_box(text, 0, 0, 1)[2] * 2, 1)
