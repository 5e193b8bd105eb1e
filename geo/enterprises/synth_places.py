"""Places for enterprises that do not exist: clustered as real ones are, within true districts.

Around the catalogue's sites and some made-up centres of each district points lie thickest; a
part is strewn over the whole district. How many enterprises a district has is drawn by lot: it
says nothing about the real one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
STREWN = 0.25
"""Share of enterprises that lie anywhere in their district."""
CENTRES = 4
"""How many centres each district gets beside the catalogue's sites."""
_METRES_PER_DEGREE = 111_320.0
_SPREAD_M = (250.0, 1500.0)
_TRIES = 6


@dataclass(frozen=True, eq=False)
class _Ground:
    """One district: its outline, its centres, their spread in metres and their shares."""

    outline: shapely.Geometry
    centres: Floats
    spreads_m: Floats
    shares: Floats


class Places:
    """Where synthetic enterprises may lie.

    Parameters
    ----------
    catalogue : Catalogue
    cities : sequence of str
        Ids.
    seed : int

    Attributes
    ----------
    adcodes : tuple of str
        Ascending; codes count along it.

    Raises
    ------
    UnknownIdError
        If there is no such city.
    """

    def __init__(self, catalogue: Catalogue, cities: Sequence[str], seed: int):
        rows = [row for city in dict.fromkeys(cities) for row in catalogue.districts_of(city)]
        self.adcodes = tuple(sorted(row.adcode for row in rows))
        generator = np.random.default_rng([seed, 1])
        outlines = catalogue.boundaries.full.geometry
        sites = np.array([(site.lon, site.lat) for site in catalogue.sites]).reshape(-1, 2)
        self._grounds = [_ground(outlines[adcode], sites, generator) for adcode in self.adcodes]
        # Between the number of districts and their size: some are crowded, none is empty.
        areas = np.array([ground.outline.area for ground in self._grounds])
        lots = generator.lognormal(0.0, 0.7, len(areas)) * np.sqrt(areas)
        self.shares: Floats = lots / lots.sum()

    def draw(self, number: int, generator: np.random.Generator) -> tuple[Codes, Floats, Floats]:
        """Draw places.

        Parameters
        ----------
        number : int
        generator : numpy.random.Generator

        Returns
        -------
        codes : ndarray of int64, shape (number,)
            Districts.
        lon, lat : ndarray of float64, shape (number,), WGS-84
            Within the district; to six decimals.
        """
        codes: Codes = generator.choice(len(self.adcodes), number, p=self.shares)
        lon, lat = np.empty((2, number))
        for code, ground in enumerate(self._grounds):
            rows = np.flatnonzero(codes == code)
            lon[rows], lat[rows] = _draw(ground, len(rows), generator)
        return codes, lon, lat


def _ground(outline: shapely.Geometry, sites: Floats, generator: np.random.Generator) -> _Ground:
    outline = shapely.from_wkb(shapely.to_wkb(outline))  # prepared below: a copy of its own
    shapely.prepare(outline)
    known = sites[shapely.contains_xy(outline, sites[:, 0], sites[:, 1])]
    centres = np.vstack([known, np.column_stack(_strewn(outline, CENTRES, generator))])
    shares = generator.dirichlet(np.full(len(centres), 1.5))
    return _Ground(outline, centres, generator.uniform(*_SPREAD_M, len(centres)), shares)


def _draw(ground: _Ground, number: int, generator: np.random.Generator) -> tuple[Floats, Floats]:
    is_strewn = generator.random(number) < STREWN
    chosen = generator.choice(len(ground.shares), number, p=ground.shares)
    lon, lat = ground.centres[chosen].T.copy()
    missing = np.flatnonzero(~is_strewn)
    for _ in range(_TRIES):
        centres, spreads = ground.centres[chosen[missing]], ground.spreads_m[chosen[missing]]
        off = generator.standard_normal((2, len(missing))) * spreads / _METRES_PER_DEGREE
        tried_lat = np.round(centres[:, 1] + off[1], 6)
        tried_lon = np.round(centres[:, 0] + off[0] / np.cos(np.radians(centres[:, 1])), 6)
        good = shapely.contains_xy(ground.outline, tried_lon, tried_lat)
        lon[missing[good]], lat[missing[good]] = tried_lon[good], tried_lat[good]
        missing = missing[~good]
    # What did not fall into the district in so many tries lies anywhere in it, too.
    rows = np.concatenate([missing, np.flatnonzero(is_strewn)])
    lon[rows], lat[rows] = _strewn(ground.outline, len(rows), generator)
    return lon, lat


def _strewn(
    outline: shapely.Geometry, number: int, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw points evenly over a polygon."""
    west, south, east, north = outline.bounds
    lon, lat = np.empty((2, number))
    missing = np.arange(number)
    while len(missing):
        tried_lon = np.round(generator.uniform(west, east, len(missing)), 6)
        tried_lat = np.round(generator.uniform(south, north, len(missing)), 6)
        good = shapely.contains_xy(outline, tried_lon, tried_lat)
        lon[missing[good]], lat[missing[good]] = tried_lon[good], tried_lat[good]
        missing = missing[~good]
    return lon, lat
