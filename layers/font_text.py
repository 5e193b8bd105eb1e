"""Which characters the page writes, so that a font subset can hold exactly these.

Two typefaces, two collections: names, quotations and the page's own words are set in serif;
sans is the stand-in for a machine without Chinese fonts and must hold everything.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.catalogue import DEFAULT_ROOT, catalogue_root
from geo.reading import decode
from layers.font_subset import FontError

PRINTABLE_ASCII = "".join(map(chr, range(0x20, 0x7F)))

ALWAYS = (
    PRINTABLE_ASCII
    + "\u00a0°±²³·×÷–—‘’“”•…‰′″€℃←↑→↓↗≈≠≤≥○●◆◇■□▲△★☆"
    + "　、。〈〉《》「」『』【】〔〕〇！（），．／：；？～％＋－＝＜＞＆￥"
    + "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
)
"""What names and numbers may need although no file shows it today: ASCII, signs, Chinese
punctuation, pinyin."""

CODE = (
    ("geo/exports", ("*.py",)),
    ("geo/imports", ("*.py",)),
    ("geo/study", ("*.py", "*.json")),
    ("layers", ("*.py",)),
    ("webapp", ("*.py", "*.html", "*.po", "*.txt", "*.md")),
    ("templates", ("*.html", "*.xml", "*.txt", "*.svg")),
    ("static/js", ("*.js",)),
    ("static/leaflet-atlas", ("*.js", "*.css")),
    ("static/css", ("*.css",)),
)
"""Folders and patterns of the files whose words may reach the page."""


def interface_text(root: Path) -> set[str]:
    """Collect the characters of templates, scripts, styles, translations and Python texts.

    Comments are read along: that costs a few characters and cannot miss one.

    Parameters
    ----------
    root : Path
        Project folder.

    Returns
    -------
    set of str
        Single characters.
    """
    found: set[str] = set()
    for folder, patterns in CODE:
        for pattern in patterns:
            for path in (root / folder).rglob(pattern):
                found |= set(path.read_text(encoding="utf-8"))
    return _visible(found)


def catalogue_text(data: Path, *, only_names: bool) -> set[str]:
    """Collect the characters of a catalogue's tables.

    Parameters
    ----------
    data : Path
        Folder with ``*.csv``.
    only_names : bool
        Only names and quotations (columns that end in ``_zh``, and ``quote``) instead of all
        columns.

    Returns
    -------
    set of str
        Single characters.
    """
    found: set[str] = set()
    for path in data.glob("*.csv"):
        rows = csv.DictReader(io.StringIO(decode(path.read_bytes()), newline=""), restkey="")
        for row in rows:
            for column, value in row.items():
                if not only_names or column == "quote" or column.endswith("_zh"):
                    found |= set().union(*(value or ""))
    return _visible(found)


def needed(root: Path, text: str) -> set[str]:
    """Gather the characters that a font must hold.

    Besides the project's own catalogue the one that ``ATLAS_CATALOGUE`` names is read, so that
    another city's planners can cut fonts with their own names.

    Parameters
    ----------
    root : Path
        Project folder.
    text : {"names", "all"}
        Names, quotations and interface, or every text of the catalogue and the interface.

    Returns
    -------
    set of str
        Single characters, ``ALWAYS`` among them.

    Raises
    ------
    ValueError
        If ``text`` is something else.
    FontError
        If the folder that ``ATLAS_CATALOGUE`` names holds no table.
    """
    if text not in ("names", "all"):
        msg = f"text {text!r} is not 'names' or 'all'"
        raise ValueError(msg)
    found = set(ALWAYS) | interface_text(root)
    for folder in (root / "geo" / "data", *_named_catalogue()):
        found |= catalogue_text(folder, only_names=text == "names")
    return found


def _named_catalogue() -> Iterator[Path]:
    """Yield the folder that ``ATLAS_CATALOGUE`` names, if it names one."""
    folder = catalogue_root()
    if folder != DEFAULT_ROOT:
        if not any(folder.glob("*.csv")):
            msg = f"ATLAS_CATALOGUE: no table in {folder}; a catalogue is a folder of *.csv"
            raise FontError(msg)
        yield folder


def _visible(characters: Iterable[str]) -> set[str]:
    """Leave out control, format, private and unassigned characters and line separators."""
    return {
        char
        for char in characters
        if unicodedata.category(char)[0] != "C" and unicodedata.category(char) not in ("Zl", "Zp")
    }
