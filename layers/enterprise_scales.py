"""Classes for values that are counted: bounds, colours that also differ in grey, textures, words.

Colour is never the only cue: colours of a scale rise in darkness, districts carry a texture that
grows denser with the class (or a sign), and the number itself stands on what is large enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.palette import INK, contrast

Json = dict[str, Any]

RAMP = ("#faf2e1", "#f0d09b", "#e0a766", "#c87f48", "#a4552d")
"""Of districts, from few to many; darker means more, also without colour."""
CELL_RAMP = ("#cfdfea", "#97bbd6", "#5f93bf", "#346a9b", "#173f66")
"""Of hexagons, which may lie on coloured districts."""
TEXTURES = ("none", "dots", "thin", "lines", "dense")
"""Of the same classes on districts, the more lines the more."""
DISTRICT_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Where classes of districts begin: as many districts in each."""
CELL_SHARES = (0.0, 0.4, 0.7, 0.9, 0.98)
"""Where classes of hexagons begin: most hold few, so the highest ones are kept apart."""


@dataclass(frozen=True)
class ValueClass:
    """One class: what it begins at (inclusive) and how it looks.

    Attributes
    ----------
    start : float
        The lowest value of the class.
    end : float or None
        The lowest value of the next one; None for the last.
    colour, texture : str
        ``#rrggbb``; slug of a texture of ``enterprise-classes.js``.
    sign : str
        What stands for it in text; empty if the number does.
    name_zh, name_en : str
        In words; empty if the bounds say it.
    """

    start: float
    end: float | None
    colour: str
    texture: str = "none"
    sign: str = ""
    name_zh: str = ""
    name_en: str = ""

    @property
    def ink(self) -> str:
        """Colour of text on it."""
        return INK if contrast(INK, self.colour) >= 4.5 else "#ffffff"

    def to_json(self) -> Json:
        """Describe it to ``enterprise-classes.js``."""
        return {
            "from": self.start,
            "colour": self.colour,
            "texture": self.texture,
            "ink": self.ink,
            "sign": self.sign,
            "name": [self.name_zh, self.name_en],
            "text": "",
        }

    def bounds(self, *, whole: bool) -> str:
        """Write the values that it holds, such as ``10–24`` or ``≥ 25``.

        Parameters
        ----------
        whole : bool
            Whether values are whole numbers, so that a class ends one before the next begins.
        """
        if self.end is None:
            return f"≥ {_written(self.start)}"
        if not whole:
            return f"{_written(self.start)} – < {_written(self.end)}"
        last = self.end - 1
        if last <= self.start:
            return _written(self.start)
        return f"{_written(self.start)}–{_written(last)}"


def _written(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def rising_classes(
    values: NDArray[Any],
    shares: Sequence[float] = DISTRICT_SHARES,
    ramp: Sequence[str] = RAMP,
    *,
    whole: bool,
) -> tuple[ValueClass, ...]:
    """Divide values above zero into classes at their quantiles, rounded to two digits.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Those of zero, NaN and below are in no class.
    shares : sequence of float
        Share of the values below each class, ascending from 0.
    ramp : sequence of str
        As many colours, from light to dark.
    whole : bool
        Whether values are whole numbers.

    Returns
    -------
    tuple of ValueClass
        Up to as many as ``shares``, ascending; fewer where quantiles fall together; none if
        there is no value. Few classes take colours from the whole ramp.
    """
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known) & (known > 0)]
    if not len(known):
        return ()
    lowest, highest = float(known.min()), float(known.max())
    rounded = {_rounded(float(start), whole=whole) for start in np.quantile(known, shares[1:])}
    first = lowest if whole else _below(lowest)
    starts = [first, *sorted(start for start in rounded if lowest < start <= highest)]
    places = _spread(len(starts))
    return tuple(
        ValueClass(start, end, ramp[place], TEXTURES[place])
        for start, end, place in zip(starts, [*starts[1:], None], places, strict=True)
    )


def _spread(count: int) -> list[int]:
    """Choose places of the ramp that lie as far apart as possible."""
    if count == 1:
        return [2]
    return [round(step * (len(RAMP) - 1) / (count - 1)) for step in range(count)]


def _rounded(value: float, *, whole: bool) -> float:
    """Round to two significant digits, so that bounds can be read."""
    if value <= 0:
        return 0.0
    digits = 1 - int(np.floor(np.log10(value)))
    rounded = round(value, digits)
    return float(max(1, round(rounded))) if whole else rounded


def _below(value: float) -> float:
    """Round down to two significant digits: the lowest value must not fall out of its class."""
    digits = 1 - int(np.floor(np.log10(value)))
    step = 10.0**-digits
    return round(float(np.floor(value / step + 1e-9)) * step, max(digits, 0))


QUOTIENTS = (
    ValueClass(0.0, 0.5, "#5f8fb8", "rows", "−−", "远低于全市", "far below the city's share"),
    ValueClass(0.5, 0.8, "#b5cfe0", "row", "−", "低于全市", "below the city's share"),
    ValueClass(0.8, 1.25, "#f5f1e6", "none", "≈", "与全市相当", "about the city's share"),
    ValueClass(1.25, 2.0, "#e7b678", "thin", "+", "高于全市", "above the city's share"),
    ValueClass(2.0, None, "#b9693c", "dense", "++", "远高于全市", "far above the city's share"),
)
"""Of location quotients; symmetric about 1 as ratios are (0.8 is 1 / 1.25, 0.5 is 1 / 2)."""
