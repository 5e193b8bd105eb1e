"""Flips of the first rank: by hand, by a linear programme, and by ranking again."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo.sensitivity_flips import single_flips, smallest_flip
from tests.geo.planning import ranking_of

relaxed = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def scores_with(ranking, flip):
    found = ranking.parts.scores(flip.weights.to_numpy())
    return pd.Series(found, index=ranking.values.index)


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


def test_triantaphyllous_and_sanchezs_weights_flip_where_they_say(catalogue):
    """The example of *Decis. Sci.* 28, 1997, pp. 151–194: A1 leads with 0.3162, A2 has 0.2768.

    There a weight turns the order when it is less by (P2 − P1) / (a2 − a1), the others staying as
    they are; divided by their new sum these are the shares that are asked for here.
    """
    weights = np.array([0.3277, 0.3058, 0.2876, 0.0790])
    first = np.array([0.3088, 0.2897, 0.3867, 0.1922])
    second = np.array([0.2163, 0.3458, 0.1755, 0.6288])
    ranking = ranking_of(catalogue, [first * 10, second * 10], weights)
    assert ranking.table["score"].tolist() == pytest.approx([0.3162, 0.2768], abs=1e-4)

    less = (0.2768 - 0.3162) / (second - first)
    for place, flip in enumerate(single_flips(ranking).values()):
        if less[place] > weights[place]:  # they print "N/F": the weight would be negative
            assert flip is None
        else:
            share = (weights[place] - less[place]) / (1 - less[place])
            assert flip.weights.iloc[place] == pytest.approx(share, abs=3e-4)


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
