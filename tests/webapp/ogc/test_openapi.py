"""The API document is valid OpenAPI 3.0 and describes what the server really sends."""

import json
from pathlib import Path

import fastjsonschema
import pytest

from webapp.ogc import query
from webapp.ogc.collections import KINDS

META_SCHEMA = Path(__file__).with_name("openapi-3.0-schema.json")
"""The official schema of OpenAPI 3.0.x documents, 2021-09-28, of the OpenAPI Initiative."""


@pytest.fixture
def document(small_client):
    return small_client.get("/ogc/api").get_json(force=True)


def resolve(document, node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def as_json_schema(document, node):
    """Translate an OpenAPI 3.0 schema, its references followed, to JSON Schema."""
    node = resolve(document, node)
    if isinstance(node, list):
        return [as_json_schema(document, entry) for entry in node]
    if not isinstance(node, dict):
        return node
    schema = {key: as_json_schema(document, value) for key, value in node.items()}
    if schema.pop("nullable", None) is True:
        schema["type"] = [schema["type"], "null"]
    if schema.get("type") == "object" and "properties" in schema:
        schema["additionalProperties"] = False
    return schema


def references(node):
    if isinstance(node, dict):
        yield from [node["$ref"]] if "$ref" in node else []
        node = list(node.values())
    for entry in node if isinstance(node, list) else ():
        yield from references(entry)


def test_document_is_valid_openapi(document):
    fastjsonschema.compile(json.loads(META_SCHEMA.read_text("utf-8")))(document)


def test_document_that_is_not_openapi_is_found_out(document):
    del document["paths"]["/"]["get"]["responses"]
    with pytest.raises(fastjsonschema.JsonSchemaException):
        fastjsonschema.compile(json.loads(META_SCHEMA.read_text("utf-8")))(document)


def test_every_reference_leads_somewhere(document):
    for reference in set(references(document)):
        assert isinstance(resolve(document, {"$ref": reference}), dict)


def test_operation_ids_are_unique(document):
    ids = [operation["operationId"] for path in document["paths"].values() for operation in
           path.values()]  # fmt: skip
    assert len(ids) == len(set(ids)) == 4 + 3 * len(KINDS)


def test_server_is_where_the_document_came_from(document):
    assert document["servers"] == [{"url": "http://localhost/ogc"}]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_items_declare_every_parameter_that_is_accepted(kind, document):
    parameters = document["paths"][f"/collections/{kind.id}/items"]["get"]["parameters"]
    names = [resolve(document, parameter)["name"] for parameter in parameters]
    assert sorted(names) == sorted(("f", *query.PAGING, *query.filter_names(kind.fields)))


def test_limit_declares_default_and_maximum(document):
    schema = document["components"]["parameters"]["limit"]["schema"]
    assert schema == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_answers_match_their_schemas(kind, document, small_client):
    root = f"/collections/{kind.id}"
    items = small_client.get(f"/ogc{root}/items").get_json(force=True)
    first = items["features"][0]["id"]
    for template, path in [
        (root, root),
        (f"{root}/items", f"{root}/items"),
        (f"{root}/items/{{featureId}}", f"{root}/items/{first}"),
    ]:
        check(document, template, "200", small_client.get(f"/ogc{path}"))


@pytest.mark.parametrize("path", ["/", "/conformance", "/api", "/collections"])
def test_descriptions_match_their_schemas(path, document, small_client):
    check(document, path, "200", small_client.get(f"/ogc{path}"))


@pytest.mark.parametrize(
    ("path", "status"),
    [("/collections/sites/items?limit=0", 400), ("/collections/sites/items?colour=red", 400)],
)
def test_problems_match_their_schema(path, status, document, small_client):
    answer = small_client.get(f"/ogc{path}")
    assert answer.status_code == status
    check(document, path.partition("?")[0], str(status), answer)


def check(document, template, status, answer):
    response = resolve(document, document["paths"][template]["get"]["responses"][status])
    schema = response["content"][answer.headers["Content-Type"]]["schema"]
    fastjsonschema.compile(as_json_schema(document, schema))(answer.get_json(force=True))
