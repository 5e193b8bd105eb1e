"""What stands on a layer or a place, in words and with the page to change it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from tests.webapp.planner.bringing import text_of
from tests.webapp.planner.test_data import document
from webapp.store.models import Layer, now

CRITERION = {
    "id": "near",
    "title": "离地铁近",
    "measure": {"kind": "distance_to_layer", "layer": "L2"},
    "direction": "less",
    "function": {"kind": "linear"},
}


def study():
    """A layer that a criterion and the demand stand on, a candidate that is fixed as open."""
    station = {"id": "77", "name": "站", "lon": 121.4, "lat": 31.2}
    demand = {"kind": "layer", "layer": "L2"}
    siting = {"objective": "p_median", "count": 1, "fixed": ["1"], "demand": demand}
    found = document(2, criteria=[CRITERION], siting=siting)
    found["layers"].append({"id": "L2", "kind": "reference", "name": "站", "features": [station]})
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_layer_in_use_names_what_stands_on_it(planner, make_project, method):
    project = make_project(**study())
    answer = getattr(planner, method)(f"/en/planner/{project}/layers/L2/remove")
    assert answer.status_code == (200 if method == "get" else 409)
    text = text_of(answer)
    assert "Criterion: 离地铁近" in text
    assert "Choose sites: the demand is taken from it" in text
    assert f"/en/planner/{project}/criteria/c/near" in answer.text
    assert f"/en/planner/{project}/sites" in answer.text
    assert "Nothing was changed" in text
    assert "criteria[" not in text
    assert planner.get(f"/en/planner/{project}/layers/L2").status_code == 200


def test_the_same_in_chinese(planner, make_project):
    answer = planner.post(f"/planner/{make_project(**study())}/layers/L2/remove")
    text = text_of(answer)
    assert "准则：离地铁近" in text
    assert "选址：需求取自它" in text
    assert "没有作任何更改" in text


def test_a_candidate_that_is_fixed_as_open_is_not_removed(planner, make_project):
    project = make_project(**study())
    for method in (planner.get, planner.post):
        answer = method(f"/en/planner/{project}/candidates/1/remove")
        assert answer.status_code == (200 if method == planner.get else 409)
        assert "Choose sites: it is open in any case" in text_of(answer)
    assert planner.post(f"/en/planner/{project}/candidates/2/remove").status_code == 303


def test_a_candidate_that_is_forbidden_is_not_removed(planner, make_project):
    found = study()
    found["siting"] |= {"fixed": [], "forbidden": ["2"]}
    answer = planner.post(f"/en/planner/{make_project(**found)}/candidates/2/remove")
    assert answer.status_code == 409
    assert "Choose sites: it is forbidden" in text_of(answer)


def test_what_stands_on_two_places_of_a_layer_is_named_once(planner, make_project):
    found = study()
    found["siting"] |= {"count": 2, "fixed": ["1", "2"]}
    text = text_of(planner.get(f"/en/planner/{make_project(**found)}/layers/L1/remove"))
    assert text.count("it is open in any case") == 1


def test_what_is_broken_already_keeps_nobody_from_removing(planner, make_project, store):
    """The layer of references went already; candidates have nothing to do with it."""
    project = make_project(**study())
    with store.session(writes=True) as session:
        session.execute(update(Layer).where(Layer.key == "L2").values(deleted_at=now()))
    assert "需求" not in text_of(planner.get(f"/planner/{project}/candidates/2/remove"))
    assert planner.post(f"/planner/{project}/candidates/2/remove").status_code == 303


def test_the_candidates_of_a_column_are_named_by_its_criterion(planner, make_project):
    measure = {"kind": "column", "name": "租金"}
    project = make_project(**document(2, criteria=[{**CRITERION, "measure": measure}]))
    assert "准则：离地铁近" in text_of(planner.get(f"/planner/{project}/layers/L1/remove"))
