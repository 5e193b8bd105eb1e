"""A small picture of a city: plain SVG that a page carries in itself.

It is what a page shows before (or without) its scripts, and the locator map of the pages to
read. Interactive maps are ``layers.atlas_map``; sheets for paper are ``layers.sheet``.
Every text is written as XML text, so that a name cannot become markup.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree as ET

from geo.catalogue import Catalogue
from geo.tables import District
from layers.patterns import hatch_svg, tile_svg
from layers.payload_places import label_position
from layers.picture_shapes import SIDE, Shapes, city_shapes

Box = tuple[float, float, float, float]

_NAME_PX = 13
_MARK_PX = 5
_UNLISTED = "none"


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
    named : collection of str, optional
        Adcodes whose names are written; all by default.
    height_px : float
        About how high it will be drawn: stripes, marks and names are sized for it.
    """

    industries: Collection[str] | None = None
    edition: int | None = None
    chosen: Collection[str] = ()
    sites: Collection[str] = ()
    named: Collection[str] | None = None
    height_px: float = 700


class CityPicture:
    """Draws one city; its outlines are computed once.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """

    def __init__(self, catalogue: Catalogue, city: str):
        self.catalogue = catalogue
        self.city = catalogue.city(city)
        self.shapes: Shapes = city_shapes(catalogue, city)

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
                "class": "picture",
                "viewBox": f"0 0 {shapes.width:g} {shapes.height:g}",
                "role": "group" if link else "img",
                "aria-label": self.city.name_en if language == "en" else self.city.name_zh,
            },
        )
        unit = SIDE / look.height_px
        districts = [
            row for row in self.catalogue.districts_of(self.city.id) if row.adcode in shapes.paths
        ]
        fills = {row.adcode: self._fill(row, look) for row in districts}
        root.append(self._defs({*fills.values()}, prefix, unit))
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
        return ET.tostring(root, encoding="unicode")

    def _fill(self, row: District, look: Look) -> str | None:
        """Name the fill of a district: its industries, the hatch, or none (plain)."""
        numbers = {item.id: number for number, item in enumerate(self.catalogue.industries)}
        stated = [
            item.industry
            for item in self.catalogue.specialisations_of(row.adcode)
            if look.edition in (None, self.catalogue.source(item.source).edition)
        ]
        shown = stated
        if look.industries is not None:
            shown = [industry for industry in stated if industry in look.industries]
        if shown:
            return "-".join(str(numbers[industry]) for industry in shown)
        paints = look.industries is None or len(look.industries) > 0
        return _UNLISTED if paints and not stated else None

    def _defs(self, keys: Collection[str | None], prefix: str, unit: float) -> ET.Element:
        defs = ET.Element("defs")
        industries = self.catalogue.industries
        for key in sorted(key for key in keys if key is not None):
            tile_id = f"{prefix}-{key}"
            if key == _UNLISTED:
                defs.append(ET.fromstring(hatch_svg(tile_id, scale=unit)))
                continue
            rows = [industries[int(number)] for number in key.split("-")]
            bands = [(row.colour, row.pattern) for row in rows]
            defs.append(ET.fromstring(tile_svg(tile_id, bands, scale=unit, has_ground=True)))
        return defs

    def _sign(self, root: ET.Element, look: Look, language: str, unit: float) -> None:
        """Write names and mark places, last because they lie on top."""
        for site_id in look.sites:
            site = self.catalogue.site(site_id)
            x, y = self.shapes.place(site.lon, site.lat)
            mark = {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{_MARK_PX * unit:g}"}
            circle = ET.SubElement(root, "circle", mark)
            ET.SubElement(circle, "title").text = site.name_en if language == "en" else site.name_zh
        size = _NAME_PX * unit
        names = ET.SubElement(root, "g", {"font-size": f"{size:g}"})
        taken: list[Box] = []
        for name, (x, y) in self._names(look, language):
            box = _box(name, x, y, size)
            # A name that another one covers reads as neither; its district's title still tells it.
            if any(map(partial(_overlap, box), taken)):
                continue
            taken.append(box)
            ET.SubElement(names, "text", {"x": f"{x:g}", "y": f"{y:g}"}).text = name

    def _names(self, look: Look, language: str) -> Iterator[tuple[str, tuple[float, float]]]:
        """Yield the names to write and where, those of chosen districts first."""
        rows = self.catalogue.districts_of(self.city.id)
        geometry = self.catalogue.boundaries.web.geometry
        for row in sorted(rows, key=lambda row: row.adcode not in look.chosen):
            is_named = look.named is None or row.adcode in look.named
            if is_named and row.adcode in self.shapes.paths:
                lat, lon = label_position(row, geometry.loc[row.adcode])
                name = row.short_en if language == "en" else row.short_zh
                yield name, self.shapes.place(lon, lat)


def industry_fills(catalogue: Catalogue) -> str:
    """Write the fills of all industries once for a page that refers to them.

    Returns
    -------
    str
        A hidden ``<svg>``; the fill of an industry is ``url(#fill-<its id>)``, the hatch of
        文件未列 is ``url(#fill-none)``.
    """
    tiles = [
        tile_svg(f"fill-{row.id}", [(row.colour, row.pattern)], has_ground=True)
        for row in catalogue.industries
    ]
    tiles.append(hatch_svg("fill-none"))
    return f'<svg class="fills" width="0" height="0" aria-hidden="true">{"".join(tiles)}</svg>'


def _box(name: str, x: float, y: float, size: float) -> Box:
    """Estimate the box of a centred text: an ideograph is square, a letter half as wide."""
    half = sum(size if ord(letter) > 0x2E7F else 0.55 * size for letter in name) / 2
    return x - half, y - size / 2, x + half, y + size / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
