"""Districts and industries crossed: what the documents give to whom, and where they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.catalogue import Catalogue
from geo.tables import Belt, City, District, Industry, Site, Specialisation


@dataclass(frozen=True)
class DistrictRow:
    """One district against all industries.

    Attributes
    ----------
    district : District
    cells : mapping of str to tuple of Specialisation
        Industry id → the rows that give it to the district, in the order of the table. An
        industry that is not in it is not given; an empty mapping means 文件未列.
    belts : tuple of Belt
        Those that name the district, or a place in it, as a member.
    clusters : tuple of Site
        Places of the kind "cluster" that lie in it.
    """

    district: District
    cells: Mapping[str, tuple[Specialisation, ...]]
    belts: tuple[Belt, ...]
    clusters: tuple[Site, ...]

    @property
    def is_listed(self) -> bool:
        """Whether any document gives it a specialisation; if none does, it has no count."""
        return bool(self.cells)


@dataclass(frozen=True)
class Matrix:
    """All districts against all industries, both in the order of their tables.

    Attributes
    ----------
    cities : tuple of (City, tuple of DistrictRow)
        The districts by city.
    industries : tuple of Industry
    counts : mapping of str to int
        Industry id → how many districts it is given to.
    """

    cities: tuple[tuple[City, tuple[DistrictRow, ...]], ...]
    industries: tuple[Industry, ...]
    counts: Mapping[str, int]

    @property
    def rows(self) -> tuple[DistrictRow, ...]:
        """All districts, city by city."""
        return tuple(row for _, rows in self.cities for row in rows)

    @property
    def listed(self) -> int:
        """How many districts the documents list."""
        return sum(row.is_listed for row in self.rows)


def district_matrix(catalogue: Catalogue) -> Matrix:
    """Cross the districts with the industries.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    Matrix
        Source: the tables ``specialisations``, ``belt_members`` and ``sites``.
    """
    cities = tuple(
        (city, tuple(_row(catalogue, row) for row in catalogue.districts_of(city.id)))
        for city in catalogue.cities
    )
    rows = [row for _, found in cities for row in found]
    counts = {
        industry.id: sum(industry.id in row.cells for row in rows)
        for industry in catalogue.industries
    }
    return Matrix(cities, catalogue.industries, counts)


def _row(catalogue: Catalogue, district: District) -> DistrictRow:
    cells: dict[str, tuple[Specialisation, ...]] = {}
    for stated in catalogue.specialisations_of(district.adcode):
        # Two documents may give the same industry to the same district.
        cells[stated.industry] = (*cells.get(stated.industry, ()), stated)
    member_of = {row.belt for row in catalogue.belt_members if row.district == district.adcode}
    return DistrictRow(
        district,
        cells,
        tuple(belt for belt in catalogue.belts if belt.id in member_of),
        tuple(
            site
            for site in catalogue.sites
            if site.kind == "cluster" and site.district == district.adcode
        ),
    )
