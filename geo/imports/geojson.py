"""GeoJSON, read as JSON: no library that would follow a link or drop a coordinate silently."""

from __future__ import annotations

import json
import math
from typing import Any

from geo.errors import ImportRefusedError
from geo.imports.encodings import decode
from geo.imports.limits import Limits
from geo.imports.messages import cut, message, refusal, refuse
from geo.imports.request import ReadRequest
from geo.imports.shapes import Shapes
from geo.imports.source_table import Cell, Row, SourceTable, check_size, name_columns

_GEOMETRIES = (
    *("Point", "MultiPoint", "LineString", "MultiLineString"),
    *("Polygon", "MultiPolygon", "GeometryCollection"),
)


def read_geojson(data: bytes, request: ReadRequest, limits: Limits) -> SourceTable:
    """Read a FeatureCollection, a Feature or a geometry.

    Parameters
    ----------
    data : bytes
    request : ReadRequest
        ``encoding`` and ``repair`` count. RFC 7946 wants UTF-8; what is not, is told.
    limits : Limits

    Returns
    -------
    SourceTable
        Properties of all features as columns, in the order in which they first occur.

    Raises
    ------
    ImportRefusedError
        If it is no GeoJSON, nested too deep, or links to a CRS.
    """
    decoded = decode(data, stated=request.encoding)
    document = _load(decoded.text)
    if not isinstance(document, dict):
        refuse("not_geojson", detail="a list")
    if str(document.get("type")).lower() == "gdal_streamed_alg":
        refuse("virtual_file", found="a GDAL pipeline (GDALG)")
    crs = _crs(document.get("crs"))
    features = _features(document)
    if not features:
        refuse("no_rows")
    table = _table(features, limits, repair=request.repair)
    table.crs, table.crs_basis = (crs, "file") if crs else ("EPSG:4326", "rule")
    table.encoding, table.encoding_basis = decoded.encoding, decoded.basis
    table.notes[:0] = decoded.notes
    return table


def _load(text: str) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            names = [name for name, _ in found]
            twice = next(name for name in names if names.count(name) > 1)
            refuse("duplicate_key", key=twice)
        return made

    try:
        return json.loads(text, object_pairs_hook=pairs)
    except RecursionError as error:
        raise refusal(code="too_deep", allowed=Limits.nesting) from error
    except json.JSONDecodeError as error:
        raise refusal(code="not_json", detail=error.msg, line=error.lineno) from error
    except ValueError as error:  # a number of more than 4,300 digits; our own refusal, too
        if isinstance(error, ImportRefusedError):
            raise
        raise refusal(code="not_json", detail=str(error), line=1) from error


def _crs(member: Any) -> str | None:
    """Read the member "crs" of the older GeoJSON: a name, never a link."""
    if member is None:
        return None
    properties = member.get("properties") if isinstance(member, dict) else None
    if not isinstance(properties, dict):
        refuse("bad_crs_member", value=cut(json.dumps(member)))
    if member.get("type") != "name":
        link = properties.get("href", properties.get("url", json.dumps(member)))
        refuse("crs_link", value=cut(str(link)))
    name = str(properties.get("name", ""))
    parts = [part for part in name.split(":") if part]
    if len(parts) >= 3 and parts[0].lower() == "urn" and "EPSG" in parts and parts[-1].isdigit():
        return f"EPSG:{parts[-1]}"
    if parts[-1:] == ["CRS84"]:
        return "EPSG:4326"
    if len(parts) == 2 and parts[0].upper() == "EPSG" and parts[1].isdigit():
        return f"EPSG:{parts[1]}"
    if "/" in name:
        refuse("crs_link", value=cut(name))
    raise refusal(code="bad_crs_member", value=cut(name))


def _features(document: dict[str, Any]) -> list[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            refuse("not_geojson", detail="a FeatureCollection without “features”")
        return features
    if kind == "Feature":
        return [document]
    if kind in _GEOMETRIES:
        return [{"type": "Feature", "geometry": document, "properties": {}}]
    raise refusal(code="not_geojson", detail=f"its type is “{kind}”")


def _table(features: list[Any], limits: Limits, *, repair: bool) -> SourceTable:
    if len(features) > limits.rows:
        refuse("too_many_rows", allowed=limits.rows)
    keys: dict[str, None] = {}
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            refuse("not_geojson", detail=f"item {number} is no Feature")
        properties = feature.get("properties")
        if not isinstance(properties, dict | None):
            refuse("not_geojson", detail=f"“properties” of item {number} is no object")
        keys.update(dict.fromkeys(properties or {}))
        if len(keys) > limits.columns:
            refuse("too_many_columns", columns=len(keys), allowed=limits.columns)
    check_size(len(keys), len(features), limits)
    names, notes = name_columns(list(keys), taken=("geometry",))
    shapes = Shapes(limits, repair=repair)
    nested: set[str] = set()
    rows = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        cells = [_cell(properties.get(key), key, nested, limits) for key in keys]
        rows.append(Row(number, cells, shapes.from_geojson(number, feature.get("geometry"))))
    notes += [message("nested_value", column=key) for key in keys if key in nested]
    table = SourceTable("geojson", names, rows, has_shapes=True, notes=notes)
    table.problems = shapes.problems
    if shapes.flattened:
        table.notes.append(message("coordinates_2d", count=shapes.flattened))
    return table


def _cell(value: Any, key: str, nested: set[str], limits: Limits) -> Cell:
    if isinstance(value, dict | list):
        if _depth(value) > limits.nesting:
            refuse("too_deep", allowed=limits.nesting)
        nested.add(key)
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value  # type: ignore[no-any-return]


def _depth(value: Any) -> int:
    """Measure how deep objects and lists are nested, without recursion."""
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        parts = (item.values() if isinstance(item, dict) else item for item in level)
        level = [inner for items in parts for inner in items]
    return depth
