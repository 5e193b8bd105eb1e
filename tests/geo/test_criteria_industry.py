"""Intended industries, and distances to places in districts where documents state them."""

import math

import pytest

from geo.criteria_industry import DistanceToIndustry, intended_industries
from geo.criteria_measures import DistanceTo
from geo.criteria_references import sites_with_industry
from geo.criteria_scene import prepare
from geo.errors import CriterionError, UnknownIdError
from tests.geo.planning import points_at


def scene_of(catalogue, cells):
    metres = [(2000 * place, -3000 * place) for place in range(len(cells))]
    return prepare(points_at(metres, industries=cells), catalogue)


def test_lists_and_texts_are_read_and_nothing_counts_twice(catalogue):
    scene = scene_of(catalogue, ["retail; security;retail", ["retail"], None, " ", math.nan])

    assert intended_industries(scene, "industries") == [
        ("retail", "security"),
        ("retail",),
        (),
        (),
        (),
    ]
    assert intended_industries(scene, ("retail", "retail")) == [("retail",)] * 5


def test_what_is_not_there_is_named(catalogue):
    with pytest.raises(CriterionError, match='no column "industry".*industries'):
        intended_industries(scene_of(catalogue, ["retail"]), "industry")
    with pytest.raises(CriterionError, match="'synthetic-0': 7 is not a list"):
        intended_industries(scene_of(catalogue, [7]), "industries")
    with pytest.raises(UnknownIdError, match="steel"):
        intended_industries(scene_of(catalogue, ["retail; steel"]), "industries")
    with pytest.raises(UnknownIdError, match="steel"):
        intended_industries(scene_of(catalogue, ["retail"]), ("steel",))


def test_the_nearest_place_of_any_own_industry_counts(catalogue):
    scene = scene_of(catalogue, ["retail; healthcare", "healthcare", "retail"])
    retail, healthcare = (
        DistanceTo(sites_with_industry(catalogue, name)).measure(scene)
        for name in ("retail", "healthcare")
    )

    found = DistanceToIndustry("industries").measure(scene)

    assert found.values.tolist() == [
        min(retail.values[0], healthcare.values[0]),
        healthcare.values[1],
        retail.values[2],
    ]
    nearer = retail if retail.values[0] < healthcare.values[0] else healthcare
    assert found.references[0] == nearer.references[0]
    assert (found.low[0], found.high[0]) == (nearer.low[0], nearer.high[0])
    assert found.evidence[0] == nearer.evidence[0]
    assert found.unknown.tolist() == [None] * 3


def test_without_an_industry_the_distance_is_unknown(catalogue):
    found = DistanceToIndustry("industries").measure(scene_of(catalogue, ["retail", None]))

    assert found.unknown.tolist() == [None, "no_industry"]
    assert math.isnan(found.values[1])


def test_an_industry_that_no_place_has_is_unknown(catalogue):
    scene = scene_of(catalogue, ["retail", "hardware"])
    found = DistanceToIndustry("industries", kinds=("scenario_site",)).measure(scene)

    assert len(sites_with_industry(catalogue, "hardware", ("scenario_site",)).features) == 0
    assert found.unknown[1] == "no_reference"
