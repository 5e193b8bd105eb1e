"""The sheet's typefaces: the shipped subsets as TrueType, and what stands in for them.

matplotlib reads no WOFF2, so each shipped font is unpacked once into a cache folder. A
character that the subset lacks is taken from a Chinese font of the machine; one that no font
has is drawn as ``ABSENT`` and reported, never silently.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontPath, FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags

from layers.font_subset import FontError

LOG = logging.getLogger(__name__)

SHIPPED = Path(__file__).resolve().parents[1] / "static" / "fonts"
ABSENT = "□"
"""Stands for a character that no font here has."""

FACES = {
    "sans": ("Renxing Sans", 400),
    "bold": ("Renxing Sans", 600),
    "name": ("Renxing Serif", 600),
    "quote": ("Renxing Serif", 400),
}
"""Role → family and weight of a shipped font."""

STAND_INS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "Microsoft YaHei",
    "SimSun",
    "SimHei",
    "PingFang SC",
    "Songti SC",
    "AR PL UMing CN",
    "Unifont",
    "DejaVu Sans",  # comes with matplotlib: Greek letters and the signs of formulas
)
"""Families that may be installed and hold what the shipped ones lack, the best first."""

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_NARROW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
"""A Chinese font sets curly quotation marks a whole character wide, which tears English apart."""

_UNUSED = ("GPOS", "GSUB", "GDEF", "DSIG")
_MM_PER_PT = 25.4 / 72


class SheetFonts:
    """The fonts of one sheet.

    Parameters
    ----------
    cache : Path
        Folder into which the shipped fonts are unpacked.
    shipped : Path
        Folder of the WOFF2 files.
    stand_ins : sequence of str
        Families to look for where the shipped fonts lack a character.

    Attributes
    ----------
    absent : set of str
        Characters that had to be replaced by ``ABSENT`` so far.

    Raises
    ------
    FontError
        If a shipped font is missing or broken.
    """

    def __init__(
        self, cache: Path, *, shipped: Path = SHIPPED, stand_ins: tuple[str, ...] = STAND_INS
    ):
        _register(cache, shipped)
        self.absent: set[str] = set()
        self.has_outlines_of_type2 = False
        self._wanted = stand_ins
        self._families: list[str] = []
        self._known = _characters("Renxing Sans", 400)
        self._properties: dict[tuple[str, float], FontProperties] = {}
        self._widths: dict[str, _Widths] = {}

    def properties(self, face: str, size: float) -> FontProperties:
        """Give matplotlib's description of a face at a size in points."""
        found = self._properties.get((face, size))
        if found is None:
            family, weight = FACES[face]
            families = list(dict.fromkeys([family, "Renxing Sans", *self._families]))
            found = FontProperties(family=families, weight=weight, size=size)
            self._properties[face, size] = found
        return found

    def clean(self, text: str) -> str:
        """Make a text drawable: one line, no control characters, no glyph that is missing."""
        flat = " ".join(text.split())
        flat = "".join(char for char in flat if unicodedata.category(char)[0] != "C")
        if not _CHINESE.search(flat):
            flat = flat.translate(_NARROW)
        missing = set(flat) - self._known
        if not missing:
            return flat
        # Ⅲ is III where a font has no Roman numerals.
        plain = {char: unicodedata.normalize("NFKC", char) for char in missing}
        swaps = {char: text for char, text in plain.items() if set(text) <= self._known}
        swaps |= dict.fromkeys(self._find_stand_ins(missing - swaps.keys()), ABSENT)
        return "".join(swaps.get(char, char) for char in flat)

    def width_mm(self, text: str, face: str, size: float) -> float:
        """Measure how wide a text is set, in mm; ``text`` is clean."""
        widths = self._widths.get(face)
        if widths is None:
            family, weight = FACES[face]
            families = dict.fromkeys([family, "Renxing Sans", *self._families])
            widths = self._widths[face] = _widths_of(tuple(families), weight)
        # The fonts carry no kerning, so a text is as wide as its characters together.
        return sum(map(widths.__getitem__, text)) * size * _MM_PER_PT

    def _find_stand_ins(self, missing: set[str]) -> set[str]:
        """Take families that have missing characters; return what remains missing."""
        installed = {entry.name for entry in fontManager.ttflist}
        left = set(missing)
        for family in self._wanted:
            if not left:
                break
            if family not in installed or family in self._families:
                continue
            held = _characters(family, 400) & left
            if held:
                self._families.append(family)
                self._properties.clear()
                self._widths.clear()
                self._known |= _characters(family, 400)
                self.has_outlines_of_type2 |= _is_type2(family)
                left -= held
        if left - self.absent:
            names = " ".join(f"U+{ord(char):04X}" for char in sorted(left - self.absent))
            LOG.warning("no font here has %s; install a Chinese font", names)
        self.absent |= left
        return left


@lru_cache(maxsize=64)
def _path(family: str, weight: int) -> FontPath:
    properties = FontProperties(family=[family], weight=weight)
    return fontManager.findfont(properties, fallback_to_default=False)


class _Widths(dict[str, float]):
    """Advances of characters at a size of 1, each from the first font that has it."""

    def __init__(self, paths: Sequence[FontPath]):
        self._fonts = [get_font(path) for path in paths]

    def __missing__(self, char: str) -> float:
        fonts = (font for font in self._fonts if font.get_char_index(ord(char)))
        font = next(fonts, self._fonts[0])
        font.set_size(100, 72)
        glyph = font.load_char(ord(char), flags=LoadFlags.NO_HINTING)
        self[char] = float(glyph.linearHoriAdvance) / 65536 / 100
        return self[char]


@lru_cache(maxsize=64)
def _widths_of(families: tuple[str, ...], weight: int) -> _Widths:
    return _Widths([_path(family, weight) for family in families])


@lru_cache(maxsize=64)
def _characters(family: str, weight: int) -> frozenset[str]:
    return frozenset(map(chr, get_font(_path(family, weight)).get_charmap()))


def _is_type2(family: str) -> bool:
    """Whether a family has PostScript outlines, which a PDF cannot hold as TrueType."""
    path = _path(family, 400)
    with TTFont(path, fontNumber=path.face_index, lazy=True) as font:
        return "glyf" not in font


def unpack(source: Path, folder: Path) -> Path:
    """Write a WOFF2 file as TrueType, unless that is there.

    Parameters
    ----------
    source : Path
        A shipped font.
    folder : Path
        Where to; the file's name holds the hash of its source.

    Returns
    -------
    Path
        The TrueType file: without layout features, which matplotlib does not set, and which
        would cost as much time in every PDF as the rest of the sheet.

    Raises
    ------
    FontError
        If the file is missing or no font.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        msg = f"{source.name} cannot be read ({error.strerror}); run `python -m layers.fonts`"
        raise FontError(msg) from error
    target = folder / f"{source.stem}-{hashlib.sha256(data).hexdigest()[:16]}.ttf"
    if target.exists():
        return target
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    for tag in _UNUSED:
        if tag in font:
            del font[tag]
    # Named glyphs: else every subset would have to make names up, glyph by glyph.
    font["post"].formatType = 2.0
    font["post"].extraNames, font["post"].mapping = [], {}
    folder.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}")  # others may do the same now
    font.save(part)
    part.replace(target)
    return target


@lru_cache(maxsize=8)
def _register(cache: Path, shipped: Path) -> None:
    for family, weight in FACES.values():
        name = f"{family.lower().replace(' ', '-')}-{weight}.woff2"
        fontManager.addfont(unpack(shipped / name, cache))
