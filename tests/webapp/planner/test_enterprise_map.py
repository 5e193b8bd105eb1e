"""The page of a registry's map, and its files."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from geo.enterprises.points import MOST
from layers.enterprise_points import MOST_POINTS
from tests.some_enterprises import some_enterprises
from tests.webapp.planner.bringing import text_of
from tests.webapp.planner.counting import counted_set
from webapp.store.enterprises import add_set, find_set
from webapp.store.models import Project

HOSTILE = "<img src=x onerror=1>{{ 7*191 }}"


@pytest.fixture(scope="module")
def registry(catalogue):
    return some_enterprises(catalogue, rows=1_500, has_weight=True)


@pytest.fixture
def base(store, planner_app, project_id, registry) -> str:
    state = Path(planner_app.config["ATLAS_STATE"])
    key = counted_set(store, state, project_id, registry, name=HOSTILE, weight_column="注册资本<b>")
    return f"/planner/{project_id}/enterprises/{key}"


@pytest.fixture
def client(planner_app, base):
    return planner_app.test_client()


def test_the_page_is_useful_without_scripts(client, base, registry):
    answer = client.get(f"/en{base}/map")
    text = text_of(answer)

    assert f"{registry.aggregates.tally.taken:,} enterprises." in text
    assert "Synthetic data: no real enterprises" in text
    assert "Together" in text
    assert answer.text.count('id="policy"') == 1
    assert re.search(r'<svg[^>]*class="picture"', answer.text)
    # The name is somebody's text: written as it is, run nowhere.
    assert "<img src=x" not in answer.text
    assert "{{ 7*191 }}" in answer.text
    assert "1337" not in text


def test_those_without_an_industry_text_are_not_mapped(planner_app, store, project_id, registry):
    own = registry.aggregates.tally
    tally = dataclasses.replace(own, unmapped=own.unmapped - 7, no_industry=7)
    aggregates = dataclasses.replace(registry.aggregates, tally=tally)
    state = Path(planner_app.config["ATLAS_STATE"])
    counted = dataclasses.replace(registry, aggregates=aggregates)
    key = counted_set(store, state, project_id, counted)
    page = planner_app.test_client().get(f"/en/planner/{project_id}/enterprises/{key}/map")

    assert f"{own.unmapped:,} ({100 * own.unmapped / own.taken:.1f} %) are" in text_of(page)


def test_what_is_asked_for_is_chosen_told_and_kept_in_links(client, base):
    query = "industry=education&year=2020&area=quotient&over=hexagons&size=8"
    answer = client.get(f"/en{base}/map?{query}")

    for choice in ("education", "2020", "8"):
        assert f'value="{choice}" selected' in answer.text
    for choice in ("quotient", "hexagons"):
        assert f'value="{choice}" checked' in answer.text
    assert "Location quotient" in text_of(answer)
    assert "file/districts.csv?industry=education&amp;year=2020" in answer.text
    assert f'href="{base}/map?industry=education&amp;year=2020&amp;area=quotient' in answer.text


@pytest.mark.parametrize("area", ["count", "density", "quotient", "policy", "none"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_measure_has_a_legend(client, base, area, lang):
    answer = client.get(f"{lang}{base}/map?area={area}&over=hot-spots&industry=unmapped")

    assert answer.status_code == 200
    assert (area == "none") == ('id="e-area">\n\n</div>' in answer.text)


@pytest.mark.parametrize("query", ["area=height", "over=clouds", "size=4", "industry=steel"])
def test_a_wrong_choice_names_the_right_ones(client, base, query):
    answer = client.get(f"/en{base}/map?{query}")

    assert answer.status_code == 400
    assert "Allowed:" in answer.text


def test_weights_are_chosen_told_and_kept_in_links(client, base, registry):
    counted = client.get(f"/en{base}/map")
    weighed = client.get(f"/en{base}/map?by=weight&industry=education")

    assert 'value="count" checked' in counted.text
    assert "Per km²" in text_of(counted)
    assert "Weight per district" not in text_of(counted)
    assert 'value="weight" checked' in weighed.text
    assert "Weights “注册资本&lt;b&gt;”" in text_of(weighed)
    assert "注册资本<b>" not in weighed.text
    for told in ("Weight per district", "by weight “注册资本&lt;b&gt;”", "Share of the weights"):
        assert told in text_of(weighed)
    assert f'href="{base}/map?by=weight&amp;industry=education' in weighed.text
    # Files have both, so that they need no measure in their name.
    assert "file/districts.csv?industry=education" in weighed.text
    table = client.get(f"{base}/file/districts.csv").text
    assert all(name in table for name in ("share", "weight_share", "weight_per_km2"))


def test_a_registry_without_weights_has_no_choice_of_them(
    planner_app, store, project_id, catalogue
):
    state = Path(planner_app.config["ATLAS_STATE"])
    key = counted_set(store, state, project_id, some_enterprises(catalogue, rows=90))
    client = planner_app.test_client()
    address = f"/en/planner/{project_id}/enterprises/{key}/map"

    assert 'name="by"' not in client.get(address).text
    refused = client.get(f"{address}?by=weight")
    assert refused.status_code == 400
    assert "no weight that could be shown. Allowed: count." in refused.text


def test_a_range_of_years_is_chosen_told_and_kept_in_links(client, base):
    answer = client.get(f"/en{base}/map?year=2018&to=2021")

    assert 'value="2018" selected' in answer.text
    assert 'value="2021" selected' in answer.text
    assert "all industries, 2018–2021" in text_of(answer)
    assert "file/districts.csv?year=2018&amp;to=2021" in answer.text
    assert 'value="2018" selected' in client.get(f"{base}/map?to=2021").text
    one = client.get(f"/en{base}/map?year=2020&to=2020")
    assert "all industries, 2020, synthetic" in text_of(one)
    file = client.get(f"{base}/file/districts.csv?year=2018&to=2021")
    assert "districts-2018-2021.csv" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("year=2021&to=2018", "2021 to 2018 end before they begin. Allowed: a last year from 2021"),
        ("year=none&to=2020", "“none” is neither"),
        ("year=2018&to=none", "“none” is neither"),
        ("year=2018&to=1999", "No enterprise has the year “1999”"),
        ("by=sales", "“sales” cannot be shown as by. Allowed: count, weight."),
    ],
)
def test_a_wrong_range_or_measure_says_what_is_right(client, base, query, told):
    answer = client.get(f"/en{base}/map?{query}")

    assert answer.status_code == 400
    assert told in text_of(answer)


def test_the_matrix_links_to_the_sentences_of_the_documents(client, base, catalogue):
    text = client.get(f"{base}/map").text
    stated = [row for row in catalogue.specialisations if row.district.startswith("31")]

    assert text.count("/sources#specialisations-") == len(stated)


def test_enterprises_that_are_too_many_for_points_say_so_and_a_filter_brings_them(
    planner_app, store, project_id, catalogue
):
    state = Path(planner_app.config["ATLAS_STATE"])
    registry = some_enterprises(catalogue, rows=9_000)
    assert MOST_POINTS < registry.points.num_rows < MOST
    key = counted_set(store, state, project_id, registry)
    client = planner_app.test_client()
    address = f"/en/planner/{project_id}/enterprises/{key}"

    plain = client.get(f"{address}/map")
    asked = client.get(f"{address}/map?over=points")
    for answer in (plain, asked):
        assert answer.status_code == 200
        assert 'value="points"' not in answer.text
        told = f"up to 5,000 at a time, and these are {registry.points.num_rows:,}: choose one"
        assert told in text_of(answer)
    assert 'value="hexagons" checked' in asked.text
    assert "here are hexagons" in asked.text
    assert "here are hexagons" not in plain.text
    assert client.get(f"{address}/data/points.json").status_code == 404

    few = client.get(f"{address}/map?over=points&year=2018&to=2020")
    assert 'value="points" checked' in few.text
    assert "at a time" not in few.text
    rows = client.get(f"{address}/data/points.json?year=2018&to=2020").json["rows"]
    assert {row[4] for row in rows} == {2018, 2020}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"taken": MOST + 1}, "kept of registries of up to 20,000; this one has 20,001."),
        ({"on_grid": 0}, "None of these enterprises has coordinates"),
        ({}, "not kept when these were counted"),
    ],
)
def test_a_map_without_points_says_why(planner_app, store, project_id, registry, changed, told):
    state = Path(planner_app.config["ATLAS_STATE"])
    counted = registry.aggregates
    tally = dataclasses.replace(counted.tally, **changed)
    other = dataclasses.replace(registry, aggregates=dataclasses.replace(counted, tally=tally))
    key = counted_set(store, state, project_id, other, has_points=False)
    query = f"/en/planner/{project_id}/enterprises/{key}/map?over=points"
    answer = planner_app.test_client().get(query)

    assert answer.status_code == 200
    assert told in text_of(answer)
    instead = "none" if changed.get("on_grid") == 0 else "hexagons"
    assert f'name="over" value="{instead}" checked' in answer.text


def test_counts_that_are_synthetic_say_so_whatever_the_set_is_called_since(
    planner_app, store, project_id, registry
):
    state = Path(planner_app.config["ATLAS_STATE"])
    made_up = dataclasses.replace(
        registry, aggregates=dataclasses.replace(registry.aggregates, is_synthetic=True)
    )
    key = counted_set(store, state, project_id, made_up)
    with store.session(writes=True) as session:
        find_set(session, project_id, key).is_synthetic = False
    address = f"/en/planner/{project_id}/enterprises/{key}"
    client = planner_app.test_client()

    assert "Synthetic data: no real enterprises" in text_of(client.get(f"{address}/map"))
    file = client.get(f"{address}/file/districts.csv")
    assert "synthetic-enterprises" in file.headers["Content-Disposition"]
    assert "True" in file.text or "true" in file.text


def test_a_set_that_was_not_counted_has_no_map(planner_app, store, project_id):
    with store.session(writes=True) as session:
        key = add_set(session, session.get_one(Project, project_id), "new", None).key
    answer = planner_app.test_client().get(f"/en/planner/{project_id}/enterprises/{key}/map")

    assert answer.status_code == 404
    assert "not counted yet" in answer.text


@pytest.mark.parametrize(
    "name",
    ["districts.csv", "districts.geojson", "policy.xlsx", "hexagons-7.csv", "hexagons-9.geojson"],
)
def test_files_say_in_their_name_that_they_are_made_up(client, base, name):
    answer = client.get(f"{base}/file/{name}?industry=education")
    told = answer.headers["Content-Disposition"]

    assert answer.status_code == 200
    assert "synthetic-enterprises" in told
    assert "education" in told
    assert len(answer.data) > 500


@pytest.mark.parametrize(
    "name", ["policy.geojson", "districts.exe", "rows.csv", "hexagons-9.csv?year=2020"]
)
def test_files_that_there_are_not(client, base, name):
    assert client.get(f"{base}/file/{name}").status_code == 404
