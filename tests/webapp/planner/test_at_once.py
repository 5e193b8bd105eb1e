"""Several people who change the same project at the same moment."""

import threading
from collections import Counter

import pytest

from webapp.store.changes import history
from webapp.store.models import Layer, Project
from webapp.store.projects import document_of

PEOPLE, ROUNDS = 4, 3
JSON = {"Accept": "application/json"}


@pytest.fixture
def at_once(planner_app):
    """Let each of some clients ask at the same moment; returns their answers."""

    def ask(*asks):
        together, answers = threading.Barrier(len(asks)), [None] * len(asks)

        def one(place):
            client = planner_app.test_client()
            client.token()
            together.wait(30)
            answers[place] = asks[place](client)

        threads = [threading.Thread(target=one, args=(place,)) for place in range(len(asks))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    return ask


def test_of_those_who_save_the_same_part_one_wins(at_once, store, project_id):
    """The others are told, with what is stored now; nobody is turned away by a lock."""
    address = f"/planner/{project_id}/study"

    def save(client, version, seed):
        parts = {"ranking": {"method": "topsis", "seed": seed}}
        return client.put(address, json={"version": version, "parts": parts}, headers=JSON)

    for version in range(1, ROUNDS + 1):
        seeds = [version * 100 + number for number in range(PEOPLE)]
        asks = [lambda client, s=seed, v=version: save(client, v, s) for seed in seeds]
        answers = at_once(*asks)
        codes = Counter(answer.status_code for answer in answers)
        assert codes == {200: 1, 409: PEOPLE - 1}
        won = seeds[[answer.status_code for answer in answers].index(200)]
        with store.session() as session:
            project = session.get_one(Project, project_id)
            assert project.version == version + 1
            assert project.study["ranking"]["seed"] == won
            assert len(history(session, project)) == version
        told = [answer.json for answer in answers if answer.status_code == 409]
        assert {row["current"]["seed"] for row in told} == {won}
        assert {row["yours"]["seed"] for row in told} == set(seeds) - {won}


def test_those_who_save_different_parts_all_win(at_once, store, project_id):
    address = f"/planner/{project_id}/study"
    parts = [{"ranking": {"seed": 7}}, {"weightings": []}, {"fund": {"investment_cny": "100"}}]
    asks = [
        lambda client, part=part: client.put(address, json={"version": 1, "parts": part})
        for part in parts
    ]
    assert {answer.status_code for answer in at_once(*asks)} == {200}
    with store.session() as session:
        document = document_of(session, session.get_one(Project, project_id))
    assert document["ranking"]["seed"] == 7
    assert document["fund"]["investment_cny"] == "100"


def test_nothing_that_comes_at_once_is_lost(at_once, store, project_id):
    """Places get numbers of their own; renaming, undoing and looking wait for nobody for long."""
    base = f"/planner/{project_id}"
    place = {"position": "121.5, 31.2", "layer": "L1"}
    answers = at_once(
        *[lambda client: client.post(f"{base}/data/places", data=place)] * 3,
        lambda client: client.post(f"{base}/rename", data={"title": "新名"}),
        lambda client: client.post(f"{base}/layers/L1/rename", data={"name": "层"}),
        lambda client: client.get(f"{base}/ranking"),
        lambda client: client.get(f"{base}/data"),
    )
    codes = Counter(answer.status_code for answer in answers)
    assert set(codes) <= {200, 302, 303}
    with store.session() as session:
        project = session.get_one(Project, project_id)
        assert (project.title, project.version) == ("新名", 6)
        (layer,) = document_of(session, project)["layers"]
        assert session.query(Layer).one().name == "层"
    assert len({row["id"] for row in layer["features"]}) == 6


def test_undoing_twice_at_once_takes_two_changes_back(at_once, planner, store, project_id):
    base = f"/planner/{project_id}"
    for title in ("一", "二", "三"):
        planner.post(f"{base}/rename", data={"title": title})
    answers = at_once(*[lambda client: client.post(f"{base}/undo", headers=JSON)] * 2)
    assert sorted(answer.json["version"] for answer in answers) == [5, 6]
    with store.session() as session:
        assert session.get_one(Project, project_id).title == "一"
