import fsspec
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from geo.enterprises import __main__ as command
from geo.enterprises import dask_engine, local_engine
from geo.enterprises.aggregates import no_aggregates, read_aggregates
from tests.geo.enterprises.counting_files import (
    InlineCrew,
    csv_text,
    rows_of,
    with_raster,
    written,
)

COLUMNS = ["--lon", "经度", "--lat", "纬度", "--district", "区", "--industry", "行业"]


@pytest.fixture
def call(tmp_path, raster, monkeypatch):
    with_raster(monkeypatch, raster)
    monkeypatch.setattr(local_engine, "Crew", InlineCrew)

    def call(*arguments):
        given = [str(argument) for argument in (*arguments, "--out", tmp_path / "out")]
        return CliRunner().invoke(command.main, given)

    return call


def test_main_counts_a_folder_of_parts_and_finds_out_how_they_are_written(call, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    rows = rows_of(100)
    for name, part in (("2.csv", rows[60:]), ("1.csv", rows[:60])):
        written(folder, csv_text(part, delimiter=";").encode("gb18030"), name)
    written(folder, "", "_SUCCESS")

    done = call(folder, *COLUMNS)

    assert done.exit_code == 0
    numbers = dict(line.split("\t") for line in done.stdout.splitlines())
    assert numbers["taken"] == "100"
    # Of no industry are those whose text names none, and those without a text.
    assert int(numbers["not_mapped"]) == int(numbers["unmapped"]) + int(numbers["no_industry"]) > 0
    assert "100%  100 rows" in done.stderr
    assert (tmp_path / "out" / "aggregates" / "tally.json").exists()


@pytest.mark.parametrize("made_up", [True, False])
def test_main_keeps_what_is_synthetic_with_the_counts(call, tmp_path, made_up):
    option = ["--synthetic"] if made_up else []
    done = call(written(tmp_path, csv_text(rows_of(20))), *COLUMNS, *option)

    assert done.exit_code == 0, done.output
    assert read_aggregates(tmp_path / "out" / "aggregates").is_synthetic == made_up
    points = pq.read_schema(tmp_path / "out" / "points.parquet")
    assert points.metadata[b"synthetic"] == (b"true" if made_up else b"false")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lon", "x", "--lat", "y"], "has no column 'x'"),
        (["--lon", "经度"], "both or neither"),
        ([*COLUMNS, "--city", "atlantis"], "atlantis"),
        ([*COLUMNS, "--engine", "dask"], "needs --scheduler"),
        ([*COLUMNS, "--datum", "GCJ"], "'GCJ-02'"),
        (["s3://bucket/1.csv", *COLUMNS], "s3://bucket/1.csv is read by --engine dask only"),
        (["/nowhere/1.csv", *COLUMNS], "/nowhere/1.csv does not exist"),
    ],
)
def test_main_says_what_is_wrong(call, tmp_path, arguments, said):
    done = call(written(tmp_path, csv_text(rows_of(5))), *arguments)

    assert done.exit_code in (1, 2)
    assert said in done.output


def test_main_refuses_a_folder_without_parts(call, tmp_path):
    (tmp_path / "empty").mkdir()

    done = call(tmp_path / "empty", *COLUMNS)

    assert done.exit_code == 2
    assert "holds no part" in done.output


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_main_hands_the_parts_at_an_address_to_a_cluster(call, form, monkeypatch):
    counted = []

    def run_dask(wish, catalogue, words, folder, *, scheduler, resume, **_):
        counted.append((wish, scheduler, resume))
        return no_aggregates((), (), has_weight=False)

    monkeypatch.setattr(dask_engine, "run_dask", run_dask)
    system = fsspec.filesystem("memory")
    for number in (2, 1):
        data = csv_text(rows_of(9), delimiter=";").encode("gb18030")
        system.pipe(f"/bucket/{number}.{form}", data)

    done = call("memory://bucket", *COLUMNS, "--engine", "dask", "--scheduler", "tcp://h:1")

    system.rm("/bucket", recursive=True)
    assert done.exit_code == 0, done.output
    ((wish, scheduler, resume),) = counted
    assert wish.files == tuple(f"memory://bucket/{number}.{form}" for number in (1, 2))
    told = ("csv", "gb18030", ";") if form == "csv" else ("parquet", "utf-8", ",")
    assert (wish.form, wish.encoding, wish.delimiter) == told
    assert (scheduler, resume) == ("tcp://h:1", True)
