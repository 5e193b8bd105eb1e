"""Fills on paper: the bands and textures of ``layers.patterns``, drawn as vectors.

matplotlib's hatches are none of these patterns, so every band and every motif is laid out here
and cut at the outline of its district. The tiles hang from the upper left corner of the map,
as the browser hangs them from that of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform
from shapely.geometry.base import BaseGeometry

from geo.tables import Industry
from layers import palette
from layers.patterns import NOT_LISTED, ROTATION, Motif, Tile, pattern_spec, stripe_tile
from layers.sheet_canvas import Canvas, Rect, rectangle
from layers.sheet_paths import svg_path

PLAIN_OPACITY = 0.9
"""Opacity of a district that nothing paints, over the water."""

_MOTIFS = pattern_spec()

Points = np.ndarray[Any, np.dtype[np.float64]]


def polygon_path(shape: BaseGeometry) -> Path:
    """Write polygons as one path, holes included."""
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        if polygon.geom_type == "Polygon"
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    if not rings:
        return Path(np.empty((0, 2)))
    return Path.make_compound_path(
        *(Path(np.asarray(ring.coords)[:, :2], closed=True) for ring in rings)
    )


def line_path(lines: BaseGeometry) -> Path:
    """Write lines as one path."""
    parts = [part for part in shapely.get_parts(lines) if part.geom_type == "LineString"]
    if not parts:
        return Path(np.empty((0, 2)))
    return Path.make_compound_path(*(Path(np.asarray(part.coords)[:, :2]) for part in parts))


def is_empty(path: Path) -> bool:
    """Whether there is nothing to draw."""
    return len(np.asarray(path.vertices)) == 0


class Fills:
    """Fills the districts of one map.

    Parameters
    ----------
    canvas : Canvas
    corner : (float, float), mm
        Where the tiles hang from: the upper left of the map.
    opacity : float
        Of the industries, over the water; 0…1.
    """

    def __init__(self, canvas: Canvas, corner: tuple[float, float], opacity: float = 1.0):
        self.canvas = canvas
        self.opacity = opacity
        # SVG's y points downwards, so its clockwise turn is one here, too.
        self._px = Affine2D().scale(canvas.px, -canvas.px).translate(*corner)

    def fill(self, shape: BaseGeometry, state: str, industries: Sequence[Industry]) -> None:
        """Fill a district.

        Parameters
        ----------
        shape : BaseGeometry
            On the paper, mm.
        state : {"painted", "unlisted", "plain"}
        industries : sequence of Industry
            Whose bands, in this order; empty unless painted.
        """
        outline = polygon_path(shape)
        if is_empty(outline):
            return
        if state == "painted":
            bands = [(row.colour, row.pattern) for row in industries]
            self._bands(shape, outline, bands)
        elif state == "unlisted":
            self._hatch(shape, outline)
        else:
            ground = palette.mix(palette.PAPER, palette.WATER, PLAIN_OPACITY)
            self.canvas.path(outline, fill=ground)

    def _over_water(self, colour: str) -> str:
        return palette.mix(colour, palette.WATER, self.opacity)

    def _bands(self, shape: BaseGeometry, outline: Path, bands: list[tuple[str, str]]) -> None:
        tile = _tile(tuple(bands))
        turn = Affine2D().rotate_deg(ROTATION) + self._px
        x0, y0, x1, y1 = _extent(shape, turn)
        for place, band in enumerate(tile["bands"]):
            ground = palette.fill(band["colour"])
            path = outline if place == 0 else _strips(band["x"], tile, x0, y0, x1, y1)
            self.canvas.path(
                path,
                fill=self._over_water(ground),
                transform=None if place == 0 else turn,
                clip=None if place == 0 else outline,
            )
        textured = [(band, _MOTIFS[band["pattern"]]) for band in tile["bands"]]
        textured = [(band, motif) for band, motif in textured if motif["d"]]
        if not textured:
            return
        # Half a tile's diagonal on the paper.
        reach = max(motif["size"] for _, motif in textured) * self.canvas.px / math.sqrt(2)
        near = around(shape, reach)
        for band, motif in textured:
            spots = _spots(band["x"], tile["width"], motif["size"], x0, y0, x1, y1)
            ground = palette.fill(band["colour"])
            tone = palette.mix(band["tone"], ground, palette.TEXTURE_OPACITY)
            middles = turn.transform(spots + motif["size"] / 2)
            spots = spots[shapely.intersects_xy(near, *middles.T)]
            self._motifs(motif, spots, tone, turn, outline)

    def _hatch(self, shape: BaseGeometry, outline: Path) -> None:
        motif = _MOTIFS[NOT_LISTED]
        self.canvas.path(outline, fill=self._over_water(palette.PAPER))
        # Against the direction of the stripes: missing is not one more industry.
        turn = Affine2D().rotate_deg(-ROTATION) + self._px
        x0, y0, x1, y1 = _extent(shape, turn)
        spots = _spots(0, motif["size"], motif["size"], x0, y0, x1, y1)
        # A column of tiles is one line; single tiles would show their seams.
        columns = np.unique(spots[:, 0])
        lines = [Path([(x + 3, y0), (x + 3, y1)]) for x in columns]
        self.canvas.path(
            Path.make_compound_path(*lines),
            stroke=self._over_water(palette.NOT_LISTED_LINE),
            width_px=motif["stroke"] or 1.0,
            transform=turn,
            clip=outline,
        )

    def _motifs(
        self, motif: Motif, spots: Points, tone: str, turn: Transform, outline: Path
    ) -> None:
        if not len(spots):
            return
        one = svg_path(motif["d"])
        points = (np.asarray(one.vertices)[None, :, :] + spots[:, None, :]).reshape(-1, 2)
        path = Path(points, np.tile(np.asarray(one.codes), len(spots)))
        tone = self._over_water(tone)
        self.canvas.path(
            path,
            fill=tone if motif["fill"] else None,
            stroke=None if motif["fill"] else tone,
            width_px=motif["stroke"] or 0.0,
            transform=turn,
            clip=outline,
        )


def draw_swatch(canvas: Canvas, x: float, y: float, size_mm: float, row: Industry | None) -> None:
    """Draw a small square of a fill for a legend, or of the 文件未列 hatch for None.

    Parameters
    ----------
    canvas : Canvas
    x, y : float, mm
        Its lower left corner.
    size_mm : float
        Its side.
    row : Industry or None
    """
    box = Rect(x, y, size_mm, size_mm)
    fills = Fills(canvas, (x + size_mm / 2, y + size_mm / 2))
    shape = shapely.box(x, y, box.right, box.top)
    fills.fill(shape, "painted" if row else "unlisted", [row] if row else [])
    canvas.path(rectangle(box), stroke=palette.BORDER, width_px=0.5)


@lru_cache(maxsize=512)
def _tile(bands: tuple[tuple[str, str], ...]) -> Tile:
    """Compose a tile once: finding the tones of its textures takes longer than drawing it."""
    return stripe_tile(bands)


def _extent(shape: BaseGeometry, turn: Transform) -> tuple[float, float, float, float]:
    """Bound a shape (mm) in the turned px of its pattern."""
    points = turn.inverted().transform(shapely.get_coordinates(shape))
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _strips(first: float, tile: Tile, x0: float, y0: float, x1: float, y1: float) -> Path:
    """Draw all stripes of a band between some bounds, px."""
    period, width = tile["width"], tile["height"]
    starts = first + period * np.arange(
        np.floor((x0 - first - width) / period), np.ceil((x1 - first) / period) + 1
    )
    corners = np.array([(0, y0), (width, y0), (width, y1), (0, y1), (0, y0)])
    points = corners[None, :, :] + np.column_stack([starts, np.zeros(len(starts))])[:, None, :]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(points.reshape(-1, 2), np.tile(codes, len(starts)))


def _spots(
    first: float, period: float, height: float, x0: float, y0: float, x1: float, y1: float
) -> Points:
    """List the upper left corners of a band's tiles between some bounds, px."""
    across = first + period * np.arange(
        np.floor((x0 - first) / period) - 1, np.ceil((x1 - first) / period) + 1
    )
    down = height * np.arange(np.floor(y0 / height) - 1, np.ceil(y1 / height) + 1)
    return np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)


def around(shape: BaseGeometry, reach: float) -> BaseGeometry:
    """Enclose what is within ``reach`` of a shape, and little more, with few vertices.

    Parameters
    ----------
    shape : BaseGeometry
        Polygons, mm. They may have many vertices; to ask for each tile how far it is from them
        would be the dearest part of a map.
    reach : float, mm

    Returns
    -------
    BaseGeometry
        Prepared.
    """
    parts, slack = shapely.get_parts(shape), reach / 4
    simple = shapely.simplify(parts, slack, preserve_topology=False)
    simple[shapely.is_empty(simple)] = parts[shapely.is_empty(simple)]  # islets
    # Two chords for a quarter of a circle lie up to 8 % within it.
    found = shapely.union_all(shapely.buffer(simple, (reach + slack) * 1.09, quad_segs=2))
    shapely.prepare(found)
    return found
