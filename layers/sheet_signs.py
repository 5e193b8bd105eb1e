"""Signs on paper: belts, links, places and their precision, the heat of mentions.

Sizes are the browser's px (``static/leaflet-atlas``), of which ``Canvas.px`` is the length.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.image import BboxImage
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from layers import palette
from layers.sheet_canvas import Canvas, Rect, circle, polyline, rectangle, rounded
from layers.sheet_frame import Frame
from layers.sheet_paths import svg_path
from layers.sheet_scene import DrawnBelt, DrawnLink, DrawnSite, Scene

AREA_FROM_M = 1000
"""From this precision on (metres) a place is an area of that radius, not a sign."""

SIGNS: Mapping[str, str] = {
    "cluster": "M8 1l2.1 4.6 5 .5-3.8 3.3 1.1 4.9L8 11.8l-4.4 2.5 1.1-4.9L.9 6.1l5-.5z",
    "park": "M8 1.5L14.5 8 8 14.5 1.5 8z",
    "new-city": "M8 2a6 6 0 100 12A6 6 0 008 2zm0 3a3 3 0 110 6 3 3 0 010-6z",
    "area": "M2 2h12v12H2zm4 4v4h4V6z",
    "scenario": "M8 2l6.5 11.5h-13z",
    "institution": "M6 1.5h4V6h4.5v4H10v4.5H6V10H1.5V6H6z",
}
"""Symbol → path data on 16 × 16 px, as ``static/leaflet-atlas/sites.js`` has them."""

LINK = "#3c4a58"
"""Links that no document states, as in ``leaflet-atlas.css``."""

HEAT = ((0.15, "#f3e2c8"), (0.45, "#e0a878"), (0.75, "#c9634a"), (1.0, "#8f2a22"))
"""Density → colour of the heat of mentions, as in ``mentions.js``."""

_HEAT_RADIUS, _HEAT_BLUR, _HEAT_LEAST = 34.0, 26.0, 0.25


def draw_sign(
    canvas: Canvas, symbol: str, x: float, y: float, size_px: float, *, alpha: float = 1.0
) -> None:
    """Draw the sign of a kind of place, its middle at (x, y) mm, on a white rim."""
    path = svg_path(SIGNS.get(symbol, SIGNS["area"]))
    scale = size_px / 16
    place = Affine2D().translate(-8, -8).scale(scale * canvas.px, -scale * canvas.px)
    place.translate(x, y)
    canvas.path(
        path, stroke="#ffffff", width_px=1.6 * scale, is_round=True, transform=place, alpha=alpha
    )
    canvas.path(path, fill=palette.WEST, transform=place, alpha=alpha)


def draw_belt_line(canvas: Canvas, frame: Frame, belt: DrawnBelt, alpha: float) -> None:
    """Draw the stroke of a belt on its light casing."""
    path, clip = polyline(frame.to_mm(belt.line)), rectangle(frame.rect)
    canvas.path(
        path, stroke=palette.PAPER, width_px=11, alpha=0.85 * alpha, is_round=True, clip=clip
    )
    canvas.path(
        path, stroke=belt.row.colour, width_px=7, alpha=0.9 * alpha, is_round=True, clip=clip
    )


def draw_anchors(canvas: Canvas, frame: Frame, belt: DrawnBelt, alpha: float) -> None:
    """Draw the numbered anchors of a belt's members, in the document's order."""
    for number, (x, y) in enumerate(frame.to_mm(belt.anchors), start=1):
        if frame.holds(x, y):
            draw_badge(canvas, x, y, str(number), belt.row.colour, alpha=alpha)


def draw_badge(
    canvas: Canvas, x: float, y: float, text: str, colour: str, *, alpha: float = 1.0
) -> None:
    """Draw a number on a disc, its middle at (x, y) mm."""
    disc = circle(x, y, 7.25 * canvas.px)
    canvas.path(disc, fill=colour, stroke="#ffffff", width_px=1.5, alpha=alpha)
    size = 9 * canvas.px * 72 / 25.4
    base = y - 0.37 * size * 25.4 / 72
    canvas.text(x, base, text, size=size, colour="#ffffff", align="center")


def draw_mark(canvas: Canvas, text: str, colour: str, rect: Rect) -> None:
    """Draw the mark of an industry: its letters on a tint of its colour."""
    fill = palette.mix(colour, "#ffffff", 0.3)
    canvas.path(rounded(rect, 3 * canvas.px), fill=fill, stroke=colour, width_px=1)
    size = 10 * canvas.px * 72 / 25.4
    base = rect.y + 0.26 * rect.height
    canvas.text(rect.x + rect.width / 2, base, text, size=size, align="center")


def draw_link(canvas: Canvas, frame: Frame, link: DrawnLink, alpha: float) -> None:
    """Draw a link that we added: dotted."""
    canvas.path(
        polyline(frame.to_mm(link.line)),
        stroke=LINK,
        width_px=3,
        dash_px=(0.01, 7.99),
        is_round=True,
        alpha=alpha,
        clip=rectangle(frame.rect),
    )


def draw_precision(canvas: Canvas, frame: Frame, site: DrawnSite, alpha: float) -> None:
    """Draw within how many metres a place lies: an area if that is far, else a thin ring."""
    (x, y), clip = frame.to_mm([site.at])[0], rectangle(frame.rect)
    ring = circle(x, y, site.row.precision_m * frame.mm_per_m)
    if site.row.precision_m >= AREA_FROM_M:
        canvas.path(ring, fill=palette.WEST, alpha=0.05 * alpha, clip=clip)
        canvas.path(ring, stroke=palette.WEST, width_px=1.2, dash_px=(4, 4), alpha=alpha, clip=clip)
    else:
        canvas.path(ring, stroke=palette.WEST, width_px=0.8, alpha=0.6 * alpha, clip=clip)


def draw_spot(canvas: Canvas, frame: Frame, site: DrawnSite) -> None:
    """Ring the place that is selected."""
    x, y = frame.to_mm([site.at])[0]
    is_area = site.row.precision_m >= AREA_FROM_M
    radius = site.row.precision_m * frame.mm_per_m if is_area else 15 * canvas.px
    canvas.path(
        circle(x, y, radius),
        stroke=palette.INK,
        width_px=2.4,
        dash_px=(6, 5) if is_area else (),
        clip=rectangle(frame.rect),
    )


def draw_heat(canvas: Canvas, frame: Frame, scene: Scene, alpha: float) -> None:
    """Lay the heat of mentions over the districts, as a picture of 2 px per point."""
    if not scene.mentions:
        return
    rect = frame.rect
    step = 2 * canvas.px
    columns, rows = int(rect.width / step), int(rect.height / step)
    xs = rect.x + (np.arange(columns) + 0.5) * step
    ys = rect.y + (np.arange(rows) + 0.5) * step
    clear = np.ones((rows, columns))
    most = max(count for *_, count in scene.mentions)
    for east, north, count in scene.mentions:
        x, y = frame.to_mm([(east, north)])[0]
        away = np.hypot(xs[None, :] - x, ys[:, None] - y) / canvas.px
        edge = (_HEAT_RADIUS + _HEAT_BLUR - away) / (2 * _HEAT_BLUR)
        clear *= 1 - max(count / most, _HEAT_LEAST) * _smooth(np.clip(edge, 0, 1))
    density = 1 - clear
    box = TransformedBbox(
        Bbox.from_bounds(rect.x, rect.y, columns * step, rows * step), canvas.to_display
    )
    image = BboxImage(box, origin="lower", interpolation="bilinear")
    image.set_data(_coloured(density, alpha))
    canvas.add(image)


def _smooth(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    smooth: np.ndarray[Any, Any] = value * value * (3 - 2 * value)
    return smooth


def _coloured(density: np.ndarray[Any, Any], alpha: float) -> np.ndarray[Any, Any]:
    stops = [0.0, *(stop for stop, _ in HEAT)]
    colours = np.array([palette.to_rgb(HEAT[0][1]), *(palette.to_rgb(c) for _, c in HEAT)])
    channels = [np.interp(density, stops, colours[:, band]) for band in range(3)]
    return np.dstack([*channels, density * 0.85 * alpha])


def draw_symbol(canvas: Canvas, symbol: str, x: float, y: float, colour: str = "") -> None:
    """Draw the sign of a layer that has no swatch, for the legend; its middle at (x, y) mm.

    Parameters
    ----------
    canvas : Canvas
    symbol : str
        ``LayerSpec.symbol``.
    x, y : float, mm
    colour : str
        Of a belt.
    """
    place = Affine2D().translate(-8, -8).scale(canvas.px, -canvas.px).translate(x, y)
    if symbol == "stroke":
        line = svg_path("M4 14C5 9 8 6 12 2")
        canvas.path(line, stroke=colour, width_px=3.4, is_round=True, transform=place)
    elif symbol == "link":
        canvas.path(
            Path([(2, 13), (14, 3)]),
            stroke=LINK,
            width_px=2.4,
            dash_px=(0.01, 4.49),
            is_round=True,
            transform=place,
        )
    elif symbol == "heat":
        for radius, (_, tint) in zip((7, 4.6, 2.3), (HEAT[0], HEAT[1], HEAT[3]), strict=True):
            canvas.path(circle(8, 8, radius), fill=tint, transform=place)
    elif symbol == "precision":
        canvas.path(circle(8, 8, 6.6), fill=palette.WEST, alpha=0.05, transform=place)
        canvas.path(
            circle(8, 8, 6.6), stroke=palette.WEST, width_px=1.2, dash_px=(3, 3), transform=place
        )
    else:
        draw_sign(canvas, symbol, x, y, 16)
