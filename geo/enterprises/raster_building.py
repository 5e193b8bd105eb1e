"""Find out what the cells of a grid say of the points in them (see ``raster_table``)."""

from __future__ import annotations

import h3
import numpy as np
from numpy.typing import NDArray

from geo.enterprises.hexagon_lines import NEAR, SIDES, Hexagons, cells_at, disks, hexagons_around
from geo.enterprises.raster_grid import MARGIN, OUTSIDE, Codes, Floats, Grid
from geo.enterprises.raster_table import CHOICE, DOUBTFUL, THIRD, RasterTable

_NONE = 7  # no edge
_BLOCK = 50_000
_KM_PER_DEGREE = 111.7

Integers = NDArray[np.int64]


def build_table(grid: Grid, districts: Codes, resolution: int) -> RasterTable:
    """Find out what each cell of a grid says.

    Parameters
    ----------
    grid : Grid
    districts : ndarray of int32, shape (rows * columns,)
        As ``districts_of_cells`` returns.
    resolution : int
        Of the H3 cells.
    """
    codes: Codes = np.full(len(districts), DOUBTFUL, np.int32)
    codes[districts == OUTSIDE] = 0
    inside = np.flatnonzero(districts > 0)
    lon, lat = grid.centres(inside)
    cells, place = np.unique(cells_at(lon, lat, resolution), return_inverse=True)
    hexagons = hexagons_around(cells, resolution)
    first = np.searchsorted(hexagons.cells, cells)[place]
    half = 0.5 * grid.step + MARGIN
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(first), _BLOCK)]
    found = [_members(hexagons, first[own], lon[own], lat[own], half) for own in blocks]
    members = np.concatenate([np.zeros((0, 3), np.int64), *(part[0] for part in found)])
    edges = np.concatenate([np.zeros((0, 2), np.int64), *(part[1] for part in found)])
    certain = np.flatnonzero(members[:, 0] >= 0)
    members, edges, inside = members[certain], edges[certain], inside[certain]
    # One choice for all cells of the grid with the same district, hexagons and edges.
    count = len(hexagons.cells)
    key = districts[inside].astype(np.int64) * count + members[:, 0]
    key = (key * (_NONE + 1) + edges[:, 0]) * (_NONE + 1) + edges[:, 1]
    _, kept, which = np.unique(key, return_index=True, return_inverse=True)
    members, edges, of_district = members[kept], edges[kept], districts[inside[kept]]
    slots, places = np.unique(of_district[:, None] * count + members, return_inverse=True)
    slot_of: Codes = (places.reshape(members.shape) + 1).astype(np.int32)
    many = (edges != _NONE).sum(axis=1)
    meaning = slot_of[:, 0].copy()
    order = np.flatnonzero(many)[np.argsort(many[many > 0], kind="stable")]
    meaning[order] = len(slots) + 1 + np.arange(len(order), dtype=np.int32)
    codes[inside] = meaning[which]
    return RasterTable(
        codes,
        np.concatenate([[-1], slots // count - 1]).astype(np.int16),
        np.concatenate([np.zeros(1, np.uint64), hexagons.cells[slots % count]]),
        _choices(hexagons, members[order], edges[order], slot_of[order]),
        _thirds(hexagons, *(part[many == 2] for part in (members, edges, slot_of))),
        np.union1d(hexagons.cells[slots % count], _near(grid, codes, resolution)),
    )


def _choices(
    hexagons: Hexagons, members: Integers, edges: Integers, slots: Codes
) -> NDArray[np.void]:
    """Write down the first two slots and the line between them."""
    choices = np.zeros(len(members), CHOICE)
    choices["a"], choices["b"], choices["c"] = hexagons.lines[members[:, 0], edges[:, 0]].T
    choices["first"], choices["second"] = slots[:, 0], slots[:, 1]
    return choices


def _thirds(
    hexagons: Hexagons, members: Integers, edges: Integers, slots: Codes
) -> NDArray[np.void]:
    """Write down the third slot and the lines that part the first and second from it."""
    thirds = np.zeros(len(members), THIRD)
    last = hexagons.edge_to(members[:, 1], members[:, 2])
    if (last < 0).any():
        msg = "three hexagons meet in a corner, but two of them share no edge"
        raise AssertionError(msg)
    thirds["lines"][:, 0] = hexagons.lines[members[:, 0], edges[:, 1]]
    thirds["lines"][:, 1] = hexagons.lines[members[:, 1], last]
    thirds["slot"] = slots[:, 2]
    return thirds


def _near(grid: Grid, codes: Codes, resolution: int) -> NDArray[np.uint64]:
    """Return every H3 cell that touches a cell of the grid that is in doubt."""
    middles = np.unique(cells_at(*grid.centres(np.flatnonzero(codes == DOUBTFUL)), resolution))
    reach_km = 0.5 * np.sqrt(2) * grid.step * _KM_PER_DEGREE
    rings = int(np.ceil(reach_km / (0.5 * float(h3.average_hexagon_edge_length(resolution)))))
    return disks(middles, rings)


def _members(
    hexagons: Hexagons, first: Integers, lon: Floats, lat: Floats, half: float
) -> tuple[Integers, Integers]:
    """Find the hexagons that share each cell of the grid.

    Returns
    -------
    members : ndarray of int64, shape (n, 3)
        Ascending; the first again where there are fewer; -1 where there are more, or in doubt.
    edges : ndarray of int64, shape (n, 2)
        Which edges of the first lead to the others; 7 where there is none.
    """
    over = _reaches(hexagons.lines[first], lon, lat, half)
    known = ~np.isnan(hexagons.lines[first, 0, 0])
    order = np.argsort(~over, axis=1, kind="stable")[:, :2]
    beyond = hexagons.neighbours[first[:, None], order]
    many = over.sum(axis=1)
    members = np.stack([first, first, first], axis=1)
    members[:, 1] = np.where(many >= 1, beyond[:, 0], first)
    members[:, 2] = np.where(many >= 2, beyond[:, 1], first)
    doubtful = (many > 2) | ~known | (members < 0).any(axis=1)
    shared = np.flatnonzero((many > 0) & ~doubtful)
    doubtful[shared] |= ~_hold_alone(hexagons, members[shared], lon[shared], lat[shared], half)
    members[shared] = _ascending(members[shared])
    edges = np.full((len(first), 2), _NONE)
    for column in (0, 1):
        rows = shared[members[shared, column + 1] != members[shared, 0]]
        edges[rows, column] = hexagons.edge_to(members[rows, 0], members[rows, column + 1])
    doubtful |= (edges < 0).any(axis=1)
    members[doubtful] = DOUBTFUL
    return members, edges


def _reaches(lines: Floats, lon: Floats, lat: Floats, half: float) -> NDArray[np.bool_]:
    """Tell over which lines squares reach, or come near, shape (n, 6)."""
    middle = lines[..., 0] * lon[:, None] + lines[..., 1] * lat[:, None] + lines[..., 2]
    reach = (np.abs(lines[..., 0]) + np.abs(lines[..., 1])) * half
    over: NDArray[np.bool_] = middle + reach > -NEAR
    return over


def _hold_alone(
    hexagons: Hexagons, members: Integers, lon: Floats, lat: Floats, half: float
) -> NDArray[np.bool_]:
    """Tell where squares lie in their hexagons and in no other.

    They reach over no edge of the first but to the other members. What lies beyond such an edge
    is in the hexagon there, unless it reaches over an edge of that which leads away from the
    first: a line between two neighbours of the first cuts only what is beyond both.
    """
    alone = np.ones(len(members), dtype=bool)
    around = np.concatenate([hexagons.neighbours[members[:, 0]], members[:, :1]], axis=1)
    for column in (1, 2):
        own = members[:, column]
        over = _reaches(hexagons.lines[own], lon, lat, half)
        for corner in range(SIDES + 1):
            over &= hexagons.neighbours[own] != around[:, corner, None]
        is_same = own == members[:, 0]
        is_known = ~np.isnan(hexagons.lines[own, 0, 0])
        alone &= is_same | (is_known & ~over.any(axis=1))
    return alone


def _ascending(members: Integers) -> Integers:
    """Sort members; where there are but two, the first stands in the last place again."""
    is_pair = (members[:, 2] == members[:, 0]) | (members[:, 2] == members[:, 1])
    pairs = np.sort(members[:, :2], axis=1)
    return np.where(is_pair[:, None], pairs[:, [0, 1, 0]], np.sort(members, axis=1))
