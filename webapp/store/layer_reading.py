"""Layers and features of a project, found and counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.store.models import Change, Feature, Layer, Project


def layers_of(session: Session, project: Project, kind: str | None = None) -> list[Layer]:
    """List the layers of a project, in the order in which they came."""
    found = select(Layer).where(Layer.project_id == project.id, Layer.deleted_at.is_(None))
    if kind is not None:
        found = found.where(Layer.kind == kind)
    return list(session.scalars(found.order_by(Layer.id)))


def find_layer(session: Session, project: Project, key: str) -> Layer | None:
    """Return a layer of a project by its key, None if there is none."""
    return next((row for row in layers_of(session, project) if row.key == key), None)


def added_keys(session: Session, project: Project) -> set[str]:
    """Return the keys of layers that were added here; others came with the project."""
    found = select(Change.part).where(Change.project_id == project.id, Change.kind == "layer-added")
    return set(session.scalars(found))


def features_of(session: Session, layer: Layer) -> list[Feature]:
    """List the features of a layer, in the order in which they came."""
    found = select(Feature).where(Feature.layer_id == layer.id, Feature.deleted_at.is_(None))
    return list(session.scalars(found.order_by(Feature.id)))


def find_feature(session: Session, project: Project, key: str) -> tuple[Layer, Feature] | None:
    """Return a feature of a project by its key, with its layer; None if there is none."""
    if not key.isprintable():  # a NUL among them is an error of PostgreSQL
        return None
    found = (
        select(Layer, Feature)
        .join(Feature, Feature.layer_id == Layer.id)
        .where(Layer.project_id == project.id, Feature.key == key)
        .where(Layer.deleted_at.is_(None), Feature.deleted_at.is_(None))
    )
    row = session.execute(found).first()
    return None if row is None else (row[0], row[1])


def count_features(session: Session, project: Project) -> dict[str, int]:
    """Count the features of each layer of a project, by the layer's key."""
    found = (
        select(Layer.key, func.count(Feature.id))
        .join(Feature, Feature.layer_id == Layer.id)
        .where(Layer.project_id == project.id)
        .where(Layer.deleted_at.is_(None), Feature.deleted_at.is_(None))
        .group_by(Layer.key)
    )
    return {row[0]: row[1] for row in session.execute(found)}


def to_document(session: Session, layer: Layer) -> dict[str, Any]:
    """Return a layer as the JSON of a study."""
    columns = (
        *(Feature.key, Feature.name, Feature.row, Feature.lon, Feature.lat),
        *(Feature.wkb, Feature.values),
    )
    found = select(*columns).where(Feature.layer_id == layer.id, Feature.deleted_at.is_(None))
    return {
        "id": layer.key,
        "kind": layer.kind,
        "name": layer.name,
        "columns": layer.columns,
        "log": layer.log,
        "synthetic": layer.is_synthetic,
        "features": [
            {
                "id": key,
                "name": name,
                "row": row,
                "lon": lon,
                "lat": lat,
                "wkb": None if wkb is None else wkb.hex(),
                "values": values,
            }
            for key, name, row, lon, lat, wkb, values in session.execute(found.order_by(Feature.id))
        ],
    }
