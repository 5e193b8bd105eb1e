"""Rankings: ties, ranges, moves, and what must hold for any candidates at all."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.criteria import Limit
from geo.errors import WeightError
from geo.ranking import rank, rank_moves
from geo.ranking_methods import Preference
from geo.value_functions import Linear
from tests.geo.planning import evaluation_of

METHODS = ["weighted_sum", "topsis", "promethee"]
LINEAR = {"a": Linear(0, 10), "b": Linear(0, 10)}
relaxed = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])

numbers = st.lists(
    st.tuples(*[st.integers(0, 20)] * 3), min_size=2, max_size=12
)  # small integers: ties happen


def columns_of(rows):
    return dict(zip("abc", map(list, zip(*rows, strict=True)), strict=True))


def test_equal_scores_share_a_rank_and_stand_by_name(catalogue):
    found = rank(
        evaluation_of(catalogue, {"a": [5, 9, 5, 1]}, names=["y", "z", "x", "w"]), {"a": 1}
    )

    assert found.table["rank"].to_dict() == {"z": 1, "x": 2, "y": 2, "w": 4}
    assert list(found.table.index) == ["z", "x", "y", "w"]
    assert found.first == ("z",)


def test_an_exact_score_has_no_range(catalogue):
    table = rank(evaluation_of(catalogue, {"a": [1, 2, 2]}), {"a": 1}).table

    assert table["score_low"].tolist() == table["score_high"].tolist() == table["score"].tolist()
    assert table["rank_best"].tolist() == table["rank_worst"].tolist() == [1, 1, 3]


def test_unknown_opens_a_range_of_scores_and_ranks(catalogue):
    """x could have anything in b: between 0.4 and 0.9, beside 0.7 and 0.45."""
    evaluation = evaluation_of(
        catalogue,
        {"a": [8, 7, 4], "b": [None, 7, 5]},
        names=["x", "y", "z"],
        functions=LINEAR,
        missing="interval",
    )

    table = rank(evaluation, {"a": 1, "b": 1}).table

    assert table.loc["x"].to_dict() == pytest.approx(
        {
            "score": 0.4,
            "rank": 3,
            "score_low": 0.4,
            "score_high": 0.9,
            "rank_best": 1,
            "rank_worst": 3,
        }
    )
    assert table["rank_best"].to_dict() == {"y": 1, "z": 2, "x": 1}
    assert table["rank_worst"].to_dict() == {"y": 2, "z": 3, "x": 3}


def test_excluded_candidates_are_not_ranked(catalogue):
    evaluation = evaluation_of(catalogue, {"a": [1, 9, 5]}, names="xyz", limit=Limit(at_most=8))

    assert list(rank(evaluation, {"a": 1}).table.index) == ["z", "x"]


def test_weights_must_fit(catalogue):
    with pytest.raises(WeightError, match="no weight: b"):
        rank(evaluation_of(catalogue, {"a": [1], "b": [1]}), {"a": 1})


def test_two_weightings_side_by_side_show_who_moves(catalogue):
    numbers = {"a": [9, 5, 1], "b": [1, 4, 9]}
    evaluation = evaluation_of(catalogue, numbers, names="xyz", functions=LINEAR)

    moves = rank_moves(rank(evaluation, {"a": 9, "b": 1}), rank(evaluation, {"a": 1, "b": 9}))

    assert moves["rank_one"].to_dict() == {"x": 1, "y": 2, "z": 3}
    assert moves["rank_other"].to_dict() == {"x": 3, "y": 2, "z": 1}
    assert moves["move"].to_dict() == {"x": -2, "y": 0, "z": 2}


def test_a_candidate_that_only_one_of_them_ranks_has_no_move(catalogue):
    one = rank(
        evaluation_of(catalogue, {"a": [1, 2]}, names="xy", limit=Limit(at_most=1)), {"a": 1}
    )
    other = rank(evaluation_of(catalogue, {"a": [1, 2]}, names="xy"), {"a": 1})

    moves = rank_moves(one, other)

    assert list(moves.index) == ["x", "y"]
    assert moves["move"].isna().to_dict() == {"x": False, "y": True}
    assert moves.loc["y", "rank_other"] == 1


@pytest.mark.parametrize("method", METHODS)
@given(rows=numbers, seed=st.integers(0, 9))
@relaxed
def test_the_order_of_rows_does_not_matter(catalogue, method, rows, seed):
    names = [f"n{place}" for place in range(len(rows))]
    order = np.random.default_rng(seed).permutation(len(rows))
    weights = {"a": 3, "b": 2, "c": 1}

    straight = rank(evaluation_of(catalogue, columns_of(rows), names=names), weights, method=method)
    shuffled = rank(
        evaluation_of(
            catalogue, columns_of([rows[i] for i in order]), names=[names[i] for i in order]
        ),
        weights,
        method=method,
    )

    assert list(straight.table.index) == list(shuffled.table.index)
    assert straight.table["rank"].tolist() == shuffled.table["rank"].tolist()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("normalisation", ["values", "minmax", "vector", "sum", "max"])
@given(rows=numbers, factor=st.sampled_from([0.001, 3, 1000]))
@relaxed
def test_the_unit_of_a_criterion_does_not_matter(catalogue, method, normalisation, rows, factor):
    """Metres or kilometres: every normalisation divides the unit out."""
    columns = {name: [number + 1 for number in cells] for name, cells in columns_of(rows).items()}
    scaled = columns | {"b": [number * factor for number in columns["b"]]}
    directions = {"b": "less"}
    weights = {"a": 3, "b": 2, "c": 1}

    one, other = (
        rank(
            evaluation_of(catalogue, numbers, directions=directions),
            weights,
            method=method,
            normalisation=normalisation,
        ).table["score"]
        for numbers in (columns, scaled)
    )

    assert other.to_dict() == pytest.approx(one.to_dict(), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(rows=numbers, worse=st.tuples(*[st.integers(1, 3)] * 3))
@relaxed
def test_a_dominated_candidate_never_wins(catalogue, method, rows, worse):
    """It is worse than the first one in everything."""
    dominated = tuple(number - less for number, less in zip(rows[0], worse, strict=True))
    found = rank(
        evaluation_of(catalogue, columns_of([*rows, dominated])),
        {"a": 3, "b": 2, "c": 1},
        method=method,
    )
    scores = found.table["score"]

    assert scores[f"synthetic-{len(rows)}"] < scores["synthetic-0"]
    assert f"synthetic-{len(rows)}" not in found.first


@pytest.mark.parametrize("method", METHODS)
@given(rows=numbers)
@relaxed
def test_a_criterion_without_weight_does_not_count(catalogue, method, rows):
    columns = columns_of(rows)
    with_c = rank(evaluation_of(catalogue, columns), {"a": 2, "b": 1, "c": 0}, method=method)
    del columns["c"]
    without = rank(evaluation_of(catalogue, columns), {"a": 2, "b": 1}, method=method)

    assert with_c.table["rank"].to_dict() == without.table["rank"].to_dict()


def test_the_ranking_says_how_it_came_about(catalogue):
    preference = Preference("usual")
    found = rank(
        evaluation_of(catalogue, {"a": [1, 3]}), {"a": 7}, method="promethee", preference=preference
    )

    assert (found.method, found.preference) == ("promethee", preference)
    assert found.weights.to_dict() == {"a": 1}
    assert (found.values.normalisation, found.values.bounds) == ("values", {"a": (1, 3)})
    assert list(found.contributions.index) == list(found.table.index)
