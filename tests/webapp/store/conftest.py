"""The same tests on SQLite and on PostgreSQL with PostGIS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from sqlalchemy.orm import Session

from geo.catalogue import Catalogue
from tests.webapp.store.postgresql import emptied
from webapp.store.engine import Store, database_url
from webapp.store.models import Project
from webapp.store.projects import create_project


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    if request.param == "sqlite":
        found = Store(database_url("", tmp_path))
        yield found
        found.close()
        return
    yield emptied(request.getfixturevalue("postgresql"))


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A transaction that writes."""
    with store.session(writes=True) as found:
        yield found


@pytest.fixture
def project(session: Session, catalogue: Catalogue) -> Project:
    """An empty project that belongs to nobody."""
    return create_project(session, catalogue, "选址 甲", "shanghai", None)


@pytest.fixture(scope="session")
def make_frame() -> Callable[[int], gpd.GeoDataFrame]:
    """Make rows as an import takes them."""

    def make(count: int) -> gpd.GeoDataFrame:
        numbers = range(2, count + 2)
        values = {
            "名": [f"地块 {number}" for number in numbers],
            "租金": pd.array([None if number % 3 else 1.5 for number in numbers], "Float64"),
            "层": pd.array(list(numbers), "Int64"),
        }
        points = gpd.points_from_xy([121.4 + number / 1e5 for number in numbers], [31.2] * count)
        index = pd.Index(numbers, name="row")
        return gpd.GeoDataFrame(values, geometry=points, index=index, crs="EPSG:4326")

    return make


@pytest.fixture
def frame(make_frame: Callable[[int], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Three rows."""
    return make_frame(3)
