"""A backup of everything that people saved, and the way back: one folder, checked by its hashes.

In it are the planner's database (a SQLite file, or a dump of PostgreSQL in its own format), the
short links, the key that signs sessions, and the registries of enterprises with their counts. Not
in it: the catalogue and the inbox, which are yours already, and jobs and caches, which can be made
again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from geo.errors import AtlasError
from webapp import permalinks
from webapp.store.engine import Store

KIND = "renxing-atlas-backup"
MANIFEST = "manifest.json"
_DATABASE = {True: "planner.sqlite", False: "planner.dump"}
_LINKS = permalinks.FILE
_KEY = "secret.key"
_FOLDERS = ("enterprises",)


class BackupError(AtlasError):
    """A backup cannot be made or brought back; nothing was changed."""


def back_up(store: Store, state: Path, folder: Path) -> dict[str, Any]:
    """Write a backup while the atlas runs.

    Parameters
    ----------
    store : Store
        The planner's database.
    state : Path
        The folder of what is saved (``ATLAS_STATE``).
    folder : Path
        New or empty.

    Returns
    -------
    dict
        The manifest: ``files`` with their sizes and hashes.

    Raises
    ------
    BackupError
        If the folder holds something, or the database's program fails.
    StoreError
        If the database does not answer.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder} is not empty; name a folder that is new or empty"
        raise BackupError(msg)
    _ = store.engine  # brought up to date first, so that a restore needs no older release
    part = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    part.mkdir(parents=True, mode=0o700)
    try:
        _dump(store, part / _DATABASE[store.is_sqlite])
        if (state / _LINKS).exists():
            _copy_sqlite(state / _LINKS, part / _LINKS)
        if (state / _KEY).exists():
            shutil.copy2(state / _KEY, part / _KEY)
        for name in _FOLDERS:
            if (state / name).is_dir():
                shutil.copytree(state / name, part / name)
        manifest = {
            "kind": KIND,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": "sqlite" if store.is_sqlite else "postgresql",
            "files": _hashes(part),
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}"
        raise BackupError(msg) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def bring_back(store: Store, state: Path, folder: Path) -> dict[str, Any]:
    """Bring a backup back into an atlas that holds nothing yet.

    Parameters
    ----------
    store : Store
        Of the same kind as the one that was backed up.
    state : Path
        Without projects and short links.
    folder : Path
        From ``back_up``.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    BackupError
        If the backup is damaged or of another kind, or something would be written over.
    """
    manifest = read_manifest(folder)
    wanted = "sqlite" if store.is_sqlite else "postgresql"
    if manifest["database"] != wanted:
        msg = f"{folder} holds a database of {manifest['database']}; DATABASE_URL names {wanted}"
        raise BackupError(msg)
    _check_empty(store, state)
    state.mkdir(parents=True, exist_ok=True)
    try:
        if store.is_sqlite:
            # Its bytes alone: SQLite would leave files beside a database that it has read.
            target = Path(str(store.url.database))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(mode=0o600)
            shutil.copyfile(folder / _DATABASE[True], target)
        else:
            # All or nothing: with an error the database stays empty.
            options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
            _run(store, "pg_restore", [*options, f"--dbname={_address(store)}"], folder)
        for name in (_LINKS, _KEY):
            if (folder / name).exists():
                shutil.copy2(folder / name, state / name)
        for name in _FOLDERS:
            if (folder / name).is_dir():
                shutil.copytree(folder / name, state / name)
    except OSError as error:
        msg = f"{state} cannot be written: {error.strerror}"
        raise BackupError(msg) from error
    _ = store.engine  # a backup of an older release is brought up to date here
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read what a backup lists, and prove that it holds just that.

    Raises
    ------
    BackupError
        Naming the first file that is missing or altered.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        listed: dict[str, Any] = manifest["files"]
        known = manifest["kind"] == KIND and manifest["database"] in ("sqlite", "postgresql")
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{folder} holds no backup of an atlas ({MANIFEST} cannot be read)"
        raise BackupError(msg) from error
    if not known:
        msg = f"{folder / MANIFEST} is of another kind than {KIND}"
        raise BackupError(msg)
    found = _hashes(folder)
    for name in sorted({*listed, *found}):
        if listed.get(name) != found.get(name):
            state = "is missing" if name not in found else "was altered or does not belong there"
            msg = f"{folder / name} {state}; use another backup. Nothing was changed."
            raise BackupError(msg)
    return manifest


def _check_empty(store: Store, state: Path) -> None:
    """Refuse to write over projects, links or figures."""
    here = [state / name for name in (_LINKS, *_FOLDERS) if (state / name).exists()]
    if store.is_sqlite and Path(str(store.url.database)).exists():
        here.append(Path(str(store.url.database)))
    if here:
        msg = f"{here[0]} exists already; move it away first. Nothing was changed."
        raise BackupError(msg)
    if store.is_sqlite:
        return
    engine = sa.create_engine(store.url)
    try:
        tables = sa.inspect(engine).get_table_names()
    except sa.exc.OperationalError as error:
        msg = f"the database {store.shown_url} does not answer"
        raise BackupError(msg) from error
    finally:
        engine.dispose()
    if "alembic_version" in tables:
        msg = f"{store.shown_url} holds tables of an atlas already; name an empty database"
        raise BackupError(msg)


def _dump(store: Store, path: Path) -> None:
    if store.is_sqlite:
        _copy_sqlite(Path(str(store.url.database)), path)
        return
    # PostGIS belongs to whoever runs the server: it is there before a restore, with its table
    # of coordinate systems, into which the planner's own user may not write.
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    options.append("--exclude-table-data=*.spatial_ref_sys")
    _run(store, "pg_dump", options, path)


def _run(store: Store, program: str, options: Sequence[str], path: Path) -> None:
    """Run one of PostgreSQL's programs; the password travels in its environment."""
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "5"}
    if store.url.password:
        environment["PGPASSWORD"] = str(store.url.password)
    target = (
        [f"--file={path}", _address(store)]
        if program == "pg_dump"
        else [str(path / _DATABASE[False])]
    )
    try:
        done = subprocess.run(
            [program, *options, *target],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        msg = f"{program} is needed: apt-get install postgresql-client"
        raise BackupError(msg) from error
    if done.returncode:
        msg = f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[0]}"
        raise BackupError(msg)


def _address(store: Store) -> str:
    """Name the database as libpq does, without the password."""
    url = store.url.set(drivername="postgresql")._replace(password=None)
    return url.render_as_string(hide_password=False)


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that others may be writing, as it is at one moment."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _hashes(folder: Path) -> dict[str, dict[str, object]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[name] = {"sha256": digest, "bytes": path.stat().st_size}
    return found
