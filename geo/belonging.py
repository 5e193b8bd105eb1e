"""What a district or a place belongs to, what stands beside it, and on whose word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from geo.catalogue import Catalogue
from geo.tables import Belt, BeltMember, Row, Site, Source, Structure

T = TypeVar("T")


@dataclass(frozen=True)
class BeltPlace:
    """Where something stands in a belt.

    ``members`` are all of the belt's in the document's order, ``own`` those among them that are
    the district or the site itself.
    """

    belt: Belt
    members: tuple[BeltMember, ...]
    own: tuple[BeltMember, ...]

    @property
    def has_rank(self) -> bool:
        """Whether a place in the order says anything: not where every member is its own."""
        return len(self.own) < len(self.members)


def belt_places(
    catalogue: Catalogue, is_own: Callable[[BeltMember], bool]
) -> tuple[BeltPlace, ...]:
    """Find the belts that have certain members.

    Parameters
    ----------
    catalogue : Catalogue
    is_own : callable
        Tells whether a member is meant.

    Returns
    -------
    tuple of BeltPlace
        In the order of the table; belts without such a member are left out.
    """
    found = []
    for belt in catalogue.belts:
        members = [row for row in catalogue.belt_members if row.belt == belt.id]
        members.sort(key=lambda row: row.order)
        if own := tuple(filter(is_own, members)):
            found.append(BeltPlace(belt, tuple(members), own))
    return tuple(found)


def structures_of(
    catalogue: Catalogue, sites: Sequence[Site], adcode: str
) -> tuple[Structure, ...]:
    """Find the pieces of the layout that name a district, or to which one of its sites belongs."""
    named = {row.structure for row in sites}
    return tuple(row for row in catalogue.structures if row.id in named or row.district == adcode)


def beside(rows: Sequence[T], row: T, step: int) -> T | None:
    """Return the row so many steps after (or before) one, None beyond the ends."""
    place = rows.index(row) + step
    return rows[place] if 0 <= place < len(rows) else None


def sources_of(
    catalogue: Catalogue, rows: Iterable[Row], more: Iterable[str | None] = ()
) -> tuple[Source, ...]:
    """List the sources of rows and of some more keys, policy documents first, each once."""
    keys = {row.source for row in rows} | set(more)
    found = [row for row in catalogue.sources if row.key in keys]
    return tuple(sorted(found, key=lambda row: row.kind != "policy"))
