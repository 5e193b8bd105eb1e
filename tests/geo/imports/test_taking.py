"""Good rows are taken, bad ones told, nothing is lost."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from geo.errors import ImportRefusedError
from geo.exports.datasets import DATASETS
from geo.exports.formats import FORMATS
from geo.exports.table import EXPORT_DATUMS, export_table
from geo.imports.choices import Choices
from geo.imports.import_log import ImportLog
from geo.imports.taking import take_rows
from tests.geo.exports.conftest import HOSTILE
from tests.geo.imports.conftest import (
    CSV,
    SHANGHAI,
    codes,
    csv_of,
    feature,
    frame,
    geojson,
    gpkg,
    point,
    shapefile,
    told,
    xlsx,
)

WGS84 = Choices(datum="WGS-84")
MESSY = csv_of(
    "名称,经度,纬度,面积,备注",
    "好,121.4737,31.2304,1.5,",
    "缺,,31.2,1,",
    "反,31.2,121.5,1,",
    "外,116.4,39.9,1,北京",
    "字,121.47,约31,1,",
    "错,121.48,31.2,大约3,",
    "多,121.49,31.2,1,a,b",
    "好,121.4737,31.2304,1.5,",
    "无限,inf,31.2,1,",
    "也好,121.5,31.21,2,＝备注",
)


@pytest.mark.parametrize(
    ("keep", "is_reference", "left"),
    [(set(), False, [2]), ({"elsewhere"}, False, [2, 3]), (set(), True, [2, 3])],
)
def test_rows_in_another_city_are_left_out_unless_chosen(read, catalogue, keep, is_reference, left):
    data = csv_of("名称,经度,纬度", "深,114.06,22.54", "沪,121.4737,31.2304")
    choices = Choices(datum="WGS-84", keep=frozenset(keep))
    taken = take_rows(read(data), choices, catalogue, city="shenzhen", is_reference=is_reference)

    assert list(taken.frame.index) == left
    assert told(taken.log.problems) == [(3, "elsewhere")]


def test_good_rows_are_taken_without_the_bad_ones(read, catalogue):
    taken = take_rows(read(MESSY), Choices(datum="WGS-84", types={"面积": "number"}), catalogue)

    assert list(taken.frame.index) == [2, 11]
    assert taken.frame.index.name == "row"
    assert list(taken.frame.columns) == ["名称", "经度", "纬度", "面积", "备注", "geometry"]
    assert taken.frame.crs.to_epsg() == 4326
    assert list(taken.frame["面积"]) == [1.5, 2]
    assert told(taken.log.problems) == [
        (3, "missing_coordinate"),
        (4, "swapped"),
        (5, "outside"),
        (6, "not_a_number"),
        (7, "wrong_type"),
        (8, "too_many"),
        (9, "duplicate"),
        (10, "non_finite"),
    ]
    assert (taken.log.read, taken.log.taken, taken.log.refused, taken.log.told) == (10, 2, 8, 0)
    assert taken.log.refused_rows == (3, 4, 5, 6, 7, 8, 9, 10)


def test_a_column_of_coordinates_is_not_called_mixed(read, catalogue):
    lines = ["121.47,31.23,1", "121.48,31.2,2", "约121,31.2,约3"]
    taken = take_rows(read(csv_of("经度,纬度,租金", *lines)), WGS84, catalogue)

    assert [note.values["column"] for note in taken.log.notes] == ["租金"]


def test_rows_may_be_kept_all_the_same(read, catalogue):
    keep = frozenset({"outside", "duplicate"})
    taken = take_rows(read(MESSY), Choices(datum="WGS-84", keep=keep), catalogue)

    assert list(taken.frame.index) == [2, 5, 7, 9, 11]
    assert list(taken.frame["面积"]) == ["1.5", "1", "大约3", "1.5", "2"]
    assert taken.log.told == 2


@pytest.mark.parametrize(("datum", "there"), [("GCJ-02", wgs84_to_gcj02), ("BD-09", wgs84_to_bd09)])
def test_the_datum_is_converted_once(read, catalogue, datum, there):
    lines = [f"{x},{y}" for x, y in (there(*xy) for xy in SHANGHAI)]
    taken = take_rows(read(csv_of("lon,lat", *lines)), Choices(datum=datum), catalogue)

    np.testing.assert_allclose(
        shapely.get_coordinates(taken.frame.geometry.array), SHANGHAI, rtol=0, atol=1e-9
    )
    assert str(taken.log.conversions[0]) == f"2 places converted from {datum} to WGS-84"
    assert taken.log.datum_reason.code == "datum_chosen"


@pytest.mark.parametrize("epsg", [4528, 4549, 32651])
@pytest.mark.parametrize("make", [gpkg, shapefile])
def test_projected_layers(read, catalogue, tmp_path, epsg, make):
    """GDAL gives easting first although the system puts northing first."""
    made = make(tmp_path, frame().to_crs(epsg))
    data = made if isinstance(made, bytes) else made.read_bytes()
    taken = take_rows(read(data), Choices(), catalogue)

    np.testing.assert_allclose(
        shapely.get_coordinates(taken.frame.geometry.array), SHANGHAI, rtol=0, atol=1e-8
    )


@pytest.mark.parametrize("order", ["east_first", "north_first"])
def test_columns_of_metres(read, catalogue, order):
    """A zone before the easting is taken away, and surveyors' X is northing."""
    transformer = pyproj.Transformer.from_crs(4326, 4549, always_xy=True)
    pairs = [transformer.transform(*xy) for xy in SHANGHAI]
    if order == "east_first":
        lines = ["X,Y", *(f"{40_000_000 + x:.4f},{y:.4f}" for x, y in pairs)]
    else:
        lines = ["X,Y", *(f"{y:.4f},{40_000_000 + x:.4f}" for x, y in pairs)]
    taken = take_rows(read(csv_of(*lines)), Choices(datum="EPSG:4549"), catalogue)

    np.testing.assert_allclose(
        shapely.get_coordinates(taken.frame.geometry.array), SHANGHAI, rtol=0, atol=1e-8
    )
    assert codes(taken.log.conversions) == ["prefix_removed", "converted", "as_wgs84"]


def test_outlines_with_a_bad_one_among_them(read, catalogue):
    x, y = SHANGHAI[0]
    ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y]]
    bow_tie = [[x, y], [x + 0.01, y + 0.01], [x + 0.01, y], [x, y + 0.01], [x, y]]
    data = geojson(
        feature({"type": "Polygon", "coordinates": [ring]}, n="good"),
        feature({"type": "Polygon", "coordinates": [bow_tie]}, n="bow tie"),
        feature({"type": "Polygon", "coordinates": [ring[:-1]]}, n="open"),
        feature(point(float("inf"), 31), n="infinite"),
        feature(None, n="none"),
    )
    taken = take_rows(read(data), WGS84, catalogue)
    repaired = take_rows(read(data, repair=True), WGS84, catalogue)

    assert list(taken.frame["n"]) == ["good"]
    assert [code for _, code in told(taken.log.problems)] == [
        *("invalid_geometry", "bad_geometry"),
        *("non_finite", "missing_geometry"),
    ]
    assert list(repaired.frame["n"]) == ["good", "bow tie"]
    assert repaired.log.told == 1


def test_cells_of_workbooks(read, catalogue):
    data = xlsx(
        ["name", "lon", "lat", "n", "code"], ["a", 121.5, 31.2, 3, "007"], ["b", 121.4, 31.2]
    )
    taken = take_rows(read(data), WGS84, catalogue)

    assert taken.frame["n"].tolist() == [3, pd.NA]
    assert taken.frame["code"].tolist() == ["007", None]
    assert taken.frame["n"].dtype == "Int64"


PAIRS = csv_of("名称,坐标", '甲,"121.4417,31.1932"', '乙,"31.11,121.39"')


def test_pairs_are_not_turned_round_silently(read, catalogue):
    taken = take_rows(read(PAIRS), WGS84, catalogue)

    assert told(taken.log.problems) == [(3, "swapped")]
    assert (list(taken.frame.index), taken.log.coordinates["order"]) == ([2], "x_first")
    assert codes(taken.log.conversions) == ["not_converted"]


def test_pairs_with_latitude_first_are_not_called_unchanged(read, catalogue):
    choices = Choices(datum="WGS-84", order="y_first")
    taken = take_rows(read(PAIRS), choices, catalogue)

    assert told(taken.log.problems) == [(2, "swapped")]
    assert shapely.get_coordinates(taken.frame.geometry.array).tolist() == [[121.39, 31.11]]
    assert [str(note) for note in taken.log.conversions] == [
        "latitude or northing stands first in column 坐标; 1 places were read so",
        "1 places taken as WGS-84, none of them shifted",
    ]
    assert ImportLog.from_json(taken.log.to_json()) == taken.log
    assert taken.log.to_json()["choices"]["order"] == "y_first"


def test_texts_stay_as_they_are(read, catalogue):
    texts = [" blanks ", "000123", "1e5", "TRUE", "NaN", "NULL", "<b>&amp;</b>", "{{ 7*191 }}"]
    lines = [f'"{text}",121.4{n},31.2' for n, text in enumerate(texts)]
    taken = take_rows(read(csv_of("t,lon,lat", *lines)), WGS84, catalogue)

    assert list(taken.frame["t"]) == texts


def test_nothing_can_be_taken(read, catalogue):
    taken = take_rows(read(csv_of("lon,lat", "116.4,39.9")), WGS84, catalogue)

    assert isinstance(taken.frame, gpd.GeoDataFrame)
    assert (len(taken.frame), taken.log.refused) == (0, 1)
    assert taken.frame.crs.to_epsg() == 4326


def test_a_preview_is_not_enough(preview, catalogue):
    found = preview(csv_of("lon,lat", *["121.5,31.2"] * 30))

    with pytest.raises(ValueError, match="20 of 30 rows were read; use read_rows"):
        take_rows(found, WGS84, catalogue)


def test_what_is_not_decided_is_asked(read, catalogue):
    with pytest.raises(ImportRefusedError, match="in which datum"):
        take_rows(read(CSV), Choices(), catalogue)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    ("dataset", "datum"), [*(("sites", datum) for datum in EXPORT_DATUMS), ("districts", "GCJ-02")]
)
def test_what_was_exported_is_imported_as_it_was(read, catalogue, dataset, file_format, datum):
    table = export_table(catalogue, DATASETS[dataset], datum=datum)
    wanted = export_table(catalogue, DATASETS[dataset]).frame
    taken = take_rows(read(FORMATS[file_format].write(table)), Choices(), catalogue)

    assert taken.log.datum == datum
    assert taken.log.refused == 0
    assert len(taken.frame) == len(wanted)
    for column in ("name_zh", "quote", "note"):
        found = taken.frame[column].fillna("").tolist()
        assert found == wanted[column].tolist()
    if dataset == "sites" or file_format in ("geojson", "gpkg"):
        away = shapely.hausdorff_distance(
            np.asarray(taken.frame.geometry.array), np.asarray(wanted.geometry.array)
        )
        # A unit of the last decimal that is exported, 1e-8 degrees, is about 1 mm.
        assert away.max() < 2e-8


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=20) | st.sampled_from(HOSTILE), min_size=1, max_size=12))
@pytest.mark.parametrize("file_format", FORMATS)
def test_hostile_texts_come_back_as_they_were_exported(
    read, catalogue, with_names, file_format, texts
):
    table = export_table(with_names(texts), DATASETS["sites"])
    taken = take_rows(
        read(FORMATS[file_format].write(table)),
        Choices(keep=frozenset({"duplicate"}), types={"name_zh": "text", "note": "text"}),
        catalogue,
    )

    for column in ("name_zh", "note"):
        assert taken.frame[column].fillna("").tolist() == table.frame[column].tolist()


def test_the_log_is_json(read, catalogue):
    json.dumps(take_rows(read(MESSY), WGS84, catalogue).log.to_json(), allow_nan=False)
