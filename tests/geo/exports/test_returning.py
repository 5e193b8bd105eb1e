"""Export → import gives the same rows, whatever stands in them."""

import dataclasses
import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.exports.datasets import DATASETS
from geo.exports.formats import FORMATS
from geo.exports.returning import read_table
from geo.exports.table import EXPORT_DATUMS, ExportError, export_table
from geo.exports.texts import clean_text
from tests.geo.exports.conftest import HOSTILE

SITES, DISTRICTS, CSV = DATASETS["sites"], DATASETS["districts"], FORMATS["csv"]
TEXTS = st.text(st.characters() | st.sampled_from("='+-@\t\r\n\x00\"; ,0_x＝"), max_size=30)


def same(found, wanted):
    """Compare frames to the last digit, geometries too."""
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(wanted), check_exact=True)
    if "geometry" in wanted:
        assert found.crs == wanted.crs
        assert found.geometry.geom_equals_exact(wanted.geometry, 0).all()


@pytest.mark.parametrize("datum", EXPORT_DATUMS)
def test_the_catalogue_comes_back_as_it_was(catalogue, dataset, file_format, datum):
    data = file_format.write(export_table(catalogue, dataset, datum=datum))
    wanted = export_table(catalogue, dataset).frame
    if dataset.shape == "polygon" and file_format.id in ("csv", "xlsx"):
        wanted = wanted.drop(columns="geometry")

    same(read_table(data, dataset, file_format), wanted)


def test_hostile_texts_come_back_as_they_were(with_names, file_format):
    table = export_table(with_names(HOSTILE), SITES, datum="GCJ-02")
    found = read_table(file_format.write(table), SITES, file_format)

    assert list(found["name_zh"]) == [clean_text(text) for text in HOSTILE]
    assert list(found["note"]) == [clean_text(text) for text in HOSTILE]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was(with_names, file_format, texts):
    table = export_table(with_names(texts), SITES)

    same(read_table(file_format.write(table), SITES, file_format), table.frame)


def test_a_table_without_rows_comes_back_empty(catalogue, dataset, file_format):
    table = export_table(catalogue, dataset)
    empty = dataclasses.replace(table, frame=table.frame.head(0))
    found = read_table(file_format.write(empty), dataset, file_format)

    assert len(found) == 0
    assert [name for name in found.columns if name != "geometry"] == [
        column.name for column in dataset.columns
    ]


def test_a_place_that_was_moved_in_a_gis_has_moved(catalogue):
    data = json.loads(FORMATS["geojson"].write(export_table(catalogue, SITES)))
    data["features"][0]["geometry"]["coordinates"] = [121.5, 31.25]
    found = read_table(json.dumps(data).encode(), SITES, FORMATS["geojson"])

    assert (found["lon"].iloc[0], found["lat"].iloc[0]) == (121.5, 31.25)


def test_what_a_spreadsheet_does_on_saving_is_undone(catalogue):
    """Excel writes TRUE, turns digits into numbers and may append a column of one's own."""
    text = CSV.write(export_table(catalogue, DATASETS["belts"])).decode()
    lines = [line.replace("true", "TRUE") for line in text.split("\r\n")]
    saved = "\r\n".join(f"{line},mine" if line else "" for line in lines)
    found = read_table(saved.encode(), DATASETS["belts"], CSV)

    assert list(found["is_open"]) == [True, False]
    assert "mine" not in found.columns


def changed(catalogue, old, new, count=1):
    data = CSV.write(export_table(catalogue, SITES)).decode()
    assert old in data
    return data.replace(old, new, count).encode()


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        (",quote,", ",quotation,", "no column 'quote'; a file of sites has: id, name_zh"),
        (",121.588,", ",east,", "row 2, column lon: 'east' is no number"),
        (",121.588,", ",inf,", "row 2, column lon: 'inf' is no number"),
        (",张江,4,", ",张江,4.5,", "row 2, column mentions: '4.5' is no integer"),
        (",WGS-84,", ",GCJ-02,", "several datums"),
    ],
)
def test_a_cell_that_is_wrong_is_named(catalogue, old, new, match):
    with pytest.raises(ExportError, match=match):
        read_table(changed(catalogue, old, new), SITES, CSV)


def test_an_unknown_datum_is_refused(catalogue):
    data = changed(catalogue, ",WGS-84,", ",BD-09,", -1)

    with pytest.raises(
        ExportError, match="unknown datum 'BD-09'; allowed: CGCS2000, GCJ-02, WGS-84"
    ):
        read_table(data, SITES, CSV)


def test_lines_are_no_places(catalogue):
    data = json.loads(FORMATS["geojson"].write(export_table(catalogue, SITES)))
    data["features"][2]["geometry"] = {"type": "LineString", "coordinates": [[121, 31], [122, 31]]}

    with pytest.raises(ExportError, match="row 3 is a LineString; sites are points"):
        read_table(json.dumps(data).encode(), SITES, FORMATS["geojson"])
