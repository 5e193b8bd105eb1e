"""Hot spots: hexagons around which enterprises are more frequent than chance would have it.

The statistic is Gi* of Getis and Ord (1992, 1995) as ``esda`` calculates it, with binary weights
on hexagons within some rings, the hexagon itself included. Its two-sided p-values, under the
normal approximation, are adjusted for testing every hexagon at once (false-discovery rate,
Benjamini and Hochberg 1995). Formulas and limits: docs/enterprise-methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.cross_table import Measure
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.study_area import disks, study_area
from geo.enterprises.sums import WEIGHT_STEPS
from geo.enterprises.years import Years

Cells = NDArray[np.uint64]
Floats = NDArray[np.float64]
RINGS = 2
ALPHA = 0.05
LEAST_ENTERPRISES = 30
"""With fewer nothing is tested: the approximation would not hold."""
LEAST_CELLS = 30
"""With fewer hexagons nothing is tested, nor with less than twice a neighbourhood."""

Obstacle = Literal["", "few_enterprises", "few_cells", "even"]
"""Why nothing was tested: too few enterprises, too few hexagons, or the same in every one."""


@dataclass(frozen=True, eq=False)
class HotSpots:
    """The hexagons of a city, tested.

    Attributes
    ----------
    city : str
    resolution, rings : int
    industry : str or None
        Id, "" for the unmapped; None for all.
    year : int, (int, int) or None
    measure : {"count", "weight"}
    alpha : float
        Share of false ones that is accepted among the spots found.
    obstacle : str
        See ``Obstacle``; "" if hexagons were tested.
    cells : ndarray of uint64, shape (n,), ascending
        All hexagons that the city touches or that have enterprises.
    values : ndarray of float64, shape (n,)
        Enterprises, or their weight.
    z : ndarray of float64, shape (n,)
        Gi*: how many standard deviations the neighbourhood lies above (+) or below (-) what
        chance would give it; NaN if not tested.
    p : ndarray of float64, shape (n,)
        Two-sided, adjusted for the number of hexagons; NaN if not tested.
    kinds : ndarray of int8, shape (n,)
        1 hot spot, -1 cold spot, 0 neither.
    """

    city: str
    resolution: int
    rings: int
    industry: str | None
    year: Years | None
    measure: Measure
    alpha: float
    obstacle: Obstacle
    cells: Cells
    values: Floats
    z: Floats
    p: Floats
    kinds: NDArray[np.int8]

    @property
    def hot(self) -> int:
        """How many hexagons are hot spots."""
        return int((self.kinds == 1).sum())

    @property
    def cold(self) -> int:
        """How many hexagons are cold spots."""
        return int((self.kinds == -1).sum())

    @property
    def occupied(self) -> int:
        """How many hexagons have any enterprise."""
        return int((self.values > 0).sum())


def hot_spots(
    aggregates: Aggregates,
    catalogue: Catalogue,
    city: str,
    *,
    resolution: int = 8,
    industry: str | None = None,
    year: Years | None = None,
    measure: Measure = "count",
    rings: int = RINGS,
    alpha: float = ALPHA,
) -> HotSpots:
    """Test the hexagons of a city.

    Parameters
    ----------
    aggregates : Aggregates
        Only enterprises with coordinates count.
    catalogue : Catalogue
    city : str
        Id.
    resolution : int
        Of H3: 9 to 5, with a year 8 to 5.
    industry : str, optional
        Id, or "" for the unmapped; all if not given.
    year : int or (int, int), optional
        One (0 for those without), or the first and the last of some; all if not given.
    measure : {"count", "weight"}
    rings : int
        Rings of neighbours, 1 to 5.
    alpha : float
        False-discovery rate.

    Returns
    -------
    HotSpots

    Raises
    ------
    EnterpriseError
        If weights are asked for and there are none, or rings or alpha make no sense.
    ValueError
        If the resolution, industry or year was not counted.
    UnknownIdError
        If there is no such city.
    """
    _check(aggregates, measure, rings, alpha)
    table = aggregates.cells(resolution, industry=industry, year=year)
    area = study_area(catalogue, city, resolution)
    cells, places = _with_border(area, table["cell"].to_numpy())
    values = np.zeros(len(cells))
    counts = np.zeros(len(cells), dtype=np.int64)
    counts[places[places >= 0]] = table["count"].to_numpy()[places >= 0]
    values[places[places >= 0]] = table[measure].to_numpy()[places >= 0]
    if measure == "weight":
        values /= WEIGHT_STEPS
    obstacle = _obstacle(counts, values, rings)
    z = p = np.full(len(cells), np.nan)
    if not obstacle:
        z, one_sided = getis_ord(cells, values, rings)
        p = false_discovery_adjusted(2 * one_sided)
    with np.errstate(invalid="ignore"):
        kinds = np.where(p <= alpha, np.sign(z), 0).astype(np.int8)
    return HotSpots(
        city,
        resolution,
        rings,
        industry,
        year,
        measure,
        alpha,
        obstacle,
        cells,
        values,
        z,
        p,
        kinds,
    )


def getis_ord(cells: Cells, values: Floats, rings: int) -> tuple[Floats, Floats]:
    """Calculate Gi* of each cell.

    Parameters
    ----------
    cells : ndarray of uint64, shape (n,), ascending
        H3 cells of one resolution.
    values : ndarray of float64, shape (n,)
        Not all the same.
    rings : int

    Returns
    -------
    z : ndarray of float64, shape (n,)
        Standardised as by Ord and Getis (1995).
    p : ndarray of float64, shape (n,)
        One-sided, of the normal distribution.
    """
    # PySAL takes seconds to import: only who tests hexagons waits, not every server that starts.
    from esda.getisord import G_Local
    from libpysal.graph import Graph

    centres, around = disks(cells, rings)
    places = np.searchsorted(cells, around)
    inside = places < len(cells)
    inside[inside] = cells[places[inside]] == around[inside]
    weights = pd.Series(
        1.0,
        index=pd.MultiIndex.from_arrays(
            [centres[inside], places[inside]], names=["focal", "neighbor"]
        ),
        name="weight",
    )
    # The cell itself is among its neighbours, which makes it Gi* instead of Gi.
    graph = Graph(weights.sort_index(), transformation="B", is_sorted=True)
    found = G_Local(values, graph, transform="B", permutations=0, star=True)
    return np.asarray(found.Zs, dtype=np.float64), np.asarray(found.p_norm, dtype=np.float64)


def false_discovery_adjusted(p: Floats) -> Floats:
    """Adjust p-values so that those up to α hold at most a share α of false ones.

    Parameters
    ----------
    p : ndarray of float64, shape (n,)

    Returns
    -------
    ndarray of float64, shape (n,)
        Benjamini and Hochberg (1995): the least α at which each would be rejected.
    """
    order = np.argsort(p)[::-1]
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / ranks), 1)
    return adjusted


def neighbourhood(rings: int) -> int:
    """Tell how many hexagons lie within so many rings, the one in the middle included."""
    return 1 + 3 * rings * (rings + 1)


def _check(aggregates: Aggregates, measure: Measure, rings: int, alpha: float) -> None:
    if measure == "weight" and not aggregates.has_weight:
        msg = "these enterprises have no weight: no column was named that holds one"
        raise EnterpriseError(msg, "no-weight")
    if not 1 <= rings <= 5:
        msg = f"{rings} rings of neighbours; allowed are 1 to 5"
        raise EnterpriseError(msg, "rings", {"rings": rings})
    if not 0 < alpha < 1:
        msg = f"a false-discovery rate of {alpha}; allowed is more than 0 and less than 1"
        raise EnterpriseError(msg, "alpha", {"alpha": alpha})


def _with_border(area: Cells, found: Cells) -> tuple[Cells, NDArray[np.int64]]:
    """Add cells with enterprises that lie one ring outside; enterprises of other cities fall away.

    H3's coarser cells do not cover their finer ones exactly, so that an enterprise near the
    border may be counted in a cell beside the city.
    """
    _, around = disks(area, 1)
    near = found[np.isin(found, around)]
    cells = np.union1d(area, near)
    places = np.searchsorted(cells, found)
    places[~np.isin(found, cells)] = -1
    return cells, places


def _obstacle(counts: NDArray[np.int64], values: Floats, rings: int) -> Obstacle:
    if counts.sum() < LEAST_ENTERPRISES:
        return "few_enterprises"
    if len(counts) < max(LEAST_CELLS, 2 * neighbourhood(rings)):
        return "few_cells"
    return "even" if np.ptp(values) == 0 else ""
