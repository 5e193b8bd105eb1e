"""Find the district that an address or a cell names; never by force.

- A cell that is nothing but a name (徐汇, 徐汇区, Xuhui) or an adcode means that district.
- In a longer text a full name counts (徐汇区漕溪北路…), unless another city is named before it
  (鹤岗市南山区), or districts of two cities bear it and neither city is named.
- A name without 区 or 新区 counts only directly behind its city's (上海徐汇…), and not where it
  begins the name of a road, bridge or the like (上海宝山路, which lies elsewhere).
- A text that names two districts names none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from opencc import OpenCC

from geo.catalogue import Catalogue
from geo.tables import City, District

Codes = NDArray[np.int16]
UNKNOWN, SEVERAL, ELSEWHERE = -1, -2, -3
"""Outcomes without a district: none named, several, or one of another city."""
_BLANKS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
# What a road or landmark is named after a district, whichever it lies in.
_NO_ROAD = (
    "(?!(?:[东東西南北中一二三四五六七八九十]|[0-9])*"
    "(?:路|街|弄|大?道|公路|大?[桥橋]|江|河|站|寺|港))"
)
# What official tables put between a city and its district.
_WITHIN = "(?:市辖区|市轄區)?"
_LATIN = re.compile("[a-z]{2}")
# Units whose names before a district are those of another city.
_ANOTHER = re.compile("[市州盟县縣旗]")
# Where a text begins with another city, or with a district: zones, parks and estates are none.
_HAN = "[\u4e00-\u9fff]"
_OTHER_CITY = re.compile(
    f"(?:{_HAN}{{2,3}}(?:省|自治区|自治區))?{_HAN}{{2,5}}?(?:市(?![场場政民区區值面])|自治州|盟)"
)
_OTHER_DISTRICT = re.compile(
    f"{_HAN}{{1,6}}?(?:[县縣旗]|(?<![园園发發验驗片小社港街校厂廠景税贸業业商务務库庫住宅范範工新院])[区區])"
)


class DistrictNames:
    """The names of the districts of some cities, ready to be found; may be sent elsewhere.

    Parameters
    ----------
    catalogue : Catalogue
    cities : sequence of str
        Ids of the cities whose districts count.

    Attributes
    ----------
    adcodes : tuple of str
        Ascending; codes count along it.

    Raises
    ------
    UnknownIdError
        If there is no such city.
    """

    def __init__(self, catalogue: Catalogue, cities: Sequence[str]):
        rows = [row for city in dict.fromkeys(cities) for row in catalogue.districts_of(city)]
        rows.sort(key=lambda row: row.adcode)
        self.adcodes = tuple(row.adcode for row in rows)
        self._city = tuple(row.city for row in rows)
        self._cities = {row.id: _city_names(row) for row in catalogue.cities}
        self._alone = _codes_by_name(_names(row, is_alone=True) for row in rows)
        self._full = _codes_by_name(_names(row, is_alone=False) for row in rows)
        self._short = _codes_by_name(
            [city + short for city in self._cities[row.city] for short in _forms(row.short_zh)]
            for row in rows
        )
        # Apart, since Python only skips ahead quickly where all names begin with plain letters.
        chinese = [name for name in self._full if not name.isascii()]
        self._chinese = re.compile(_either(chinese))
        self._latin = re.compile(rf"\b(?:{_either(self._full.keys() - set(chinese))})\b")
        city_names = {name for city in set(self._city) for name in self._cities[city]}
        others = {name for city, names in self._cities.items() for name in names} - city_names
        self._own_city = re.compile(f"(?:{_either(city_names)}){_WITHIN}")
        self._other_city = re.compile(f"(?:{_either(others)}){_NO_ROAD}")
        shorts = {form for row in rows for form in _forms(row.short_zh)}
        self._short_pattern = re.compile(
            f"({_either(city_names)}){_WITHIN}({_either(shorts)}){_NO_ROAD}"
        )

    def codes(self, texts: Sequence[str | None] | pa.Array | pa.ChunkedArray) -> Codes:
        """Find the district of each text.

        Parameters
        ----------
        texts : sequence of str, or Arrow array, shape (n,)
            Addresses, or cells of a column of districts; None names nothing.

        Returns
        -------
        ndarray of int16, shape (n,)
            Place in ``adcodes``, or -1: none named, or not clear which.
        """
        return np.maximum(self.outcomes(texts), np.int16(UNKNOWN))

    def outcomes(self, texts: Sequence[str | None] | pa.Array | pa.ChunkedArray) -> Codes:
        """Find the district of each text, or tell why there is none.

        Parameters
        ----------
        texts : sequence of str, or Arrow array, shape (n,)

        Returns
        -------
        ndarray of int16, shape (n,)
            As ``codes``, but ``SEVERAL`` where a text names several districts, or one that
            several cities have, and ``ELSEWHERE`` where it names one of another city.
        """
        if isinstance(texts, pa.Array | pa.ChunkedArray):
            texts = texts.cast(pa.string()).to_pylist()
        found = (UNKNOWN if not text else self._code(_plain(text)) for text in texts)
        return np.fromiter(found, dtype=np.int16, count=len(texts))

    def district(self, text: str) -> str | None:
        """Return the adcode of the district that one text names, or None."""
        code = self._code(_plain(text))
        return None if code < 0 else self.adcodes[code]

    def _code(self, text: str) -> int:
        alone = self._alone.get(text)
        if alone is not None:
            return alone[0] if len(alone) == 1 else SEVERAL
        found: set[int] = set()
        names = [*self._chinese.finditer(text)]
        if _LATIN.search(text):
            names += self._latin.finditer(text)
        for match in names:
            found.update(self._meant(match, text))
        for match in self._short_pattern.finditer(text):
            found.update(self._short.get(match[1] + match[2], ()))
        if found:
            return found.pop() if len(found) == 1 else SEVERAL
        return ELSEWHERE if names or self._is_elsewhere(text) else UNKNOWN

    def _is_elsewhere(self, text: str) -> bool:
        """Tell whether a text surely names another city, or a district that is none of these."""
        own = self._own_city.match(text)
        if own is None and (self._other_city.match(text) or _OTHER_CITY.match(text)):
            return True
        return _OTHER_DISTRICT.match(text, own.end() if own else 0) is not None

    def _meant(self, match: re.Match[str], text: str) -> Iterable[int]:
        """Return which districts a full name means: several if that is not clear."""
        codes = self._full[match[0]]
        # Chinese addresses name the city first, English ones last.
        near = text if match[0].isascii() else text[: match.start()]
        named = {city for city, names in self._cities.items() if any(map(near.__contains__, names))}
        own = [code for code in codes if self._city[code] in named]
        if own or named or _ANOTHER.search(near):
            return own
        return codes


def _plain(text: str) -> str:
    """Fold width and case; drop blanks beside Chinese characters."""
    flat = unicodedata.normalize("NFKC", text).strip().lower().replace("’", "'")
    return _BLANKS.sub("", flat)


def _forms(name: str) -> list[str]:
    """Write a name in simplified and in traditional characters."""
    return list(dict.fromkeys([_plain(name), _plain(_to_traditional().convert(name))]))


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def _names(row: District, *, is_alone: bool) -> list[str]:
    more = [row.adcode, row.short_zh, row.short_en] if is_alone else []
    return [form for name in (row.name_zh, row.name_en, *more) if name for form in _forms(name)]


def _city_names(city: City) -> tuple[str, ...]:
    short = city.name_zh.removesuffix("市")
    return tuple(form for name in (city.name_zh, short, city.name_en) for form in _forms(name))


def _codes_by_name(names: Iterable[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """Map each name → codes of those that bear it."""
    found: dict[str, dict[int, None]] = {}
    for code, forms in enumerate(names):
        for form in forms:
            found.setdefault(form, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _either(names: Iterable[str]) -> str:
    """Write a pattern that finds any name, the longest first; nothing if there is none."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(map(re.escape, ordered)) or "(?!)"
