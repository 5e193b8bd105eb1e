"""Tables of a report on paper: a row an item, the header again on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.exports.report.blocks import Cell, Column, Table
from geo.exports.report.words import NOTHING, fixed, metres, number, percent
from layers import palette
from layers.report_items import LEADING, STYLES, TABLE, Item, Maker, Style
from layers.sheet_canvas import MM_PER_PT, Canvas, polyline

_GAP, _PAD = 3.0, 0.9
_LONGEST_CELL = 400
"""Characters of a cell that are shown; the workbook has the whole."""


def shown(cell: Cell, column: Column) -> str:
    """Write a cell as its column is read.

    Parameters
    ----------
    cell : str, number, bool, or None
    column : Column

    Returns
    -------
    str
    """
    if cell is None or cell == "":
        return "" if column.kind == "text" else NOTHING
    if column.kind == "text" or isinstance(cell, str):
        text = str(cell)
        return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + "…"
    if column.kind == "integer":
        return f"{cell:,}"
    value = float(cell)  # type: ignore[arg-type]
    if column.kind == "share":
        return percent(value, in_column=True)
    if column.kind == "metres":
        return metres(value)
    return number(value) if column.decimals is None else fixed(value, column.decimals)


def table_items(maker: Maker, table: Table, *, most: int, left_out: str) -> list[Item]:
    """Set a table.

    Parameters
    ----------
    maker : Maker
    table : Table
    most : int
        Rows that are shown.
    left_out : str
        What is said where there are more, with ``{n}`` for how many.

    Returns
    -------
    list of Item
    """
    return list(_Setter(maker, table).items(most, left_out))


def _at_least(wished: list[float], least: list[float]) -> list[float]:
    """Widen columns to what they need; the others give way in proportion to what they can spare."""
    short = sum(max(need - wish, 0.0) for wish, need in zip(wished, least, strict=True))
    spare = sum(max(wish - need, 0.0) for wish, need in zip(wished, least, strict=True))
    if short > spare:
        return wished  # words must be broken somewhere
    given = short / spare if short else 0.0
    return [
        need if wish < need else wish - given * (wish - need)
        for wish, need in zip(wished, least, strict=True)
    ]


class _Setter:
    def __init__(self, maker: Maker, table: Table):
        self.maker = maker
        self.table = table
        whole = sum(column.width for column in table.columns)
        room = maker.width - _GAP * (len(table.columns) - 1)
        wished = [room * column.width / whole for column in table.columns]
        self.widths = _at_least(wished, [self._longest_word(column) for column in table.columns])

    def _longest_word(self, column: Column) -> float:
        """Return the width (mm) of the longest word of a title; Chinese breaks anywhere."""
        words = [word for word in column.title.split() if word.isascii()]
        measured = (self.maker.fonts.width_mm(word, "bold", TABLE) for word in words)
        return max(measured, default=0.0)

    def items(self, most: int, left_out: str) -> Iterator[Item]:
        yield from self.maker.text(self.table.title, STYLES["heading"])
        titles = [column.title for column in self.table.columns]
        head = self._row(titles, "bold", palette.SOFT, is_head=True)
        yield head
        for row in self.table.rows[:most]:
            texts = [shown(*pair) for pair in zip(row, self.table.columns, strict=True)]
            yield replace(self._row(texts, "sans", palette.INK), head=head)
        more = len(self.table.rows) - most
        notes = [left_out.format(n=more)] if more > 0 else []
        notes += [self.table.note] if self.table.note else []
        for note in notes:
            yield from self.maker.text(note, STYLES["small"])

    def _row(self, texts: list[str], face: str, colour: str, *, is_head: bool = False) -> Item:
        maker, style = self.maker, Style(face, TABLE, colour)
        cells = [
            maker.lines(text, face, TABLE, width)
            for text, width in zip(texts, self.widths, strict=True)
        ]
        leading = TABLE * LEADING * MM_PER_PT
        height = max(1, *map(len, cells)) * leading + 2 * _PAD

        def draw(canvas: Canvas, x: float, y: float) -> None:
            bottom = y - height
            rule = polyline([(x, bottom), (x + maker.width, bottom)])
            tint, width = (palette.SOFT, 1.1) if is_head else (palette.LINE, 0.8)
            canvas.path(rule, stroke=tint, width_px=width)
            self._cells(canvas, cells, style, x, bottom if is_head else y)

        return Item(height, draw, is_kept=is_head, absent=maker.absent(*texts))

    def _cells(
        self, canvas: Canvas, cells: list[list[str]], style: Style, x: float, edge: float
    ) -> None:
        """Write the cells of a row; those of the header stand on its lower edge."""
        leading = style.size * LEADING * MM_PER_PT
        is_head = style.face == "bold"
        for column, width, lines in zip(self.table.columns, self.widths, cells, strict=True):
            is_text = column.kind == "text"
            at, align = (x, "left") if is_text else (x + width, "right")
            top = edge + _PAD + len(lines) * leading if is_head else edge - _PAD
            for place, line in enumerate(lines):
                base = top - (place + 0.76) * leading
                canvas.text(
                    at, base, line, face=style.face, size=style.size, colour=style.colour,
                    align=align,
                )  # fmt: skip
            x += width + _GAP
