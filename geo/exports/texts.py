"""The policy about text in exported cells: what is cleaned, and what a spreadsheet must not run."""

from __future__ import annotations

import re

# XML 1.0, hence XLSX, has no place for these, and a lone surrogate has no UTF-8.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
REPLACEMENT = "\ufffd"
"""What stands for a character that no spreadsheet can hold."""

# Excel starts a formula at these, the full-width ones included; blanks and apostrophes before
# them count, so that the guard can be taken away again without doubt.
_FORMULA = re.compile("['\\s]*[=+\\-@＝＋－＠]|['\\s]*[\t\r\n]")
GUARD = "'"
LIST_SEPARATOR = "; "
"""What stands between several values in one cell, as in the catalogue's own tables."""


def clean_text(text: str) -> str:
    r"""Make a text that every format can hold, the same in all of them.

    Control characters (NUL among them), lone surrogates and the two non-characters become
    U+FFFD, visibly; line ends become ``\n``; everything else stays, leading zeros and blanks
    included.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> clean_text("a\x00b\r\nc")
    'a�b\nc'
    """
    return _UNWRITABLE.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def guard_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    For CSV only, which cannot say that a cell is text; ``unguard_formula`` takes it away.

    Examples
    --------
    >>> guard_formula("=1+1"), guard_formula("310101")
    ("'=1+1", '310101')
    """
    return GUARD + text if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """Take away the apostrophe that ``guard_formula`` put before a text.

    Examples
    --------
    >>> unguard_formula("'=1+1"), unguard_formula("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith(GUARD) and _FORMULA.match(text) else text


def parts(text: str) -> list[str]:
    """Split a cell of several values.

    Examples
    --------
    >>> parts("a; b"), parts("")
    (['a', 'b'], [])
    """
    return [part for part in text.split(LIST_SEPARATOR) if part]
