"""Answers of the solver are kept once, whoever comes first for them."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from geo.study import parse_study
from tests.webapp.planner.solving import ANSWER, FORM, PLAN, SITING, answered, job_of
from webapp.planner import siting_jobs
from webapp.store.models import Project, Result
from webapp.store.projects import document_of

RELAXED = {"relaxations": [{"constraint": "count", "value": 3, "points": []}], "error": "no choice"}


@pytest.fixture
def solve(planner, planner_app, store, catalogue, quiet, asked):
    """Ask for sites and finish the job, which nobody looks at yet; returns the address."""

    def play(payload):
        address = f"/en/planner/{asked}"
        data = {**FORM, "state-1": "fixed", "action": "solve"}
        assert planner.post(f"{address}/sites", data=data).status_code == 303
        answered(job_of(planner_app, store, catalogue, asked), payload)
        return address

    return play


def kept(store):
    with store.session() as session:
        return list(session.scalars(select(Result.key)))


def test_a_change_that_comes_first_keeps_the_answer_itself(planner, store, solve):
    """A second transaction would wait for that of the change, and that for it."""
    address = solve({**ANSWER, **RELAXED})
    answer = planner.post(f"{address}/sites/relax", data={"constraint": "count"})
    assert answer.status_code == 303
    assert len(kept(store)) == 1


def test_a_conflict_that_comes_first_shows_the_answer(planner, store, solve):
    address = solve(ANSWER)
    answer = planner.post(f"{address}/sites", data={**FORM, "version": "1", "count": "1"})
    assert answer.status_code == 409
    assert len(kept(store)) == 1


def test_two_pages_that_come_at_once_keep_one_answer(planner, store, catalogue, asked, solve):
    """The other one keeps it after this one has looked; SQLite lets nobody between."""
    address = solve(ANSWER)
    with store.session() as session:
        document = document_of(session, session.get_one(Project, asked))
    key = siting_jobs.solve_key(parse_study(document), catalogue)

    came = []

    def other(session, *_):
        if came or not any(isinstance(row, Result) for row in session.new):
            return
        came.append(key)
        with store.session(writes=True) as own:
            own.add(Result(project_id=asked, kind=siting_jobs.KIND, key=key, payload=ANSWER))

    if not store.is_sqlite:
        event.listen(Session, "before_flush", other)
    try:
        assert "data-site=" in planner.get(f"{address}/sites").text
    finally:
        if not store.is_sqlite:
            event.remove(Session, "before_flush", other)
    assert bool(came) is not store.is_sqlite
    assert kept(store) == [key]


@pytest.mark.parametrize("ending", ["failed", "cancelled", "stopped"])
def test_a_run_that_finds_nothing_leaves_what_was_found_before(
    planner, planner_app, store, catalogue, asked, quiet, ending
):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    folder = job_of(planner_app, store, catalogue, asked)
    folder.stop()
    answered(folder, {**ANSWER, "stopped": True})
    assert planner.get(address).text.count("data-site=") == 2
    planner.post(address, data={**FORM, "version": "2", "action": "solve"})
    if ending == "stopped":
        answered(folder, {"plan": PLAN, "error": "time", "weightless": [], "stopped": True})
    else:
        folder.write(ending)
    page = planner.get(f"/en{address}").text
    told = {"failed": "The solver stopped", "cancelled": "given up", "stopped": "It was stopped"}
    assert told[ending] in page
    assert "the answer of an earlier run" in page
    assert page.count("data-site=") == 2

    folder.stop()
    planner.post(address, data={**FORM, "version": "3", "action": "solve"})
    answered(folder, {**ANSWER, "siting": {**SITING, "objective": 4000.0}})
    page = planner.get(f"/en{address}").text
    assert "the answer of an earlier run" not in page
    with store.session() as session:
        [row] = session.scalars(select(Result))
    assert row.payload["siting"]["objective"] == 4000.0


def test_an_obstacle_of_a_run_that_was_stopped_goes_when_somebody_asks_again(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    folder = job_of(planner_app, store, catalogue, asked)
    folder.stop()
    answered(folder, {"plan": PLAN, "error": "time", "weightless": [], "stopped": True})
    assert "It was stopped" in planner.get(f"/en{address}").text
    planner.post(address, data={**FORM, "version": "2", "action": "solve"})
    assert "It was stopped" not in planner.get(f"/en{address}").text
    answered(folder, ANSWER)
    assert planner.get(address).text.count("data-site=") == 2


def test_while_something_else_is_chosen_the_answer_before_stays(
    planner, planner_app, store, catalogue, asked, quiet
):
    address = f"/planner/{asked}/sites"
    planner.post(address, data={**FORM, "action": "solve"})
    answered(job_of(planner_app, store, catalogue, asked), ANSWER)
    planner.get(address)
    planner.post(address, data={**FORM, "version": "2", "count": "1", "action": "solve"})
    page = planner.get(f"/en{address}").text
    assert "The solver starts." in page
    assert "It stays until the new one is there" in page
    assert "Choose again" not in page
    assert page.count("data-site=") == 2
