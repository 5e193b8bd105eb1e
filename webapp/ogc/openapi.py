"""The OpenAPI 3.0 document: every resource, parameter, answer and problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webapp.ogc import negotiation, problems, schemas
from webapp.ogc.documents import BASE, TITLE
from webapp.ogc.features import Kind
from webapp.ogc.fields import Field
from webapp.ogc.query import CRS84, DEFAULT_LIMIT, MAXIMUM_LIMIT, PAGING

VERSION = "1.0.0"
"""Version of the interface; it rises when a property or parameter changes."""

Json = dict[str, Any]


def document(kinds: Sequence[Kind], description: str) -> Json:
    """Describe the whole interface.

    Parameters
    ----------
    kinds : sequence of Kind
        The collections.
    description : str
        What they offer, for people.

    Returns
    -------
    dict
        An OpenAPI 3.0.3 document; ``documents.BASE`` stands for the server's address.
    """
    paths: Json = {
        "/": _resource("getLandingPage", "首页 Landing page", "landingPage", is_html=True),
        "/conformance": _resource("getConformance", "遵循的标准 Conformance", "confClasses"),
        "/api": _api_resource(),
        "/collections": _resource("getCollections", "数据集 Collections", "collections"),
    }
    for kind in kinds:
        paths |= _collection_paths(kind)
    return {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "version": VERSION, "description": description},
        "servers": [{"url": BASE}],
        "tags": [
            {"name": "interface", "description": "接口本身 The interface itself"},
            *({"name": kind.id, "description": kind.title} for kind in kinds),
        ],
        "paths": paths,
        "components": {
            "parameters": _parameters(),
            "responses": _problem_responses(),
            "schemas": schemas.shared() | schemas.of_features(kinds),
        },
    }


def _collection_paths(kind: Kind) -> Json:
    name = schemas.schema_name(kind)
    root = f"/collections/{kind.id}"
    filters = [_filter(field) for field in kind.fields if field.is_filter]
    paging = [_ref("parameters", one) for one in (*PAGING, "f")]
    return {
        root: _resource(
            f"describe{name}", f"{kind.title}：说明 description", "collection", tag=kind.id
        ),
        f"{root}/items": _operation(
            operation_id=f"get{name}",
            summary=f"{kind.title}：要素 features",
            tag=kind.id,
            parameters=[*paging, *filters],
            content=_content(negotiation.GEOJSON, f"{name}Items"),
            failures=("400", "404", "405", "406", "500"),
            description=kind.description,
        ),
        f"{root}/items/{{featureId}}": _operation(
            operation_id=f"get{name}Feature",
            summary=f"{kind.title}：单个要素 one feature",
            tag=kind.id,
            parameters=[_ref("parameters", one) for one in ("featureId", "crs", "f")],
            content=_content(negotiation.GEOJSON, f"{name}Feature"),
            failures=("400", "404", "405", "406", "500"),
        ),
    }


def _resource(
    operation_id: str, summary: str, schema: str, *, tag: str = "interface", is_html: bool = False
) -> Json:
    content = _content(negotiation.JSON, schema)
    if is_html:
        content["text/html"] = {"schema": {"type": "string"}}
    return _operation(
        operation_id=operation_id,
        summary=summary,
        tag=tag,
        parameters=[_ref("parameters", "fLanding" if is_html else "f")],
        content=content,
        failures=("400", "405", "406", "500"),
    )


def _api_resource() -> Json:
    return _operation(
        operation_id="getApi",
        summary="接口定义 This document",
        tag="interface",
        parameters=[_ref("parameters", "f")],
        content={negotiation.OPENAPI.media_type: {"schema": {"type": "object"}}},
        failures=("400", "405", "406", "500"),
    )


def _operation(
    *,
    operation_id: str,
    summary: str,
    tag: str,
    parameters: Sequence[Json],
    content: Json,
    failures: Sequence[str],
    description: str | None = None,
) -> Json:
    responses = {
        "200": {"description": "成功 Success", "content": content},
        "304": {"description": "未变 Not modified since the ETag that was sent"},
        **{status: _ref("responses", _RESPONSES[status][0]) for status in failures},
    }
    operation: Json = {
        "operationId": operation_id,
        "summary": summary,
        "tags": [tag],
        "parameters": list(parameters),
        "responses": responses,
    }
    if description:
        operation["description"] = description
    return {"get": operation}


_RESPONSES = {
    "400": ("BadRequest", "未知参数或参数值无效 A parameter is unknown or its value invalid"),
    "404": ("NotFound", "没有此数据集或要素 No such collection or feature"),
    "405": ("MethodNotAllowed", "只读 The interface is read-only"),
    "406": ("NotAcceptable", "Accept 排除了所有格式 Accept rules out every format"),
    "500": ("ServerError", "服务器错误 The server failed"),
}


def _problem_responses() -> Json:
    content = {problems.MEDIA_TYPE: {"schema": _ref("schemas", "problem")}}
    return {
        name: {"description": description, "content": content}
        for name, description in _RESPONSES.values()
    }


def _parameters() -> Json:
    return {
        "f": _query("f", "格式 Format; outranks the Accept header", _enum("json")),
        "fLanding": _query("f", "格式 Format; outranks the Accept header", _enum("json", "html")),
        "limit": _query(
            "limit",
            f"一页最多的要素数 Most features in a page; more than {MAXIMUM_LIMIT} counts as "
            f"{MAXIMUM_LIMIT}",
            {
                "type": "integer",
                "minimum": 1,
                "maximum": MAXIMUM_LIMIT,
                "default": DEFAULT_LIMIT,
            },
        ),
        "offset": _query(
            "offset",
            "先跳过的要素数 Selected features to skip; follow the next and prev links instead",
            {"type": "integer", "minimum": 0, "default": 0},
        ),
        "bbox": _query(
            "bbox",
            "范围 west,south,east,north in WGS-84 degrees "
            f"({CRS84}); west greater than east crosses the antimeridian. With six numbers the "
            "third and sixth are heights, which are ignored. Features without a geometry match.",
            {
                "type": "array",
                "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                "items": {"type": "number"},
            },
        ),
        "bbox-crs": _query("bbox-crs", "bbox 的坐标系 What bbox is in", _enum(CRS84)),
        "crs": _query("crs", "返回坐标系 What coordinates come in", _enum(CRS84)),
        "datetime": _query(
            "datetime",
            "时间 RFC 3339 instant or interval (.. for an open end). The features have no "
            "temporal geometry, so every valid value matches all of them.",
            {"type": "string"},
        ),
        "featureId": {
            "name": "featureId",
            "in": "path",
            "required": True,
            "description": "行政区划代码或标识 adcode of a district, slug elsewhere",
            "schema": {"type": "string"},
        },
    }


def _filter(field: Field) -> Json:
    return _query(field.name, f"筛选 {field.description}", field.filter_schema())


def _query(name: str, description: str, schema: Json) -> Json:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": False,
    }


def _enum(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}


def _content(representation: negotiation.Representation, schema: str) -> Json:
    return {representation.media_type: {"schema": _ref("schemas", schema)}}


def _ref(section: str, name: str) -> Json:
    return {"$ref": f"#/components/{section}/{name}"}
