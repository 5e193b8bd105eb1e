"""A PostgreSQL with PostGIS of our own: in its own folder, on a socket, ended with the tests."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from webapp.store.engine import Store
from webapp.store.models import Base

NAME = "renxing"
_SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs() -> Path | None:
    """Return the newest PostgreSQL of Debian that has PostGIS, None if there is none."""
    found = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if Path(f"/usr/share/postgresql/{path.parts[-3]}/extension/postgis.control").exists()
    ]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def running_postgresql(bin_folder: Path) -> Iterator[str]:
    """Start a server nobody else can reach; yield the URL of an empty database.

    PostgreSQL refuses to run as root, so there it runs as its own user.
    """
    folder = Path(tempfile.mkdtemp(prefix="renxing-postgresql-"))
    someone: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        someone = {"user": "postgres", "group": "postgres", "extra_groups": ()}
    data = folder / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(
            [bin_folder / "initdb", "--no-sync", "--auth=trust", "--encoding=UTF8"]
            + ["--locale=C.UTF-8", "--username=postgres", f"--pgdata={data}"],
            check=True,
            cwd=folder,
            **quiet,
            **someone,
        )
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        with subprocess.Popen(
            [bin_folder / "postgres", "-D", data, "-k", folder, *settings],
            cwd=folder,
            **quiet,
            **someone,
        ) as server:
            try:
                _make_database(folder, server)
                yield f"postgresql://postgres@/{NAME}?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # ends sessions, then the server
                server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def emptied(store: Store) -> Store:
    """Return a store whose tables hold nothing any more."""
    with store.session(writes=True) as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    return store


def _make_database(folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(
                dbname="postgres", user="postgres", host=str(folder), autocommit=True
            ) as connection:
                connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
