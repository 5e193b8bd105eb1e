"""A backup is complete, comes back on both databases, and never writes over anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from geo.catalogue import Catalogue
from tests.webapp.conftest import MakeApp
from webapp.backup import KIND, MANIFEST, BackupError, back_up, bring_back, read_manifest
from webapp.permalinks import LinkStore
from webapp.store.engine import Store, database_url
from webapp.store.models import Layer, Project
from webapp.store.projects import create_project


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """What a used atlas keeps beside its database."""
    folder = tmp_path / "state"
    LinkStore(folder).save("/atlas/shanghai?on=belts")
    (folder / "secret.key").write_text("k" * 64)
    (folder / "enterprises" / "p1" / "E1").mkdir(parents=True)
    (folder / "enterprises" / "p1" / "E1" / "tally.json").write_text("{}")
    (folder / "uploads").mkdir()
    (folder / "uploads" / "half.csv").write_text("not finished")
    return folder


@pytest.fixture
def filled(store: Store, catalogue: Catalogue) -> Store:
    """A store with a project."""
    with store.session(writes=True) as session:
        project = create_project(session, catalogue, "选址 甲", "shanghai", None)
        session.add(Layer(project_id=project.id, key="L1", kind="candidates", name="a", columns={}))
    return store


@pytest.fixture
def empty_like(store: Store, tmp_path: Path) -> Store:
    """Another store of the same kind, with nothing in it."""
    if store.is_sqlite:
        return Store(database_url("", tmp_path / "other"))
    url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS other")
        connection.execute("DROP ROLE IF EXISTS atlas")
        connection.execute("CREATE ROLE atlas LOGIN")
        connection.execute("CREATE DATABASE other OWNER atlas")
    # As the documentation has it: the extension is made by the server's own user.
    with psycopg.connect(url, dbname="other", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    return Store(store.url.set(database="other", username="atlas"))


def test_everything_comes_back(
    filled: Store, state: Path, empty_like: Store, tmp_path: Path
) -> None:
    made = back_up(filled, state, tmp_path / "backup")
    assert bring_back(empty_like, tmp_path / "other", tmp_path / "backup") == made
    with empty_like.session() as session:
        assert session.scalars(select(Project.title)).all() == ["选址 甲"]
        assert session.scalars(select(Layer.name)).all() == ["a"]
    empty_like.close()
    code = LinkStore(state).save("/atlas/shanghai?on=belts")
    assert LinkStore(tmp_path / "other").find(code) == "/atlas/shanghai?on=belts"
    for name in ("secret.key", "enterprises/p1/E1/tally.json"):
        assert (tmp_path / "other" / name).read_bytes() == (state / name).read_bytes()
    assert not (tmp_path / "other" / "uploads").exists()
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    assert read_manifest(tmp_path / "backup") == made, "it can be brought back once more"


def test_nothing_is_written_over(
    filled: Store, state: Path, empty_like: Store, tmp_path: Path
) -> None:
    back_up(filled, state, tmp_path / "backup")
    with pytest.raises(BackupError, match="is not empty"):
        back_up(filled, state, tmp_path / "backup")
    with pytest.raises(BackupError, match=r"exists already|holds tables of an atlas already"):
        bring_back(filled, tmp_path / "new", tmp_path / "backup")
    with pytest.raises(BackupError, match="exists already"):
        bring_back(empty_like, state, tmp_path / "backup")


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "secret.key").write_text("other"), "secret.key was altered"),
        (lambda folder: (folder / "planner.sqlite").unlink(), "planner.sqlite is missing"),
        (lambda folder: (folder / "more").write_text(""), "more was altered or does not belong"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "holds no backup"),
        (lambda folder: (folder / MANIFEST).unlink(), "holds no backup"),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_changes(
    filled: Store,
    state: Path,
    tmp_path: Path,
    damage: Callable[[Path], object],
    said: str,
) -> None:
    back_up(filled, state, tmp_path / "backup")
    damage(tmp_path / "backup")
    with pytest.raises(BackupError, match=said):
        bring_back(Store(database_url("", tmp_path / "new")), tmp_path / "new", tmp_path / "backup")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_backup_of_the_other_database_is_refused(
    filled: Store, state: Path, tmp_path: Path
) -> None:
    back_up(filled, state, tmp_path / "backup")
    other = Store(database_url("postgresql://nobody@127.0.0.1:1/none", tmp_path))
    with pytest.raises(BackupError, match="of sqlite; DATABASE_URL names postgresql"):
        bring_back(other, tmp_path / "new", tmp_path / "backup")


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_what_the_database_refuses_changes_nothing(empty_like: Store, tmp_path: Path) -> None:
    body = b"no dump"
    files = {"planner.dump": {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}}
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "planner.dump").write_bytes(body)
    (tmp_path / "backup" / MANIFEST).write_text(
        json.dumps({"kind": KIND, "database": "postgresql", "made_at": "", "files": files})
    )
    with pytest.raises(BackupError, match="pg_restore: error"):
        bring_back(empty_like, tmp_path / "new", tmp_path / "backup")
    assert not list((tmp_path / "new").iterdir())


def test_the_commands(make_app: MakeApp, tmp_path: Path) -> None:
    runner = FlaskCliRunner(make_app(ATLAS_STATE=tmp_path / "state"))
    done = runner.invoke(args=["backup", str(tmp_path / "backup")])
    assert done.exit_code == 0, done.output
    assert "MB. Keep it where only you can read it." in done.output
    again = FlaskCliRunner(make_app(ATLAS_STATE=tmp_path / "again"))
    done = again.invoke(args=["restore", str(tmp_path / "backup")])
    assert done.exit_code == 0, done.output
    assert f"brought back to {tmp_path / 'again'}." in done.output
    done = again.invoke(args=["restore", str(tmp_path / "backup")])
    assert done.exit_code == 1
    assert "Nothing was changed." in done.output
