import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.study import read_study
from geo.study.limits import MOST_FEATURES
from webapp.store import layers
from webapp.store.changes import EditConflictError, undo_last
from webapp.store.layer_reading import (
    count_features,
    features_of,
    find_feature,
    find_layer,
    layers_of,
)
from webapp.store.layer_rows import Rows, rows_of
from webapp.store.layers import (
    MOST_NAME_CHARS,
    TooManyFeaturesError,
    add_feature,
    add_layer,
    add_rows,
    check_room,
    delete_features,
    edit_feature,
    next_number,
    rename_layer,
)
from webapp.store.projects import document_of

SHAPE = shapely.Polygon([(121.4, 31.2), (121.5, 31.2), (121.5, 31.3), (121.4, 31.3)])


def row(number, **values):
    return {"row": number, "lon": 121.4, "lat": 31.2, "wkb": None, "values": values}


def test_rows_of_a_frame_are_json_and_lose_nothing(frame):
    found = rows_of(frame)
    assert found.columns == {"名": "text", "租金": "number", "层": "integer"}
    assert json.loads(json.dumps(vars(found), allow_nan=False)) == vars(found)
    assert found.features[1] == {
        "row": 3,
        "lon": 121.4 + 3 / 1e5,
        "lat": 31.2,
        "wkb": None,
        "values": {"名": "地块 3", "租金": 1.5, "层": 3},
    }
    assert found.features[0]["values"]["租金"] is None


def test_an_outline_stands_with_a_point_within_it():
    frame = gpd.GeoDataFrame({"a": ["x"]}, geometry=[SHAPE], index=pd.Index([7]), crs=4326)
    (found,) = rows_of(frame).features
    assert shapely.from_wkb(found["wkb"]).equals(SHAPE)
    assert SHAPE.contains(shapely.Point(found["lon"], found["lat"]))


def test_what_is_no_number_is_nothing_known():
    values = {
        "a": pd.Series([float("nan"), float("inf")]),
        "b": pd.Series([None, pd.NA], dtype=object),
    }
    frame = gpd.GeoDataFrame(values, geometry=[shapely.Point(121, 31)] * 2, crs=4326)
    assert [one["values"] for one in rows_of(frame).features] == [{"a": None, "b": None}] * 2


def test_no_rows_are_a_layer_to_fill_by_hand(session, project, catalogue):
    layer = add_rows(session, project, "candidates", "手工", Rows({}, []), None, None)
    feature = add_feature(session, project, layer, "点", 121.4, 31.2, {}, None)
    read_study(document_of(session, project), catalogue)
    assert (layer.key, feature.key) == ("L1", "2")
    assert count_features(session, project) == {"L1": 1}


def test_features_are_named_by_a_column_or_by_layer_and_row(session, project):
    features = [row(2, 名=" 甲 "), row(3, 名=None), row(4, 名="x" * 999), row(5, 名=7)]
    layer = add_rows(
        session,
        project,
        "candidates",
        "站",
        Rows({"名": "text"}, features),
        None,
        None,
        name_column="名",
    )
    names = [one.name for one in features_of(session, layer)]
    assert names == ["甲", "站 3", "x" * MOST_NAME_CHARS, "7"]
    plain = add_rows(session, project, "candidates", "y" * 999, Rows({}, [row(2)]), None, None)
    assert plain.name == "y" * MOST_NAME_CHARS


def test_keys_are_never_given_twice(session, project, frame):
    first = add_layer(session, project, "reference", "站", frame, None, None)
    undo_last(session, project, None)
    second = add_layer(session, project, "reference", "站", frame, None, None)
    keys = [one.key for layer in (first, second) for one in features_of(session, layer)]
    assert len({first.key, second.key, *keys}) == 8


def test_a_project_holds_as_much_as_a_study_may(session, project, frame, monkeypatch):
    monkeypatch.setattr(layers, "MOST_FEATURES", 4)
    layer = add_layer(session, project, "reference", "站", frame, None, None)
    with pytest.raises(TooManyFeaturesError) as caught:
        add_layer(session, project, "reference", "站", frame, None, None)
    assert (caught.value.there, caught.value.added, caught.value.allowed) == (3, 3, 4)
    assert "3 and 3 places" in str(caught.value)
    add_feature(session, project, layer, "a", 121.4, 31.2, {}, None)
    with pytest.raises(TooManyFeaturesError):
        add_feature(session, project, layer, "b", 121.4, 31.2, {}, None)
    delete_features(session, project, layer, features_of(session, layer), None)
    check_room(session, project, 4)


def test_the_limit_is_that_of_a_study():
    assert layers.MOST_FEATURES == MOST_FEATURES


def test_finding(session, project, frame):
    layer = add_layer(session, project, "reference", "站", frame, None, None)
    add_layer(session, project, "candidates", "地", frame, None, None)
    assert [one.name for one in layers_of(session, project)] == ["站", "地"]
    assert [one.name for one in layers_of(session, project, "candidates")] == ["地"]
    assert find_layer(session, project, layer.key) is layer
    assert find_layer(session, project, "L99") is None
    found, feature = find_feature(session, project, "2")
    assert (found, feature.row) == (layer, 2)
    delete_features(session, project, layer, [feature], None)
    assert find_feature(session, project, "2") is None


def test_two_people_who_edit_different_features(session, project, frame):
    layer = add_layer(session, project, "candidates", "地", frame, None, None)
    one, two, _ = features_of(session, layer)
    seen = project.version
    edit_feature(session, project, layer, one, {"name": "a"}, seen, None)
    edit_feature(session, project, layer, two, {"name": "b"}, seen, None)
    rename_layer(session, project, layer, "新", None)
    with pytest.raises(EditConflictError) as caught:
        edit_feature(session, project, layer, one, {"name": "c"}, seen, None)
    assert (caught.value.current["name"], caught.value.yours["name"]) == ("a", "c")
    assert one.name == "a"


def test_an_edit_that_changes_nothing_is_none(session, project, frame):
    layer = add_layer(session, project, "candidates", "地", frame, None, None)
    one = features_of(session, layer)[0]
    seen = project.version
    edit_feature(session, project, layer, one, {"name": one.name}, seen, None)
    assert project.version == seen


def test_next_number():
    assert next_number([]) == 1
    assert next_number([{"id": "L7", "features": [{"id": "12"}, {"id": "x"}]}]) == 13
