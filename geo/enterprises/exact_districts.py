"""Points in districts, exactly; slow, so it is asked near borders only."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]


class ExactDistricts:
    """Polygons that know which of them holds a point, by the rule of ``geo.locate``.

    Each thread and each process works on a copy of its own: threads that share a prepared
    geometry crash GEOS.

    Parameters
    ----------
    shapes : sequence of polygons, in degrees
        In ascending order of their adcodes.
    """

    def __init__(self, shapes: Sequence[Any]):
        self._start(list(shapely.to_wkb(np.asarray(shapes, dtype=object))))

    def _start(self, texts: list[bytes]) -> None:
        self._texts = texts
        self._own = threading.local()

    def __getstate__(self) -> list[bytes]:
        return self._texts

    def __setstate__(self, texts: list[bytes]) -> None:
        self._start(texts)

    def some(self, codes: Sequence[int]) -> ExactDistricts:
        """Take the polygons at these places only; then those places are 0, 1, ….

        Parameters
        ----------
        codes : sequence of int, ascending
        """
        return ExactDistricts(shapely.from_wkb([self._texts[code] for code in codes]))

    def shapes(self) -> NDArray[np.object_]:
        """Return this thread's copy of the polygons, prepared."""
        found = getattr(self._own, "shapes", None)
        if found is None:
            found = np.asarray(shapely.from_wkb(self._texts), dtype=object)
            shapely.prepare(found)
            self._own.shapes = found
            self._own.bounds = shapely.bounds(found)
        return found

    def districts(self, lon: Floats, lat: Floats) -> Codes:
        """Find the polygon in which each point lies.

        Parameters
        ----------
        lon, lat : ndarray, shape (n,), degrees
            NaN and infinity lie nowhere.

        Returns
        -------
        ndarray of int16, shape (n,)
            Place of the polygon in the sequence, the first if the point is on a common border;
            -1 in none.
        """
        found: Codes = np.full(len(lon), -1, dtype=np.int16)
        shapes = self.shapes()
        bounds = self._own.bounds
        for code in range(len(shapes) - 1, -1, -1):
            west, south, east, north = bounds[code]
            near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
            if len(near):
                inside = shapely.intersects_xy(shapes[code], lon[near], lat[near])
                found[near[inside]] = code
        return found
