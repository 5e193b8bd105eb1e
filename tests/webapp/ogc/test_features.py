"""The features of the small catalogue, property by property."""

from dataclasses import replace

import pytest
from shapely import LineString, MultiLineString, MultiPoint, Point, box

from webapp.ogc import belts, districts, scenarios, sites
from webapp.ogc.collections import KINDS

PLAN = {
    "key": "plan", "kind": "policy", "title_zh": "规划", "title_en": "Plan", "issuer_zh": None,
    "issuer_en": None, "document_number": None, "date": "2021-05", "licence": None, "url": None,
}  # fmt: skip


def by_id(features):
    return {feature.id: feature for feature in features}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_feature_has_exactly_the_declared_fields(kind, small_catalogue):
    features = kind.build(small_catalogue)
    assert features
    for feature in features:
        assert list(feature.properties) == [field.name for field in kind.fields]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_list_item_has_exactly_the_declared_members(kind, small_catalogue):
    for field in kind.fields:
        for feature in kind.build(small_catalogue):
            for entry in feature.properties[field.name] if field.kind == "list" else ():
                assert list(entry) == [member.name for member in field.members]


def test_evidence_names_source_phrase_and_status(small_catalogue):
    lab = by_id(sites.features(small_catalogue))["lab"].properties
    assert (lab["status"], lab["source"], lab["quote"]) == ("stated", "plan", "原文")
    assert (lab["source_title_zh"], lab["source_title_en"]) == ("规划", "Plan")
    assert (lab["edition"], lab["note"]) == (2021, None)
    assert lab["sources"][0] == PLAN
    assert [source["key"] for source in lab["sources"]] == ["plan", "map"]


def test_districts_list_specialisations_with_evidence(small_catalogue):
    west = by_id(districts.features(small_catalogue))["100001"]
    assert west.geometry.equals(box(0, 0, 1, 1))
    assert west.properties["specialisation_state"] == "stated"
    assert west.properties["specialisations"] == [
        {"id": id_, "name_zh": id_, "name_en": id_.upper(), "status": "stated",
         "source": "plan", "quote": "原文"}
        for id_ in ("chips", "robots")
    ]  # fmt: skip
    assert [belt["id"] for belt in west.properties["belts"]] == ["west"]
    assert west.properties["geometry_source"] == "squares"
    assert west.properties["geometry_note"] == "squares 1.0, us, CC0-1.0; GCJ-02 → WGS-84"
    assert [cluster["id"] for cluster in west.properties["clusters"]] == ["lab"]
    assert west.properties["official_area_km2"] == 10.5


def test_districts_list_only_clusters_among_their_sites(small_catalogue):
    middle = by_id(districts.features(small_catalogue))["100002"]
    assert middle.properties["clusters"] == []


def test_districts_missing_stays_visible(small_catalogue):
    east = by_id(districts.features(small_catalogue))["100003"].properties
    assert east["specialisation_state"] == "not_listed"
    assert (east["specialisations"], east["belts"]) == ([], [])
    assert east["official_area_km2"] is None
    assert east["official_area_source"] is None


def test_districts_name_a_belt_once(small_catalogue):
    again = small_catalogue.belt_members[1].model_copy(update={"order": 3})
    other = replace(small_catalogue, belt_members=(*small_catalogue.belt_members, again))
    vars(other)["boundaries"] = small_catalogue.boundaries
    west = by_id(districts.features(other))["100001"]
    assert [belt["id"] for belt in west.properties["belts"]] == ["west"]


def test_belts_are_sampled_curves_with_ordered_members(small_catalogue):
    west = by_id(belts.features(small_catalogue))["west"]
    assert isinstance(west.geometry, LineString)
    assert west.geometry.coords[0] == (0, 0)
    assert west.geometry.coords[16] == (1, 0)
    assert west.geometry.coords[-1] == (2, 0)
    assert [member["district"] for member in west.properties["members"]] == ["100001", "100002"]
    assert west.properties["is_open"] is True
    assert west.properties["status"] == "stated"
    assert west.properties["geometry_status"] == "editorial"


def test_belts_include_the_link_that_no_document_states(small_catalogue):
    link = by_id(belts.features(small_catalogue))["join"]
    assert list(link.geometry.coords) == [(2, 0), (2, 1)]
    assert link.properties["kind"] == "link"
    assert (link.properties["status"], link.properties["quote"]) == ("editorial", None)
    assert link.properties["name_zh"] == "示意连接"
    assert (link.properties["is_open"], link.properties["members"]) == (None, [])


def test_belts_without_a_stroke_or_with_two(small_catalogue):
    point = small_catalogue.strokes[0]
    assert belts._lines([]) is None
    two = [
        point.model_copy(update={"id": id_, "order": order, "lon": float(order)})
        for id_ in ("a", "b")
        for order in (1, 2)
    ]
    assert isinstance(belts._lines(two), MultiLineString)


def test_sites_say_how_exact_they_are(small_catalogue):
    yard = by_id(sites.features(small_catalogue))["yard"]
    assert yard.geometry.equals(Point(1.5, 0.5))
    assert yard.properties["precision_m"] == 50
    assert yard.properties["geometry_status"] == "editorial"
    assert yard.properties["geometry_source"] == "map"
    assert yard.properties["geometry_note"] == "the station"
    assert (yard.properties["structure"], yard.properties["focus_zh"]) == (None, None)


def test_clusters_are_the_sites_of_that_kind(small_catalogue):
    assert [feature.id for feature in sites.clusters(small_catalogue)] == ["lab", "hall"]


def test_scenarios_are_placed_only_by_named_sites(small_catalogue):
    found = by_id(scenarios.features(small_catalogue))
    assert found["drive"].geometry.equals(MultiPoint([(0.5, 0.5), (2.5, 0.5)]))
    assert found["heal"].geometry.wkt == "POINT (1.5 0.5)"
    assert found["teach"].geometry is None
    assert found["teach"].properties["geometry_status"] is None
    assert found["teach"].properties["place_types"] == [
        {"id": "school", "name_zh": "school", "name_en": "SCHOOL"}
    ]
    assert found["drive"].properties["units"][0]["id"] == "office"


def test_scenarios_take_the_worst_precision(small_catalogue):
    rough = small_catalogue.site("lab").model_copy(update={"precision_m": 4000.0})
    other = replace(small_catalogue, sites=(rough, *small_catalogue.sites[1:]))
    assert by_id(scenarios.features(other))["drive"].properties["precision_m"] == 4000
