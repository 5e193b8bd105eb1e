"""The data of a registry's map: who may have it, what it holds, how it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import brotli
import pytest

from tests.some_enterprises import some_enterprises
from tests.webapp.planner.counting import counted_set
from webapp.planner.enterprise_answers import Answers


@pytest.fixture(scope="module")
def registry(catalogue):
    return some_enterprises(catalogue, rows=1_500)


@pytest.fixture
def base(store, planner_app, project_id, registry) -> str:
    state = Path(planner_app.config["ATLAS_STATE"])
    key = counted_set(store, state, project_id, registry)
    return f"/planner/{project_id}/enterprises/{key}"


@pytest.fixture
def client(planner_app, base):
    return planner_app.test_client()


@pytest.mark.parametrize(
    "name",
    ["count", "density", "quotient", "policy", "hot-spots", "points", "cells-6", "cells-8"],
)
def test_every_block_is_sent(client, base, name):
    answer = client.get(f"{base}/data/{name}.json?industry=education")

    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    json.loads(answer.data)


def test_the_filter_decides(client, base, registry):
    def total(query):
        return sum(client.get(f"{base}/data/cells-7.json{query}").json["count"])

    assert total("") == registry.aggregates.tally.on_grid
    assert total("?industry=unmapped") == registry.aggregates.tally.unmapped
    assert total("?year=none") == registry.aggregates.tally.no_year
    assert 0 < total("?year=2020&industry=education") < total("?industry=education")


def test_a_range_of_years_holds_what_its_years_do(client, base):
    def total(query):
        return sum(client.get(f"{base}/data/cells-8.json?{query}").json["count"])

    assert total("year=2018&to=2020") == total("year=2018") + total("year=2020") > 0
    assert client.get(f"{base}/data/cells-8.json?year=2020&to=2018").status_code == 400


def test_weights_are_another_answer_only_where_they_matter(
    store, planner_app, project_id, catalogue
):
    state = Path(planner_app.config["ATLAS_STATE"])
    weighed = some_enterprises(catalogue, rows=400, has_weight=True)
    key = counted_set(store, state, project_id, weighed, weight_column="人数")
    client = planner_app.test_client()

    def answer(name, query=""):
        return client.get(f"/planner/{project_id}/enterprises/{key}/data/{name}.json{query}")

    assert answer("cells-7", "?by=weight").json["words"] == ["权重“人数”", "weight “人数”"]
    assert "words" not in answer("cells-7").json
    counts, weights = answer("count").json["rows"], answer("count", "?by=weight").json["rows"]
    assert all(weights[adcode]["v"] >= row["v"] for adcode, row in counts.items())
    assert answer("policy").data == answer("policy", "?by=weight").data
    assert answer("points").data == answer("points", "?by=weight").data


def test_the_finest_hexagons_come_by_square(client, base):
    assert sum(client.get(f"{base}/data/cells-9-1214_312.json").json["count"]) > 0
    assert client.get(f"{base}/data/cells-9-0_0.json").json == {}
    # Years are not kept apart that finely.
    assert client.get(f"{base}/data/cells-9-1214_312.json?year=2020").status_code == 404


def test_an_answer_is_compressed_and_asked_about(client, base):
    address = f"{base}/data/cells-8.json"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "br"})

    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3
    again = client.get(address, headers={"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("data/nothing.json", 404),
        ("data/cells-5.json", 404),
        ("data/cells-9.json", 404),
        ("data/count.json?industry=steel", 400),
        ("data/count.json?year=1066", 400),
        ("data/count.json?year=2020%27", 400),
        ("data/..%2Ftally.json", 404),
    ],
)
def test_what_there_is_not_is_said(client, base, tail, status):
    answer = client.get(f"{base}/{tail}")

    assert answer.status_code == status
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_set_of_another_project_is_not_found(client, base, make_project):
    other = make_project(title="Other")

    assert client.get(f"{base}/data/count.json").status_code == 200
    assert client.get(f"/planner/{other}/enterprises/E1/data/count.json").status_code == 404


def test_only_who_may_see_the_project_gets_its_data(base, signed_in, nobody, shared):
    addresses = [f"{base}/data/count.json", f"{base}/map", f"{base}/file/districts.csv"]
    for address in addresses:
        assert signed_in("viewer").get(address).status_code == 200
        assert signed_in("stranger").get(address).status_code == 404
        assert nobody.get(address).status_code in (302, 403)
        assert shared.get(address).status_code == 200


def test_an_answer_is_made_once(tmp_path):
    made = []

    def make():
        made.append(1)
        return {"a": {"x": list(range(100))}, "b": {"y": 1}}

    answers = Answers(tmp_path / "drawn", "v1")
    first = answers.get("a", make)

    assert answers.get("a", make).bodies == first.bodies
    assert answers.get("b", make).bodies["identity"] == b'{"y":1}'
    assert made == [1]
    assert Answers(tmp_path / "drawn", "v2").get("a", make).etag == first.etag
    assert made == [1, 1]


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path):
    (tmp_path / "drawn").write_text("a file")
    found = Answers(tmp_path / "drawn", "v").get("a", lambda: {"a": {"x": 1}})

    assert found.bodies == {"identity": b'{"x":1}'}
