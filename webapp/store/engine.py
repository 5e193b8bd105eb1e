"""The database: SQLite in a file of our own by default, PostgreSQL where ``DATABASE_URL`` says so.

SQLite runs in WAL mode, so that readers never wait for a writer. A transaction that will write
takes the write lock when it begins (``BEGIN IMMEDIATE``): what it has read cannot change under it,
and two writers wait for each other instead of failing halfway.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from geo.errors import AtlasError
from webapp.listening import SettingError

MIGRATIONS = Path(__file__).with_name("migrations")
_WAIT_MS = 10_000  # for another writer
_IS_WRITING = "atlas_is_writing"


class StoreError(AtlasError):
    """The database cannot be reached or cannot be used."""


class UnstorableError(AtlasError):
    """Something that was sent is nothing that the database can keep, or look for."""


def database_url(text: str, state: Path) -> sa.URL:
    """Read ``DATABASE_URL``.

    Parameters
    ----------
    text : str
        ``sqlite:///…`` or ``postgresql://…``; empty is a SQLite file in ``state``.
    state : Path
        The folder of what is saved.

    Returns
    -------
    URL

    Raises
    ------
    SettingError
        If it is none of these. The value may hold a password and is not repeated.
    """
    if not text.strip():
        return sa.URL.create("sqlite", database=str(state / "planner.sqlite"))
    try:
        url = make_url(text.strip())
    except ArgumentError:
        url = sa.URL.create("unknown")
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg") or not url.database:
        msg = (
            f"DATABASE_URL begins with {url.drivername!r}; allowed: sqlite:////path/to/file "
            "or postgresql://user:password@host:5432/database"
        )
        raise SettingError(msg)
    return url


class Store:
    """Sessions on one database, whose tables are brought up to date at the first use.

    Parameters
    ----------
    url : URL
        From ``database_url``.
    """

    def __init__(self, url: sa.URL):
        self.url = url
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether it is the embedded database."""
        return self.url.drivername == "sqlite"

    @property
    def shown_url(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """The engine; raises ``StoreError`` if the database cannot be opened."""
        with self._lock:
            if self._engine is None:
                self._engine = self._open()
            return self._engine

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """Run a transaction: committed at the end, rolled back if anything is raised.

        Parameters
        ----------
        writes : bool
            Whether it may write.

        Raises
        ------
        StoreError
            If the database cannot be reached.
        UnstorableError
            If it cannot keep a value: PostgreSQL has texts without NUL, and whole numbers of 32
            bits. What is known to come is checked before; SQLite keeps all of it.
        """
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                session.connection(execution_options={_IS_WRITING: writes})
                yield session
        except OperationalError as error:
            msg = f"the database {self.shown_url} does not answer: {_reason(error)}"
            raise StoreError(msg) from error
        except DataError as error:
            msg = f"what was sent cannot be stored: {_reason(error)}"
            raise UnstorableError(msg) from error

    def close(self) -> None:
        """Close all connections; needed before a process forks."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def _open(self) -> Engine:
        try:
            engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
            upgrade(engine)
        except (DBAPIError, OSError, CommandError) as error:
            msg = f"the database {self.shown_url} cannot be opened: {_reason(error)}"
            raise StoreError(msg) from error
        return engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to date; does nothing where they are.

    Parameters
    ----------
    engine : Engine
    revision : str
        Of the migrations.
    """
    config = Config()
    # Alembic keeps its options in an INI file, where a per cent sign begins a name.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        connection = connection.execution_options(**{_IS_WRITING: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                # Several processes may start at once; the tables are made by one of them.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(20261121)"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)


def _sqlite(url: sa.URL) -> Engine:
    path = Path(str(url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # accounts are in it; -wal and -shm are made with the same mode
    engine = sa.create_engine(url, connect_args={"timeout": _WAIT_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(_IS_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine


def _postgresql(url: sa.URL) -> Engine:
    return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def _reason(error: Exception) -> str:
    """Return the first line of what the database says."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
