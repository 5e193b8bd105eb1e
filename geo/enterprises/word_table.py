"""The table of words by which enterprises are counted to industries: rows, reading, writing.

The words of ``words.csv`` are the atlas's own, editorial choice for the ten industries of its
catalogue: no policy document says which enterprise belongs to which industry. A row tells where
its word comes from: ``document`` (the word stands in the quoted passage; to count it to the
industry is editorial all the same), ``editorial`` (a plain synonym), ``name`` (the industry's own
name, always added) or ``project`` (added by a user). Rows of the industry ``none`` hold words
that belong to no industry and keep shorter ones within them from counting: 芯片制造 is not 芯片.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from geo.catalogue import Catalogue
from geo.errors import WordsError
from geo.exports.texts import guard_formula, unguard_formula
from geo.problems import allowed
from geo.reading import decode

TABLE = Path(__file__).with_name("words.csv")
NONE = "none"
"""What stands in place of an industry's id where a word belongs to none."""
ORIGINS = ("name", "document", "editorial", "project")
LEAST, MOST = 2, 40
"""How many characters a word may have: one alone would be found almost everywhere."""
MOST_ROWS = 5000

BETWEEN = r"[ \t\r\n\f\v\-_+·・‐‑‒–—'’\"“”]+"
"""What may stand within a word or not: ``AI+医疗``, ``AI 医疗`` and ``AI医疗`` are one word."""
_BETWEEN = re.compile(BETWEEN)
_LOOSE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


@dataclass(frozen=True)
class Word:
    """A word and the industry that it stands for.

    Attributes
    ----------
    industry : str
        Id of an industry of the catalogue, or ``none``.
    word : str
        Chinese or English; case, width, blanks and hyphens do not matter.
    origin : {"name", "document", "editorial", "project"}
        Who says so.
    source, quote : str
        Of a word out of a document: ``Source.key`` and the passage in which it stands.
    note, note_en : str
        Why.
    """

    industry: str
    word: str
    origin: str = "project"
    source: str = ""
    quote: str = ""
    note: str = ""
    note_en: str = ""


COLUMNS = tuple(field.name for field in fields(Word))


@dataclass(frozen=True)
class WordProblem:
    """What is wrong with a row of a table of words.

    Attributes
    ----------
    row : int or None
        As a spreadsheet numbers it (the header is 1); None for the whole table.
    code : str
        A key of ``PROBLEMS``, for a page that says it in its reader's language.
    value : str
        The cell.
    other : str
        What is allowed, or where the word stands already.
    """

    row: int | None
    code: str
    value: str
    other: str = ""

    def __str__(self) -> str:
        place = "words" if self.row is None else f"words, row {self.row}"
        return f"{place}: {PROBLEMS[self.code].format(value=self.value[:60], other=self.other)}"


PROBLEMS = {
    "not-a-table": "this is no CSV table in UTF-8 or GB18030 ({value})",
    "no-column": "there is no column “{value}”; needed are industry and word",
    "too-many": "there are {value} words; allowed are {other}",
    "unknown-industry": "“{value}” is no industry; {other}",
    "bad-origin": "“{value}” is no origin; {other}",
    "too-short": "“{value}” is too short: a word needs {other} characters",
    "too-long": "“{value}” is too long: a word has at most {other} characters",
    "twice": "“{value}” stands in row {other} already; a word belongs to one industry only",
}
"""The English of problems, code by code."""


def plain(text: str) -> str:
    """Bring a word or text into the form in which they are compared.

    Width (NFKC), case, blanks, hyphens, plus signs and quotation marks do not count; between
    two Latin words one blank stays.

    Examples
    --------
    >>> plain("AI ＋ 医疗"), plain("Brain-inspired  Chips")
    ('ai医疗', 'brain inspired chips')
    """
    spaced = _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).lower())
    return _LOOSE.sub("", spaced).strip()


def default_words(catalogue: Catalogue) -> tuple[Word, ...]:
    """Return the words for a catalogue: the names of its industries, then the atlas's own.

    Parameters
    ----------
    catalogue : Catalogue
        Rows of ``words.csv`` for industries that it lacks are left out.

    Returns
    -------
    tuple of Word
    """
    industries = [row.id for row in catalogue.industries]
    names = [
        Word(row.id, name, "name", row.source, row.quote, "产业名称", "Name of the industry")
        for row in catalogue.industries
        for name in (row.name_zh, row.name_en)
    ]
    taken = {plain(row.word) for row in names}
    return (
        *names,
        *(
            row
            for row in _rows(TABLE.read_bytes())
            if row.industry in (*industries, NONE) and plain(row.word) not in taken
        ),
    )


def read_words(data: bytes, industries: Sequence[str]) -> tuple[Word, ...]:
    """Read a table of words that somebody edited.

    Parameters
    ----------
    data : bytes
        CSV in UTF-8 or GB18030 with the columns ``industry`` and ``word``; the others of
        ``Word`` are optional and any further ones left out. Rows without a word are left out.
    industries : sequence of str
        Ids that the catalogue has.

    Returns
    -------
    tuple of Word
        In the order of the table.

    Raises
    ------
    WordsError
        If it is no table, or any row is wrong; ``problems`` lists all of them.
    """
    rows = tuple(_rows(data))
    if problems := find_problems(rows, industries):
        raise WordsError(problems)
    return tuple(row for row in rows if row.word)


def write_words(rows: Iterable[Word]) -> bytes:
    """Write a table of words as CSV for a spreadsheet; ``read_words`` reads it back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guard_formula(cell) for cell in astuple(row)] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def find_problems(rows: Sequence[Word], industries: Sequence[str]) -> list[WordProblem]:
    """List what is wrong with words, row by row; rows without a word count as left out.

    Parameters
    ----------
    rows : sequence of Word
        The first is row 2 of a spreadsheet.
    industries : sequence of str
        Ids that the catalogue has.

    Returns
    -------
    list of WordProblem
    """
    found: list[WordProblem] = []
    if len(rows) > MOST_ROWS:
        return [WordProblem(None, "too-many", str(len(rows)), str(MOST_ROWS))]
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if not row.word:
            continue
        word = plain(row.word)
        if row.industry not in (*industries, NONE):
            choice = allowed(row.industry, [*industries, NONE])
            found.append(WordProblem(number, "unknown-industry", row.industry, choice))
        if row.origin not in ORIGINS:
            found.append(WordProblem(number, "bad-origin", row.origin, allowed("", ORIGINS)))
        if len(word) < LEAST:
            found.append(WordProblem(number, "too-short", row.word, str(LEAST)))
        elif len(word) > MOST:
            found.append(WordProblem(number, "too-long", row.word, str(MOST)))
        elif seen.setdefault(word, number) != number:
            found.append(WordProblem(number, "twice", row.word, str(seen[word])))
    return found


def _rows(data: bytes) -> Iterator[Word]:
    try:
        lines = list(csv.reader(io.StringIO(decode(data), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise WordsError([WordProblem(None, "not-a-table", str(error))]) from error
    header = [name.strip() for name in lines[0]] if lines else []
    if missing := [name for name in ("industry", "word") if name not in header]:
        raise WordsError([WordProblem(None, "no-column", name) for name in missing])
    for line in lines[1:]:
        cells = dict(zip(header, (unguard_formula(cell.strip()) for cell in line), strict=False))
        given = {name: cells[name] for name in COLUMNS if cells.get(name)}
        yield Word(**{"industry": "", "word": "", **given})
