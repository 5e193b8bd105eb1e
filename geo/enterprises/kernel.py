"""Count a table of enterprises: check, place, map to industries and add up, many rows at a time.

Counting is dense (``np.bincount``) where keys are few, and by sorting 32-bit keys where years
multiply them: both cost some nanoseconds a row, and memory does not grow with the registry.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sized
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.enterprises.aggregates import Aggregates, no_aggregates
from geo.enterprises.counting import count_by_sorting, count_densely, mixed_keys, parts_of
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.judging import (
    Judgement,
    Places,
    RowRejects,
    check_weights,
    check_years,
    codes_of_texts,
    place_rows,
)
from geo.enterprises.keys import FIRST_YEAR, LAST_YEAR, cell_keys, year_keys
from geo.enterprises.placer import Placer
from geo.enterprises.sums import Sums, check_total
from geo.enterprises.tally import Tally

YEARS = LAST_YEAR - FIRST_YEAR + 2
"""Places of years: 0 is a year not given, 1 the first."""
_FEW = 1_000_000  # as many keys are counted densely

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Taken:
    """The rows that are counted, one by one.

    Attributes
    ----------
    rows : ndarray of int64, shape (n,)
        Their places in the table.
    lon, lat : ndarray, shape (n,), degrees
        WGS-84; NaN where only the district is known.
    districts : ndarray of int16, shape (n,)
        Codes along ``Placer.districts``.
    cells : ndarray of int32, shape (n,)
        Index into ``Placer.fine_codes``, -1 where only the district is known.
    industries : ndarray of int16, shape (n,)
        Codes along ``IndustryWords.industries``; the one after the last is unmapped.
    years : ndarray of int16, shape (n,)
        0 where not given.
    steps : ndarray of int64, shape (n,), or None
        Weights in steps of 1/10,000.
    """

    rows: Integers
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    districts: NDArray[np.int16]
    cells: NDArray[np.int32]
    industries: NDArray[np.int16]
    years: NDArray[np.int16]
    steps: Integers | None

    def without(self, rows: Integers) -> Taken:
        """Leave out rows at some places."""
        taken = np.ones(len(self.rows), bool)
        taken[rows] = False
        return Taken(
            self.rows[taken],
            self.lon[taken],
            self.lat[taken],
            self.districts[taken],
            self.cells[taken],
            self.industries[taken],
            self.years[taken],
            None if self.steps is None else self.steps[taken],
        )


@dataclass(frozen=True, eq=False)
class Counted:
    """What ``aggregate_rows`` finds in a table; ``rejects.each(table)`` tells row by row.

    ``unread`` has, for weight and year, the places of taken rows whose value can be none.
    """

    aggregates: Aggregates
    rejects: RowRejects
    taken: Taken
    unread: Mapping[str, Integers]


def aggregate_rows(table: pa.Table, placer: Placer, words: IndustryWords) -> Counted:
    """Count a table of enterprises.

    Parameters
    ----------
    table : Table, shape (n, columns)
        Columns as far as there are: lon and lat (float64, degrees in the placer's datum),
        address, district and industry (string or dictionary of it), weight (float64), year
        (int16). Null is what is not given. Others are ignored.
    placer : Placer
    words : IndustryWords

    Returns
    -------
    Counted

    Raises
    ------
    EnterpriseError
        If weights add up to more than can be held.
    """
    judgement = Judgement(table.num_rows)
    places = place_rows(table, placer, judgement)
    names = table.column_names
    steps = check_weights(table, judgement) if "weight" in names else None
    years = check_years(table, judgement) if "year" in names else None
    industries, is_given = _industries(table, words)
    rejects = judgement.rejects()
    taken = _taken(places, industries, years, steps, rejects)
    unread = judgement.unread()
    tally = _tally(table, taken, rejects, is_given, len(words.industries))
    tally += Tally(**{f"unread_{name}": len(rows) for name, rows in unread.items()})
    return Counted(_aggregates(taken, placer, words, tally), rejects, taken, unread)


def _industries(
    table: pa.Table, words: IndustryWords
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Return codes of industries and whether a text is given."""
    unmapped = len(words.industries)
    if "industry" not in table.column_names:
        count = table.num_rows
        return np.full(count, unmapped, np.int16), np.zeros(count, bool)
    codes, is_given = codes_of_texts(table["industry"], words.codes)
    codes[codes < 0] = unmapped
    return codes, is_given


def _taken(
    places: Places,
    industries: NDArray[np.int16],
    years: NDArray[np.int16] | None,
    steps: Integers | None,
    rejects: RowRejects,
) -> Taken:
    count = len(industries)
    if years is None:
        years = np.zeros(count, np.int16)
    every = Taken(
        np.arange(count),
        *(places.lon, places.lat, places.districts, places.cells, industries, years, steps),
    )
    return every.without(rejects.rows) if len(rejects) else every


def _tally(
    table: pa.Table,
    taken: Taken,
    rejects: RowRejects,
    is_given: NDArray[np.bool_],
    unmapped: int,
) -> Tally:
    count = len(taken.rows)
    on_grid = int((taken.cells >= 0).sum())
    given = int((is_given if count == len(is_given) else is_given[taken.rows]).sum())
    mapped = int((taken.industries != unmapped).sum())
    return Tally(
        read=table.num_rows,
        taken=count,
        rejected=len(rejects),
        outside=rejects.count("outside-cities"),
        on_grid=on_grid,
        by_district_only=count - on_grid,
        unmapped=given - mapped,
        no_industry=count - given,
        no_year=int((taken.years == 0).sum()),
    )


def _aggregates(taken: Taken, placer: Placer, words: IndustryWords, tally: Tally) -> Aggregates:
    has_weight = taken.steps is not None
    none = no_aggregates(placer.districts, words.industries, has_weight=has_weight)
    if taken.steps is not None:
        check_total(float(taken.steps.sum(dtype=np.float64)))
    cells, industry, steps = taken.cells, taken.industries, taken.steps
    year = np.where(taken.years > 0, taken.years - np.int16(FIRST_YEAR - 1), np.int16(0))
    district_sums = _by_year(taken.districts, industry, year, steps, _sizes(none.districts, words))
    if tally.by_district_only:
        there = np.flatnonzero(cells >= 0)
        cells, industry, year = cells[there], industry[there], year[there]
        steps = None if steps is None else steps[there]
    fine, coarse = placer.fine_codes, placer.coarse_codes
    coarse_sums = _by_year(
        placer.coarse_of_fine[cells], industry, year, steps, _sizes(coarse, words)
    )
    return Aggregates(
        none.districts,
        none.industries,
        _with_year_keys(district_sums, np.arange(len(none.districts)), words),
        _by_cell(cells, industry, steps, fine, len(words.industries) + 1),
        _with_year_keys(coarse_sums, coarse, words),
        tally,
    )


def _sizes(places: Sized, words: IndustryWords) -> tuple[int, int, int]:
    """Return how many places, industries and years there are in keys."""
    return len(places), len(words.industries) + 1, YEARS


def _by_year(
    place: NDArray[Any],
    industry: NDArray[Any],
    year: NDArray[Any],
    steps: Integers | None,
    sizes: tuple[int, int, int],
) -> Sums:
    keys = mixed_keys(list(zip((place, industry, year), sizes, strict=True)))
    size = math.prod(sizes)
    return count_densely(keys, steps, size) if size < _FEW else count_by_sorting(keys, steps)


def _with_year_keys(found: Sums, places: Integers, words: IndustryWords) -> Sums:
    """Give sums the keys that aggregates have; ``places`` are the codes of the places."""
    place, industry, year = parts_of(found.keys, _sizes(places, words))
    year = np.where(year > 0, year + (FIRST_YEAR - 1), 0)
    return Sums(year_keys(places[place], industry, year), found.counts, found.weights)


def _by_cell(
    cells: NDArray[Any],
    industry: NDArray[Any],
    steps: Integers | None,
    codes: Integers,
    industries: int,
) -> Sums:
    sizes = (len(codes), industries)
    keys = mixed_keys([(cells, sizes[0]), (industry, sizes[1])])
    found = count_densely(keys, steps, math.prod(sizes))
    place, of_industry = parts_of(found.keys, sizes)
    return Sums(cell_keys(codes[place], of_industry), found.counts, found.weights)
