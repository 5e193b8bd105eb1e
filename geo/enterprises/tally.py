"""How many rows were read, taken and left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Tally:
    """What became of the rows; ``read`` is ``taken`` and ``rejected`` together.

    Attributes
    ----------
    read, taken, rejected : int
    outside : int
        Of the rejected: those whose coordinates lie in none of the districts.
    on_grid : int
        Of the taken: those with coordinates.
    by_district_only : int
        Of the taken: those of which only the district is known; no point is invented for them.
    unmapped : int
        Of the taken: those whose industry text names none of the industries. Those without a
        text are not among them: what to show is ``not_mapped``.
    no_industry, no_year : int
        Of the taken: those whose industry is not given; those without a year that counts.
    unread_weight, unread_year : int
        Of the taken: those whose weight or year is given, but cannot be read. They weigh nothing,
        and are among ``no_year``.
    """

    read: int = 0
    taken: int = 0
    rejected: int = 0
    outside: int = 0
    on_grid: int = 0
    by_district_only: int = 0
    unmapped: int = 0
    no_industry: int = 0
    no_year: int = 0
    unread_weight: int = 0
    unread_year: int = 0

    def __add__(self, other: Tally) -> Tally:
        mine, theirs = asdict(self), asdict(other)
        return Tally(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def not_mapped(self) -> int:
        """Of the taken: those that count to no industry, with a text or without one."""
        return self.unmapped + self.no_industry

    @classmethod
    def from_json(cls, numbers: Mapping[str, int]) -> Tally:
        """Read numbers by name; others may stand among them."""
        return cls(**{name: int(numbers.get(name, 0)) for name in TALLY_FIELDS})

    def to_json(self) -> dict[str, int]:
        """Return the numbers by name."""
        return asdict(self)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies."""
    return sum(tallies, start=Tally())


TALLY_FIELDS = tuple(field.name for field in fields(Tally))
"""Names of the numbers of a tally."""
