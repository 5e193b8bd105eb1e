"""The three methods against the literature, against the library, and against plain pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import PROMETHEE_II, TOPSIS

from geo.errors import CriterionError
from geo.ranking import rank
from geo.ranking_methods import MOST_PAIRS, Preference, library_scores, parts, score_range
from geo.ranking_values import ValueTable
from geo.value_functions import Linear
from tests.geo.planning import evaluation_of

METHODS = ["weighted_sum", "topsis", "promethee"]
PREFERENCES = [Preference("usual"), Preference(), Preference("linear", 0.1, 0.35)]

# Choosing a fighter aircraft: C.-L. Hwang and K. Yoon, Multiple Attribute Decision Making
# (Springer 1981), the example that runs through chapter 3; TOPSIS there has 0.643, 0.268, 0.613,
# 0.312.
AIRCRAFT = {
    "speed": [2.0, 2.5, 1.8, 2.2],
    "range": [1500, 2700, 2000, 1800],
    "payload": [20000, 18000, 21000, 20000],
    "cost": [5.5, 6.5, 4.5, 5.0],
    "reliability": [5, 3, 7, 5],
    "manoeuvrability": [9, 5, 7, 5],
}
AIRCRAFT_WEIGHTS = dict(zip(AIRCRAFT, [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], strict=True))

# E. Triantaphyllou, Multi-Criteria Decision Making Methods: A Comparative Study (Kluwer 2000),
# the example of the weighted sum model in chapter 2: 21.50, 22.00 and 22.00.
THREE = {"c1": [25, 10, 30], "c2": [20, 30, 10], "c3": [15, 20, 30], "c4": [30, 30, 10]}
THREE_WEIGHTS = {"c1": 0.20, "c2": 0.15, "c3": 0.40, "c4": 0.25}

# J. Papathanasiou and N. Ploskas, Multiple Criteria Decision Aid (Springer 2018), chapter 3: six
# alternatives, linear preference between 1 and 2 points; net flows as printed, two digits.
SIX = np.array(
    [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
)
SIX_WEIGHTS = np.array([0.4, 0.3, 0.1, 0.2])
SIX_FLOWS = [-0.26, -0.52, -0.22, 0.36, 0.70, -0.06]


def table_of(values, low=None, high=None):
    values = np.array(values, dtype=float)
    return ValueTable(
        index=np.arange(len(values)),
        criteria=tuple(f"c{place}" for place in range(values.shape[1])),
        values=values,
        low=values if low is None else np.array(low, dtype=float),
        high=values if high is None else np.array(high, dtype=float),
        known=np.ones(values.shape, dtype=bool),
        normalisation="values",
        bounds={},
    )


def matrices():
    numbers = st.floats(0, 1).map(lambda number: round(number, 3))
    return st.tuples(st.integers(2, 12), st.integers(1, 5)).flatmap(
        lambda shape: st.lists(
            st.lists(numbers, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


def test_hwang_and_yoons_aircraft_have_the_printed_closeness(catalogue):
    evaluation = evaluation_of(catalogue, AIRCRAFT, directions={"cost": "less"}, names="1234")

    found = rank(evaluation, AIRCRAFT_WEIGHTS, method="topsis", normalisation="vector")

    assert found.table["score"].loc[list("1234")].tolist() == pytest.approx(
        [0.643, 0.268, 0.613, 0.312], abs=0.001
    )
    assert list(found.table.index) == ["1", "3", "4", "2"]


def test_triantaphyllous_three_have_the_printed_sums(catalogue):
    functions = {name: Linear(0, 100) for name in THREE}
    evaluation = evaluation_of(catalogue, THREE, functions=functions, names=["a1", "a2", "a3"])

    found = rank(evaluation, THREE_WEIGHTS)

    assert (found.table["score"] * 100).to_dict() == pytest.approx(
        {"a1": 21.5, "a2": 22.0, "a3": 22.0}
    )
    assert found.table["rank"].to_dict() == {"a2": 1, "a3": 1, "a1": 3}


def test_papathanasious_and_ploskass_six_have_the_printed_flows():
    points = 12
    table = table_of(SIX / points)
    linear = Preference("linear", 1 / points, 2 / points)

    for scores in (
        library_scores(table, SIX_WEIGHTS, "promethee", linear),
        parts(table, "promethee", linear).scores(SIX_WEIGHTS),
    ):
        assert scores.round(2).tolist() == SIX_FLOWS


def test_promethee_by_hand():
    """Three candidates, preference d / 0.5 up to 1: flows worked out with pen and paper.

    Criterion 1 (weight 0.6): values 0, 0.25, 1 → P: b over a 0.5, c over a 1, c over b 1; flows
    −1.5/2, −0.5/2, 2/2. Criterion 2 (weight 0.4): 1, 1, 0 → flows 1/2, 1/2, −2/2.
    """
    table = table_of([[0, 1], [0.25, 1], [1, 0]])

    found = library_scores(table, np.array([0.6, 0.4]), "promethee", Preference(certain_from=0.5))

    assert found.tolist() == pytest.approx([-0.25, 0.05, 0.2])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("preference", PREFERENCES)
@given(values=matrices(), seed=st.integers(0, 9))
@settings(max_examples=20)
def test_parts_give_the_librarys_scores(method, preference, values, seed):
    table = table_of(values)
    weights = np.random.default_rng(seed).dirichlet(np.ones(table.values.shape[1]))

    ours = parts(table, method, preference).scores(weights)

    assert ours == pytest.approx(library_scores(table, weights, method, preference), abs=1e-9)


@pytest.mark.parametrize("preference", PREFERENCES)
def test_sorting_gives_the_flows_of_all_pairs(preference):
    """The library's own method, asked directly, and the sum over pairs written out."""
    values = np.random.default_rng(3).random((40, 3)).round(2)
    weights = np.array([0.5, 0.3, 0.2])
    shape = "usual" if preference.shape == "usual" else "vshape_2"
    more = {} if shape == "usual" else {
        "p": [preference.certain_from] * 3, "q": [preference.indifferent_to] * 3,
    }  # fmt: skip

    library = PROMETHEE_II(shape, **more)(values, weights, np.ones(3))

    assert parts(table_of(values), "promethee", preference).scores(weights) == pytest.approx(
        library, abs=1e-12
    )


def test_many_candidates_are_scored_without_all_pairs():
    values = np.random.default_rng(4).random((MOST_PAIRS + 1, 2))
    weights = np.array([0.5, 0.5])

    many = library_scores(table_of(values), weights, "promethee", Preference())

    won = np.maximum(values[:, None] - values[None], 0).mean(axis=2)
    expected = (won.sum(axis=1) - won.sum(axis=0)) / MOST_PAIRS
    assert many == pytest.approx(expected, abs=1e-9)


def test_topsis_with_fixed_ends_ignores_who_else_is_there():
    table = table_of([[0.2, 0.9], [0.5, 0.5], [0.9, 0.3]])
    weights = np.array([0.7, 0.3])

    alone = library_scores(table_of(table.values[:1]), weights, "topsis", Preference())
    together = library_scores(table, weights, "topsis", Preference())
    by_hand = TOPSIS(lambda x, cost=False: x)(
        np.vstack([table.values, [[1, 1], [0, 0]]]), weights, np.ones(2), validation=False
    )

    assert alone[0] == together[0]
    assert together == pytest.approx(by_hand[:3])


@pytest.mark.parametrize("method", METHODS)
def test_one_candidate_alone_can_be_ranked(method):
    found = library_scores(table_of([[0.5, 0.5]]), np.array([0.5, 0.5]), method, Preference())

    assert found == pytest.approx({"promethee": [0]}.get(method, [0.5]))


@pytest.mark.parametrize("method", METHODS)
@given(values=matrices(), seed=st.integers(0, 99))
@settings(max_examples=30)
def test_score_ranges_hold_every_score_that_uncertain_values_allow(method, values, seed):
    generator = np.random.default_rng(seed)
    low = np.array(values)
    high = np.minimum(1, low + generator.random(low.shape) * 0.3)
    inside = low + generator.random(low.shape) * (high - low)
    weights = generator.dirichlet(np.ones(low.shape[1]))

    least, most = score_range(table_of(inside, low, high), weights, method, Preference())
    score = parts(table_of(inside), method, Preference()).scores(weights)

    assert (least <= score + 1e-9).all()
    assert (score <= most + 1e-9).all()


@pytest.mark.parametrize("thresholds", [(-0.1, 1), (0.5, 0.5), (0.6, 0.5), (0, float("inf"))])
def test_thresholds_that_make_no_sense_are_refused(thresholds):
    with pytest.raises(CriterionError, match="thresholds"):
        Preference("linear", *thresholds)


@pytest.mark.parametrize("method", ["weighted_sum", "promethee"])
def test_contributions_of_additive_methods_add_up_to_the_score(method):
    taken = parts(table_of([[0.1, 0.9], [0.4, 0.2]]), method, Preference())
    weights = np.array([0.25, 0.75])

    assert taken.contributions(weights).sum(axis=1) == pytest.approx(taken.scores(weights))


def test_contributions_of_topsis_add_up_to_the_squared_gap():
    taken = parts(table_of([[0.1, 0.9], [0.4, 0.2]]), "topsis", Preference())
    weights = np.array([0.25, 0.75])

    gap = np.square(weights * (1 - np.array([[0.1, 0.9], [0.4, 0.2]]))).sum(axis=1)
    assert taken.contributions(weights).sum(axis=1) == pytest.approx(gap)
