from datetime import timedelta

import pytest

from geo.errors import StudyError, UnknownIdError
from geo.study import read_study
from webapp.store.changes import KEPT
from webapp.store.layer_reading import count_features
from webapp.store.layers import add_layer, delete_layer
from webapp.store.models import Member, Project, User, now
from webapp.store.projects import (
    create_project,
    delete_project,
    document_of,
    import_project,
    projects_of,
    remove_old,
    rename_project,
    restore_project,
    save_parts,
    study_of,
)

CRITERION = {
    "id": "near",
    "title": "近",
    "unit": "m",
    "measure": {"kind": "distance_to_clusters"},
    "direction": "less",
}


@pytest.fixture
def people(session):
    found = [
        User(name=name, password_hash="", is_admin=name == "admin", session_key="")
        for name in ("admin", "one", "other")
    ]
    session.add_all(found)
    session.flush()
    return found


def test_a_new_project_is_a_study_without_anything(session, project, catalogue):
    study = study_of(session, project, catalogue)
    assert (study.title, study.city, study.layers) == ("选址 甲", "shanghai", ())
    assert len(project.id) == 12


@pytest.mark.parametrize(("title", "city"), [("", "shanghai"), ("x" * 999, "shanghai"), ("x", "?")])
def test_a_project_that_cannot_be_is_refused(session, catalogue, title, city):
    with pytest.raises((StudyError, UnknownIdError)):
        create_project(session, catalogue, title, city, None)


def test_a_study_comes_back_as_it_was_brought(session, project, catalogue, frame):
    add_layer(session, project, "candidates", "地块", frame, None, None, name_column="名")
    save_parts(session, project, catalogue, {"criteria": [CRITERION]}, project.version, None)
    study = study_of(session, project, catalogue)
    copy = import_project(session, read_study(study.to_json(), catalogue), None)
    assert copy.id != project.id
    assert document_of(session, copy) == document_of(session, project)
    # What is added later gets keys that the study did not have.
    other = add_layer(session, copy, "reference", "站", frame, None, None)
    keys = [layer["id"] for layer in document_of(session, copy)["layers"]]
    assert len({*keys, other.key}) == 2
    features = [row["id"] for row in document_of(session, copy)["layers"][1]["features"]]
    assert not {row["id"] for row in document_of(session, copy)["layers"][0]["features"]} & {
        *features
    }


def test_what_does_not_hold_together_changes_nothing(session, project, catalogue):
    before = document_of(session, project)
    wrong = {**CRITERION, "measure": {"kind": "distance_to_layer", "layer": "L9"}}
    with pytest.raises(StudyError):
        save_parts(session, project, catalogue, {"criteria": [wrong]}, project.version, None)
    assert document_of(session, project) == before
    assert project.version == 1


def test_what_is_broken_already_keeps_nobody_from_mending_the_rest(
    session, project, catalogue, frame
):
    layer = add_layer(session, project, "reference", "站", frame, None, None)
    near = {**CRITERION, "measure": {"kind": "distance_to_layer", "layer": layer.key}}
    save_parts(session, project, catalogue, {"criteria": [near]}, project.version, None)
    delete_layer(session, project, layer, None)
    with pytest.raises(StudyError):
        study_of(session, project, catalogue)
    save_parts(session, project, catalogue, {"ranking": {"seed": 3}}, project.version, None)
    other = {**near, "id": "other", "measure": {"kind": "distance_to_layer", "layer": "L9"}}
    with pytest.raises(StudyError, match="L9"):
        save_parts(session, project, catalogue, {"criteria": [near, other]}, 99, None)
    save_parts(session, project, catalogue, {"criteria": []}, project.version, None)
    study_of(session, project, catalogue)


def test_saving_what_is_there_is_no_change(session, project, catalogue):
    same = {"ranking": document_of(session, project)["ranking"]}
    save_parts(session, project, catalogue, same, project.version, None)
    assert project.version == 1


def test_everybody_sees_their_own_and_administrators_all(session, catalogue, people):
    admin, one, other = people
    mine = create_project(session, catalogue, "甲", "shanghai", one)
    create_project(session, catalogue, "乙", "shenzhen", other)
    assert {row.title for row in projects_of(session, admin)} == {"甲", "乙"}
    assert projects_of(session, one) == [mine]
    assert session.get_one(Member, (mine.id, one.id)).role == "owner"
    assert len(projects_of(session, None)) == 2


def test_a_deleted_project_waits_for_its_owner(session, catalogue, people):
    _admin, one, other = people
    mine = create_project(session, catalogue, "甲", "shanghai", one)
    session.add(Member(project=mine, user=other, role="editor"))
    delete_project(session, mine)
    assert projects_of(session, one) == []
    assert projects_of(session, one, deleted=True) == [mine]
    assert projects_of(session, other, deleted=True) == []
    restore_project(session, mine)
    assert projects_of(session, one) == [mine]


def test_what_was_deleted_long_ago_is_removed_with_all_it_held(session, project, catalogue, frame):
    add_layer(session, project, "candidates", "地块", frame, None, None)
    kept = create_project(session, catalogue, "乙", "shanghai", None)
    for row, age in ((project, KEPT + timedelta(hours=1)), (kept, KEPT - timedelta(hours=1))):
        delete_project(session, row)
        row.deleted_at = now() - age
    session.flush()
    assert remove_old(session) == 1
    session.expire_all()
    assert session.get(Project, kept.id) is not None
    assert projects_of(session, None, deleted=True) == [kept]


def test_a_title_can_be_changed_and_not_emptied(session, project, catalogue):
    rename_project(session, project, catalogue, "新名", None)
    assert study_of(session, project, catalogue).title == "新名"
    with pytest.raises(StudyError):
        rename_project(session, project, catalogue, "", None)
    assert project.title == "新名"


def test_features_are_counted_by_layer(session, project, frame):
    layer = add_layer(session, project, "candidates", "地块", frame, None, None)
    assert count_features(session, project) == {layer.key: len(frame)}
