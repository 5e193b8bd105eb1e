import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session

from webapp.listening import SettingError
from webapp.store.engine import (
    MIGRATIONS,
    Store,
    StoreError,
    UnstorableError,
    database_url,
    upgrade,
)
from webapp.store.models import Base, Feature, Layer, Project, UtcDateTime


def test_the_default_is_a_file_of_our_own(tmp_path):
    store = Store(database_url(" ", tmp_path / "state"))
    assert store.is_sqlite
    with store.session() as session:
        assert session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(sa.text("PRAGMA foreign_keys")) == 1
    assert (tmp_path / "state" / "planner.sqlite").exists()
    store.close()


@pytest.mark.parametrize("text", ["postgres://u:p@h/d", "postgresql://u:p@h/d"])
def test_both_names_of_postgresql_are_understood(text, tmp_path):
    url = database_url(text, tmp_path)
    assert url.drivername == "postgresql+psycopg"
    assert "p@" not in Store(url).shown_url


@pytest.mark.parametrize("text", ["mysql://u:secret@h/d", "secret", "sqlite://", "postgresql://"])
def test_other_databases_are_refused_without_telling_the_password(text, tmp_path):
    with pytest.raises(SettingError, match="allowed: sqlite") as caught:
        database_url(text, tmp_path)
    assert "secret@" not in str(caught.value)


def test_a_database_that_is_not_there_is_named_without_its_password():
    store = Store(database_url("postgresql://u:secret@127.0.0.1:9/d", Path()))
    with pytest.raises(StoreError, match="cannot be opened") as caught, store.session():
        pass
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "planner.sqlite").write_bytes(b"no database at all, but long enough" * 40)
    store = Store(database_url("", tmp_path))
    with pytest.raises(StoreError, match=r"planner\.sqlite"), store.session():
        pass


def test_what_is_raised_rolls_everything_back(store: Store):
    def fail() -> None:
        with store.session(writes=True) as session:
            session.add(Project(id="a", title="甲", city="shanghai", study={}))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.session() as session:
        assert session.get(Project, "a") is None


def test_what_cannot_be_stored_is_no_fault_of_the_database(store: Store):
    """SQLite keeps it."""
    project = Project(id="a", title="a\x00b", city="shanghai", study={})
    told = nullcontext() if store.is_sqlite else pytest.raises(UnstorableError, match="NUL")
    with told, store.session(writes=True) as session:
        session.add(project)


def test_moments_keep_their_time_zone(store: Store):
    with store.session(writes=True) as session:
        session.add(Project(id="a", title="甲", city="shanghai", study={}))
    with store.session() as session:
        found = session.get_one(Project, "a").created_at
    assert found.utcoffset() is not None
    assert found.utcoffset().total_seconds() == 0


def test_writers_wait_for_each_other(store: Store):
    with store.session(writes=True) as session:
        session.add(Project(id="a", title="甲", city="shanghai", study={}, next_key=0))

    def count() -> None:
        for _ in range(10):
            with store.session(writes=True) as own:
                project = own.get_one(Project, "a", with_for_update=True)
                project.next_key += 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.session() as session:
        assert session.get_one(Project, "a").next_key == 40


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_the_migrations_make_the_tables_of_the_models(store: Store):
    found = sa.inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        columns = {row["name"]: row["type"] for row in found.get_columns(table.name)}
        expected = {column.name for column in table.columns}
        assert columns.keys() - {"geom"} == expected
        for column in table.columns:
            if isinstance(column.type, UtcDateTime) and not store.is_sqlite:
                assert columns[column.name].timezone


def test_every_migration_can_be_gone_back(store: Store):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.session(writes=True) as session:
        session.add(Project(id="a", title="甲" * 400, city="shanghai", study={}))
    try:
        with store.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0003")
            kept = connection.scalar(sa.text("SELECT title FROM projects"))
            command.downgrade(config, "base")
        names = set(sa.inspect(store.engine).get_table_names())
    finally:
        upgrade(store.engine)
    assert kept == "甲" * (400 if store.is_sqlite else 200)
    assert names - {"spatial_ref_sys"} == {"alembic_version"}


def test_postgis_knows_where_features_are(postgresql: Store):
    with postgresql.session(writes=True) as session:
        put_feature(session)
        found = session.execute(
            sa.text(
                "SELECT ST_AsText(geom), "
                "ST_DWithin(geom::geography, ST_MakePoint(121.5, 31.21)::geography, 1200) "
                "FROM features"
            )
        ).one()
        assert tuple(found) == ("POINT(121.5 31.2)", True)
        session.execute(sa.text("UPDATE features SET lon = 121.6"))
        assert session.scalar(sa.text("SELECT ST_X(geom) FROM features")) == 121.6
        index = sa.text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_features_geom'")
        assert "USING gist (geom)" in session.scalar(index)
        session.rollback()


def put_feature(session: Session) -> None:
    session.add(Project(id="g", title="甲", city="shanghai", study={}))
    session.flush()
    layer = Layer(project_id="g", key="L1", kind="candidates", name="乙", columns={}, log=None)
    session.add(layer)
    session.flush()
    session.add(Feature(layer_id=layer.id, key="1", name="丙", lon=121.5, lat=31.2, values={}))
    session.flush()


def test_those_who_start_together_make_the_tables_once(tmp_path):
    url, found = database_url("", tmp_path), []
    stores = [Store(url) for _ in range(4)]  # as in four processes: each has its own connections
    threads = [threading.Thread(target=lambda own=own: found.append(own.engine)) for own in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for store in stores:
        store.close()


def test_the_file_is_its_owners_alone(tmp_path):
    store = Store(database_url("", tmp_path))
    with store.session(writes=True) as session:
        session.add(Project(id="a", title="甲", city="shanghai", study={}))
        session.flush()
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    store.close()

    assert set(modes.values()) == {0o600}
    assert "planner.sqlite-wal" in modes


def test_a_database_of_a_newer_atlas_is_named(tmp_path):
    store = Store(database_url("", tmp_path))
    with store.session(writes=True) as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreError, match="9999"), store.session():
        pass
    store.close()
