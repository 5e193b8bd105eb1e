"""What to relax: each relaxation that is named is enough by itself, and the nearest one."""

from dataclasses import replace

import numpy as np
import pytest

from geo.siting_model import Problem
from geo.siting_relaxations import (
    Relaxation,
    is_feasible,
    most_sites,
    relaxations,
    relaxations_together,
)

PLACES = np.array([0.0, 1000, 2500, 6000])
POINTS = np.array([0.0, 3000, 7000])


def problem(objective="p_median", *, count=2, radius_m=None, spacing_m=0.0, fixed=(), sites=PLACES):
    """Sites and points on a line."""
    return Problem(
        objective=objective,
        metres=np.abs(np.subtract.outer(POINTS, sites)),
        weights=np.ones(3),
        between=np.abs(np.subtract.outer(sites, sites)),
        is_fixed=np.isin(np.arange(len(sites)), fixed),
        count=count,
        radius_m=radius_m,
        spacing_m=spacing_m,
    )


def cover(radius_m, **more):
    return problem("set_cover", count=None, radius_m=radius_m, **more)


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        (problem(), 4),
        (problem(spacing_m=2000), 3),
        (problem(spacing_m=3000), 2),
        (problem(spacing_m=3000, fixed=(1, 2)), 3),
        (cover(1000), 4),
        (cover(900), None),
        (cover(1000, spacing_m=4000), None),
    ],
)
def test_most_sites_are_counted_under_every_constraint(asked, most):
    assert most_sites(asked) == most


def test_feasible_is_what_the_count_allows():
    assert is_feasible(problem(count=4))
    assert not is_feasible(problem(count=5))
    assert not is_feasible(problem(count=1, fixed=(0, 1)))
    assert not is_feasible(problem(sites=PLACES[:0]))


def test_too_many_sites():
    assert relaxations(problem(count=5), None) == (Relaxation("count", 4),)


def test_too_few_for_those_that_are_fixed():
    assert relaxations(problem(count=1, fixed=(0, 1)), None) == (
        Relaxation("count", 2),
        Relaxation("fixed"),
    )


def test_too_much_forbidden():
    narrowed = problem(count=3, sites=PLACES[:2])

    assert relaxations(narrowed, problem(count=3)) == (
        Relaxation("count", 2),
        Relaxation("forbidden"),
    )


def test_everything_forbidden():
    assert relaxations(problem(count=1, sites=PLACES[:0]), problem(count=1)) == (
        Relaxation("forbidden"),
    )


def test_too_much_spacing():
    """0, 2.5 and 6 km stand 2.5 km apart at least."""
    found = relaxations(problem(count=3, spacing_m=3000), None)

    assert found == (Relaxation("count", 2), Relaxation("spacing", 2500))


def test_too_small_a_radius_names_the_points_that_nobody_reaches():
    """The point at 7 km is 1 km from the nearest site, the one at 3 km half a kilometre."""
    assert relaxations(cover(400), None) == (Relaxation("radius", 1000, (1, 2)),)


def test_radius_and_spacing_can_each_be_enough():
    found = relaxations(cover(1000, spacing_m=4000), None)

    assert [row.constraint for row in found] == ["spacing", "radius"]


@pytest.mark.parametrize(
    "asked",
    [
        problem(count=3, spacing_m=3000),
        problem(count=5),
        cover(400),
        cover(1000, spacing_m=4000),
        cover(1000, spacing_m=4000, fixed=(1,)),
    ],
)
def test_each_relaxation_alone_makes_it_feasible_and_none_that_is_nearer_does(asked):
    assert not is_feasible(asked)
    for row in relaxations(asked, None):
        name = {"spacing": "spacing_m", "radius": "radius_m", "count": "count"}.get(row.constraint)
        if name is None:
            continue
        step = {"spacing_m": 1, "radius_m": -1, "count": 1}[name]
        assert is_feasible(replace(asked, **{name: row.value}))
        assert not is_feasible(replace(asked, **{name: row.value + step}))


def test_where_several_have_to_give_way_none_is_named():
    """Every site is forbidden, and none of them would reach all points."""
    assert relaxations(cover(400, sites=PLACES[:0]), cover(400)) == ()


def test_what_fails_together_is_named_together():
    nobody, everybody = problem(count=5, sites=PLACES[:0]), problem(count=5)

    assert relaxations(nobody, everybody) == ()
    assert relaxations_together(nobody, everybody) == (
        Relaxation("forbidden"),
        Relaxation("count", 4),
    )
    assert is_feasible(replace(everybody, count=4))


def test_as_few_as_possible_are_named_together():
    narrowed = problem(count=5, spacing_m=3000, sites=PLACES[:0])

    assert relaxations_together(narrowed, problem(count=5, spacing_m=3000)) == (
        Relaxation("forbidden"),
        Relaxation("count", 2),
    )


def test_a_radius_and_what_is_forbidden_fail_together():
    nobody, everybody = cover(500, sites=PLACES[:0]), cover(500)

    assert relaxations(nobody, everybody) == ()
    assert relaxations_together(nobody, everybody) == (
        Relaxation("forbidden"),
        Relaxation("radius", 1000.0, (2,)),
    )


def test_what_is_named_is_enough_together():
    asked = cover(500, spacing_m=4000, sites=PLACES[:0])
    found = relaxations_together(asked, cover(500, spacing_m=4000))

    assert {row.constraint for row in found} <= {"forbidden", "spacing", "radius"}
    kept = {row.constraint: row.value for row in found}
    changes = {f"{name}_m": value for name, value in kept.items() if value is not None}
    assert is_feasible(replace(cover(500, spacing_m=4000), **changes))


def test_sites_that_stay_open_are_let_go_together_with_the_count():
    asked = problem(count=5, fixed=(0,))

    assert relaxations(asked, None) == (Relaxation("count", 4),)
    assert relaxations_together(asked, None) == (Relaxation("fixed"), Relaxation("count", 4))


def test_nothing_helps_where_there_is_no_candidate():
    assert relaxations_together(problem(count=1, sites=PLACES[:0]), None) == ()
