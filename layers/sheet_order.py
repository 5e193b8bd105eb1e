"""What a map sheet is asked to show: plain data that travels to another process as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

PAPERS: Mapping[str, tuple[float, float]] = {"a4": (297.0, 210.0), "a3": (420.0, 297.0)}
"""Paper → width and height in mm, landscape (ISO 216)."""

CARD = "card"
CARD_MM = (203.2, 106.68)
"""No paper, but the picture beside a link (``layers.sheet_card``): 1200 × 630 px at 150 dpi."""

LEAST_DPI, MOST_DPI = 150, 300
FORMATS = ("pdf", "png")

Centre = tuple[float, float, float]
"""Latitude and longitude (WGS-84 degrees) and zoom, as a Leaflet map has them."""


@dataclass(frozen=True)
class SheetOrder:
    """One sheet: which view, in which words, on which paper.

    Attributes
    ----------
    cities : tuple of str
        City ids; each gets a map frame.
    language : {"zh", "en"}
        Which of the two names of everything is written.
    title, subtitle : str
        What stands above the map.
    words : mapping of str to str
        The sheet's own words in its language, by the keys of ``webapp.sheet_words``.
    layers : tuple of str
        Ids of the layers that are on.
    edition : int or None
        Only what the documents of this year say; None for all.
    selection : (str, str) or None
        Kind and id of what is highlighted.
    opacity : mapping of str to float
        Group → 0…1; groups that are missing are opaque.
    centres : tuple of Centre or None
        Where each frame looks, in the order of ``cities``; None for the whole city.
    paper : {"a4", "a3", "card"}
    dpi : int
        Of a PNG, 150…300; a PDF is vectors (but for the heat layer).
    format : {"pdf", "png"}
    date : str
        When it was drawn, as it is written on the sheet.
    review : str
        The 审图号, or the note that there is none.
    is_reviewed : bool
        Whether ``review`` is a number.
    """

    cities: tuple[str, ...]
    language: str
    title: str
    subtitle: str
    words: Mapping[str, str]
    layers: tuple[str, ...]
    edition: int | None = None
    selection: tuple[str, str] | None = None
    opacity: Mapping[str, float] = field(default_factory=dict)
    centres: tuple[Centre | None, ...] = ()
    paper: str = "a4"
    dpi: int = MOST_DPI
    format: str = "pdf"
    date: str = ""
    review: str = ""
    is_reviewed: bool = False

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return CARD_MM if self.paper == CARD else PAPERS[self.paper]

    @property
    def is_zh(self) -> bool:
        """Whether Chinese names are written."""
        return self.language == "zh"

    def text(self, zh: str, en: str) -> str:
        """Choose the name in the sheet's language."""
        return zh if self.is_zh else en

    def of_city(self, city: str) -> SheetOrder:
        """Return the same sheet for one city alone, as a whole."""
        return replace(self, cities=(city,), centres=())

    def to_json(self) -> str:
        """Write it for another process; the same order gives the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def read_order(text: str) -> SheetOrder:
    """Read what ``SheetOrder.to_json`` wrote.

    Raises
    ------
    ValueError
        If it is something else.
    """
    try:
        fields: dict[str, Any] = dict(json.loads(text))
        for name in ("cities", "layers"):
            fields[name] = tuple(fields[name])
        if fields["selection"] is not None:
            kind, found = fields["selection"]
            fields["selection"] = (kind, found)
        fields["centres"] = tuple(None if at is None else tuple(at) for at in fields["centres"])
        return SheetOrder(**fields)
    except (KeyError, TypeError) as error:
        msg = f"not the order of a sheet: {error!r}"
        raise ValueError(msg) from error
