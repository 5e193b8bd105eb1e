"""SVG path data as matplotlib paths: the signs and textures are drawn from one description."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import numpy as np
from matplotlib.path import Path

_TOKEN = re.compile(r"[MmLlHhVvCcSsAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SIZE = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}

Point = tuple[float, float]


@lru_cache(maxsize=256)
def svg_path(data: str) -> Path:
    """Read the subset of SVG path data that the atlas draws with.

    Parameters
    ----------
    data : str
        Commands M, L, H, V, C, S, A (circles only) and Z, absolute or relative.

    Returns
    -------
    matplotlib.path.Path
        In the units of the data, y downwards as in SVG.

    Raises
    ------
    ValueError
        If there is another command, or an ellipse.
    """
    return _Reader(data).read()


class _Reader:
    """Walks through path data, one command at a time."""

    def __init__(self, data: str):
        if re.search(r"[^MmLlHhVvCcSsAaZz0-9eE.,+\-\s]", data):
            msg = f"path data {data!r} holds a command that is not drawn here"
            raise ValueError(msg)
        self.data = data
        self.at: Point = (0.0, 0.0)
        self.start: Point = (0.0, 0.0)
        self.control: Point | None = None
        self.vertices: list[Point] = []
        self.codes: list[np.uint8] = []

    def read(self) -> Path:
        for command, text in re.findall(r"([MmLlHhVvCcSsAaZz])([^MmLlHhVvCcSsAaZz]*)", self.data):
            size = _SIZE[command.upper()]
            numbers = _arc_numbers(text) if command in "Aa" else _numbers(text)
            if size == 0:
                self._close()
            for place in range(0, len(numbers), size or 1):
                follows = command in "Mm" and place > 0
                name = {"M": "L", "m": "l"}[command] if follows else command
                self._draw(name, numbers[place : place + size])
        return Path(np.array(self.vertices), self.codes)

    def _draw(self, command: str, numbers: list[float]) -> None:
        x, y = self.at if command.islower() else (0.0, 0.0)
        control, self.control = self.control, None
        match command.upper():
            case "M":
                self.start = self._add(Path.MOVETO, (x + numbers[0], y + numbers[1]))
            case "L":
                self._add(Path.LINETO, (x + numbers[0], y + numbers[1]))
            case "H":
                self._add(Path.LINETO, (x + numbers[0], self.at[1]))
            case "V":
                self._add(Path.LINETO, (self.at[0], y + numbers[0]))
            case "C" | "S":
                if command in "Ss":
                    cx, cy = control or self.at
                    first = (2 * self.at[0] - cx, 2 * self.at[1] - cy)
                else:
                    first = (x + numbers.pop(0), y + numbers.pop(0))
                second = (x + numbers[0], y + numbers[1])
                for point in (first, second, (x + numbers[2], y + numbers[3])):
                    self._add(Path.CURVE4, point)
                self.control = second
            case "A":
                self._arc(numbers, (x + numbers[5], y + numbers[6]))

    def _add(self, code: np.uint8, point: Point) -> Point:
        self.vertices.append(point)
        self.codes.append(code)
        self.at = point
        return point

    def _close(self) -> None:
        self._add(Path.CLOSEPOLY, self.start)

    def _arc(self, numbers: list[float], end: Point) -> None:
        """Add a circular arc as Bézier curves (SVG 1.1, F.6.5 with equal radii)."""
        radius, other, _, large, sweep = numbers[:5]
        if radius != other:
            msg = f"path data {self.data!r} holds an ellipse"
            raise ValueError(msg)
        (x0, y0), (x1, y1) = self.at, end
        dx, dy = (x0 - x1) / 2, (y0 - y1) / 2
        half = math.hypot(dx, dy)
        radius = max(radius, half)
        rise = math.sqrt(max(0.0, radius**2 - half**2)) / half
        sign = -1 if large == sweep else 1
        cx, cy = (x0 + x1) / 2 + sign * rise * dy, (y0 + y1) / 2 - sign * rise * dx
        first = math.atan2(y0 - cy, x0 - cx)
        turn = math.atan2(y1 - cy, x1 - cx) - first
        turn += (2 * math.pi if turn < 0 else 0) if sweep else (-2 * math.pi if turn > 0 else 0)
        pieces = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
        step = turn / pieces
        reach = 4 / 3 * math.tan(step / 4) * radius
        for piece in range(pieces):
            a, b = first + piece * step, first + (piece + 1) * step
            ax, ay = cx + radius * math.cos(a), cy + radius * math.sin(a)
            bx, by = cx + radius * math.cos(b), cy + radius * math.sin(b)
            self._add(Path.CURVE4, (ax - reach * math.sin(a), ay + reach * math.cos(a)))
            self._add(Path.CURVE4, (bx + reach * math.sin(b), by - reach * math.cos(b)))
            self._add(Path.CURVE4, (bx, by))


def _numbers(text: str) -> list[float]:
    return [float(found) for found in _TOKEN.findall(text)]


def _arc_numbers(text: str) -> list[float]:
    """Split the numbers of arcs; their two flags may stand without blanks (``0 100 12``)."""
    number = r"[-+]?(?:\d+\.?\d*|\.\d+)"
    gap = r"[\s,]*"
    arc = gap.join([f"({number})", f"({number})", f"({number})", "([01])", "([01])"])
    arc += f"{gap}({number}){gap}({number})"
    return [float(part) for found in re.findall(arc, text) for part in found]
