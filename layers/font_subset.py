"""Cut a web font down to the characters in use (fontTools, a development requirement).

Fontsource packages a Chinese typeface as one file of the common characters and a hundred
slices with the rest. ``build_font`` takes what it needs out of each, joins it to one font
under a new family name, and gives the same bytes every time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from fontTools import merge, subset
from fontTools.ttLib import TTFont, TTLibError

from layers.assets import AssetError

LICENCE_TEXT = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
LICENCE_URL = "https://openfontlicense.org"

# Kerning of Latin, and the two that let a browser close up Chinese punctuation
# (CSS text-spacing-trim). Vertical setting and alternates are left out.
_FEATURES = ["kern", "halt", "chws"]
_DROPPED = ["BASE", "STAT", "VORG", "gasp", "prep", "vhea", "vmtx"]
_LAYOUT = ["GDEF", "GPOS", "GSUB"]


class FontError(AssetError):
    """A font cannot be built, is missing, altered, or lacks characters that are in use."""


class Slice(NamedTuple):
    """A file of a typeface: its name, the characters it may hold, and how to open it."""

    name: str
    holds: frozenset[int]
    open: Callable[[], bytes]


class Built(NamedTuple):
    """A finished font: WOFF2 bytes, the characters in it, and those the typeface lacks."""

    data: bytes
    held: frozenset[str]
    absent: frozenset[str]


def build_font(
    slices: Sequence[Slice], characters: Iterable[str], *, family: str, weight: int
) -> Built:
    """Cut and join the slices of a typeface.

    Parameters
    ----------
    slices : sequence of Slice
        Tried in order; a character is taken from the first that has it. The first slice's
        layout features (kerning, punctuation widths) and metrics are kept.
    characters : iterable of str
        Single characters that the font shall hold.
    family : str
        Name of the new family; must not use a reserved name of the typeface.
    weight : int
        CSS weight, 100…900.

    Returns
    -------
    Built
        The same bytes for the same input and the same fontTools and brotli.

    Raises
    ------
    FontError
        If no slice has any of the characters, or the family uses a reserved font name.
    """
    left = {ord(char) for char in characters}
    parts: list[TTFont] = []
    for piece in slices:
        if not left & piece.holds:
            continue
        font = _open(piece.open())
        taken = left & set(font.getBestCmap())
        if taken:
            parts.append(_cut(font, taken, with_layout=not parts))
            left -= taken
    if not parts:
        msg = f"no slice of {family} holds any of the characters"
        raise FontError(msg)
    notices = _copyright(parts[0])
    if any(name.lower() in family.lower() for name in reserved_names(notices)):
        msg = f"family name {family!r} uses a reserved font name of: {notices}"
        raise FontError(msg)
    data = _finish(parts, notices, family, weight)
    return Built(data, coverage(data), frozenset(map(chr, left)))


def coverage(data: bytes) -> frozenset[str]:
    """List the characters that a font file holds.

    Raises
    ------
    FontError
        If the bytes are not a font.
    """
    return frozenset(map(chr, _open(data).getBestCmap()))


def reserved_names(notice: str) -> list[str]:
    """Read the reserved font names out of a copyright notice (SIL Open Font License, 3).

    Returns
    -------
    list of str
        What stands in quotation marks after "Reserved Font Name"; empty when nothing is.
    """
    _, _, rest = notice.partition("Reserved Font Name")
    return re.findall(r"['‘\"“](.+?)['’\"”]", rest)


def _open(data: bytes) -> TTFont:
    try:
        return TTFont(io.BytesIO(data), recalcTimestamp=False)
    except TTLibError as error:
        msg = f"not a font: {error}"
        raise FontError(msg) from error


def _copyright(font: TTFont) -> str:
    return font["name"].getDebugName(0) or ""


def _cut(font: TTFont, codepoints: set[int], *, with_layout: bool) -> TTFont:
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0]
    options.layout_features = _FEATURES if with_layout else []
    options.drop_tables += _DROPPED + ([] if with_layout else _LAYOUT)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codepoints)
    cutter.subset(font)
    return font


def _finish(parts: list[TTFont], notice: str, family: str, weight: int) -> bytes:
    """Join the parts, name the result, compress it."""
    born = parts[0]["head"].created
    font = _join(parts) if len(parts) > 1 else parts[0]
    # The joiner stamps the time of day; a rebuild must not change a byte.
    font["head"].created = font["head"].modified = born
    font["head"].macStyle = 0
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 1 << 6
    font["post"].formatType = 3.0
    _rename(font, notice, family, weight)
    font.recalcTimestamp = False
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _join(parts: list[TTFont]) -> TTFont:
    files = []
    for part in parts:
        part.flavor = None
        file = io.BytesIO()
        part.save(file)
        file.seek(0)
        files.append(file)
    return merge.Merger().merge(files)


def _rename(font: TTFont, notice: str, family: str, weight: int) -> None:
    style = f"W{weight}"
    names = {
        0: notice,
        1: f"{family} {style}",
        2: "Regular",
        3: f"{family}-{style}",
        4: f"{family} {style}",
        5: "Version 1.000",
        6: f"{family.replace(' ', '')}-{style}",
        13: LICENCE_TEXT,
        14: LICENCE_URL,
        16: family,
        17: style,
    }
    font["name"].names = []
    for number, value in names.items():
        font["name"].setName(value, number, 3, 1, 0x409)
