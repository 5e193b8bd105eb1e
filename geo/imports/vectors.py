"""One layer through GDAL: arrays in, rows and checked places out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.messages import message, refuse
from geo.imports.shapes import Shapes
from geo.imports.source_table import Cell, Row, SourceTable, check_size, name_columns

DRIVERS = {"gpkg": "GPKG", "shapefile": "ESRI Shapefile"}
"""Kind → the one driver of GDAL that may read it."""
_ERRORS = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError)


def read_layer(
    path: Path,
    kind: str,
    limits: Limits,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    repair: bool = False,
) -> SourceTable:
    """Read a layer.

    Parameters
    ----------
    path : Path
        Named by us, with the ending of its kind.
    kind : {"gpkg", "shapefile"}
    limits : Limits
    layer, encoding : str, optional
        As for ``pyogrio.raw.read``.
    repair : bool
        Whether outlines that are not valid are repaired.

    Returns
    -------
    SourceTable
        Rows are numbered by the file's own ids: of a GeoPackage the fid that QGIS shows, of a
        Shapefile the record, counted from 1.

    Raises
    ------
    ImportRefusedError
        If the layer cannot be read or is too large.
    """
    try:
        info = pyogrio.read_info(path, layer=layer, encoding=encoding, force_feature_count=True)
        if info["driver"] != DRIVERS[kind]:
            refuse("bad_layer", detail=f"GDAL takes it for {info['driver']}")
        check_size(len(info["fields"]), info["features"], limits)
        meta, ids, places, columns = pyogrio.raw.read(
            path, layer=layer, encoding=encoding, return_fids=True, datetime_as_string=True
        )
    except (*_ERRORS, ValueError, IndexError) as error:  # IndexError: there is no layer
        if isinstance(error, ImportRefusedError):
            raise
        refuse("bad_layer", detail=str(error))
    if not len(ids):
        refuse("no_rows")
    shift = 1 if kind == "shapefile" else 0
    shapes = Shapes(limits, repair=repair)
    names, notes = name_columns([str(name) for name in meta["fields"]], taken=("geometry",))
    cells = zip(*([_cell(value) for value in column] for column in columns), strict=True)
    rows = [
        Row(number, list(row), shapes.from_wkb(number, place))
        for number, row, place in zip(
            (int(fid) + shift for fid in ids),
            cells if columns else ([] for _ in ids),
            places if places is not None else [None] * len(ids),
            strict=True,
        )
    ]
    if shapes.flattened:
        notes.append(message("coordinates_2d", count=shapes.flattened))
    table = SourceTable(kind, names, rows, has_shapes=True, notes=notes, problems=shapes.problems)
    if meta["crs"]:
        table.crs, table.crs_basis = str(meta["crs"]), "file"
    return table


def _cell(value: Any) -> Cell:
    """Turn what numpy holds into JSON types; what JSON lacks becomes text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        if math.isnan(value):
            return None  # GDAL's null in a column of numbers
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)
