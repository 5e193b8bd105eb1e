"""What small drawings of a criterion show: its curve over what was measured, and a histogram.

Here are only numbers, in the units of the drawing; ``planner/_figures.html`` draws them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from flask_babel import gettext as _
from numpy.typing import NDArray

from geo.criteria import Criterion
from geo.errors import CriterionError
from geo.value_functions import Steps, Target, bounds_of, values_of
from webapp.planner.words import number

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 240.0, 64.0
"""Of a drawing, without its margins."""

_BARS = 12
_MOST_TICKS = 60


@dataclass(frozen=True)
class Curve:
    """A value function over the numbers that occur.

    Attributes
    ----------
    points : str
        Of an SVG polyline; y is 0 at value 1.
    ticks : tuple of float
        Where candidates stand, x.
    refused : tuple of (float, float)
        What a limit does not accept: x, width.
    ends : tuple of (float, float)
        The least and the greatest number that matters: x, and the number.
    bounds : (float, float) or None
        Of a straight line.
    """

    points: str
    ticks: tuple[float, ...]
    refused: tuple[tuple[float, float], ...]
    ends: tuple[tuple[float, float], tuple[float, float]]
    bounds: tuple[float, float] | None


@dataclass(frozen=True)
class Histogram:
    """How the measured numbers are spread.

    Attributes
    ----------
    bars : tuple of (float, float, float)
        x, width and height of each.
    least, greatest : float
    known, unknown : int
        Numbers of candidates.
    told : str
        The same in words.
    """

    bars: tuple[tuple[float, float, float], ...]
    least: float
    greatest: float
    known: int
    unknown: int
    told: str


def curve_of(row: Criterion, measured: Floats, ranked: Floats) -> Curve | None:
    """Draw a value function.

    Parameters
    ----------
    row : Criterion
    measured : ndarray
        Of all candidates, NaN where unknown.
    ranked : ndarray
        Of those that are ranked: open bounds are taken from them.

    Returns
    -------
    Curve or None
        None where there is nothing to draw it over, or the measured numbers leave nothing
        between the bounds.
    """
    try:
        bounds = bounds_of(row.function, ranked)
    except CriterionError:
        return None
    known = measured[~np.isnan(measured)]
    marks = [*known, *_marks(row, bounds)]
    if not marks or (bounds is None and not isinstance(row.function, Steps | Target)):
        return None
    low, high = _room(min(marks), max(marks))
    x = np.unique([*np.linspace(low, high, 97), *_marks(row, bounds)])
    x = x[(x >= low) & (x <= high)]
    if isinstance(row.function, Steps):
        # Both sides of a jump, so that it is drawn upright.
        x = np.sort(
            np.concatenate([x, [np.nextafter(at, -np.inf) for at, _ in row.function.steps]])
        )
    values = values_of(x, row.function, row.direction, bounds)
    places = (x - low) / (high - low) * WIDTH
    points = " ".join(
        f"{a:.1f},{(1 - b) * HEIGHT:.1f}" for a, b in zip(places, values, strict=True)
    )
    ticks = (np.unique(known)[:: max(1, len(known) // _MOST_TICKS)] - low) / (high - low) * WIDTH
    refused = tuple(_refused(row, low, high))
    (left, least), (right, greatest) = (
        (round(float((at - low) / (high - low) * WIDTH), 1), float(at))
        for at in (min(marks), max(marks))
    )
    ends = ((left, least), (right, greatest))
    return Curve(points, tuple(ticks.round(1).tolist()), refused, ends, bounds)


def histogram_of(measured: Floats, unit: str) -> Histogram | None:
    """Draw how measured numbers are spread; None where nothing was measured.

    Parameters
    ----------
    measured : ndarray
        NaN where unknown.
    unit : str
    """
    known = measured[~np.isnan(measured)]
    if not len(known):
        return None
    least, greatest = float(known.min()), float(known.max())
    low, high = _room(least, greatest, around=0.0)
    counts, edges = np.histogram(known, bins=_BARS, range=(low, high))
    scale, most = HEIGHT / counts.max(), int(counts.argmax())
    wide = WIDTH / _BARS
    told = _(
        "%(known)s measured, %(unknown)s unknown; from %(least)s to %(greatest)s, half of them up "
        "to %(middle)s. Most (%(count)s) lie between %(left)s and %(right)s.",
        known=len(known),
        unknown=len(measured) - len(known),
        least=number(least, unit),
        greatest=number(greatest, unit),
        middle=number(float(np.median(known)), unit),
        count=int(counts[most]),
        left=number(float(f"{edges[most]:.3g}"), unit),
        right=number(float(f"{edges[most + 1]:.3g}"), unit),
    )
    bars = tuple(
        (round(n * wide + 0.5, 1), round(wide - 1, 1), round(float(count * scale), 1))
        for n, count in enumerate(counts)
        if count
    )
    return Histogram(bars, least, greatest, len(known), len(measured) - len(known), str(told))


def _marks(row: Criterion, bounds: tuple[float, float] | None) -> Iterator[float]:
    """Yield the numbers at which a function bends, and the limits."""
    function = row.function
    if bounds is not None:
        yield from bounds
    if isinstance(function, Steps):
        yield from (at for at, _ in function.steps)
    if isinstance(function, Target):
        yield from (function.at - function.tolerance, function.at, function.at + function.tolerance)
    if row.limit is not None:
        yield from (at for at in (row.limit.at_least, row.limit.at_most) if at is not None)


def _refused(row: Criterion, low: float, high: float) -> Iterator[tuple[float, float]]:
    scale = WIDTH / (high - low)
    if row.limit is not None and row.limit.at_least is not None:
        yield 0.0, round((row.limit.at_least - low) * scale, 1)
    if row.limit is not None and row.limit.at_most is not None:
        yield (
            round((row.limit.at_most - low) * scale, 1),
            round((high - row.limit.at_most) * scale, 1),
        )


def _room(low: float, high: float, around: float = 0.06) -> tuple[float, float]:
    """Leave some room at both ends, and some where there is only one number."""
    if low == high:
        return low - 0.5 * max(abs(low), 1), high + 0.5 * max(abs(high), 1)
    return low - around * (high - low), high + around * (high - low)
