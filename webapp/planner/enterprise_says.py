"""What is said about enterprises: meanings of columns, reasons, problems; in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from geo.enterprises.word_table import WordProblem
from geo.errors import ImportRefusedError
from webapp.i18n import language
from webapp.planner.import_words import VALUES_ZH, refusal_text

MEANING_WORDS: Mapping[str, Any] = {
    "name": _("Name of the enterprise"),
    "lon": _("Longitude"),
    "lat": _("Latitude"),
    "address": _("Address, in which a district is named"),
    "district": _("District"),
    "industry": _("Industry, or scope of business"),
    "weight": _("Weight, such as employees"),
    "year": _("Year, such as of founding"),
}
"""What a column may hold."""

REASON_WORDS: Mapping[str, Any] = {
    "missing-coordinates": _("no coordinates, and no district is named"),
    "not-a-number": _("a coordinate is no number"),
    "not-finite": _("a number is infinite, or none (NaN)"),
    "swapped": _("longitude and latitude seem to be swapped"),
    "out-of-range": _("a coordinate is out of range"),
    "outside-cities": _("outside of the chosen cities"),
    "unknown-district": _("a district or city other than the chosen ones is named"),
    "several-districts": _("several districts are named, and it is not clear which counts"),
    "no-district-named": _("no district is named: a road or a short name alone does not count"),
    "nothing-given": _("neither a district nor an address is given"),
    "bad-bytes": _("bytes that are no text in this encoding"),
    "wrong-number-of-cells": _("more or fewer cells than the header"),
}
"""Why a row is left out (``geo.enterprises.rejects.REASONS``)."""

NOTE_WORDS: Mapping[str, Any] = {
    "unread-weight": _("counted without a weight: it cannot be read as one"),
    "unread-year": _("counted without a year: it cannot be read as one"),
}
"""What a row that is counted goes without (``geo.enterprises.rejects.NOTES``)."""

PROBLEM_WORDS: Mapping[str, Any] = {
    "unreadable": _("The file %(file)s is no longer there or cannot be read."),
    "changed": _("The file %(file)s was changed since reading began. Start again."),
    "empty": _("The file %(file)s is empty."),
    "no-column": _("The file %(file)s has no column “%(column)s”."),
    "double-column": _(
        "The file %(file)s has %(count)s columns “%(column)s”, and which one is meant cannot be "
        "told. Give each a name of its own where the file is made, and bring it anew."
    ),
    "no-sheet": _(
        "The workbook %(file)s has no sheet “%(sheet)s”; it has: %(sheets)s. Choose one of them, "
        "or give the sheet this name and bring the workbook anew."
    ),
    "wrong-encoding": _(
        "The file %(file)s is not %(encoding)s from row %(row)s on. Save it anew in one encoding, "
        "UTF-8 or GB18030, and bring it again."
    ),
    "damaged-gz": _(
        "The file %(file)s is cut off or damaged at byte %(byte)s. Send or copy it again."
    ),
    "long-line": _("The file %(file)s has a line without end from byte %(byte)s on."),
    "no-parquet": _("The file %(file)s is no Parquet file, or is damaged."),
    "disk-full": _(
        "The server's disk is full. What was counted is kept: once there is room, resume."
    ),
    "damaged-parquet": _("The file %(file)s is damaged: send or copy it again."),
    "workbook": _(
        "The workbook %(file)s cannot be read (%(detail)s). A larger table can be saved as CSV."
    ),
    "weights-too-large": _(
        "The weights add up to more than can be counted exactly (%(allowed)s). Choose another "
        "column, or none."
    ),
    "worker-died": _(
        "The file %(file)s could not be read from %(where)s on: whatever read it ended, again and "
        "again. The %(kept)s rows before are kept; whoever runs this server finds the reason in "
        "its log."
    ),
    "given-up": _(
        "The worker ended %(attempts)s times while it read these files, perhaps for want of "
        "memory. What was counted is kept; whoever runs this server finds the reason in its log."
    ),
    "unforeseen": _(
        "Something failed %(attempts)s times that nobody foresaw. What was counted is kept; "
        "whoever runs this server finds the reason in its log."
    ),
    "other-catalogue": _(
        "The atlas's own tables were changed since this was asked for. Start again."
    ),
}
"""Why a run failed, by the code of its error; the others are shown in English."""
_OF_FILES = frozenset(
    (
        *("empty", "no-column", "wrong-encoding", "damaged-gz", "long-line", "no-parquet"),
        *("damaged-parquet", "workbook", "weights-too-large", "double-column", "no-sheet"),
    )
)


WORD_PROBLEMS: Mapping[str, Any] = {
    "not-a-table": _("This is no CSV table in UTF-8 or GB18030."),
    "no-column": _("There is no column “%(value)s”; needed are industry and word."),
    "too-many": _("There are %(value)s words; allowed are %(other)s."),
    "unknown-industry": _("“%(value)s” is the id of no industry of this atlas."),
    "bad-origin": _("“%(value)s” is no origin; write project, or leave it empty."),
    "too-short": _("“%(value)s” is too short: a word needs %(other)s characters."),
    "too-long": _("“%(value)s” is too long: a word has at most %(other)s characters."),
    "twice": _("“%(value)s” stands in row %(other)s already; a word belongs to one industry only."),
}
"""What is wrong with a row of a table of words (``geo.enterprises.word_table.PROBLEMS``)."""


def word_problem_said(problem: WordProblem) -> str:
    """Say what is wrong with a row of a table of words."""
    told = str(WORD_PROBLEMS[problem.code]) % {
        "value": problem.value[:60],
        "other": problem.other,
    }
    if problem.row is None:
        return told
    return str(gettext("Row %(row)s: %(told)s", row=problem.row, told=told))


def refusal_said(error: ImportRefusedError) -> str:
    """Say why files were refused, naming the kinds that a registry may have."""
    if error.code != "unknown_kind":
        return refusal_text(error)
    found = str(error.values["found"])
    if " + " in found or found == "xlsx":
        return str(
            gettext(
                "These files are no parts of one registry (%(found)s). Bring parts of one kind, "
                "CSV or Parquet, or one workbook.",
                found=found,
            )
        )
    return str(
        gettext(
            "This is %(found)s; a registry comes as CSV (also .gz), Parquet or XLSX.",
            found=VALUES_ZH.get(found, found) if language() == "zh" else found,
        )
    )


def is_of_files(problem: Mapping[str, Any]) -> bool:
    """Tell whether a run failed because of its files, so that going on with them cannot help."""
    return problem.get("code") in _OF_FILES


def problem_said(problem: Mapping[str, Any]) -> str:
    """Say why a run failed."""
    text = PROBLEM_WORDS.get(problem.get("code", ""))
    if text is not None:
        try:
            return str(text) % {name: str(value)[:200] for name, value in problem.items()}
        except (KeyError, ValueError):
            pass
    return str(problem.get("text") or gettext("The run failed."))
