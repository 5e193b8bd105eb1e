import pytest

from webapp.store.models import Project


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_estimate_quotes_every_rule(planner, project_id, prefix):
    address = f"{prefix}/planner/{project_id}/fund"
    assert planner.get(address).status_code == 200
    data = {"version": "1", "investment": "9,000,000", "field": ""}
    assert planner.post(address, data=data).status_code == 303
    page = planner.get(address).text
    assert 'class="fund-figure">2,700,000' in page  # 30 % of 9 million, under the 3 million
    assert page.count('class="quote') > 3
    assert "2018" in page


@pytest.mark.parametrize("typed", ["x", "-5", "0"])
def test_what_is_no_investment_is_marked(planner, store, project_id, typed):
    data = {"version": "1", "investment": typed, "field": ""}
    answer = planner.post(f"/planner/{project_id}/fund", data=data)
    assert answer.status_code == 400
    assert 'id="wrong-investment"' in answer.text
    with store.session() as session:
        assert session.get_one(Project, project_id).study["fund"] is None


def test_an_empty_field_removes_the_estimate(planner, store, project_id):
    address = f"/planner/{project_id}/fund"
    planner.post(address, data={"version": "1", "investment": "1000", "field": "application"})
    planner.post(address, data={"version": "2", "investment": "", "field": ""})
    with store.session() as session:
        assert session.get_one(Project, project_id).study["fund"] is None


def test_a_city_without_rules_says_so(planner, make_project):
    page = planner.get(f"/en/planner/{make_project(city='shenzhen', layers=[])}/fund").text
    assert "state no rules of a special fund" in page


def test_two_who_estimate_at_once_see_both_figures(planner, project_id):
    address = f"/en/planner/{project_id}/fund"
    planner.post(address, data={"version": "1", "investment": "1000", "field": "application"})
    answer = planner.post(address, data={"version": "1", "investment": "2000", "field": ""})
    assert answer.status_code == 409
    assert "<td>1000</td><td>2000</td>" in answer.text
    assert "<td>application</td><td>not said</td>" in answer.text
    assert 'name="version" value="2"' in answer.text
