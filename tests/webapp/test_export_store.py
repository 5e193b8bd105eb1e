import logging

import pytest

from geo.exports.datasets import DATASETS
from geo.exports.formats import FORMATS
from geo.exports.table import export_table
from webapp import export_store
from webapp.export_store import ExportStore

SITES, CSV, XLSX = DATASETS["sites"], FORMATS["csv"], FORMATS["xlsx"]


@pytest.fixture
def made(monkeypatch):
    """Count how often a table is made."""
    calls = []

    def make(*args, **options):
        calls.append(options)
        return export_table(*args, **options)

    monkeypatch.setattr(export_store, "export_table", make)
    return calls


def test_a_file_is_made_once(catalogue, tmp_path, made):
    first = ExportStore(catalogue, tmp_path / "x").file(SITES, CSV, "WGS-84")
    second = ExportStore(catalogue, tmp_path / "x").file(SITES, CSV, "WGS-84")

    assert first == second == CSV.write(export_table(catalogue, SITES))
    assert len(made) == 1


def test_every_choice_is_a_file_of_its_own(catalogue, tmp_path, made):
    store = ExportStore(catalogue, tmp_path)
    choices = [
        *(
            (SITES, CSV, "WGS-84", None),
            (SITES, CSV, "GCJ-02", None),
            (SITES, XLSX, "WGS-84", None),
        ),
        *((SITES, CSV, "WGS-84", "shenzhen"), (DATASETS["belts"], CSV, "WGS-84", None)),
    ]

    assert len({store.file(*choice) for choice in choices}) == len(made) == len(choices)


def test_another_catalogue_or_recipe_makes_it_anew(catalogue, tmp_path, made, monkeypatch):
    ExportStore(catalogue, tmp_path).file(SITES, CSV, "WGS-84")
    object.__setattr__(other := type(catalogue)(**fields(catalogue)), "fingerprint", "0" * 64)
    ExportStore(other, tmp_path).file(SITES, CSV, "WGS-84")
    monkeypatch.setattr(export_store.xlsxwriter, "__version__", "0")
    ExportStore(catalogue, tmp_path).file(SITES, CSV, "WGS-84")

    assert len(made) == 3


def fields(catalogue):
    return {
        name: getattr(catalogue, name)
        for name in catalogue.__dataclass_fields__
        if name != "_index"
    }


@pytest.mark.parametrize(
    "spoil", [lambda kept: kept[:-1], lambda kept: b"", lambda kept: kept + b" "]
)
def test_a_damaged_file_is_not_served(catalogue, tmp_path, spoil):
    store = ExportStore(catalogue, tmp_path)
    wanted = store.file(SITES, CSV, "WGS-84")
    (path,) = tmp_path.iterdir()
    path.write_bytes(spoil(path.read_bytes()))

    assert store.file(SITES, CSV, "WGS-84") == wanted


def test_a_folder_that_cannot_be_written_costs_only_time(catalogue, tmp_path, caplog):
    (tmp_path / "file").write_text("no folder")
    with caplog.at_level(logging.WARNING):
        body = ExportStore(catalogue, tmp_path / "file").file(SITES, CSV, "WGS-84")

    assert body.startswith(b"\xef\xbb\xbfid,")
    assert "not kept on disk" in caplog.text


def test_nothing_half_written_is_left(catalogue, tmp_path):
    ExportStore(catalogue, tmp_path).file(SITES, CSV, "WGS-84")

    assert [path.suffix for path in tmp_path.iterdir()] == [".csv"]


def test_the_oldest_files_go_when_there_are_too_many(catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(export_store, "KEPT_LIMIT", 60_000)
    store = ExportStore(catalogue, tmp_path)
    for dataset in (SITES, DATASETS["scenarios"], DATASETS["targets"]):
        store.file(dataset, CSV, "WGS-84")

    kept = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert 0 < kept <= 60_000
