"""In which cities the rows of a sample lie: those that were chosen, others, or none at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.datum import Datum, convert
from geo.enterprises.district_words import DistrictNames
from geo.locate import find_districts

Floats = NDArray[np.float64]
_FEW = 0.5


@dataclass(frozen=True)
class Whereabouts:
    """Where the rows of a sample lie.

    Attributes
    ----------
    rows : int
        Rows that say where they are.
    inside : int
        Those in districts of the chosen cities.
    cities : mapping of str to int
        City of the atlas → rows in its districts; cities without rows are left out.
    swapped : int
        Rows of no city that lie in one once longitude and latitude are exchanged.
    beyond : int
        Rows whose values are no degrees.
    ranges : tuple of float
        Least and greatest longitude, least and greatest latitude; empty without coordinates.
    """

    rows: int
    inside: int
    cities: Mapping[str, int] = field(default_factory=dict)
    swapped: int = 0
    beyond: int = 0
    ranges: tuple[float, ...] = ()

    @property
    def is_few(self) -> bool:
        """Whether less than half of the rows lie in the chosen cities."""
        return self.inside < _FEW * self.rows

    @property
    def are_columns_swapped(self) -> bool:
        """Whether more rows lie in a city with the coordinates exchanged than as they are."""
        return self.swapped > sum(self.cities.values())

    def others(self, chosen: Sequence[str]) -> list[tuple[str, int]]:
        """List the cities that were not chosen, those with most rows first."""
        found = [(city, rows) for city, rows in self.cities.items() if city not in chosen]
        return sorted(found, key=lambda row: -row[1])

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {**asdict(self), "cities": dict(self.cities), "ranges": list(self.ranges)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Whereabouts:
        """Read what ``to_json`` made."""
        return cls(**{**data, "ranges": tuple(data["ranges"])})


def by_coordinates(
    lon: Floats, lat: Floats, datum: Datum, catalogue: Catalogue, cities: Sequence[str]
) -> Whereabouts:
    """Find the cities of points.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,)
        As the rows have them; NaN where there is no number.
    datum : str
        Of the coordinates.
    catalogue : Catalogue
    cities : sequence of str
        The chosen ones.

    Returns
    -------
    Whereabouts
        Of the rows with two numbers.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    lon, lat = lon[known], lat[known]
    found = _cities(lon, lat, datum, catalogue)
    nowhere = np.array([city is None for city in found], dtype=bool)
    swapped = _cities(lat[nowhere], lon[nowhere], datum, catalogue)
    counts = Counter(city for city in found if city is not None)
    return Whereabouts(
        rows=len(lon),
        inside=sum(counts[city] for city in cities),
        cities=dict(counts),
        swapped=sum(city is not None for city in swapped),
        beyond=int((~_are_degrees(lon, lat) & ~_are_degrees(lat, lon)).sum()),
        ranges=(*_range(lon), *_range(lat)) if len(lon) else (),
    )


def by_names(texts: Sequence[str], catalogue: Catalogue, cities: Sequence[str]) -> Whereabouts:
    """Find the cities whose districts texts name.

    Parameters
    ----------
    texts : sequence of str
        Districts or addresses.
    catalogue : Catalogue
    cities : sequence of str
        The chosen ones.

    Returns
    -------
    Whereabouts
        Of the rows with a text; ``cities`` has only those that were not chosen.
    """
    texts = [text for text in texts if text]
    inside = DistrictNames(catalogue, cities).codes(texts) >= 0
    left = [text for text, is_inside in zip(texts, inside, strict=True) if not is_inside]
    counts = {
        city.id: int((DistrictNames(catalogue, (city.id,)).codes(left) >= 0).sum())
        for city in catalogue.cities
        if city.id not in cities
    }
    found = {city: count for city, count in counts.items() if count}
    return Whereabouts(rows=len(texts), inside=int(inside.sum()), cities=found)


def _cities(lon: Floats, lat: Floats, datum: Datum, catalogue: Catalogue) -> list[str | None]:
    city_of = {row.adcode: row.city for row in catalogue.districts}
    outlines = catalogue.boundaries.full.geometry
    outlines = outlines[outlines.index.isin(list(city_of))]
    found: list[str | None] = [None] * len(lon)
    places = np.flatnonzero(_are_degrees(lon, lat))
    points = shapely.points(lon[places], lat[places])
    points = np.asarray(convert(points, from_=datum, to="WGS-84"))
    districts = find_districts(shapely.get_x(points), shapely.get_y(points), outlines)
    for place, adcode in zip(places, districts, strict=True):
        found[place] = city_of.get(adcode)
    return found


def _are_degrees(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    are: NDArray[np.bool_] = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    return are


def _range(values: Floats) -> tuple[float, float]:
    return float(values.min()), float(values.max())
