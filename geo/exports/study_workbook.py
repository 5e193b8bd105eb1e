"""A report as a workbook: every table whole and typed, no cell of which is a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlsxwriter

from geo.exports.report import fund, ranking, sensitivity, siting_tables, sources
from geo.exports.report.blocks import Cell, Column, Facts, Table, Text
from geo.exports.report.candidates import candidates_table
from geo.exports.report.evidence import quotes_table, situations_table
from geo.exports.report.method import criteria_table
from geo.exports.report.sources import provenance
from geo.exports.report.subject import Subject
from geo.exports.report.summary import summary_section
from geo.exports.texts import clean_text
from geo.exports.xlsx_file import LONGEST, NARROWEST, OPTIONS, WIDEST, text_width

_FORMATS = {"share": "0.0%", "metres": "#,##0", "integer": "0"}
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def study_workbook(subject: Subject) -> bytes:
    """Write everything that is known of a study as a workbook.

    Parameters
    ----------
    subject : Subject
        The study and its results, in the language of the workbook.

    Returns
    -------
    bytes
        XLSX, the same for the same study: the time inside is 1 January of the newest edition.
        A sheet a table, the header frozen; the first sheet is the summary.
    """
    out = io.BytesIO()
    year = max(subject.catalogue.editions, default=2000)
    tables = list(tables_of(subject))
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        title = clean_text(subject.study.title)
        book.set_properties({"title": title, "created": datetime(year, 1, 1)})
        writer = _Writer(book)
        writer.summary(subject, title, tables)
        for table in tables:
            writer.table(table)
    return out.getvalue()


def tables_of(subject: Subject) -> Iterator[Table]:
    """Yield the tables of a study's report, whole.

    Parameters
    ----------
    subject : Subject

    Yields
    ------
    Table
        Those that there is nothing for are left out.
    """
    results = subject.results
    if results.ranking is not None:
        yield ranking.ranked_table(subject, has_ids=True)
        yield ranking.contributions_table(subject)
        yield ranking.values_table(subject)
        yield criteria_table(subject)
    if results.evaluation is not None:
        yield ranking.measured_table(subject)
        yield from _filled(ranking.findings_table(subject, excluding=True))
        yield from _filled(ranking.findings_table(subject, excluding=False))
    if results.ranking is not None:
        if subject.luck is not None:
            yield sensitivity.acceptability_table(subject, subject.luck)
        yield from _filled(sensitivity.flips_table(subject))
    if results.compared is not None:
        yield sensitivity.comparison_table(subject, results.compared)
    if subject.siting is not None:
        yield siting_tables.sites_table(subject, subject.siting)
        yield siting_tables.assignment_table(subject, subject.siting)
    for estimate in results.fund:
        yield fund.amounts_table(subject, estimate)
    yield candidates_table(subject)
    if results.situations:
        yield situations_table(subject)
        yield quotes_table(subject)
    yield sources.documents_table(subject)
    yield sources.layers_table(subject)
    yield from _filled(sources.problems_table(subject))


def _filled(table: Table) -> Iterator[Table]:
    if table.rows:
        yield table


class _Writer:
    """Writes sheets into one workbook."""

    def __init__(self, book: Any):
        self.book = book
        self.names: set[str] = set()
        self.bold = book.add_format({"bold": True, "bg_color": "#efede6", "bottom": 1})
        self.text = book.add_format({"num_format": "@"})
        self.wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._numbers: dict[str, Any] = {}

    def sheet(self, title: str) -> Any:
        """Add a sheet under a name that Excel takes, and that is not taken."""
        name = _FORBIDDEN.sub(" ", title)[:_LONGEST_NAME].strip() or "–"
        number, full = 2, name
        while full.casefold() in self.names:
            ending = f" {number}"
            full = name[: _LONGEST_NAME - len(ending)] + ending
            number += 1
        self.names.add(full.casefold())
        return self.book.add_worksheet(full)

    def table(self, table: Table) -> None:
        """Write a table on a sheet of its own."""
        sheet = self.sheet(table.title)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in table.rows]
            style = self._style(column)
            widths = [text_width(column.title) + 2, *map(text_width, cells)]
            sheet.set_column(place, place, min(max(*widths, NARROWEST), WIDEST), style)
            sheet.write_string(0, place, column.title, self.bold)
            for row, cell in enumerate(cells, start=1):
                self._cell(sheet, row, place, cell, style)

    def _style(self, column: Column) -> Any:
        if column.kind == "text":
            return self.text
        pattern = _FORMATS.get(column.kind, "General")
        if column.kind == "number" and column.decimals is not None:
            pattern = "0." + "0" * column.decimals if column.decimals else "0"
        if pattern not in self._numbers:
            self._numbers[pattern] = self.book.add_format({"num_format": pattern})
        return self._numbers[pattern]

    def _cell(self, sheet: Any, row: int, place: int, cell: Cell, style: Any) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            sheet.write_string(row, place, cut(cell), self.text)
        else:
            sheet.write_number(row, place, cell, style)

    def summary(self, subject: Subject, title: str, tables: list[Table]) -> None:
        """Write the summary in sentences and pairs, then what must be known of each sheet."""
        words = subject.words
        section = summary_section(subject)
        sheet = self.sheet(section.title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 26, self.wrapped)
        sheet.set_column(1, 1, 90, self.wrapped)
        pairs = [(words.say("项目", "Project"), title)]
        for block in section.blocks:
            if isinstance(block, Text):
                pairs.append(("", block.text))
            elif isinstance(block, Facts):
                pairs += block.rows
        pairs += provenance(subject)
        pairs += [(table.title, table.note) for table in tables if table.note]
        for row, (name, content) in enumerate(pairs):
            style = self.bold if row == 0 else self.wrapped
            sheet.write_string(row, 0, cut(name), style)
            sheet.write_string(row, 1, cut(content), style)


def cut(text: str) -> str:
    """Shorten a text that no cell of Excel can hold, saying so.

    Examples
    --------
    >>> cut("a" * 40_000)[-12:], len(cut("a" * 40_000))
    ('aaa… (+7267)', 32742)
    """
    if len(text) <= LONGEST:
        return text
    kept = LONGEST - 34
    return f"{text[:kept]}… (+{len(text) - kept})"
