"""Text that flows through columns: headings, facts, quotations with their documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.tables import Industry
from layers import palette
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect, polyline, rectangle
from layers.sheet_fills import draw_swatch
from layers.sheet_fonts import SheetFonts
from layers.sheet_text import wrap

_EDITORIAL = "#8a7a3a"
"""Edge of a quotation that is editorial, as in ``page.css``."""


@dataclass(frozen=True)
class Block:
    """A piece of text that is not broken between columns.

    Attributes
    ----------
    kind : {"heading", "entry", "text", "small", "quote"}
        ``entry`` is a line with an industry's swatch.
    text : str
        The first paragraph.
    note : str
        A smaller one below it: the document of a quotation, an explanation.
    industry : Industry or None
        Of an entry.
    is_editorial : bool
        Whether a quotation backs something that the atlas added.
    """

    kind: str
    text: str
    note: str = ""
    industry: Industry | None = None
    is_editorial: bool = False


@dataclass(frozen=True)
class Style:
    """How a kind of block is set: face, size (pt on A4), colour, room above and below (mm)."""

    face: str
    size: float
    colour: str
    above: float
    below: float
    indent: float = 0.0


STYLES = {
    "heading": Style("name", 9.6, palette.INK, 2.6, 0.9),
    "entry": Style("sans", 7.8, palette.INK, 0.3, 0.5, 5.4),
    "text": Style("sans", 7.8, palette.INK, 0.3, 0.5),
    "small": Style("sans", 6.6, palette.SOFT, 0.2, 0.5),
    "quote": Style("quote", 7.8, palette.INK, 0.6, 0.9, 3.2),
}
_NOTE = 6.4
_LEADING = 1.42


class Setter:
    """Measures and draws blocks of one width.

    Parameters
    ----------
    fonts : SheetFonts
    width : float, mm
        Of a column.
    factor : float
        How much larger than on A4.
    """

    def __init__(self, fonts: SheetFonts, width: float, factor: float):
        self.fonts = fonts
        self.width = width
        self.factor = factor

    def _lines(self, block: Block) -> Iterator[tuple[str, str, float, str]]:
        style = STYLES[block.kind]
        room = self.width - style.indent * self.factor
        size = style.size * self.factor
        for line in wrap(self.fonts, block.text, style.face, size, room):
            yield line, style.face, size, style.colour
        small = _NOTE * self.factor
        if block.note:
            for line in wrap(self.fonts, block.note, "sans", small, room):
                yield line, "sans", small, palette.SOFT

    def height(self, block: Block) -> float:
        """Measure a block with the room around it, mm."""
        style = STYLES[block.kind]
        lines = sum(size * _LEADING * MM_PER_PT for _, _, size, _ in self._lines(block))
        return lines + (style.above + style.below) * self.factor

    def draw(self, canvas: Canvas, block: Block, x: float, y: float) -> float:
        """Draw a block below ``y``; return where it ends, mm."""
        style, k = STYLES[block.kind], self.factor
        bottom = y - self.height(block)
        y -= style.above * k
        if block.kind == "quote":
            self._edge(canvas, block, x, y, bottom + style.below * k)
        if block.kind == "entry":
            draw_swatch(canvas, x, y - 4.0 * k, 3.6 * k, block.industry)
        for text, face, size, colour in self._lines(block):
            leading = size * _LEADING * MM_PER_PT
            canvas.text(
                x + style.indent * k, y - 0.76 * leading, text, face=face, size=size, colour=colour
            )
            y -= leading
        return bottom

    def _edge(self, canvas: Canvas, block: Block, x: float, top: float, bottom: float) -> None:
        ground = Rect(x, bottom, self.width, top - bottom)
        canvas.path(rectangle(ground), fill=palette.PANEL)
        colour = _EDITORIAL if block.is_editorial else palette.WEST
        edge = polyline([(x + 0.4, bottom), (x + 0.4, top)])
        dash = (4, 3) if block.is_editorial else ()
        canvas.path(edge, stroke=colour, width_px=3, dash_px=dash)


def split_columns(rect: Rect, count: int, gap: float) -> list[Rect]:
    """Cut a rectangle into columns of equal width, a gap (mm) apart."""
    width = (rect.width - gap * (count - 1)) / count
    return [Rect(rect.x + n * (width + gap), rect.y, width, rect.height) for n in range(count)]


def _together(blocks: Sequence[Block]) -> Sequence[Block]:
    """Take the blocks that must not part: headings and names stay with what follows them."""
    count = 1
    while count < len(blocks) and (
        blocks[count - 1].kind == "heading"
        or (blocks[count - 1].kind == "text" and blocks[count].kind == "quote")
    ):
        count += 1
    return blocks[:count]


def flow(
    setter: Setter, blocks: Sequence[Block], columns: Sequence[Rect]
) -> tuple[list[tuple[Block, float, float]], list[Block]]:
    """Find where blocks stand in columns.

    Parameters
    ----------
    setter : Setter
        Of the columns' width.
    blocks : sequence of Block
    columns : sequence of Rect
        Filled in order.

    Returns
    -------
    list of (Block, x, y), list of Block
        What stands where (upper left corner, mm), and what found no room. A heading never ends
        a column, and a block that is higher than a column stands there nevertheless.
    """
    placed: list[tuple[Block, float, float]] = []
    left = list(blocks)
    for column in columns:
        y = column.top
        while left:
            height = setter.height(left[0])
            needed = sum(setter.height(block) for block in _together(left))
            if y - needed < column.y and y < column.top:
                break
            placed.append((left.pop(0), column.x, y))
            y -= height
    return placed, left
