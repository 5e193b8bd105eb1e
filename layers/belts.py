"""The belts: a smooth stroke, numbered anchors and the member districts of each.

The documents name districts, not lines. Anchors and curves are editorial and say so; the
dotted link that closes the 人 belongs to the structure, not to a belt.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.catalogue import Catalogue
from geo.tables import StrokePoint
from layers.base import LayerSpec

LatLon = tuple[float, float]

STROKE_SEGMENTS = 32
"""Straight pieces per curve: at 1:100 000 each is shorter than a stroke is wide."""

_NOTE = ("线形为示意，文件只列名称", "drawn line is ours; the document gives names only")
_NOTE_OPEN = (
    "线形为示意；文件以“等”结尾，名单开放",
    "drawn line is ours; the document leaves its list open (等)",
)


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe a layer for each belt, and one for links that no document states."""
    belts = [
        LayerSpec(
            id=f"belt-{belt.id}",
            group="structure",
            kind="belt",
            title_zh=belt.name_zh,
            title_en=belt.name_en,
            symbol="stroke",
            members=tuple(
                (belt.city, row.site or row.district)
                for row in catalogue.belt_members
                if row.belt == belt.id
            ),
            is_shown=True,
            note_zh=_NOTE_OPEN[0] if belt.is_open else _NOTE[0],
            note_en=_NOTE_OPEN[1] if belt.is_open else _NOTE[1],
        )
        for belt in catalogue.belts
    ]
    structures = {row.id: row for row in catalogue.structures}
    links = {row.id: row for row in catalogue.strokes if row.kind == "link"}
    return belts + [
        LayerSpec(
            id=f"link-{link.id}",
            group="structure",
            kind="link",
            title_zh=link.label_zh or "示意连接（文件未写）",
            title_en=link.label_en or "Indicative link (not in the document)",
            symbol="link",
            members=((structures[link.structure].city, link.id),),
            is_shown=True,
        )
        for link in links.values()
    ]


def stroke_line(points: Iterable[StrokePoint]) -> list[LatLon]:
    """Sample the line that control points describe.

    Parameters
    ----------
    points : iterable of StrokePoint
        Rows of one line: three for a quadratic Bézier curve, else the corners of a polyline.

    Returns
    -------
    list of (lat, lon)
        WGS-84 degrees, in Leaflet's order, ``STROKE_SEGMENTS + 1`` positions for a curve.
    """
    corners = [(row.lat, row.lon) for row in sorted(points, key=lambda row: row.order)]
    if len(corners) != 3:
        return corners
    start, control, end = corners
    return [
        (_bezier(start[0], control[0], end[0], t), _bezier(start[1], control[1], end[1], t))
        for t in (step / STROKE_SEGMENTS for step in range(STROKE_SEGMENTS + 1))
    ]


def _bezier(start: float, control: float, end: float, t: float) -> float:
    """Evaluate a quadratic Bézier polynomial at ``t`` in [0, 1], rounded to 1e-5 degrees."""
    return round((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end, 5)
