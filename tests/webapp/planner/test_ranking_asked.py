"""Rankings that are asked for and not saved."""

import pytest

from geo.study import read_example, results_of
from webapp.errors import WrongValueError
from webapp.planner.ranking_asked import (
    ASKED,
    asked_study,
    even_study,
    plan_fields,
    ranked_anew,
)


@pytest.fixture(scope="module")
def study(catalogue):
    return read_example("shanghai", catalogue)


@pytest.fixture(scope="module")
def results(study, catalogue):
    return results_of(study, catalogue)


@pytest.fixture(autouse=True)
def speaking(planner_app):
    with planner_app.test_request_context("/en/planner"):
        yield


def test_without_anything_all_weigh_alike(study, results):
    found = ranked_anew(asked_study(study, {}), results)

    assert found.ranking.weights.nunique() == 1
    assert found.moves is None


def test_weights_are_in_the_order_of_the_criteria(study, results):
    count = len(study.criteria)
    asked = asked_study(study, {"weights": ",".join(["3", "1", *["0"] * (count - 2)])})

    assert asked.ranking.weighting == ASKED
    assert ranked_anew(asked, results).ranking.weights.tolist() == [0.75, 0.25, *[0] * (count - 2)]


def test_ranking_anew_is_ranking_the_study(study, results, catalogue):
    even = even_study(study)

    anew, whole = ranked_anew(even, results), results_of(even, catalogue)

    assert anew.ranking.table.equals(whole.ranking.table)
    assert anew.sensitivity.smallest_flip.moved == whole.sensitivity.smallest_flip.moved


def test_what_was_not_measured_stays_as_it_is(study, catalogue):
    empty = results_of(study.model_copy(update={"criteria": ()}), catalogue)

    assert ranked_anew(study, empty) is empty


def test_the_fields_of_a_plan():
    found = plan_fields({"method": "topsis", "draws": "12", "shape": "usual", "other": "x"})

    assert found == {"method": "topsis", "draws": 12, "preference": {"shape": "usual"}}


@pytest.mark.parametrize(
    "given",
    [
        {"draws": "x"},
        {"draws": "inf"},
        {"draws": "0"},
        {"method": "magic"},
        {"shape": "linear", "indifferent_to": "0.5", "certain_from": "0.2"},
        {"weights": "1"},
        {"weights": "1,-1,1,1,1,1"},
    ],
)
def test_what_cannot_be_is_refused(study, given):
    with pytest.raises(WrongValueError):
        asked_study(study, given)
