import pytest

from webapp.store.changes import (
    KINDS,
    UNDONE,
    EditConflictError,
    check_version,
    history,
    last_change,
    record,
    undo_last,
)
from webapp.store.enterprises import add_set, delete_set
from webapp.store.layer_columns import add_column
from webapp.store.layer_reading import features_of
from webapp.store.layers import (
    add_feature,
    add_layer,
    delete_features,
    delete_layer,
    edit_feature,
    rename_layer,
)
from webapp.store.projects import document_of, rename_project, save_parts


@pytest.fixture
def changed(session, project, catalogue, frame):
    """A project after one change of each kind; with the documents before each of them."""
    documents = []

    def step(change, *arguments):
        documents.append(document_of(session, project))
        return change(session, project, *arguments)

    layer = step(add_layer, "candidates", "地块", frame, None, None)
    feature = step(add_feature, layer, "手点", 121.4, 31.2, {}, None)
    edits = {"name": "改名", "lon": 121.41}
    step(edit_feature, layer, feature, edits, project.version, None)
    step(rename_layer, layer, "候选地块", None)
    step(add_column, layer, "层数", "integer", None)
    step(save_parts, catalogue, {"ranking": {"method": "topsis"}}, project.version, None)
    step(rename_project, catalogue, "新名", None)
    step(delete_features, layer, [feature], None)
    step(delete_layer, layer, None)
    step(delete_set, step(add_set, "名录", None), None)
    return documents


def test_every_kind_of_change_is_undone_from_the_last_to_the_first(session, project, changed):
    assert {row.kind for row in history(session, project)} == set(KINDS)
    while changed:
        undo_last(session, project, None)
        assert document_of(session, project) == changed.pop()
    assert undo_last(session, project, None) is None
    assert last_change(session, project) is None


def test_undoing_is_a_change_that_others_see(session, project, catalogue):
    seen = project.version
    save_parts(session, project, catalogue, {"ranking": {"seed": 7}}, seen, None)
    undo_last(session, project, None)
    assert [row.kind for row in history(session, project)] == [UNDONE, "study"]
    assert project.version == seen + 2
    with pytest.raises(EditConflictError):
        save_parts(session, project, catalogue, {"ranking": {"seed": 8}}, seen + 1, None)


def test_a_conflict_shows_both_versions(session, project, catalogue):
    seen = project.version
    save_parts(session, project, catalogue, {"ranking": {"seed": 7}}, seen, None)
    with pytest.raises(EditConflictError) as caught:
        save_parts(session, project, catalogue, {"ranking": {"seed": 8}}, seen, None)
    assert caught.value.part == "ranking"
    assert caught.value.current["seed"] == 7
    assert caught.value.yours == {"seed": 8}
    assert caught.value.version == project.version


def test_changes_of_different_parts_do_not_conflict(session, project, catalogue):
    seen = project.version
    save_parts(session, project, catalogue, {"ranking": {"seed": 7}}, seen, None)
    save_parts(session, project, catalogue, {"fund": {"investment_cny": "1"}}, seen, None)
    assert project.study["ranking"]["seed"] == 7


def test_parts_that_were_changed_together_conflict_each(session, project):
    record(session, project, None, "study", "criteria weightings", {"before": {}, "after": {}})
    for part in ("criteria", "weightings"):
        with pytest.raises(EditConflictError):
            check_version(session, project, part, 1, None, None)
    check_version(session, project, "ranking", 1, None, None)


def test_features_are_hidden_however_many_there_are(session, project, catalogue, make_frame):
    layer = add_layer(session, project, "reference", "站", make_frame(1201), None, None)
    delete_features(session, project, layer, features_of(session, layer), None)
    assert features_of(session, layer) == []
    undo_last(session, project, None)
    assert len(features_of(session, layer)) == 1201
