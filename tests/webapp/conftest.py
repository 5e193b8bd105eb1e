"""The application over the real catalogue, whatever the environment of the tests says."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from geo.catalogue import DEFAULT_ROOT
from tests.webapp.store.postgresql import programs, running_postgresql
from webapp import create_app
from webapp.store.engine import Store, database_url

SETTINGS: Mapping[str, Any] = {
    "ATLAS_CATALOGUE": DEFAULT_ROOT,
    "ATLAS_BASEMAPS": None,
    "ATLAS_REVIEW_NUMBER": "",
    "ATLAS_FRAME_ANCESTORS": "",
    "ATLAS_PUBLIC_URL": "",
    "ATLAS_PLANNER": "on",
    "ATLAS_TIMEZONE": "",
    "DATABASE_URL": "",
    "ATLAS_REDIS_URL": "",
    "TESTING": True,
}

MakeApp = Callable[..., Flask]


@pytest.fixture(scope="session")
def make_app(tmp_path_factory: pytest.TempPathFactory) -> MakeApp:
    """Make an application whose settings differ from the defaults in what is given."""
    state = tmp_path_factory.mktemp("state")  # not where somebody works with this checkout

    def make(**settings: Any) -> Flask:
        return create_app({**SETTINGS, "ATLAS_STATE": state, **settings})

    return make


@pytest.fixture(scope="session")
def app(make_app: MakeApp) -> Flask:
    """One application for all tests that only read."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Store]:
    """A migrated store on PostgreSQL, shared: who uses it empties its tables."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL with PostGIS is not installed: apt-get install postgresql-postgis")
    with running_postgresql(found) as url:
        store = Store(database_url(url, Path()))
        yield store
        store.close()
