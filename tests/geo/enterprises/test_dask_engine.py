"""The same counts on a real cluster of two processes, one of which is killed midway."""

import gzip
import os
import signal
import threading
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster

from geo.enterprises import dask_engine, local_engine
from geo.enterprises.dask_engine import run_dask
from geo.enterprises.storage import stored_parts
from tests.geo.enterprises.counting_files import (
    HEADER,
    Counting,
    InlineCrew,
    csv_text,
    rows_of,
    wish_of,
    with_raster,
    workbook,
    written,
)
from tests.geo.enterprises.http_gateway import served

# A cluster warns of ports and of memory in ways that are its own.
pytestmark = pytest.mark.filterwarnings("default")
ROWS = rows_of(400)


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as found:
        yield found


class ClusterCounting(Counting):
    """Counts here or on a cluster, into a folder."""

    def on(self, cluster, wish, **options):
        address = cluster.scheduler_address
        return run_dask(wish, self.catalogue, self.words, self.folder, scheduler=address, **options)


@pytest.fixture
def counted(catalogue, raster, tmp_path, monkeypatch):
    with_raster(monkeypatch, raster)
    monkeypatch.setattr(dask_engine, "make_placer", local_engine.make_placer)
    monkeypatch.setattr(local_engine, "Crew", InlineCrew)
    return lambda name: ClusterCounting(catalogue, tmp_path / name)


def assert_same_files(*countings):
    for name in ("points.parquet", "rejected.csv"):
        ours, theirs = ((counting.folder / name).read_bytes() for counting in countings)
        assert ours == theirs


def test_a_cluster_counts_the_same_though_a_worker_is_killed(cluster, counted, tmp_path):
    rows = [
        [*row[:7], 'zwei\nZeilen, "so"' if n % 9 == 0 else row[7]] for n, row in enumerate(ROWS)
    ]
    rows[33] = rows[33][:4]
    rows[250][1] = "2.35"
    for number, place, cell in ((40, 6, "50-99人"), (41, 5, "43591"), (260, 6, "-1"), (42, 6, "-")):
        rows[number][place] = cell  # read in vain, or nothing: the rows count
    data = csv_text(rows)
    half = data.index("\n企业200,") + 1
    header = data[: data.index("\n") + 1]
    files = [
        written(tmp_path, data[:half], "a.csv"),
        written(tmp_path, gzip.compress((header + data[half:]).encode()), "b.csv.gz"),
    ]
    local = counted("local")
    wish = wish_of(*files, is_synthetic=True)
    expected = local.run(wish, workers=1)
    assert expected.is_synthetic
    remote = counted("dask")
    killed = threading.Event()

    def kill(_):
        if not killed.is_set():
            killed.set()
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    found = remote.on(cluster, wish, chunk_bytes=700, progress=kill)

    assert killed.is_set()
    assert found.equals(expected)
    assert remote.rejected() == local.rejected()
    assert len(local.rejected()) == 2 + 3
    assert (found.tally.unread_weight, found.tally.unread_year) == (2, 1)
    assert_same_files(remote, local)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_cluster_reads_parts_of_a_storage(cluster, counted, tmp_path, form):
    folder = tmp_path / "名录"
    folder.mkdir()
    if form == "csv":
        written(folder, csv_text(ROWS[:150]), "1.csv")
        written(folder, gzip.compress(csv_text(ROWS[150:]).encode()), "2.csv.gz")
    else:
        for name, rows in (("1.parquet", ROWS[:150]), ("2.parquet", ROWS[150:])):
            table = pa.table(dict(zip(HEADER, map(list, zip(*rows, strict=True)), strict=True)))
            pq.write_table(table, folder / name, row_group_size=60)
    local = counted("local")
    expected = local.run(wish_of(*sorted(folder.iterdir()), form=form), workers=1)

    remote = counted("remote")
    with served(tmp_path) as address:
        parts = stored_parts(f"{address}/名录", (".csv", ".gz", ".parquet"))
        assert len(parts) == 2
        found = remote.on(cluster, wish_of(*parts, form=form), chunk_bytes=700)

    assert found.equals(expected)
    assert found.tally.taken == len(ROWS)
    assert_same_files(remote, local)


def test_a_cluster_counts_the_sheet_that_was_chosen(cluster, counted, tmp_path):
    first, second = ([HEADER, *rows] for rows in (ROWS[:5], ROWS[:30]))
    workbook(tmp_path / "a.xlsx", 上半年=first, 名录=second)
    wish = wish_of(tmp_path / "a.xlsx", form="xlsx", sheet="名录")

    found = counted("remote").on(cluster, wish)

    assert found.tally.taken == 30
    assert found.equals(counted("local").run(wish, workers=1))


def test_a_count_whose_client_dies_goes_on_from_its_checkpoint(cluster, counted, tmp_path):
    rows = [*ROWS[:300], ROWS[300][:3], *ROWS[301:]]
    text = csv_text(rows)
    packed = written(tmp_path, gzip.compress(csv_text(rows[:50]).encode()), "1.csv.gz")
    wish = wish_of(packed, written(tmp_path, text, "2.csv"))
    local = counted("local")
    expected = local.run(wish, workers=1)
    again = counted("dask")

    class Died(Exception):
        pass

    def die(rows_done, progress):
        if progress.rows_done >= rows_done:
            raise Died

    for rows_done in (50, 200):  # after the packed file, then within the other one
        dying = partial(die, rows_done)
        with pytest.raises(Died):
            again.on(cluster, wish, chunk_bytes=700, checkpoint_seconds=0, progress=dying)
        assert (again.folder / "checkpoint").exists()
    told = []
    found = again.on(cluster, wish, chunk_bytes=700, progress=told.append)

    assert told[0].rows_done > 200
    assert found.equals(expected)
    assert len(again.rejected()) == 1
    assert_same_files(again, local)
    assert not (again.folder / "checkpoint").exists()
