"""Limits and rules about missing data: whoever is out stays listed with the reason."""

import numpy as np
import pytest

from geo.criteria import Criterion, Limit, evaluate
from geo.criteria_measures import Column, DistanceTo
from geo.criteria_scene import ReferenceLayer
from geo.errors import CriterionError
from geo.value_functions import Linear, Target
from tests.geo.planning import evaluation_of, points_at


def told(evaluation):
    return [
        (row.candidate, row.criterion, row.kind, row.excludes, row.is_certain)
        for row in evaluation.findings
    ]


def test_what_was_measured_is_a_frame_in_the_candidates_order(catalogue):
    found = evaluation_of(catalogue, {"a": [1, 2], "b": [None, 4]}, names=["x", "y"])

    assert list(found.raw.columns) == ["a", "b"]
    assert found.raw.loc["y"].tolist() == [2, 4]
    assert np.isnan(found.raw.loc["x", "b"])


def test_a_candidate_beyond_a_limit_is_listed_with_its_reason(catalogue):
    found = evaluation_of(catalogue, {"rent": [3, 5, 8, 9]}, names=list("abcd"), limit=Limit(5, 8))

    assert told(found) == [("a", "rent", "below", True, True), ("d", "rent", "above", True, True)]
    assert found.excluded.tolist() == [True, False, False, True]
    assert (found.findings[0].value, found.findings[0].bound) == (3, 5)


def test_a_limit_that_positions_leave_open_is_a_warning(catalogue):
    """Measured 1,000 m ± 300 m: under the limit of 1,200 m, but perhaps not truly."""
    refs = ReferenceLayer("refs", points_at([(1000, 0)], precision_m=[300.0]))
    limits = {"near": Limit(at_most=1200), "far": Limit(at_least=1100), "sure": Limit(at_most=600)}
    criteria = [
        Criterion(name, DistanceTo(refs), "less", limit=limit) for name, limit in limits.items()
    ]

    found = evaluate(points_at([(0, 0)], ["c"]), criteria, catalogue)

    assert told(found) == [
        ("c", "near", "above", False, False),
        ("c", "far", "below", True, False),
        ("c", "sure", "above", True, True),
    ]


@pytest.mark.parametrize(
    ("missing", "limit", "excludes"),
    [
        ("exclude", None, True),
        ("interval", None, False),
        ("pessimistic", None, False),
        ("exclude", Limit(0), True),
        ("interval", Limit(0), False),
        ("pessimistic", Limit(0), True),
    ],
)
def test_missing_data_follows_the_criterions_rule(catalogue, missing, limit, excludes):
    found = evaluation_of(
        catalogue, {"rent": [None, 4]}, names=["a", "b"], missing=missing, limit=limit
    )

    assert told(found) == [("a", "rent", "unknown", excludes, False)]
    assert found.findings[0].reason == "no_value"
    assert found.excluded.tolist() == [excludes, False]


def test_findings_come_by_candidate_then_by_criterion(catalogue):
    found = evaluation_of(
        catalogue, {"p": [9, 0], "q": [9, 9]}, names=["a", "b"], limit=Limit(at_most=5)
    )

    assert [(row.candidate, row.criterion) for row in found.findings] == [
        ("a", "p"),
        ("a", "q"),
        ("b", "q"),
    ]


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ([], "no criterion"),
        ([Criterion("a", Column("a"), "more")] * 2, 'two criteria are named "a"'),
        ([Criterion("a", Column("a"), "target", Linear())], "goes with"),
        ([Criterion("a", Column("a"), "target", Target(1, 0))], "tolerance"),
        ([Criterion("a", Column("a"), "more", limit=Limit())], "finite bounds"),
        ([Criterion("a", Column("a"), "more", limit=Limit(5, 4))], "at_least up to at_most"),
        ([Criterion("a", Column("a"), "more", limit=Limit(float("nan")))], "finite bounds"),
    ],
)
def test_criteria_that_are_not_well_formed_are_refused(catalogue, criteria, message):
    with pytest.raises(CriterionError, match=message):
        evaluate(points_at([(0, 0)], a=[1]), criteria, catalogue)
