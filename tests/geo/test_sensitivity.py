"""Rank acceptability: shares known from geometry, and by ranking again and again."""

import numpy as np
import pandas as pd
import pytest

from geo.errors import WeightError
from geo.sensitivity import acceptability, draw_weights
from tests.geo.planning import ranking_of


def test_draws_are_weightings_and_repeatable():
    weights = pd.Series({"a": 0.5, "b": 0.5, "c": 0.0})

    uniform = draw_weights(weights, draws=2000, seed=5)
    around = draw_weights(weights, draws=2000, seed=5, concentration=50)

    for drawn in (uniform, around):
        assert drawn.shape == (2000, 3)
        assert (drawn >= 0).all()
        assert drawn.sum(axis=1) == pytest.approx(1)
    assert np.array_equal(uniform, draw_weights(weights, draws=2000, seed=5))
    assert not np.array_equal(uniform, draw_weights(weights, draws=2000, seed=6))


def test_uniform_draws_favour_nobody_and_others_keep_to_the_weights():
    """Means 1/3 each, or the weights; standard deviation √(w (1 − w) / (c + 1))."""
    weights = pd.Series({"a": 0.7, "b": 0.3, "c": 0.0})

    uniform = draw_weights(weights, draws=20_000, seed=1)
    around = draw_weights(weights, draws=20_000, seed=1, concentration=20)

    assert uniform.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.01)
    assert around.mean(axis=0) == pytest.approx([0.7, 0.3, 0], abs=0.01)
    assert around[:, 0].std() == pytest.approx(np.sqrt(0.7 * 0.3 / 21), rel=0.05)
    assert (around[:, 2] == 0).all()


@pytest.mark.parametrize(
    ("more", "told"), [({"draws": 0}, "draws"), ({"concentration": 0}, "conc")]
)
def test_draws_that_make_no_sense_are_refused(catalogue, more, told):
    with pytest.raises(WeightError, match=told):
        acceptability(ranking_of(catalogue, [(1,), (2,)], [1]), **more)


@pytest.mark.parametrize("method", ["weighted_sum", "promethee"])
def test_shares_are_those_of_geometry(catalogue, method):
    """n0 leads n1 by 2 in a and trails by 6 in b: it is first where 2 w > 6 (1 − w), w > 3/4."""
    ranking = ranking_of(catalogue, [(6, 2), (4, 8)], [1, 1], method)

    found = acceptability(ranking, draws=20_000, seed=2)

    assert found.table["first"].to_dict() == pytest.approx({"n0": 0.25, "n1": 0.75}, abs=0.01)
    assert found.central_weights.loc["n0", "a"] == pytest.approx(0.875, abs=0.01)
    assert found.central_weights.loc["n1", "a"] == pytest.approx(0.375, abs=0.01)


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "promethee"])
def test_shares_agree_with_ranking_again(catalogue, method):
    rows = [(1, 9, 4), (8, 2, 5), (5, 5, 5), (0, 1, 2)]
    ranking = ranking_of(catalogue, rows, [1, 1, 1], method)
    drawn = draw_weights(ranking.weights, draws=60, seed=3)

    found = acceptability(ranking, draws=60, seed=3, top_n=2)

    tables = [ranking_of(catalogue, rows, weights, method).table["rank"] for weights in drawn]
    ranks = pd.DataFrame(tables)
    for name in ranking.table.index:
        shares = [(ranks[name] == place).mean() for place in range(1, 5)]
        assert found.share.loc[name].tolist() == pytest.approx(shares)
        assert found.table.loc[name, "top"] == pytest.approx(shares[0] + shares[1])
        assert found.table.loc[name, "mean_rank"] == pytest.approx(ranks[name].mean())


def test_a_dominated_candidate_is_never_first(catalogue):
    found = acceptability(ranking_of(catalogue, [(5, 5), (4, 4), (9, 1)], [1, 1]), draws=500)

    assert found.table.loc["n1", "first"] == 0
    assert found.central_weights.loc["n1"].isna().all()


def test_equal_candidates_share_the_better_rank(catalogue):
    found = acceptability(ranking_of(catalogue, [(5, 5), (5, 5), (1, 1)], [1, 1]), draws=50)

    assert found.share.loc[["n0", "n1"], 1].tolist() == [1, 1]
    assert found.share.loc["n2", 3] == 1


@pytest.mark.parametrize("cells", [3, 10_000])
def test_the_size_of_a_step_changes_nothing(catalogue, monkeypatch, cells):
    ranking = ranking_of(catalogue, [(1, 9), (8, 2), (5, 6)], [1, 1])
    expected = acceptability(ranking, draws=100).share

    monkeypatch.setattr("geo.sensitivity.CELLS", cells)

    assert acceptability(ranking, draws=100).share.equals(expected)


def test_what_was_drawn_is_told(catalogue):
    found = acceptability(
        ranking_of(catalogue, [(1,), (2,)], [1]), draws=10, seed=4, concentration=9
    )

    assert (found.draws, found.seed, found.around, found.concentration) == (10, 4, "weights", 9)
