"""The tables of the planner.

Nothing is removed when somebody deletes it: ``deleted_at`` hides it, so that it can be brought
back (see ``webapp.store.changes``). Positions are WGS-84 degrees; on PostgreSQL a migration adds
a generated PostGIS column with a spatial index over them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

Role = Literal["owner", "editor", "viewer"]
ROLES: tuple[Role, ...] = ("viewer", "editor", "owner")
"""Each may do what those before it may, and more."""

LONGEST_KEY, LONGEST_TITLE = 64, 400
"""What ids, and titles and names, of a study may have: PostgreSQL keeps nothing longer."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, which SQLite would drop."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """What all tables share: constraints have names, so that migrations can alter them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON}  # noqa: RUF012


class User(Base):
    """Somebody who signs in."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(String(32))
    """Part of every signed session: a new one ends all of them."""
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the password was given by an administrator, for one use."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    is_authenticated: ClassVar[bool] = True  # as Flask-Login asks who is signed in
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """Return what a signed session keeps; it is worthless once ``session_key`` changes."""
        return f"{self.id}.{self.session_key}"


class FailedSignIn(Base):
    """An attempt to sign in that failed, kept for a few minutes to slow guessing down.

    Names are hashed: people type passwords where names belong.
    """

    __tablename__ = "failed_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class Project(Base):
    """One question about sites: its study without the layers, which are tables of their own.

    ``version`` counts changes; ``next_key`` numbers layers and features, never twice.
    """

    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    city: Mapped[str] = mapped_column(String(64))
    study: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    next_key: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]

    members: Mapped[list[Member]] = relationship(back_populates="project")
    layers: Mapped[list[Layer]] = relationship(back_populates="project", order_by="Layer.id")


class Member(Base):
    """What somebody may do in a project."""

    __tablename__ = "members"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))

    project: Mapped[Project] = relationship(back_populates="members")
    user: Mapped[User] = relationship()


class ShareLink(Base):
    """A link that shows a project to whoever has it, until it is revoked.

    Only the hash of its token is kept: who reads the database cannot open projects with it.
    """

    __tablename__ = "share_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]


class Layer(Base):
    """Candidate sites or references, as they came from one file or by hand."""

    __tablename__ = "layers"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    columns: Mapped[dict[str, Any]]
    log: Mapped[dict[str, Any] | None]
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(back_populates="layers")


class Feature(Base):
    """One row of a layer: a point, or a shape with a point in it."""

    __tablename__ = "features"
    __table_args__ = (UniqueConstraint("layer_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    layer_id: Mapped[int] = mapped_column(ForeignKey("layers.id"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    name: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    row: Mapped[int | None]
    lon: Mapped[float]
    lat: Mapped[float]
    wkb: Mapped[bytes | None]
    values: Mapped[dict[str, Any]]
    deleted_at: Mapped[datetime | None]


class EnterpriseSet(Base):
    """A registry of enterprises, as it came from one upload; what was counted lies in files.

    ``wish`` is how its files are read, ``words`` the project's own synonyms of industries (None:
    those of the atlas). ``job`` names the run that was asked for last and ``result`` the last one
    that came to its end, whose numbers ``tally`` has: both are folders, see
    ``webapp.planner.enterprise_folders``.
    """

    __tablename__ = "enterprise_sets"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12), default="new", index=True)
    wish: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[dict[str, Any] | None]
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    tally: Mapped[dict[str, Any] | None]
    job: Mapped[str | None] = mapped_column(String(32))
    result: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Change(Base):
    """One change of a project: enough to say what was done, and to undo it.

    ``part`` is what it touched (keys of the study, or a layer's key), for finding conflicts.
    """

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(String(20))
    part: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    details: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()


class Result(Base):
    """Something that took long to compute, with the key of what it was computed from."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("project_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
