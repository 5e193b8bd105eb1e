"""What the documents of different years say about the same thing, city by city.

Only documents of the same city are set side by side. That an edition has no entry means that the
tables hold nothing from it; it does not mean that something was withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from geo.catalogue import Catalogue
from geo.edition_entries import Entry, entries_of
from geo.tables import District, Rewording, Source

State = Literal["reworded", "added", "kept", "not-again", "unmatched"]
"""``added``: no entry before a later edition; ``kept``: entries in several, from the first on;
``not-again``: entries in the first of several editions only; ``reworded``: paired by
``rewordings``; ``unmatched``: a collection of different things, or the only edition."""

COLLECTIONS = ("targets", "institutions")
"""Kinds whose entries differ from year to year: they are listed, not compared."""


@dataclass(frozen=True)
class Edition:
    """The policy documents of one year on which entries of a city rest."""

    year: int
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Change:
    """One subject over the editions of its city.

    Attributes
    ----------
    kind : str
        ``rewordings``, ``structures``, ``belts``, ``sites``, ``scenarios``, or one of the
        collections ``specialisations``, ``targets``, ``institutions``.
    entries : mapping of int to tuple of Entry
        Year → what its documents say; a year that is not in it says nothing.
    state : State
    pair : Rewording or None
        Why two wordings are read as one.
    """

    kind: str
    entries: Mapping[int, tuple[Entry, ...]]
    state: State
    pair: Rewording | None = None

    @property
    def first(self) -> int:
        """The year of the first entry."""
        return min(self.entries)


@dataclass(frozen=True)
class MapState:
    """What the documents of one year put on the map of a city: ids of rows."""

    year: int
    belts: tuple[str, ...]
    links: tuple[str, ...]
    sites: tuple[str, ...]
    districts: tuple[str, ...]


def editions_of(catalogue: Catalogue, city: str) -> tuple[Edition, ...]:
    """List the years whose policy documents say something about a city.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.

    Returns
    -------
    tuple of Edition
        Sorted by year; the documents in the order of their table.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """
    used = {entry.row.source for entry in entries_of(catalogue, city)}
    found: dict[int, list[Source]] = {}
    for row in catalogue.sources:
        if row.key in used and row.kind == "policy" and row.edition is not None:
            found.setdefault(row.edition, []).append(row)
    return tuple(Edition(year, tuple(found[year])) for year in sorted(found))


def changes_of(catalogue: Catalogue, city: str) -> tuple[Change, ...]:
    """Follow every subject of a city through its editions.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.

    Returns
    -------
    tuple of Change
        Rewordings first, then in the order of the tables.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """
    pairs = {key: row for row in catalogue.rewordings for key in _paired(row)}
    groups: dict[str, list[Entry]] = {
        f"rewordings:{row.id}": [] for row in catalogue.rewordings if row.city == city
    }
    for entry in entries_of(catalogue, city):
        pair = pairs.get(f"{entry.table}:{entry.id}")
        subject = f"rewordings:{pair.id}" if pair else entry.subject
        # What is said of a district alone stands in the table of districts.
        if not subject.startswith("districts:"):
            groups.setdefault(subject, []).append(entry)
    editions = [row.year for row in editions_of(catalogue, city)]
    of_id = {row.id: row for row in catalogue.rewordings}
    found = []
    for subject, entries in groups.items():
        kind, _, row_id = subject.partition(":")
        if entries:
            pair = of_id[row_id] if kind == "rewordings" else None
            years = _by_year(entries)
            state = _state(years, editions, is_apart=kind in COLLECTIONS)
            found.append(Change(kind, years, "reworded" if pair else state, pair))
    return tuple(found)


def districts_by_edition(
    catalogue: Catalogue, city: str
) -> tuple[tuple[District, Mapping[int, tuple[Entry, ...]]], ...]:
    """List what the documents of each year say about every district of a city.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """
    entries = tuple(entries_of(catalogue, city))
    return tuple(
        (row, _by_year(entry for entry in entries if row.adcode in entry.districts))
        for row in catalogue.districts_of(city)
    )


def map_state(catalogue: Catalogue, city: str, year: int) -> MapState:
    """Tell what the documents of one year put on the map of a city.

    Returns
    -------
    MapState
        Links are editorial; they belong to the year of the structure that they complete.

    Raises
    ------
    UnknownIdError
        If the city does not exist.
    """

    def is_of(source: str) -> bool:
        return catalogue.source(source).edition == year

    links = dict.fromkeys(
        row.id
        for row in catalogue.strokes
        if row.kind == "link"
        and is_of(row.source)
        and catalogue.structure(row.structure).city == city
    )
    return MapState(
        year,
        tuple(row.id for row in catalogue.belts if row.city == city and is_of(row.source)),
        tuple(links),
        tuple(row.id for row in catalogue.sites_of(city) if row.structure and is_of(row.source)),
        tuple(
            row.adcode
            for row in catalogue.districts_of(city)
            if any(is_of(found.source) for found in catalogue.specialisations_of(row.adcode))
        ),
    )


def _paired(row: Rewording) -> Iterator[str]:
    for table, key in (
        ("structures", row.earlier_structure),
        ("structures", row.later_structure),
        ("targets", row.earlier_target),
        ("targets", row.later_target),
    ):
        if key is not None:
            yield f"{table}:{key}"


def _by_year(entries: Iterable[Entry]) -> dict[int, tuple[Entry, ...]]:
    found: dict[int, tuple[Entry, ...]] = {}
    for entry in entries:
        found[entry.year] = (*found.get(entry.year, ()), entry)
    return found


def _state(years: Collection[int], editions: Sequence[int], *, is_apart: bool) -> State:
    if is_apart or len(editions) == 1:
        return "unmatched"
    if min(years) > editions[0]:
        return "added"
    return "kept" if len(years) > 1 else "not-again"
