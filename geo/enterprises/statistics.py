"""Figures about districts: density, shares, location quotient.

Formulas and references: docs/enterprise-methods.md. A figure that cannot be calculated
(nothing to divide by) is None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from geo.catalogue import Catalogue
from geo.enterprises.cross_table import UNMAPPED, CrossTable, Measure
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.years import Years
from geo.problems import allowed

Base = Literal["mapped", "all"]
"""What shares are taken of: the enterprises of the catalogue's industries, or all of them."""
BASES: tuple[str, ...] = get_args(Base)
EXPECTED_LEAST = 5.0
"""Below this number of expected enterprises a quotient rests on small numbers (Cochran 1954)."""


@dataclass(frozen=True)
class DistrictFigure:
    """How many enterprises a district has, and how densely.

    Attributes
    ----------
    adcode : str
    count : int
    value : float
        What is added up: the count, or the weight.
    land_area_km2 : float or None
        Official land area, without water; None if the catalogue gives none.
    per_km2 : float or None
        ``value`` divided by the land area.
    share : float or None
        Of the city's total, 0 to 1; None if that is nothing.
    """

    adcode: str
    count: int
    value: float
    land_area_km2: float | None
    per_km2: float | None
    share: float | None


def district_figures(
    table: CrossTable,
    catalogue: Catalogue,
    *,
    industry: str | None = None,
    measure: Measure = "count",
) -> tuple[DistrictFigure, ...]:
    """Measure each district of a city.

    Parameters
    ----------
    table : CrossTable
    catalogue : Catalogue
    industry : str, optional
        Id, or "" for the unmapped; all if not given.
    measure : {"count", "weight"}

    Returns
    -------
    tuple of DistrictFigure
        In the order of ``table.districts``.

    Raises
    ------
    EnterpriseError
        If the industry or measure was not counted.
    """
    wanted = slice(None) if industry is None else [table.column(industry)]
    values = table.values(measure)[:, wanted].sum(axis=1)
    counts = table.counts[:, wanted].sum(axis=1)
    total = float(values.sum())
    return tuple(
        _figure(catalogue, adcode, int(count), float(value), total)
        for adcode, count, value in zip(table.districts, counts, values, strict=True)
    )


def _figure(
    catalogue: Catalogue, adcode: str, count: int, value: float, total: float
) -> DistrictFigure:
    area = catalogue.district(adcode).land_area_km2
    density = value / area if area else None
    return DistrictFigure(adcode, count, value, area, density, value / total if total else None)


@dataclass(frozen=True)
class Quotient:
    """How much more of an industry a district has than its city as a whole.

    Attributes
    ----------
    adcode, industry : str
    count : int
        Enterprises of the industry in the district.
    expected : float or None
        How many it would have if its mix were the city's.
    share, base_share : float or None
        Of the industry, among the district's and among the city's enterprises, 0 to 1, by
        whatever is added up.
    quotient : float or None
        ``share / base_share``: 1 as in the city, 2 twice as much; None if either is missing.
    is_small : bool
        Whether it rests on small numbers: fewer than ``EXPECTED_LEAST`` expected.
    """

    adcode: str
    industry: str
    count: int
    expected: float | None
    share: float | None
    base_share: float | None
    quotient: float | None
    is_small: bool


@dataclass(frozen=True)
class Quotients:
    """Location quotients of one city.

    Attributes
    ----------
    city : str
        Its districts together are what each is compared with.
    base : {"mapped", "all"}
    measure : {"count", "weight"}
    year : int, (int, int) or None
    total : int
        Enterprises that the shares are taken of.
    rows : tuple of Quotient
        Districts × industries, in the catalogue's order.
    """

    city: str
    base: Base
    measure: Measure
    year: Years | None
    total: int
    rows: tuple[Quotient, ...]

    def of(self, adcode: str, industry: str) -> Quotient:
        """Return one of them; raise ``KeyError`` if there is none."""
        for row in self.rows:
            if (row.adcode, row.industry) == (adcode, industry):
                return row
        raise KeyError((adcode, industry))


def location_quotients(
    table: CrossTable, *, base: Base = "mapped", measure: Measure = "count"
) -> Quotients:
    """Compare the mix of industries of each district with that of its city.

    Parameters
    ----------
    table : CrossTable
    base : {"mapped", "all"}
        "mapped": shares among enterprises of the catalogue's industries; what is unmapped is
        unknown and stays out. "all": shares among all enterprises; right where the words of the
        registry are complete, so that unmapped means "of another industry".
    measure : {"count", "weight"}

    Returns
    -------
    Quotients

    Raises
    ------
    EnterpriseError
        If the base or measure is unknown.
    """
    if base not in BASES:
        msg = f'no base "{base}"; {allowed(base, BASES)}'
        raise EnterpriseError(msg, "base", {"base": base})
    mapped = [place for place, name in enumerate(table.industries) if name != UNMAPPED]
    within = mapped if base == "mapped" else slice(None)
    values, counts = table.values(measure), table.counts
    with np.errstate(divide="ignore", invalid="ignore"):
        share = values[:, mapped] / values[:, within].sum(axis=1)[:, None]
        base_share = values[:, mapped].sum(axis=0) / values[:, within].sum()
        quotient = share / base_share
        in_all = counts[:, mapped].sum(axis=0) / counts[:, within].sum()
        expected = counts[:, within].sum(axis=1)[:, None] * in_all
    rows = tuple(
        Quotient(
            adcode,
            table.industries[place],
            int(counts[row, place]),
            _known(expected[row, column]),
            _known(share[row, column]),
            _known(base_share[column]),
            _known(quotient[row, column]),
            not expected[row, column] >= EXPECTED_LEAST,
        )
        for row, adcode in enumerate(table.districts)
        for column, place in enumerate(mapped)
    )
    total = int(counts[:, within].sum())
    return Quotients(table.city, base, measure, table.year, total, rows)


def _known(value: np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None
