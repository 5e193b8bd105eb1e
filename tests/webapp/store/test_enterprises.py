from datetime import timedelta

import pytest

from webapp.store.changes import KEPT, TooLateError, last_change, undo_last
from webapp.store.enterprises import (
    ACTIVE,
    CANCELLED,
    DONE,
    NEW,
    active_sets,
    add_set,
    delete_set,
    end_run,
    find_set,
    sets_of,
    start_run,
)
from webapp.store.models import EnterpriseSet, now
from webapp.store.projects import delete_project, document_of, remove_old, rename_project


@pytest.fixture
def row(session, project):
    return add_set(session, project, "登记名录 " + "长" * 300, None)


def test_a_set_begins_empty_and_has_a_key_of_its_own(session, project, row):
    other = add_set(session, project, "乙", None)

    assert (row.key, other.key) == ("E1", "E2")
    assert len(row.name) == 200
    assert (row.status, row.wish, row.words, row.tally, row.result) == (NEW, {}, None, None, None)
    assert sets_of(session, project) == [other, row]
    assert find_set(session, project.id, "E1") is row
    assert find_set(session, "another", "E1") is None


def test_adding_and_deleting_can_be_undone(session, project, row):
    delete_set(session, project, row, None)
    assert sets_of(session, project) == []
    assert find_set(session, project.id, row.key) is None

    assert undo_last(session, project, None).kind == "set-deleted"
    assert sets_of(session, project) == [row]
    assert undo_last(session, project, None).kind == "set-added"
    assert sets_of(session, project) == []


def test_a_run_that_ends_well_leaves_its_result(session, project, row):
    start_run(row, "a" * 32)
    session.flush()
    assert active_sets(session) == [row]

    assert end_run(session, project.id, row.key, "a" * 32, DONE, {"read": 3})
    session.refresh(row)
    assert (row.status, row.result, row.tally) == (DONE, "a" * 32, {"read": 3})
    assert active_sets(session) == []


def test_a_run_that_nobody_wants_any_more_changes_nothing(session, project, row):
    start_run(row, "a" * 32)
    start_run(row, "b" * 32)
    session.flush()

    assert not end_run(session, project.id, row.key, "a" * 32, DONE, {"read": 3})
    session.refresh(row)
    assert (row.status, row.job, row.result) == (ACTIVE, "b" * 32, None)


def test_a_run_that_is_given_up_keeps_the_result_of_the_one_before(session, project, row):
    start_run(row, "a" * 32)
    session.flush()
    end_run(session, project.id, row.key, "a" * 32, DONE, {"read": 3})
    session.refresh(row)
    start_run(row, "b" * 32)
    session.flush()

    assert end_run(session, project.id, row.key, "b" * 32, CANCELLED)
    session.refresh(row)
    assert (row.status, row.result, row.tally) == (CANCELLED, "a" * 32, {"read": 3})
    assert not end_run(session, project.id, row.key, "b" * 32, DONE)


def test_a_deleted_set_is_not_run(session, project, row):
    start_run(row, "a" * 32)
    delete_set(session, project, row, None)
    session.flush()

    assert active_sets(session) == []


def test_sets_are_no_part_of_a_study_and_go_with_their_project(session, project, row):
    assert document_of(session, project)["layers"] == []
    delete_project(session, project)
    project.deleted_at = now().replace(year=2020)
    session.flush()

    assert remove_old(session) == 1
    assert session.query(EnterpriseSet).count() == 0


def test_what_was_removed_long_ago_does_not_come_back_without_its_files(session, project, row):
    delete_set(session, project, row, None)
    row.deleted_at = now() - KEPT - timedelta(minutes=1)
    with pytest.raises(TooLateError, match="more than 30 days ago"):
        undo_last(session, project, None)
    assert row.deleted_at is not None
    row.deleted_at = now() - KEPT + timedelta(minutes=1)
    undo_last(session, project, None)
    assert row.deleted_at is None


def test_removing_for_good_does_not_block_the_undo_of_what_came_before(
    session, project, row, catalogue
):
    rename_project(session, project, catalogue, "改名", None)
    delete_set(session, project, row, None)
    session.flush()
    removal = last_change(session, project)
    assert removal.kind == "set-deleted"
    removal.at = row.deleted_at = now() - KEPT - timedelta(minutes=1)

    assert undo_last(session, project, None).kind == "title"
    assert project.title != "改名"
    assert row.deleted_at is not None
