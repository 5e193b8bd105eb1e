"""Numbers as people write them in cells; what may be two numbers is none."""

from __future__ import annotations

import re
import unicodedata

_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_NON_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.I)
_LONGEST = 40


def as_number(cell: object, *, decimal: str = ".", thousands: bool = False) -> float | None:
    """Read a cell as a number; None if it is none, or not surely one.

    Parameters
    ----------
    cell : str, int, float, bool or None
        Full-width digits and signs count as the plain ones.
    decimal : {".", ","}
    thousands : bool
        Whether a comma before three digits parts thousands where it could be a decimal comma,
        too; where it cannot, it is read as that anyway.

    Returns
    -------
    float or None
        Infinite if the text is too large for a float, or the cell itself is.

    Examples
    --------
    >>> as_number(" 121.4737 "), as_number("１２１．５"), as_number("121,5", decimal=",")
    (121.4737, 121.5, 121.5)
    >>> as_number("1,234.5"), as_number("1,234,567"), as_number("1,234", thousands=True)
    (1234.5, 1234567.0, 1234.0)
    >>> as_number("1,234"), as_number("NaN"), as_number("12 km"), as_number(True)
    (None, None, None, None)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell)
    text = text.strip() if text.isascii() else plain(text)
    if decimal == ",":
        if not _COMMA.fullmatch(text) and not _POINT.fullmatch(text.replace(".", "x")):
            return None
        text = text.replace(",", ".")
    elif "," in text and (_parts(text) or (thousands and _GROUPED.fullmatch(text))):
        text = text.replace(",", "")
    return float(text) if len(text) <= _LONGEST and _POINT.fullmatch(text) else None


def plain(text: str) -> str:
    """Strip blanks and turn full-width digits and signs into plain ones.

    Examples
    --------
    >>> plain("　１２１．４７ "), plain("−3")
    ('121.47', '-3')
    """
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def has_decimal_comma(text: str) -> bool:
    """Tell whether a text is a number with a comma in it, decimal or thousands."""
    return _COMMA.fullmatch(plain(text)) is not None


def may_be_thousands(text: str) -> bool:
    """Tell whether the comma of such a text may part thousands: ``1,234``, not ``121,4737``."""
    return _THOUSANDS.fullmatch(plain(text)) is not None


def parts_thousands(text: str) -> bool:
    """Tell whether the commas of a number can only part thousands.

    Examples
    --------
    >>> parts_thousands("1,234.5"), parts_thousands("1,234,567"), parts_thousands("1,234")
    (True, True, False)
    """
    return _parts(plain(text))


def _parts(text: str) -> bool:
    is_grouped = _GROUPED.fullmatch(text) is not None
    return is_grouped and ("." in text or text.count(",") > 1)


def is_non_finite(text: str) -> bool:
    """Tell whether a text is the name of something that no coordinate can be.

    Examples
    --------
    >>> is_non_finite("NaN"), is_non_finite("-Infinity"), is_non_finite("南")
    (True, True, False)
    """
    return _NON_FINITE.fullmatch(plain(text)) is not None
