"""What a sample of a registry shows under the choices made: places, districts, industries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import shapely

from geo.catalogue import Catalogue
from geo.datum import DATUMS, Datum, convert
from geo.enterprises.cells import is_readable
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.placeholders import is_nothing
from geo.enterprises.samples import Sample
from geo.enterprises.whereabouts import Whereabouts, by_coordinates, by_names
from geo.imports.numbers import as_number
from geo.locate import find_districts
from webapp.planner.enterprise_wish import Choices

MOST_WORDS = 12
"""Texts without an industry that are shown."""
SHOWN_ROWS = 6
MOST_EXAMPLES = 5
"""Cells that cannot be read that are shown."""


@dataclass(frozen=True)
class Mapped:
    """How the industry texts of a sample read.

    Attributes
    ----------
    rows : int
        Rows with a text.
    mapped, ambiguous : int
        Rows that count to an industry; rows whose words stand for several.
    industries : list of (str, int)
        Id → rows, the most frequent first.
    unmapped : list of (str, int)
        The most frequent texts that count to none, with their rows.
    """

    rows: int
    mapped: int
    ambiguous: int
    industries: list[tuple[str, int]]
    unmapped: list[tuple[str, int]]

    @property
    def share(self) -> float:
        """The share of rows with a text that count to an industry, 0 to 1."""
        return self.mapped / self.rows if self.rows else 0.0


def mapped(sample: Sample, choices: Choices, words: IndustryWords) -> Mapped | None:
    """Read the industry texts of a sample; None if no column was chosen."""
    if "industry" not in choices.columns:
        return None
    counts = Counter(text for text in sample.cells(choices.columns["industry"]) if text)
    texts = list(counts)
    codes = words.codes(texts).tolist() if texts else []
    unclear = {texts[place] for place in words.ambiguous(texts)} if texts else set()
    found: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for text, code in zip(texts, codes, strict=True):
        if code >= 0:
            found[words.industries[code]] += counts[text]
        else:
            left[text] = counts[text]
    return Mapped(
        rows=counts.total(),
        mapped=found.total(),
        ambiguous=sum(counts[text] for text in unclear),
        industries=found.most_common(),
        unmapped=left.most_common(MOST_WORDS),
    )


def inside_by_datum(
    sample: Sample, choices: Choices, catalogue: Catalogue
) -> dict[str, tuple[int, int]]:
    """Count under each datum how many rows lie in districts of the chosen cities.

    Returns
    -------
    dict of str to (int, int)
        Datum → rows inside, rows with two numbers; empty if no columns were chosen.
    """
    if not choices.has_coordinates:
        return {}
    lon = _numbers(sample.cells(choices.columns["lon"]))
    lat = _numbers(sample.cells(choices.columns["lat"]))
    rows = int((np.isfinite(lon) & np.isfinite(lat)).sum())
    known = (abs(lon) <= 180) & (abs(lat) <= 90)
    lon, lat = lon[known], lat[known]
    codes = {row.adcode for city in choices.cities for row in catalogue.districts_of(city)}
    outlines = catalogue.boundaries.full.geometry
    outlines = outlines[outlines.index.isin(codes)]
    found = {}
    for datum in DATUMS:
        points = np.asarray(convert(shapely.points(lon, lat), from_=datum, to="WGS-84"))  # type: ignore[arg-type]
        places = find_districts(shapely.get_x(points), shapely.get_y(points), outlines)
        found[datum] = (sum(place is not None for place in places), rows)
    return found


def whereabouts(sample: Sample, choices: Choices, catalogue: Catalogue) -> Whereabouts | None:
    """Find the cities in which the rows of a sample lie, or that their districts name.

    Returns
    -------
    Whereabouts or None
        None while no column says where they are. Under another datum rows lie up to a kilometre
        elsewhere: while none is chosen, it is WGS-84.
    """
    if choices.has_coordinates:
        lon, lat = (_numbers(sample.cells(choices.columns[name])) for name in ("lon", "lat"))
        datum = cast("Datum", choices.datum or "WGS-84")
        return by_coordinates(lon, lat, datum, catalogue, choices.cities)
    for meaning in ("district", "address"):
        if meaning in choices.columns:
            return by_names(sample.cells(choices.columns[meaning]), catalogue, choices.cities)
    return None


def district_share(
    sample: Sample, choices: Choices, catalogue: Catalogue
) -> dict[str, tuple[int, int]]:
    """Count in how many rows a district is found, by its column and by the address.

    Returns
    -------
    dict of str to (int, int)
        "district", "address" → rows in which it is found, rows with a text.
    """
    names = DistrictNames(catalogue, choices.cities)
    found = {}
    for meaning in ("district", "address"):
        if meaning in choices.columns:
            texts = [text for text in sample.cells(choices.columns[meaning]) if text]
            codes = names.codes(texts)
            found[meaning] = (int((codes >= 0).sum()), len(texts))
    return found


@dataclass(frozen=True)
class Unread:
    """Cells of a sample that are given but cannot be read.

    Attributes
    ----------
    count, given : int
        How many they are, and how many cells are given.
    examples : list of str
        Some different ones.
    """

    count: int
    given: int
    examples: list[str]


def unread(sample: Sample, choices: Choices) -> dict[str, Unread]:
    """Find weights and years of a sample that cannot be read; their rows count without them.

    Returns
    -------
    dict of str to Unread
        "weight", "year", as far as there are such cells.
    """
    found = {}
    for meaning in ("weight", "year"):
        texts = sample.cells(choices.columns.get(meaning))
        given = [text for text in texts if not is_nothing(text)]
        wrong = [text for text in given if not is_readable(text, meaning)]
        if wrong:
            shown = [text[:24] for text in dict.fromkeys(wrong)][:MOST_EXAMPLES]
            found[meaning] = Unread(len(wrong), len(given), shown)
    return found


def misfits(sample: Sample) -> int:
    """Count the rows of a sample that are not in its encoding."""
    return sum(any("\ufffd" in cell for cell in row) for row in sample.rows)


def first_rows(sample: Sample, choices: Choices) -> dict[str, Any]:
    """Return the first rows for the page: columns that have a meaning first, then the others."""
    order = [name for name in choices.columns.values() if name in sample.names]
    names = list(dict.fromkeys([*order, *sample.names]))[:12]
    places = [sample.names.index(name) for name in names]
    rows = [[row[place][:60] for place in places] for row in sample.rows[:SHOWN_ROWS]]
    return {"names": names, "rows": rows, "more": max(0, len(sample.names) - len(names))}


def _numbers(texts: Sequence[str]) -> Any:
    read = (as_number(text) for text in texts)
    return np.array([np.nan if number is None else number for number in read], dtype=float)
