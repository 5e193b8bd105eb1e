"""Districts by class as plain SVG: for the page before, or without, its scripts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from layers.boxes import is_free, name_box
from layers.enterprise_scales import Json
from layers.payload_places import label_position
from layers.picture import CityPicture, Look
from layers.picture_shapes import SIDE

_FIGURE_PX = 12
_NAME_PX = 13
_GAP = "  "
"""What stays free beside a name."""
_WIDE = re.compile(r"[^\x00-\xff]")
"""Signs are as wide as ideographs."""


def class_picture(
    drawn: CityPicture, block: Json, language: str, *, prefix: str, height_px: float = 560
) -> str:
    """Draw a city's districts in the colours of their classes, with their figures.

    Parameters
    ----------
    drawn : CityPicture
    block : dict
        Of a layer of districts (``layers.enterprise_rows.district_block``).
    language : {"zh", "en"}
    prefix : str
        Slug that begins the ids of its fills.
    height_px : float
        About how high it will be drawn.

    Returns
    -------
    str
        One ``<svg>`` element, like ``CityPicture.svg``.
    """
    plain = drawn.svg(language, prefix=prefix, look=Look(industries=(), height_px=height_px))
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.fromstring(plain)
    place = 1 if language == "en" else 0
    unit = SIDE / height_px
    for path in root.iter("path"):
        row = block["rows"].get(path.get("data-adcode", ""))
        if row is None:
            continue
        shown = _class_of(block, row)
        if shown is not None and shown["texture"] != "not-listed":
            path.set("fill", shown["colour"])
        title = path.find("title")
        if title is not None and row["t"]:
            told = "；".join(line[0] for line in row["t"])
            if place:
                told = "; ".join(line[1] for line in row["t"])
            title.text = f"{title.text} · {told}"
    _write_figures(root, drawn, block["rows"], place, unit)
    return ET.tostring(root, encoding="unicode")


def _write_figures(
    root: ET.Element, drawn: CityPicture, rows: Json, place: int, unit: float
) -> None:
    """Write figures under the names, large districts first, where nothing is written yet."""
    taken, named = [], set()
    for text in root.iter("text"):
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        named.add(text.text)
        taken.append(name_box(f"{text.text}{_GAP}", x, y, _NAME_PX * unit))
    figures = ET.SubElement(root, "g", {"font-size": f"{_FIGURE_PX * unit:g}"})
    outlines = drawn.catalogue.boundaries.web.geometry
    own = [adcode for adcode in rows if adcode in drawn.shapes.paths]
    for adcode in sorted(own, key=lambda adcode: -outlines.loc[adcode].area):
        district = drawn.catalogue.district(adcode)
        lat, lon = label_position(district, outlines.loc[adcode])
        x, y = drawn.shapes.place(lon, lat)
        y += 1.15 * _NAME_PX * unit
        figure = figure_of(rows[adcode], place)
        # A figure beside another district's name would be read as that one's, figures above each
        # other not at all; titles and the table below have all of them.
        name = district.short_en if place else district.short_zh
        box = name_box(_WIDE.sub("口", figure), x, y, _FIGURE_PX * unit)
        if figure and name in named and is_free(box, taken):
            taken.append(box)
            text = ET.SubElement(figures, "text", {"x": f"{x:g}", "y": f"{y:g}", "class": "figure"})
            text.text = figure


def figure_of(row: Json, place: int) -> str:
    """Write what stands under a district's name; ``place`` is 0 for Chinese, 1 for English."""
    if "f" in row:
        return str(row["f"][place])
    value = row["v"]
    if value is None:
        return ""
    if value != int(value):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{value:,.0f}"


def _class_of(block: Json, row: Json) -> Json | None:
    classes: list[Json] = block["classes"]
    if "c" in row:
        return classes[row["c"]]
    if row["v"] is None:
        return None
    reached = [one for one in classes if row["v"] >= one["from"]]
    return reached[-1] if reached else None
