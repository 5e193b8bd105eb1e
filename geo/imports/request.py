"""How a file is to be read: what was chosen about it, and what is left to be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ReadRequest:
    """What a person chose about reading a file; None is found out and told.

    Attributes
    ----------
    encoding : str, optional
        One of ``geo.imports.encodings.ENCODINGS``.
    delimiter : str, optional
        One of ``geo.imports.delimited.DELIMITERS``.
    layer : str, optional
        Sheet of a workbook, layer of a GeoPackage.
    header_row : int, optional
        Row of the header as a spreadsheet shows it, 0 for none.
    repair : bool
        Whether outlines that are not valid are repaired (and told) instead of refused.
    """

    encoding: str | None = None
    delimiter: str | None = None
    layer: str | None = None
    header_row: int | None = None
    repair: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the request as JSON types."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReadRequest:
        """Read what ``to_json`` made."""
        return cls(**data)
