"""Boxes around names, so that no name lies on another."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; y grows downwards."""


def name_box(name: str, x: float, y: float, size: float) -> Box:
    """Estimate the box of a centred text: an ideograph is square, a letter half as wide."""
    half = sum(size if ord(letter) > 0x2E7F else 0.55 * size for letter in name) / 2
    return x - half, y - size / 2, x + half, y + size / 2


def is_free(box: Box, taken: Iterable[Box]) -> bool:
    """Tell whether a box overlaps none of the others; touching is no overlap."""
    return not any(_overlap(box, other) for other in taken)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
