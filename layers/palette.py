"""The colours of the page, and what may be done with a colour.

The colours of industries and belts belong to the catalogue; here are the colours of
everything else, and the functions that make a fill or a texture out of any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

INK = "#22262b"
"""Text and symbols."""

SOFT = "#5f6672"
"""Secondary text; holds 4.5:1 on paper, water and panel."""

LINE = "#e3e1da"
"""Hairlines between parts of the page; decoration only."""

BORDER = "#81847f"
"""Outlines of controls: 3:1 on paper, panel and water (WCAG 1.4.11)."""

PAPER = "#fbfaf7"
"""Land, and the ground of the page."""

PANEL = "#f4f2ec"
"""Quotation boxes and control groups."""

WATER = "#e6edf0"
"""Everything that is not land."""

WEST = "#b23a2e"
"""The west stroke of 人, and the accent of the page."""

EAST = "#2b5f8a"
"""The east stroke."""

NOT_LISTED_GROUND = "#f6f4ef"
NOT_LISTED_LINE = "#b9b6ad"
"""Ground and hatch of a district to which the documents give no specialisation (文件未列)."""

CAUTION = "#85600c"
CAUTION_GROUND = "#fbf4df"
CAUTION_LINE = "#e5cf94"
"""Remarks about precision and approval (±400 m, 示意图)."""

FILL_OPACITY = 0.5
"""Opacity of an industry's colour over whatever lies below."""

TEXTURE_OPACITY = 0.55
"""Opacity of a texture's tone over the fill."""

TEXTURE_CONTRAST = 1.35
"""Contrast ratio between texture and fill over paper: seen when looked for, calm otherwise."""

TOKENS: dict[str, str] = {
    "ink": INK,
    "soft": SOFT,
    "line": LINE,
    "border": BORDER,
    "paper": PAPER,
    "panel": PANEL,
    "water": WATER,
    "west": WEST,
    "east": EAST,
    "not-listed-ground": NOT_LISTED_GROUND,
    "not-listed-line": NOT_LISTED_LINE,
    "caution": CAUTION,
    "caution-ground": CAUTION_GROUND,
    "caution-line": CAUTION_LINE,
}
"""Token name → colour; the style sheet and the map read the same table."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")

RGB = tuple[float, float, float]


def is_colour(value: str) -> bool:
    """Tell whether a string is a colour as the catalogue writes it, ``#rrggbb`` in lower case."""
    return _COLOUR.fullmatch(value) is not None


def to_rgb(colour: str) -> RGB:
    """Split ``#rrggbb`` into sRGB components.

    Parameters
    ----------
    colour : str
        ``#rrggbb`` in lower case.

    Returns
    -------
    tuple of three float
        Red, green, blue, 0…1.

    Raises
    ------
    ValueError
        If the string is not such a colour.
    """
    if not is_colour(colour):
        msg = f"colour {colour!r} is not of the form #rrggbb (lower case)"
        raise ValueError(msg)
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def to_hex(rgb: Iterable[float]) -> str:
    """Write sRGB components 0…1 as ``#rrggbb``."""
    return "#" + "".join(f"{round(255 * value):02x}" for value in rgb)


def mix(colour: str, ground: str, opacity: float) -> str:
    """Lay a translucent colour over an opaque ground, as a browser does (in sRGB).

    Parameters
    ----------
    colour, ground : str
        ``#rrggbb``.
    opacity : float
        0 (only ground) … 1 (only colour).

    Returns
    -------
    str
        ``#rrggbb``.

    Raises
    ------
    ValueError
        If a colour is malformed or the opacity is out of range.
    """
    if not 0 <= opacity <= 1:
        msg = f"opacity {opacity} is not between 0 and 1"
        raise ValueError(msg)
    pairs = zip(to_rgb(colour), to_rgb(ground), strict=True)
    return to_hex(opacity * over + (1 - opacity) * under for over, under in pairs)


def luminance(colour: str) -> float:
    """Relative luminance 0…1 (WCAG 2.2, from IEC 61966-2-1).

    Raises
    ------
    ValueError
        If the colour is malformed.
    """

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else float(((v + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(value) for value in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Contrast ratio 1…21 of two colours (WCAG 2.2): text needs 4.5, symbols and outlines 3.

    Raises
    ------
    ValueError
        If a colour is malformed.
    """
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def fill(colour: str, ground: str = PAPER) -> str:
    """Return the colour that an industry's fill has over a ground."""
    return mix(colour, ground, FILL_OPACITY)


def texture_tone(colour: str) -> str:
    """Derive the darker tone in which an industry's texture is drawn.

    It lies on the way from the fill through the full colour to ink, just so far that every
    texture stands out from its fill by ``TEXTURE_CONTRAST``, whether the colour is light or dark.

    Parameters
    ----------
    colour : str
        ``#rrggbb`` of the industry.

    Returns
    -------
    str
        ``#rrggbb``, to be drawn at ``TEXTURE_OPACITY`` over the fill.

    Raises
    ------
    ValueError
        If the colour is malformed.
    """
    ground = fill(colour)
    path = [mix(colour, ground, step / 50) for step in range(50)]
    path += [mix(INK, colour, step / 50) for step in range(51)]
    for tone in path:
        if contrast(mix(tone, ground, TEXTURE_OPACITY), ground) >= TEXTURE_CONTRAST:
            return tone
    return INK


def css_variables() -> str:
    """Write the tokens as CSS custom properties, ``--ink: #22262b;`` and so on, one a line."""
    return "".join(f"--{name}: {colour};\n" for name, colour in TOKENS.items())
