"""Read an amount of money as planners write it, and say how it was read."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import gettext as _

UNITS = {
    "": Decimal(1),
    "元": Decimal(1),
    "圆": Decimal(1),
    "yuan": Decimal(1),
    "万": Decimal(10**4),
    "万元": Decimal(10**4),
    "百万": Decimal(10**6),
    "百万元": Decimal(10**6),
    "million": Decimal(10**6),
    "millionyuan": Decimal(10**6),
    "千万": Decimal(10**7),
    "千万元": Decimal(10**7),
    "亿": Decimal(10**8),
    "亿元": Decimal(10**8),
    "billion": Decimal(10**9),
    "billionyuan": Decimal(10**9),
}
"""What may stand behind a number, without spaces and in small letters, and the yuan it means."""
MENU = ("元", "万元", "亿元", "million")
"""The units that a form offers; a unit that is typed goes before them."""
SMALL = Decimal(10**4)
"""Yuan: whoever plans for less has perhaps thought in 万元."""

_FEN = Decimal("0.01")
_SIGNS = re.compile(r"^(?:¥|cny|rmb|人民币)|(?:cny|rmb|人民币)$")
_AMOUNT = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.\d{0,9})?)(\D*)")


def read_money(text: str, unit: str = "元") -> Decimal | None:
    """Read an amount; None if it is none.

    Parameters
    ----------
    text : str
        A number with commas between thousands or without, and perhaps a unit of ``UNITS``.
    unit : str
        Of ``UNITS``; meant where the text has none.

    Returns
    -------
    Decimal, yuan
        To the fen.

    Examples
    --------
    >>> read_money("1500万"), read_money("1,500", "万元"), read_money("2 million yuan")
    (Decimal('15000000.00'), Decimal('15000000.00'), Decimal('2000000.00'))
    >>> read_money("15 dozen") is read_money("1,5") is None
    True
    """
    clean = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    clean = _SIGNS.sub("", "".join(clean.split()).lower())
    found = _AMOUNT.fullmatch(clean)
    if found is None or found[2] not in UNITS or unit not in UNITS:
        return None
    amount = Decimal(found[1].replace(",", "")) * UNITS[found[2] or unit]
    return amount.quantize(_FEN, ROUND_HALF_UP)


def money_words(amount: Decimal, language: str) -> str:
    """Write an amount in yuan, and again in the unit in which people say it.

    Examples
    --------
    >>> money_words(Decimal("15000000.00"), "zh"), money_words(Decimal("250"), "en")
    ('15,000,000 元 = 1,500 万元', '250 yuan')
    """
    is_zh = language == "zh"
    steps = (
        ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元"))
        if is_zh
        else ((Decimal(10**9), "billion yuan"), (Decimal(10**6), "million yuan"))
    )
    told = f"{plain(amount)} {'元' if is_zh else 'yuan'}"
    for size, name in steps:
        if amount >= size:
            return f"{told} = {plain(amount / size)} {name}"
    return told


def plain(amount: Decimal) -> str:
    """Write an amount with its thousands apart and no zeros that say nothing."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_names() -> dict[str, str]:
    """Return the units of ``MENU`` in the page's language."""
    names = (_("yuan"), _("10,000 yuan (万元)"), _("100 million yuan (亿元)"), _("million yuan"))
    return dict(zip(MENU, names, strict=True))
