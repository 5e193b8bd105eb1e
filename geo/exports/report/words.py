"""The two languages of a report, and how it writes numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

NOTHING = "–"
"""Stands where there is no number."""


@dataclass(frozen=True)
class Words:
    """One of the two languages.

    Attributes
    ----------
    language : {"zh", "en"}
    """

    language: str

    @property
    def is_zh(self) -> bool:
        """Whether it is Chinese."""
        return self.language == "zh"

    def say(self, zh: str, en: str) -> str:
        """Choose a text."""
        return zh if self.is_zh else en

    def name(self, row: Any) -> str:
        """Name a row of the catalogue."""
        return self.say(row.name_zh, row.name_en)

    def list(self, items: Iterable[str]) -> str:
        """Join the items of a list."""
        return self.say("、", ", ").join(items)

    def clauses(self, items: Iterable[str]) -> str:
        """Join parts of a sentence, leaving out empty ones."""
        return self.say("；", "; ").join(item for item in items if item)

    def label(self, name: str, content: str) -> str:
        """Write a name before what it names."""
        return f"{name}{self.say('：', ': ')}{content}"

    def bracket(self, text: str) -> str:
        """Put a remark in brackets, ready to follow a word."""
        return self.say(f"（{text}）", f" ({text})")

    def document(self, source: Any) -> str:
        """Name a document in short, with its year."""
        short = self.say(source.short_zh, source.short_en)
        title = f"《{short}》" if self.is_zh else short
        year = str(source.edition) if source.edition else ""
        return title if not year or year in short else f"{title} {year}"


def number(value: float | None, digits: int = 4) -> str:
    """Write a number with so many digits that count; ``NOTHING`` for none.

    Examples
    --------
    >>> number(1234567.0), number(0.012345), number(3.0), number(float("nan"))
    ('1,234,567', '0.01235', '3', '–')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if abs(value) >= 10**digits:
        return f"{value:,.0f}"
    return f"{value:,.{digits}g}" if abs(value) >= 1e-4 or value == 0 else f"{value:.1e}"


def fixed(value: float | None, decimals: int = 3) -> str:
    """Write a number with so many decimals; ``NOTHING`` for none.

    Examples
    --------
    >>> fixed(0.75), fixed(-0.0001), fixed(None)
    ('0.750', '0.000', '–')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{round(value, decimals) + 0.0:,.{decimals}f}"


def percent(share: float | None, *, in_column: bool = False) -> str:
    """Write a share; one that is neither none nor all never reads 0 % or 100 %.

    Parameters
    ----------
    share : float or None
    in_column : bool
        It stands below others, so that each is to have its decimal.

    Examples
    --------
    >>> percent(0.5), percent(0.0004), percent(0.9999), percent(1.0), percent(0.125)
    ('50 %', '< 0.1 %', '> 99.9 %', '100 %', '12.5 %')
    >>> percent(0.5, in_column=True), percent(0.0, in_column=True)
    ('50.0 %', '0.0 %')
    """
    if share is None or not math.isfinite(share):
        return NOTHING
    if 0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1:
        return "> 99.9 %"
    rounded = round(100 * share, 1)
    return f"{rounded:.1f} %" if in_column else f"{rounded:g} %"


def metres(value: float | None) -> str:
    """Write a length.

    Examples
    --------
    >>> metres(843.2), metres(12345.0), metres(None)
    ('843 m', '12.3 km', '–')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{value:.0f} m" if value < 1000 else f"{value / 1000:,.1f} km"


def formula_parts(text: str) -> list[tuple[str, bool]]:
    """Split a formula into what stands on the line and what stands below it.

    Examples
    --------
    >>> formula_parts("s_i = v_ij")
    [('s', False), ('i', True), (' = v', False), ('ij', True)]
    """
    found = re.split(r"_([a-z]+)", text)
    return [(part, place % 2 == 1) for place, part in enumerate(found) if part]
