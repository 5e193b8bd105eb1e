"""Rows that have a place: cities, districts, structures, belts, drawn lines, sites."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geo.cells import (
    Adcode,
    Blank,
    Colour,
    Key,
    Latitude,
    Longitude,
    Positive,
    Slug,
    Text,
    incomplete,
)
from geo.rows import Row


class City(Row):
    """A city of the atlas (``cities.csv``); ``metric_epsg`` is where its metres are measured."""

    id: Slug
    adcode: Adcode
    name_zh: Text
    name_en: Text
    pinyin: Text
    metric_epsg: Annotated[int, Field(ge=1024, le=32767)]


class District(Row):
    """A district (``districts.csv``); ``land_area_km2`` is official, never the polygon's.

    ``area_source`` is the ``Source.key`` that gives the area. ``label_lon``, ``label_lat``
    (WGS-84) place the name where the middle would not do.
    """

    adcode: Adcode
    city: Slug
    name_zh: Text
    short_zh: Text
    name_en: Text
    short_en: Text
    pinyin: Text
    land_area_km2: Annotated[Positive | None, Blank] = None
    area_source: Annotated[Key | None, Blank] = None
    label_lon: Annotated[Longitude | None, Blank] = None
    label_lat: Annotated[Latitude | None, Blank] = None

    @model_validator(mode="after")
    def _cells_come_in_pairs(self) -> District:
        if self.land_area_km2 is not None and self.area_source is None:
            raise incomplete(column="area_source", message="an area needs the key of its source")
        if (self.label_lon is None) != (self.label_lat is None):
            column = "label_lon" if self.label_lon is None else "label_lat"
            raise incomplete(column=column, message="a label needs both coordinates or none")
        return self


class Structure(Row):
    """A named piece of the layout: 人形分布, 4+X, 五个新城, 一带三区 … (``structures.csv``)."""

    id: Slug
    city: Slug
    district: Annotated[Adcode | None, Blank] = None
    name_zh: Text
    name_en: Text


class Belt(Row):
    """An industry belt (``belts.csv``); ``is_open`` when the document ends its list with 等."""

    id: Slug
    structure: Slug
    city: Slug
    name_zh: Text
    name_en: Text
    colour: Colour
    is_open: bool


class BeltMember(Row):
    """A member of a belt in the document's order, with the anchor it is drawn at.

    (``belt_members.csv``; ``lon``/``lat`` are WGS-84 and editorial: ``basis`` is the
    ``Source.key`` they rest on, ``note`` says which spot was taken.)
    """

    belt: Slug
    order: Annotated[int, Field(ge=1)]
    district: Adcode
    site: Annotated[Slug | None, Blank] = None
    name_zh: Text
    name_en: Text
    lon: Longitude
    lat: Latitude
    basis: Key


class StrokePoint(Row):
    """A control point of a drawn line, WGS-84 (``strokes.csv``).

    A ``stroke`` has the three control points of a quadratic Bézier curve, a ``link`` two ends.
    """

    id: Slug
    belt: Annotated[Slug | None, Blank] = None
    structure: Slug
    kind: Literal["stroke", "link"]
    order: Annotated[int, Field(ge=1)]
    lon: Longitude
    lat: Latitude
    label_zh: str = ""
    label_en: str = ""


SiteKind = Literal["cluster", "park", "new_city", "area", "scenario_site", "institution"]


class Site(Row):
    """A named place (``sites.csv``).

    ``status`` speaks of the name; the position is always editorial: ``precision_m`` says
    within how many metres of ``lon``/``lat`` (WGS-84) the place lies, ``basis`` is the
    ``Source.key`` that rests on and ``position_source`` tells the details. ``mentions``
    counts how often all policy documents together write ``mentioned_as``. ``tier`` 2 is a
    place that a document names in passing, not as part of a layout or a scenario.
    """

    id: Slug
    name_zh: Text
    name_en: Text
    kind: SiteKind
    city: Slug
    district: Adcode
    structure: Annotated[Slug | None, Blank] = None
    focus_zh: str = ""
    focus_en: str = ""
    lon: Longitude
    lat: Latitude
    precision_m: Positive
    basis: Key
    position_source: Annotated[str, Field(max_length=600)]
    area_km2: Annotated[Positive | None, Blank] = None
    area_source: str = ""
    tier: Literal["1", "2"] = "1"
    mentioned_as: Text
    mentions: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _area_has_a_source(self) -> Site:
        if self.area_km2 is not None and not self.area_source:
            raise incomplete(column="area_source", message="an area must say where it comes from")
        return self
