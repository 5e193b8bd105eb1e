"""Where rows are: by their coordinates, else by the district that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.datum import Datum, bd09_to_wgs84, gcj02_to_wgs84
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.hexagons import COARSE, FINE, parent_codes, to_codes
from geo.enterprises.raster_index import DistrictRaster, build_raster

_TO_WGS84 = {"GCJ-02": gcj02_to_wgs84, "BD-09": bd09_to_wgs84}

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Placer:
    """All that is needed to say where rows are; make it with ``make_placer``.

    Attributes
    ----------
    raster : DistrictRaster
    names : DistrictNames
        Of the same districts.
    datum : Datum
        Of the coordinates that are placed.
    """

    raster: DistrictRaster
    names: DistrictNames
    datum: Datum = "WGS-84"

    @property
    def districts(self) -> tuple[str, ...]:
        """Adcodes, ascending; codes of districts count along them."""
        return self.raster.adcodes

    def to_wgs84(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Convert coordinates from the datum of the rows; about 1 µs a point unless WGS-84."""
        if self.datum in _TO_WGS84:
            return _TO_WGS84[self.datum](lon, lat)
        return lon, lat

    def place(self, lon: Floats, lat: Floats) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
        """Find the district and the fine cell of points in WGS-84.

        Parameters
        ----------
        lon, lat : ndarray, shape (n,), degrees

        Returns
        -------
        districts : ndarray of int16, shape (n,)
            -1 outside.
        cells : ndarray of int32, shape (n,)
            Index into ``fine_codes``; anything where the point is outside.
        """
        found = self.raster.find(lon, lat)
        districts = self.raster.slot_districts[found.slots]
        cells = self._fine_of_slots[found.slots]
        districts[found.rows] = found.districts
        inside = np.flatnonzero(found.districts >= 0)
        codes = to_codes(found.cells[inside], FINE)
        cells[found.rows[inside]] = np.searchsorted(self.fine_codes, codes)
        return districts, cells

    @cached_property
    def fine_codes(self) -> Integers:
        """Codes of the cells of resolution 9 that points can be in, ascending."""
        return np.unique(to_codes(self.raster.every_cell, FINE))

    @cached_property
    def coarse_codes(self) -> Integers:
        """Codes of their parents of resolution 8, ascending."""
        return np.unique(parent_codes(self.fine_codes, FINE, COARSE))

    @cached_property
    def coarse_of_fine(self) -> NDArray[np.int32]:
        """The place of the parent of each cell."""
        parents = parent_codes(self.fine_codes, FINE, COARSE)
        return np.searchsorted(self.coarse_codes, parents).astype(np.int32)

    @cached_property
    def _fine_of_slots(self) -> NDArray[np.int32]:
        codes = to_codes(self.raster.slot_cells, FINE)
        places = np.searchsorted(self.fine_codes, codes).astype(np.int32)
        places[0] = 0  # outside
        return places


def make_placer(
    catalogue: Catalogue,
    cities: Sequence[str],
    *,
    datum: Datum = "WGS-84",
    cache: Path | None = None,
) -> Placer:
    """Make a placer.

    Parameters
    ----------
    catalogue : Catalogue
    cities : sequence of str
        Ids of the cities whose districts count.
    datum : Datum
        Of the coordinates that will be placed.
    cache : Path, optional
        See ``geo.enterprises.raster_index.build_raster``.

    Raises
    ------
    UnknownIdError
        If there is no such city.
    """
    raster = build_raster(catalogue, cities, cache=cache)
    return Placer(raster, DistrictNames(catalogue, cities), datum)
