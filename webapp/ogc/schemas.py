"""The schemas of the OpenAPI document: what each JSON answer looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webapp.ogc.features import Kind
from webapp.ogc.fields import object_schema

Json = dict[str, Any]

_STRING: Json = {"type": "string"}
_LINKS: Json = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}


def schema_name(kind: Kind) -> str:
    """Name the schemas and operations of a collection."""
    return kind.id.capitalize()


def shared() -> Json:
    """Describe the answers that are not features, after the standard's own schemas.

    https://schemas.opengis.net/ogcapi/features/part1/1.0/openapi/ogcapi-features-1.yaml
    """
    return {
        "link": _object(
            {"href": _STRING, "rel": _STRING, "type": _STRING, "title": _STRING},
            required=("href", "rel"),
        ),
        "landingPage": _object(
            {"title": _STRING, "description": _STRING, "links": _LINKS}, required=("links",)
        ),
        "confClasses": _object(
            {"conformsTo": _array(_STRING), "links": _LINKS}, required=("conformsTo",)
        ),
        "collections": _object(
            {
                "links": _LINKS,
                "collections": _array({"$ref": "#/components/schemas/collection"}),
                "crs": _array(_STRING),
            },
            required=("links", "collections"),
        ),
        "collection": _collection(),
        "problem": _object(
            {
                "type": _STRING,
                "title": _STRING,
                "status": {"type": "integer"},
                "detail": _STRING,
                "parameter": _STRING,
                "allowed": _array(_STRING),
            },
            required=("type", "title", "status", "detail"),
        ),
    }


def of_features(kinds: Sequence[Kind]) -> Json:
    """Describe the features and pages of every collection."""
    found: Json = {}
    for kind in kinds:
        name = schema_name(kind)
        found[f"{name}Feature"] = _feature(kind)
        found[f"{name}Items"] = _object(
            {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "numberMatched": {"type": "integer", "minimum": 0},
                "numberReturned": {"type": "integer", "minimum": 0},
                "links": _LINKS,
                "features": _array({"$ref": f"#/components/schemas/{name}Feature"}),
            },
            required=("type", "numberMatched", "numberReturned", "links", "features"),
        )
    return found


def _collection() -> Json:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    spatial = _object(
        {"bbox": {**_array(box), "minItems": 1}, "crs": _STRING}, required=("bbox", "crs")
    )
    return _object(
        {
            "id": _STRING,
            "title": _STRING,
            "description": _STRING,
            "itemType": _STRING,
            "crs": _array(_STRING),
            "storageCrs": _STRING,
            "datum": _STRING,
            "links": _LINKS,
            "extent": _object({"spatial": spatial}, required=("spatial",)),
        },
        required=("id", "links"),
    )


def _feature(kind: Kind) -> Json:
    geometry = _object(
        {
            "type": {"type": "string", "enum": list(kind.geometry_types)},
            "coordinates": {"type": "array", "items": {}},
        },
        required=("type", "coordinates"),
    )
    if kind.has_null_geometry:
        geometry["nullable"] = True
    return _object(
        {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": _STRING,
            "geometry": geometry,
            "properties": object_schema(kind.fields),
            "links": _LINKS,
        },
        required=("type", "id", "geometry", "properties"),
    )


def _object(properties: Json, *, required: Sequence[str]) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


def _array(items: Json) -> Json:
    return {"type": "array", "items": items}
