"""Place and count enterprises, against joins by others and against only reading the file.

All enterprises are synthetic (``geo.enterprises.synth``). Ratios are taken in one run, the two
sides in turn, the best of their rounds. ``ATLAS_BENCHMARK_ROWS`` takes another number of rows
than 10 million, to try it out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import sedonadb
from numpy.typing import NDArray

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.enterprises.raster_index import DistrictRaster, build_raster
from geo.enterprises.synth import synthesise
from tests.benchmarks.memory import Peak
from tests.benchmarks.report import Figure
from tests.webapp.serving import PROJECT

POINTS = 1_000_000
ROWS = int(os.environ.get("ATLAS_BENCHMARK_ROWS", "10000000"))
ROUNDS = 3
SLOW_S = 5.0
"""A join that takes longer is not tried again."""
SEED = 5

Floats = NDArray[np.float64]


def measure(port: int) -> list[Figure]:
    """Compare joins of a million points, then counts of up to ten million rows.

    Parameters
    ----------
    port : int
        Not needed: nothing is asked of a server.
    """
    catalogue = read_catalogue(DEFAULT_ROOT)
    with tempfile.TemporaryDirectory(prefix="atlas-benchmark-") as name:
        folder = Path(name)
        start = time.perf_counter()
        raster = build_raster(catalogue, [city.id for city in catalogue.cities], cache=folder)
        built = Figure("grid of districts, made once", time.perf_counter() - start, "s")
        joins = _joins(catalogue, raster, _points(catalogue, folder))
        return [built, *joins, *_pipeline(catalogue, folder)]


def _joins(
    catalogue: Catalogue, raster: DistrictRaster, points: tuple[Floats, Floats]
) -> list[Figure]:
    """Find the districts of the same points by three ways, which must count the same."""
    lon, lat = points
    districts = catalogue.boundaries.full.reset_index()
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    peers: dict[str, Callable[[], dict[str, int]]] = {
        "the atlas": lambda: _counted(raster, lon, lat),
        "geopandas.sjoin": lambda: _sjoin(frame, districts),
        "SedonaDB": _sedona(frame, districts),
    }
    counts, best = {}, dict.fromkeys(peers, float("inf"))
    for turn in range(ROUNDS):
        for name, join in peers.items():
            if turn and best[name] > SLOW_S:
                continue
            start = time.perf_counter()
            counts[name] = join()
            best[name] = min(best[name], time.perf_counter() - start)
    assert counts["the atlas"] == counts["geopandas.sjoin"] == counts["SedonaDB"]
    note = f"{len(lon):,} synthetic points in {len(districts)} districts, best of {ROUNDS}"
    ours = best["the atlas"]
    return [
        *(Figure(f"districts by {name}", best[name], "s", note=note) for name in peers),
        Figure("districts, sjoin / atlas", best["geopandas.sjoin"] / ours, "×", 25, "more"),
        Figure("districts, SedonaDB / atlas", best["SedonaDB"] / ours, "×", 6, "more"),
    ]


def _points(catalogue: Catalogue, folder: Path) -> tuple[Floats, Floats]:
    """Make coordinates as registries have them, crowded around sites and centres."""
    path = folder / "points.parquet"
    synthesise(POINTS, SEED, path, "parquet", catalogue, faults=0, unplaced=0)
    table = pq.read_table(path, columns=["经度", "纬度"])
    return table["经度"].to_numpy(), table["纬度"].to_numpy()


def _counted(raster: DistrictRaster, lon: Floats, lat: Floats) -> dict[str, int]:
    codes = raster.districts(lon, lat)
    counts = np.bincount(codes[codes >= 0], minlength=len(raster.adcodes))
    found = dict(zip(raster.adcodes, counts.tolist(), strict=True))
    return {adcode: count for adcode, count in found.items() if count}


def _sjoin(frame: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> dict[str, int]:
    found = frame.sjoin(districts, predicate="intersects")["adcode"]
    return dict(found.value_counts().items())


def _sedona(frame: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> Callable[[], dict[str, int]]:
    """Load both sides into memory; return the join."""
    connection = sedonadb.connect()
    connection.create_data_frame(frame).to_memtable().to_view("points")
    connection.create_data_frame(districts).to_memtable().to_view("districts")
    query = (
        "SELECT d.adcode, count(*) AS rows FROM points p JOIN districts d"
        " ON ST_Intersects(p.geometry, d.geometry) GROUP BY d.adcode"
    )
    return lambda: {
        row["adcode"]: row["rows"] for row in pa.table(connection.sql(query)).to_pylist()
    }


def _pipeline(catalogue: Catalogue, folder: Path) -> list[Figure]:
    """Count registries of growing size; beside the largest, only read it."""
    figures = []
    seconds, peaks = {}, {}
    for rows in (ROWS // 10, 3 * ROWS // 10, ROWS):
        registry = folder / f"{rows}.csv"
        synthesise(rows, SEED, registry, "csv", catalogue)
        best = {"read": float("inf"), "count": float("inf")}
        for turn in range(ROUNDS):
            for what in best:
                took, peak = _run(what, registry, folder, turn)
                best[what] = min(best[what], took)
                if what == "count":
                    peaks[rows] = max(peaks.get(rows, 0), peak)
        seconds[rows] = best["count"]
        rate = f"{rows / best['count']:,.0f} rows a second; {registry.stat().st_size / 1e6:,.0f} MB"
        name = f"{rows / 1e6:g} million rows"
        figures += [
            Figure(f"{name}, CSV to aggregates", best["count"], "s", note=rate),
            Figure(f"{name}, only read by pyarrow", best["read"], "s"),
            Figure(
                f"{name}, atlas / reading",
                best["count"] / best["read"],
                "×",
                1.6 if rows == ROWS else None,
            ),
            Figure(
                f"{name}, peak memory of all processes",
                peaks[rows] / 2**20,
                "MiB",
                1024,
                note="PSS, sampled 20 times a second",
            ),
        ]
        registry.unlink()
    few, many = 3 * ROWS // 10, ROWS
    per_row = (seconds[many] / many) / (seconds[few] / few)
    memory = peaks[many] / peaks[few]
    note = "with all rows / with 30 % of them"
    return [
        *figures,
        Figure("growth of time per row", per_row, "×", 1.15, note=f"time per row, {note}"),
        Figure("growth of memory", memory, "×", 1.15, note=f"peak of all processes, {note}"),
    ]


def _run(what: str, registry: Path, folder: Path, turn: int) -> tuple[float, int]:
    """Read or count in a process of its own; return the seconds and the peak of memory."""
    out = folder / f"{registry.stem}-{turn}"
    command = [sys.executable, "-m", "tests.benchmarks.counting_run", what, str(registry)]
    if what == "count":
        command += [str(folder), str(out)]
    with (
        subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process,
        Peak(process.pid) as peak,
    ):
        answer, _ = process.communicate()
    if process.returncode:
        msg = f"{' '.join(command)} ended with {process.returncode}"
        raise RuntimeError(msg)
    return json.loads(answer)["seconds"], peak.bytes
