"""Where a text ceases to be in its encoding: files put together of two, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NoReturn

from geo.imports.limits import MIB
from geo.imports.messages import refuse

SCANNED_BYTES = 512 * MIB
"""Bytes in which such a place is looked for."""
_WINDOW = 20
"""From a line on that does not fit, so many others that could tell decide: half must not fit."""


def refuse_mixed(lines: Callable[[], Iterable[bytes]], allowed: list[str]) -> NoReturn:
    """Refuse a text that is in none of some encodings, naming the line from which on it is not.

    Parameters
    ----------
    lines : callable
        Returns the lines of the text, from the first on.
    allowed : list of str
        Encodings; the first in which the text begins counts.

    Raises
    ------
    ImportRefusedError
        Always.
    """
    for encoding in allowed:
        line = find_break(lines(), encoding)
        if line is not None:
            refuse("mixed_encodings", encoding=encoding, last=line - 1, line=line)
    line, byte = _first_misfit(lines(), allowed[0])
    refuse("undecodable", encodings=allowed, byte=byte, line=line)


def find_break(lines: Iterable[bytes], encoding: str) -> int | None:
    """Find the line from which on a text that began in an encoding is not in it any more.

    Parameters
    ----------
    lines : iterable of bytes
    encoding : str

    Returns
    -------
    int or None
        Its number from 1; None if the text does not begin in the encoding, or stays in it but for
        single lines.
    """
    place, told, wrong = 0, 0, 0  # of the lines from the first misfit on
    has_fitted = False
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        fits = _fits(line, encoding)
        if not place and fits:
            has_fitted = True
        elif not place:
            if not has_fitted:
                return None
            place, told, wrong = number, 1, 1
        else:
            told, wrong = told + 1, wrong + (not fits)
            if told == _WINDOW:
                if 2 * wrong >= told:
                    return place
                place = 0
    return place if place and 2 * wrong >= told else None


def first_lines(file: BinaryIO, most: int = SCANNED_BYTES) -> Iterator[bytes]:
    """Yield the lines of a file from its beginning, up to some bytes."""
    file.seek(0)
    for line in file:
        most -= len(line)
        if most < 0:
            return
        yield line


def _first_misfit(lines: Iterable[bytes], encoding: str) -> tuple[int, str]:
    for number, line in enumerate(lines, 1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            return number, f"0x{line[error.start]:02x}"
    return 1, "?"


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
