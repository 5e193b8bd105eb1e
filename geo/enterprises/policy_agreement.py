"""Enterprises against policy: where the stated specialisation and the measured one agree.

What the documents state is a direction for a district; what is measured is a registry that
somebody brought. That they differ proves neither wrong: both sides are shown, with their evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.cross_table import Measure, cross_table
from geo.enterprises.statistics import Base, Quotient, location_quotients
from geo.enterprises.years import Years
from geo.matrix import DistrictRow, district_matrix
from geo.tables import City, District, Specialisation

Agreement = Literal["agree", "stated_only", "concentrated_only", "neither", "unlisted", "no_data"]
"""What comparing gives:

- ``agree``: stated by a document and concentrated here;
- ``stated_only``: stated, not concentrated;
- ``concentrated_only``: concentrated, not stated, in a district that documents list;
- ``neither``: neither, in such a district;
- ``unlisted``: no document lists the district (文件未列), so that nothing can be compared;
- ``no_data``: the registry has no enterprise to compare (of the district, or of the industry).
"""
AGREEMENTS: tuple[Agreement, ...] = get_args(Agreement)
CONCENTRATED_FROM = 1.0
"""Location quotient from which an industry counts as concentrated."""
MINIMUM = 5
"""Enterprises that a district must have of an industry for it to count as concentrated."""


@dataclass(frozen=True)
class AgreementCell:
    """One district and one industry.

    Attributes
    ----------
    stated : tuple of Specialisation
        Rows of the documents that give the industry to the district, to be quoted.
    quotient : Quotient
        What is measured, with its numbers and whether they are small.
    is_concentrated : bool or None
        Quotient ≥ 1 and at least the minimum of enterprises; None if there is no quotient.
    agreement : str
        See ``Agreement``.
    """

    stated: tuple[Specialisation, ...]
    quotient: Quotient
    is_concentrated: bool | None
    agreement: Agreement


@dataclass(frozen=True)
class AgreementRow:
    """One district: whether any document lists it, and its cells by industry id."""

    district: District
    is_listed: bool
    cells: Mapping[str, AgreementCell]


@dataclass(frozen=True)
class PolicyMatrix:
    """All districts of a city against all industries.

    Attributes
    ----------
    city : City
    minimum : int
        See ``MINIMUM``.
    base, measure, year
        See ``Quotients``.
    total : int
        Enterprises that were compared.
    rows : tuple of AgreementRow
        In the catalogue's order.
    """

    city: City
    minimum: int
    base: Base
    measure: Measure
    year: Years | None
    total: int
    rows: tuple[AgreementRow, ...]

    @property
    def counts(self) -> dict[Agreement, int]:
        """How many cells there are of each kind, also where there is none."""
        found = Counter(cell.agreement for row in self.rows for cell in row.cells.values())
        return {kind: found[kind] for kind in AGREEMENTS}


def policy_matrix(
    aggregates: Aggregates,
    catalogue: Catalogue,
    city: str,
    *,
    year: Years | None = None,
    base: Base = "mapped",
    measure: Measure = "count",
    minimum: int = MINIMUM,
) -> PolicyMatrix:
    """Compare enterprises with what the documents state.

    Parameters
    ----------
    aggregates : Aggregates
    catalogue : Catalogue
    city : str
        Id.
    year, base, measure
        See ``cross_table`` and ``location_quotients``.
    minimum : int
        Fewer enterprises are no concentration.

    Returns
    -------
    PolicyMatrix

    Raises
    ------
    EnterpriseError
        If the city, base or measure was not counted.
    UnknownIdError
        If there is no such city.
    """
    table = cross_table(aggregates, catalogue, city, year=year)
    quotients = location_quotients(table, base=base, measure=measure)
    measured = {(row.adcode, row.industry): row for row in quotients.rows}
    rows = next(rows for found, rows in district_matrix(catalogue).cities if found.id == city)
    return PolicyMatrix(
        catalogue.city(city),
        minimum,
        base,
        measure,
        year,
        quotients.total,
        tuple(_row(row, measured, aggregates.industries, minimum) for row in rows),
    )


def _row(
    row: DistrictRow,
    measured: Mapping[tuple[str, str], Quotient],
    industries: tuple[str, ...],
    minimum: int,
) -> AgreementRow:
    cells = {
        industry: _cell(row, industry, measured[row.district.adcode, industry], minimum)
        for industry in industries
    }
    return AgreementRow(row.district, row.is_listed, cells)


def _cell(row: DistrictRow, industry: str, found: Quotient, minimum: int) -> AgreementCell:
    stated = row.cells.get(industry, ())
    is_concentrated = None
    if found.quotient is not None:
        is_concentrated = found.quotient >= CONCENTRATED_FROM and found.count >= minimum
    kind = _compare(
        is_listed=row.is_listed, is_stated=bool(stated), is_concentrated=is_concentrated
    )
    return AgreementCell(stated, found, is_concentrated, kind)


def _compare(*, is_listed: bool, is_stated: bool, is_concentrated: bool | None) -> Agreement:
    if not is_listed:
        return "unlisted"
    if is_concentrated is None:
        return "no_data"
    if is_stated:
        return "agree" if is_concentrated else "stated_only"
    return "concentrated_only" if is_concentrated else "neither"
