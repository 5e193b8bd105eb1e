"""What the search box looks through: names in Chinese, pinyin, initials and English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pypinyin import Style, lazy_pinyin

from geo.catalogue import Catalogue

Entry = list[str]
Readings = Mapping[str, tuple[str, ...]]

READINGS: Readings = {"长阳": ("chang", "yang")}
"""Names that a dictionary of ordinary words reads otherwise; districts bring their own."""


def pinyin(text: str, readings: Readings = READINGS) -> str:
    """Spell Chinese in plain pinyin, letters and digits only: 徐汇 → ``xuhui``."""
    return _plain(_spell(text, readings))


def initials(text: str, readings: Readings = READINGS) -> str:
    """Return the first letter of each syllable, letters and digits only: 徐汇 → ``xh``."""
    first = {name: tuple(syllable[0] for syllable in said) for name, said in readings.items()}
    return _plain(_spell(text, first, style=Style.FIRST_LETTER))


def search_entries(catalogue: Catalogue) -> list[Entry]:
    """List everything that can be found, over all cities.

    Returns
    -------
    list of [kind, id, city, name_zh, name_en, pinyin, initials]
        ``kind`` is ``city``, ``district``, ``site``, ``industry``, ``belt`` or ``scenario``;
        ``city`` is empty for industries.
    """
    c = catalogue
    rows: list[tuple[str, str, str, str, str]] = [
        *(("city", row.id, row.id, row.name_zh, row.name_en) for row in c.cities),
        *(("district", row.adcode, row.city, row.name_zh, row.name_en) for row in c.districts),
        *(("site", row.id, row.city, row.name_zh, row.name_en) for row in c.sites),
        *(("industry", row.id, "", row.name_zh, row.name_en) for row in c.industries),
        *(("belt", row.id, row.city, row.name_zh, row.name_en) for row in c.belts),
        *(("scenario", row.id, row.city, row.name_zh, row.name_en) for row in c.scenarios),
    ]
    known = district_readings(catalogue)
    return [[*row, pinyin(row[3], known), initials(row[3], known)] for row in rows]


def district_readings(catalogue: Catalogue) -> Readings:
    """Gather how the districts are read, from their own column: 闵行 is no "minxing".

    Returns
    -------
    mapping of str to tuple of str
        Full and short name → syllables; with ``READINGS``. A district whose ``pinyin`` does not
        have a syllable for each character is left to the dictionary.
    """
    known = dict(READINGS)
    for row in catalogue.districts:
        syllables = tuple(row.pinyin.lower().split())
        for name in (row.name_zh, row.short_zh):
            if len(syllables) == len(row.name_zh) and row.name_zh.startswith(name):
                known[name] = syllables[: len(name)]
    return known


def _spell(text: str, readings: Readings, *, style: Style = Style.NORMAL) -> list[str]:
    longest_first = sorted(readings, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return [said for part in parts for said in readings.get(part) or lazy_pinyin(part, style=style)]


def _plain(syllables: list[str]) -> str:
    return re.sub("[^a-z0-9]", "", "".join(syllables).lower())
