"""Rows that were left out, by reason: how many, some of each, and what would be allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.enterprises.keys import FIRST_YEAR, LAST_YEAR
from geo.enterprises.rejects import NOTES
from geo.enterprises.sums import LARGEST_WEIGHT
from geo.exports.texts import unguard_formula
from webapp.i18n import language
from webapp.planner.enterprise_says import NOTE_WORDS, REASON_WORDS
from webapp.planner.enterprise_wish import Choices

_MUCH = 0.01  # of the rows
_OF_DISTRICTS = ("unknown-district", "several-districts", "no-district-named", "nothing-given")


@dataclass(frozen=True)
class LeftOut:
    """Rows that were left out for one reason.

    Attributes
    ----------
    said : str
        The reason in the page's language.
    count : int
        How many they are.
    allowed : list of str
        What would be taken, once for each kind of column.
    rows : list of mapping of str to str
        Some of them: file, row, column, value.
    """

    said: str
    count: int
    allowed: list[str]
    rows: list[Mapping[str, str]]


def left_out_rows(
    tally: Mapping[str, Any], choices: Choices, catalogue: Catalogue
) -> list[LeftOut]:
    """Gather by reason what was noted of the rows that were left out.

    Parameters
    ----------
    tally : mapping
        ``webapp.planner.enterprise_work.summary``.
    choices : Choices
        How the files were read.
    catalogue : Catalogue

    Returns
    -------
    list of LeftOut
        The most frequent first.
    """
    return _groups(tally.get("reasons", {}), tally, choices, catalogue)


def is_lossy(tally: Mapping[str, Any]) -> bool:
    """Tell whether so many rows were left out, or for such a reason, that a page must warn."""
    share = tally.get("rejected", 0) / max(tally.get("read", 0), 1)
    return share > _MUCH or "bad-bytes" in tally.get("reasons", {})


def noted_cells(tally: Mapping[str, Any], choices: Choices, catalogue: Catalogue) -> list[LeftOut]:
    """Gather the cells that could not be read, whose rows are counted without them.

    Parameters, returns as for ``left_out_rows``.
    """
    counts = {note: int(tally.get(note.replace("-", "_"), 0)) for note in NOTES}
    counts = {note: count for note, count in counts.items() if count}
    return _groups(counts, tally, choices, catalogue)


def _groups(
    counts: Mapping[str, int], tally: Mapping[str, Any], choices: Choices, catalogue: Catalogue
) -> list[LeftOut]:
    meanings = {name: meaning for meaning, name in choices.columns.items()}
    words = {**REASON_WORDS, **NOTE_WORDS}
    found = []
    for reason, count in counts.items():
        rows: list[Mapping[str, str]] = [
            {**row, "value": unguard_formula(row["value"])}
            for row in tally.get("first", ())
            if row["reason"] == reason
        ]
        kinds = dict.fromkeys(meanings.get(row["column"], "") for row in rows)
        told = (_allowed(reason, kind, choices, catalogue) for kind in kinds)
        said = str(words.get(reason, reason))
        found.append(LeftOut(said, count, [text for text in dict.fromkeys(told) if text], rows))
    return found


def _allowed(reason: str, meaning: str, choices: Choices, catalogue: Catalogue) -> str:
    """Say what would be allowed in a column of a meaning."""
    if meaning in ("weight", "year"):
        return _number_allowed(meaning)
    cities = [city for city in catalogue.cities if city.id in choices.cities]
    zh = language() == "zh"
    names = ("、" if zh else ", ").join(city.name_zh if zh else city.name_en for city in cities)
    if reason == "outside-cities":
        west, south, east, north = _bounds(catalogue, choices.cities)
        told = _(
            "a place in %(cities)s (longitude %(west)s to %(east)s, latitude %(south)s to "
            "%(north)s, within the districts' borders)",
            cities=names,
            **{"west": west, "south": south, "east": east, "north": north},
        )
    elif reason in _OF_DISTRICTS:
        rows = [row for city in choices.cities for row in catalogue.districts_of(city)]
        districts = "、".join(row.name_zh for row in rows)
        told = _(
            "one district of %(cities)s: %(districts)s; without 区 only alone, or directly after "
            "the name of the city",
            cities=names,
            districts=districts,
        )
    elif reason == "missing-coordinates":
        told = _("longitude and latitude, or the name of a district of %(cities)s", cities=names)
    elif reason == "bad-bytes":
        told = _("text in %(encoding)s", encoding=choices.encoding)
    elif reason == "wrong-number-of-cells":
        told = _("as many cells as the header has")
    elif reason == "swapped":
        told = _("longitude in the column of longitudes; if all rows are so, exchange the columns")
    elif meaning == "lat":
        told = _("degrees from −90 to 90, such as 31.2304")
    elif meaning == "lon":
        told = _("degrees from −180 to 180, such as 121.4737")
    else:
        told = ""
    return str(told)


def _number_allowed(meaning: str) -> str:
    if meaning == "year":
        told = _("a whole year from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
    else:
        told = _("a number from 0 to %(most)s", most=f"{LARGEST_WEIGHT:,.0f}")
    return str(told)


def _bounds(catalogue: Catalogue, cities: Sequence[str]) -> tuple[str, ...]:
    codes = [row.adcode for city in cities for row in catalogue.districts_of(city)]
    outlines = catalogue.boundaries.full.geometry
    bounds = outlines[outlines.index.isin(codes)].total_bounds
    return tuple(f"{value:.2f}" for value in bounds)
