"""What an import took, as JSON types: so that it can wait in a file until it is stored."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

_TYPES = {"i": "integer", "u": "integer", "f": "number"}


@dataclass(frozen=True)
class Rows:
    """What an import took, as JSON types: so it can wait in a file until it is stored.

    Attributes
    ----------
    columns : dict of str to {"number", "integer", "text"}
    features : list of dict
        ``row``, ``lon``, ``lat``, ``wkb`` (hexadecimal, None for points) and ``values``.
    """

    columns: dict[str, str]
    features: list[dict[str, Any]]


def rows_of(frame: gpd.GeoDataFrame) -> Rows:
    """Write the rows of an import as JSON types.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n,), EPSG:4326
        The index holds the rows' numbers in the file; the columns become values.

    Returns
    -------
    Rows
        A shape that is no point stands with a point within it.
    """
    values = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    columns = {str(name): _type_of(values[name]) for name in values}
    names = list(columns)
    cells = [[_plain(cell) for cell in values[name].tolist()] for name in values]
    shapes = frame.geometry.array
    points = shapely.point_on_surface(shapes)
    is_point = shapely.get_type_id(shapes) == int(shapely.GeometryType.POINT)
    lon, lat = shapely.get_x(points).tolist(), shapely.get_y(points).tolist()
    features = [
        {
            "row": int(row),
            "lon": lon[place],
            "lat": lat[place],
            "wkb": None if is_point[place] else shapely.to_wkb(shapes[place]).hex(),
            "values": dict(zip(names, (column[place] for column in cells), strict=True)),
        }
        for place, row in enumerate(frame.index)
    ]
    return Rows(columns, features)


def _type_of(column: pd.Series) -> str:
    return _TYPES.get(getattr(column.dtype, "kind", "O"), "text")


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it; nothing for what is missing."""
    if value is None or value is pd.NA:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
