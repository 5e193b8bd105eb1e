"""What a reader may have meant: the ids nearest to one that does not exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

MOST = 5
"""How many are offered."""


def nearest(wanted: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Find the ids that come closest to what was asked for.

    Parameters
    ----------
    wanted : str
        What was asked for: an id with a slip, or a name instead of an id.
    names : mapping of str to sequence of str
        Every id, with the names under which its row is known.

    Returns
    -------
    list of str
        The nearest first; numbers by their difference, words by their letters; the first ids
        where nothing is close.
    """
    if wanted.isascii() and wanted.isdigit() and all(key.isdigit() for key in names):
        return sorted(names, key=lambda key: (abs(int(key) - int(wanted)), key))[:MOST]
    words: dict[str, str] = {}
    for key, known in names.items():
        for word in (key, *known):
            words.setdefault(word.casefold(), key)
    close = get_close_matches(wanted.casefold(), words, n=2 * MOST, cutoff=0.45)
    return list(dict.fromkeys(words[word] for word in close))[:MOST] or list(names)[:MOST]
