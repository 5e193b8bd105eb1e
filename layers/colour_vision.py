"""How far apart two colours look, to everybody and to people with a colour deficiency.

Used to choose and to test the colours of the industries; nothing here runs while a map is
drawn. Colours are sRGB, either ``#rrggbb`` or arrays of shape (..., 3) in 0…1.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layers.palette import FILL_OPACITY, PAPER, mix, to_rgb

Floats = NDArray[np.float64]

DEFICIENCIES: dict[str, Floats] = {
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
"""Matrices of severity 1.0 on linear RGB: Machado, Oliveira, Fernandes, "A Physiologically-based
Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009."""

VISIONS = ("normal", *DEFICIENCIES)
"""Everything that ``simulate`` knows, ordinary vision first."""

# sRGB primaries, D65 (IEC 61966-2-1).
_RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _RGB_TO_XYZ.sum(axis=1)


def to_linear(rgb: ArrayLike) -> Floats:
    """Undo the sRGB transfer curve (values 0…1, any shape)."""
    v = np.asarray(rgb, dtype=np.float64)
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def from_linear(linear: ArrayLike) -> Floats:
    """Apply the sRGB transfer curve; values outside 0…1 are clipped first."""
    v = np.clip(np.asarray(linear, dtype=np.float64), 0.0, 1.0)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def simulate(rgb: ArrayLike, vision: str) -> Floats:
    """Show colours as somebody with this vision sees them.

    Parameters
    ----------
    rgb : array, shape (..., 3), 0…1
        sRGB colours.
    vision : str
        One of ``VISIONS``.

    Returns
    -------
    array, shape (..., 3), 0…1
        sRGB colours.

    Raises
    ------
    ValueError
        If the vision is not known.
    """
    if vision == "normal":
        return np.asarray(rgb, dtype=np.float64)
    if vision not in DEFICIENCIES:
        msg = f"unknown vision {vision!r}; known: {', '.join(VISIONS)}"
        raise ValueError(msg)
    return from_linear(to_linear(rgb) @ DEFICIENCIES[vision].T)


def to_lab(rgb: ArrayLike) -> Floats:
    """Convert sRGB (..., 3) to CIE L*a*b* under D65."""
    relative = to_linear(rgb) @ _RGB_TO_XYZ.T / _WHITE
    f = np.where(
        relative > (6 / 29) ** 3,
        np.cbrt(relative),
        relative / (3 * (6 / 29) ** 2) + 4 / 29,
    )
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(lab1: ArrayLike, lab2: ArrayLike) -> Floats:
    """Colour difference CIEDE2000, all weights 1.

    Source: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", Color Research and
    Application 30(1), 2005 (equation numbers below); their test pairs are in the tests.

    Parameters
    ----------
    lab1, lab2 : array, shape (..., 3)
        CIE L*a*b* colours; broadcast against each other.

    Returns
    -------
    array, shape (...)
        0 where equal; about 1 is just noticeable, 10 is seen at a glance.
    """
    one, two = np.asarray(lab1, dtype=np.float64), np.asarray(lab2, dtype=np.float64)
    c_mean = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(two[..., 1], two[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)))  # (4), (5)
    c1, h1 = _chroma_and_hue(one, stretch)
    c2, h2 = _chroma_and_hue(two, stretch)
    # (10): the shorter way round. Of a grey the hue is arbitrary and counts for nothing, as
    # (11) multiplies by its chroma.
    turn = (h2 - h1 + 180) % 360 - 180
    delta_l = two[..., 0] - one[..., 0]
    delta_c = c2 - c1
    delta_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)  # (11)
    h_mean = (h1 + turn / 2) % 360  # (14)
    s_l, s_c, s_h, rotation = _weights((one[..., 0] + two[..., 0]) / 2, (c1 + c2) / 2, h_mean)
    l_term, c_term, h_term = delta_l / s_l, delta_c / s_c, delta_h / s_h
    result: Floats = np.sqrt(  # (22)
        np.maximum(l_term**2 + c_term**2 + h_term**2 + rotation * c_term * h_term, 0)
    )
    return result


def _chroma_and_hue(lab: Floats, stretch: Floats) -> tuple[Floats, Floats]:
    """Equations (6) and (7): chroma and hue in degrees on the stretched a* axis."""
    a, b = lab[..., 1] * stretch, lab[..., 2]
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360


def _weights(l_mean: Floats, c_mean: Floats, h_mean: Floats) -> tuple[Floats, ...]:
    """Equations (15) to (21): S_L, S_C, S_H and the rotation R_T."""

    def cos(factor: float, shift: float) -> Floats:
        return np.cos(np.radians(factor * h_mean + shift))

    t = 1 - 0.17 * cos(1, -30) + 0.24 * cos(2, 0) + 0.32 * cos(3, 6) - 0.20 * cos(4, -63)
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    s_c = 1 + 0.045 * c_mean
    s_h = 1 + 0.015 * c_mean * t
    angle = 30 * np.exp(-(((h_mean - 275) / 25) ** 2))
    r_c = 2 * np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7))
    return s_l, s_c, s_h, -np.sin(np.radians(2 * angle)) * r_c


def separations(colours: Mapping[str, str], vision: str) -> dict[frozenset[str], float]:
    """Measure how far apart the fills of every two categories look.

    Parameters
    ----------
    colours : mapping of str to str
        Category id → full ``#rrggbb``; they are compared as drawn, ``FILL_OPACITY`` over paper.
    vision : str
        One of ``VISIONS``.

    Returns
    -------
    dict of frozenset of two ids to float
        CIEDE2000.

    Raises
    ------
    ValueError
        If a colour is not ``#rrggbb`` or the vision is not known.
    """
    drawn = {key: to_rgb(mix(colour, PAPER, FILL_OPACITY)) for key, colour in colours.items()}
    lab = {key: to_lab(simulate(rgb, vision)) for key, rgb in drawn.items()}
    return {frozenset((a, b)): float(difference(lab[a], lab[b])) for a, b in combinations(lab, 2)}
