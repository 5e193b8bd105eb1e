"""GeoJSON that names its datum: RFC 7946 where it may be, honest where it may not."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import shapely

from geo.exports.table import ExportError, Raw, Table

_CGCS2000 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}


def write(table: Table) -> bytes:
    """Write a table as a GeoJSON feature collection.

    RFC 7946 admits WGS-84 only. A collection in another datum is one "by prior arrangement"
    (its section 4): it names the datum at its head and in every feature, CGCS2000 also as the
    ``crs`` of the older GeoJSON, which GDAL and QGIS read; GCJ-02 has no code to write there.

    Parameters
    ----------
    table : Table

    Returns
    -------
    bytes
        UTF-8; rows without a place have a null geometry.
    """
    head: dict[str, Any] = {"type": "FeatureCollection", "name": table.dataset.id}
    if table.datum == "CGCS2000":
        head["crs"] = _CGCS2000
    if table.datum is not None:
        head["datum"] = table.datum
    head["about"] = table.about.as_dict(english=False) | table.about.as_dict(english=True)
    features = [
        json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        for feature in _features(table)
    ]
    start = json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1]
    return (start + ',\n"features": [\n' + ",\n".join(features) + "\n]}\n").encode("utf-8")


def _features(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.dataset.columns]
    values = {name: [_value(value) for value in table.frame[name]] for name in names}
    count = len(table.frame)
    shapes = list(table.frame["geometry"]) if table.dataset.shape != "none" else [None] * count
    return [
        {
            "type": "Feature",
            "id": "-".join(str(values[name][row]) for name in table.dataset.key),
            "geometry": None if shapes[row] is None else shapely.geometry.mapping(shapes[row]),
            "properties": {name: values[name][row] for name in names},
        }
        for row in range(count)
    ]


def _value(value: Any) -> Any:
    """Write what is missing as null, an empty text too."""
    if isinstance(value, str):
        return value or None
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value


def read(data: bytes) -> Raw:
    """Read a collection that ``write`` made.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    Raw
        Properties as JSON types them, and the geometries.

    Raises
    ------
    ExportError
        If it is no GeoJSON feature collection.
    """
    try:
        features = json.loads(data)["features"]
        rows = [feature["properties"] for feature in features]
        shapes = [_shape(feature["geometry"]) for feature in features]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        msg = f"this is not a GeoJSON feature collection ({error})"
        raise ExportError(msg) from error
    except shapely.errors.ShapelyError as error:
        msg = f"a geometry cannot be read ({error})"
        raise ExportError(msg) from error
    return Raw(pd.DataFrame(rows, dtype=object), shapes)


def _shape(geometry: Any) -> Any:
    return None if geometry is None else shapely.geometry.shape(geometry)
