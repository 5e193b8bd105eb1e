"""The solver tells how it ended, how near the best possible, and how far it is."""

import numpy as np
import pulp
import pytest

from geo.siting_outcome import Progress
from geo.siting_solver import solve


def knapsack(seed=0, size=40, rows=30):
    """Return a synthetic problem with several constraints that takes HiGHS some time."""
    generator = np.random.default_rng(seed)
    gains, costs = generator.integers(10, 99, size), generator.integers(5, 95, (rows, size))
    programme = pulp.LpProblem("synthetic", pulp.LpMaximize)
    items = [pulp.LpVariable(f"x{place}", cat=pulp.LpBinary) for place in range(size)]
    programme += pulp.lpDot(gains.tolist(), items)
    for cost in costs:
        programme += pulp.lpDot(cost.tolist(), items) <= int(cost.sum() // 2)
    return programme, items


def two(*bounds):
    programme = pulp.LpProblem("two", pulp.LpMaximize)
    items = [pulp.LpVariable(f"x{place}", cat=pulp.LpBinary) for place in range(2)]
    programme += 3 * items[0] + 2 * items[1]
    programme += items[0] + items[1] <= 1
    for bound in bounds:
        programme += items[0] + items[1] >= bound
    return programme, items


def test_an_optimal_solution_has_no_gap():
    programme, items = two()

    outcome = solve(programme, time_limit_s=10)

    assert [item.value() for item in items] == [1, 0]
    assert (outcome.status, outcome.gap) == ("optimal", 0)
    assert outcome.bound == pytest.approx(3)


def test_whoever_stops_keeps_the_best_so_far():
    programme, items = knapsack(size=90, rows=60)
    asked = []

    def stop():
        asked.append(1)
        return len(asked) > 20

    outcome = solve(programme, time_limit_s=60, stop=stop)

    assert outcome.status == "feasible"
    assert outcome.seconds < 50
    assert 0 < pulp.value(programme.objective) < outcome.bound
    assert all(item.value() in (0, 1) for item in items)


def test_contradictions_are_infeasible():
    outcome = solve(two(2)[0], time_limit_s=10)

    assert (outcome.status, outcome.gap) == ("infeasible", None)


def test_time_that_is_up_leaves_the_best_so_far_with_its_gap():
    programme, items = knapsack(size=90, rows=60)

    outcome = solve(programme, time_limit_s=1)
    value = pulp.value(programme.objective)

    assert outcome.status == "feasible"
    assert outcome.gap > 0
    assert outcome.bound > value > 0
    assert all(item.value() in (0, 1) for item in items)


def test_no_time_at_all_is_unsolved():
    assert solve(knapsack(size=90, rows=60)[0], time_limit_s=0).status == "unsolved"


def test_a_gap_that_is_accepted_stops_the_search_and_is_reported():
    outcome = solve(knapsack()[0], time_limit_s=20, accepted_gap=0.2)

    assert 0 < outcome.gap <= 0.2
    assert outcome.status == "feasible"


def test_progress_is_told_while_it_runs(capfd):
    told: list[Progress] = []

    solve(knapsack(size=90, rows=60)[0], time_limit_s=0.5, progress=told.append)

    assert told
    assert all(row.seconds <= 5 for row in told)
    last = told[-1]
    assert 0 < last.best <= last.bound
    assert 0 <= last.gap < 1
    assert capfd.readouterr().out == ""


def test_the_same_problem_has_the_same_solution():
    values = []
    for _ in range(2):
        programme, items = knapsack(size=25, rows=5)
        solve(programme, time_limit_s=10)
        values.append([item.value() for item in items])

    assert values[0] == values[1]
