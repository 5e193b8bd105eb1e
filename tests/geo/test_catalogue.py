from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from geo.boundaries import Boundaries
from geo.catalogue import DEFAULT_ROOT, Catalogue, catalogue_root, read_catalogue
from geo.errors import CatalogueError, UnknownIdError
from geo.tables import TABLES, columns


def test_boundaries_cover_the_districts(catalogue: Catalogue) -> None:
    assert isinstance(catalogue.boundaries, Boundaries)
    assert catalogue.boundaries is catalogue.boundaries
    assert set(catalogue.boundaries.full.index) == {row.adcode for row in catalogue.districts}


@pytest.mark.parametrize("table", TABLES)
def test_frame_is_new_and_complete(catalogue: Catalogue, table: str) -> None:
    frame = catalogue.frame(table)
    assert list(frame.columns) == columns(table)
    assert len(frame) == len(getattr(catalogue, table))
    del frame["source" if "source" in frame else "key"]
    assert list(catalogue.frame(table).columns) == columns(table)


def test_frame_unknown_table(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match='no table "zones"; allowed: belt_members, belts'):
        catalogue.frame("zones")


@pytest.mark.parametrize(
    ("find", "wrong", "said"),
    [
        (Catalogue.city, "beijing", 'no "beijing" in cities.csv; allowed: shanghai, shenzhen'),
        (Catalogue.district, "310199", 'no "310199" in districts.csv; allowed: 310101'),
        (Catalogue.industry, "retial", 'no "retial" in industries.csv; allowed: brain-inspired'),
        (Catalogue.structure, "x", 'no "x" in structures.csv; allowed: east-west'),
        (Catalogue.belt, "north", 'no "north" in belts.csv; allowed: east, west'),
        (Catalogue.site, "sh-lingan", "closest of the 46 allowed: sh-lingang"),
        (Catalogue.source, "005.txt", 'no "005.txt" in sources.csv'),
        (Catalogue.unit, "sz-x", 'no "sz-x" in units.csv'),
        (Catalogue.place_type, "x", 'no "x" in place_types.csv'),
        (Catalogue.districts_of, "beijing", 'no "beijing" in cities.csv'),
        (Catalogue.sites_of, "beijing", 'no "beijing" in cities.csv'),
        (Catalogue.specialisations_of, "310199", 'no "310199" in districts.csv'),
        (Catalogue.industries_of, "310199", 'no "310199" in districts.csv'),
    ],
)
def test_lookup_unknown(
    catalogue: Catalogue, find: Callable[[Catalogue, str], object], wrong: str, said: str
) -> None:
    with pytest.raises(UnknownIdError) as caught:
        find(catalogue, wrong)
    assert said in str(caught.value)


def test_lookup_known(catalogue: Catalogue) -> None:
    assert catalogue.city("shanghai").metric_epsg == 32651
    assert catalogue.district("310115").short_zh == "浦东"
    assert catalogue.site("sz-hetao").city == "shenzhen"
    assert len(catalogue.sites_of("shenzhen")) == 5


def test_catalogue_is_immutable(catalogue: Catalogue) -> None:
    with pytest.raises(FrozenInstanceError):
        catalogue.sites = ()  # type: ignore[misc]


def test_catalogue_root_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ATLAS_CATALOGUE", raising=False)
    assert catalogue_root() == DEFAULT_ROOT
    monkeypatch.setenv("ATLAS_CATALOGUE", str(tmp_path))
    assert catalogue_root() == tmp_path
    assert catalogue_root(DEFAULT_ROOT) == DEFAULT_ROOT


def test_read_catalogue_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, folder: Path, edit: Callable[..., None]
) -> None:
    edit("cities.csv", 2, "name_en", "Elsewhere")
    monkeypatch.setenv("ATLAS_CATALOGUE", str(folder))
    assert read_catalogue().city("shanghai").name_en == "Elsewhere"


def test_read_catalogue_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no catalogue folder .*nowhere"):
        read_catalogue(tmp_path / "nowhere")


def test_read_catalogue_lists_every_problem_at_once(
    folder: Path, edit: Callable[..., None]
) -> None:
    edit("sites.csv", 2, "lon", "east")
    edit("scenarios.csv", 63, "units", "sz-nobody")
    (folder / "belts.csv").unlink()
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    message = str(caught.value).splitlines()
    assert message[0] == f"the catalogue {folder} has 3 problems:"
    assert message[1] == "belts.csv — the file is missing"
    assert message[2].startswith('sites.csv, row 2, column lon: "east" — must be a valid number')
    assert message[3].startswith('scenarios.csv, row 63, column units: "sz-nobody" — no such row')


def test_read_catalogue_one_problem(folder: Path, edit: Callable[..., None]) -> None:
    edit("specialisations.csv", 31, "district", "310199")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    header, problem = str(caught.value).splitlines()
    assert header.endswith("has 1 problem:")
    assert problem.startswith('specialisations.csv, row 31, column district: "310199" — no such')


def test_read_catalogue_saved_by_excel_on_chinese_windows(
    folder: Path, catalogue: Catalogue
) -> None:
    for table in TABLES:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8-sig").replace("\n", "\r\n")
        path.write_bytes(text.encode("gb18030"))
    again = read_catalogue(folder)
    assert all(getattr(again, table) == getattr(catalogue, table) for table in TABLES)


def test_read_catalogue_is_quick() -> None:
    start = time.perf_counter()
    read_catalogue(DEFAULT_ROOT)
    assert time.perf_counter() - start < 0.3


def test_catalogue_imports_no_heavy_library() -> None:
    code = "import sys, geo.catalogue; print({'geopandas', 'shapely', 'opencc'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=DEFAULT_ROOT.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_fingerprint_depends_on_the_bytes_only(
    folder: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    moved = shutil.copytree(folder, tmp_path / "moved")
    assert read_catalogue(moved).fingerprint == catalogue.fingerprint


@pytest.mark.parametrize("file", ["units.csv", "boundaries/registry.json"])
def test_fingerprint_changes_with_a_file(folder: Path, catalogue: Catalogue, file: str) -> None:
    with (folder / file).open("ab") as stream:
        stream.write(b"\n")
    assert read_catalogue(folder).fingerprint != catalogue.fingerprint
