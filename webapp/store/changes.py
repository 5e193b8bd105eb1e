"""Changes of a project: written down one by one, found again as conflicts, undone from the last.

Every change knows what it replaced, so that undoing is the same kind of step backwards. Undoing is
itself a change (it makes a new version), but one that is not undone again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, not_, select, update
from sqlalchemy.orm import Session

from geo.errors import AtlasError
from webapp.store.models import Change, EnterpriseSet, Feature, Layer, Project, User, now

KEPT = timedelta(days=30)
"""How long what was deleted can be brought back: then its files are gone."""
UNDONE = "undone"
FEATURE_FIELDS = ("name", "lon", "lat", "values")
"""What of a feature can be edited."""


class EditConflictError(AtlasError):
    """Somebody else changed the same part in the meantime.

    Attributes
    ----------
    part : str
    version : int
        The project's version now.
    current, yours : object
        What is stored, and what was to be stored.
    """

    def __init__(self, part: str, version: int, current: Any, yours: Any):
        super().__init__(f"{part} was changed by somebody else; the project is at {version}")
        self.part = part
        self.version = version
        self.current = current
        self.yours = yours


class TooLateError(AtlasError):
    """What a change removed is gone for good.

    Attributes
    ----------
    name : str
        What it was called.
    """

    def __init__(self, name: str):
        super().__init__(f"{name} was removed more than {KEPT.days} days ago")
        self.name = name


def record(
    session: Session,
    project: Project,
    user: User | None,
    kind: str,
    part: str,
    details: dict[str, Any],
) -> Change:
    """Write a change down and count the project's version up.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    project : Project
    user : User, optional
        None where nobody signs in.
    kind : str
        One of ``KINDS``, or ``UNDONE``.
    part : str
        What it touches: keys of the study with blanks between, ``title``, or a layer's key.
    details : dict
        JSON; enough to undo it.

    Returns
    -------
    Change
    """
    project.version += 1
    project.updated_at = now()
    change = Change(
        project_id=project.id,
        user_id=user.id if user else None,
        kind=kind,
        part=part,
        version=project.version,
        details=details,
    )
    session.add(change)
    return change


def check_version(
    session: Session, project: Project, part: str, version: int, current: Any, yours: Any
) -> None:
    """Make sure that nobody changed a part since a version.

    Changes of other parts are no conflict: one person may weigh while another imports.

    Raises
    ------
    EditConflictError
        With both versions.
    """
    later = select(Change.part).where(Change.project_id == project.id, Change.version > version)
    if any(part in touched.split() for touched in session.scalars(later)):
        raise EditConflictError(part, project.version, current, yours)


def last_change(session: Session, project: Project) -> Change | None:
    """Return the change that an undo would take back, None if there is none left.

    Removing a set whose files are gone since is no longer one; what was changed before it still is.
    """
    is_final = and_(Change.kind == "set-deleted", Change.at <= now() - KEPT)
    found = (
        select(Change)
        .where(Change.project_id == project.id, Change.undone_at.is_(None), Change.kind != UNDONE)
        .where(not_(is_final))
        .order_by(Change.id.desc())
    )
    return session.scalar(found.limit(1))


def history(session: Session, project: Project, *, most: int = 100) -> list[Change]:
    """List the latest changes, the last one first."""
    found = select(Change).where(Change.project_id == project.id).order_by(Change.id.desc())
    return list(session.scalars(found.limit(most)))


def undo_last(session: Session, project: Project, user: User | None) -> Change | None:
    """Take the last change back.

    Returns
    -------
    Change or None
        What was undone; None if there is nothing left to undo.

    Raises
    ------
    TooLateError
        If it removed something whose files went at this moment.
    """
    change = last_change(session, project)
    if change is None:
        return None
    KINDS[change.kind](session, project, change.details)
    change.undone_at = now()
    record(session, project, user, UNDONE, change.part, {"kind": change.kind, "of": change.id})
    return change


def _study(session: Session, project: Project, details: dict[str, Any]) -> None:
    project.study = {**project.study, **details["before"]}


def _title(session: Session, project: Project, details: dict[str, Any]) -> None:
    project.title = details["before"]


def _layer_added(session: Session, project: Project, details: dict[str, Any]) -> None:
    _layer(session, project, details).deleted_at = now()


def _layer_deleted(session: Session, project: Project, details: dict[str, Any]) -> None:
    _layer(session, project, details).deleted_at = None


def _layer_renamed(session: Session, project: Project, details: dict[str, Any]) -> None:
    _layer(session, project, details).name = details["before"]


def _columns_edited(session: Session, project: Project, details: dict[str, Any]) -> None:
    _layer(session, project, details).columns = details["before"]
    for number, cell in details["cells"].items():
        feature = session.get_one(Feature, int(number))
        feature.values = {**feature.values, details["column"]: cell}


def _features_added(session: Session, project: Project, details: dict[str, Any]) -> None:
    _hide(session, details["features"], now())


def _features_deleted(session: Session, project: Project, details: dict[str, Any]) -> None:
    _hide(session, details["features"], None)


def _feature_edited(session: Session, project: Project, details: dict[str, Any]) -> None:
    feature = session.get_one(Feature, details["feature"])
    for name in FEATURE_FIELDS:
        setattr(feature, name, details["before"][name])


def _enterprises_added(session: Session, project: Project, details: dict[str, Any]) -> None:
    session.get_one(EnterpriseSet, details["set"]).deleted_at = now()


def _enterprises_deleted(session: Session, project: Project, details: dict[str, Any]) -> None:
    row = session.get_one(EnterpriseSet, details["set"])
    if row.deleted_at is not None and row.deleted_at <= now() - KEPT:
        raise TooLateError(row.name)
    row.deleted_at = None


def _layer(session: Session, project: Project, details: dict[str, Any]) -> Layer:
    return session.get_one(Layer, details["layer"])


def _hide(session: Session, features: list[int], moment: Any) -> None:
    for first in range(0, len(features), 500):  # SQLite takes so many parameters and not many more
        chosen = Feature.id.in_(features[first : first + 500])
        session.execute(update(Feature).where(chosen).values(deleted_at=moment))


KINDS: dict[str, Callable[[Session, Project, dict[str, Any]], None]] = {
    "study": _study,
    "title": _title,
    "layer-added": _layer_added,
    "layer-deleted": _layer_deleted,
    "layer-renamed": _layer_renamed,
    "columns-edited": _columns_edited,
    "features-added": _features_added,
    "features-deleted": _features_deleted,
    "feature-edited": _feature_edited,
    "set-added": _enterprises_added,
    "set-deleted": _enterprises_deleted,
}
"""Kind of change → how it is undone."""
