"""The column beside a map: the legend of what is on, and the documents it is taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.tables import Industry
from layers import palette
from layers.base import LayerSpec
from layers.registry import GROUPS
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect
from layers.sheet_fills import draw_swatch
from layers.sheet_order import SheetOrder
from layers.sheet_scene import Scene, shown_specs
from layers.sheet_signs import draw_mark, draw_symbol
from layers.sheet_text import wrap

_SIZE = 7.2
_SMALL = 0.82
_LEADING = 1.32
_SMALLEST = 0.62
"""Below this part of its size type is not shrunk; texts are cut short instead."""


@dataclass(frozen=True)
class Item:
    """A line of the column: a heading, an entry with its sign, or a document.

    ``symbol`` is empty for texts without a sign; ``industry`` belongs to swatches.
    """

    text: str
    kind: str = "entry"
    symbol: str = ""
    mark: str = ""
    note: str = ""
    colour: str = ""
    industry: Industry | None = None


def legend_items(catalogue: Catalogue, order: SheetOrder, scenes: Sequence[Scene]) -> list[Item]:
    """List what is on, in groups, with the signs of the map; what shows nothing is left out.

    Parameters
    ----------
    catalogue : Catalogue
    order : SheetOrder
    scenes : sequence of Scene
        Of the cities on the sheet.

    Returns
    -------
    list of Item
        Empty when nothing is on.
    """
    found: list[Item] = []
    specs = [spec for spec in shown_specs(catalogue, order) if _is_drawn(spec, scenes)]
    for group in GROUPS:
        entries = [_entry(catalogue, order, spec) for spec in specs if spec.group == group.id]
        if group.id == "industries" and _has_unlisted(scenes):
            entries.append(Item(order.words["unlisted"], symbol="unlisted"))
        if entries:
            found.append(Item(order.text(group.title_zh, group.title_en), kind="group"))
            found += entries
    if any(scene.sites for scene in scenes):
        found.append(Item(order.words["areaOnly"], symbol="precision"))
    return [Item(order.words["legend"], kind="heading"), *found] if found else []


def _has_unlisted(scenes: Sequence[Scene]) -> bool:
    return any(row.state == "unlisted" for scene in scenes for row in scene.districts)


def _is_drawn(spec: LayerSpec, scenes: Sequence[Scene]) -> bool:
    """Whether a layer shows anything in the edition that is read."""
    match spec.kind:
        case "industry":
            painted = {r.id for s in scenes for d in s.districts for r in d.industries}
            return spec.id.removeprefix("industry-") in painted
        case "belt":
            return any(f"belt-{belt.row.id}" == spec.id for s in scenes for belt in s.belts)
        case "link":
            return any(scene.links for scene in scenes)
        case "sites":
            members = {member for _, member in spec.members}
            return any(site.row.id in members for s in scenes for site in s.sites)
        case "mentions":
            return any(scene.mentions for scene in scenes)
    return False


def _entry(catalogue: Catalogue, order: SheetOrder, spec: LayerSpec) -> Item:
    title = order.text(spec.title_zh, spec.title_en)
    note = order.text(spec.note_zh, spec.note_en)
    if spec.kind == "industry":
        row = catalogue.industry(spec.id.removeprefix("industry-"))
        mark = order.text(row.mark_zh, row.mark_en)
        return Item(title, symbol="swatch", mark=mark, note=note, industry=row)
    colour = catalogue.belt(spec.id.removeprefix("belt-")).colour if spec.kind == "belt" else ""
    return Item(title, symbol=spec.symbol, note=note, colour=colour)


def source_items(catalogue: Catalogue, order: SheetOrder, scenes: Sequence[Scene]) -> list[Item]:
    """List the titles of the documents that state what is drawn, then what positions rest on."""
    cited = {key for scene in scenes for key in scene.cited}
    rows = [row for row in catalogue.sources if row.key in cited]
    found = [Item(order.words["sources"], kind="heading")] if rows else []
    for row in rows:
        title = order.text(row.title_zh, row.title_en)
        year = f"（{row.edition}）" if order.is_zh else f" ({row.edition})"
        text = f"《{title}》" if order.is_zh else title
        found.append(Item(text + (year if row.edition else ""), kind="source"))
    rests = {key for scene in scenes for key in scene.references} - cited
    names = [order.text(r.short_zh, r.short_en) for r in catalogue.sources if r.key in rests]
    if names:
        joint = "、" if order.is_zh else "; "
        found.append(Item(f"{order.words['positions']}{joint.join(names)}", kind="source"))
    return found


def draw_column(canvas: Canvas, rect: Rect, upper: Sequence[Item], lower: Sequence[Item]) -> None:
    """Set entries from the top and documents at the foot, as large as there is room for.

    Parameters
    ----------
    canvas : Canvas
    rect : Rect
        The column, mm.
    upper, lower : sequence of Item
        The legend, and the documents.
    """
    scale = 1.0
    while scale > _SMALLEST and _height(canvas, rect.width, [*upper, *lower], scale) > rect.height:
        scale -= 0.04
    column = _Column(canvas, rect.width, scale)
    y = rect.top
    for item in upper:
        y = column.draw(item, rect.x, y)
    y = rect.y + sum(column.height(item) for item in lower)
    for item in lower:
        y = column.draw(item, rect.x, y)


def _height(canvas: Canvas, width: float, items: Sequence[Item], scale: float) -> float:
    column = _Column(canvas, width, scale)
    return sum(column.height(item) for item in items) + 4.0 * canvas.factor


class _Column:
    """Measures and draws items of one width at one size."""

    def __init__(self, canvas: Canvas, width: float, scale: float):
        self.canvas = canvas
        self.width = width
        self.size = _SIZE * canvas.factor * scale
        self.most = 0 if scale > _SMALLEST else 2
        self.sign = 16 * canvas.px * min(1.0, scale * 1.1)

    def _leading(self, size: float) -> float:
        return size * _LEADING * MM_PER_PT

    def _parts(self, item: Item) -> Iterator[tuple[str, str, float, str]]:
        """Yield the lines of an item: text, face, size, colour."""
        size, soft = self.size, palette.SOFT
        if item.kind == "heading":
            yield item.text, "name", size * 1.2, palette.INK
            return
        if item.kind == "group":
            yield item.text, "sans", size * 0.9, soft
            return
        if item.kind == "source":
            small = size * _SMALL
            for line in self._wrap(item.text, small, self.width):
                yield line, "sans", small, palette.INK
            return
        room = self.width - self.sign * (2.9 if item.mark else 1.5)
        for line in self._wrap(item.text, size, room):
            yield line, "sans", size, palette.INK
        if item.note:
            for line in self._wrap(item.note, size * _SMALL, room):
                yield line, "sans", size * _SMALL, soft

    def _wrap(self, text: str, size: float, width: float) -> list[str]:
        return wrap(self.canvas.fonts, text, "sans", size, width, most=self.most)

    def _space(self, item: Item) -> tuple[float, float]:
        """Room above and below an item, mm."""
        unit = self.size * MM_PER_PT
        above = {"heading": 0.0, "group": 0.55, "source": 0.1}.get(item.kind, 0.12)
        below = {"heading": 0.25, "group": 0.15, "source": 0.15}.get(item.kind, 0.12)
        return above * unit, below * unit

    def height(self, item: Item) -> float:
        """Measure how high an item is, mm."""
        lines = sum(self._leading(size) for _, _, size, _ in self._parts(item))
        return max(lines, self.sign if item.symbol else 0.0) + sum(self._space(item))

    def draw(self, item: Item, x: float, y: float) -> float:
        """Draw an item from its upper edge on; return its lower edge, mm."""
        top, bottom = y, y - self.height(item)
        parts = list(self._parts(item))
        y -= self._space(item)[0]
        if item.symbol:
            first = self._leading(parts[0][2])
            self._symbol(item, x, y - max(first, self.sign) / 2)
            y -= max(0.0, (self.sign - first) / 2) if len(parts) == 1 else 0.0
            x += self.sign * 1.5
        if item.mark and item.industry:
            height = self.sign * 0.94
            box = Rect(x, bottom + (top - bottom - height) / 2, self.sign * 1.2, height)
            draw_mark(self.canvas, item.mark, item.industry.colour, box)
            x += self.sign * 1.4
        for text, face, size, colour in parts:
            base = y - 0.8 * self._leading(size)
            self.canvas.text(x, base, text, face=face, size=size, colour=colour)
            y -= self._leading(size)
        return bottom

    def _symbol(self, item: Item, x: float, middle: float) -> None:
        if item.symbol in ("swatch", "unlisted"):
            draw_swatch(self.canvas, x, middle - self.sign / 2, self.sign, item.industry)
        else:
            draw_symbol(self.canvas, item.symbol, x + self.sign / 2, middle, item.colour)
