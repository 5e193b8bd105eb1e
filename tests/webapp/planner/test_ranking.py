"""The ranking workbench as the server gives it: page, answers, the plain form, who may what."""

import html
import json
import re

import pytest

from geo.study import read_example, read_study
from webapp.store.models import Project
from webapp.store.projects import document_of, import_project


@pytest.fixture
def example(store, catalogue):
    """The example as a project; returns its id."""
    with store.session(writes=True) as session:
        return str(import_project(session, read_example("shanghai", catalogue), None).id)


@pytest.fixture
def stored(store):
    """Read a project as it is stored."""

    def read(project_id):
        with store.session() as session:
            project = session.get_one(Project, project_id)
            return document_of(session, project), project.version

    return read


def page_of(answer):
    """Return what the page gives its scripts."""
    found = re.search(r'<script type="application/json" id="page">(.*?)</script>', answer.text)
    assert found
    return json.loads(found[1])


def listed(answer):
    """Return ids of the table's rows in their order."""
    body = answer.text.split('id="rows"')[1].split("</tbody>")[0]
    return re.findall(r'<tr data-id="([^"]+)"', body)


def test_the_table_is_that_of_the_stored_weights(planner, example):
    answer = planner.get(f"/planner/{example}/ranking")
    page = page_of(answer)

    assert answer.status_code == 200
    candidates = page["payload"]["candidates"]
    assert set(listed(answer)) == {
        name
        for name, row in zip(candidates["id"], candidates["row"], strict=True)
        if row is not None
    }
    assert page["sensitivity"]["weights"] == page["payload"]["weights"]
    table = answer.text.split('id="page"')[0]
    assert all(name in table for name in candidates["name"])
    reasons = [reason for row in candidates["some"].values() for reason in row.get("excluded", [])]
    assert reasons
    assert all(reason in table for reason in reasons)


@pytest.mark.parametrize(("path", "word"), [("", "稳健性"), ("/en", "Does the ranking hold?")])
def test_both_languages(planner, example, path, word):
    assert word in planner.get(f"{path}/planner/{example}/ranking").text


def test_names_are_text(planner, make_project, catalogue):
    study = read_example("shanghai", catalogue).to_json()
    candidates = next(layer for layer in study["layers"] if layer["kind"] == "candidates")
    candidates["features"][0]["name"] = "</script><b>{{ 7*191 }}"
    study["criteria"][0]["title"] = "<i>title</i>"

    answer = planner.get(f"/planner/{make_project(**study)}/ranking")

    assert "<b>{{" not in answer.text
    assert "1337" not in answer.text
    assert "<i>title" not in answer.text
    assert page_of(answer)


@pytest.mark.parametrize("changed", [{}, {"layers": []}], ids=["no criteria", "no candidates"])
def test_what_is_lacking_is_said(planner, make_project, changed):
    answer = planner.get(f"/en/planner/{make_project(**changed)}/ranking")

    assert answer.status_code == 200
    assert "at least one criterion" in answer.text
    assert "There is no criterion yet. <a " in " ".join(answer.text.split())
    assert 'href="#result"' not in answer.text
    assert 'id="page"' not in answer.text


def test_a_normalisation_that_does_not_suit_is_said_with_what_would(planner, store, catalogue):
    study = read_example("shanghai", catalogue).to_json()
    study["ranking"] |= {"normalisation": "vector"}
    with store.session(writes=True) as session:
        name = import_project(session, read_study(study, catalogue), None).id

    answer = planner.get(f"/en/planner/{name}/ranking")

    assert "The normalisation does not suit what was measured:<br>" in answer.text
    assert "There is no ranking to be tried." in answer.text


def test_unfinished_weights_are_said_and_all_criteria_weigh_alike(planner, store, catalogue):
    study = read_example("shanghai", catalogue).to_json()
    study["weightings"] = [{"id": "w1", "name": "Half", "numbers": {study["criteria"][0]["id"]: 1}}]
    study["ranking"] |= {"weighting": "w1", "compare": None}
    with store.session(writes=True) as session:
        name = import_project(session, read_study(study, catalogue), None).id

    answer = planner.get(f"/en/planner/{name}/ranking")
    page = page_of(answer)

    assert "Until then all criteria weigh alike." in answer.text
    assert page["payload"]["weights"] is None
    assert page["payload"]["weighting"] == "w1"
    assert len(set(page["sensitivity"]["weights"])) == 1
    assert listed(answer)


def test_an_answer_ranks_by_what_is_asked_and_saves_nothing(planner, example, stored):
    before = stored(example)
    count = len(before[0]["criteria"])
    query = {"weights": ",".join(["1", *["0"] * (count - 1)]), "method": "topsis", "top_n": "2"}

    told = planner.get(f"/planner/{example}/ranking/answer.json", query_string=query).json

    assert told["payload"]["method"] == "topsis"
    assert told["payload"]["best"] == [1.0] * count
    assert told["sensitivity"]["weights"] == [1.0, *[0.0] * (count - 1)]
    assert told["sensitivity"]["top_n"] == 2
    assert told["sensitivity"]["single"] == []
    assert stored(example) == before


def test_an_answer_is_the_same_each_time(planner, example):
    address = f"/planner/{example}/ranking/answer.json?seed=7&draws=200"

    assert planner.get(address).json == planner.get(address).json


def test_an_answer_of_a_normalisation_that_does_not_suit_says_so(planner, example):
    told = planner.get(f"/planner/{example}/ranking/answer.json?normalisation=sum").json

    assert [row["code"] for row in told["payload"]["obstacles"]] == ["normalisation"]
    assert told["sensitivity"] is None


@pytest.mark.parametrize(
    "query", ["weights=1,2", "weights=a", "method=magic", "seed=x", "weights=0,0,0,0,0,0"]
)
def test_what_cannot_be_asked_is_refused(planner, example, query):
    answer = planner.get(
        f"/planner/{example}/ranking/answer.json?{query}", headers={"Accept": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json["error"]


def form_of(document, revision, **changed):
    """Fill the plain form as the page shows it."""
    chosen = document["ranking"]["weighting"]
    row = next(row for row in document["weightings"] if row["id"] == chosen)
    numbers = {f"n-{name}": f"{number:g}" for name, number in row["numbers"].items()}
    fields = {"version": str(revision), "edited": chosen, "weighting": chosen, "action": "save"}
    return fields | numbers | changed


def test_the_plain_form_saves_weights_and_method(planner, example, stored):
    document, version = stored(example)
    first = document["criteria"][0]["id"]
    form = form_of(document, version, **{f"n-{first}": "99", "method": "promethee"})

    answer = planner.post(f"/planner/{example}/ranking", data=form)

    assert answer.status_code == 303
    after, later = stored(example)
    assert later == version + 1
    assert after["weightings"][0]["numbers"][first] == 99
    assert after["ranking"]["method"] == "promethee"
    assert after["ranking"]["compare"] == document["ranking"]["compare"]


def test_the_plain_form_meets_a_change_of_somebody_else(planner, example, stored):
    document, version = stored(example)
    first = document["criteria"][0]["id"]
    one, other = (form_of(document, version, **{f"n-{first}": n}) for n in ("98", "97"))
    assert planner.post(f"/planner/{example}/ranking", data=one).status_code == 303

    answer = planner.post(f"/planner/{example}/ranking", data=other)

    assert answer.status_code == 409
    assert stored(example)[0]["weightings"][0]["numbers"][first] == 98


def test_the_plain_form_deletes_a_weighting_that_was_compared(planner, example, stored):
    document, version = stored(example)
    compared = document["ranking"]["compare"]
    form = form_of(document, version, edited=compared, action="delete")
    form = {name: value for name, value in form.items() if not name.startswith("n-")}

    question = planner.post(f"/en/planner/{example}/ranking", data=form)
    name = next(row["name"] for row in document["weightings"] if row["id"] == compared)
    assert html.escape(f"Delete “{name}”?") in question.text
    assert stored(example) == (document, version)  # asking changes nothing

    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', question.text))
    assert form.items() <= sent.items()
    assert planner.post(f"/planner/{example}/ranking", data=sent).status_code == 303

    after = stored(example)[0]
    assert compared not in {row["id"] for row in after["weightings"]}
    assert after["ranking"]["compare"] is None


@pytest.mark.parametrize("changed", [{"version": ""}, {"draws": "many"}])
def test_a_form_that_cannot_be_is_refused(planner, example, stored, changed):
    document, version = stored(example)

    answer = planner.post(f"/planner/{example}/ranking", data=form_of(document, version, **changed))

    assert answer.status_code == 400
    assert stored(example) == (document, version)


def test_a_viewer_looks_and_cannot_save(signed_in, project_id):
    viewer = signed_in("viewer")

    assert viewer.get(f"/planner/{project_id}/ranking").status_code == 200
    assert viewer.post(f"/planner/{project_id}/ranking", data={"version": "1"}).status_code == 403
