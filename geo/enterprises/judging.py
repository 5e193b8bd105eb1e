"""Which rows are taken, and why the others are not; many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.enterprises.district_words import ELSEWHERE, SEVERAL, UNKNOWN
from geo.enterprises.keys import FIRST_YEAR, LAST_YEAR
from geo.enterprises.placeholders import are_nothing
from geo.enterprises.placer import Placer
from geo.enterprises.sums import LARGEST_WEIGHT, WEIGHT_STEPS

TAKEN = 0
REASONS = (
    "",
    "missing-coordinates",
    "not-finite",
    "swapped",
    "out-of-range",
    "outside-cities",
    "unknown-district",
    "several-districts",
    "no-district-named",
    "nothing-given",
)
"""Why a row is not taken; codes count along it, and 0 is taken."""
_NO_DISTRICT = {
    ELSEWHERE: "unknown-district",
    SEVERAL: "several-districts",
    UNKNOWN: "no-district-named",
}
MEANINGS = ("", "lon", "lat", "address", "district", "weight", "year")

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Small = NDArray[np.int8]
Integers = NDArray[np.int64]
Coder = Callable[[pa.Array], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class RowRejects:
    """Rows that are not taken.

    Attributes
    ----------
    rows : ndarray of int64, shape (n,)
        Their places in the table, ascending.
    reasons : ndarray of int8, shape (n,)
        Codes along ``REASONS``.
    meanings : ndarray of int8, shape (n,)
        Codes of the column that is to blame.
    """

    rows: Integers
    reasons: Small
    meanings: Small

    def __len__(self) -> int:
        return len(self.rows)

    def count(self, reason: str) -> int:
        """Count the rows that are not taken for a reason."""
        return int((self.reasons == REASONS.index(reason)).sum())

    def each(self, table: pa.Table) -> Iterator[tuple[int, str, Any, str]]:
        """Yield place in the table, meaning of the column, value and reason of each row.

        Parameters
        ----------
        table : Table
            The one that was judged.
        """
        some = table.select([name for name in MEANINGS if name in table.column_names])
        some = some.take(pa.array(self.rows))
        values = {name: some[name].to_pylist() for name in some.column_names}
        columns = (self.rows.tolist(), self.meanings.tolist(), self.reasons.tolist())
        for number, (row, meaning, reason) in enumerate(zip(*columns, strict=True)):
            name = MEANINGS[meaning]
            yield row, name, values[name][number] if name in values else None, REASONS[reason]


class Judgement:
    """What is known of each row, the first reason against it included.

    Parameters
    ----------
    count : int
        Rows.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._reasons: Small = np.zeros(count, np.int8)
        self._meanings: Small = np.zeros(count, np.int8)
        self._unread: dict[str, Integers] = {}

    def reject(self, which: Flags | Integers, reason: str, meaning: str) -> None:
        """Note a reason against rows that have none yet."""
        rows = np.flatnonzero(which) if which.dtype == bool else which
        rows = rows[self._reasons[rows] == TAKEN]
        self._reasons[rows] = REASONS.index(reason)
        self._meanings[rows] = MEANINGS.index(meaning)

    def note(self, which: Flags, meaning: str) -> None:
        """Note cells that are given but mean nothing; the rows count without them."""
        self._unread[meaning] = np.flatnonzero(which)

    def unread(self) -> dict[str, Integers]:
        """Return by meaning the places of such cells, of rows that are taken."""
        found = {name: rows[self._reasons[rows] == TAKEN] for name, rows in self._unread.items()}
        return {name: rows for name, rows in found.items() if len(rows)}

    def absolve(self, rows: Integers) -> None:
        """Forget what was noted against rows."""
        self._reasons[rows] = TAKEN

    def rejects(self) -> RowRejects:
        """Return the rows that are not taken."""
        rows = np.flatnonzero(self._reasons)
        return RowRejects(rows, self._reasons[rows], self._meanings[rows])


@dataclass(frozen=True, eq=False)
class Places:
    """Where rows are.

    Attributes
    ----------
    lon, lat : ndarray, shape (n,), degrees
        WGS-84; NaN without coordinates.
    districts : ndarray of int16, shape (n,)
        -1 for rows that are rejected.
    cells : ndarray of int32, shape (n,)
        Index into ``Placer.fine_codes``; -1 without coordinates.
    """

    lon: Floats
    lat: Floats
    districts: NDArray[np.int16]
    cells: NDArray[np.int32]


def place_rows(table: pa.Table, placer: Placer, judgement: Judgement) -> Places:
    """Place rows by their coordinates, those without by the district that they name.

    Parameters
    ----------
    table : Table
        Columns lon and lat (float64), address and district (text), as far as there are.
    placer : Placer
    judgement : Judgement
        Takes up what is wrong.
    """
    count = table.num_rows
    if "lon" not in table.column_names:
        lon = lat = np.full(count, np.nan)
        places = Places(lon, lat, np.full(count, -1, np.int16), np.full(count, -1, np.int32))
        _name_districts(table, placer, judgement, np.arange(count), places)
        return places
    lon, lat = placer.to_wgs84(*(table[name].to_numpy() for name in ("lon", "lat")))
    places = Places(lon, lat, *placer.place(lon, lat))
    nowhere = np.flatnonzero(places.districts < 0)
    if len(nowhere):
        places.cells[nowhere] = -1
        _explain(table, placer, judgement, nowhere, places)
    return places


def check_weights(table: pa.Table, judgement: Judgement) -> Integers:
    """Turn weights into whole steps.

    Parameters
    ----------
    table : Table
        Column weight (float64); null and NaN weigh nothing.
    judgement : Judgement
        Takes up what cannot be a weight.

    Returns
    -------
    ndarray of int64, shape (n,)
        In steps of 1/10,000; 0 where there is no weight.
    """
    weights = _without_nulls(table["weight"], 0.0)
    wrong = ~((weights >= 0) & (weights <= LARGEST_WEIGHT))
    if wrong.any():
        judgement.note(wrong & ~np.isnan(weights), "weight")
        weights = np.where(wrong, 0.0, weights)
    steps: Integers = np.rint(weights * WEIGHT_STEPS).astype(np.int64)
    return steps


def check_years(table: pa.Table, judgement: Judgement) -> NDArray[np.int16]:
    """Check years: null is 0 as 0 is, others lie in ``FIRST_YEAR`` to ``LAST_YEAR``.

    Parameters
    ----------
    table : Table
        Column year (int16).
    judgement : Judgement
        Takes up what cannot be a year.
    """
    years: NDArray[np.int16] = _without_nulls(table["year"], 0)
    wrong = (years < FIRST_YEAR) | (years > LAST_YEAR)
    if wrong.any():
        judgement.note(wrong & (years != 0), "year")
        years = np.where(wrong, np.int16(0), years)
    return years


def codes_of_texts(column: Any, coder: Coder) -> tuple[NDArray[np.int16], Flags]:
    """Find the codes of texts, asking for each different text once.

    Parameters
    ----------
    column : ChunkedArray of string or dictionary, shape (n,)
    coder : callable
        Takes an Arrow array of texts, returns their codes, -1 for none.

    Returns
    -------
    codes : ndarray of int16, shape (n,)
        -1 also where there is no text.
    is_given : ndarray of bool, shape (n,)
        Whether there is a text at all, and none that says there is nothing.
    """
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # of no chunk at all
        return np.zeros(0, np.int16), np.zeros(0, bool)
    texts = array.dictionary
    given = ~are_nothing(texts.to_pylist())
    codes = np.concatenate([np.where(given, coder(texts), -1), [-1]]).astype(np.int16)
    places = pc.fill_null(array.indices, len(texts)).to_numpy()
    return codes[places], np.concatenate([given, [False]])[places]


def _explain(
    table: pa.Table, placer: Placer, judgement: Judgement, rows: Integers, places: Places
) -> None:
    """Take rows whose coordinates lie nowhere by the district they name, or say what is wrong."""
    some = table.select(["lon", "lat"]).take(pa.array(rows))
    no_lon, no_lat = (
        pc.is_null(some[name], nan_is_null=True).to_numpy() for name in ("lon", "lat")
    )
    _name_districts(table, placer, judgement, rows[no_lon & no_lat], places)
    judgement.reject(rows[no_lon & ~no_lat], "missing-coordinates", "lon")
    judgement.reject(rows[no_lat & ~no_lon], "missing-coordinates", "lat")
    there = ~(no_lon | no_lat)
    rows = rows[there]
    lon, lat = (some[name].to_numpy()[there] for name in ("lon", "lat"))
    judgement.reject(rows[~np.isfinite(lon)], "not-finite", "lon")
    judgement.reject(rows[~np.isfinite(lat)], "not-finite", "lat")
    swapped, _ = placer.place(*placer.to_wgs84(lat, lon))
    judgement.reject(rows[swapped >= 0], "swapped", "lon")
    judgement.reject(rows[np.abs(lon) > 180], "out-of-range", "lon")
    judgement.reject(rows[np.abs(lat) > 90], "out-of-range", "lat")
    judgement.reject(rows, "outside-cities", "lon")


def _name_districts(
    table: pa.Table, placer: Placer, judgement: Judgement, rows: Integers, places: Places
) -> None:
    """Take rows without coordinates by the district that they name."""
    if not len(rows):
        return
    columns = [name for name in ("district", "address") if name in table.column_names]
    some = table.select(columns).take(pa.array(rows))
    codes = np.full(len(rows), -1, np.int16)
    for name in columns:
        open_ = np.flatnonzero(codes < 0)
        found, is_given = codes_of_texts(some[name].take(pa.array(open_)), placer.names.outcomes)
        codes[open_] = found
        for outcome, reason in _NO_DISTRICT.items():
            judgement.reject(rows[open_[is_given & (found == outcome)]], reason, name)
    places.districts[rows] = np.maximum(codes, np.int16(-1))
    judgement.absolve(rows[codes >= 0])  # the address may tell what the district does not
    left = rows[codes < 0]
    if "lon" in table.column_names:
        judgement.reject(left, "missing-coordinates", "lon")
    else:
        judgement.reject(left, "nothing-given", columns[0])


def _without_nulls(column: Any, instead: float) -> NDArray[Any]:
    values: NDArray[Any] = (
        pc.fill_null(column, instead) if column.null_count else column
    ).to_numpy()
    return values
