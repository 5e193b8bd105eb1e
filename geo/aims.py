"""Targets as something to draw: when they fall due, and which may stand beside each other.

Two targets are comparable only if the documents set them for the same topic in the same unit. A
number of laboratories and a sum of money have no common scale, nor have two sums that count
different things, so such targets are placed in time but never measured against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.tables import Target


@dataclass(frozen=True)
class Aim:
    """A target with what it may be compared with.

    Attributes
    ----------
    target : Target
    when : float or None
        Where its year lies between the first (0) and the last (1) year of any target of the
        catalogue; 0.5 where all have the same year; None where the document names no year.
    comparable : tuple of Target
        Targets of the same city with the same topic and unit, itself included, by year; empty
        where there is no other.
    """

    target: Target
    when: float | None
    comparable: tuple[Target, ...]

    def share(self, target: Target) -> float:
        """Return a comparable target's value as a share of the greatest one (0 to 1)."""
        return target.value / max(row.value for row in self.comparable)


def years(catalogue: Catalogue) -> tuple[int, int] | None:
    """Return the first and the last year of all targets, None where none has a year."""
    found = [row.year for row in catalogue.targets if row.year is not None]
    return (min(found), max(found)) if found else None


def aims_of(catalogue: Catalogue, city: str, adcode: str | None = None) -> tuple[Aim, ...]:
    """List the targets that are set for a city as a whole, or for one of its districts.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.
    adcode : str, optional
        Of a district; by default those of the whole city are meant.

    Returns
    -------
    tuple of Aim
        In the order of the table.
    """
    return tuple(
        Aim(row, _when(catalogue, row), _comparable(catalogue, row))
        for row in catalogue.targets
        if row.city == city and row.district == adcode
    )


def _when(catalogue: Catalogue, target: Target) -> float | None:
    span = years(catalogue)
    if span is None or target.year is None:
        return None
    first, last = span
    return (target.year - first) / (last - first) if last > first else 0.5


def _comparable(catalogue: Catalogue, target: Target) -> tuple[Target, ...]:
    same = [
        row
        for row in catalogue.targets
        if (row.city, row.topic_zh, row.unit_zh) == (target.city, target.topic_zh, target.unit_zh)
    ]
    if len(same) < 2:
        return ()
    return tuple(sorted(same, key=lambda row: row.year or 0))
