"""Rows that say what the documents say: sources, industries, scenarios, targets, measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.cells import (
    Adcode,
    Blank,
    Colour,
    Date,
    Key,
    Positive,
    Slug,
    SlugList,
    Text,
    Url,
    Year,
    incomplete,
)
from geo.rows import Row


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


class Rewording(Row):
    """Two wordings in which the atlas reads the same thing (``rewordings.csv``).

    No document says what it rewords, so that every row is editorial and ``note`` gives the
    reason. A row pairs either two structures or two targets; ``source`` and ``quote`` are those
    of the later one.
    """

    id: Slug
    city: Slug
    earlier_structure: Annotated[Slug | None, Blank] = None
    later_structure: Annotated[Slug | None, Blank] = None
    earlier_target: Annotated[Slug | None, Blank] = None
    later_target: Annotated[Slug | None, Blank] = None

    @model_validator(mode="after")
    def _is_one_editorial_pair(self) -> Rewording:
        if self.status != "editorial":
            raise incomplete(column="status", message="a pairing is a reading; allowed: editorial")
        given = [name for name in _PAIRED if getattr(self, name) is not None]
        if given not in (_PAIRED[:2], _PAIRED[2:]):
            column = given[0] if given else _PAIRED[0]
            message = "pair two structures or two targets, an earlier with a later one"
            raise incomplete(column=column, message=message)
        return self


_PAIRED = ["earlier_structure", "later_structure", "earlier_target", "later_target"]


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


RULE_UNITS: Mapping[str, tuple[str, ...]] = {
    "form": (),
    "condition": (),
    "duration": ("years",),
    "projects_per_applicant": ("projects",),
    "share_ceiling": ("share",),
    "amount_ceiling": ("cny",),
    "instalment": ("share", "cny"),
}
"""Kind of rule of a fund → the units that its value may have; none where it has no value."""


class FundRule(Row):
    """A rule of a special fund, as data (``fund_rules.csv``); amounts in yuan.

    ``name_zh``/``name_en`` say what the rule settles; a ``condition`` (of applying) and a
    ``form`` (of support) are told by their name alone. The other kinds have a value:
    ``duration`` and ``projects_per_applicant`` are upper bounds, as are ``share_ceiling``
    (of a project's investment) and ``amount_ceiling``; an ``instalment`` is paid out at
    ``stage``. ``project`` and the bounds say to which projects the rule applies (over/up to
    an investment, from/below an amount of support).
    """

    id: Slug
    city: Slug
    fund_zh: Text
    fund_en: Text
    rule: Literal[
        "form",
        "condition",
        "duration",
        "projects_per_applicant",
        "share_ceiling",
        "amount_ceiling",
        "instalment",
    ]
    name_zh: Text
    name_en: Text
    project: Literal["any", "general", "key", "application", "industrial"]
    investment_over_cny: Annotated[Positive | None, Blank] = None
    investment_upto_cny: Annotated[Positive | None, Blank] = None
    support_from_cny: Annotated[Positive | None, Blank] = None
    support_below_cny: Annotated[Positive | None, Blank] = None
    value: Annotated[Positive | None, Blank] = None
    unit: Annotated[Literal["share", "cny", "years", "projects"] | None, Blank] = None
    stage_zh: str = ""
    stage_en: str = ""

    @model_validator(mode="after")
    def _value_is_of_its_kind(self) -> FundRule:
        units = RULE_UNITS[self.rule]
        if (self.value is None) == bool(units):
            wanted = "needs a value" if units else "has no value"
            raise incomplete(column="value", message=f"a rule of the kind {self.rule} {wanted}")
        if (self.unit or "") not in (units or ("",)):
            wanted = " or ".join(units) or "nothing"
            message = f"allowed in a rule of the kind {self.rule}: {wanted}"
            raise incomplete(column="unit", message=message)
        if self.unit == "share" and self.value is not None and self.value > 1:
            raise incomplete(column="value", message="a share is at most 1, such as 0.3 for 30 %")
        return self
