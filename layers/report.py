"""The report of a study as a PDF: A4 upright, text that can be selected, maps as vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages

from geo.crs import metric_crs
from geo.exports.report.blocks import Bars, Facts, Picture, Quote, Report, Section, Table, Text
from geo.exports.report.content import report_of
from geo.exports.report.subject import Subject
from layers import palette
from layers.report_bars import bar_items
from layers.report_ground import Ground, make_ground
from layers.report_items import (
    SECTION,
    SMALL,
    TITLE,
    Item,
    Maker,
    Placed,
    Style,
    joined,
    paginate,
)
from layers.report_map import NAMED, draw_ranking_map
from layers.report_siting_map import draw_siting_map
from layers.report_tables import table_items
from layers.sheet_canvas import Canvas, Rect, options, polyline, rc_of
from layers.sheet_fonts import SheetFonts
from layers.sheet_text import wrap

PAGE_MM = (210.0, 297.0)
MOST_ROWS = {"ranking": 100, "problems": 20, "exclusions": 60, "warnings": 30, "comparison": 40}
"""Rows of a table that are printed; the workbook has all."""

_ROWS = 40
_MARGIN, _TOP, _BOTTOM = 14.0, 20.0, 19.0
_TICKS = 5.0
_HEIGHTS = {"ranking": 236.0, "siting": 150.0}
"""Of the maps, mm."""

_LEAST = 110.0
"""No map is lower than this, mm."""


def most_rows(table: Table) -> int:
    """Return how many rows of a table are printed."""
    return MOST_ROWS.get(table.id, _ROWS)


@dataclass(frozen=True)
class Imprint:
    """What a report says of itself on every page.

    Attributes
    ----------
    date : date
        When it was made; there is no other clock in it.
    review : str
        The 审图号, or the note that there is none.
    is_reviewed : bool
    zone : str
        In which time zone it was that day, such as ``UTC+08:00``.
    """

    date: date
    review: str
    is_reviewed: bool = False
    zone: str = ""


def draw_report(
    subject: Subject,
    imprint: Imprint,
    fonts: SheetFonts,
    path: Path,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the report of a study.

    Parameters
    ----------
    subject : Subject
        The study and its results, in the language of the report.
    imprint : Imprint
    fonts : SheetFonts
        What it is set in.
    path : Path
        Where the PDF goes.
    progress : callable, optional
        Called with (pages done, pages altogether) before the first and after each page; what
        it raises ends the work.

    Returns
    -------
    int
        Number of pages.

    Raises
    ------
    BoundaryError
        If boundaries are missing or altered.
    """
    tell = progress or (lambda done, total: None)
    report = report_of(subject)
    drawer = _Drawer(subject, report, imprint, fonts)
    pages = drawer.plan()
    tell(0, len(pages))
    # The type of the fonts is settled: laying out has seen every character.
    title = f"{report.title} · {report.subtitle}"
    with mpl.rc_context(rc_of(fonts)), PdfPages(path, **options("pdf", title)) as pdf:
        for number, page in enumerate(pages, start=1):
            pdf.savefig(drawer.page(page, number, len(pages)).figure)
            tell(number, len(pages))
    return len(pages)


class _Drawer:
    """Lays out and draws one report."""

    def __init__(self, subject: Subject, report: Report, imprint: Imprint, fonts: SheetFonts):
        self.subject = subject
        self.report = report
        self.imprint = imprint
        self.fonts = fonts
        self.words = subject.words
        self.maker = Maker(fonts, PAGE_MM[0] - 2 * _MARGIN)
        self._ground: Ground | None = None

    @property
    def ground(self) -> Ground:
        """The city that the maps are drawn on."""
        if self._ground is None:
            study = self.subject.study
            self._ground = make_ground(self.subject.catalogue, study.city, self.words.language)
        return self._ground

    def plan(self) -> list[list[Placed]]:
        """Spread the report over pages."""
        return paginate(list(self._items()), PAGE_MM[1] - _TOP, _BOTTOM)

    def _items(self) -> Iterator[Item]:
        yield from self._cover()
        for section in self.report.sections:
            yield from self._section(section)

    def _cover(self) -> Iterator[Item]:
        kind = self.words.say("选址研究报告", "Siting study report")
        yield from self.maker.text(kind, Style("name", 12, palette.WEST, above=6, below=0))
        yield from self.maker.text(self.report.title, TITLE)
        zone = f" ({self.imprint.zone})" if self.imprint.zone else ""
        line = f"{self.report.subtitle} · {self.imprint.date.isoformat()}{zone}"
        yield from self.maker.text(line, Style("sans", 10, palette.SOFT, below=4))

    def _section(self, section: Section) -> Iterator[Item]:
        yield from self.maker.text(section.title, SECTION)
        yield from joined(section.blocks, self._block)

    def _block(self, block: Any) -> list[Item]:
        maker = self.maker
        match block:
            case Text():
                return maker.of_text(block)
            case Quote():
                return maker.of_quote(block)
            case Facts():
                return maker.of_facts(block)
            case Bars():
                return bar_items(maker, block)
            case Table():
                more = self.words.say(
                    "另有 {n} 行，见工作簿（XLSX）。", "{n} more rows are in the workbook (XLSX)."
                )
                return table_items(maker, block, most=most_rows(block), left_out=more)
            case Picture():
                return [self._picture(block)]
        raise TypeError(block)

    def _picture(self, block: Picture, height: float = 0.0) -> Item:
        """Set a map; one of chosen sites makes do with the room that is left on a page."""
        height = height or _HEIGHTS[block.kind]
        caption = self._caption(block)
        lines = self.maker.lines(caption, "sans", SMALL, self.maker.width)
        foot = 4.0 * len(lines) + 2

        def draw(canvas: Canvas, x: float, y: float) -> None:
            base = y - height + foot
            width = self.maker.width - _TICKS
            rect = Rect(x + _TICKS, base + _TICKS, width, height - foot - _TICKS - 2)
            self._map(canvas, rect, block)
            for place, line in enumerate(lines):
                canvas.text(x, base - 3.6 - 4 * place, line, size=SMALL, colour=palette.SOFT)

        names = [self.subject.name(key) for key in self._named(block)]
        return Item(
            height,
            draw,
            absent=self.maker.absent(caption, *names),
            fitted=lambda least: self._picture(block, least),
            least=min(_LEAST, height),
        )

    def _map(self, canvas: Canvas, rect: Rect, block: Picture) -> None:
        if block.kind == "ranking":
            draw_ranking_map(canvas, rect, self.ground, self.subject)
        elif self.subject.siting is not None:
            draw_siting_map(canvas, rect, self.ground, self.subject, self.subject.siting)

    def _named(self, block: Picture) -> list[object]:
        """List the candidates whose name stands on a map."""
        if block.kind == "ranking":
            return list(self.subject.ranking.table.index[:NAMED])
        return [] if self.subject.siting is None else list(self.subject.siting.open)

    def _caption(self, block: Picture) -> str:
        words = self.words
        if block.kind == "ranking":
            top = self.subject.study.ranking.top_n
            text = words.say(
                f"数字为名次（前 {top} 名为红色，其余为蓝色）；小点为其后的候选地；× 为未参加排序；"
                "空心圆与灰色轮廓为参照图层；★ 为核心集聚区；宽线为产业带。",
                f"Numbers are ranks (the top {top} in red, others blue); dots: candidates "
                "further down; "
                "×: not ranked; rings and grey outlines: reference layers; ★: core clusters; broad "
                "strokes: industry belts.",
            )
        else:
            text = words.say(
                "带数字者为选中地，连线通向由其服务的需求点（虚线：在半径之外）；"
                "勾边并标“→数字”者为该处的服务范围；"
                "圆的大小表示需求权重；"
                "小点为未选中的候选地。",
                "Numbered: chosen sites; lines lead to the demand that each serves (dashed: "
                "beyond the "
                "radius); outlined with → and a number: the ground that site serves; "
                "discs are as large as the demand weighs; dots: candidates not chosen.",
            )
        return f"{block.title}{words.say('。', '. ')}{text}"

    def page(self, placed: list[Placed], number: int, total: int) -> Canvas:
        """Draw one page."""
        canvas = Canvas(PAGE_MM, self.fonts)
        self._header(canvas, is_first=number == 1)
        for one in placed:
            one.item.draw(canvas, _MARGIN, one.y)
        absent = frozenset().union(*(one.item.absent for one in placed))
        self._footer(canvas, number, total, absent)
        return canvas

    def _header(self, canvas: Canvas, *, is_first: bool) -> None:
        """Write whose report it is; on later pages also its title."""
        y, right = PAGE_MM[1] - 12.0, PAGE_MM[0] - _MARGIN
        brand = self.words.say("人形图", "Renxing Atlas")
        width = canvas.text(right, y, brand, size=8, colour=palette.SOFT, align="right")
        if not is_first:
            room = right - _MARGIN - width - 6
            for line in wrap(self.fonts, self.report.title, "name", 8.6, room, most=1):
                canvas.text(_MARGIN, y, line, face="name", size=8.6)
        rule = polyline([(_MARGIN, y - 2.4), (right, y - 2.4)])
        canvas.path(rule, stroke=palette.INK if is_first else palette.LINE, width_px=0.9)

    def _footer(self, canvas: Canvas, number: int, total: int, absent: frozenset[str]) -> None:
        words, y, right = self.words, 9.0, PAGE_MM[0] - _MARGIN
        epsg = self.subject.catalogue.city(self.subject.study.city).metric_epsg
        parts = [
            words.say(f"第 {number} 页，共 {total} 页", f"Page {number} of {total}"),
            self.imprint.date.isoformat(),
            f"WGS-84 · EPSG:{epsg} {metric_crs(epsg).name}",
        ]
        canvas.text(_MARGIN, y, "  ·  ".join(parts), size=6.4, colour=palette.SOFT)
        colour = palette.INK if self.imprint.is_reviewed else palette.CAUTION
        canvas.text(right, y, self.imprint.review, size=6.8, colour=colour, align="right")
        if absent:
            codes = " ".join(f"U+{ord(char):04X}" for char in sorted(absent))
            text = words.label(
                words.say(
                    "本机没有字体能写的字，以 □ 代", "□ stands for characters that no font here has"
                ),
                codes,
            )
            room = PAGE_MM[0] - 2 * _MARGIN
            for line in wrap(self.fonts, text, "sans", 6.4, room, most=1):
                canvas.text(_MARGIN, y + 4, line, size=6.4, colour=palette.CAUTION)
