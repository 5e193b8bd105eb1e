"""Change the layers of a project: candidate sites and references, from files or by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from geo.errors import AtlasError
from geo.study.limits import MOST_FEATURES
from webapp.store.changes import FEATURE_FIELDS, check_version, record
from webapp.store.layer_reading import count_features
from webapp.store.layer_rows import Rows, rows_of
from webapp.store.models import Feature, Layer, Project, User, now

_NUMBER = re.compile(r"\d+$")
MOST_NAME_CHARS = 200
"""Of a name that is typed; a study may bring longer ones."""


def clean_name(text: str) -> str:
    """Return a name as it is kept: no blanks around, not too long, and no NUL, which ends texts."""
    return text.strip().replace("\x00", "\ufffd")[:MOST_NAME_CHARS]


class TooManyFeaturesError(AtlasError):
    """A project cannot hold so many places.

    Attributes
    ----------
    there, added, allowed : int
        Places that it has, that were to come, and that there may be.
    """

    def __init__(self, there: int, added: int, allowed: int):
        super().__init__(f"{there:,} and {added:,} places; a project may hold {allowed:,}")
        self.there = there
        self.added = added
        self.allowed = allowed


def insert_features(
    session: Session, layer: Layer, features: Iterable[Mapping[str, Any]]
) -> list[int]:
    """Write features as a study has them; return their ids."""
    rows = [
        {
            "layer_id": layer.id,
            "key": row["id"],
            "name": row["name"],
            "row": row["row"],
            "lon": row["lon"],
            "lat": row["lat"],
            "wkb": None if row["wkb"] is None else bytes.fromhex(row["wkb"]),
            "values": row["values"],
        }
        for row in features
    ]
    if not rows:
        return []
    session.execute(insert(Feature), rows)
    keys = {row["key"] for row in rows}
    found = select(Feature.id, Feature.key).where(Feature.layer_id == layer.id)
    return [number for number, key in session.execute(found) if key in keys]


def next_number(layers: Iterable[Mapping[str, Any]]) -> int:
    """Return a number that no key of a study's layers and features ends in or exceeds."""
    keys = [layer["id"] for layer in layers]
    keys += [feature["id"] for layer in layers for feature in layer["features"]]
    found = [int(match[0][-9:]) for key in keys if (match := _NUMBER.search(key))]
    return max(found, default=0) + 1


def take_numbers(project: Project, count: int) -> range:
    """Return numbers for new keys, which are never given twice."""
    first = project.next_key
    project.next_key += count
    return range(first, first + count)


def add_layer(
    session: Session,
    project: Project,
    kind: str,
    name: str,
    frame: gpd.GeoDataFrame,
    log: dict[str, Any] | None,
    user: User | None,
    *,
    name_column: str | None = None,
    is_synthetic: bool = False,
) -> Layer:
    """Add a layer with all rows of a frame; see ``rows_of`` and ``add_rows``."""
    return add_rows(
        session,
        project,
        kind,
        name,
        rows_of(frame),
        log,
        user,
        name_column=name_column,
        is_synthetic=is_synthetic,
    )


def add_rows(
    session: Session,
    project: Project,
    kind: str,
    name: str,
    rows: Rows,
    log: dict[str, Any] | None,
    user: User | None,
    *,
    name_column: str | None = None,
    is_synthetic: bool = False,
) -> Layer:
    """Add a layer with all that an import took, or an empty one to put places in by hand.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    project : Project
    kind : {"candidates", "reference"}
    name : str
        Cut to what a title may have.
    rows : Rows
    log : dict, optional
        ``ImportLog.to_json()``; None for what was put in by hand.
    user : User, optional
    name_column : str, optional
        The column that names features; by default they are called after the layer and the row.
    is_synthetic : bool

    Returns
    -------
    Layer

    Raises
    ------
    TooManyFeaturesError
        If the project would hold more than a study may.
    """
    check_room(session, project, len(rows.features))
    name = clean_name(name)
    layer = Layer(
        project_id=project.id,
        key=f"L{take_numbers(project, 1)[0]}",
        kind=kind,
        name=name,
        columns=rows.columns,
        log=log,
        is_synthetic=is_synthetic,
    )
    session.add(layer)
    session.flush()
    numbers = take_numbers(project, len(rows.features))
    insert_features(
        session,
        layer,
        (
            {**row, "id": str(number), "name": _name_of(row, name, name_column)}
            for number, row in zip(numbers, rows.features, strict=True)
        ),
    )
    details = {"layer": layer.id, "name": layer.name}
    record(session, project, user, "layer-added", layer.key, details)
    return layer


def check_room(session: Session, project: Project, added: int) -> None:
    """Make sure that a project can hold more places.

    Raises
    ------
    TooManyFeaturesError
        If it would hold more than a study may.
    """
    there = sum(count_features(session, project).values())
    if there + added > MOST_FEATURES:
        raise TooManyFeaturesError(there, added, MOST_FEATURES)


def add_feature(
    session: Session,
    project: Project,
    layer: Layer,
    name: str,
    lon: float,
    lat: float,
    values: dict[str, Any],
    user: User | None,
) -> Feature:
    """Add a point to a layer, in WGS-84; raises ``TooManyFeaturesError`` where there is no room."""
    check_room(session, project, 1)
    feature = Feature(
        layer_id=layer.id,
        key=str(take_numbers(project, 1)[0]),
        name=name,
        lon=lon,
        lat=lat,
        values=values,
    )
    session.add(feature)
    session.flush()
    record(session, project, user, "features-added", layer.key, {"features": [feature.id]})
    return feature


def edit_feature(
    session: Session,
    project: Project,
    layer: Layer,
    feature: Feature,
    edits: Mapping[str, Any],
    version: int,
    user: User | None,
) -> None:
    """Change a feature.

    Parameters
    ----------
    session, project, layer, feature, user
    edits : mapping
        Of ``FEATURE_FIELDS``.
    version : int
        Of the project that the edits were made from.

    Raises
    ------
    EditConflictError
        If the feature was changed since: what happens to others in its layer is no conflict.
    """
    before = {name: getattr(feature, name) for name in FEATURE_FIELDS}
    after = {**before, **edits}
    check_version(session, project, feature.key, version, before, after)
    if after == before:
        return
    for name, value in edits.items():
        setattr(feature, name, value)
    details = {"feature": feature.id, "before": before, "after": after}
    record(session, project, user, "feature-edited", feature.key, details)


def rename_layer(
    session: Session, project: Project, layer: Layer, name: str, user: User | None
) -> None:
    """Give a layer another name."""
    if name != layer.name:
        before, layer.name = layer.name, name
        details = {"layer": layer.id, "before": before, "after": name}
        record(session, project, user, "layer-renamed", layer.key, details)


def delete_layer(session: Session, project: Project, layer: Layer, user: User | None) -> None:
    """Hide a layer; the change can be undone."""
    layer.deleted_at = now()
    details = {"layer": layer.id, "name": layer.name}
    record(session, project, user, "layer-deleted", layer.key, details)


def delete_features(
    session: Session, project: Project, layer: Layer, features: list[Feature], user: User | None
) -> None:
    """Hide features; the change can be undone."""
    for feature in features:
        feature.deleted_at = now()
    details = {"features": [feature.id for feature in features]}
    record(session, project, user, "features-deleted", layer.key, details)


def _name_of(row: Mapping[str, Any], layer: str, column: str | None) -> str:
    """Name a feature by a column, or by its layer and row where that has nothing."""
    cell = row["values"].get(column) if column else None
    called = "" if cell is None else str(cell).strip()
    return (called or f"{layer} {row['row']}")[:MOST_NAME_CHARS]
