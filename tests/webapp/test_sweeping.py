"""What was deleted long ago is removed with its files; what can be brought back stays."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from geo.catalogue import Catalogue
from webapp.store.changes import KEPT
from webapp.store.engine import Store, database_url
from webapp.store.enterprises import add_set, delete_set
from webapp.store.models import now
from webapp.store.projects import create_project, delete_project
from webapp.sweeping import sweep

LONG_AGO = KEPT + timedelta(hours=1)
LATELY = KEPT - timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(database_url("", tmp_path))
    yield found
    found.close()


def folder_of(state: Path, project: str, key: str, *, days: float = 2) -> Path:
    folder = state / "enterprises" / project / key
    (folder / "upload").mkdir(parents=True)
    (folder / "upload" / "made.csv").write_text("企业名称\n")
    moment = time.time() - days * 24 * 3600
    os.utime(folder, (moment, moment))
    return folder


def test_files_go_with_what_was_deleted_long_ago(
    store: Store, tmp_path: Path, catalogue: Catalogue
) -> None:
    kept, gone = [], []
    with store.session(writes=True) as session:
        for age, folders in ((None, kept), (LATELY, kept), (LONG_AGO, gone)):
            project = create_project(session, catalogue, "甲", "shanghai", None)
            row = add_set(session, project, "registry", None)
            if age:
                delete_set(session, project, row, None)
                row.deleted_at = now() - age
            folders.append(folder_of(tmp_path, project.id, row.key))
            other = create_project(session, catalogue, "乙", "shanghai", None)
            row = add_set(session, other, "registry", None)
            if age:
                delete_project(session, other)
                other.deleted_at = now() - age
            folders.append(folder_of(tmp_path, other.id, row.key))
    gone.append(folder_of(tmp_path, "nobody", "E1"))
    kept.append(folder_of(tmp_path, "nobody", "E2", days=0))  # being made

    told = sweep(store, tmp_path)

    assert [folder.is_dir() for folder in kept] == [True] * 5
    assert [folder.is_dir() for folder in gone] == [False] * 3
    assert told[0] == "1 projects"
    assert len(told) == 4
    assert sweep(store, tmp_path) == []
