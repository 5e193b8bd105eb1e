"""What people write into a cell that holds nothing: such a cell is not given, and not wrong.

One list for weights, years, coordinates, industries, districts and addresses; not for names, since
an enterprise may be called so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PLACEHOLDERS = (
    *("-", "--", "---", "–", "—", "——", "/", "\\", ".", "?", "*"),
    *("无", "無", "暂无", "没有", "不详", "不詳", "不明", "未知", "未填", "未填写", "空", "空值"),
    *("n/a", "na", "n.a.", "#n/a", "#n/a n/a", "#na", "n/d", "nd", "nil", "nan", "nat"),
    *("none", "null", "(null)", "<null>", "<na>", "\\n", "unknown", "not given"),
    *("#null!", "#value!", "#ref!", "#name?", "#div/0!", "#num!"),
)
"""Compared without blanks around them, in small letters and half width."""
_KNOWN = frozenset(PLACEHOLDERS)
_LONGEST = max(map(len, PLACEHOLDERS))


def is_nothing(text: str) -> bool:
    """Tell whether a cell is empty, or says that nothing is given.

    Examples
    --------
    >>> is_nothing(" －"), is_nothing("N/A"), is_nothing("暂无"), is_nothing("0")
    (True, True, True, False)
    """
    if len(text) > 4 * _LONGEST:
        return False
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return not folded or folded in _KNOWN


def are_nothing(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Tell of each text whether it says that nothing is given.

    Parameters
    ----------
    texts : sequence of str, shape (n,)
        Each different text once: this is a loop.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    return np.fromiter(map(is_nothing, texts), bool, count=len(texts))
