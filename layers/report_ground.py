"""The ground of a report's maps: districts, belts, clusters, and which part of a city is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.catalogue import Catalogue
from geo.crs import metres_from
from layers import palette
from layers.registry import layer_specs
from layers.sheet_canvas import Canvas, Rect, polyline, rectangle
from layers.sheet_fills import line_path, polygon_path
from layers.sheet_frame import Bounds, Frame, draw_ground, fit
from layers.sheet_labels import Label
from layers.sheet_order import SheetOrder
from layers.sheet_scene import Scene, make_scene
from layers.sheet_signs import draw_sign

Points = np.ndarray[Any, np.dtype[np.float64]]

LEAST_M = 9_000.0
"""No map shows less ground than this across: less would hide where in the city it is."""

_ROOM = 0.08
_NEARLY_ALL = 0.75
"""From this part of a city on, the whole of it is shown."""

_OUTLINE, _NAME = "#cfcabd", "#6d7079"


@dataclass(frozen=True)
class Ground:
    """A city to draw candidates on.

    Attributes
    ----------
    scene : Scene
    language : {"zh", "en"}
    """

    scene: Scene
    language: str

    def metres(self, lon_lat: Sequence[tuple[float, float]]) -> Points:
        """Take positions (WGS-84 degrees) to metres, shape (n, 2)."""
        lon, lat = np.array(lon_lat, dtype=float).reshape(-1, 2).T
        return np.column_stack(metres_from(self.scene.epsg).transform(lon, lat))


def make_ground(catalogue: Catalogue, city: str, language: str) -> Ground:
    """Gather districts, belts and core clusters of a city.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
    language : {"zh", "en"}

    Returns
    -------
    Ground

    Raises
    ------
    UnknownIdError
        If there is no such city.
    BoundaryError
        If its boundaries are missing or altered.
    """
    shown = tuple(
        spec.id
        for spec in layer_specs(catalogue)
        if spec.kind in ("districts", "belt") or spec.symbol == "cluster"
    )
    order = SheetOrder((city,), language, "", "", {}, shown)
    return Ground(make_scene(catalogue, order, city), language)


def frame_around(rect: Rect, ground: Ground, points: Points) -> Frame:
    """Choose the ground that a map shows: all points with room, or the whole city.

    Parameters
    ----------
    rect : Rect
        The neat line.
    ground : Ground
    points : ndarray, shape (n, 2)
        Metres; may be empty.

    Returns
    -------
    Frame
    """
    whole = ground.scene.bounds
    near = _near(points, whole)
    if not len(near):
        return fit(rect, ground.scene.epsg, whole, room_mm=3)
    (west, south), (east, north) = near.min(axis=0), near.max(axis=0)
    middle = ((west + east) / 2, (south + north) / 2)
    width = max((east - west) * (1 + 2 * _ROOM), LEAST_M)
    height = max((north - south) * (1 + 2 * _ROOM), LEAST_M)
    city = fit(rect, ground.scene.epsg, whole, room_mm=3)
    found: Bounds = (
        middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2
    )  # fmt: skip
    part = fit(rect, ground.scene.epsg, found, room_mm=8)
    return city if part.denominator > _NEARLY_ALL * city.denominator else part


def _near(points: Points, whole: Bounds) -> Points:
    """Leave out what lies far outside of the city."""
    west, south, east, north = whole
    reach = max(east - west, north - south) / 2
    keep = (
        (points[:, 0] > west - reach) & (points[:, 0] < east + reach)
        & (points[:, 1] > south - reach) & (points[:, 1] < north + reach)
    )  # fmt: skip
    found: Points = points[keep]
    return found


def draw_ground_of(canvas: Canvas, frame: Frame, ground: Ground) -> dict[str, Any]:
    """Draw water, districts, belts and core clusters, all quietly.

    Returns
    -------
    dict of str to geometry
        Adcode → district on the paper, mm, as far as it is seen.
    """
    draw_ground(canvas, frame)
    rect, clip = frame.rect, rectangle(frame.rect)
    inside = shapely.box(rect.x, rect.y, rect.right, rect.top)
    shapes = {}
    for row in ground.scene.districts:
        shape = shapely.intersection(frame.shape(row.shape), inside)
        if shape.is_empty:
            continue
        shapes[row.row.adcode] = shape
        canvas.path(polygon_path(shape), fill=palette.PAPER)
        outline = shapely.boundary(frame.shape(row.shape))
        canvas.path(line_path(outline), stroke=_OUTLINE, width_px=0.9, clip=clip)
    for belt in ground.scene.belts:
        line = polyline(frame.to_mm(belt.line))
        canvas.path(line, stroke=belt.row.colour, width_px=5, alpha=0.28, is_round=True, clip=clip)
    for site in ground.scene.sites:
        x, y = frame.to_mm([site.at])[0]
        if frame.holds(x, y, 1):
            draw_sign(canvas, site.symbol, x, y, 11, alpha=0.55)
    return shapes


def district_labels(
    canvas: Canvas, frame: Frame, ground: Ground, shapes: dict[str, Any]
) -> list[tuple[Label, str, float, str]]:
    """Make the names of the districts that are seen.

    Returns
    -------
    list of (Label, str, float, str)
        Label, text, size (pt) and colour.
    """
    found = []
    size = 7.4
    for row in ground.scene.districts:
        shape = shapes.get(row.row.adcode)
        if shape is None or shape.area < 60:
            continue
        x, y = frame.to_mm([row.label])[0]
        if not frame.holds(x, y, 4):
            x, y = shapely.maximum_inscribed_circle(shape, tolerance=0.5).coords[0]
        name = row.row.short_zh if ground.language == "zh" else row.row.short_en
        text = canvas.fonts.clean(name)
        width = canvas.fonts.width_mm(text, "name", size)
        label = Label(
            at=(float(x), float(y)),
            width=width + 1,
            height=size * 0.46,
            priority=10 + (row.row.land_area_km2 or 0) / 1e4,
            area=row.row.adcode,
        )
        found.append((label, text, size, _NAME))
    return found


def draw_locator(canvas: Canvas, rect: Rect, ground: Ground, frame: Frame) -> None:
    """Draw which part of the city a map shows."""
    whole = fit(rect, ground.scene.epsg, ground.scene.bounds, room_mm=1.2)
    canvas.path(rectangle(rect), fill=palette.WATER)
    for row in ground.scene.districts:
        canvas.path(
            polygon_path(whole.shape(row.shape)), fill=palette.PAPER, stroke=_OUTLINE, width_px=0.4
        )
    own = frame.rect
    half = (own.width / 2 / frame.mm_per_m, own.height / 2 / frame.mm_per_m)
    east, north = frame.middle
    low, high = whole.to_mm([(east - half[0], north - half[1]), (east + half[0], north + half[1])])
    x, y = map(float, low)
    seen = Rect(x, y, float(high[0]) - x, float(high[1]) - y)
    canvas.path(rectangle(seen), stroke=palette.WEST, width_px=1.6, clip=rectangle(rect))
    canvas.path(rectangle(rect), stroke=palette.SOFT, width_px=0.8)
