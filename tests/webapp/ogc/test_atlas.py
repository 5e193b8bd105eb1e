"""What the data interface says of the real catalogue."""

import json

import fastjsonschema
import pytest
import shapely
from shapely.geometry import shape

from webapp.ogc import openapi
from webapp.ogc.collections import KINDS, build
from webapp.ogc.fields import Field

COUNTS = {"districts": 25, "belts": 3, "clusters": 6, "sites": 46, "scenarios": 63}


@pytest.fixture(scope="module")
def catalogue(atlas_app):
    return atlas_app.extensions["catalogue"]


@pytest.fixture(scope="module")
def features(catalogue):
    return {
        name: [json.loads(text) for text in one.fragments] for name, one in build(catalogue).items()
    }


def test_counts(features):
    assert {name: len(found) for name, found in features.items()} == COUNTS


def test_thirty_specialisations_in_fifteen_districts(features):
    listed = [feature["properties"]["specialisations"] for feature in features["districts"]]
    assert sum(map(len, listed)) == 30
    assert sum(map(bool, listed)) == 15


def test_missing_specialisations_are_a_visible_state(features):
    states = {
        feature["id"]: feature["properties"]["specialisation_state"]
        for feature in features["districts"]
    }
    missing = {adcode for adcode, state in states.items() if state == "not_listed"}
    assert missing == {"310118", *(adcode for adcode in states if adcode.startswith("4403"))}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_feature_has_its_evidence(kind, features, catalogue):
    keys = {source.key for source in catalogue.sources}
    for feature in features[kind.id]:
        said = feature["properties"]
        assert {source["key"] for source in said["sources"]} <= keys
        assert said["sources"][0]["key"] == said["source"]
        assert said["quote"] if said["status"] == "stated" else said["note"]
        assert (said["geometry_status"] is None) == (feature["geometry"] is None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_ids_are_unique_and_geometries_valid(kind, features):
    ids = [feature["id"] for feature in features[kind.id]]
    assert len(set(ids)) == len(ids)
    for feature in features[kind.id]:
        if feature["geometry"] is not None:
            geometry = shape(feature["geometry"])
            assert geometry.is_valid
            assert geometry.geom_type in kind.geometry_types


def test_rounding_leaves_no_gap_and_moves_nothing(features, catalogue):
    full = catalogue.boundaries.full.geometry
    written = [shape(feature["geometry"]) for feature in features["districts"]]
    assert shapely.coverage_is_valid(written)
    for feature, geometry in zip(features["districts"], written, strict=True):
        assert geometry.hausdorff_distance(full.loc[feature["id"]]) < 1e-6


def test_full_level_is_served(features, catalogue):
    vertices = sum(
        shapely.get_num_coordinates(shape(feature["geometry"])) for feature in features["districts"]
    )
    assert vertices == shapely.get_num_coordinates(catalogue.boundaries.full.geometry).sum()


def test_only_scenarios_lack_a_geometry(features):
    for kind in KINDS:
        if not kind.has_null_geometry:
            assert all(feature["geometry"] for feature in features[kind.id])
    placed = [feature for feature in features["scenarios"] if feature["geometry"]]
    assert all(feature["properties"]["sites"] for feature in placed)
    assert len(placed) < COUNTS["scenarios"]


def test_the_link_is_editorial(features):
    links = [one for one in features["belts"] if one["properties"]["kind"] == "link"]
    assert [link["properties"]["status"] for link in links] == ["editorial"]
    belts = [one for one in features["belts"] if one["properties"]["kind"] == "belt"]
    assert [len(belt["properties"]["members"]) for belt in belts] == [7, 2]
    assert [belt["properties"]["is_open"] for belt in belts] == [True, False]


def strict(field: Field):
    schema = field.schema()
    if field.kind == "list":
        schema["items"] = {"properties": {m.name: strict(m) for m in field.members}}
    elif schema.pop("nullable", False):
        schema["type"] = [schema["type"], "null"]
    return schema


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_property_is_of_its_declared_type(kind, features):
    schema = {"properties": {field.name: strict(field) for field in kind.fields}}
    validate = fastjsonschema.compile(schema)
    for feature in features[kind.id]:
        validate(feature["properties"])


def test_document_names_every_collection():
    document = openapi.document(KINDS, "text")
    for name in COUNTS:
        assert f"/collections/{name}/items" in document["paths"]
