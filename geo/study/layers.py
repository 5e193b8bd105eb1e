"""What people bring in: layers of features with their columns, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from geo.study.limits import MOST_COLUMNS, MOST_WKB_CHARS
from geo.study.scalars import (
    ColumnName,
    Flag,
    Id,
    Latitude,
    Longitude,
    Name,
    Part,
    Sequence,
    Title,
)

ColumnType = Literal["number", "integer", "text"]
Cell = float | int | str | None
"""A finite number, a text, or nothing known."""

Scalar = Annotated[
    Annotated[int, Field(strict=True)]
    | Annotated[float, Field(strict=True, allow_inf_nan=False)]
    | Annotated[str, Field(strict=True)]
    | None,
    Field(union_mode="left_to_right"),
]
"""A cell that is not yet held against its column's type (``geo.study.cells`` does that)."""

WHOLE = 2**63 - 1
"""Up to so large, either way, a whole number fits a column (pandas' Int64)."""


class Feature(Part):
    """A candidate or a reference feature.

    Attributes
    ----------
    id : str
        Unique in the study, over all layers: names a candidate everywhere.
    name : str
        May be empty; ``label`` is not.
    row : int or None
        Its row in the file that it came from.
    lon, lat : float
        WGS-84. Candidates are measured from here, whatever ``wkb`` says.
    wkb : str or None
        The shape of a reference feature that is no point: 2-D WKB in hexadecimal, EPSG:4326.
    values : mapping of str to float, int, str or None
        By column; a column that is left out is empty.
    """

    id: Id
    name: Name = ""
    row: Annotated[int, Field(strict=True, ge=0, lt=2**31)] | None = None
    lon: Longitude
    lat: Latitude
    wkb: Annotated[str, Field(strict=True, min_length=2, max_length=MOST_WKB_CHARS)] | None = None
    values: Mapping[str, Scalar] = Field(default_factory=dict)

    @property
    def label(self) -> str:
        """The name, or the id of a feature without one."""
        return self.name or self.id


class StudyLayer(Part):
    """Candidates to choose from, or what they are held against.

    Attributes
    ----------
    id : str
    kind : {"candidates", "reference"}
    name : str
    columns : mapping of str to {"number", "integer", "text"}
    log : mapping or None
        ``ImportLog.to_json()`` of the import that it came by.
    synthetic : bool
        Whether its features are made up, for practice: then every page says so.
    features : tuple of Feature
    """

    id: Id
    kind: Literal["candidates", "reference"]
    name: Title
    columns: Annotated[Mapping[ColumnName, ColumnType], Field(max_length=MOST_COLUMNS)] = Field(
        default_factory=dict
    )
    log: Mapping[str, Any] | None = None
    synthetic: Flag = False
    features: Annotated[tuple[Feature, ...], Sequence] = ()
