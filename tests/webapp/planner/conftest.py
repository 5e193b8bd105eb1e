"""The planner over a database of its own for each test, and people who sign in to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from geo.catalogue import Catalogue
from geo.study import empty_study, read_study
from tests.webapp.planner.solving import PLAN
from tests.webapp.store.postgresql import emptied
from webapp.job_folder import Jobs
from webapp.planner import siting_jobs
from webapp.store.engine import Store, database_url
from webapp.store.models import Member, ShareLink, User
from webapp.store.people import token_hash
from webapp.store.projects import import_project

ROLES = ("owner", "editor", "viewer")
TOKEN = "a-token-that-was-shared-and-is-long-enough"

PLACES = ((121.44, 31.19, 3.2), (121.38, 31.11, 2.1), (121.60, 31.20, 4.5))
"""Longitude, latitude and rent of three plots in 徐汇, 闵行 and 浦东."""

ON_BOTH = frozenset(
    f"test_{name}"
    for name in (
        *("accounts", "people", "projects", "at_once"),
        *("candidates", "columns", "data", "removing", "uses"),
        "imports",
        *("criteria", "criteria_changes", "ranking", "report"),
        *("siting", "siting_jobs"),
        *("enterprise_bringing", "enterprise_runs", "enterprise_work", "enterprises"),
    )
)
"""The modules whose tests run on SQLite and on PostgreSQL: whatever keeps or finds something."""

MakeProject = Callable[..., str]


class PlannerClient(FlaskClient):
    """A browser that sends the CSRF token with every change.

    ``client.post(…, csrf=False)`` leaves it out.
    """

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> Any:
        if csrf and kwargs.get("method", "GET") not in ("GET", "HEAD", "OPTIONS"):
            kwargs["headers"] = {"X-CSRFToken": self.token(), **dict(kwargs.get("headers") or {})}
        return super().open(*args, **kwargs)

    def token(self) -> str:
        """Return the token of this session, as a page of the planner holds it."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(kept))

    def sign_in(self, user: User) -> PlannerClient:
        """Be somebody, without the sign-in page and its slow password."""
        with self.session_transaction() as session:
            session["_user_id"] = user.get_id()
        return self


@pytest.fixture(scope="session")
def planner_app(make_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application with a planner; each test gives it another database, see ``store``."""
    app = make_app(ATLAS_STATE=tmp_path_factory.mktemp("state"), DATABASE_URL="")
    app.test_client_class = PlannerClient
    return app


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables and nothing in them, to copy."""
    folder = tmp_path_factory.mktemp("database")
    store = Store(database_url("", folder))
    with store.session(writes=True):
        pass
    store.close()
    return folder / "planner.sqlite"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of ``ON_BOTH`` once on each database."""
    name = metafunc.module.__name__.rpartition(".")[2]
    if name in ON_BOTH and "store" in metafunc.fixturenames:
        metafunc.parametrize("store", ("sqlite", "postgresql"), indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, planner_app: Flask, tmp_path: Path) -> Iterator[Store]:
    """The database of one test, empty."""
    if getattr(request, "param", "sqlite") == "postgresql":
        store = emptied(request.getfixturevalue("postgresql"))
    else:
        folder = tmp_path / "atlas-state"
        folder.mkdir()
        empty = request.getfixturevalue("empty_database")
        store = Store(database_url("", Path(shutil.copy(empty, folder)).parent))
    before = planner_app.extensions["store"]
    planner_app.extensions["store"] = store
    yield store
    if store.is_sqlite:
        store.close()
    planner_app.extensions["store"] = before


@pytest.fixture
def planner(planner_app: Flask, store: Store) -> PlannerClient:
    """A browser on this machine where there is no account: it may do everything."""
    return planner_app.test_client()


@pytest.fixture
def make_project(store: Store, catalogue: Catalogue) -> MakeProject:
    """Make a project of ``small_study``, changed in what is given; returns its id."""

    def make(**changed: Any) -> str:
        study = read_study({**small_study(), **changed}, catalogue)
        with store.session(writes=True) as session:
            return str(import_project(session, study, None).id)

    return make


@pytest.fixture
def project_id(make_project: MakeProject) -> str:
    """A project with three synthetic candidates, made while there was no account."""
    return make_project()


@pytest.fixture
def asked(make_project: MakeProject) -> str:
    """A project with a plan that nobody solved."""
    return make_project(siting=PLAN)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, planner_app: Flask, tmp_path: Path) -> None:
    """Solvers are ordered and nobody works: the test plays them."""
    monkeypatch.setattr(Jobs, "_run", lambda self, folder: None)
    jobs = Jobs(tmp_path / "jobs", lambda folder: (), result="result.json", most=siting_jobs.MOST)
    monkeypatch.setitem(planner_app.extensions, "siting_jobs", jobs)


def small_study() -> dict[str, Any]:
    """Return the document of a study with three candidates and nothing else."""
    features = [
        {
            "id": str(number),
            "name": f"Plot {number}",
            "row": number,
            "lon": lon,
            "lat": lat,
            "wkb": None,
            "values": {"rent": rent},
        }
        for number, (lon, lat, rent) in enumerate(PLACES, start=1)
    ]
    layer = {
        "id": "L1",
        "kind": "candidates",
        "name": "Plots",
        "columns": {"rent": "number"},
        "log": None,
        "synthetic": True,
        "features": features,
    }
    return {**empty_study("shanghai", "Small study").to_json(), "layers": [layer]}


def add_user(store: Store, name: str, **fields: Any) -> User:
    """Make an account whose password nobody knows."""
    with store.session(writes=True) as session:
        user = User(name=name, password_hash="!", session_key=f"key of {name}", **fields)
        session.add(user)
    return user


@pytest.fixture
def people(store: Store, project_id: str) -> dict[str, User]:
    """Accounts by what they are: owner, editor, viewer of ``project_id``; stranger; admin."""
    people = {name: add_user(store, name) for name in (*ROLES, "stranger")}
    people["admin"] = add_user(store, "admin", is_admin=True)
    with store.session(writes=True) as session:
        for role in ROLES:
            session.add(Member(project_id=project_id, user_id=people[role].id, role=role))
    return people


@pytest.fixture
def signed_in(planner_app: Flask, people: dict[str, User]) -> Callable[[str], PlannerClient]:
    """Open a browser in which somebody of ``people`` is signed in: ``signed_in("editor")``."""

    def sign_in(name: str) -> PlannerClient:
        return planner_app.test_client().sign_in(people[name])

    return sign_in


@pytest.fixture
def nobody(planner_app: Flask, people: dict[str, User]) -> PlannerClient:
    """A browser in which nobody is signed in, although there are accounts."""
    return planner_app.test_client()


@pytest.fixture
def shared(
    planner_app: Flask, store: Store, people: dict[str, User], project_id: str
) -> PlannerClient:
    """A browser that opened a share link of the project, and in which nobody is signed in."""
    with store.session(writes=True) as session:
        session.add(ShareLink(project_id=project_id, token_hash=token_hash(TOKEN)))
    client: PlannerClient = planner_app.test_client()
    with client.session_transaction() as cookie:
        cookie["links"] = [TOKEN]
    return client
