"""What is checked before the server listens."""

import sqlite3

import pytest

from webapp.listening import SettingError
from webapp.planner.opening import open_store
from webapp.store.models import User


@pytest.fixture
def open_app(make_app, tmp_path):
    """Make an application over a folder; its store is closed at the end."""
    made = []

    def make(**settings):
        app = make_app(**{"ATLAS_STATE": tmp_path / "state", "DATABASE_URL": "", **settings})
        made.append(app)
        return app

    yield make
    for app in made:
        if "store" in app.extensions:
            app.extensions["store"].close()


def add_account(app):
    with app.extensions["store"].session(writes=True) as session:
        session.add(User(name="li", password_hash="!", session_key="k", is_active=False))


def test_the_tables_are_made_and_no_connection_is_kept(open_app, tmp_path):
    app = open_app()

    assert open_store(app, "127.0.0.1") == ""
    assert app.extensions["store"]._engine is None
    with sqlite3.connect(tmp_path / "state" / "planner.sqlite") as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert {"users", "projects", "alembic_version"} <= tables


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.7", "::"])
def test_a_network_needs_an_account(open_app, address):
    app = open_app()
    with pytest.raises(SettingError, match="accounts add NAME --admin") as caught:
        open_store(app, address)
    assert f"HOST={address}" in str(caught.value)
    assert "ATLAS_PLANNER=off" in str(caught.value)
    add_account(app)
    assert open_store(app, address) == ""


def test_without_a_planner_any_address_will_do(open_app):
    assert open_store(open_app(ATLAS_PLANNER="off"), "0.0.0.0") == ""


def test_behind_a_proxy_it_serves_with_the_planner_closed(open_app):
    app = open_app(ATLAS_PUBLIC_URL="https://atlas.example")
    told = open_store(app, "127.0.0.1")

    assert "the planner is closed" in told
    assert "accounts add NAME --admin" in told
    add_account(app)
    assert open_store(app, "127.0.0.1") == ""
    assert open_store(open_app(ATLAS_PUBLIC_URL="http://localhost:8000"), "127.0.0.1") == ""


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_database_out_of_reach_does_not_stop_the_atlas(open_app, address):
    """Nobody gets at projects then, and the gate refuses strangers once it is back."""
    app = open_app(DATABASE_URL="postgresql://u:secret@127.0.0.1:9/atlas")
    told = open_store(app, address)

    assert "out of order" in told
    assert "secret" not in told


def test_a_key_that_cannot_be_kept_is_told(open_app, tmp_path):
    (tmp_path / "state").write_text("a file where a folder should be")

    assert "ATLAS_SECRET_KEY" in open_store(open_app(), "127.0.0.1")
