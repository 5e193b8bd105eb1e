"""A report's pieces as they flow over pages: each knows its height and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from geo.exports.report.blocks import Block, Facts, Quote, Text
from geo.exports.report.words import formula_parts
from layers import palette
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect, polyline, rectangle
from layers.sheet_fonts import ABSENT, SheetFonts
from layers.sheet_text import wrap

LEADING = 1.45
SIZE, SMALL, TABLE = 8.6, 7.0, 7.2
"""Of running text, remarks and tables, points."""

Draw = Callable[[Canvas, float, float], None]
"""Draws at a left and an upper edge, mm."""


@dataclass(frozen=True)
class Item:
    """What is not broken between pages.

    Attributes
    ----------
    height : float, mm
        With the room around it.
    draw : callable
    is_kept : bool
        Whether it stays on one page with what follows.
    head : Item or None
        Drawn again above it where it begins a page: the header of its table.
    absent : frozenset of str
        Its characters that no font here has.
    begins_page : bool
    fitted : callable or None
        Makes the same in a height (mm) from ``least`` on, where a page has not enough room.
    """

    height: float
    draw: Draw
    is_kept: bool = False
    head: Item | None = None
    absent: frozenset[str] = frozenset()
    begins_page: bool = False
    fitted: Callable[[float], Item] | None = None
    least: float = 0.0


@dataclass(frozen=True)
class Style:
    """How a text is set: face, size (pt), colour, room above and below (mm).

    ``is_kept``: it stays with what follows; ``has_indices``: ``_ij`` stands below the line.
    """

    face: str
    size: float
    colour: str = palette.INK
    above: float = 0.6
    below: float = 1.2
    is_kept: bool = False
    has_indices: bool = False


TITLE = Style("name", 26, above=20, below=3)
SECTION = Style("name", 14, above=6, below=2.2, is_kept=True)
STYLES = {
    "text": Style("sans", SIZE),
    "lead": Style("sans", 10.4, above=1, below=1.8),
    "small": Style("sans", SMALL, palette.SOFT),
    "caution": Style("sans", SIZE, palette.CAUTION, above=2, below=3.4),
    "heading": Style("name", 10.4, above=3, below=1.0, is_kept=True),
    "formula": Style("quote", 11, above=0.6, below=2, has_indices=True),
    "symbols": Style("sans", SMALL, palette.SOFT, has_indices=True),
}


@dataclass
class Maker:
    """Makes items of one width.

    Attributes
    ----------
    fonts : SheetFonts
    width : float, mm
    """

    fonts: SheetFonts
    width: float
    _has: dict[str, bool] = field(default_factory=dict, repr=False)

    def absent(self, *texts: str) -> frozenset[str]:
        """Find the characters of texts that no font here has."""
        found = set().union(*texts)
        for char in found - self._has.keys():
            self._has[char] = char == ABSENT or self.fonts.clean(char) != ABSENT
        return frozenset(char for char in found if not self._has[char])

    def lines(self, text: str, face: str, size: float, width: float) -> list[str]:
        """Break a text into lines, its own line ends kept."""
        parts = (wrap(self.fonts, part, face, size, width) for part in text.split("\n"))
        return [line for part in parts for line in part]

    def text(self, text: str, style: Style) -> list[Item]:
        """Set a paragraph, a line an item, so that a page may end within it."""
        absent = self.absent(text)
        lines = self.lines(text, style.face, style.size, self.width)
        items = [self._line(line, style) for line in lines]
        if not items:
            return []
        items = [replace(item, is_kept=style.is_kept, absent=absent) for item in items]
        # No line alone at the foot or the head of a page.
        for place in {0, len(items) - 2} if len(items) > 1 else ():
            items[place] = replace(items[place], is_kept=True)
        items[0] = space_above(items[0], style.above)
        items[-1] = replace(items[-1], height=items[-1].height + style.below)
        return items

    def _line(self, line: str, style: Style) -> Item:
        leading, face = style.size * LEADING * MM_PER_PT, style.face
        parts = formula_parts(line) if style.has_indices else [(line, False)]

        def draw(canvas: Canvas, x: float, y: float) -> None:
            for text, is_below in parts:
                size = style.size * (0.7 if is_below else 1.0)
                base = y - 0.76 * leading - (0.08 * style.size if is_below else 0.0)
                # The canvas would leave out blanks at the ends of a part.
                blank = self.fonts.width_mm(" " * (len(text) - len(text.lstrip())), face, size)
                canvas.text(x + blank, base, text, face=face, size=size, colour=style.colour)
                x += self.fonts.width_mm(text, face, size)

        return Item(leading, draw)

    def boxed(self, text: str, style: Style, fill: str, edge: str, note: str = "") -> Item:
        """Set a text on a ground with an edge at the left, and a small note below it."""
        room = self.width - 7
        body = self.lines(text, style.face, style.size, room)
        notes = self.lines(note, "sans", SMALL, room)
        rows = [(line, style.face, style.size, style.colour) for line in body]
        rows += [(line, "sans", SMALL, palette.SOFT) for line in notes]
        inside = sum(size * LEADING * MM_PER_PT for _, _, size, _ in rows) + 2.4

        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.path(rectangle(Rect(x, y - inside, self.width, inside)), fill=fill)
            canvas.path(polyline([(x + 0.4, y - inside), (x + 0.4, y)]), stroke=edge, width_px=3)
            y -= 1.2
            for line, face, size, colour in rows:
                leading = size * LEADING * MM_PER_PT
                canvas.text(x + 3.6, y - 0.76 * leading, line, face=face, size=size, colour=colour)
                y -= leading

        item = Item(inside + 2, draw, absent=self.absent(text, note))
        return space_above(item, 0.8)

    def of_text(self, block: Text) -> list[Item]:
        """Set a paragraph of a section."""
        style = STYLES[block.style]
        if block.style == "caution":
            box = self.boxed(block.text, style, palette.CAUTION_GROUND, palette.CAUTION_LINE)
            return [replace(box, is_kept=True)]  # it warns of what follows
        return self.text(block.text, style)

    def of_quote(self, block: Quote) -> list[Item]:
        """Set the words of a document."""
        edge = palette.CAUTION if block.is_editorial else palette.WEST
        style = Style("quote", SIZE)
        return [self.boxed(block.text, style, palette.PANEL, edge, block.source)]

    def of_facts(self, block: Facts) -> list[Item]:
        """Set pairs, names at the left."""
        return [*self._pairs(block.rows)]

    def _pairs(self, rows: Sequence[tuple[str, str]]) -> Iterator[Item]:
        left = min(self.width * 0.27, 48.0)
        leading = SIZE * LEADING * MM_PER_PT
        for name, content in rows:
            names = self.lines(name, "sans", SIZE, left - 3)
            lines = self.lines(content, "sans", SIZE, self.width - left)
            height = max(len(names), len(lines), 1) * leading + 1.6

            def draw(
                canvas: Canvas,
                x: float,
                y: float,
                names: list[str] = names,
                lines: list[str] = lines,
            ) -> None:
                rule = polyline([(x, y), (x + self.width, y)])
                canvas.path(rule, stroke=palette.LINE, width_px=0.8)
                for at, texts, colour in ((x, names, palette.SOFT), (x + left, lines, palette.INK)):
                    for place, line in enumerate(texts):
                        base = y - 0.8 - (place + 0.76) * leading
                        canvas.text(at, base, line, size=SIZE, colour=colour)

            yield Item(height, draw, absent=self.absent(name, content))


def space_above(item: Item, above: float) -> Item:
    """Put room (mm) above an item."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        item.draw(canvas, x, y - above)

    return replace(item, height=item.height + above, draw=draw)


def joined(blocks: Sequence[Block], items_of: Callable[[Block], list[Item]]) -> Iterator[Item]:
    """Put the items of blocks one after another; what a quotation backs stays with it."""
    for block, following in zip_longest(blocks, blocks[1:]):
        items = items_of(block)
        if items and isinstance(following, Quote) and not isinstance(block, Quote):
            items[-1] = replace(items[-1], is_kept=True)
        yield from items


_LITTLE = 0.2
"""Share of a page that is not worth a page of its own."""


@dataclass(frozen=True)
class Placed:
    """An item and its upper edge on a page, mm."""

    item: Item
    y: float


def paginate(items: Sequence[Item], top: float, bottom: float) -> list[list[Placed]]:
    """Spread items over pages.

    Parameters
    ----------
    items : sequence of Item
    top, bottom : float, mm
        Of a page's body.

    Returns
    -------
    list of list of Placed
        One list a page, at least one. An item higher than a page stands on one nevertheless;
        what is kept together goes to the next page together, as long as it fits on one. Where
        little is left for the last page, a picture makes room for it.
    """
    pages = _spread(items, top, bottom)
    last = pages[-1]
    left = sum(one.item.height for one in last)
    if len(pages) == 1 or left > _LITTLE * (top - bottom):
        return pages
    for place, item in reversed(list(enumerate(items))):
        # What is kept together may need more room than what is left over.
        for height in (item.height - left, item.least):
            if item.fitted is None or height < item.least:
                continue
            shorter = [*items[:place], item.fitted(height), *items[place + 1 :]]
            again = _spread(shorter, top, bottom)
            if len(again) < len(pages):
                return again
    return pages


def _spread(items: Sequence[Item], top: float, bottom: float) -> list[list[Placed]]:
    pages: list[list[Placed]] = [[]]
    y = top
    for place, item in enumerate(items):
        if item.fitted is not None and item.least <= y - bottom < item.height:
            item = item.fitted(y - bottom)
        needed = _together(items, place, item, top - bottom)
        if pages[-1] and (y - needed < bottom or item.begins_page):
            pages.append([])
            y = top
            if item.head is not None:
                pages[-1].append(Placed(item.head, y))
                y -= item.head.height
        pages[-1].append(Placed(item, y))
        y -= item.height
    return pages


def _together(items: Sequence[Item], place: int, first: Item, most: float) -> float:
    """Measure an item with those that it must not part from; itself where that is too much."""
    height, before = first.height, first
    for following in items[place + 1 :]:
        if not before.is_kept:
            break
        height += following.least or following.height
        before = following
    return height if height <= most else first.height
