"""The map of a registry that was counted in two cities, one of them at a time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.some_enterprises import some_enterprises
from tests.webapp.planner.bringing import text_of
from tests.webapp.planner.counting import counted_set


@pytest.fixture(scope="module")
def two(catalogue):
    return some_enterprises(catalogue, rows=1_500, cities=("shanghai", "shenzhen"))


@pytest.fixture
def of_two(store, planner_app, project_id, two) -> str:
    """Where a registry of two cities is, in a project of the first."""
    key = counted_set(store, Path(planner_app.config["ATLAS_STATE"]), project_id, two)
    return f"/planner/{project_id}/enterprises/{key}"


@pytest.fixture
def of_one(store, planner_app, project_id, catalogue) -> str:
    state = Path(planner_app.config["ATLAS_STATE"])
    key = counted_set(store, state, project_id, some_enterprises(catalogue, rows=90))
    return f"/planner/{project_id}/enterprises/{key}"


def parts_of(two):
    """Count the enterprises of both cities by the districts of their rows."""
    shanghai = sum(one.startswith("31") for one in two.points["district"].to_pylist())
    return shanghai, two.points.num_rows - shanghai


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("/en", ("1 enterprise in Shanghai.", "1 more lies in Shenzhen.", "1 row was left out.")),
        ("", ("上海市有 1 家企业。", "深圳市还有 1 家。", "另有 1 行略去。")),
    ],
)
def test_one_enterprise_is_told_in_the_singular(
    language, told, store, planner_app, project_id, catalogue
):
    state = Path(planner_app.config["ATLAS_STATE"])
    key = counted_set(store, state, project_id, one_in_each_city(catalogue))

    page = planner_app.test_client().get(f"{language}/planner/{project_id}/enterprises/{key}/map")

    assert [one for one in told if one not in text_of(page)] == []
    assert "—*" not in text_of(page)


def one_in_each_city(catalogue):
    """Search for few enterprises of which one lies in each city and one in neither."""
    cities = ("shanghai", "shenzhen")
    for seed in range(500):
        found = some_enterprises(catalogue, rows=3, seed=seed, cities=cities)
        if parts_of(found) == (1, 1) and found.aggregates.tally.unmapped == 0:
            return found
    raise AssertionError("no such draw")


def test_one_city_is_shown_at_a_time_with_a_way_to_the_other(planner_app, of_two, two):
    client = planner_app.test_client()
    shanghai, shenzhen = parts_of(two)
    usual = client.get(f"/en{of_two}/map?industry=education&over=hexagons&at=31,121,9")
    other = client.get(f"/en{of_two}/map?city=shenzhen")

    assert f"{shanghai:,} enterprises in Shanghai." in text_of(usual)
    assert f"{shenzhen:,} more lie in Shenzhen." in text_of(usual)
    # What is chosen stays so, the view of the other map does not.
    link = f"/en{of_two}/map?industry=education&amp;over=hexagons&amp;city=shenzhen"
    assert f'<a href="{link}">' in usual.text
    assert 'value="shanghai" selected' in usual.text
    assert f"{shenzhen:,} enterprises in Shenzhen." in text_of(other)
    assert f"{shanghai:,} more lie in Shanghai." in text_of(other)
    assert 'value="shenzhen" selected' in other.text
    assert 'id="map_shenzhen"' in other.text
    assert 'id="map_shanghai"' not in other.text
    assert "Nanshan District" in other.text
    assert "Xuhui District" not in text_of(other)
    assert "file/districts.csv?city=shenzhen" in other.text
    assert f'href="{of_two}/map?city=shenzhen' in other.text  # in the other language
    zh = client.get(f"{of_two}/map?city=shenzhen")
    assert f"上海市还有 {shanghai:,} 家。" in text_of(zh)


@pytest.mark.parametrize("city", ["shanghai", "shenzhen"])
def test_everything_of_a_city_counts_the_same(planner_app, of_two, two, city):
    client = planner_app.test_client()
    own = parts_of(two)[city == "shenzhen"]
    page = client.get(f"/en{of_two}/map?city={city}")
    table = page.text.split('id="districts"')[1].split("</tfoot>")[0]
    assert f'<td class="number">{own:,}</td>' in table.split("<tfoot>")[1]
    data = json.loads(page.text.split('id="page">')[1].split("</script>")[0])
    assert (data["total"], data["city"]) == (own, "shanghai")
    cells = data["blocks"]["cells"]
    for level in cells["levels"].values():
        assert sum(client.get(level["url"]).json["count"]) == own
    # Squares of the finest hexagons: one in each city.
    squares = {"shanghai": "1214_312", "shenzhen": "1140_225"}
    for where, name in squares.items():
        square = client.get(cells["tiles"]["url"].replace("TILE", name)).json
        assert bool(square) == (where == city)
    rows = client.get(data["blocks"]["count"]["url"]).json["rows"]
    assert sum(row["v"] for row in rows.values()) == own
    assert len(client.get(data["blocks"]["points"]["url"]).json["rows"]) == own
    spots = client.get(data["blocks"]["hot-spots"]["url"]).json
    assert 0 < sum(spots["count"]) <= own
    for name in ("districts", "hexagons-8"):
        answer = client.get(f"{of_two}/file/{name}.csv?city={city}")
        counted = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
        assert sum(int(row["count"]) for row in counted) == own
        assert f"{name}-{city}.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("tail", ["map", "data/count.json", "file/districts.csv"])
def test_a_city_that_was_not_counted_is_refused(planner_app, of_one, of_two, tail):
    client = planner_app.test_client()
    for address, city, allowed in (
        (of_two, "atlantis", "shanghai, shenzhen"),
        (of_one, "shenzhen", "shanghai"),
    ):
        answer = client.get(f"/en{address}/{tail}?city={city}")
        assert answer.status_code == 400
        assert f"“{city}” cannot be shown as city. Allowed: {allowed}." in text_of(answer)


def test_a_registry_of_one_city_has_no_choice_of_them(planner_app, of_one):
    answer = planner_app.test_client().get(f"/en{of_one}/map?city=shanghai")

    assert answer.status_code == 200
    assert 'name="city"' not in answer.text
    assert "more lie in" not in answer.text
    assert "city=" not in answer.text.split('id="files"')[1].split("</section>")[0]


def test_a_registry_of_another_city_than_the_projects_is_shown_there(
    planner_app, store, project_id, catalogue
):
    state = Path(planner_app.config["ATLAS_STATE"])
    there = some_enterprises(catalogue, rows=90, cities=("shenzhen",))
    key = counted_set(store, state, project_id, there)
    page = planner_app.test_client().get(f"/en/planner/{project_id}/enterprises/{key}/map")

    assert page.status_code == 200
    assert "Nanshan District" in page.text
