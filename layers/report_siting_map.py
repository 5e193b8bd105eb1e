"""The map of chosen sites: whom each serves, as an area and by lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.exports.report.frames import rows_of
from geo.exports.report.subject import Subject
from geo.study import demand_of
from geo.study.catchments import catchments_of
from layers import palette
from layers.report_bars import kind_colour
from layers.report_ground import Ground
from layers.report_map import PLAIN, ReportMap
from layers.sheet_canvas import Canvas, Rect, polyline
from layers.sheet_fills import polygon_path

if TYPE_CHECKING:
    # The solver behind them takes seconds to import.
    from geo.siting_result import Siting


def draw_siting_map(
    canvas: Canvas, rect: Rect, ground: Ground, subject: Subject, siting: Siting
) -> None:
    """Draw the chosen sites, the ground that each serves, and a line from each demand point.

    Parameters
    ----------
    canvas : Canvas
    rect : Rect
        The neat line, mm.
    ground : Ground
    subject : Subject
    siting : Siting
    """
    points = demand_of(subject.study, subject.catalogue).geometry.loc[siting.assignment.index]
    demand = ground.metres(list(zip(points.x, points.y, strict=True)))
    chosen = [subject.place(key) for key in siting.open]
    sites = ground.metres([(row.lon, row.lat) for row in chosen])
    drawn = ReportMap(canvas, rect, ground, subject, np.vstack([demand, sites]))
    order = {key: place for place, key in enumerate(siting.open)}
    ends, starts = drawn.at(siting.open), drawn.frame.to_mm(demand)
    _draw_catchments(drawn, siting)
    rows = list(rows_of(siting.assignment))
    most = max(*(row.weight for row in rows), 1e-12)
    for row, start in zip(rows, starts, strict=True):
        place = order[row.site]
        line = polyline([tuple(start), tuple(ends[place])])
        dash = () if row.is_covered else (3, 3)
        canvas.path(
            line, stroke=kind_colour(place), width_px=1.3, alpha=0.8, dash_px=dash, clip=drawn.clip
        )
    for row, start in zip(rows, starts, strict=True):
        radius = 1.6 + 3.4 * float(np.sqrt(max(row.weight, 0.0) / most))
        drawn.dot(start, radius, kind_colour(order[row.site]), alpha=0.9)
    for at in drawn.at([key for key in subject.study.candidates if key not in order]):
        drawn.dot(at, 1.7, PLAIN, alpha=0.7)
    for key, place in order.items():
        drawn.badge(ends[place], str(place + 1), palette.INK, 10_000 - place)
        drawn.name(ends[place], subject.name(key), 5_000 - place)
    drawn.finish()


def _draw_catchments(drawn: ReportMap, siting: Siting) -> None:
    """Outline the ground of each site, and write the site's number into it."""
    subject, canvas = drawn.subject, drawn.canvas
    places = {str(key): place for place, key in enumerate(siting.open)}
    for key, shape in catchments_of(subject.study, subject.catalogue, siting).items():
        metres = shapely.transform(
            shape, lambda lon_lat: drawn.ground.metres([tuple(row) for row in lon_lat])
        )
        on_paper = shapely.transform(metres, drawn.frame.to_mm)
        colour = kind_colour(places[key])
        path = polygon_path(on_paper)
        canvas.path(path, fill=colour, alpha=0.1, clip=drawn.clip)
        canvas.path(path, stroke="#ffffff", width_px=3.2, alpha=0.8, clip=drawn.clip)
        canvas.path(path, stroke=colour, width_px=1.8, clip=drawn.clip)
        at = shapely.get_coordinates(shapely.point_on_surface(on_paper))[0]
        drawn.name(at, f"→ {places[key] + 1}", 8_000 - places[key], colour)
