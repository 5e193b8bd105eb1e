"""Put a counted registry into a project, as a run leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from geo.study import empty_study
from tests.some_enterprises import Registry
from webapp.planner.enterprise_folders import RunFolder, SetFolder
from webapp.store.engine import Store, database_url
from webapp.store.enterprises import DONE, add_set
from webapp.store.models import Project
from webapp.store.projects import import_project

JOB = "a" * 32


def counted_set(
    store: Store,
    state: Path,
    project_id: str,
    registry: Registry,
    *,
    name: str = "Made up",
    has_points: bool = True,
    weight_column: str = "",
) -> str:
    """Store a set with its result; returns its key."""
    with store.session(writes=True) as session:
        project = session.get_one(Project, project_id)
        row = add_set(session, project, name, None)
        row.status, row.job, row.result, row.is_synthetic = DONE, JOB, JOB, True
        row.tally = registry.aggregates.tally.to_json()
        key = row.key
    run: RunFolder = SetFolder(state, project_id, key).run(JOB)
    registry.aggregates.write(run.aggregates)
    columns = {"weight": weight_column} if weight_column else {}
    run.prepare({"wish": {"columns": columns}})
    if has_points:
        pq.write_table(registry.points, run.points)
    return key


def map_of(state: Path, title: str, registry: Registry, **more: Any) -> str:
    """Put a registry into a new project of Shanghai; return its map, after the language."""
    store = Store(database_url("", state))
    with store.session(writes=True) as session:
        project_id = str(import_project(session, empty_study("shanghai", title), None).id)
    key = counted_set(store, state, project_id, registry, **more)
    store.close()
    return f"/planner/{project_id}/enterprises/{key}/map"
