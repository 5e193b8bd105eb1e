"""A map frame on the paper: its scale, neat line, coordinates, scale bar, north arrow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from shapely.geometry.base import BaseGeometry

from geo.crs import metres_from
from layers import palette
from layers.sheet_canvas import MM_PER_PT, Canvas, Rect, polyline, rectangle, rounded
from layers.sheet_order import Centre

Bounds = tuple[float, float, float, float]

_EQUATOR_M_PER_PX = 156543.03392804097  # Web Mercator, zoom 0, tiles of 256 px
_STEPS_DEGREES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
_TICK_MM = 1.2


@dataclass(frozen=True)
class Frame:
    """Where a map lies on the paper and which ground it shows.

    Attributes
    ----------
    rect : Rect
        The neat line, mm.
    epsg : int
        Metric CRS of the ground.
    middle : (float, float)
        East and north of the frame's middle, metres.
    denominator : float
        The 700 000 of 1 : 700 000.
    """

    rect: Rect
    epsg: int
    middle: tuple[float, float]
    denominator: float

    @property
    def mm_per_m(self) -> float:
        """Length on the paper of a metre on the ground."""
        return 1000 / self.denominator

    def to_mm(self, points: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Take positions in metres, shape (n, 2), to the paper."""
        rect = self.rect
        centre = (rect.x + rect.width / 2, rect.y + rect.height / 2)
        moved: np.ndarray[Any, np.dtype[np.float64]] = (
            np.asarray(points, dtype=float) - self.middle
        ) * self.mm_per_m + centre
        return moved

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """Take a geometry to the paper and cut it at the neat line (a little outside)."""
        rect = self.rect
        placed = shapely.transform(geometry, self.to_mm)
        return shapely.clip_by_rect(placed, rect.x - 1, rect.y - 1, rect.right + 1, rect.top + 1)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a position on the paper lies within the neat line."""
        rect = self.rect
        return (
            rect.x + margin <= x <= rect.right - margin
            and rect.y + margin <= y <= rect.top - margin
        )

    def degrees(self, points: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Take positions on the paper, shape (n, 2) in mm, to longitude and latitude."""
        rect = self.rect
        centre = (rect.x + rect.width / 2, rect.y + rect.height / 2)
        metres = (np.asarray(points, dtype=float) - centre) / self.mm_per_m + self.middle
        x, y = metres.T
        lon, lat = metres_from(self.epsg).transform(x, y, direction="INVERSE")
        return np.column_stack([lon, lat])


def fit(rect: Rect, epsg: int, bounds: Bounds, *, room_mm: float) -> Frame:
    """Show the whole of some bounds.

    Parameters
    ----------
    rect : Rect
        The neat line.
    epsg : int
        Metric CRS of ``bounds``.
    bounds : (west, south, east, north), metres
    room_mm : float
        Kept free along the neat line.

    Returns
    -------
    Frame
        At a scale whose denominator has two digits that count.
    """
    needed = scale_of(rect, bounds, room_mm)
    west, south, east, north = bounds
    return Frame(rect, epsg, ((west + east) / 2, (south + north) / 2), round_up(needed))


def scale_of(rect: Rect, bounds: Bounds, room_mm: float) -> float:
    """Find the largest scale (smallest denominator) at which bounds fit into a frame."""
    west, south, east, north = bounds
    across = (east - west) * 1000 / (rect.width - 2 * room_mm)
    return max(across, (north - south) * 1000 / (rect.height - 2 * room_mm))


def look(rect: Rect, epsg: int, centre: Centre, px_mm: float) -> Frame:
    """Show what a browser shows at a centre and zoom.

    Parameters
    ----------
    rect : Rect
        The neat line: it cuts out what a window of ``rect.width / px_mm`` px would.
    epsg : int
        Metric CRS of the frame.
    centre : Centre
        Latitude, longitude, zoom.
    px_mm : float
        Length on the paper of one px.
    """
    lat, lon, zoom = centre
    metres_per_px = _EQUATOR_M_PER_PX * math.cos(math.radians(lat)) / 2**zoom
    x, y = metres_from(epsg).transform(lon, lat)
    return Frame(rect, epsg, (float(x), float(y)), round_up(metres_per_px / px_mm * 1000))


def round_up(denominator: float) -> float:
    """Round a scale's denominator up to two digits: 663 120 → 670 000."""
    step = 10.0 ** (math.floor(math.log10(denominator)) - 1)
    return float(math.ceil(round(denominator / step, 6)) * step)


def draw_ground(canvas: Canvas, frame: Frame) -> None:
    """Draw the water, on which everything lies."""
    canvas.path(rectangle(frame.rect), fill=palette.WATER)


def draw_neat_line(canvas: Canvas, frame: Frame) -> None:
    """Draw the frame with ticks and names of full degrees and their parts, WGS-84."""
    rect = frame.rect
    canvas.path(rectangle(rect), stroke=palette.SOFT, width_px=1.0)
    size, soft, k = 5.4 * canvas.factor, palette.SOFT, canvas.factor
    for x, text in _ticks(frame, axis=0):
        tick = polyline([(x, rect.y), (x, rect.y - _TICK_MM)])
        canvas.path(tick, stroke=soft, width_px=0.8)
        y = rect.y - _TICK_MM - 2.1 * k
        canvas.text(x, y, text, size=size, colour=soft, align="center")
    for y, text in _ticks(frame, axis=1):
        tick = polyline([(rect.x, y), (rect.x - _TICK_MM, y)])
        canvas.path(tick, stroke=soft, width_px=0.8)
        x = rect.x - _TICK_MM - 0.8
        canvas.text(x, y, text, size=size, colour=soft, align="center", rotation=90)


def _ticks(frame: Frame, *, axis: int) -> list[tuple[float, str]]:
    """Find where round degrees meet the lower (axis 0) or left edge (axis 1), mm."""
    rect = frame.rect
    first, last = ((rect.x, rect.right), (rect.y, rect.top))[axis]
    along = np.linspace(first, last, 60)
    edge = np.full(60, (rect.y, rect.x)[axis])
    points = np.column_stack([along, edge] if axis == 0 else [edge, along])
    degrees = frame.degrees(points)[:, axis]
    span = degrees[-1] - degrees[0]
    step = next((step for step in _STEPS_DEGREES if span / step <= 6), 5.0)
    found = np.arange(math.ceil(degrees[0] / step), math.floor(degrees[-1] / step) + 1) * step
    places = np.interp(found, degrees, along)
    room = 6.0
    digits = max(0, -math.floor(math.log10(step)))
    signs = (("W", "E"), ("S", "N"))[axis]
    return [
        (float(place), f"{abs(value):.{digits}f}°{signs[int(value >= 0)]}")
        for place, value in zip(places, found, strict=True)
        if first + room < place < last - room
    ]


def scale_bar_length(frame: Frame) -> float:
    """Choose the length of the scale bar: 1, 2 or 5 × 10ⁿ metres, at most 30 % of the frame."""
    longest = frame.rect.width * 0.3 / frame.mm_per_m
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest)


def draw_scale_bar(canvas: Canvas, frame: Frame, words: str) -> Rect:
    """Draw the scale bar in the lower left corner of the map and its scale as a number.

    Parameters
    ----------
    canvas : Canvas
    frame : Frame
    words : str
        What stands before the number.

    Returns
    -------
    Rect
        What it covers, mm.
    """
    length = scale_bar_length(frame)
    k, width = canvas.factor, length * frame.mm_per_m
    x, y, height, size = frame.rect.x + 5 * k, frame.rect.y + 5 * k, 1.3 * k, 6.2 * k
    scale = canvas.fonts.clean(f"{words} 1 : {frame.denominator:,.0f}".replace(",", " "))
    numbers = _bar_numbers(canvas, length, width, size)
    ends = [start + canvas.fonts.width_mm(text, "sans", size) for start, text in numbers]
    wide = max(ends[-1], canvas.fonts.width_mm(scale, "sans", size))
    covered = Rect(x - 2.5 * k, y - 4 * k, wide + 5 * k, height + 8.5 * k)
    canvas.path(rounded(covered, 1.2 * k), fill=palette.PAPER, alpha=0.82)
    for part in range(4):
        box = Rect(x + part * width / 4, y, width / 4, height)
        canvas.path(rectangle(box), fill=palette.INK if part % 2 == 0 else palette.PAPER)
    canvas.path(rectangle(Rect(x, y, width, height)), stroke=palette.INK, width_px=0.9)
    for start, text in numbers:
        canvas.text(x + start, y + height + k, text, size=size)
    canvas.text(x, y - 3.2 * k, scale, size=size, colour=palette.SOFT)
    return covered


def _bar_numbers(
    canvas: Canvas, length: float, width: float, size: float
) -> list[tuple[float, str]]:
    """Place the numbers of a scale bar: each centred on its end or middle, the unit behind.

    On a short bar the middle one gives way, lest "0", "10" and "20 km" read as one number.

    Returns
    -------
    list of (float, str)
        How far right of the bar's beginning each starts, mm.
    """
    unit, name = (1000.0, "km") if length >= 1000 else (1.0, "m")
    texts = [f"{length * part / 2 / unit:g}" for part in range(3)]
    widths = [canvas.fonts.width_mm(text, "sans", size) for text in texts]
    starts = [part * width / 2 - half / 2 for part, half in enumerate(widths)]
    gaps = [starts[part + 1] - starts[part] - widths[part] for part in range(2)]
    texts[2] += f" {name}"
    found = list(zip(starts, texts, strict=True))
    return found if min(gaps) >= size * MM_PER_PT / 2 else [found[0], found[2]]


def draw_north(canvas: Canvas, frame: Frame, letter: str) -> Rect:
    """Draw the north arrow in the upper right corner, towards true north.

    Grid north of the projection differs from it by the convergence of the meridians.

    Returns
    -------
    Rect
        What it covers, mm.
    """
    k, rect = canvas.factor, frame.rect
    x, y = rect.right - 8 * k, rect.top - 15 * k
    arrow = Path(np.array([(0, 5), (2.1, -4), (0, -2.3), (0, 5)]) * k)
    other = Path(np.array([(0, 5), (-2.1, -4), (0, -2.3), (0, 5)]) * k)
    turn = Affine2D().rotate(-convergence(frame)).translate(x, y)
    canvas.path(other, fill=palette.PAPER, stroke=palette.INK, width_px=0.8, transform=turn)
    canvas.path(arrow, fill=palette.INK, stroke=palette.INK, width_px=0.8, transform=turn)
    canvas.text(x, y + 6.2 * k, letter, face="name", size=8.5 * k, align="center", halo_px=2)
    return Rect(x - 4 * k, y - 5 * k, 8 * k, 16 * k)


def convergence(frame: Frame) -> float:
    """Measure how far true north is turned clockwise from grid north, radians."""
    rect = frame.rect
    x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
    (lon, lat), _ = frame.degrees([(x, y), (x, y)])
    east, north = metres_from(frame.epsg).transform([lon, lon], [lat, lat + 0.01])
    return math.atan2(east[1] - east[0], north[1] - north[0])
