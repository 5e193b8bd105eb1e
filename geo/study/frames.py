"""The layers of a study as frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from geo.criteria_scene import ReferenceLayer
from geo.crs import WGS84
from geo.study.document import Study
from geo.study.layers import ColumnType, Feature, StudyLayer
from geo.study.shapes import shapes_of

RESERVED = ("name", "geometry")
"""Columns that every frame has; a user's own of that name gets a mark (``frame_column``)."""

_TYPES = {"number": "Float64", "integer": "Int64"}


def candidates_of(study: Study) -> gpd.GeoDataFrame:
    """Return all candidates of a study.

    Parameters
    ----------
    study : Study

    Returns
    -------
    GeoDataFrame, shape (n,), EPSG:4326
        Points, by feature id in the order of the document; ``name`` and the columns of all
        layers of candidates (see ``frame_column``): numbers nullable, texts with None. A
        candidate whose layer lacks a column has nothing there.
    """
    rows = list(study.candidates.values())
    columns: dict[str, ColumnType] = {}
    for layer in study.candidate_layers:
        for name, kind in layer.columns.items():
            # Integers fit among numbers; numbers and texts under one name are texts to look at.
            same = columns.setdefault(name, kind)
            if same != kind:
                columns[name] = "number" if "text" not in (same, kind) else "text"
    points = shapely.points([(row.lon, row.lat) for row in rows]) if rows else []
    return _frame(rows, columns.items(), points)


def reference_layers(study: Study) -> dict[str, ReferenceLayer]:
    """Return the reference layers of a study by id.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict of str to ReferenceLayer
        Features by id with ``name`` and their columns; their shapes, or points without one.
    """
    return {
        layer.id: ReferenceLayer(layer.id, layer_frame(layer)) for layer in study.reference_layers
    }


def layer_frame(layer: StudyLayer) -> gpd.GeoDataFrame:
    """Return the features of one layer with their shapes, shape (n,), EPSG:4326, by id."""
    shapes = shapes_of([row.wkb for row in layer.features])
    points = [shapely.Point(row.lon, row.lat) for row in layer.features]
    placed = [shape or point for shape, point in zip(shapes, points, strict=True)]
    return _frame(layer.features, layer.columns.items(), placed)


def frame_column(name: str) -> str:
    """Return the column of a frame that holds a user's column.

    Examples
    --------
    >>> frame_column("rent"), frame_column("name")
    ('rent', 'name (column)')
    """
    return f"{name} (column)" if name in RESERVED else name


def _frame(
    rows: Sequence[Feature],
    columns: Iterable[tuple[str, ColumnType]],
    shapes: Sequence[shapely.Geometry],
) -> gpd.GeoDataFrame:
    index = pd.Index([row.id for row in rows], dtype=object)
    found = {
        frame_column(name): _series([row.values.get(name) for row in rows], kind, index)
        for name, kind in columns
    }
    found["name"] = pd.Series([row.label for row in rows], index=index, dtype=object)
    geometry = gpd.GeoSeries(list(shapes), index=index, crs=WGS84)
    return gpd.GeoDataFrame(pd.DataFrame(found, index=index), geometry=geometry)


def _series(cells: Sequence[object], kind: ColumnType, index: pd.Index) -> pd.Series:
    if kind in _TYPES:
        return pd.Series(list(cells), index=index, dtype=_TYPES[kind])
    return pd.Series(list(cells), index=index, dtype=object)
