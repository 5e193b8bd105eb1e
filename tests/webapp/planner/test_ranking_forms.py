"""The plain form: what becomes of the weightings."""

import pytest

from geo.study import parse_study, read_example
from webapp.errors import WrongValueError
from webapp.planner.ranking_forms import changed_weightings


@pytest.fixture(scope="module")
def study(catalogue):
    """The example with one weighting of numbers."""
    document = read_example("shanghai", catalogue).to_json()
    names = [row["id"] for row in document["criteria"]]
    weighting = {"id": "w1", "name": "One", "numbers": dict.fromkeys(names, 2.0)}
    ranking = {**document["ranking"], "weighting": "w1", "compare": None}
    return parse_study({**document, "weightings": [weighting], "ranking": ranking})


@pytest.fixture(autouse=True)
def speaking(planner_app):
    with planner_app.test_request_context("/en/planner"):
        yield


def numbers(study, number="3"):
    return {f"n-{row.id}": number for row in study.criteria}


def test_numbers_are_saved_where_they_were_edited(study):
    rows, chosen = changed_weightings(study, {"edited": "w1", **numbers(study), "name": " New "})

    assert chosen == "w1"
    assert [row["name"] for row in rows] == ["New"]
    assert set(rows[0]["numbers"].values()) == {3.0}


def test_the_same_numbers_change_nothing(study):
    rows, _ = changed_weightings(study, {"edited": "w1", **numbers(study, "2")})

    assert rows == study.model_dump(mode="json")["weightings"]


def test_first_numbers_make_a_weighting(study):
    bare = study.model_copy(update={"weightings": ()})

    rows, chosen = changed_weightings(bare, {"edited": "", **numbers(study)})

    assert chosen == "w1"
    assert rows[0]["name"] == "Weights 1"


def test_add_copy_and_delete(study):
    form = {"edited": "w1", "weighting": "w1"}

    added, new = changed_weightings(study, {**form, "action": "add"})
    copied, copy = changed_weightings(study, {**form, "action": "copy"})
    deleted, none = changed_weightings(study, {**form, "action": "delete"})

    assert (new, copy, none) == ("w2", "w2", None)
    assert set(added[1]["numbers"].values()) == {1.0}
    assert copied[1]["name"] == "One (copy)"
    assert copied[1]["numbers"] == copied[0]["numbers"]
    assert deleted == []


def test_another_weighting_can_be_chosen(study):
    assert changed_weightings(study, {"edited": "w1", "weighting": "w9"})[1] == "w9"


@pytest.mark.parametrize("number", ["-1", "nan", "inf", "much"])
def test_a_number_that_cannot_be_is_named(study, number):
    with pytest.raises(WrongValueError, match=study.criteria[0].title[:3]):
        changed_weightings(study, {"edited": "w1", **numbers(study, number)})


@pytest.mark.parametrize("action", ["copy", "delete", "explode"])
def test_an_action_on_nothing_is_refused(study, action):
    with pytest.raises(WrongValueError):
        changed_weightings(study, {"edited": "", "action": action})


def test_an_unknown_action_is_refused(study):
    with pytest.raises(WrongValueError, match="explode"):
        changed_weightings(study, {"edited": "w1", "action": "explode"})
