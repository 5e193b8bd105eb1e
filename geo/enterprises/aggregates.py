"""What remains of a registry: how many enterprises, by place, industry and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.enterprises import sums
from geo.enterprises.aggregate_files import read_files, write_files
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.hexagons import COARSE, COARSEST, FINE, parent_codes, to_cells
from geo.enterprises.keys import MOST_INDUSTRIES, cell_parts, year_parts
from geo.enterprises.sums import Sums
from geo.enterprises.tally import Tally, total
from geo.enterprises.years import Years, of_years

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Aggregates:
    """Counts of enterprises; made by ``geo.enterprises.kernel``, read by ``read_aggregates``.

    Attributes
    ----------
    districts : tuple of str
        Adcodes that count, ascending.
    industries : tuple of str
        Ids in the catalogue's order. Their place here is their code; the code after the last is
        "unmapped", written "" in tables and sorted last.
    district_sums : Sums
        By district, industry and year.
    cell_sums : Sums
        By H3 cell of resolution 9 and industry.
    coarse_sums : Sums
        By H3 cell of resolution 8, industry and year.
    tally : Tally
        What became of the rows.
    is_synthetic : bool
        Whether the enterprises are made up: whatever shows these counts says so.
    """

    districts: tuple[str, ...]
    industries: tuple[str, ...]
    district_sums: Sums
    cell_sums: Sums
    coarse_sums: Sums
    tally: Tally
    is_synthetic: bool = False

    @property
    def has_weight(self) -> bool:
        """Whether enterprises are weighed."""
        return self.district_sums.weights is not None

    @cached_property
    def by_district(self) -> pa.Table:
        """Enterprises of each district: those with coordinates and those without.

        Returns
        -------
        Table of district, industry (string), year (int16; 0 = not given), count, weight (int64)
            Sorted; without rows of nothing. Weights are in steps of 1/10,000.
        """
        district, industry, year = year_parts(self.district_sums.keys)
        names = pa.array(self.districts, pa.string())
        place = {"district": names.take(pa.array(district))}
        return self._table(self.district_sums, place, industry, year)

    @cached_property
    def by_cell(self) -> pa.Table:
        """Enterprises of each hexagon: cell (uint64, H3 resolution 9), industry, count, weight."""
        code, industry = cell_parts(self.cell_sums.keys)
        place = {"cell": pa.array(to_cells(code, FINE))}
        return self._table(self.cell_sums, place, industry, None)

    @cached_property
    def by_coarse_cell(self) -> pa.Table:
        """Enterprises of each larger hexagon: cell (resolution 8), industry, year, count, weight.

        Years are as in ``by_district``.
        """
        code, industry, year = year_parts(self.coarse_sums.keys)
        place = {"cell": pa.array(to_cells(code, COARSE))}
        return self._table(self.coarse_sums, place, industry, year)

    def cells(
        self, resolution: int, industry: str | None = None, year: Years | None = None
    ) -> pa.Table:
        """Count enterprises in hexagons of one resolution.

        Parameters
        ----------
        resolution : int
            9 to 5; a hexagon of a coarser resolution holds what its H3 descendants hold, whose
            outlines stick out of it a little.
        industry : str, optional
            Id, or "" for what is mapped to none; all if not given.
        year : int or (int, int), optional
            One (0 for those whose year is not given), or the first and the last of some; all if
            None. Not at resolution 9.

        Returns
        -------
        Table of cell (uint64), count, weight (int64), sorted by cell

        Raises
        ------
        ValueError
            If the resolution, industry or year is none of those.
        """
        if not COARSEST <= resolution <= (FINE if year is None else COARSE):
            finest = FINE if year is None else f"{COARSE} (years are kept from there on)"
            msg = f"resolution {resolution}; allowed are {COARSEST} to {finest}"
            raise ValueError(msg)
        wanted = None if industry is None else self._industry_code(industry)
        if year is None:
            own, found = FINE, self.cell_sums
            code, industries = cell_parts(found.keys)
            taken = np.ones(len(code), bool)
        else:
            own, found = COARSE, self.coarse_sums
            code, industries, years = year_parts(found.keys)
            taken = of_years(years, year)
        if wanted is not None:
            taken &= industries == wanted
        gathered = found.rekeyed(parent_codes(code, own, resolution), taken)
        cell = pa.array(to_cells(gathered.keys, resolution))
        return pa.table({"cell": cell, **_numbers(gathered)})

    def equals(self, other: Aggregates) -> bool:
        """Tell whether both say the same of the same districts and industries."""
        return (
            (self.districts, self.industries, self.tally, self.is_synthetic)
            == (other.districts, other.industries, other.tally, other.is_synthetic)
            and self.district_sums.equals(other.district_sums)
            and self.cell_sums.equals(other.cell_sums)
            and self.coarse_sums.equals(other.coarse_sums)
        )

    def write(self, folder: Path) -> None:
        """Write three Parquet files and ``tally.json`` into a folder.

        Parameters
        ----------
        folder : Path
            Is made if there is none; files of the same names are replaced.

        Raises
        ------
        OSError
            If it cannot be written to.
        """
        tables = (self.by_district, self.by_cell, self.by_coarse_cell)
        about = {
            "districts": self.districts,
            "industries": self.industries,
            "has_weight": self.has_weight,
            "is_synthetic": self.is_synthetic,
            "tally": self.tally.to_json(),
        }
        write_files(folder, about, tables)

    @staticmethod
    def merge(many: Sequence[Aggregates]) -> Aggregates:
        """Add up aggregates of parts of a registry; the order does not matter.

        One part that is synthetic makes all of it synthetic.

        Parameters
        ----------
        many : sequence of Aggregates
            At least one, all of the same districts and industries, all weighed or none.

        Raises
        ------
        EnterpriseError
            If they do not fit together, or weights add up to more than can be counted exactly.
        """
        kinds = {(one.districts, one.industries, one.has_weight) for one in many}
        if len(kinds) != 1:
            msg = f"aggregates of {len(kinds)} kinds cannot be added up; allowed is one kind"
            raise EnterpriseError(msg, "not-one-kind", {"kinds": len(kinds)})
        first = many[0]
        return Aggregates(
            first.districts,
            first.industries,
            sums.merge([one.district_sums for one in many]),
            sums.merge([one.cell_sums for one in many]),
            sums.merge([one.coarse_sums for one in many]),
            total(one.tally for one in many),
            any(one.is_synthetic for one in many),
        )

    def _industry_code(self, industry: str) -> int:
        if industry == "":
            return len(self.industries)
        if industry not in self.industries:
            msg = f"no industry {industry!r}; allowed are {', '.join(self.industries)} and ''"
            raise ValueError(msg)
        return self.industries.index(industry)

    def _table(
        self, found: Sums, place: dict[str, pa.Array], industry: Integers, year: Integers | None
    ) -> pa.Table:
        names = pa.array([*self.industries, ""], pa.string())
        years = {} if year is None else {"year": pa.array(year.astype(np.int16))}
        columns = {**place, "industry": names.take(pa.array(industry)), **years}
        return pa.table({**columns, **_numbers(found)})


def read_aggregates(folder: Path) -> Aggregates:
    """Read what ``Aggregates.write`` wrote.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Aggregates

    Raises
    ------
    EnterpriseError
        If a file is missing or not what it must be.
    """
    found = read_files(folder)
    return Aggregates(
        found.districts, found.industries, *found.sums, found.tally, found.is_synthetic
    )


def no_aggregates(
    districts: tuple[str, ...], industries: tuple[str, ...], *, has_weight: bool
) -> Aggregates:
    """Return the aggregates of a registry without rows.

    Raises
    ------
    EnterpriseError
        If there are more industries than can be counted (63).
    """
    if len(industries) > MOST_INDUSTRIES:
        msg = f"{len(industries)} industries; allowed are up to {MOST_INDUSTRIES}"
        raise EnterpriseError(msg, "industries", {"allowed": MOST_INDUSTRIES})
    nothing = sums.empty(has_weight=has_weight)
    return Aggregates(districts, industries, nothing, nothing, nothing, Tally())


def _numbers(found: Sums) -> dict[str, pa.Array]:
    weights = np.zeros(len(found.keys), np.int64) if found.weights is None else found.weights
    return {"count": pa.array(found.counts), "weight": pa.array(weights)}
