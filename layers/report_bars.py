"""Bars of a report on paper: one scale, pieces in order, each with the number of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.exports.report.blocks import Bar, Bars
from layers import palette
from layers.report_items import LEADING, SMALL, STYLES, TABLE, Item, Maker
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect, rectangle

KINDS = (
    "#3b6fb6", "#e0863a", "#4a9b8e", "#c94f6d", "#8a6fb8", "#c9a227",
    "#7c6a58", "#56a5d8", "#6f8f3a", "#b0468f", "#2f4858", "#d98a9f",
)  # fmt: skip
"""Fills of the kinds of pieces, in order, as the pages show them; then they begin anew."""

_LABEL, _TEXT, _HEIGHT = 0.30, 0.13, 3.4
"""Parts of the width for names and numbers; height of a bar, mm."""


def kind_colour(kind: int) -> str:
    """Return the fill of a kind of piece."""
    return KINDS[kind % len(KINDS)]


def _ink_on(colour: str) -> str:
    """Choose the ink that reads best on a fill."""
    return max(("#ffffff", palette.INK), key=lambda ink: palette.contrast(ink, colour))


def bar_items(maker: Maker, bars: Bars) -> list[Item]:
    """Set bars with their title and the key to their pieces.

    Parameters
    ----------
    maker : Maker
    bars : Bars

    Returns
    -------
    list of Item
    """
    return list(_items(maker, bars))


def _items(maker: Maker, bars: Bars) -> Iterator[Item]:
    yield from maker.text(bars.title, STYLES["heading"])
    if len(bars.kinds) > 1:
        yield from _key(maker, bars.kinds)
    has_numbers = len(bars.kinds) > 1
    items = [_bar(maker, bar, has_numbers=has_numbers) for bar in bars.bars]
    # On one page, if they fit on one.
    yield from (replace(item, is_kept=True) for item in items[:-1])
    yield from items[-1:]
    if bars.note:
        yield from maker.text(bars.note, STYLES["small"])


def _key(maker: Maker, kinds: tuple[str, ...]) -> Iterator[Item]:
    """List the kinds with their fill and number, as many on a line as find room."""
    line: list[tuple[int, str, float]] = []
    used = 0.0
    for kind, name in enumerate(kinds):
        text = maker.lines(f"{kind + 1} {name}", "sans", SMALL, maker.width - 8)[0]
        width = maker.fonts.width_mm(text, "sans", SMALL) + 9
        if line and used + width > maker.width:
            yield _key_line(maker, line)
            line, used = [], 0.0
        line.append((kind, text, width))
        used += width
    yield _key_line(maker, line)


def _key_line(maker: Maker, entries: list[tuple[int, str, float]]) -> Item:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        for kind, text, width in entries:
            canvas.path(rectangle(Rect(x, y - 3.2, 2.6, 2.6)), fill=kind_colour(kind))
            canvas.text(x + 3.8, y - 2.8, text, size=SMALL, colour=palette.SOFT)
            x += width

    return Item(4.2, draw, is_kept=True, absent=maker.absent(*(text for _, text, _ in entries)))


def _bar(maker: Maker, bar: Bar, *, has_numbers: bool) -> Item:
    label, number = maker.width * _LABEL, maker.width * _TEXT
    track = maker.width - label - number
    lines = maker.lines(bar.label, "sans", TABLE, label - 3)
    leading = TABLE * LEADING * MM_PER_PT
    height = max(len(lines) * leading, _HEIGHT) + 1.5

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for place, line in enumerate(lines):
            canvas.text(x, y - (place + 0.8) * leading, line, size=TABLE)
        foot = y - 0.2 - _HEIGHT
        canvas.path(rectangle(Rect(x + label, foot, track, _HEIGHT)), fill=palette.PANEL)
        _pieces(canvas, bar, x + label, foot, track, has_numbers=has_numbers)
        canvas.text(x + maker.width, y - 0.8 * leading, bar.text, size=TABLE, align="right")

    return Item(height, draw, absent=maker.absent(bar.label))


def _pieces(
    canvas: Canvas, bar: Bar, x: float, y: float, track: float, *, has_numbers: bool
) -> None:
    """Draw the pieces one after another, parted by a hair's breadth of paper."""
    end = x + track
    for part in bar.parts:
        width = min(max(part.length, 0.0) * track, end - x)
        if width <= 0:
            continue
        canvas.path(
            rectangle(Rect(x, y, max(width - 0.2, 0.15), _HEIGHT)), fill=kind_colour(part.kind)
        )
        text = str(part.kind + 1)
        size = 5.6
        if has_numbers and width > canvas.fonts.width_mm(text, "bold", size) + 1.2:
            canvas.text(
                x + width / 2, y + 1.05, text, face="bold", size=size,
                colour=_ink_on(kind_colour(part.kind)), align="center",
            )  # fmt: skip
        x += width
