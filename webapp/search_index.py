"""What the search box looks through: names in Chinese, pinyin, initials and English."""

from __future__ import annotations

from geo.catalogue import Catalogue
from pypinyin import Style, lazy_pinyin

Entry = list[str]


def pinyin(text: str) -> str:
    """Spell Chinese in plain pinyin, without tones or spaces: 徐汇 → ``xuhui``."""
    return "".join(lazy_pinyin(text)).lower()


def initials(text: str) -> str:
    """Return the first letter of each syllable: 徐汇 → ``xh``."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def search_entries(catalogue: Catalogue) -> list[Entry]:
    """List everything that can be found, over all cities.

    Returns
    -------
    list of [kind, id, city, name_zh, name_en, pinyin, initials]
        ``kind`` is ``district``, ``site``, ``industry``, ``belt`` or ``scenario``; ``city`` is
        empty for industries.
    """
    rows: list[tuple[str, str, str, str, str]] = [
        *(("district", row.adcode, row.city, row.name_zh, row.name_en) for row in catalogue.districts),
        *(("site", row.id, row.city, row.name_zh, row.name_en) for row in catalogue.sites),
        *(("industry", row.id, "", row.name_zh, row.name_en) for row in catalogue.industries),
        *(("belt", row.id, row.city, row.name_zh, row.name_en) for row in catalogue.belts),
        *(("scenario", row.id, row.city, row.name_zh, row.name_en) for row in catalogue.scenarios),
    ]
    return [[*row, pinyin(row[3]), initials(row[3])] for row in rows]
