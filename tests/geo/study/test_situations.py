"""Where candidates lie: the example's facts are those of the catalogue."""

import numpy as np
import pytest

from geo.locate import locate
from geo.study import candidates_of, empty_study, parse_study, situations
from tests.geo.study.documents import candidates, document, feature


@pytest.fixture(scope="module")
def found(results):
    return {row.candidate: row for row in results.situations}


def test_they_come_in_the_order_of_the_document(example, results):
    assert [row.candidate for row in results.situations] == list(example.candidates)
    assert all(row.is_synthetic for row in results.situations)


def test_they_agree_with_locate(example, catalogue, found):
    places = locate(candidates_of(example), catalogue)

    for name, place in places.iterrows():
        row = found[name]
        assert row.district.adcode == place["district"]
        assert tuple(belt.belt.id for belt in row.belts) == place["belts"]
        assert tuple(site.id for site in row.clusters) == place["clusters"]
        assert tuple(near.site.id for near in row.nearest) == place["nearest"]
        assert tuple(near.metres for near in row.nearest) == place["nearest_m"]


def test_a_distance_knows_how_far_off_it_may_be(found):
    near = found["synthetic-01"].nearest[0]

    assert near.off_m == near.site.precision_m


def test_policy_fit_brings_the_rows_to_quote(found):
    row = found["synthetic-01"]

    assert [industry.id for industry in row.industries] == ["chip-design", "manufacturing"]
    assert row.fit.value == 1
    assert {quoted.quote for quoted in row.fit.rows} == {"浦东新区 智能芯片设计 智能制造"}
    assert (row.cluster.site.id, row.cluster_fit.value) == ("sh-zhangjiang", 1)


def test_a_district_that_the_documents_do_not_list_is_unknown_not_0(found):
    assert found["synthetic-09"].district.name_zh == "青浦区"
    assert found["synthetic-09"].stated == ()
    assert found["synthetic-09"].fit.unknown == "not_listed"
    assert np.isnan(found["synthetic-09"].fit.value)
    assert found["synthetic-12"].fit.value == 0


def test_a_candidate_in_no_district_says_so(catalogue):
    layer = candidates({"a": [1]})
    layer["features"] = [feature("sea", 123.5, 30.0, values={"a": 1})]
    criteria = [
        {
            "id": "fit",
            "title": "fit",
            "measure": {"kind": "policy_fit", "industries": ["security"]},
            "direction": "more",
        }
    ]

    (row,) = situations(parse_study(document(layers=[layer], criteria=criteria)), catalogue)

    assert row.district is row.cluster is None
    assert (row.belts, row.clusters, row.nearest) == ((), (), ())
    assert row.fit.unknown == row.cluster_fit.unknown == "outside"
    assert [industry.id for industry in row.industries] == ["security"]


def test_without_a_criterion_on_industries_none_is_meant(catalogue):
    (row,) = situations(parse_study(document(layers=[candidates({"a": [1]})])), catalogue)

    assert row.industries == ()
    assert row.fit.unknown == "no_industry"


def test_how_well_a_candidate_is_placed_adds_to_the_distance(catalogue):
    layer = candidates({"precision_m": [100]})

    (row,) = situations(parse_study(document(layers=[layer])), catalogue)

    assert row.nearest[0].off_m == row.nearest[0].site.precision_m + 100


def test_no_candidate_no_situation(catalogue):
    assert situations(empty_study("shanghai", "x"), catalogue) == []
