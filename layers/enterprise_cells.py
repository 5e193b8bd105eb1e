"""Hexagons as the browser reads them: whole numbers that differ little from cell to cell.

A cell travels as its centre and six corners, in millionths of a degree (0.1 m), every column as
differences from the row before. Cells in the order of their H3 index are neighbours, and at one
resolution their shapes hardly differ, so a column compresses to almost nothing:
10,000 hexagons take about 60 kB. No H3 is needed in the browser, and no edge is rounded away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import h3
import numpy as np
import pyarrow as pa
import shapely
from h3ronpy.vector import cells_to_coordinates, cells_to_wkb_polygons
from numpy.typing import NDArray

from layers.enterprise_scales import Json, ValueClass

CORNERS = 6
PRECISION = 1e-6
"""Degrees of one step."""
WEIGHT_STEP = 1e-4
"""What one step of a weight in aggregates stands for."""
TILE_DEGREES = 0.1
"""Side of the squares in which the finest hexagons are fetched."""

Cells = NDArray[np.uint64]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def cell_centres(cells: Cells) -> tuple[Floats, Floats]:
    """Return longitude and latitude (WGS-84 degrees) of the centres of cells."""
    found = pa.record_batch(cells_to_coordinates(cells))
    return found.column("lng").to_numpy(), found.column("lat").to_numpy()


def cell_corners(cells: Cells) -> Floats:
    """Return the corners of cells.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)

    Returns
    -------
    ndarray of float, shape (n, 6, 2)
        Longitude and latitude in WGS-84 degrees, in order about the cell. A pentagon's last
        corner is there twice; corners that H3 adds where a cell bends over an edge of its
        icosahedron are left out.
    """
    if not len(cells):
        return np.empty((0, CORNERS, 2))
    rings = shapely.from_wkb(pa.array(cells_to_wkb_polygons(cells)).to_numpy(zero_copy_only=False))
    counts = shapely.get_num_coordinates(rings)
    corners = np.empty((len(cells), CORNERS, 2))
    plain = counts == CORNERS + 1
    xy = shapely.get_coordinates(rings[plain]).reshape(-1, CORNERS + 1, 2)
    corners[plain] = xy[:, :CORNERS]
    for place in np.flatnonzero(~plain):
        vertexes = [h3.vertex_to_latlng(one) for one in h3.cell_to_vertexes(_text(cells[place]))]
        known = [(lon, lat) for lat, lon in vertexes]
        corners[place] = [*known, *known[-1:]][:CORNERS]
    return corners


def cell_polygons(cells: Cells) -> list[shapely.Polygon]:
    """Return the outlines of cells (WGS-84 degrees)."""
    return list(shapely.polygons(cell_corners(cells)))


def pack_cells(
    cells: Cells,
    counts: Integers,
    classes: Sequence[ValueClass],
    *,
    resolution: int,
    weights: Integers | None = None,
    more: Mapping[str, Any] | None = None,
) -> Json:
    """Describe hexagons to ``enterprise-canvas.js``.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,)
        H3 cells of one resolution.
    counts : ndarray of int, shape (n,)
        Enterprises of each.
    classes : sequence of ValueClass
        Into which the counts fall.
    resolution : int
    weights : ndarray of int64, shape (n,), optional
        Sums of weights in steps of ``WEIGHT_STEP``.
    more : mapping, optional
        Further columns, as they are.

    Returns
    -------
    dict
        JSON-ready: ``lat``, ``lon`` and the twelve columns of ``shape`` (x and y of each corner
        from the centre) as differences, ``count``, ``weight`` or None, ``classes``, ``km2`` (the
        mean area of such a hexagon near these).
    """
    lon, lat = cell_centres(cells) if len(cells) else (np.empty(0), np.empty(0))
    x, y = _steps(lon), _steps(lat)
    corners = _steps(cell_corners(cells))
    shape = (corners - np.stack([x, y], axis=1)[:, None, :]).reshape(len(cells), 2 * CORNERS)
    return {
        "resolution": resolution,
        "km2": mean_area_km2(cells, resolution),
        "lat": _differences(y),
        "lon": _differences(x),
        "shape": [_differences(column) for column in shape.T],
        "count": counts.tolist(),
        "weight": None if weights is None else (weights * WEIGHT_STEP).round(4).tolist(),
        "classes": [row.to_json() for row in classes],
        **(more or {}),
    }


def mean_area_km2(cells: Cells, resolution: int) -> float:
    """Return the area of such hexagons (km², three digits): near these, or of the whole earth."""
    if not len(cells):
        return float(f"{h3.average_hexagon_area(resolution, unit='km^2'):.3g}")
    sample = cells[:: max(1, len(cells) // 50)]
    return float(f"{np.mean([h3.cell_area(_text(cell), unit='km^2') for cell in sample]):.3g}")


def tile_of(cells: Cells) -> tuple[Integers, Integers]:
    """Return column and row of the squares (``TILE_DEGREES``) that hold the centres of cells."""
    lon, lat = cell_centres(cells)
    return (
        np.floor(lon / TILE_DEGREES).astype(np.int64),
        np.floor(lat / TILE_DEGREES).astype(np.int64),
    )


def _text(cell: Any) -> str:
    return str(h3.int_to_str(int(cell)))


def _steps(degrees: Floats) -> Integers:
    steps: Integers = np.rint(degrees / PRECISION).astype(np.int64)
    return steps


def _differences(column: Integers) -> list[int]:
    found: list[int] = np.diff(column, prepend=0).tolist()
    return found
