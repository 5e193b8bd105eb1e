"""What is known of a file before anything is stored."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports import preview as preview_module
from geo.imports.limits import Limits
from geo.imports.messages import WORDS
from geo.imports.sandbox import read_in_child
from tests.geo.imports.conftest import CSV, codes, csv_of, frame, gpkg, shapefile, xlsx


def test_a_csv_file(preview):
    found = preview(CSV, "地块.csv")

    assert (found.kind, found.encoding, found.encoding_basis, found.delimiter) == (
        *("csv", "utf-8"),
        *("valid", ","),
    )
    assert found.names == ("名称", "经度", "纬度", "面积")
    assert [column.type for column in found.columns] == ["text", "number", "number", "integer"]
    assert (found.coordinates.kind, found.coordinates.x, found.coordinates.y) == (
        *("degrees", "经度"),
        "纬度",
    )
    assert (found.claim.datum, found.claim.is_sure) == (None, False)
    assert (found.row_count, found.rows[0].number) == (2, 2)
    assert (found.notes, found.problems) == ((), ())


def test_pasted_rows_of_a_spreadsheet(preview):
    found = preview("名称\t经度\t纬度\n甲\t121.5\t31.2\n")

    assert (found.delimiter, found.source.name) == ("\t", "pasted rows")


def test_a_workbook(preview):
    found = preview(xlsx(["name", "x", "y"], ["a", 121.5, 31.2], sheet="地块"), "a.xlsx")

    assert (found.kind, found.layer, found.layers) == ("xlsx", "地块", ("地块",))
    assert found.coordinates.x == "x"


def test_places_that_come_with_the_file(preview, tmp_path):
    found = preview(gpkg(tmp_path, frame()).read_bytes(), "a.gpkg")

    assert found.has_shapes
    assert found.coordinates is None
    assert (found.claim.datum, found.claim.is_sure) == ("WGS-84", False)
    assert found.claim.reason.code == "crs_claim"


def test_without_prj_the_datum_is_asked(preview, tmp_path):
    found = preview(shapefile(tmp_path, frame(), without=(".prj",)), "a.zip")

    assert (found.claim.datum, found.claim.reason.code) == (None, "datum_unknown")


def test_a_layer_without_crs(preview, tmp_path):
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        path = gpkg(tmp_path, frame(crs=None))

    assert preview(path.read_bytes()).claim.reason.code == "datum_unknown"


def test_a_column_that_names_the_datum_is_believed_when_all_rows_are_read(preview, read):
    short = csv_of("lon,lat,datum", "121.5,31.2,GCJ-02")
    long = csv_of("lon,lat,datum", *["121.5,31.2,GCJ-02"] * 30)

    assert preview(short).claim.is_sure
    assert not preview(long).claim.is_sure
    assert read(long).claim.is_sure
    assert read(long).claim.datum == "GCJ-02"


def test_a_column_that_contradicts_the_file_is_not_believed(preview, tmp_path):
    """Who reprojects a file leaves its column as it was."""
    made = frame(datum=["GCJ-02", "GCJ-02"])
    wgs84 = preview(gpkg(tmp_path, made).read_bytes())
    (tmp_path / "made.gpkg").unlink()
    zone = preview(gpkg(tmp_path, made.to_crs(4549)).read_bytes())

    assert (wgs84.claim.datum, wgs84.claim.is_sure) == ("GCJ-02", True)
    assert (zone.claim.datum, zone.claim.is_sure) == ("EPSG:4549", False)
    assert zone.claim.reason.code == "claims_differ"


def test_what_the_platform_did_not_cut_off_is_told(preview, monkeypatch):
    def online(*args, **options):
        answer = read_in_child(*args, **options)
        return type(answer)(answer.table, answer.rows, ())

    monkeypatch.setattr(preview_module, "read_in_child", online)

    assert codes(preview(CSV).notes) == ["network_open", "files_open"]


def test_what_is_refused_names_the_file(preview):
    with pytest.raises(ImportRefusedError, match="^地块.csv: there is no row of data"):
        preview(b"a,b\n", "地块.csv")


def test_limits_reach_the_child(preview):
    with pytest.raises(ImportRefusedError, match="4 columns; allowed are 3"):
        preview(CSV, limits=Limits(columns=3))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(min_size=1, max_size=400) | st.text(min_size=1, max_size=200))
def test_anything_is_previewed_or_refused(preview, content):
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    try:
        found = preview(data)
    except ImportRefusedError as error:
        refused = error
    else:
        refused = None
        assert found.row_count > 0
    assert refused is None or refused.code in WORDS
    assert refused is None or json.dumps(refused.values)
