"""Put many points into districts and hexagons: by a look into a grid, exactly where it must be.

Every point gets what ``geopandas.sjoin(predicate="intersects")`` finds, a point on a common
border the first adcode in ascending order (as ``geo.locate.find_districts``), and the cell that
H3 finds for it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.enterprises.exact_districts import ExactDistricts
from geo.enterprises.hexagon_lines import exact_cells_at
from geo.enterprises.hexagons import FINE
from geo.enterprises.raster_building import build_table
from geo.enterprises.raster_files import file_raster, filed_raster, raster_folder
from geo.enterprises.raster_grid import CROSSED, STEP, Grid, districts_of_cells, grid_over
from geo.enterprises.raster_table import DOUBTFUL, RasterTable

_UNDECIDED = -2
_BLOCK = 32_768  # points; what is computed of them stays in the processor's cache

Floats = NDArray[np.float64]
Slots = NDArray[np.int32]


@dataclass(frozen=True)
class CityRaster:
    """The grid of one city and what its cells say; districts are codes of the whole raster."""

    grid: Grid
    table: RasterTable


@dataclass(frozen=True, eq=False)
class Found:
    """Where points are.

    Attributes
    ----------
    slots : ndarray of int32, shape (n,)
        Index into ``slot_districts`` and ``slot_cells`` of the raster; 0 outside, and for those:
    rows : ndarray of int64, shape (m,)
        Which points lie near a border and were tested exactly.
    districts : ndarray of int16, shape (m,)
        Code of their district, -1 outside.
    cells : ndarray of uint64, shape (m,)
        Their H3 cell, 0 outside.
    """

    slots: Slots
    rows: NDArray[np.int64]
    districts: NDArray[np.int16]
    cells: NDArray[np.uint64]


class DistrictRaster:
    """An index of districts and H3 cells; made by ``build_raster``.

    It may be used by several threads at once and sent to other processes.

    Parameters
    ----------
    adcodes : sequence of str
        Of the districts, ascending; their codes are the places here.
    exact : ExactDistricts
        Their outlines in the same order.
    cities : sequence of CityRaster
    """

    def __init__(self, adcodes: Sequence[str], exact: ExactDistricts, cities: Sequence[CityRaster]):
        self.adcodes = tuple(adcodes)
        self._exact = exact
        self._cities = tuple(cities)
        self.slot_districts = np.concatenate(
            [np.array([-1], np.int16), *(city.table.slot_districts[1:] for city in cities)]
        )
        self.slot_cells = np.concatenate(
            [np.zeros(1, np.uint64), *(city.table.slot_cells[1:] for city in cities)]
        )

    @property
    def every_cell(self) -> NDArray[np.uint64]:
        """Every H3 cell that a point in the districts can be in, and a few more; ascending."""
        return np.unique(np.concatenate([city.table.cells for city in self._cities]))

    def districts(self, lon: Floats, lat: Floats) -> NDArray[np.int16]:
        """Find the district of each point.

        Parameters
        ----------
        lon, lat : ndarray, shape (n,), degrees
            WGS-84; NaN and infinity lie nowhere.

        Returns
        -------
        ndarray of int16, shape (n,)
            Index into ``adcodes``, -1 outside.
        """
        lon, lat = _floats(lon, lat)
        codes = np.empty(len(lon), np.int16)
        for own in _blocks(len(lon)):
            codes[own] = self._district_codes(lon[own], lat[own])
        rows = np.flatnonzero(codes == _UNDECIDED)
        codes[rows] = self._exact.districts(lon[rows], lat[rows])
        return codes

    def place(self, lon: Floats, lat: Floats) -> tuple[NDArray[np.int16], NDArray[np.uint64]]:
        """Find the district and the H3 cell of each point.

        Parameters
        ----------
        lon, lat : ndarray, shape (n,), degrees
            As for ``districts``.

        Returns
        -------
        districts : ndarray of int16, shape (n,)
            As of ``districts``.
        cells : ndarray of uint64, shape (n,)
            H3 cells of resolution 9; 0 outside.
        """
        found = self.find(lon, lat)
        districts, cells = self.slot_districts[found.slots], self.slot_cells[found.slots]
        districts[found.rows] = found.districts
        cells[found.rows] = found.cells
        return districts, cells

    def find(self, lon: Floats, lat: Floats) -> Found:
        """Find the slot of each point: district and H3 cell at once; arguments as for ``place``."""
        lon, lat = _floats(lon, lat)
        slots = np.empty(len(lon), np.int32)
        for own in _blocks(len(lon)):
            slots[own] = self._slots(lon[own], lat[own])
        rows = np.flatnonzero(slots == DOUBTFUL)
        slots[rows] = 0
        districts = self._exact.districts(lon[rows], lat[rows])
        cells = np.zeros(len(rows), np.uint64)
        inside = np.flatnonzero(districts >= 0)
        cells[inside] = exact_cells_at(lon[rows[inside]], lat[rows[inside]], FINE)
        return Found(slots, rows, districts, cells)

    def _slots(self, lon: Floats, lat: Floats) -> Slots:
        """Return slots of the whole raster; 0 outside, -1 where in doubt."""
        slots = np.zeros(len(lon), np.int32)
        rows: Any = slice(None)
        offset = 0
        for city in self._cities:
            codes = city.table.codes[city.grid.cells_of(lon[rows], lat[rows])]
            found = city.table.slots_of(codes, lon[rows], lat[rows])
            slots[rows] = found if not offset else np.where(found > 0, found + offset, found)
            offset += len(city.table.slot_cells) - 1
            rows = np.flatnonzero(slots == 0)
            if not len(rows):
                break
        return slots

    def _district_codes(self, lon: Floats, lat: Floats) -> NDArray[np.int16]:
        """Return codes of districts; -1 outside, -2 where in doubt."""
        found = np.full(len(lon), -1, np.int16)
        rows: Any = slice(None)
        for city in self._cities:
            cell = city.grid.cells_of(lon[rows], lat[rows])
            found[rows] = city.table.districts_of(city.table.codes[cell])
            rows = np.flatnonzero(found == -1)
            if not len(rows):
                break
        return found


def build_raster(
    catalogue: Catalogue, cities: Sequence[str], *, cache: Path | None = None, step: float = STEP
) -> DistrictRaster:
    """Make the index of the districts of cities; about 5 s for the two of this atlas.

    Parameters
    ----------
    catalogue : Catalogue
    cities : sequence of str
        Ids, such as "shanghai".
    cache : Path, optional
        A folder in which it is kept, by the fingerprint of the catalogue, and found again; then
        processes share its memory.
    step : float
        Side of a cell of the grid, in degrees.

    Returns
    -------
    DistrictRaster

    Raises
    ------
    UnknownIdError
        If there is no such city.
    """
    wanted = sorted({catalogue.city(city).id for city in cities})
    of_city = {row.adcode: row.city for row in catalogue.districts if row.city in wanted}
    adcodes = sorted(of_city)
    exact = ExactDistricts(catalogue.boundaries.full.geometry.loc[adcodes].to_numpy())
    own = None if cache is None else raster_folder(cache, catalogue.fingerprint, wanted, step)
    parts = None if own is None else filed_raster(own)
    if parts is None:
        codes = [[adcodes.index(own) for own in adcodes if of_city[own] == city] for city in wanted]
        parts = [_part(exact, own, step) for own in codes]
        if own is not None:
            file_raster(own, parts)
            # Mapped from the file it is shared with other processes; as it was made, it is not.
            parts = filed_raster(own) or parts
            _give_back()
    return DistrictRaster(adcodes, exact, [CityRaster(grid, table) for grid, table in parts])


def _give_back() -> None:
    """Return what building took (300 MB of small pieces) to the system, where glibc can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _part(exact: ExactDistricts, codes: Sequence[int], step: float) -> tuple[Grid, RasterTable]:
    """Make the grid of one city, whose districts have these codes, and its table."""
    own = exact.some(codes)
    grid = grid_over(list(own.shapes()), step=step)
    found = districts_of_cells(grid, own)
    renumbered = np.array([*(code + 1 for code in codes), CROSSED], np.int32)
    districts = np.where(found > 0, renumbered[found - 1], found)
    return grid, build_table(grid, districts, FINE)


def _floats(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(lon, np.float64), np.ascontiguousarray(lat, np.float64)


def _blocks(count: int) -> list[slice]:
    return [slice(start, start + _BLOCK) for start in range(0, count, _BLOCK)]
