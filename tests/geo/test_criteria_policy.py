"""Policy fit: shares of intended industries, with the sentences, and unknown where none is."""

import math

import geopandas as gpd
import pytest

from geo.criteria_policy import PolicyFit, policy_fit
from geo.criteria_scene import prepare
from geo.errors import CriterionError, UnknownIdError

XUHUI, QINGPU, NANSHAN, PUDONG = "310104", "310118", "440305", "310115"


@pytest.fixture
def candidates(catalogue):
    """Synthetic candidates inside of three districts and in the sea."""
    outlines = catalogue.boundaries.full.geometry
    inside = outlines.loc[[XUHUI, QINGPU, NANSHAN]].representative_point()
    shapes = [*inside, gpd.points_from_xy([123.5], [30.0])[0]]
    return gpd.GeoDataFrame(geometry=shapes, index=["x", "q", "n", "sea"], crs=4326)


def test_the_fit_is_the_share_that_the_documents_state(catalogue):
    """Xuhui: 智能医疗 智能芯片设计 智能安防."""
    fit = policy_fit(catalogue, XUHUI, ["healthcare", "security", "retail"])

    assert fit.value == pytest.approx(2 / 3)
    assert [row.industry for row in fit.rows] == ["healthcare", "security"]
    assert all(row.district == XUHUI and row.quote for row in fit.rows)


def test_an_industry_that_is_named_twice_counts_once(catalogue):
    assert policy_fit(catalogue, XUHUI, ["healthcare", "healthcare", "retail"]).value == 0.5


def test_no_match_is_0_and_shows_what_is_stated_instead(catalogue):
    fit = policy_fit(catalogue, XUHUI, ["retail"])

    assert (fit.value, fit.unknown) == (0, None)
    assert fit.rows == catalogue.specialisations_of(XUHUI)


@pytest.mark.parametrize("adcode", [QINGPU, NANSHAN])
def test_a_district_without_stated_specialisations_is_unknown_never_0(catalogue, adcode):
    fit = policy_fit(catalogue, adcode, ["healthcare"])

    assert math.isnan(fit.value)
    assert (fit.unknown, fit.rows) == ("not_listed", ())


def test_without_an_intended_industry_nothing_is_known(catalogue):
    fit = policy_fit(catalogue, XUHUI, [])

    assert math.isnan(fit.value)
    assert fit.unknown == "no_industry"


def test_what_does_not_exist_is_named(catalogue):
    with pytest.raises(UnknownIdError, match="steel"):
        policy_fit(catalogue, XUHUI, ["steel"])


def test_the_criterion_asks_each_candidates_own_district(catalogue, candidates):
    found = PolicyFit(("healthcare", "retail")).measure(prepare(candidates, catalogue))

    assert found.references.tolist() == [XUHUI, QINGPU, NANSHAN, None]
    assert found.values.tolist() == pytest.approx([0.5] + [math.nan] * 3, nan_ok=True)
    assert found.unknown.tolist() == [None, "not_listed", "not_listed", "outside"]
    assert [row.industry for row in found.evidence[0]] == ["healthcare"]


def test_the_nearest_clusters_district_can_be_asked_instead(catalogue, candidates):
    found = PolicyFit(("healthcare",), of="nearest_cluster").measure(prepare(candidates, catalogue))
    cluster = catalogue.site(found.references[0])

    assert cluster.kind == "cluster"
    assert found.values[0] == policy_fit(catalogue, cluster.district, ["healthcare"]).value
    assert found.evidence[0][0] == cluster
    assert all(row.district == cluster.district for row in found.evidence[0])
    assert found.unknown[2] == "not_listed"
    assert found.unknown[3] == "outside"


def test_intended_industries_can_stand_in_a_column(catalogue, candidates):
    candidates["industries"] = ["healthcare; retail", ["security"], None, "retail"]

    found = PolicyFit("industries").measure(prepare(candidates, catalogue))

    assert found.values[0] == 0.5
    assert found.unknown.tolist() == [None, "not_listed", "no_industry", "outside"]


def test_a_cell_that_is_no_list_is_named(catalogue, candidates):
    candidates["industries"] = [7, None, None, None]
    with pytest.raises(CriterionError, match="candidate 'x': 7"):
        PolicyFit("industries").measure(prepare(candidates, catalogue))
    with pytest.raises(CriterionError, match='no column "industry".*industries'):
        PolicyFit("industry").measure(prepare(candidates, catalogue))
