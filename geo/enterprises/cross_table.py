"""Enterprises of one city by district and industry: what all figures about districts start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.sums import WEIGHT_STEPS
from geo.enterprises.years import Years, of_years
from geo.problems import allowed

Measure = Literal["count", "weight"]
"""What is added up: enterprises, or their weight (such as employees)."""
MEASURES: tuple[str, ...] = get_args(Measure)
UNMAPPED = ""
"""Stands for "no industry of ours" where ids of industries do."""


@dataclass(frozen=True, eq=False)
class CrossTable:
    """Enterprises of one city, districts × industries.

    Attributes
    ----------
    city : str
    districts : tuple of str
        Adcodes, in the catalogue's order.
    industries : tuple of str
        Ids in the catalogue's order, "" (unmapped) last.
    year : int, (int, int) or None
        The only years that count (0: not given); None if all do.
    counts : ndarray of int64, shape (districts, industries)
    weights : ndarray of float64, shape (districts, industries), or None
        None where enterprises are not weighed.
    """

    city: str
    districts: tuple[str, ...]
    industries: tuple[str, ...]
    year: Years | None
    counts: NDArray[np.int64]
    weights: NDArray[np.float64] | None

    def values(self, measure: Measure) -> NDArray[np.float64]:
        """Return what is added up.

        Parameters
        ----------
        measure : {"count", "weight"}

        Returns
        -------
        ndarray of float64, shape (districts, industries)

        Raises
        ------
        EnterpriseError
            If weights are asked for and there are none, or the measure is unknown.
        """
        if measure not in MEASURES:
            msg = f'no measure "{measure}"; {allowed(measure, MEASURES)}'
            raise EnterpriseError(msg, "measure", {"measure": measure})
        if measure == "count":
            return self.counts.astype(np.float64)
        if self.weights is None:
            msg = "these enterprises have no weight: no column was named that holds one"
            raise EnterpriseError(msg, "no-weight")
        return self.weights

    def column(self, industry: str) -> int:
        """Return the place of an industry ("": unmapped).

        Raises
        ------
        EnterpriseError
            If it was not counted.
        """
        if industry not in self.industries:
            msg = f'no industry "{industry}" was counted; {allowed(industry, self.industries)}'
            raise EnterpriseError(msg, "industry", {"industry": industry})
        return self.industries.index(industry)


def cross_table(
    aggregates: Aggregates, catalogue: Catalogue, city: str, *, year: Years | None = None
) -> CrossTable:
    """Cross the districts of a city with the industries.

    Parameters
    ----------
    aggregates : Aggregates
    catalogue : Catalogue
        The one that enterprises were counted with.
    city : str
        Id.
    year : int or (int, int), optional
        Count those of this year only, or of the first to the last of some; 0 those without a
        year.

    Returns
    -------
    CrossTable
        Enterprises whose district is known, with coordinates and without.

    Raises
    ------
    EnterpriseError
        If the city's districts were not counted.
    UnknownIdError
        If there is no such city.
    """
    districts = tuple(row.adcode for row in catalogue.districts_of(city))
    if missing := [adcode for adcode in districts if adcode not in aggregates.districts]:
        msg = f"the enterprises of {city} were not counted (no {missing[0]}); count them again"
        raise EnterpriseError(msg, "city-not-counted", {"city": city})
    table = aggregates.by_district
    if year is not None:
        table = table.filter(pa.array(of_years(table["year"].to_numpy(), year)))
    industries = (*aggregates.industries, UNMAPPED)
    # Codes of districts of other cities are cut off at the end.
    rows = {adcode: place for place, adcode in enumerate(districts)}
    row = np.array([rows.get(adcode, -1) for adcode in table["district"].to_pylist()], dtype=int)
    columns = {industry: place for place, industry in enumerate(industries)}
    column = np.array([columns[name] for name in table["industry"].to_pylist()], dtype=int)
    shape = (len(districts) + 1, len(industries))
    counts, weights = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    np.add.at(counts, (row, column), table["count"].to_numpy())
    np.add.at(weights, (row, column), table["weight"].to_numpy())
    weighed = weights[:-1] / WEIGHT_STEPS if aggregates.has_weight else None
    return CrossTable(city, districts, industries, year, counts[:-1], weighed)
