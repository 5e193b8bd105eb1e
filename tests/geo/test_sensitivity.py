"""Sensitivity: shares known from geometry, and flips checked by ranking again."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import WeightError
from geo.ranking import rank
from geo.sensitivity import acceptability, draw_weights, single_flips, smallest_flip
from geo.value_functions import Linear
from tests.geo.planning import evaluation_of

UNIT = Linear(0, 10)
relaxed = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ranking_of(catalogue, rows, weights, method="weighted_sum"):
    """Rank synthetic candidates with values from 0 to 10 of criteria a, b, c …"""
    names = "abcdef"[: len(weights)]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    evaluation = evaluation_of(
        catalogue,
        columns,
        names=[f"n{place}" for place in range(len(rows))],
        functions=dict.fromkeys(names, UNIT),
    )
    return rank(evaluation, dict(zip(names, weights, strict=True)), method=method)


def scores_with(ranking, flip):
    found = ranking.parts.scores(flip.weights.to_numpy())
    return pd.Series(found, index=ranking.values.index)


# --- random weights


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


# --- the smallest change that turns the first rank


def test_the_smallest_flip_by_hand(catalogue):
    """n0 leads by 4 · 0.5 − 2 · 0.5 = 1 (of 10); each hundredth moved from a to b costs 0.06."""
    ranking = ranking_of(catalogue, [(8, 4), (4, 6)], [0.5, 0.5])

    flip = smallest_flip(ranking)

    assert (flip.rival, flip.criterion) == ("n1", None)
    assert flip.moved == pytest.approx(1 / 6)
    assert flip.weights.to_dict() == pytest.approx({"a": 1 / 3, "b": 2 / 3})


def test_single_flips_by_hand(catalogue):
    """As above: a down to 1/3, b up to 2/3, the other one giving way."""
    found = single_flips(ranking_of(catalogue, [(8, 4), (4, 6)], [0.5, 0.5]))

    assert {name: flip.moved for name, flip in found.items()} == pytest.approx(
        {"a": 1 / 6, "b": 1 / 6}
    )
    assert [flip.criterion for flip in found.values()] == ["a", "b"]


rows = st.lists(st.tuples(*[st.integers(0, 10)] * 4), min_size=2, max_size=6)
shares = st.tuples(*[st.integers(1, 9)] * 4)


@pytest.mark.parametrize("method", ["weighted_sum", "promethee"])
@given(rows=rows, weights=shares)
@relaxed
def test_a_flip_puts_the_rival_level_and_nothing_less_does(catalogue, method, rows, weights):
    """Level there; and moving 99 % as much, whichever way, turns nothing (a linear programme)."""
    ranking = ranking_of(catalogue, rows, weights, method)
    lead = ranking.table.index[0]
    flip = smallest_flip(ranking)
    gains = pd.DataFrame(ranking.parts.gain, index=ranking.values.index)

    for name in gains.index.drop(lead):
        gap = (gains.loc[lead] - gains.loc[name]).to_numpy()
        moved = 1.0 if flip is None else flip.moved * 0.99
        assert least_lead(gap, ranking.weights.to_numpy(), moved) > -1e-9
    if flip is not None:
        scores = scores_with(ranking, flip)
        assert scores[flip.rival] >= scores[lead] - 1e-9
        assert flip.weights.sum() == pytest.approx(1)
        assert (flip.weights >= 0).all()
        change = (flip.weights - ranking.weights).abs().sum() / 2
        assert flip.moved == pytest.approx(change, abs=1e-9)


def least_lead(gap, weights, moved):
    """Solve "how small can the lead get when at most so much weight moves?" by a solver."""
    from scipy.optimize import linprog

    size = len(weights)
    cost = np.concatenate([gap, -gap])  # weights w + up − down
    found = linprog(
        cost,
        A_ub=[[1.0] * size + [0.0] * size],
        b_ub=[moved],
        A_eq=[[1.0] * size + [-1.0] * size],
        b_eq=[0.0],
        bounds=[(0, 1)] * size + [(0, weight) for weight in weights],
    )
    return gap @ weights + found.fun


@given(rows=rows, weights=shares)
@relaxed
def test_one_weight_alone_flips_where_its_line_crosses(catalogue, rows, weights):
    """On both sides of the crossing another candidate leads; before it, the first one does."""
    ranking = ranking_of(catalogue, rows, weights)
    lead = ranking.table.index[0]
    if len(ranking.first) > 1:
        return
    for name, flip in single_flips(ranking).items():
        own = ranking.weights[name]
        for share, is_beyond in ((0.98, False), (1.02, True)):
            goal = (1.0 if flip is None else flip.weights[name]) - own
            moved = own + goal * share
            if not 0 <= moved < 1 or (flip is None and is_beyond):
                continue
            changed = ranking.weights * (1 - moved) / (1 - own)
            changed[name] = moved
            again = pd.Series(ranking.parts.scores(changed.to_numpy()), ranking.values.index)
            others = again.drop(lead).max()
            assert (others > again[lead] - 1e-12) if is_beyond else (others <= again[lead] + 1e-9)


def test_a_dominating_leader_cannot_be_caught(catalogue):
    ranking = ranking_of(catalogue, [(9, 9), (8, 3)], [1, 1])

    assert smallest_flip(ranking) is None
    assert single_flips(ranking) == {"a": None, "b": None}


def test_level_candidates_need_no_change(catalogue):
    assert smallest_flip(ranking_of(catalogue, [(8, 2), (2, 8)], [1, 1])).moved == 0


def test_topsis_has_no_closed_form(catalogue):
    ranking = ranking_of(catalogue, [(8, 4), (4, 6)], [1, 1], "topsis")

    assert smallest_flip(ranking) is None
    assert single_flips(ranking) == {"a": None, "b": None}


def test_one_candidate_or_one_criterion_leaves_nothing_to_flip(catalogue):
    assert smallest_flip(ranking_of(catalogue, [(8, 4)], [1, 1])) is None
    assert single_flips(ranking_of(catalogue, [(8,), (4,)], [1])) == {"a": None}
