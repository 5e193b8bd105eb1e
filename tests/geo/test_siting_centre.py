"""p-centre by set covers: the same as spopt's own model, sooner, with bounds on the way."""

import numpy as np
import pulp
import pytest
from spopt.locate import PCenter

from geo.siting_centre import solve_centre
from geo.siting_model import Problem


def problem(seed, sites=8, points=15, count=3, fixed=()):
    generator = np.random.default_rng(seed)
    places, demand = generator.random((sites, 2)) * 9000, generator.random((points, 2)) * 9000
    return Problem(
        objective="p_centre",
        metres=np.linalg.norm(demand[:, None] - places[None], axis=2),
        weights=np.ones(points),
        between=np.linalg.norm(places[:, None] - places[None], axis=2),
        is_fixed=np.isin(np.arange(sites), fixed),
        count=count,
        radius_m=None,
        spacing_m=0.0,
    )


def farthest(asked, sites):
    return asked.metres[:, sites].min(axis=1).max()


@pytest.mark.parametrize("seed", range(4))
def test_the_answer_is_that_of_spopts_own_model(seed):
    asked = problem(seed)
    own = PCenter.from_cost_matrix(asked.metres, p_facilities=3)
    own.problem.solve(pulp.HiGHS(msg=False))

    sites, outcome = solve_centre(asked, time_limit_s=20)

    assert sites.sum() == 3
    assert farthest(asked, sites) == pytest.approx(own.problem.objective.value(), rel=1e-6)
    assert (outcome.status, outcome.gap) == ("optimal", 0)
    assert outcome.bound == pytest.approx(farthest(asked, sites))


def test_fixed_sites_stay_open():
    sites, _ = solve_centre(problem(1, fixed=(0, 5)), time_limit_s=20)

    assert sites[[0, 5]].all()


def test_every_step_is_told_and_narrows_the_gap():
    told = []

    solve_centre(problem(2), time_limit_s=20, progress=told.append)

    assert len(told) > 2
    assert [row.best for row in told] == sorted((row.best for row in told), reverse=True)
    assert [row.bound for row in told] == sorted(row.bound for row in told)
    assert told[-1].gap == 0


def test_a_gap_that_is_accepted_stops_early():
    asked = problem(2)

    sites, outcome = solve_centre(asked, time_limit_s=20, accepted_gap=0.5)

    assert 0 < outcome.gap <= 0.5
    assert outcome.status == "feasible"
    assert outcome.bound <= farthest(asked, sites)


def test_time_that_is_up_leaves_the_best_so_far(monkeypatch):
    """The clock jumps on after the first two steps."""
    ticks = iter([0, 0, 0.1, 0.1, 0.2, 99, 99, 99])
    monkeypatch.setattr("geo.siting_centre.time.monotonic", lambda: next(ticks))

    sites, outcome = solve_centre(problem(2), time_limit_s=5)

    assert sites is not None
    assert outcome.status == "feasible"
    assert outcome.gap > 0


def test_no_time_at_all_is_unsolved():
    sites, outcome = solve_centre(problem(2), time_limit_s=0)

    assert sites is None
    assert (outcome.status, outcome.gap) == ("unsolved", None)
