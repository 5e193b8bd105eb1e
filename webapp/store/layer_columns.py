"""Columns of layers that no file brought: added and removed, with their cells, and undoable."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from webapp.store.changes import record
from webapp.store.layer_reading import features_of
from webapp.store.models import Layer, Project, User


def add_column(
    session: Session, project: Project, layer: Layer, name: str, kind: str, user: User | None
) -> None:
    """Add a column, in which nothing is known yet.

    Parameters
    ----------
    session, project, layer
    name : str
        None that the layer has.
    kind : {"number", "integer", "text"}
    user : User, optional
    """
    _change(session, project, layer, {**layer.columns, name: kind}, {}, name, user)


def remove_column(
    session: Session, project: Project, layer: Layer, name: str, user: User | None
) -> None:
    """Remove a column with its cells; the change knows them."""
    cells: dict[str, Any] = {}
    for row in features_of(session, layer):
        if name in row.values:
            cells[str(row.id)] = row.values[name]
            row.values = {key: cell for key, cell in row.values.items() if key != name}
    left = {key: kind for key, kind in layer.columns.items() if key != name}
    _change(session, project, layer, left, cells, name, user)


def filled_cells(session: Session, layer: Layer, name: str) -> int:
    """Count the places of which a column knows something."""
    return sum(row.values.get(name) is not None for row in features_of(session, layer))


def _change(
    session: Session,
    project: Project,
    layer: Layer,
    columns: dict[str, str],
    cells: dict[str, Any],
    name: str,
    user: User | None,
) -> None:
    before, layer.columns = dict(layer.columns), columns
    details = {"layer": layer.id, "before": before, "column": name, "cells": cells}
    record(session, project, user, "columns-edited", layer.key, details)
