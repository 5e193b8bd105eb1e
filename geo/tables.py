"""The tables of a catalogue: one class per table, one attribute per column.

A catalogue is a folder of CSV files that people edit in a spreadsheet. Each class below
is both the documentation of one file and the validator of its rows; ``TABLES`` maps file
names to classes. Nothing here reads a file (see ``geo.reading``) or looks from one table
into another (see ``geo.integrity``).

English names are translations by the atlas; the documents are in Chinese only.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.cells import (
    Adcode,
    Blank,
    Colour,
    Date,
    Key,
    Latitude,
    Longitude,
    Positive,
    Slug,
    SlugList,
    Status,
    Text,
    Url,
    Year,
    incomplete,
)

QUOTE_LENGTH = 40
"""Longest quotation that a row may carry, in characters."""


class Row(BaseModel):
    """A row of any table, with the evidence that carries it.

    Attributes
    ----------
    source : str
        ``Source.key`` of the document (or reference) that gives the row.
    quote : str
        The short phrase that states it, at most ``QUOTE_LENGTH`` characters, in simplified
        characters; empty only in editorial rows.
    status : {"stated", "editorial"}
        Whether the document says it or the atlas added it in order to draw it.
    note, note_en : str
        What was added and why, in Chinese and in English; ``note`` is required in editorial
        rows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    source: Key
    quote: Annotated[str, Field(max_length=QUOTE_LENGTH)] = ""
    status: Status
    note: Annotated[str, Field(max_length=400)] = ""
    note_en: Annotated[str, Field(max_length=600)] = ""

    @model_validator(mode="after")
    def _evidence_is_complete(self) -> Row:
        if self.status == "stated" and not self.quote:
            raise incomplete(column="quote", message="a stated row needs a quote from its source")
        if self.status == "editorial" and not self.note:
            raise incomplete(
                column="note", message="an editorial row must say here what was added and why"
            )
        return self


class Source(BaseModel):
    """A policy document, or a reference that gave a coordinate or an area (``sources.csv``).

    ``key`` is the file name of a policy document; ``edition`` the year under which readers
    filter it. The other fields hold only what the document itself states; what it does not
    state stays empty, and the notes say so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    key: Key
    kind: Literal["policy", "reference"]
    edition: Annotated[Year | None, Blank] = None
    title_zh: Text
    title_en: Text
    short_zh: Text
    short_en: Text
    issuer_zh: str = ""
    issuer_en: str = ""
    document_number: str = ""
    date: Date = ""
    language: Text
    licence: str = ""
    url: Url = ""
    note_zh: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _policy_has_an_edition(self) -> Source:
        if self.kind == "policy" and self.edition is None:
            raise incomplete(
                column="edition", message="a policy document needs the year of its edition"
            )
        return self


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


class Industry(Row):
    """An industry of the specialisation table (``industries.csv``).

    ``mark_zh`` (one character) and ``mark_en`` (two letters) stand on the map beside the
    colour; ``colour`` and ``pattern`` are passed on to whoever draws.
    """

    id: Slug
    name_zh: Text
    name_en: Text
    mark_zh: Annotated[str, Field(min_length=1, max_length=1)]
    mark_en: Annotated[str, Field(min_length=1, max_length=2)]
    colour: Colour
    pattern: Slug


class Specialisation(Row):
    """One industry that a document gives to one district (``specialisations.csv``)."""

    district: Adcode
    industry: Slug


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


class Unit(Row):
    """A responsible unit that a document names (``units.csv``)."""

    id: Slug
    city: Slug
    name_zh: Text
    name_en: Text


class PlaceType(Row):
    """A kind of place that a list names without naming one; it has no position.

    (``place_types.csv``)
    """

    id: Slug
    city: Slug
    name_zh: Text
    name_en: Text


class Scenario(Row):
    """An application scenario of one of the documents' lists (``scenarios.csv``).

    ``level`` places the row in its list's hierarchy: a ``category`` heads fields, a ``field``
    is a kind of application, an ``application`` is a named one. ``group`` is the heading a
    row stands under (for a field below a category, the category's name), ``subgroup`` the
    heading between the two, if there is one.
    """

    id: Slug
    city: Slug
    district: Annotated[Adcode | None, Blank] = None
    list: Slug
    list_zh: Text
    list_en: Text
    level: Literal["category", "field", "application"]
    number: Annotated[int | None, Blank] = None
    group_zh: str = ""
    group_en: str = ""
    subgroup_zh: str = ""
    subgroup_en: str = ""
    name_zh: Text
    name_en: Text
    units: SlugList = ()
    sites: SlugList = ()
    place_types: SlugList = ()


class Target(Row):
    """A number that a document sets as an aim (``targets.csv``).

    ``comparator`` keeps the document's hedge: 以上 ``>=``, 超过 ``>``, 左右 ``~``.
    ``year`` is empty where the document names none.
    """

    id: Slug
    city: Slug
    district: Annotated[Adcode | None, Blank] = None
    topic_zh: Text
    topic_en: Text
    comparator: Literal["=", ">=", ">", "~"]
    value: Positive
    unit_zh: Text
    unit_en: Text
    year: Annotated[Year | None, Blank] = None


class Measure(Row):
    """A numbered measure of an action plan (``measures.csv``).

    ``units_open`` is true where the document ends the list of responsible units with 等.
    """

    id: Slug
    city: Slug
    number: Annotated[int, Field(ge=1)]
    part: Annotated[int, Field(ge=1)]
    part_zh: Text
    part_en: Text
    title_zh: Text
    title_en: Text
    units: SlugList = ()
    units_open: bool


class FundRule(Row):
    """A rule of a special fund, as data (``fund_rules.csv``); amounts in yuan.

    ``share_ceiling`` and ``amount_ceiling`` bound the support of a project, ``instalment``
    is a share paid out at ``stage``; the bounds say to which projects the rule applies
    (over/up to an investment, from/below an amount of support).
    """

    id: Slug
    city: Slug
    rule: Literal["share_ceiling", "amount_ceiling", "instalment"]
    project: Literal["any", "general", "key"]
    investment_over_cny: Annotated[Positive | None, Blank] = None
    investment_upto_cny: Annotated[Positive | None, Blank] = None
    support_from_cny: Annotated[Positive | None, Blank] = None
    support_below_cny: Annotated[Positive | None, Blank] = None
    value: Positive
    unit: Literal["share", "cny"]
    stage_zh: str = ""
    stage_en: str = ""


TABLES: dict[str, type[BaseModel]] = {
    "sources": Source,
    "cities": City,
    "districts": District,
    "industries": Industry,
    "specialisations": Specialisation,
    "structures": Structure,
    "belts": Belt,
    "belt_members": BeltMember,
    "strokes": StrokePoint,
    "sites": Site,
    "units": Unit,
    "place_types": PlaceType,
    "scenarios": Scenario,
    "targets": Target,
    "measures": Measure,
    "fund_rules": FundRule,
}
"""Table name (file name without ``.csv``) → row class."""


def columns(table: str) -> list[str]:
    """List the columns of a table as they are written: its own first, the evidence last."""
    fields = list(TABLES[table].model_fields)
    if not issubclass(TABLES[table], Row):
        return fields
    own = [name for name in fields if name not in Row.model_fields]
    return own + list(Row.model_fields)


def first_value(row: Any) -> str:
    """Return the value that names a row in messages (its first own column)."""
    own = [name for name in type(row).model_fields if name not in Row.model_fields]
    return str(getattr(row, own[0]))
