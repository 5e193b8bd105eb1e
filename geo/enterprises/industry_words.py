"""Count enterprises to industries by the words of their own description; never by force.

Where words overlap, the longest one counts: 类脑芯片 is 类脑, not 芯片. A text whose words stand
for two industries (智能医疗、智能安防), or in which two words of equal length overlap, is ambiguous
and counts to none, as does a text without any word. Latin words count as whole words only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from opencc import OpenCC

from geo.catalogue import Catalogue
from geo.enterprises.word_table import (
    BETWEEN,
    NONE,
    Word,
    default_words,
    find_problems,
    plain,
    read_words,
    write_words,
)
from geo.errors import WordsError

Codes = NDArray[np.int8]

UNMAPPED = -1
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_UNREADABLE = r"[^\x00-\x7f]"


@dataclass(frozen=True)
class Reading:
    """What a text says about an industry.

    Attributes
    ----------
    industries : tuple of str
        Ids that its words stand for, in the catalogue's order: one if it is clear, none if it
        has no word of any, several if it is ambiguous.
    words : tuple of str
        The words that decide, as the table writes them.
    """

    industries: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def industry(self) -> str:
        """The industry that the enterprise counts to, "" if to none."""
        return self.industries[0] if len(self.industries) == 1 else ""

    @property
    def is_ambiguous(self) -> bool:
        """Whether its words stand for several industries."""
        return len(self.industries) > 1


class IndustryWords:
    """A table of words, made ready to read many texts; may be sent to other processes.

    Parameters
    ----------
    rows : iterable of Word
    industries : sequence of str
        Ids of the catalogue, in its order; codes count along it.

    Raises
    ------
    WordsError
        If an industry is not of the catalogue, or a word stands there twice.
    """

    def __init__(self, rows: Iterable[Word], industries: Sequence[str]):
        self.rows = tuple(row for row in rows if row.word)
        self.industries = tuple(industries)
        if problems := find_problems(self.rows, self.industries):
            raise WordsError(problems)
        traditional = OpenCC("s2t")
        self._words: dict[str, tuple[int, str]] = {}
        for row in self.rows:
            code = self.industries.index(row.industry) if row.industry != NONE else UNMAPPED
            for form in (row.word, traditional.convert(row.word)):
                self._words.setdefault(plain(form), (code, row.word))
        self._lengths: dict[str, tuple[int, ...]] = _lengths(self._words)

    @classmethod
    def default(cls, catalogue: Catalogue) -> IndustryWords:
        """Take the words that the atlas comes with (see ``word_table.default_words``)."""
        return cls(default_words(catalogue), [row.id for row in catalogue.industries])

    @classmethod
    def from_csv(cls, data: bytes, catalogue: Catalogue) -> IndustryWords:
        """Read a table that somebody edited; raise ``WordsError`` with all that is wrong."""
        industries = [row.id for row in catalogue.industries]
        return cls(read_words(data, industries), industries)

    def to_csv(self) -> bytes:
        """Write the table for a spreadsheet."""
        return write_words(self.rows)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what decides: the industries' order and the words, in any order."""
        words = sorted(f"{word}\0{code}" for word, (code, _) in self._words.items())
        return hashlib.sha256("\n".join([*self.industries, "", *words]).encode()).hexdigest()

    def codes(self, texts: Sequence[str | None] | pa.Array) -> Codes:
        """Find the industry of each text.

        Parameters
        ----------
        texts : sequence of str, or Arrow array, shape (n,)
            Best each different text once; None is a text without words.

        Returns
        -------
        ndarray of int8, shape (n,)
            Place in ``industries``, or -1: no word, or ambiguous.
        """
        found = np.full(len(texts), UNMAPPED, dtype=np.int8)
        clean, rows = self._worth_reading(texts)
        for row, text in zip(rows.tolist(), clean, strict=True):
            codes = {code for code, _ in self._decisive(text)}
            if len(codes) == 1:
                found[row] = codes.pop()
        return found

    def ambiguous(self, texts: Sequence[str | None] | pa.Array) -> tuple[int, ...]:
        """Return the places of the texts whose words stand for several industries."""
        clean, rows = self._worth_reading(texts)
        return tuple(
            row
            for row, text in zip(rows.tolist(), clean, strict=True)
            if len({code for code, _ in self._decisive(text)}) > 1
        )

    def read(self, text: str) -> Reading:
        """Say what a text says, and by which words."""
        found = list(self._decisive(plain(text)))
        codes = sorted({code for code, _ in found})
        words = tuple(dict.fromkeys(word for _, word in found))
        return Reading(tuple(self.industries[code] for code in codes), words)

    def _worth_reading(
        self, texts: Sequence[str | None] | pa.Array
    ) -> tuple[list[str], NDArray[np.int64]]:
        """Return the texts that hold any word at all, in plain form, and their places."""
        if not isinstance(texts, pa.Array | pa.ChunkedArray):
            texts = pa.array(texts, pa.string())
        if not len(texts) or not self._words:
            return [], np.empty(0, dtype=np.int64)
        clean = _plain_all(texts.cast(pa.string()))
        either = "|".join(map(_quoted, self._words))
        has_word = pc.fill_null(pc.match_substring_regex(clean, either), False)
        rows = np.flatnonzero(has_word.to_numpy(zero_copy_only=False))
        return clean.take(pa.array(rows)).to_pylist(), rows

    def _decisive(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield industry and word of what counts in a text: the longest words that overlap."""
        taken: list[tuple[int, int, int]] = []
        for start, end, code, word in sorted(self._matches(text), key=_longest_first):
            over = [other for other in taken if start < other[1] and other[0] < end]
            if any(_is_stronger(other, (start, end, code)) for other in over):
                continue
            taken.append((start, end, code))
            if code != UNMAPPED:
                yield code, word

    def _matches(self, text: str) -> Iterator[tuple[int, int, int, str]]:
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                end = start + length
                known = self._words.get(text[start:end]) if end <= len(text) else None
                if known and _is_whole(text, start, end):
                    yield start, end, *known


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Map the first character of words → how long they are."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths)) for first, lengths in found.items()}


def _longest_first(match: tuple[int, int, int, str]) -> tuple[int, int]:
    """Order matches by length; of equally long ones, those of no industry go first."""
    return match[0] - match[1], match[2]


def _is_stronger(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Tell whether a match keeps another that overlaps it from counting."""
    lengths = one[1] - one[0], other[1] - other[0]
    return lengths[0] > lengths[1] or (lengths[0] == lengths[1] and one[2] == UNMAPPED)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether what was found is no part of a longer Latin word; a plural s may follow."""
    if start and text[start] in _LETTERS and text[start - 1] in _LETTERS:
        return False
    if text[end - 1] not in _LETTERS:
        return True
    rest = text[end : end + 2]
    if rest[:1] == "s":
        rest = rest[1:]
    return not rest or rest[0] not in _LETTERS


def _plain_all(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Bring texts into the form of ``plain``."""
    clean = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKC"))
    clean = pc.replace_substring_regex(clean, BETWEEN, " ")
    for loose in (f"({_UNREADABLE}) ", f" ({_UNREADABLE})"):
        clean = pc.replace_substring_regex(clean, loose, r"\1")
    return pc.utf8_trim_whitespace(clean)


def _quoted(word: str) -> str:
    return "".join(char if char.isalnum() else f"\\x{{{ord(char):x}}}" for char in word)
