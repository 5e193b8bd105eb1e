"""Choose sites, against calling the solver directly with the same model.

Directly means HiGHS through its own Python interface, the p-median model handed over as arrays:
the least that anybody could do. Both must find the same optimum. All points are synthetic.
"""

from __future__ import annotations

import time

import geopandas as gpd
import highspy
import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from geo.siting import choose_sites
from geo.siting_inputs import distances_m, positions_m
from geo.siting_order import Order
from tests.benchmarks.report import Figure

SITES, POINTS = 100, 1_000
OPEN = (25, 30)
"""How many sites to open: a harder and an easier problem (fewer are harder: 20 take minutes)."""
SHANGHAI = 32651
EXTENT_M = 40_000
ROUNDS = 3

Floats = NDArray[np.float64]


def measure(port: int) -> list[Figure]:
    """Solve the same points both ways, for each number of sites to open.

    Parameters
    ----------
    port : int
        Not needed: nothing is asked of a server.
    """
    figures = []
    sites, points = synthetic(0, SITES), synthetic(100, POINTS)
    for count in OPEN:
        rounds = [_both(sites, points, count) for _ in range(ROUNDS)]
        # Both do the same steps each time: what differs is the machine's.
        alone, ours, building = (min(times) for times in zip(*rounds, strict=True))
        name = f"{count}-median"
        note = f"{SITES} × {POINTS:,}, proven optimal, best of {ROUNDS} runs in turn"
        around = f"building the model and reading the answer: {building:.1f} s"
        figures += [
            Figure(f"{name} by HiGHS directly", alone, "s", note=note),
            Figure(f"{name} by the atlas", ours, "s", note=around),
            Figure(f"{name}, atlas / solver", ours / alone, "×", 1.3),
        ]
    return figures


def _both(
    sites: gpd.GeoDataFrame, points: gpd.GeoDataFrame, count: int
) -> tuple[float, float, float]:
    """Solve both ways; seconds directly, by the atlas, and of these outside the solver."""
    start = time.perf_counter()
    best = directly(sites, points, count)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    order = Order("p_median", count)
    found = choose_sites(sites, points, order, epsg=SHANGHAI, weight="load", time_limit_s=600)
    ours = time.perf_counter() - start
    assert found.outcome.status == "optimal"
    assert np.isclose(found.objective, best, rtol=1e-6), "both must find the same optimum"
    return alone, ours, ours - found.outcome.seconds


def synthetic(seed: int, count: int) -> gpd.GeoDataFrame:
    """Scatter synthetic points over a square in Shanghai."""
    generator = np.random.default_rng(seed)
    east, north = generator.uniform(0, EXTENT_M, (2, count))
    back = Transformer.from_crs(SHANGHAI, 4326, always_xy=True)
    lon, lat = back.transform(330_000 + east, 3_430_000 + north)
    return gpd.GeoDataFrame(
        {"load": generator.integers(1, 100, count)},
        geometry=gpd.points_from_xy(lon, lat, crs=4326),
    )


def directly(sites: gpd.GeoDataFrame, points: gpd.GeoDataFrame, count: int) -> float:
    """Solve the p-median problem by HiGHS alone; return the objective."""
    metres = distances_m(
        positions_m(points, SHANGHAI, "point"), positions_m(sites, SHANGHAI, "site")
    )
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(p_median(metres * points["load"].to_numpy()[:, None], count))
    solver.run()
    return float(solver.getInfo().objective_function_value)


def p_median(costs: Floats, count: int) -> highspy.HighsLp:
    """Write the model of spopt's `PMedian` as sparse rows: sites first, then assignments."""
    points, sites = costs.shape
    assigned = sites + np.arange(points * sites)
    model = highspy.HighsLp()
    model.num_col_ = sites + points * sites
    model.num_row_ = 1 + points + points * sites
    model.col_cost_ = np.concatenate([np.zeros(sites), costs.ravel()])
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.ones(model.num_col_)
    model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
    # Open so many; each point goes somewhere; nobody goes where nothing is open.
    pairs = np.column_stack([np.tile(np.arange(sites), points), assigned])
    model.row_lower_ = np.concatenate([[count], np.ones(points), np.zeros(points * sites)])
    model.row_upper_ = np.concatenate(
        [[count], np.ones(points), np.full(points * sites, highspy.kHighsInf)]
    )
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    lengths = np.concatenate([[sites], np.full(points, sites), np.full(points * sites, 2)])
    matrix.start_ = np.concatenate([[0], np.cumsum(lengths)])
    matrix.index_ = np.concatenate([np.arange(sites), assigned, pairs.ravel()])
    signs = np.tile([1.0, -1.0], points * sites)
    matrix.value_ = np.concatenate([np.ones(sites + points * sites), signs])
    return model
