"""What a study asks of its candidates: measures, value functions, limits, rules on missing data.

Each measure and each function is one class; ``kind`` tells which. They become those of
``geo.criteria`` in ``geo.study.measuring``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from geo.study.scalars import (
    ColumnName,
    Id,
    Number,
    Part,
    Positive,
    Sequence,
    Share,
    Title,
    Unit,
    Word,
)

SiteKinds = Annotated[tuple[Word, ...], Sequence, Field(min_length=1, max_length=20)]


class Intended(Part):
    """Whose industries are meant: the same for all candidates, or a column that names them.

    A cell holds ids or names (zh or en), with ``;``, ``；``, ``,``, ``，``, ``、``, ``/`` or a
    line break between them.
    """

    industries: Annotated[tuple[Word, ...], Sequence, Field(max_length=50)] | None = None
    column: ColumnName | None = None


class PolicyFit(Intended):
    """Share of the intended industries that the documents give to a district."""

    kind: Literal["policy_fit"]
    of: Literal["district", "nearest_cluster"] = "district"


class DistanceToClusters(Part):
    """Metres to the nearest core cluster that documents name."""

    kind: Literal["distance_to_clusters"]


class DistanceToSites(Part):
    """Metres to the nearest place of some kinds."""

    kind: Literal["distance_to_sites"]
    kinds: SiteKinds


class DistanceToIndustry(Intended):
    """Metres to the nearest place in a district with one of the intended industries."""

    kind: Literal["distance_to_industry"]
    kinds: SiteKinds = ("cluster", "park")


class DistanceToBelt(Part):
    """Metres to the nearest member district of a belt; 0 within."""

    kind: Literal["distance_to_belt"]
    belt: Word


class DistanceToLayer(Part):
    """Metres to the nearest feature of a reference layer."""

    kind: Literal["distance_to_layer"]
    layer: Id


class CountWithin(Part):
    """How many features of a reference layer lie within so many metres."""

    kind: Literal["count_within"]
    layer: Id
    radius_m: Positive


class OwnColumn(Part):
    """A numeric column of the candidates."""

    kind: Literal["column"]
    name: ColumnName


StudyMeasure = Annotated[
    PolicyFit
    | DistanceToClusters
    | DistanceToSites
    | DistanceToIndustry
    | DistanceToBelt
    | DistanceToLayer
    | CountWithin
    | OwnColumn,
    Field(discriminator="kind"),
]


class LinearFunction(Part):
    """Straight between two bounds; those left out are the least and greatest that is ranked."""

    kind: Literal["linear"] = "linear"
    low: Number | None = None
    high: Number | None = None


class StepsFunction(Part):
    """``below`` the first threshold, then from each threshold on its value."""

    kind: Literal["steps"]
    below: Share
    steps: Annotated[
        tuple[Annotated[tuple[Number, Share], Sequence], ...],
        Sequence,
        Field(min_length=1, max_length=50),
    ]


class TargetFunction(Part):
    """1 at a value, falling to 0 at ``tolerance`` on both sides."""

    kind: Literal["target"]
    at: Number
    tolerance: Positive


StudyFunction = Annotated[
    LinearFunction | StepsFunction | TargetFunction, Field(discriminator="kind")
]


class StudyLimit(Part):
    """A hard limit, in the criterion's unit; a bound itself is still acceptable."""

    at_least: Number | None = None
    at_most: Number | None = None


class StudyCriterion(Part):
    """One criterion; ``unit`` is for reading only (distances are metres)."""

    id: Id
    title: Title
    unit: Unit = ""
    measure: StudyMeasure
    direction: Literal["more", "less", "target"]
    function: StudyFunction = LinearFunction()
    limit: StudyLimit | None = None
    missing: Literal["exclude", "interval", "pessimistic"] = "exclude"


__all__ = [
    "CountWithin",
    "DistanceToBelt",
    "DistanceToClusters",
    "DistanceToIndustry",
    "DistanceToLayer",
    "DistanceToSites",
    "Intended",
    "LinearFunction",
    "OwnColumn",
    "PolicyFit",
    "StepsFunction",
    "StudyCriterion",
    "StudyFunction",
    "StudyLimit",
    "StudyMeasure",
    "TargetFunction",
]
