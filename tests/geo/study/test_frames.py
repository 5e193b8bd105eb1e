"""Layers as frames: columns of all layers together, shapes where there are some."""

import pandas as pd
import pytest

from geo.study import candidates_of, empty_study, read_study, reference_layers
from tests.geo.study.documents import LINE, candidates, document, feature


@pytest.fixture
def study(catalogue):
    other = {
        "id": "L2",
        "kind": "candidates",
        "name": "more",
        "columns": {"rent": "integer", "use": "text", "name": "text", "geometry": "number"},
        "features": [
            feature(
                "m",
                121.5,
                31.2,
                name="丙",
                wkb=LINE,
                values={"rent": 4, "use": "智能医疗", "name": "own", "geometry": 7},
            )
        ],
    }
    reference = {
        "id": "R",
        "kind": "reference",
        "name": "r",
        "columns": {"precision_m": "number"},
        "features": [
            feature("p", 121.3, 31.1, values={"precision_m": 50}),
            feature("l", 121.4, 31.1, wkb=LINE),
        ],
    }
    first = candidates({"rent": [1.5, None]}, ["b", "a"])
    return read_study(document(layers=[first, other, reference]), catalogue)


def test_candidates_of_all_layers_stand_in_one_frame(study):
    frame = candidates_of(study)

    assert list(frame.index) == ["b", "a", "m"]
    assert frame.crs == "EPSG:4326"
    assert frame["name"].to_dict() == {"b": "b", "a": "a", "m": "丙"}
    assert frame["rent"].dtype == "Float64"
    assert frame["rent"].fillna(-1).to_dict() == {"b": 1.5, "a": -1, "m": 4}
    assert frame["use"].to_dict() == {"b": None, "a": None, "m": "智能医疗"}


def test_a_users_column_does_not_hide_a_name_or_a_place(study):
    frame = candidates_of(study)

    assert frame.loc["m", "name (column)"] == "own"
    assert frame.loc["m", "geometry (column)"] == 7


def test_a_candidate_is_a_point_whatever_its_shape(study):
    place = candidates_of(study).geometry.loc["m"]

    assert (place.geom_type, place.x, place.y) == ("Point", 121.5, 31.2)


def test_a_reference_feature_keeps_its_shape(study):
    layer = reference_layers(study)["R"]

    assert layer.id == "R"
    assert list(layer.features.geometry.geom_type) == ["Point", "LineString"]
    assert layer.features["precision_m"].isna().tolist() == [False, True]


def test_an_empty_study_has_an_empty_frame():
    frame = candidates_of(empty_study("shanghai", "x"))

    assert (len(frame), list(frame.columns)) == (0, ["name", "geometry"])
    assert reference_layers(empty_study("shanghai", "x")) == {}
    assert isinstance(frame["name"], pd.Series)
