"""Prove that a phrase stands in a document, whatever its typography did to the text.

The documents are copies of copies: one is in traditional characters with stray phonetic
brackets (``務(wù)``), one breaks sentences over lines and carries Markdown ``**``, two mix
half-width and full-width punctuation. A quotation is therefore compared in a normal form
that keeps every character of the wording and nothing of its typography:

- compatibility forms are unified (NFKC: full-width letters, digits, punctuation; Ⅲ → III),
  quotation marks become ``"``, dashes ``-``;
- white space carries no meaning in running Chinese and is dropped, so a quotation may show a
  table row with a blank between its cells; so is ``**``;
- phonetic brackets are dropped: Latin letters with at least one tone mark, directly behind a
  Chinese character. ``(AI@SH)`` or ``(5G)`` stay;
- traditional characters become simplified ones (OpenCC, ``t2s``).

The normal form is for comparing, not for showing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PHONETIC = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:[(（](?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,6}}[)）])+"
)
_PUNCTUATION = str.maketrans(
    dict.fromkeys("“”„‟「」『』＂", '"')
    | dict.fromkeys("‘’‚‛", "'")
    | dict.fromkeys("—–―−‐‑‒", "-")
    | dict.fromkeys("・•", "·")
)


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Write a passage as the atlas stores it: simplified, without phonetic brackets or ``**``.

    Parameters
    ----------
    text : str
        Any text; its punctuation and white space are kept.

    Returns
    -------
    str
    """
    plain = _PHONETIC.sub("", unicodedata.normalize("NFC", text)).replace("**", "")
    return str(_simplifier().convert(plain))


def _normalise_once(text: str) -> str:
    flat = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    return simplify("".join(flat.split()))


def normalise(text: str) -> str:
    """Bring a text into the normal form in which quotations are compared.

    Parameters
    ----------
    text : str
        A quotation or a whole document.

    Returns
    -------
    str
        The normal form; normalising it again changes nothing.
    """
    # Dropping one mark may bring two others together (a blank between two asterisks, an
    # accent that NFKC split off), so the steps are repeated until nothing changes.
    while (once := _normalise_once(text)) != text:
        text = once
    return text


def is_quoted(quote: str, document_text: str) -> bool:
    """Tell whether a document contains a quotation, contiguously.

    Parameters
    ----------
    quote : str
        The quotation; an empty one is never quoted.
    document_text : str
        The document, as it is or already normalised.

    Returns
    -------
    bool
    """
    wording = normalise(quote)
    return bool(wording) and wording in normalise(document_text)


def count_mentions(wording: str, document_text: str) -> int:
    """Count how often a document writes a wording (without overlaps).

    Parameters
    ----------
    wording : str
        The name or phrase; must not be empty.
    document_text : str
        The document, as it is or already normalised.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the wording is empty once it is normalised.
    """
    sought = normalise(wording)
    if not sought:
        msg = f"cannot count the empty wording {wording!r}"
        raise ValueError(msg)
    return normalise(document_text).count(sought)
