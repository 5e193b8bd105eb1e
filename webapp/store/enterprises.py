"""Sets of enterprises of a project: begun, found, run, finished, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.store.changes import record
from webapp.store.layers import clean_name, take_numbers
from webapp.store.models import Change, EnterpriseSet, Project, User, now

NEW, ACTIVE, DONE, FAILED, CANCELLED = "new", "active", "done", "failed", "cancelled"
"""What ``status`` says: nothing was counted yet; a run is wanted and not over; how it ended."""


def add_set(session: Session, project: Project, name: str, user: User | None) -> EnterpriseSet:
    """Begin a set, whose files are still to come.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    project : Project
    name : str
        Cut to what a title may have.
    user : User, optional

    Returns
    -------
    EnterpriseSet
    """
    row = EnterpriseSet(
        project_id=project.id,
        key=f"E{take_numbers(project, 1)[0]}",
        name=clean_name(name),
        status=NEW,
    )
    session.add(row)
    session.flush()
    record(session, project, user, "set-added", row.key, {"set": row.id, "name": row.name})
    return row


def sets_of(session: Session, project: Project) -> list[EnterpriseSet]:
    """List the sets of a project, the newest first."""
    found = select(EnterpriseSet).where(
        EnterpriseSet.project_id == project.id, EnterpriseSet.deleted_at.is_(None)
    )
    return list(session.scalars(found.order_by(EnterpriseSet.id.desc())))


def find_set(session: Session, project_id: str, key: str) -> EnterpriseSet | None:
    """Return a set of a project by its key, None if there is none."""
    return session.scalar(
        select(EnterpriseSet).where(
            EnterpriseSet.project_id == project_id,
            EnterpriseSet.key == key,
            EnterpriseSet.deleted_at.is_(None),
        )
    )


def active_sets(session: Session) -> list[EnterpriseSet]:
    """List the sets of all projects whose run is wanted and not over, the oldest first."""
    found = select(EnterpriseSet).where(
        EnterpriseSet.status == ACTIVE, EnterpriseSet.deleted_at.is_(None)
    )
    return list(session.scalars(found.order_by(EnterpriseSet.id)))


def start_run(row: EnterpriseSet, job: str) -> None:
    """Note that a run is wanted; the result of the one before stays until it is over."""
    row.job = job
    row.status = ACTIVE


def end_run(
    session: Session,
    project_id: str,
    key: str,
    job: str,
    status: str,
    tally: Mapping[str, Any] | None = None,
) -> bool:
    """Note how a run ended, if it is still the one that is wanted.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    project_id, key : str
        Of the set.
    job : str
        The run.
    status : {"done", "failed", "cancelled"}
    tally : mapping, optional
        What was counted, of a run that is done.

    Returns
    -------
    bool
        Whether it was.
    """
    values: dict[str, Any] = {"status": status}
    if status == DONE:
        values |= {"result": job, "tally": dict(tally or {})}
    found = session.execute(
        update(EnterpriseSet)
        .where(EnterpriseSet.project_id == project_id, EnterpriseSet.key == key)
        .where(EnterpriseSet.job == job, EnterpriseSet.status == ACTIVE)
        .values(values)
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]


def delete_set(session: Session, project: Project, row: EnterpriseSet, user: User | None) -> None:
    """Hide a set; the change can be undone."""
    row.deleted_at = now()
    record(session, project, user, "set-deleted", row.key, {"set": row.id, "name": row.name})


def discard_set(session: Session, project: Project, row: EnterpriseSet) -> None:
    """Forget a set whose files were refused, as if it had never been begun: nothing to undo."""
    session.execute(delete(Change).where(Change.project_id == project.id, Change.part == row.key))
    session.delete(row)
