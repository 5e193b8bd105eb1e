"""Breaking lines on paper: Chinese between characters, other scripts between words."""

from __future__ import annotations

import re

from layers.sheet_fonts import SheetFonts

ELLIPSIS = "…"

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_PIECES = re.compile(rf"[{_CJK}]|[^\s{_CJK}]+|\s+")
_NOT_FIRST = "，。、；：！？）》】〕」』”’…·,.;:!?)]}%％"
_NOT_LAST = "（《【〔「『“‘([{"


def wrap(
    fonts: SheetFonts, text: str, face: str, size: float, width_mm: float, *, most: int = 0
) -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    fonts : SheetFonts
        Measures.
    text : str
        Any; it is cleaned first.
    face : str
        See ``layers.sheet_fonts.FACES``.
    size : float, pt
    width_mm : float
        No line is wider, but for a single character.
    most : int
        Number of lines after which the rest is left out ("…"); 0 for no bound.

    Returns
    -------
    list of str
        None begins with closing or ends with opening punctuation, where that can be helped.
    """
    lines = _break(fonts, fonts.clean(text), face, size, width_mm)
    if most and len(lines) > most:
        last = lines[most - 1].rstrip()
        while last and fonts.width_mm(last + ELLIPSIS, face, size) > width_mm:
            last = last[:-1].rstrip()
        lines = [*lines[: most - 1], last + ELLIPSIS]
    return lines


def _break(fonts: SheetFonts, text: str, face: str, size: float, width_mm: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if not line or fonts.width_mm((line + piece).rstrip(), face, size) <= width_mm:
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
        while fonts.width_mm(line.rstrip(), face, size) > width_mm and len(line) > 1:
            head = _longest(fonts, line, face, size, width_mm)
            lines.append(line[:head])
            line = line[head:]
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _longest(fonts: SheetFonts, text: str, face: str, size: float, width_mm: float) -> int:
    """Count how many characters of an overlong word fit on a line, at least one."""
    low, high = 1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width_mm(text[:middle], face, size) <= width_mm:
            low = middle
        else:
            high = middle - 1
    return low


def _pieces(text: str) -> list[str]:
    """Split a text where a line may end."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        holds = found and (piece[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST)
        if holds and not piece.isspace():
            found[-1] += piece
        else:
            found.append(piece)
    return found
