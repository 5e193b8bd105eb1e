"""Places of the atlas that are open already: they serve, and are never chosen."""

import pytest

import geo.study.choosing
from geo.errors import InfeasibleError, StudyError
from geo.study import choose_for_study, find_problems
from geo.study.existing import existing_sites, is_existing
from tests.geo.study.test_choosing import LAYER, asking

SITE = "sh-zhangjiang"


def plan(**more):
    return {"objective": "p_median", "count": 1, "demand": LAYER, "existing": [SITE], **more}


def test_a_study_written_before_has_none(catalogue):
    study = asking({key: value for key, value in plan().items() if key != "existing"})
    assert study.siting.existing == ()
    assert existing_sites(study, catalogue) == {}


def test_they_are_open_on_top_of_the_number(catalogue):
    study = asking(plan())
    found = choose_for_study(study, catalogue)

    assert len(found.new) == 1
    assert not is_existing(found.new[0])
    assert set(found.open) == {*found.new, f"atlas:{SITE}"}
    assert found.sites.loc[f"atlas:{SITE}", "is_fixed"]
    alone = choose_for_study(asking(plan(existing=[])), catalogue)
    assert found.objective <= alone.objective


def test_new_sites_keep_their_distance_from_them(catalogue):
    """n0 lies next to Zhangjiang; it would be chosen if that did not stand there."""
    spots = [(121.6, 31.2), (121.45, 31.16), (121.37, 31.03), (121.52, 31.28), (121.23, 31.04)]
    found = choose_for_study(asking(plan(spacing_m=4_000), spots=spots), catalogue)

    assert choose_for_study(asking(plan(existing=[])), catalogue).new == ("n0",)
    assert found.new != ("n0",)


def test_what_to_relax_is_told_for_candidates_alone(catalogue):
    with pytest.raises(InfeasibleError) as caught:
        choose_for_study(asking(plan(count=9)), catalogue)

    told = {row.constraint: row.value for row in caught.value.relaxations}
    assert told == {"count": 5.0}
    assert caught.value.together == ()  # what exists would have to go with it


def test_to_let_go_of_what_exists_is_not_proposed(catalogue):
    """n0 and n1 lie west and east of Zhangjiang: without it, both would be far enough apart."""
    spots = [(121.558, 31.19), (121.618, 31.19), *[(121.37, 31.03)] * 3]
    with pytest.raises(InfeasibleError) as caught:
        choose_for_study(asking(plan(count=2, spacing_m=4_000), spots=spots), catalogue)

    told = {row.constraint: row.value for row in caught.value.relaxations}
    assert set(told) == {"count", "spacing"}
    assert told["count"] == 1
    assert 2_500 < told["spacing"] < 3_000


def test_they_count_where_a_problem_is_too_large(catalogue, monkeypatch):
    monkeypatch.setattr(geo.study.choosing, "MOST_SITING_CELLS", 11)

    assert choose_for_study(asking(plan(existing=[])), catalogue).new
    with pytest.raises(StudyError, match="6 candidates × 2 demand points"):
        choose_for_study(asking(plan()), catalogue)


def test_a_place_that_there_is_not_is_a_problem(catalogue):
    (problem,) = find_problems(asking(plan(existing=["sz-hetao"])), catalogue)
    assert problem.where == "siting.existing[0]"
    assert find_problems(asking(plan(existing=[SITE, SITE])), catalogue)[0].code == "twice"


def test_what_fails_together_is_told_for_candidates_alone(catalogue):
    """All are forbidden and too many asked for; what exists is neither a candidate nor let go."""
    forbidden = [f"n{number}" for number in range(5)]
    with pytest.raises(InfeasibleError) as caught:
        choose_for_study(asking(plan(count=9, forbidden=forbidden)), catalogue)

    assert caught.value.relaxations == ()
    told = [(row.constraint, row.value) for row in caught.value.together]
    assert told == [("forbidden", None), ("count", 5.0)]
