"""Rows of a registry of enterprises that do not exist, with the faults that real ones have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.datum import Datum, wgs84_to_bd09, wgs84_to_gcj02
from geo.enterprises.synth_places import Places
from geo.enterprises.word_table import default_words

PREFIX = "合成企业"
"""With this every name of a synthetic enterprise begins."""
COLUMNS: Mapping[str, str] = {
    "name": "企业名称",
    "lon": "经度",
    "lat": "纬度",
    "address": "地址",
    "district": "所属区",
    "industry": "产业",
    "weight": "从业人数",
    "year": "成立年份",
}
"""Meaning → header, as ``geo.enterprises.wish.Columns`` wants it."""
CHUNK = 65_536
"""Rows that are drawn at once; a shorter registry is the beginning of a longer one."""
OTHER_TRADES = (
    "软件开发", "餐饮服务", "批发零售", "物业管理", "企业管理咨询", "建筑装饰",
    "货物运输代理", "广告设计", "仓储服务", "法律服务", "制造业", "教育咨询",
)  # fmt: skip
"""What is written where an enterprise is of no industry of ours."""
ENDINGS = ("", "研发", "系统", "产品销售", "技术服务")
UNMAPPED, WITHOUT_INDUSTRY, WITHOUT_YEAR = 0.25, 0.03, 0.02
"""Shares of other trades, of empty industries and of empty years."""
FIRST_YEAR, LAST_YEAR = 1985, 2024

Fault = Callable[[dict[str, NDArray[Any]], NDArray[np.int64]], None]
Datums: Mapping[str, Callable[..., tuple[Any, Any]]] = {
    "WGS-84": lambda lon, lat: (lon, lat),
    "GCJ-02": wgs84_to_gcj02,
    "BD-09": wgs84_to_bd09,
}


def _put(**values: object) -> Fault:
    """Make a fault that writes the same into some columns."""

    def spoil(columns: dict[str, NDArray[Any]], rows: NDArray[np.int64]) -> None:
        for name, value in values.items():
            columns[name][rows] = value

    return spoil


def _swap(columns: dict[str, NDArray[Any]], rows: NDArray[np.int64]) -> None:
    columns["lon"][rows], columns["lat"][rows] = columns["lat"][rows], columns["lon"][rows]


_NOWHERE = {"lon": None, "lat": None, "address": None}
FAULTS: Mapping[str, Fault] = {
    "missing-coordinates": _put(**_NOWHERE, district=None),
    "swapped": _swap,
    "out-of-range": _put(lon=999.0),
    # In the Taklamakan.
    "outside-cities": _put(lon=83.0, lat=39.0),
    "unknown-district": _put(**_NOWHERE, district="某某区"),
    "not-finite": _put(lon=float("inf")),
    # Only a text file can hold these.
    "not-a-number": _put(lon="约121.4"),
    "unread-weight": _put(weight="若干"),
}
"""Reason for which such a row should be left out (or counted without weight) → how to make it."""
OF_TEXTS = ("not-a-number", "unread-weight")


class SynthRows:
    """A registry that can be drawn piece by piece, the same for the same arguments.

    Parameters
    ----------
    catalogue : Catalogue
        Its districts, sites and words; nothing of it says how enterprises truly lie.
    cities : sequence of str
        Ids.
    seed : int
    faults : float
        Share of faulty rows, 0 to 1.
    unplaced : float
        Share of the others that have an address but no coordinates.
    datum : Datum
        In which coordinates are written.
    as_text : bool
        Whether the file holds text, so that a number may be none.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        cities: Sequence[str],
        seed: int,
        *,
        faults: float,
        unplaced: float,
        datum: Datum,
        as_text: bool,
    ):
        self.places = Places(catalogue, cities, seed)
        self._seed, self._faults, self._unplaced = seed, faults, unplaced
        self._to_datum = Datums[datum]
        self._kinds = [name for name in FAULTS if as_text or name not in OF_TEXTS]
        self._as_text = as_text
        rows = [catalogue.district(adcode) for adcode in self.places.adcodes]
        self._districts = pa.array([row.name_zh for row in rows])
        self._streets = pa.array([_street(catalogue, row.city, row.name_zh) for row in rows])
        self._texts, self._starts = _texts(catalogue)
        generator = np.random.default_rng([seed, 2])
        mixes = generator.dirichlet(np.full(len(catalogue.industries), 0.8), len(rows))
        self._mixes = np.cumsum(mixes, axis=1)

    def chunk(self, index: int, rows: int = CHUNK) -> tuple[pa.Table, Counter[str]]:
        """Draw one piece.

        Parameters
        ----------
        index : int
            0 for the first.
        rows : int
            How many of the piece's ``CHUNK`` rows.

        Returns
        -------
        table : Table
            With the columns of ``COLUMNS``; numbers are texts where the file holds text.
        faults : Counter of str
            How many rows have which fault.
        """
        generator = np.random.default_rng([self._seed, 3, index])
        district, lon, lat = self.places.draw(CHUNK, generator)
        lon, lat = self._to_datum(lon, lat)
        columns = {
            "lon": np.round(lon, 6).astype(object),
            "lat": np.round(lat, 6).astype(object),
            "address": _addresses(self._streets, district, generator),
            "district": self._districts.take(pa.array(district)).to_numpy(zero_copy_only=False),
            "weight": _employees(generator),
            "year": _years(generator),
        }
        industry = self._industries(district, generator)
        kinds = self._spoil(columns, generator)[:rows]
        numbers = pa.array(np.arange(1, CHUNK + 1) + index * CHUNK)
        table = {COLUMNS["name"]: _names(numbers), COLUMNS["industry"]: industry}
        table |= {COLUMNS[name]: self._column(name, values) for name, values in columns.items()}
        found = Counter({name: int((kinds == code).sum()) for code, name in enumerate(self._kinds)})
        return pa.table({name: table[name] for name in COLUMNS.values()}).slice(0, rows), found

    def _industries(self, district: NDArray[np.int64], generator: np.random.Generator) -> pa.Array:
        kind = (generator.random(CHUNK)[:, None] > self._mixes[district]).sum(axis=1)
        kind = np.minimum(kind, len(self._starts) - 3)
        kind[generator.random(CHUNK) < UNMAPPED] = len(self._starts) - 2
        low, high = self._starts[kind], self._starts[kind + 1]
        text = low + (generator.random(CHUNK) * (high - low)).astype(np.int64)
        is_empty = generator.random(CHUNK) < WITHOUT_INDUSTRY
        return self._texts.take(pa.array(text, mask=is_empty))

    def _spoil(
        self, columns: dict[str, NDArray[Any]], generator: np.random.Generator
    ) -> NDArray[np.int64]:
        """Take coordinates away and put faults in; return the fault of each row, -1 for none."""
        lot = generator.random(CHUNK)
        is_faulty = lot < self._faults
        is_unplaced = ~is_faulty & (generator.random(CHUNK) < self._unplaced)
        for name in ("lon", "lat"):
            columns[name][is_unplaced] = None
        kinds = np.where(is_faulty, generator.integers(0, len(self._kinds), CHUNK), -1)
        for code, name in enumerate(self._kinds):
            FAULTS[name](columns, np.flatnonzero(kinds == code))
        return kinds

    def _column(self, name: str, values: NDArray[Any]) -> pa.Array:
        if name in ("address", "district"):
            return pa.array(values, pa.string())
        if self._as_text:
            texts = [None if value is None else str(value) for value in values.tolist()]
            return pa.array(texts, pa.string())
        kinds = {"lon": pa.float64(), "lat": pa.float64(), "weight": pa.int32(), "year": pa.int16()}
        return pa.array(values, kinds[name], from_pandas=False)


def _street(catalogue: Catalogue, city: str, district: str) -> str:
    return f"{catalogue.city(city).name_zh}{district}合成路"


def _texts(catalogue: Catalogue) -> tuple[pa.Array, NDArray[np.int64]]:
    """List what enterprises may write, industry after industry, other trades last.

    Returns
    -------
    texts : Array of string
    starts : ndarray of int64, shape (industries + 2,)
        Where each industry begins, and the end.
    """
    words = default_words(catalogue)
    texts: list[str] = []
    starts = [0]
    for industry in [row.id for row in catalogue.industries]:
        own = [row.word for row in words if row.industry == industry and is_plain(row.word)]
        texts += [word + end for word in own for end in (("",) if word.isascii() else ENDINGS)]
        starts.append(len(texts))
    texts += OTHER_TRADES
    return pa.array(texts), np.array([*starts, len(texts)])


def is_plain(text: str) -> bool:
    """Tell whether a text needs no quotation marks in a CSV file."""
    return not any(sign in text for sign in ',"\r\n')


def _names(numbers: pa.Array) -> pa.Array:
    digits = pc.utf8_lpad(numbers.cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise(PREFIX, digits, "号", "")


def _addresses(
    streets: pa.Array, district: NDArray[np.int64], generator: np.random.Generator
) -> NDArray[Any]:
    house = pa.array(generator.integers(1, 2000, CHUNK)).cast(pa.string())
    whole = pc.binary_join_element_wise(streets.take(pa.array(district)), house, "号", "")
    return np.asarray(whole.to_numpy(zero_copy_only=False))


def _employees(generator: np.random.Generator) -> NDArray[Any]:
    return np.ceil(generator.lognormal(2.5, 1.2, CHUNK)).astype(int).astype(object)


def _years(generator: np.random.Generator) -> NDArray[Any]:
    age = generator.exponential(8.0, CHUNK).astype(int)
    years: NDArray[Any] = np.maximum(LAST_YEAR - age, FIRST_YEAR).astype(object)
    years[generator.random(CHUNK) < WITHOUT_YEAR] = None
    return years
