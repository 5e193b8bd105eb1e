"""What sections of a report are made of, whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Cell = str | int | float | Decimal | bool | date | None
Kind = Literal["text", "integer", "number", "share", "metres"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    title : str
    kind : {"text", "integer", "number", "share", "metres"}
        ``number`` is shown with ``decimals``; a ``share`` as percent; ``metres`` in m or km.
    decimals : int or None
        None: as many digits as count.
    width : float
        How wide on paper, against the others.
    """

    title: str
    kind: Kind = "text"
    decimals: int | None = None
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table whose cells keep their types.

    Attributes
    ----------
    id : str
        What it is about, the same in both languages.
    title : str
    columns : tuple of Column
    rows : tuple of tuple
        A cell for each column; None where there is nothing to say.
    note : str
        What must be known to read it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph.

    ``lead`` is larger, ``heading`` a title within a section, ``caution`` warns. In a ``formula``
    and its ``symbols`` an underscore begins an index (``geo.exports.report.words``).
    """

    text: str
    style: Literal["text", "lead", "small", "caution", "heading", "formula", "symbols"] = "text"


@dataclass(frozen=True)
class Quote:
    """The words of a document, and which it is."""

    text: str
    source: str
    is_editorial: bool = False


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what it names."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One piece of a bar: how long, from 0 to 1, and of which kind."""

    length: float
    kind: int


@dataclass(frozen=True)
class Bar:
    """A bar: its name, the number beside it, and its pieces one after another."""

    label: str
    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Bars:
    """Bars of one scale.

    Attributes
    ----------
    title : str
    kinds : tuple of str
        What the kinds of pieces are called.
    bars : tuple of Bar
    note : str
    """

    title: str
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A map: of the ranked candidates, or of the chosen sites."""

    kind: Literal["ranking", "siting"]
    title: str


Block = Text | Quote | Facts | Bars | Picture | Table


@dataclass(frozen=True)
class Section:
    """A titled part of the report; ``id`` is the same in both languages."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """The whole report.

    Attributes
    ----------
    title : str
        The study's own.
    subtitle : str
        City and what was done.
    language : {"zh", "en"}
    sections : tuple of Section
        The first is the summary.
    """

    title: str
    subtitle: str
    language: str
    sections: tuple[Section, ...]
