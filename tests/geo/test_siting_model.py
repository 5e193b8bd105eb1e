"""Models: what spopt builds, and the constraints that are added to it."""

import gc

import numpy as np
import pulp
import pytest
from spopt.locate import LSCP, MCLP, PMedian

from geo.siting_model import Problem, build, hopeless, only_sites

METRES = np.array([[0.0, 400, 900], [500, 100, 300]])
BETWEEN = np.array([[0.0, 350, 800], [350, 0, 450], [800, 450, 0]])


def problem(objective="p_median", *, fixed=(), spacing_m=0.0, count=2, radius_m=None):
    return Problem(
        objective=objective,
        metres=METRES,
        weights=np.array([1.0, 2.0]),
        between=BETWEEN,
        is_fixed=np.isin(np.arange(3), fixed),
        count=count,
        radius_m=radius_m,
        spacing_m=spacing_m,
    )


@pytest.mark.parametrize(
    ("objective", "radius", "kind"),
    [("p_median", None, PMedian), ("max_coverage", 200.0, MCLP), ("set_cover", 350.0, LSCP)],
)
def test_the_models_are_spopts(objective, radius, kind):
    model = build(problem(objective, radius_m=radius))

    assert isinstance(model, kind)
    assert len(model.fac_vars) == 3


def test_pairs_that_are_too_close_exclude_each_other():
    assert problem(spacing_m=450).too_close.tolist() == [[0, 1]]
    assert problem(spacing_m=451).too_close.tolist() == [[0, 1], [1, 2]]
    assert problem(spacing_m=0).too_close.tolist() == []


def test_two_fixed_sites_may_be_close():
    assert problem(spacing_m=500, fixed=(0, 1)).too_close.tolist() == [[1, 2]]


def test_constraints_are_added_to_the_programme():
    plain, bound = build(problem()), build(problem(fixed=(2,), spacing_m=400))

    assert len(bound.problem.constraints) == len(plain.problem.constraints) + 1
    assert [site.lowBound for site in bound.fac_vars] == [0, 0, 1]


def test_assignments_that_nobody_needs_are_ruled_out():
    """Two of three sites are open, so nobody goes to the farthest; nor beyond a fixed one."""
    assert hopeless(problem()).tolist() == [[False, False, True], [True, False, False]]
    assert hopeless(problem(count=3)).tolist() == [[False, True, True], [True, False, True]]
    assert hopeless(problem(count=1)).sum() == 0
    assert hopeless(problem(count=1, fixed=(1,))).tolist() == [
        [False, False, True],
        [True, False, True],
    ]


def test_a_radius_covers_up_to_itself():
    assert problem("set_cover", radius_m=400.0).covers.tolist() == [
        [True, True, False],
        [False, True, True],
    ]
    assert problem().covers.all()


@pytest.mark.parametrize(
    ("more", "most"),
    [
        ({}, 3),
        ({"spacing_m": 400}, 2),
        ({"spacing_m": 900}, 1),
        ({"spacing_m": 900, "fixed": (0, 1)}, 2),
    ],
)
def test_sites_alone_are_as_many_as_the_spacing_allows(more, most):
    programme, sites = only_sites(problem(**more))

    programme.solve(pulp.HiGHS(msg=False))

    assert sum(site.value() for site in sites) == most


@pytest.mark.parametrize("is_on", [True, False])
def test_garbage_is_collected_as_before(is_on):
    """Building pauses the collector, and leaves it as it found it, also when it fails."""
    try:
        (gc.enable if is_on else gc.disable)()
        build(problem())
        with pytest.raises(TypeError):
            build(problem(count=None, objective="max_coverage", radius_m="far"))
        assert gc.isenabled() == is_on
    finally:
        gc.enable()
