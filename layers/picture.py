"""A small picture of a city: plain SVG that a page carries in itself.

It is what a page shows before (or without) its scripts, and the locator map of the pages to
read. Interactive maps are ``layers.atlas_map``; sheets for paper are ``layers.sheet``.
Every text is written as XML text, so that a name cannot become markup.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from xml.etree import ElementTree as ET

import shapely

from geo.catalogue import Catalogue
from geo.tables import District
from layers.boxes import Box, is_free, name_box
from layers.payload_places import label_position
from layers.picture_fills import district_fill, fill_defs
from layers.picture_shapes import SIDE, Shapes, Window, city_shapes
from layers.picture_signs import (
    AREA_FROM_M,
    MARK_PX,
    draw_areas,
    draw_belts,
    draw_circles,
    draw_links,
    draw_number,
    mark,
    sign_boxes,
)

Name = tuple[str, bool, list[tuple[float, float]]]
"""What is written, whether it names a place (or a district), and where it may stand."""

_NAME_PX = 13
_PLACE_PX = 11.5
_SHIFTS = (0.0, 1.15, -1.15, 2.3, -2.3)
"""Lines by which a name may move down or up where signs stand in its way."""


@dataclass(frozen=True)
class Look:
    """What a picture shows.

    Attributes
    ----------
    industries : collection of str, optional
        Ids of those that paint; all by default, none for a plain map.
    edition : int, optional
        Only what documents of this year state paints.
    chosen : collection of str
        Adcodes that are outlined.
    sites : collection of str
        Ids of places that get a mark.
    areas : collection of str
        Ids of places that are drawn as on the map and named: a dashed circle where the
        position is known only roughly, else a mark.
    circles : collection of str
        Ids of places that get a mark and, to scale, the circle within which they lie.
    numbers : mapping of str to str
        Adcode → a number in a disc above the district's name, or in its place.
    belts, links : collection of str
        Ids of belts (stroke, numbered anchors) and of dotted links.
    named : collection of str, optional
        Adcodes whose names are written; all by default.
    height_px : float
        About how high it will be drawn: stripes, marks and names are sized for it.
    """

    industries: Collection[str] | None = None
    edition: int | None = None
    chosen: Collection[str] = ()
    sites: Collection[str] = ()
    areas: Collection[str] = ()
    circles: Collection[str] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    belts: Collection[str] = ()
    links: Collection[str] = ()
    named: Collection[str] | None = None
    height_px: float = 700


class CityPicture:
    """Draws one city; its outlines are computed once.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.
    window : (west, south, east, north), optional
        The part that is drawn, in WGS-84 degrees; by default the whole city.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """

    def __init__(self, catalogue: Catalogue, city: str, window: Window | None = None):
        self.catalogue = catalogue
        self.city = catalogue.city(city)
        self.shapes: Shapes = city_shapes(catalogue, city, window)
        self._window = window

    def svg(
        self,
        language: str,
        *,
        prefix: str,
        look: Look | None = None,
        link: Callable[[str], str] | None = None,
    ) -> str:
        """Write the picture.

        Parameters
        ----------
        language : {"zh", "en"}
        prefix : str
            Slug that begins the ids of its fills; each picture of a page needs its own.
        look : Look, optional
        link : callable, optional
            Adcode → address; districts lead there.

        Returns
        -------
        str
            One ``<svg>`` element. Its classes are styled in ``static/css/picture.css``.
        """
        look = look or Look()
        shapes = self.shapes
        root = ET.Element(
            "svg",
            {
                "class": "picture is-part" if self._window else "picture",
                "viewBox": f"0 0 {shapes.width:g} {shapes.height:g}",
                "role": "group" if link else "img",
                "aria-label": self.city.name_en if language == "en" else self.city.name_zh,
            },
        )
        unit = SIDE / look.height_px
        districts = [
            row for row in self.catalogue.districts_of(self.city.id) if row.adcode in shapes.paths
        ]
        fills = {
            row.adcode: district_fill(
                self.catalogue, row.adcode, industries=look.industries, edition=look.edition
            )
            for row in districts
        }
        root.append(fill_defs(self.catalogue, {*fills.values()}, prefix, unit))
        # An outline is drawn over its neighbours.
        for row in sorted(districts, key=lambda row: row.adcode in look.chosen):
            name = row.name_en if language == "en" else row.name_zh
            parent = root if link is None else ET.SubElement(root, "a", {"href": link(row.adcode)})
            path = ET.SubElement(
                parent, "path", {"d": shapes.paths[row.adcode], "data-adcode": row.adcode}
            )
            key = fills[row.adcode]
            if key is not None:
                path.set("fill", f"url(#{prefix}-{key})")
            if row.adcode in look.chosen:
                path.set("class", "is-chosen")
            ET.SubElement(path, "title").text = name
        self._sign(root, look, language, unit)
        self._number(root, look, unit)
        return ET.tostring(root, encoding="unicode")

    def _sign(self, root: ET.Element, look: Look, language: str, unit: float) -> None:
        """Write names and mark places, last because they lie on top."""
        if look.areas or look.links or look.belts:
            signs = ET.SubElement(root, "g", {"class": "signs"})
            draw_areas(signs, self.catalogue, self.shapes, look.areas, unit)
            draw_links(signs, self.catalogue, self.shapes, look.links, unit)
            draw_belts(signs, self.catalogue, self.shapes, look.belts, unit)
        for site_id in look.sites:
            site = self.catalogue.site(site_id)
            circle = mark(root, self.shapes, site, unit)
            ET.SubElement(circle, "title").text = site.name_en if language == "en" else site.name_zh
        if look.circles:
            signs = ET.SubElement(root, "g", {"class": "signs"})
            draw_circles(signs, self.catalogue, self.shapes, look.circles, unit)
        names = ET.SubElement(root, "g", {"font-size": f"{_NAME_PX * unit:g}"})
        taken = sign_boxes(
            self.catalogue, self.shapes, unit,
            belts=look.belts, areas=look.areas, circles=look.circles,
        )  # fmt: skip
        for name, is_place, spots in chain(
            self._places(look, language, unit), self._names(look, language, unit)
        ):
            size = (_PLACE_PX if is_place else _NAME_PX) * unit
            boxes = (name_box(name, *spot, size) for spot in spots)
            free = (box for box in boxes if self._is_inside(box) and is_free(box, taken))
            # A name that another one covers reads as neither; its district's title still tells it.
            if not (box := next(free, None)):
                continue
            taken.append(box)
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            text = ET.SubElement(names, "text", {"x": f"{x:g}", "y": f"{y:g}"})
            text.text = name
            if is_place:
                text.set("class", "place")
                text.set("font-size", f"{size:g}")

    def _is_inside(self, box: Box) -> bool:
        """Say whether a name is whole; beside a whole city there is room, at a cut edge none."""
        if self._window is None:
            return True
        left, top, right, bottom = box
        return min(left, top) >= 0 and right <= self.shapes.width and bottom <= self.shapes.height

    def _places(self, look: Look, language: str, unit: float) -> Iterator[Name]:
        """Yield the names of places; that of a mark stands above it, others on their area."""
        for site_id in look.areas:
            site = self.catalogue.site(site_id)
            x, y = self.shapes.place(site.lon, site.lat)
            above = 0 if site.precision_m >= AREA_FROM_M else (MARK_PX + _PLACE_PX * 0.8) * unit
            name = site.name_en if language == "en" else site.name_zh
            # At an edge a long name moves in, lest it run into the page beside the picture.
            half = name_box(name, 0, 0, _PLACE_PX * unit)[2]
            x = min(max(x, half), self.shapes.width - half)
            yield name, True, [(x, y - above + shift * _PLACE_PX * unit) for shift in _SHIFTS]

    def _names(self, look: Look, language: str, unit: float) -> Iterator[Name]:
        """Yield the names to write and where, those of chosen districts first."""
        rows = self.catalogue.districts_of(self.city.id)
        geometry = self.catalogue.boundaries.web.geometry
        shifts = _SHIFTS if look.areas or look.belts else ()
        for row in sorted(rows, key=lambda row: row.adcode not in look.chosen):
            is_named = look.named is None or row.adcode in look.named
            if is_named and row.adcode in self.shapes.paths:
                x, y = self._label(row)
                moved = [(x, y + shift * _NAME_PX * unit) for shift in shifts]
                # In another district the name would be wrong.
                own = [
                    spot
                    for spot in moved
                    if shapely.contains_xy(geometry.loc[row.adcode], *self.shapes.position(*spot))
                ]
                name = row.short_en if language == "en" else row.short_zh
                yield name, False, [(x, y), *own, *self._in_window(geometry.loc[row.adcode])]

    def _in_window(self, outline: shapely.Geometry) -> Iterator[tuple[float, float]]:
        """Yield a spot in what a part of the city shows of a district."""
        if self._window is not None:
            seen = shapely.clip_by_rect(outline, *self._window)
            if not seen.is_empty:
                spot = shapely.point_on_surface(seen)
                yield self.shapes.place(spot.x, spot.y)

    def _number(self, root: ET.Element, look: Look, unit: float) -> None:
        """Write the numbers of districts above their names."""
        for adcode in filter(self.shapes.paths.__contains__, look.numbers):
            x, y = self._label(self.catalogue.district(adcode))
            is_named = look.named is None or adcode in look.named
            spot = (x, y - 1.3 * _NAME_PX * unit) if is_named else (x, y)
            draw_number(root, adcode, look.numbers[adcode], spot, unit)

    def _label(self, row: District) -> tuple[float, float]:
        """Return where the name of a district stands."""
        outline = self.catalogue.boundaries.web.geometry.loc[row.adcode]
        lat, lon = label_position(row, outline)
        return self.shapes.place(lon, lat)
