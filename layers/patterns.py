"""The textures that tell industries apart where colour cannot.

A texture is a motif on a square tile that repeats without a seam. On the map a district with
*k* industries is filled with *k* bands, each ``BAND`` px wide, in turn and at 45°, every band
in its industry's colour with that industry's motif over it in a darker tone. The browser
receives each motif once (``pattern_spec``) and composes the bands itself; ``stripe_tile`` is
the rule by which it does so, and ``tile_svg`` draws the same tile where there is no browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from layers.palette import FILL_OPACITY, TEXTURE_OPACITY, is_colour, texture_tone

BAND = 10
"""Width of a band, and side of the tile of every motif, in px."""

ROTATION = 45
"""Direction of the bands in degrees, clockwise from upright."""

NOT_LISTED = "not-listed"
"""Slug of the thin hatch of a district to which the documents give no specialisation."""


class Motif(TypedDict):
    """One texture: path data on a tile of ``size`` × ``size`` px.

    ``stroke`` is the width of the line or ``None``, ``fill`` whether the path is filled.
    """

    d: str
    stroke: float | None
    fill: bool
    size: int


class Band(TypedDict):
    """One stripe of a tile: where it begins (px), its colour, its motif and the motif's tone."""

    x: int
    colour: str
    tone: str
    pattern: str


class Tile(TypedDict):
    """A tile of bands: ``width`` × ``height`` px, turned by ``rotation`` degrees."""

    width: int
    height: int
    rotation: int
    fill_opacity: float
    texture_opacity: float
    bands: list[Band]


def _line(d: str, width: float) -> Motif:
    return {"d": d, "stroke": width, "fill": False, "size": BAND}


def _shape(d: str) -> Motif:
    return {"d": d, "stroke": None, "fill": True, "size": BAND}


def _circle(x: float, y: float, radius: float) -> str:
    half = f"{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}a{half} {2 * radius:g} 0 {half} {-2 * radius:g} 0z"


_MOTIFS: dict[str, Motif] = {
    "solid": {"d": "", "stroke": None, "fill": False, "size": BAND},
    "dots": _shape(_circle(2.5, 2.5, 1.3) + _circle(7.5, 7.5, 1.3)),
    "horizontal": _line("M0 2.5H10M0 7.5H10", 1),
    "vertical": _line("M5 0V10", 1.4),
    "cross": _line("M5 2.2V7.8M2.2 5H7.8", 1.4),
    "rings": _line(_circle(5, 5, 2.6), 1.1),
    "dashes": _line("M2.5 .5V4.5M7.5 5.5V9.5", 1.3),
    "grid": _line("M0 2.5H10M0 7.5H10M2.5 0V10M7.5 0V10", 0.8),
    "triangles": _shape("M5 2.5 7.7 7.3H2.3z"),
    "waves": _line("M5 0C8 1.7 8 3.3 5 5S2 8.3 5 10", 1.2),
    NOT_LISTED: {"d": "M3 0V6", "stroke": 0.8, "fill": False, "size": 6},
}


def pattern_spec() -> dict[str, Motif]:
    """Describe every texture once, ready for JSON.

    Returns
    -------
    dict of str to Motif
        Slug → path data on its tile; ``NOT_LISTED`` is the hatch of missing statements.
        A new dict each time.
    """
    return {slug: motif.copy() for slug, motif in _MOTIFS.items()}


def stripe_tile(bands: Sequence[tuple[str, str]]) -> Tile:
    """Compose the tile that fills a district with these industries, in this order.

    Parameters
    ----------
    bands : sequence of (colour, pattern)
        ``#rrggbb`` and slug of each industry, one or more.

    Returns
    -------
    Tile
        JSON-ready. Every band covers ``BAND`` px from its ``x``, the whole height; its motif
        is drawn moved by ``x``.

    Raises
    ------
    ValueError
        If there is no band, a colour is malformed, or a slug is not in ``pattern_spec``.
    """
    if not bands:
        msg = "a tile needs at least one band"
        raise ValueError(msg)
    for colour, pattern in bands:
        if not is_colour(colour):
            msg = f"colour {colour!r} is not of the form #rrggbb (lower case)"
            raise ValueError(msg)
        if pattern not in _MOTIFS:
            msg = f"unknown pattern {pattern!r}; known: {', '.join(sorted(_MOTIFS))}"
            raise ValueError(msg)
    return {
        "width": BAND * len(bands),
        "height": BAND,
        "rotation": ROTATION,
        "fill_opacity": FILL_OPACITY,
        "texture_opacity": TEXTURE_OPACITY,
        "bands": [
            {"x": BAND * i, "colour": colour, "tone": texture_tone(colour), "pattern": pattern}
            for i, (colour, pattern) in enumerate(bands)
        ],
    }


def motif_svg(pattern: str, tone: str, *, x: float = 0) -> str:
    """Write one motif as an SVG ``<path>`` in ``tone``; nothing for a solid fill."""
    motif = _MOTIFS[pattern]
    if not motif["d"]:
        return ""
    move = f' transform="translate({x:g})"' if x else ""
    paint = (
        f'fill="none" stroke="{tone}" stroke-width="{motif["stroke"]:g}"'
        if motif["stroke"] is not None
        else f'fill="{tone}"'
    )
    return f'<path d="{motif["d"]}" {paint} opacity="{TEXTURE_OPACITY:g}"{move}/>'


def tile_svg(
    tile_id: str,
    bands: Sequence[tuple[str, str]],
    *,
    scale: float = 1,
    has_ground: bool = False,
) -> str:
    """Write a tile as an SVG ``<pattern>`` for pictures made without a browser script.

    Parameters
    ----------
    tile_id : str
        Slug that becomes the element's id.
    bands : sequence of (colour, pattern)
        As for ``stripe_tile``.
    scale : float
        Units of the picture per px.
    has_ground : bool
        Whether the translucent bands lie on ground of their own (class ``ground``).

    Returns
    -------
    str
        One ``<pattern>`` element. Only slugs, colours and numbers are in it.

    Raises
    ------
    ValueError
        As ``stripe_tile``.
    """
    tile = stripe_tile(bands)
    ground = [_ground(tile["width"], BAND)] if has_ground else []
    parts = [
        f'<rect x="{band["x"]}" width="{BAND}" height="{BAND}" fill="{band["colour"]}"'
        f' fill-opacity="{FILL_OPACITY:g}"/>'
        + motif_svg(band["pattern"], band["tone"], x=band["x"])
        for band in tile["bands"]
    ]
    return _pattern(tile_id, tile["width"], BAND, _turn(ROTATION, scale), [*ground, *parts])


def hatch_svg(tile_id: str, *, scale: float = 1) -> str:
    """Write the hatch of a district to which the documents give no specialisation.

    Parameters
    ----------
    tile_id, scale
        As for ``tile_svg``.

    Returns
    -------
    str
        One ``<pattern>`` element, to be coloured by the classes ``ground`` and ``hatch``.
    """
    motif = _MOTIFS[NOT_LISTED]
    size = motif["size"]
    line = f'<path d="{motif["d"]}" class="hatch"/>'
    # Against the direction of the stripes: missing is not one more industry.
    return _pattern(tile_id, size, size, _turn(-ROTATION, scale), [_ground(size, size), line])


def _pattern(tile_id: str, width: int, height: int, transform: str, parts: Sequence[str]) -> str:
    return (
        f'<pattern id="{tile_id}" width="{width}" height="{height}"'
        f' patternUnits="userSpaceOnUse" patternTransform="{transform}">{"".join(parts)}</pattern>'
    )


def _ground(width: int, height: int) -> str:
    return f'<rect width="{width}" height="{height}" class="ground"/>'


def _turn(degrees: int, scale: float) -> str:
    return f"rotate({degrees})" if scale == 1 else f"rotate({degrees}) scale({scale:g})"
