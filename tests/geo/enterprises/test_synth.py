import csv
import gzip
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo.catalogue import DEFAULT_ROOT, Catalogue
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.industry_words import IndustryWords
from geo.enterprises.kernel import aggregate_rows
from geo.enterprises.placer import Placer
from geo.enterprises.raster_index import DistrictRaster
from geo.enterprises.synth import form_of, is_synthetic, synthesise
from geo.enterprises.synth_rows import COLUMNS, PREFIX


def lines(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return list(csv.reader(text.splitlines(), strict=True))


def test_synthesise_writes_a_table_that_any_reader_reads(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    done: list[int] = []
    made = synthesise(
        1000,
        5,
        tmp_path / "a.csv",
        "csv",
        catalogue,
        cities=["shanghai"],
        faults=0.1,
        told=done.append,
    )
    header, *rows = lines(made.path)

    assert header == list(COLUMNS.values())
    assert len(rows) == made.rows == 1000
    assert {len(row) for row in rows} == {8}
    assert all(row[0].startswith(PREFIX) for row in rows)
    assert sum(made.faults.values()) == pytest.approx(100, abs=40)
    assert (done, list(tmp_path.iterdir())) == ([1000], [made.path])


def test_the_same_seed_gives_the_same_bytes_in_every_form(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    def written(name: str, seed: int, rows: int = 300) -> Path:
        path = tmp_path / name
        return synthesise(rows, seed, path, form_of(path), catalogue, cities=["shenzhen"]).path

    for end in ("csv", "csv.gz", "parquet"):
        one, same, other = (written(f"{i}.{end}", seed) for i, seed in enumerate((1, 1, 2)))
        assert one.read_bytes() == same.read_bytes() != other.read_bytes()
    assert lines(tmp_path / "0.csv") == lines(tmp_path / "0.csv.gz")
    assert lines(written("short.csv", 1, 20)) == lines(tmp_path / "0.csv")[:21]


def test_parquet_says_that_it_is_synthetic(catalogue: Catalogue, tmp_path: Path) -> None:
    made = synthesise(200, 1, tmp_path / "a.parquet", "parquet", catalogue, cities=["shanghai"])
    table = pq.read_table(made.path)

    assert table.schema.metadata[b"synthetic"] == b"true"
    assert (table.num_rows, table.column_names) == (200, list(COLUMNS.values()))


def test_faults_are_just_what_counting_leaves_out(
    catalogue: Catalogue, tmp_path: Path, raster: DistrictRaster
) -> None:
    made = synthesise(4000, 3, tmp_path / "a.parquet", "parquet", catalogue, faults=0.1)
    table = pq.read_table(made.path).rename_columns(list(COLUMNS))
    placer = Placer(raster, DistrictNames(catalogue, ["shenzhen", "shanghai"]))

    counted = aggregate_rows(table, placer, IndustryWords.default(catalogue))

    assert {kind: counted.rejects.count(kind) for kind in made.faults} == made.faults
    assert counted.aggregates.tally.taken == made.rows - sum(made.faults.values())
    assert counted.aggregates.tally.by_district_only == pytest.approx(180, abs=60)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rows": 0}, "0 rows; allowed are 1 to"),
        ({"seed": -1}, "the seed -1"),
        ({"form": "xlsx"}, 'no form "xlsx"; allowed: csv, csv.gz, parquet'),
        ({"faults": 1.1}, "faults is 1.1; allowed is 0 to 1"),
        ({"unplaced": -0.1}, "unplaced is -0.1"),
        ({"datum": "CGCS2000"}, 'no datum "CGCS2000" is written'),
        ({"out": DEFAULT_ROOT / "cities.csv"}, "is there already"),
    ],
)
def test_what_makes_no_sense_is_refused(
    catalogue: Catalogue, tmp_path: Path, given: dict[str, object], message: str
) -> None:
    arguments = {"rows": 5, "seed": 1, "out": tmp_path / "a.csv", "form": "csv"} | given
    with pytest.raises(EnterpriseError, match=message):
        synthesise(catalogue=catalogue, **arguments)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_nothing_behind(catalogue: Catalogue, tmp_path: Path) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        synthesise(5, 1, tmp_path / "a.csv", "csv", catalogue, cities=["shanghai"], told=stop)
    assert list(tmp_path.iterdir()) == []


def test_form_of() -> None:
    assert [form_of(Path(name)) for name in ("a.csv", "A.CSV.GZ", "a.b.parquet")] == [
        "csv",
        "csv.gz",
        "parquet",
    ]
    with pytest.raises(EnterpriseError, match=r'"a.xlsx" ends in none of .csv, .csv.gz, .parquet'):
        form_of(Path("a.xlsx"))


def test_is_synthetic() -> None:
    assert is_synthetic(["某公司", None, "合成企业00000001号"])
    assert not is_synthetic(["某公司", None, "合成材料厂"])


def test_nothing_synthetic_is_in_the_catalogue() -> None:
    for path in DEFAULT_ROOT.rglob("*"):
        if path.is_file():
            assert PREFIX.encode() not in path.read_bytes(), path
