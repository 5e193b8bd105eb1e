"""Count a million points per district on a cluster of two processes: the engine, dask-geopandas.

Both read the same Parquet parts, and must count the same. Ours also maps industries, fills two
grids of hexagons and writes its result, as it always does.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path

import dask.dataframe as dd
import dask_geopandas
import geopandas as gpd
import pyarrow.parquet as pq
from distributed import Client, LocalCluster

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.enterprises.dask_engine import run_dask
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.raster_index import build_raster
from geo.enterprises.synth import synthesise
from geo.enterprises.wish import Columns, EnterpriseWish
from tests.benchmarks.report import Figure

POINTS = 1_000_000
PARTS = 8
ROUNDS = 2
SEED = 5


def measure(port: int) -> list[Figure]:
    """Compare the two.

    Parameters
    ----------
    port : int
        Not needed: nothing is asked of a server.
    """
    catalogue = read_catalogue(DEFAULT_ROOT)
    districts = catalogue.boundaries.full.reset_index()[["adcode", "geometry"]]
    best = dict.fromkeys(("dask-geopandas", "the atlas"), float("inf"))
    with (
        tempfile.TemporaryDirectory(prefix="atlas-benchmark-") as name,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        folder = Path(name)
        parts = _parts(catalogue, folder)
        # Made once for a catalogue: the part "enterprises" measures it.
        build_raster(catalogue, [city.id for city in catalogue.cities], cache=folder)
        for turn in range(ROUNDS):
            start = time.perf_counter()
            theirs = _joined(cluster.scheduler_address, parts, districts)
            middle = time.perf_counter()
            ours = _counted(cluster.scheduler_address, parts, catalogue, folder / f"{turn}")
            took = (middle - start, time.perf_counter() - middle)
            assert ours == theirs
            best = {name: min(best[name], now) for name, now in zip(best, took, strict=True)}
    note = f"{POINTS:,} synthetic points, {PARTS} Parquet parts, 2 processes, best of {ROUNDS}"
    ratio = best["dask-geopandas"] / best["the atlas"]
    return [
        *(Figure(f"on a cluster, {name}", took, "s", note=note) for name, took in best.items()),
        Figure("on a cluster, dask-geopandas / atlas", ratio, "×", 1, "more"),
    ]


def _parts(catalogue: Catalogue, folder: Path) -> list[Path]:
    whole = folder / "points.parquet"
    synthesise(POINTS, SEED, whole, "parquet", catalogue, faults=0, unplaced=0)
    table = pq.read_table(whole, columns=["经度", "纬度", "产业"])
    parts = [folder / f"part-{number}.parquet" for number in range(PARTS)]
    size = POINTS // PARTS
    for number, part in enumerate(parts):
        pq.write_table(table.slice(number * size, size), part)
    return parts


def _joined(scheduler: str, parts: list[Path], districts: gpd.GeoDataFrame) -> dict[str, int]:
    with Client(scheduler):
        rows = dd.read_parquet(list(map(str, parts)), columns=["经度", "纬度"])
        shapes = dask_geopandas.points_from_xy(rows, "经度", "纬度", crs=4326)
        points = dask_geopandas.from_dask_dataframe(rows, geometry=shapes)
        found = dask_geopandas.sjoin(points, districts, predicate="intersects")["adcode"]
        counts = found.value_counts().compute()
    return {str(adcode): int(count) for adcode, count in counts.items() if count}


def _counted(
    scheduler: str, parts: list[Path], catalogue: Catalogue, folder: Path
) -> dict[str, int]:
    wish = EnterpriseWish(
        files=tuple(map(str, parts)),
        form="parquet",
        columns=Columns(lon="经度", lat="纬度", industry="产业"),
        cities=tuple(city.id for city in catalogue.cities),
        is_synthetic=True,
    )
    words = IndustryWords.default(catalogue)
    cache = folder.parent
    table = run_dask(wish, catalogue, words, folder, scheduler=scheduler, cache=cache).by_district
    counts: Counter[str] = Counter()
    for adcode, count in zip(
        table["district"].to_pylist(), table["count"].to_pylist(), strict=True
    ):
        counts[adcode] += count
    return dict(counts)
