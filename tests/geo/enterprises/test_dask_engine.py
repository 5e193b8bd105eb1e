"""The same counts on a real cluster of two processes, one of which is killed midway."""

import gzip
import os
import signal
import threading

import pytest
from distributed import LocalCluster

from geo.enterprises import dask_engine, local_engine
from geo.enterprises.dask_engine import Storage, run_dask
from geo.enterprises.errors import EnterpriseError
from tests.geo.enterprises.counting_files import (
    Counting,
    csv_text,
    rows_of,
    wish_of,
    with_raster,
    written,
)

# A cluster warns of ports and of memory in ways that are its own.
pytestmark = pytest.mark.filterwarnings("default")
ROWS = rows_of(400)


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as found:
        yield found


def test_a_cluster_counts_the_same_though_a_worker_is_killed(
    cluster, catalogue, raster, tmp_path, monkeypatch
):
    with_raster(monkeypatch, raster)
    monkeypatch.setattr(dask_engine, "make_placer", local_engine.make_placer)
    rows = [
        [*row[:7], 'zwei\nZeilen, "so"' if n % 9 == 0 else row[7]] for n, row in enumerate(ROWS)
    ]
    rows[33] = rows[33][:4]
    rows[250][1] = "2.35"
    data = csv_text(rows)
    half = data.index("\n企业200,") + 1
    header = data[: data.index("\n") + 1]
    files = [
        written(tmp_path, data[:half], "a.csv"),
        written(tmp_path, gzip.compress((header + data[half:]).encode()), "b.csv.gz"),
    ]
    local = Counting(catalogue, tmp_path / "local")
    expected = local.run(wish_of(*files), workers=1)
    cluster_counting = Counting(catalogue, tmp_path / "dask")
    killed = threading.Event()

    def kill(_):
        if not killed.is_set():
            killed.set()
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    found = run_dask(
        wish_of(*files),
        catalogue,
        local.words,
        cluster_counting.folder,
        scheduler=cluster.scheduler_address,
        chunk_bytes=700,
        progress=kill,
    )

    assert killed.is_set()
    assert found.equals(expected)
    assert cluster_counting.rejected() == local.rejected()
    assert len(local.rejected()) == 2
    for name in ("points.parquet", "rejected.csv"):
        ours, theirs = (counting.folder / name for counting in (cluster_counting, local))
        assert ours.read_bytes() == theirs.read_bytes()


def test_storage_tells_of_a_file_that_is_missing(tmp_path):
    path = str(tmp_path / "missing.csv")
    for ask in (Storage(), Storage().state_of):
        with pytest.raises(EnterpriseError, match=r"missing\.csv cannot be read"):
            ask(path)
