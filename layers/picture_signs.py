"""What stands on the districts of a picture: strokes of belts, dotted links, places.

They look as on the Folium map (``static/leaflet-atlas``), so that a still picture can be read
with the same eyes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from xml.etree import ElementTree as ET

from geo.catalogue import Catalogue
from geo.tables import Site
from layers.belts import LatLon, stroke_line
from layers.boxes import Box
from layers.picture_shapes import Shapes

AREA_FROM_M = 1000
"""From this precision on a place is an area, as in ``static/leaflet-atlas/sites.js``."""

MARK_PX = 5.0
ANCHOR_PX = 7.5
"""Radii of a place's mark and of a belt's numbered anchor."""

NUMBER_PX = 8.5
"""Radius of the disc of a district's number."""

_CASING_PX = 9.0
_STROKE_PX = 5.6
_LINK_PX = 3.0


def draw_areas(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes, ids: Collection[str], unit: float
) -> None:
    """Draw places: a dashed circle where the position is known only roughly, else a mark.

    Parameters
    ----------
    root : Element
        Where they are added: the picture, or a group of it.
    catalogue : Catalogue
    shapes : Shapes
        Of the picture's city.
    ids : collection of str
        Of sites.
    unit : float
        Units of the picture per pixel.

    Raises
    ------
    UnknownIdError
        If a site does not exist.
    """
    for site in map(catalogue.site, ids):
        if site.precision_m < AREA_FROM_M:
            mark(root, shapes, site, unit)
            continue
        _area(root, shapes, site, unit)


def draw_circles(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes, ids: Collection[str], unit: float
) -> None:
    """Draw places as a mark inside the circle within which they lie; as ``draw_areas``."""
    for site in map(catalogue.site, ids):
        _area(root, shapes, site, unit)
        mark(root, shapes, site, unit)


def _area(root: ET.Element, shapes: Shapes, site: Site, unit: float) -> None:
    """Draw the circle, to scale, within which a place lies."""
    x, y = shapes.place(site.lon, site.lat)
    size = shapes.length(site.precision_m, site.lat)
    area = _shape(root, "circle", "area", cx=x, cy=y, r=size, stroke_width=1.2 * unit)
    area.set("stroke-dasharray", f"{4 * unit:g} {4 * unit:g}")


def mark(root: ET.Element, shapes: Shapes, site: Site, unit: float) -> ET.Element:
    """Mark a place with a dot, and return it."""
    x, y = shapes.place(site.lon, site.lat)
    return _shape(root, "circle", "", cx=x, cy=y, r=MARK_PX * unit)


def draw_links(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes, ids: Collection[str], unit: float
) -> None:
    """Draw the dotted lines that the atlas added; parameters as ``draw_areas``."""
    for link in ids:
        rows = [row for row in catalogue.strokes if row.id == link and row.kind == "link"]
        line = _shape(root, "path", "link", stroke_width=_LINK_PX * unit)
        line.set("d", _line(shapes, stroke_line(rows)))
        line.set("stroke-dasharray", f"0 {6 * unit:g}")


def draw_belts(
    root: ET.Element, catalogue: Catalogue, shapes: Shapes, ids: Collection[str], unit: float
) -> None:
    """Draw strokes with their casing and numbered anchors; parameters as ``draw_areas``.

    Raises
    ------
    UnknownIdError
        If a belt does not exist.
    """
    belts = [catalogue.belt(belt_id) for belt_id in ids]
    for belt in belts:
        rows = [row for row in catalogue.strokes if row.belt == belt.id and row.kind == "stroke"]
        data = _line(shapes, stroke_line(rows))
        _shape(root, "path", "casing", stroke_width=_CASING_PX * unit).set("d", data)
        stroke = _shape(root, "path", "stroke", stroke_width=_STROKE_PX * unit)
        stroke.set("d", data)
        stroke.set("stroke", belt.colour)
    for belt in belts:
        members = [row for row in catalogue.belt_members if row.belt == belt.id]
        for number, member in enumerate(sorted(members, key=lambda row: row.order), start=1):
            x, y = shapes.place(member.lon, member.lat)
            dot = _shape(root, "circle", "anchor", cx=x, cy=y, r=ANCHOR_PX * unit)
            dot.set("fill", belt.colour)
            text = _shape(root, "text", "anchor-number", x=x, y=y, font_size=9.5 * unit)
            text.text = str(number)


def draw_number(
    root: ET.Element, adcode: str, number: str, place: tuple[float, float], unit: float
) -> None:
    """Draw a number in a disc; scripts find it by the adcode of its district."""
    badge = ET.SubElement(root, "g", {"class": "badge", "data-adcode": adcode})
    _shape(badge, "circle", "", cx=place[0], cy=place[1], r=NUMBER_PX * unit)
    text = _shape(badge, "text", "", x=place[0], y=place[1], font_size=1.4 * NUMBER_PX * unit)
    text.text = number


def sign_boxes(
    catalogue: Catalogue,
    shapes: Shapes,
    unit: float,
    *,
    belts: Collection[str],
    areas: Collection[str],
    circles: Collection[str],
) -> list[Box]:
    """List the boxes of what no name may cover: the numbers of belts, and marks.

    Parameters
    ----------
    catalogue : Catalogue
    shapes : Shapes
    unit : float
        Units of the picture per pixel.
    belts, areas, circles : collection of str
        As they are drawn by the functions above.

    Returns
    -------
    list of (left, top, right, bottom)
        Units of the picture.
    """
    rows = [row for row in catalogue.belt_members if row.belt in belts]
    spots = [(shapes.place(row.lon, row.lat), ANCHOR_PX * unit) for row in rows]
    marked = [site for site in map(catalogue.site, areas) if site.precision_m < AREA_FROM_M]
    marked += map(catalogue.site, circles)
    spots += [(shapes.place(row.lon, row.lat), MARK_PX * unit) for row in marked]
    return [(x - half, y - half, x + half, y + half) for (x, y), half in spots]


def _shape(root: ET.Element, tag: str, name: str, **numbers: float) -> ET.Element:
    """Add an element whose attributes are numbers; ``name`` is its class."""
    values = {key.replace("_", "-"): f"{value:g}" for key, value in numbers.items()}
    return ET.SubElement(root, tag, {"class": name, **values} if name else values)


def _line(shapes: Shapes, line: Iterable[LatLon]) -> str:
    corners = [shapes.place(lon, lat) for lat, lon in line]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners)
