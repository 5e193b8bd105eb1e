"""Cut a TrueType font down to the glyphs of one PDF, faster than a tool for all uses does.

matplotlib has fontTools cut every font of every PDF: tables are taken apart, names are made,
substitutions looked for, everything is put together again. That took a fifth of the time of a
sheet. A font in a PDF needs none of it, for its glyphs are chosen by number; so their bytes
are copied. (ISO 32000-1, 9.9: a ``CIDFontType2`` needs glyf, head, hhea, hmtx, loca and maxp,
and the tables of instructions where there are any.)
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

import numpy as np
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTWriter
from matplotlib.backends import _backend_pdf_ps
from matplotlib.font_manager import FontPath

NEEDED = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")
INSTRUCTIONS = ("cvt ", "fpgm", "prep")

_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
"""Flags of a part of a composite glyph (OpenType 1.9, glyf)."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of a font as bytes.

    Attributes
    ----------
    raw : dict of str to bytes
    offsets : list of int, n + 1
        Where in ``glyf`` each glyph begins.
    """

    raw: dict[str, bytes]
    offsets: list[int]

    def glyph(self, index: int) -> bytes:
        """Return the outline of a glyph; empty for a blank."""
        return self.raw["glyf"][self.offsets[index] : self.offsets[index + 1]]

    def metrics(self, index: int) -> bytes:
        """Return advance and left side bearing of a glyph."""
        long, hmtx = struct.unpack_from(">H", self.raw["hhea"], 34)[0], self.raw["hmtx"]
        if index < long:
            return hmtx[4 * index : 4 * index + 4]
        bearing = 4 * long + 2 * (index - long)  # the last advance holds for the rest
        return hmtx[4 * long - 4 : 4 * long - 2] + hmtx[bearing : bearing + 2]


@dataclass(frozen=True, eq=False)
class Subset:
    """A font that was cut, in the form in which matplotlib wants it.

    Attributes
    ----------
    data : bytes
    glyph_index_map : dict of int to int
        Number of a glyph in the font → in the subset.
    """

    data: bytes
    glyph_index_map: dict[int, int]

    @property
    def font(self) -> Subset:
        """What can be saved."""
        return self

    def save(self, file: BinaryIO, **_: object) -> None:
        """Write the font."""
        file.write(self.data)


@lru_cache(maxsize=8)
def read_tables(path: FontPath) -> Tables | None:
    """Read what is needed of a font, once; None if it has other than TrueType outlines."""
    with TTFont(path, fontNumber=path.face_index, lazy=True) as font:
        reader: Any = font.reader
        if any(tag not in reader for tag in NEEDED):
            return None
        raw = {tag: reader[tag] for tag in (*NEEDED, *INSTRUCTIONS) if tag in reader}
    is_long = struct.unpack_from(">h", raw["head"], 50)[0]
    offsets = np.frombuffer(raw["loca"], dtype=">u4" if is_long else ">u2").astype(int)
    return Tables(raw, (offsets if is_long else offsets * 2).tolist())


def cut(tables: Tables, glyphs: Collection[int]) -> Subset:
    """Copy glyphs, and those that they are made of, into a font of their own.

    Parameters
    ----------
    tables : Tables
    glyphs : collection of int
        Numbers of glyphs; 0, which stands for what is missing, is kept in any case.

    Returns
    -------
    Subset
    """
    kept = {0, *glyphs}
    waiting = list(kept)
    while waiting:
        parts = [index for _, index in _parts(tables.glyph(waiting.pop()))]
        waiting += set(parts) - kept
        kept |= set(parts)
    numbers = {old: new for new, old in enumerate(sorted(kept))}
    outlines = [_renumbered(tables.glyph(old), numbers) for old in numbers]
    raw = dict(tables.raw)
    raw["glyf"] = b"".join(outlines)
    raw["loca"] = np.cumsum([0, *map(len, outlines)]).astype(">u4").tobytes()
    raw["hmtx"] = b"".join(map(tables.metrics, numbers))
    count = struct.pack(">H", len(numbers))
    raw["hhea"] = raw["hhea"][:34] + count
    raw["maxp"] = raw["maxp"][:4] + count + raw["maxp"][6:]
    raw["head"] = raw["head"][:50] + struct.pack(">h", 1) + raw["head"][52:]
    return Subset(_written(raw), numbers)


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Yield of a composite glyph where the number of each part stands, and the number."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, index = struct.unpack_from(">HH", outline, at)
        yield at + 2, index
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _renumbered(outline: bytes, numbers: dict[int, int]) -> bytes:
    """Give the parts of a composite glyph their new numbers; pad the glyph to whole words."""
    if parts := list(_parts(outline)):
        changed = bytearray(outline)
        for at, index in parts:
            struct.pack_into(">H", changed, at, numbers[index])
        outline = bytes(changed)
    return outline + b"\0" * (-len(outline) % 4)


def _written(raw: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    writer = SFNTWriter(file, len(raw))
    for tag, data in raw.items():
        writer[tag] = data
    writer.close()
    return file.getvalue()


@contextmanager
def quick_subsets() -> Iterator[None]:
    """Let matplotlib cut fonts in this way while it writes PDFs; not for several threads."""
    usual = _backend_pdf_ps.get_glyphs_subset

    def subset(path: FontPath, glyphs: Collection[int]) -> AbstractContextManager[Any]:
        tables = read_tables(path)
        return usual(path, set(glyphs)) if tables is None else nullcontext(cut(tables, glyphs))

    _replace(subset)
    try:
        yield
    finally:
        _replace(usual)


def _replace(function: Callable[..., Any]) -> None:
    _backend_pdf_ps.get_glyphs_subset = function
