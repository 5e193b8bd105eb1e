"""The page of criteria: choose, measure, edit, order, remove, undo, and who may do it."""

import re

import pytest

from geo.study import read_example
from tests.webapp.planner.conftest import small_study
from tests.webapp.planner.some_criteria import FIT, RENT, WEIGHTINGS
from webapp.store.models import Project
from webapp.store.projects import document_of, import_project


@pytest.fixture
def fit(catalogue):
    """A criterion of policy fit in an industry that there is."""
    industry = catalogue.industries[0].id
    return {**FIT, "measure": {**FIT["measure"], "industries": [industry]}}


@pytest.fixture
def two(make_project, fit):
    """A project with two criteria and a weighting of each sort."""
    return make_project(criteria=[fit, RENT], weightings=WEIGHTINGS)


@pytest.fixture
def stored(store):
    """Read a project as it is stored."""

    def read(project_id):
        with store.session() as session:
            project = session.get_one(Project, project_id)
            return document_of(session, project) | {"revision": project.version}

    return read


def ids(document):
    return [row["id"] for row in document["criteria"]]


def typed(**changed):
    """Fill the form of a criterion that measures the column of rents."""
    fields = {
        "measure": "column",
        "name": "rent",
        "title": "Ground rent",
        "unit": "CNY",
        "direction": "less",
        "function": "linear",
        "missing": "exclude",
        "action": "save",
        "version": "1",
    }
    return {key: value for key, value in {**fields, **changed}.items() if value is not None}


def seen(page):
    """Return the mark of a criterion that its form carries."""
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def proposed(text):
    """Return what stands for the proposals in their form."""
    return re.findall(r'name="proposal" value="(\w+)"', text)


# --- the list


def test_the_list_says_what_each_criterion_is_and_whom_it_leaves_out(planner, two):
    text = planner.get(f"/en/planner/{two}/criteria").text

    assert "Column “rent” of the candidates" in text
    assert "less is better" in text
    assert "at most 4 CNY" in text
    assert "3 known" in text
    assert "1 left out by it" in text
    assert "above the limit of 4 CNY" in text
    assert "Plot 3 (4.5 CNY)" in text
    assert text.count("<polyline") == 2
    assert "Weightings that are not finished" not in text
    # Open bounds come from those that are ranked: the third plot is not.
    assert "1 up to 2.1 CNY, 0 from 3.2 CNY (open bounds: as measured)" in text


def test_who_is_left_out_is_named_before_who_is_only_unknown(planner, make_project):
    layer = small_study()["layers"][0]
    layer["features"][0]["values"] = {}
    project = make_project(layers=[layer], criteria=[{**RENT, "missing": "interval"}])
    text = planner.get(f"/en/planner/{project}/criteria").text

    assert "2 known" in text
    assert text.index("Plot 3 (4.5 CNY)") < text.index("Plot 1")
    assert "unknown: empty cell" in text


def test_the_list_speaks_chinese(planner, two):
    text = planner.get(f"/planner/{two}/criteria").text

    assert "至多 4 CNY" in text
    assert "高于上限 4 CNY" in text
    assert "known" not in text


def test_a_project_without_candidates_says_that_nothing_can_be_measured(planner, make_project):
    project = make_project(layers=[])
    text = planner.get(f"/en/planner/{project}/criteria").text

    assert "There is no candidate site yet" in text


def test_titles_are_text_and_never_markup(planner, make_project):
    project = make_project(criteria=[{**RENT, "title": "<img src=x>", "unit": "<b>"}])
    text = planner.get(f"/en/planner/{project}/criteria").text

    assert "<img src=x>" not in text
    assert (
        "<b>"
        not in text.replace("<b>less is better</b>", "")
        .replace("<b>above the", "")
        .split('class="criteria"')[1]
        .split("c-menu")[0]
    )
    assert "&lt;img src=x&gt;" in text


# --- adding


def test_the_menu_says_what_is_in_the_way_of_a_measure(planner, project_id):
    text = planner.get(f"/en/planner/{project_id}/criteria/new").text

    assert f"/en/planner/{project_id}/criteria/new?measure=column" in text
    assert "measure=distance_to_layer" not in text
    assert "Bring a reference layer first." in text


@pytest.mark.parametrize("kind", ["policy_fit", "distance_to_sites", "distance_to_industry"])
def test_each_measure_has_a_form_with_what_it_needs(planner, project_id, kind):
    text = planner.get(f"/en/planner/{project_id}/criteria/new?measure={kind}").text

    assert ('name="of"' in text) == (kind == "policy_fit")
    assert ('name="kinds"' in text) == (kind != "policy_fit")
    assert ('name="industries"' in text) == (kind != "distance_to_sites")
    assert 'name="radius_m"' not in text


def test_a_measure_that_there_is_not_is_told(planner, project_id):
    page = planner.get(f"/en/planner/{project_id}/criteria/new?measure=price")

    assert page.status_code == 400
    assert "“price” is no measure; allowed: policy_fit, distance_to_clusters" in page.text


def test_adding_gives_a_mean_weight_and_leaves_pairs_to_be_judged(planner, two, stored):
    page = planner.post(f"/en/planner/{two}/criteria/new", data=typed(), follow_redirects=True)

    document = stored(two)
    assert ids(document) == ["fit", "rent", "ground-rent"]
    assert document["weightings"][0]["numbers"] == {"fit": 10.0, "rent": 30.0, "ground-rent": 20.0}
    assert document["weightings"][1]["judgements"] == [["fit", "rent", 3.0]]
    assert "the mean of the other weights" in page.text
    assert "Still to be compared in pairs with the others: Pairs." in page.text
    assert "Weightings that are not finished: Pairs." in page.text


def test_a_form_sent_twice_adds_once(planner, project_id, stored):
    for _ in range(2):
        planner.post(f"/planner/{project_id}/criteria/new", data=typed())

    assert ids(stored(project_id)) == ["ground-rent"]


def test_only_measuring_saves_nothing_and_shows_what_is_found(planner, project_id, stored):
    page = planner.post(
        f"/en/planner/{project_id}/criteria/new", data=typed(action="measure", title="")
    )

    assert page.status_code == 200
    assert "3 measured, 0 unknown; from 2.1 CNY to 4.5 CNY" in page.text
    assert "least measured: 2.1 CNY" in page.text
    assert "aria-invalid" not in page.text
    assert stored(project_id)["criteria"] == []


def test_a_wrong_form_comes_back_with_what_was_typed(planner, project_id, stored):
    data = typed(title="Rent & more", at_most="4,5", low="5", high="3")
    page = planner.post(f"/en/planner/{project_id}/criteria/new", data=data)

    assert page.status_code == 400
    assert 'value="Rent &amp; more"' in page.text
    assert 'name="at_most" value="4,5"' in page.text
    assert "“4,5” is no number; allowed is a number such as 1200 or 3.5." in page.text
    assert "The upper bound must be greater than the lower one." in page.text
    assert page.text.count('aria-invalid="true"') == 2
    assert stored(project_id)["criteria"] == []


def test_the_script_asks_what_a_form_would_measure(planner, project_id):
    page = planner.get(
        f"/en/planner/{project_id}/criteria/measured", query_string=typed(at_most="4")
    )

    assert "<html" not in page.text
    assert "1 left out by it" in page.text
    assert "<polyline" in page.text


def test_proposals_are_made_of_what_the_project_can_measure(planner, project_id, stored):
    text = planner.get(f"/en/planner/{project_id}/criteria").text
    assert "Begin with these" in text
    assert "Policy fit</b> · more" not in text  # no column of industries: nothing is guessed

    chosen = proposed(text)[:2]
    for _ in range(2):  # sent twice, added once
        planner.post(f"/en/planner/{project_id}/criteria/proposals", data={"proposal": chosen})

    document = stored(project_id)
    assert ids(document) == ["distance-to-core-clusters", "distance-to-parks"]
    assert {row["direction"] for row in document["criteria"]} == {"less"}
    assert "Begin with these" not in planner.get(f"/en/planner/{project_id}/criteria").text


def test_the_example_proposes_five(planner, store, catalogue):
    study = read_example("shanghai", catalogue).model_copy(update={"criteria": ()})
    study = study.model_copy(update={"weightings": (), "ranking": type(study.ranking)()})
    with store.session(writes=True) as session:
        project = import_project(session, study, None).id
    page = planner.get(f"/en/planner/{project}/criteria")
    assert len(proposed(page.text)) == 5

    data = {"proposal": proposed(page.text)}
    planner.post(f"/planner/{project}/criteria/proposals", data=data)
    page = planner.get(f"/en/planner/{project}/criteria")
    assert page.text.count("<polyline") == 5


# --- editing, and who was faster


def test_a_form_shows_a_criterion_and_saves_it_under_the_same_id(planner, two, stored):
    address = f"/en/planner/{two}/criteria/c/rent"
    page = planner.get(address)
    assert 'name="at_most" value="4"' in page.text

    planner.post(address, data=typed(seen=seen(page), at_most="", low="1", title="Another"))

    row = stored(two)["criteria"][1]
    assert (row["id"], row["title"], row["limit"]) == ("rent", "Another", None)
    assert row["function"] == {"kind": "linear", "low": 1.0, "high": None}


def test_two_people_edit_different_criteria_without_a_conflict(planner, two, stored, fit):
    address = f"/en/planner/{two}/criteria"
    mine = seen(planner.get(f"{address}/c/rent"))
    other = seen(planner.get(f"{address}/c/fit"))
    fields = typed(measure="policy_fit", direction="more", whose="same", of="district", seen=other)
    fields["industries"] = fit["measure"]["industries"]
    assert planner.post(f"{address}/c/fit", data=fields).status_code == 303
    assert planner.post(f"{address}/c/rent", data=typed(seen=mine)).status_code == 303

    assert [row["title"] for row in stored(two)["criteria"]] == ["Ground rent", "Ground rent"]


def test_who_is_second_sees_both_versions_and_decides(planner, two, stored):
    address = f"/en/planner/{two}/criteria/c/rent"
    old = seen(planner.get(address))
    planner.post(address, data=typed(seen=old, title="Theirs", at_most="3"))
    page = planner.post(address, data=typed(seen=old, title="Mine", at_most="5"))

    assert page.status_code == 409
    assert "<td>Theirs</td><td>Mine</td>" in page.text
    assert "<td>at most 3 CNY</td><td>at most 5 CNY</td>" in page.text
    assert "1 up to the least that is ranked, 0 from the greatest that is ranked" in page.text
    assert stored(two)["criteria"][1]["title"] == "Theirs"

    planner.post(address, data=typed(seen=seen(page), title="Mine", at_most="5"))
    assert stored(two)["criteria"][1]["title"] == "Mine"


def test_a_form_without_a_mark_is_held_to_its_version(planner, two, stored):
    address = f"/en/planner/{two}/criteria/c/rent"
    assert planner.post(address, data=typed(title="Theirs")).status_code == 303

    assert planner.post(address, data=typed(title="Mine")).status_code == 409
    assert stored(two)["criteria"][1]["title"] == "Theirs"


def test_a_criterion_that_was_removed_meanwhile_can_be_added_again(planner, two):
    address = f"/en/planner/{two}/criteria/c/rent"
    old = seen(planner.get(address))
    planner.post(f"/en/planner/{two}/criteria/remove", data={"id": "rent"})
    page = planner.post(address, data=typed(seen=old))

    assert page.status_code == 409
    assert "Somebody else removed this criterion" in page.text
    assert f'action="/en/planner/{two}/criteria/new"' in page.text
    assert planner.get(address).status_code == 404


# --- order, removal, undo


def test_criteria_move(planner, two, stored):
    address = f"/planner/{two}/criteria/move"
    planner.post(address, data={"id": "rent", "way": "up"})
    assert ids(stored(two)) == ["rent", "fit"]
    planner.post(address, data={"id": "rent", "way": "up"})
    assert ids(stored(two)) == ["rent", "fit"]
    assert planner.post(address, data={"id": "rent", "way": "left"}).status_code == 400


def test_removing_is_one_change_that_can_be_undone(planner, two, stored):
    before = stored(two)
    planner.post(f"/planner/{two}/criteria/remove", data={"id": "rent"})
    after = stored(two)

    assert ids(after) == ["fit"]
    assert after["weightings"][0]["numbers"] == {"fit": 10.0}
    assert after["weightings"][1]["judgements"] == []
    assert after["revision"] == before["revision"] + 1

    back = f"/planner/{two}/criteria"
    page = planner.post(f"/planner/{two}/undo", data={"back": back})
    assert page.location == back
    undone = stored(two)
    assert undone["criteria"] == before["criteria"]
    assert undone["weightings"] == before["weightings"]


def test_removing_asks_and_names_what_stands_on_it(planner, two, stored):
    before = stored(two)
    listing = planner.get(f"/en/planner/{two}/criteria").text
    assert f'href="/en/planner/{two}/criteria/remove?id=rent"' in listing
    assert f'action="/en/planner/{two}/criteria/remove"' not in listing  # nothing goes at once

    question = planner.get(f"/en/planner/{two}/criteria/remove?id=rent")

    assert "Remove “Rent”?" in question.text
    assert "its weight goes with it: 1 (Numbers)" in question.text
    assert "Comparisons in pairs that go with it: 1" in question.text
    chinese = planner.get(f"/planner/{two}/criteria/remove?id=rent").text
    assert "随之失去其权重的权重方案：1 套（Numbers）" in chinese
    assert "“Undo” on the page of criteria brings it back" in question.text
    assert stored(two) == before
    sent = dict(re.findall(r'name="(id|seen)" value="([^"]+)"', question.text))
    planner.post(f"/en/planner/{two}/criteria/remove", data=sent)
    assert ids(stored(two)) == ["fit"]
    assert planner.get(f"/en/planner/{two}/criteria/remove?id=rent").status_code == 404


def test_what_somebody_else_changed_is_not_removed_unseen(planner, two, stored):
    mark = seen(planner.get(f"/planner/{two}/criteria/c/rent"))
    planner.post(f"/planner/{two}/criteria/c/rent", data=typed(seen=mark))
    planner.post(f"/planner/{two}/criteria/remove", data={"id": "rent", "seen": mark})

    assert ids(stored(two)) == ["fit", "rent"]


def test_criteria_that_lost_their_layer_are_named_and_removed_together(
    planner, store, make_project, stored
):
    project = make_project(criteria=[RENT])
    lost = [
        {**RENT, "id": name, "measure": {"kind": "distance_to_layer", "layer": "L9"}}
        for name in "ab"
    ]
    with store.session(writes=True) as session:
        row = session.get_one(Project, project)
        row.study = {**row.study, "criteria": [*lost, *row.study["criteria"]]}
    text = planner.get(f"/en/planner/{project}/criteria").text
    assert text.count("is-broken") == 2
    assert "L9" in text

    question = planner.get(f"/en/planner/{project}/criteria/remove?id=a&id=b").text
    assert "Remove “Rent, Rent”?" in question
    sent = re.findall(r'name="id" value="([^"]+)"', question)
    planner.post(f"/en/planner/{project}/criteria/remove", data={"id": sent})
    assert ids(stored(project)) == ["rent"]


# --- who may


def test_viewers_look_and_change_nothing(signed_in, project_id):
    viewer = signed_in("viewer")
    page = viewer.get(f"/en/planner/{project_id}/criteria")

    assert page.status_code == 200
    assert "There is no criterion yet." in page.text
    assert "<form" not in page.text.split("<main")[1]
    assert viewer.get(f"/planner/{project_id}/criteria/new").status_code == 403
    assert viewer.post(f"/planner/{project_id}/criteria/new", data=typed()).status_code == 403
