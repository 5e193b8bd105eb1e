"""Projects: made, listed, read as a study, changed part by part, deleted for a while."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo.catalogue import Catalogue
from geo.errors import StudyError
from geo.study import FORMAT, VERSION, Study, find_problems, parse_study, read_study
from webapp.store.changes import KEPT, check_version, record
from webapp.store.layer_reading import layers_of, to_document
from webapp.store.layers import insert_features, next_number
from webapp.store.models import (
    Change,
    EnterpriseSet,
    Feature,
    Layer,
    Member,
    Project,
    Result,
    ShareLink,
    User,
    now,
)

PARTS = ("criteria", "weightings", "ranking", "siting", "fund")
"""The keys of a study that are saved each on its own."""


def create_project(
    session: Session, catalogue: Catalogue, title: str, city: str, user: User | None
) -> Project:
    """Make an empty project.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    catalogue : Catalogue
    title : str
    city : str
        Id of the city in whose metres it measures.
    user : User, optional
        Becomes its owner; None where nobody signs in.

    Returns
    -------
    Project

    Raises
    ------
    StudyError
        If the title or the city cannot be.
    """
    return import_project(session, read_study(_new(city, title), catalogue), user)


def import_project(session: Session, study: Study, user: User | None) -> Project:
    """Make a project of a study, its layers included.

    Returns
    -------
    Project
        Its study is the one given, to the last key.
    """
    document = study.to_json()
    project = Project(
        id=secrets.token_urlsafe(9),
        title=study.title,
        city=study.city,
        study={part: document[part] for part in PARTS},
        next_key=next_number(document["layers"]),
        version=1,
    )
    session.add(project)
    if user is not None:
        session.add(Member(project=project, user=user, role="owner"))
    session.flush()
    for layer in document["layers"]:
        row = Layer(
            project_id=project.id,
            key=layer["id"],
            kind=layer["kind"],
            name=layer["name"],
            columns=layer["columns"],
            log=layer["log"],
            is_synthetic=layer["synthetic"],
        )
        session.add(row)
        session.flush()
        insert_features(session, row, layer["features"])
    return project


def projects_of(session: Session, user: User | None, *, deleted: bool = False) -> list[Project]:
    """List the projects that somebody may see, the last changed first.

    Parameters
    ----------
    session : Session
    user : User, optional
        None, and administrators: all of them.
    deleted : bool
        List those that were deleted and can still be brought back.
    """
    found = select(Project).order_by(Project.updated_at.desc())
    hidden = Project.deleted_at
    found = found.where(hidden > now() - KEPT if deleted else hidden.is_(None))
    if user is not None and not user.is_admin:
        found = found.join(Member).where(Member.user_id == user.id)
        if deleted:
            found = found.where(Member.role == "owner")
    return list(session.scalars(found))


def document_of(session: Session, project: Project) -> dict[str, Any]:
    """Return a project as the JSON of a study."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": project.title,
        "city": project.city,
        "layers": [to_document(session, layer) for layer in layers_of(session, project)],
        **{part: project.study.get(part) for part in PARTS},
    }


def study_of(session: Session, project: Project, catalogue: Catalogue) -> Study:
    """Return a project as a study whose parts hold together.

    Raises
    ------
    StudyError
        If they do not: a layer that a criterion names was removed, the catalogue was changed.
        ``geo.study.parse_study`` of ``document_of`` reads what is still being mended.
    """
    return read_study(document_of(session, project), catalogue)


def save_parts(
    session: Session,
    project: Project,
    catalogue: Catalogue,
    values: dict[str, Any],
    version: int,
    user: User | None,
) -> Study:
    """Replace parts of a project's study, all of them or none.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    project : Project
    catalogue : Catalogue
    values : dict
        Part (of ``PARTS``) → JSON.
    version : int
        Of the project that the values were made from.
    user : User, optional

    Returns
    -------
    Study
        As it is now.

    Raises
    ------
    EditConflictError
        If a part was changed since.
    StudyError
        If the study would hold together less than before; nothing is changed. (What was wrong
        already, such as a criterion whose layer was removed, may be mended later.)
    """
    document = document_of(session, project)
    for part, value in values.items():
        check_version(session, project, part, version, document[part], value)
    study = parse_study({**document, **values})
    if problems := find_problems(study, catalogue):
        known = set(map(str, find_problems(parse_study(document), catalogue)))
        if new := [row for row in problems if str(row) not in known]:
            raise StudyError(new)
    clean = study.to_json()
    changed = [part for part in values if clean[part] != document[part]]
    if changed:
        before = {part: document[part] for part in changed}
        after = {part: clean[part] for part in changed}
        project.study = {**project.study, **after}
        details = {"before": before, "after": after}
        record(session, project, user, "study", " ".join(changed), details)
    return study


def rename_project(
    session: Session, project: Project, catalogue: Catalogue, title: str, user: User | None
) -> None:
    """Give a project another title; raises ``StudyError`` if it cannot be one."""
    read_study(_new(project.city, title), catalogue)
    if title != project.title:
        before, project.title = project.title, title
        record(session, project, user, "title", "title", {"before": before, "after": title})


def _new(city: str, title: str) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "title": title, "city": city}


def delete_project(session: Session, project: Project) -> None:
    """Hide a project; ``restore_project`` brings it back for ``KEPT``."""
    project.deleted_at = now()
    project.updated_at = now()


def restore_project(session: Session, project: Project) -> None:
    """Bring a deleted project back."""
    project.deleted_at = None
    project.updated_at = now()


def remove_old(session: Session) -> int:
    """Remove the projects that were deleted longer than ``KEPT`` ago; return how many."""
    old = list(session.scalars(select(Project.id).where(Project.deleted_at < now() - KEPT)))
    if old:
        _remove(session, old)
    return len(old)


def _remove(session: Session, projects: Iterable[str]) -> None:
    chosen = list(projects)
    layers = select(Layer.id).where(Layer.project_id.in_(chosen))
    session.execute(delete(Feature).where(Feature.layer_id.in_(layers)))
    for table in (Layer, EnterpriseSet, Change, Result, ShareLink, Member):
        session.execute(delete(table).where(table.project_id.in_(chosen)))
    session.execute(delete(Project).where(Project.id.in_(chosen)))
