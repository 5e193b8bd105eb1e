import fsspec
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from geo.enterprises import __main__ as command
from geo.enterprises import dask_engine, local_engine
from geo.enterprises.aggregates import no_aggregates, read_aggregates
from tests.geo.enterprises.counting_files import (
    HEADER,
    InlineCrew,
    csv_text,
    rows_of,
    with_raster,
    workbook,
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
        ([*COLUMNS, "--mixed"], "--mixed needs --encoding: rows that are not in that encoding"),
        ([*COLUMNS, "--sheet", "2024"], "--sheet 2024: registry.csv is no workbook"),
    ],
)
def test_main_says_what_is_wrong(call, tmp_path, arguments, said):
    done = call(written(tmp_path, csv_text(rows_of(5))), *arguments)

    assert done.exit_code in (1, 2)
    assert said in done.output


@pytest.mark.parametrize(
    ("options", "sheet", "read"),
    [
        ([], "2023", "4"),
        (["--sheet", "2024"], None, "9"),
        (["--sheet", "2025"], None, "sheet “2025” is not there; allowed: 说明, 2023, 2024, Sheet4"),
    ],
)
def test_main_reads_the_sheet_that_is_named(call, tmp_path, options, sheet, read):
    rows = [list(HEADER), *rows_of(9)]
    sheets = {"说明": [["企业名录"]], "2023": rows[:5], "2024": rows, "Sheet4": []}
    path = workbook(tmp_path / "r.xlsx", **sheets)

    done = call(path, *COLUMNS, *options)

    assert read in (done.stdout.splitlines()[0].split("\t") if done.stdout else done.output)
    told = "r.xlsx: sheet '2023' is read (--sheet); others are '说明', '2024'"
    assert (told in done.stderr) == (sheet is not None)


def test_main_does_not_guess_which_of_two_columns_of_a_name_is_meant(call, tmp_path):
    path = written(tmp_path, "经度,纬度,经度\n121.44,31.19,x\n121.45,31.19,y\n")
    place = ["--lat", "纬度"]

    done = call(path, "--lon", "经度", *place)

    assert done.exit_code == 2
    assert "'经度' is ambiguous: registry.csv has several columns of this name" in done.output
    assert "'经度 (1)', '经度 (2)'" in done.output
    assert "taken\t2" in call(path, "--lon", "经度 (1)", *place).stdout.splitlines()
    assert "rejected\t2" in call(path, "--lon", "经度 (2)", *place).stdout.splitlines()
    # A column that only looks like the second one is none.
    other = written(tmp_path, "经度,纬度,经度 (2)\n121.44,31.19,x\n", "o.csv")
    assert "taken\t1" in call(other, "--lon", "经度", *place).stdout.splitlines()


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
