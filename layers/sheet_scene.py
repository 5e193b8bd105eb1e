"""What a sheet shows of one city: districts and their state, belts, links, places, in metres."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from geo.crs import metres_from, metric_crs
from geo.rows import Row
from geo.tables import Belt, District, Industry, Site
from layers.base import LayerSpec
from layers.belts import stroke_line
from layers.registry import layer_specs
from layers.sheet_order import SheetOrder

Points = np.ndarray[Any, np.dtype[np.float64]]
"""Positions, shape (n, 2)."""

Point = tuple[float, float]


@dataclass(frozen=True)
class GroundDistrict:
    """A district as it is drawn; ``state`` is painted, unlisted (文件未列) or plain."""

    row: District
    shape: BaseGeometry
    label: Point
    industries: tuple[Industry, ...]
    state: str


@dataclass(frozen=True)
class DrawnBelt:
    """A belt: its stroke, and the anchors of its members with their districts."""

    row: Belt
    line: Points
    anchors: Points
    districts: tuple[str, ...]


@dataclass(frozen=True)
class DrawnLink:
    """A line that no document states, and what it says of itself."""

    text: str
    line: Points


@dataclass(frozen=True)
class DrawnSite:
    """A place with the sign of the layer that shows it."""

    row: Site
    at: Point
    symbol: str
    group: str


@dataclass(frozen=True)
class Scene:
    """One city in its metric CRS.

    Attributes
    ----------
    city : str
    epsg : int
        Where its metres are measured.
    bounds : (float, float, float, float)
        West, south, east, north of its districts, metres.
    districts, belts, links, sites : tuple
        What is drawn, in drawing order.
    mentions : tuple of (x, y, int)
        Positions and how often the documents write the name, if that layer is on.
    selected : frozenset of str
        Adcodes of the districts that are outlined.
    spot : DrawnSite or None
        The place that is ringed.
    has_names : bool
        Whether districts are named.
    cited, references : tuple of str
        Keys of the sources of what is drawn, and of those that its positions rest on.
    """

    city: str
    epsg: int
    bounds: tuple[float, float, float, float]
    districts: tuple[GroundDistrict, ...]
    belts: tuple[DrawnBelt, ...]
    links: tuple[DrawnLink, ...]
    sites: tuple[DrawnSite, ...]
    mentions: tuple[tuple[float, float, int], ...]
    selected: frozenset[str]
    spot: DrawnSite | None
    has_names: bool
    cited: tuple[str, ...]
    references: tuple[str, ...]


def shown_specs(catalogue: Catalogue, order: SheetOrder) -> list[LayerSpec]:
    """List the layers that are on and have something in the sheet's cities, as drawn."""
    return [
        spec
        for spec in layer_specs(catalogue)
        if spec.id in order.layers and (spec.members_in(order.cities) or spec.group == "industries")
    ]


def is_in_edition(catalogue: Catalogue, order: SheetOrder, row: Row) -> bool:
    """Tell whether a row is part of the edition that is being read."""
    return order.edition is None or catalogue.source(row.source).edition == order.edition


def make_scene(catalogue: Catalogue, order: SheetOrder, city_id: str) -> Scene:
    """Gather what is drawn of a city.

    Parameters
    ----------
    catalogue : Catalogue
        Whose city.
    order : SheetOrder
        What is on, read, selected.
    city_id : str
        Which city.

    Returns
    -------
    Scene

    Raises
    ------
    UnknownIdError
        If there is no such city.
    BoundaryError
        If its boundaries are missing or altered.
    """
    return _Gatherer(catalogue, order, city_id).scene()


class _Gatherer:
    """Picks the rows of one city and takes them to metres."""

    def __init__(self, catalogue: Catalogue, order: SheetOrder, city_id: str):
        self.catalogue = catalogue
        self.order = order
        self.city = catalogue.city(city_id)
        self.specs = shown_specs(catalogue, order)
        self._transformer = metres_from(self.city.metric_epsg)

    def scene(self) -> Scene:
        districts = list(self._districts())
        belts, sites = list(self._belts()), list(self._sites())
        west, south, east, north = shapely.total_bounds([row.shape for row in districts])
        return Scene(
            city=self.city.id,
            epsg=self.city.metric_epsg,
            bounds=(float(west), float(south), float(east), float(north)),
            districts=tuple(districts),
            belts=tuple(belts),
            links=tuple(self._links()),
            sites=tuple(sites),
            mentions=tuple(self._mentions()),
            selected=self._selected(),
            spot=self._spot(),
            has_names=any(spec.kind == "districts" for spec in self.specs),
            cited=tuple(dict.fromkeys(self._cited(districts, belts, sites))),
            references=tuple(dict.fromkeys(self._references(districts, belts, sites))),
        )

    def _reads(self, row: Row) -> bool:
        return is_in_edition(self.catalogue, self.order, row)

    def _point(self, lat: float, lon: float) -> Point:
        x, y = self._transformer.transform(lon, lat)
        return float(x), float(y)

    def _points(self, lat_lon: Iterable[tuple[float, float]]) -> Points:
        lat, lon = np.array(list(lat_lon), dtype=float).reshape(-1, 2).T
        return np.column_stack(self._transformer.transform(lon, lat))

    def _districts(self) -> Iterator[GroundDistrict]:
        rows = self.catalogue.districts_of(self.city.id)
        web = self.catalogue.boundaries.web.loc[[row.adcode for row in rows]]
        shapes = web.to_crs(metric_crs(self.city.metric_epsg)).geometry
        on = {f"industry-{row.id}" for row in self.catalogue.industries} & set(self.order.layers)
        for row, shape in zip(rows, shapes, strict=True):
            given = self.catalogue.specialisations_of(row.adcode)
            stated = [item.industry for item in given if self._reads(item)]
            active = [name for name in dict.fromkeys(stated) if f"industry-{name}" in on]
            state = "painted" if active else "unlisted" if on and not stated else "plain"
            paints = tuple(self.catalogue.industry(name) for name in active)
            yield GroundDistrict(row, shape, self._label(row, shape), paints, state)

    def _label(self, row: District, shape: BaseGeometry) -> Point:
        """Place a name: where the table says, else amid the widest part of the district."""
        if row.label_lat is not None and row.label_lon is not None:
            return self._point(row.label_lat, row.label_lon)
        west, south, east, north = shape.bounds
        tolerance = max(east - west, north - south) / 500
        x, y = shapely.maximum_inscribed_circle(shape, tolerance=tolerance).coords[0]
        return float(x), float(y)

    def _belts(self) -> Iterator[DrawnBelt]:
        for belt in self.catalogue.belts:
            is_on = f"belt-{belt.id}" in self.order.layers and belt.city == self.city.id
            if not is_on or not self._reads(belt):
                continue
            strokes = self.catalogue.strokes
            line = [row for row in strokes if row.belt == belt.id and row.kind == "stroke"]
            members = [row for row in self.catalogue.belt_members if row.belt == belt.id]
            members.sort(key=lambda row: row.order)
            yield DrawnBelt(
                belt,
                self._points(stroke_line(line)),
                self._points((row.lat, row.lon) for row in members),
                tuple(row.district for row in members),
            )

    def _links(self) -> Iterator[DrawnLink]:
        for spec in self.specs:
            if spec.kind != "link" or not spec.members_in((self.city.id,)):
                continue
            rows = [row for row in self.catalogue.strokes if f"link-{row.id}" == spec.id]
            if self._reads(rows[0]):
                text = self.order.text(spec.title_zh, spec.title_en)
                yield DrawnLink(text, self._points(stroke_line(rows)))

    def _sites(self) -> Iterator[DrawnSite]:
        for spec in self.specs:
            if spec.kind == "sites":
                for row in self._members(spec):
                    yield DrawnSite(row, self._point(row.lat, row.lon), spec.symbol, spec.group)

    def _members(self, spec: LayerSpec) -> Iterator[Site]:
        rows = map(self.catalogue.site, spec.members_in((self.city.id,)))
        return (row for row in rows if self._reads(row))

    def _mentions(self) -> Iterator[tuple[float, float, int]]:
        for spec in self.specs:
            if spec.kind == "mentions":
                for row in self._members(spec):
                    yield (*self._point(row.lat, row.lon), row.mentions)

    def _selected(self) -> frozenset[str]:
        kind, found = self.order.selection or ("", "")
        if kind == "district":
            return frozenset({found})
        rows = [row for row in self.catalogue.specialisations if row.industry == found]
        return frozenset(row.district for row in rows if kind == "industry" and self._reads(row))

    def _spot(self) -> DrawnSite | None:
        kind, found = self.order.selection or ("", "")
        if kind != "site" or self.catalogue.site(found).city != self.city.id:
            return None
        row = self.catalogue.site(found)
        return DrawnSite(row, self._point(row.lat, row.lon), "", "")

    def _cited(
        self, districts: list[GroundDistrict], belts: list[DrawnBelt], sites: list[DrawnSite]
    ) -> Iterator[str]:
        """Name the documents that state what is drawn."""
        for district in districts:
            shown = {row.id for row in district.industries}
            for row in self.catalogue.specialisations_of(district.row.adcode):
                if row.industry in shown and self._reads(row):
                    yield row.source
        yield from (belt.row.source for belt in belts)
        yield from (site.row.source for site in sites)
        for spec in self.specs:
            if spec.kind == "mentions":
                yield from (row.source for row in self._members(spec))

    def _references(
        self, districts: list[GroundDistrict], belts: list[DrawnBelt], sites: list[DrawnSite]
    ) -> Iterator[str]:
        """Name what outlines and positions rest on."""
        yield from (district.row.source for district in districts)
        drawn = {belt.row.id for belt in belts}
        yield from (row.basis for row in self.catalogue.belt_members if row.belt in drawn)
        yield from (site.row.basis for site in sites)
