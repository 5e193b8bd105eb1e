"""Layers that the catalogue gives: every feature brings the rows that state it."""

import pytest

from geo.criteria_references import (
    belt_districts,
    core_clusters,
    sites_of_kind,
    sites_with_industry,
)
from geo.errors import UnknownIdError


def test_core_clusters_are_the_sites_of_that_kind(catalogue):
    layer = core_clusters(catalogue)
    clusters = [row for row in catalogue.sites if row.kind == "cluster"]

    assert list(layer.features.index) == [row.id for row in clusters]
    assert layer.evidence == tuple((row,) for row in clusters)
    assert layer.features["precision_m"].tolist() == [row.precision_m for row in clusters]


def test_positions_are_those_of_the_table(catalogue):
    layer = sites_of_kind(catalogue, ["park", "area"])

    assert layer.id == "area+park"
    for name, shape in layer.features.geometry.items():
        site = catalogue.site(name)
        assert (shape.x, shape.y) == (site.lon, site.lat)
        assert site.kind in ("park", "area")


def test_a_kind_without_places_is_an_empty_layer(catalogue):
    assert len(sites_of_kind(catalogue, []).features) == 0


def test_places_of_an_industry_lie_where_documents_state_it(catalogue):
    layer = sites_with_industry(catalogue, "healthcare")

    assert len(layer.features) > 0
    for (site, *stated), name in zip(layer.evidence, layer.features.index, strict=True):
        assert site.id == name
        assert {(row.district, row.industry) for row in stated} == {(site.district, "healthcare")}


def test_no_place_of_an_industry_lies_where_nothing_is_listed(catalogue):
    listed = {row.district for row in catalogue.specialisations}
    for industry in catalogue.industries:
        for site, *_ in sites_with_industry(catalogue, industry.id).evidence:
            assert site.district in listed


def test_a_belt_has_its_member_districts_in_the_documents_order(catalogue):
    layer = belt_districts(catalogue, "west")
    members = [row for row in catalogue.belt_members if row.belt == "west"]

    assert list(layer.features.index) == [row.district for row in members]
    assert [row.quote for (row,) in layer.evidence] == [row.quote for row in members]
    assert set(layer.features.geom_type) <= {"Polygon", "MultiPolygon"}


def test_what_does_not_exist_is_named(catalogue):
    with pytest.raises(UnknownIdError, match="steel"):
        sites_with_industry(catalogue, "steel")
    with pytest.raises(UnknownIdError, match="north"):
        belt_districts(catalogue, "north")
