"""Ranking a study: weightings, what must hold for any candidates at all, sensitivity."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo.study.scoring
from geo.errors import StudyError, WeightError
from geo.study import (
    evaluate_study,
    pairwise_of,
    parse_study,
    rank_study,
    sensitivity_of,
    weights_of_weighting,
)
from tests.geo.study.documents import document, of_numbers, own_column

METHODS = ["weighted_sum", "topsis", "promethee"]
relaxed = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
rows = st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=2, max_size=8)
WEIGHTS = {"a": 3.0, "b": 2.0, "c": 1.0}


def ranking_of(catalogue, data):
    study = parse_study(data)
    return rank_study(study, evaluate_study(study, catalogue), study.ranking.weighting)


def columns_of(rows):
    return dict(zip("abc", map(list, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("method", METHODS)
@given(rows=rows, seed=st.integers(0, 9))
@relaxed
def test_the_order_of_features_changes_no_digit(catalogue, method, rows, seed):
    plan = {"weighting": "w", "method": method}
    data = of_numbers(columns_of(rows), WEIGHTS, ranking=plan)
    shuffled = of_numbers(columns_of(rows), WEIGHTS, ranking=plan)
    features = shuffled["layers"][0]["features"]
    order = np.random.default_rng(seed).permutation(len(features))
    shuffled["layers"][0]["features"] = [features[place] for place in order]

    one, other = ranking_of(catalogue, data), ranking_of(catalogue, shuffled)

    assert one.table.equals(other.table)
    assert one.contributions.equals(other.contributions)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("normalisation", ["values", "minmax"])
@given(rows=rows, factor=st.sampled_from([0.001, 7, 1000]))
@relaxed
def test_the_unit_of_a_column_changes_nothing(catalogue, method, normalisation, rows, factor):
    """Bounds and limits are written in the unit, too."""

    def scaled(by):
        numbers = columns_of(rows)
        numbers["b"] = [number * by for number in numbers["b"]]
        limit = {"at_least": -1 * by, "at_most": 19.5 * by}
        criteria = [
            own_column("a"),
            own_column(
                "b", "less", function={"kind": "linear", "low": 0, "high": 30 * by}, limit=limit
            ),
            own_column("c", "target", function={"kind": "target", "at": 5, "tolerance": 4}),
        ]
        plan = {"weighting": "w", "method": method, "normalisation": normalisation}
        return of_numbers(numbers, WEIGHTS, criteria=criteria, ranking=plan)

    if all(row[1] > 19.5 for row in rows):
        return  # the limit leaves nobody
    one, other = (ranking_of(catalogue, scaled(by)).table for by in (1, factor))

    assert list(one.index) == list(other.index)
    assert other["score"].to_dict() == pytest.approx(one["score"].to_dict(), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(rows=rows, by=st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(0, 3)))
@relaxed
def test_a_dominated_candidate_never_wins(catalogue, method, rows, by):
    better = tuple(number + more for number, more in zip(rows[0], by, strict=True))
    plan = {"weighting": "w", "method": method}
    data = of_numbers(columns_of([*rows, better]), WEIGHTS, ranking=plan)

    found = ranking_of(catalogue, data)

    assert "n0" not in found.first
    assert found.table.loc["n0", "rank"] > found.table.loc[f"n{len(rows)}", "rank"]


def test_no_weighting_is_equal_weights():
    study = parse_study(of_numbers({"a": [1], "b": [1]}))

    assert weights_of_weighting(study, None).to_dict() == {"a": 0.5, "b": 0.5}


def test_numbers_are_scaled_to_add_up_to_1():
    study = parse_study(of_numbers({"a": [1], "b": [1]}, {"b": 1, "a": 3}))

    assert weights_of_weighting(study, "w").to_dict() == {"a": 0.75, "b": 0.25}
    assert pairwise_of(study, "w") is None


def test_pairs_give_weights_with_their_consistency(example):
    found = pairwise_of(example, "pairs")

    assert found.is_consistent
    assert weights_of_weighting(example, "pairs").equals(found.weights)
    assert found.weights.idxmax() == "rent"


@pytest.mark.parametrize(
    ("weighting", "told"),
    [
        ({"numbers": {"a": 1}}, "no weight: b"),
        ({"numbers": {"a": 0, "b": 0}}, "all weights are 0"),
        ({"how": "pairwise", "judgements": []}, "not compared"),
    ],
)
def test_an_unfinished_weighting_says_what_it_lacks(weighting, told):
    data = of_numbers({"a": [1], "b": [1]}, weightings=[{"id": "w", "name": "w", **weighting}])

    with pytest.raises(WeightError, match=told):
        weights_of_weighting(parse_study(data), "w")


def test_without_criteria_there_is_nothing_to_weigh():
    study = parse_study(document(weightings=[{"id": "w", "name": "w", "how": "pairwise"}]))

    with pytest.raises(WeightError):
        weights_of_weighting(study, "w")
    with pytest.raises(WeightError):
        weights_of_weighting(study, None)


def test_a_weighting_that_is_not_there_is_told(example):
    with pytest.raises(StudyError, match="policy"):
        weights_of_weighting(example, "polcy")


def test_sensitivity_follows_the_plan(catalogue):
    plan = {"weighting": "w", "draws": 50, "seed": 7, "top_n": 2, "around": "weights"}
    data = of_numbers({"a": [1, 2, 3], "b": [3, 2, 1]}, ranking=plan)
    study, ranking = parse_study(data), ranking_of(catalogue, data)

    found = sensitivity_of(study, ranking)
    again = sensitivity_of(study, ranking)

    told = found.acceptability
    assert (told.draws, told.seed, told.top_n, told.concentration) == (50, 7, 2, 50)
    assert told.table.equals(again.acceptability.table)
    assert found.smallest_flip.moved == 0
    assert set(found.single_flips) == {"a", "b"}


def test_too_many_candidates_have_no_acceptability(catalogue, monkeypatch):
    monkeypatch.setattr(geo.study.scoring, "MOST_SENSITIVE", 2)
    data = of_numbers({"a": [1, 2, 3]})

    assert sensitivity_of(parse_study(data), ranking_of(catalogue, data)).acceptability is None


def test_a_slope_without_end_is_cut_at_0_and_1(catalogue):
    function = {"kind": "linear", "low": 0, "high": 5e-324}
    data = of_numbers({"a": [0, 1e99]}, criteria=[own_column("a", function=function)])

    assert ranking_of(catalogue, data).table["score"].to_dict() == {"n0": 0, "n1": 1}
