"""Choosing sites on a line and against brute force; what the answer says about itself."""

from itertools import combinations

import numpy as np
import pytest

from geo.errors import InfeasibleError, SitingError
from geo.siting import choose_sites
from geo.siting_order import Order
from tests.geo.planning import SHANGHAI, points_at

# Demand at 0, 1, 2, 10, 11, 12 km on a line, candidates at 1, 5, 11 and 12 km.
DEMAND = points_at([(1000 * km, 0) for km in (0, 1, 2, 10, 11, 12)], list("uvwxyz"), load=[1.0] * 6)
CANDIDATES = points_at([(1000 * km, 0) for km in (1, 5, 11, 12)], ["w1", "mid", "e1", "e2"])


def chosen(order, **more):
    return choose_sites(CANDIDATES, DEMAND, order, epsg=SHANGHAI, **more)


def test_two_medians_stand_in_the_middle_of_both_groups():
    found = chosen(Order("p_median", count=2))

    assert found.open == found.new == ("w1", "e1")
    assert found.objective == pytest.approx(4000, abs=0.01)
    assert found.mean_m == pytest.approx(4000 / 6, abs=0.01)
    assert found.outcome.status == "optimal"
    assert (found.outcome.gap, found.covered_share) == (0, 1)
    assert found.assignment["site"].tolist() == ["w1"] * 3 + ["e1"] * 3


def test_weights_draw_the_sites():
    heavy = DEMAND.assign(load=[1, 1, 1, 1, 1, 99])

    found = choose_sites(
        CANDIDATES, heavy, Order("p_median", count=2), epsg=SHANGHAI, weight="load"
    )

    assert found.open == ("w1", "e2")
    assert found.sites.loc["e2"].to_dict() == pytest.approx(
        {
            "points": 3,
            "weight": 101,
            "mean_m": 3000 / 101,
            "farthest_m": 2000,
            "is_fixed": False,
        },
        abs=0.01,
    )


def test_the_centre_is_the_least_bad_for_the_farthest():
    found = chosen(Order("p_centre", count=1))

    assert found.open == ("mid",)
    assert found.objective == found.farthest_m == pytest.approx(7000, abs=0.01)
    assert found.outcome.status == "optimal"


def test_coverage_counts_what_lies_within_the_radius():
    found = chosen(Order("max_coverage", count=1, radius_m=1500))

    assert found.open in (("w1",), ("e1",))
    assert (found.objective, found.covered_share) == (3, 0.5)
    assert found.assignment["is_covered"].sum() == 3
    assert found.sites["points"].tolist() == [3]


def test_a_set_cover_is_the_fewest_sites_that_reach_all():
    found = chosen(Order("set_cover", radius_m=1500))

    assert (found.open, found.objective, found.covered_share) == (("w1", "e1"), 2, 1)


def test_fixed_sites_stay_open_and_forbidden_ones_closed():
    found = chosen(Order("p_median", count=2, fixed=("mid",), forbidden=("e1",)))

    assert "mid" in found.open
    assert "e1" not in found.open
    assert found.new == ("e2",)
    assert found.sites["is_fixed"].to_dict() == {"mid": True, "e2": False}


def test_new_sites_keep_their_distance_but_fixed_ones_may_be_close():
    order = Order("p_median", count=3, spacing_m=4500, fixed=("e1", "e2"))

    found = chosen(order)
    spaced = chosen(Order("p_median", count=2, spacing_m=10_500))

    assert set(found.open) > {"e1", "e2"}
    assert spaced.open == ("w1", "e2")


@pytest.mark.parametrize("objective", ["p_median", "p_centre", "max_coverage", "set_cover"])
@pytest.mark.parametrize("seed", range(3))
def test_the_answer_is_that_of_trying_all(objective, seed):
    generator = np.random.default_rng(seed)
    candidates = points_at(generator.uniform(0, 20_000, (8, 2)))
    demand = points_at(generator.uniform(0, 20_000, (15, 2)), load=generator.integers(1, 9, 15))
    radius = {"max_coverage": 4000.0, "set_cover": 12_000.0}.get(objective)
    count = None if objective == "set_cover" else 3
    order = Order(objective, count, radius, spacing_m=3000.0)

    found = choose_sites(candidates, demand, order, epsg=SHANGHAI, weight="load")

    # Both frames lie on the same grid, so plain differences are the metres.
    metric = [frame.to_crs(SHANGHAI).geometry for frame in (candidates, demand)]
    places, points = (np.column_stack([shape.x, shape.y]) for shape in metric)
    away = np.linalg.norm(points[:, None] - places[None], axis=2)
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    load = demand["load"].to_numpy()

    def value(sites):
        if any(apart[pair] < 3000 for pair in combinations(sites, 2)):
            return np.inf
        near = away[:, list(sites)].min(axis=1)
        return {
            "p_median": load @ near,
            "p_centre": near.max(),
            "max_coverage": -load[near <= 4000].sum(),
            "set_cover": len(sites) if (near <= 12_000).all() else np.inf,
        }[objective]

    sizes = [count] if count else range(1, 9)
    best = min(value(sites) for size in sizes for sites in combinations(range(8), size))
    assert found.objective == pytest.approx(abs(best), rel=1e-6)


def test_the_order_of_rows_does_not_matter():
    found = choose_sites(
        CANDIDATES.iloc[::-1], DEMAND.iloc[::-1], Order("p_median", count=2), epsg=SHANGHAI
    )

    assert set(found.open) == {"w1", "e1"}


def test_a_time_that_is_up_before_any_solution_is_told():
    generator = np.random.default_rng(1)
    many = points_at(generator.uniform(0, 20_000, (60, 2)))

    with pytest.raises(SitingError, match="within 1e-05 s"):
        choose_sites(many, many, Order("p_centre", 4), epsg=SHANGHAI, time_limit_s=1e-5)


def test_infeasible_problems_say_what_to_relax():
    with pytest.raises(InfeasibleError, match=r"relax one of: count \(4\)") as caught:
        chosen(Order("p_median", count=5))

    assert [(row.constraint, row.value) for row in caught.value.relaxations] == [("count", 4)]


def test_a_site_cannot_be_fixed_and_forbidden():
    with pytest.raises(InfeasibleError, match="'mid'") as caught:
        chosen(Order("p_median", count=1, fixed=("mid",), forbidden=("mid",)))

    assert [row.constraint for row in caught.value.relaxations] == ["fixed", "forbidden"]


def test_a_candidate_that_is_not_there_is_named():
    with pytest.raises(SitingError, match="no candidate 'mud'.*mid"):
        chosen(Order("p_median", count=1, fixed=("mud",)))


def test_candidates_need_names_of_their_own():
    with pytest.raises(SitingError, match="two candidates are named 'a'"):
        choose_sites(
            points_at([(0, 0), (1, 1)], ["a", "a"]), DEMAND, Order("p_median", 1), epsg=SHANGHAI
        )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("p_median",), "needs count"),
        (("p_median", 2, 500.0), "has no radius_m"),
        (("max_coverage", 2), "needs radius_m"),
        (("set_cover", 2, 500.0), "has no count"),
        (("p_centre", 0), "count is 0"),
        (("set_cover", None, -1.0), "radius_m is -1"),
    ],
)
def test_an_order_that_lacks_something_is_refused(values, told):
    with pytest.raises(SitingError, match=told):
        Order(*values)


def test_a_spacing_must_be_a_length():
    with pytest.raises(SitingError, match="spacing_m is -1"):
        Order("p_centre", 1, spacing_m=-1)


@pytest.mark.parametrize(
    ("objective", "phases"),
    [
        ("p_median", ["measuring", "checking", "building", "solving"]),
        ("p_centre", ["measuring", "checking", "solving"]),
    ],
)
def test_every_phase_is_told_when_it_begins(objective, phases):
    told = []

    chosen(Order(objective, count=2), progress=told.append)

    assert list(dict.fromkeys(row.phase for row in told)) == phases
    assert all(row.best is None for row in told if row.phase != "solving")
