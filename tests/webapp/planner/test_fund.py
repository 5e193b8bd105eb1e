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
    assert "2018 2018" not in page


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


@pytest.mark.parametrize(
    ("typed", "unit", "stored"),
    [
        ("1500万", "元", "15000000.00"),
        ("1,500", "万元", "15000000.00"),
        ("2", "million", "2000000.00"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_was_read_is_said_beside_the_form(
    planner, store, project_id, prefix, typed, unit, stored
):
    address = f"{prefix}/planner/{project_id}/fund"
    data = {"version": "1", "investment": typed, "unit": unit, "field": ""}
    assert planner.post(address, data=data).status_code == 303
    with store.session() as session:
        plan = session.get_one(Project, project_id).study["fund"]
    assert plan["investment_cny"] == stored
    page = planner.get(address).text
    amount = int(float(stored))
    told = (
        f"{amount:,} yuan = {amount // 10**6} million"
        if prefix
        else f"{amount:,} 元 = {amount // 10**4:,} 万元"
    )
    assert told in page
    assert 'id="small-investment"' not in page


def test_an_amount_that_is_hardly_meant_is_warned_of_and_kept(planner, project_id):
    address = f"/en/planner/{project_id}/fund"
    data = {"version": "1", "investment": "1,500", "unit": "元", "field": ""}
    assert planner.post(address, data=data).status_code == 303
    page = planner.get(address).text
    assert "Read as 1,500 yuan." in page
    assert "less than 10,000 yuan" in page


def test_a_refusal_names_amounts_of_the_right_size(planner, project_id):
    data = {"version": "1", "investment": "a lot", "unit": "万元", "field": ""}
    page = planner.post(f"/en/planner/{project_id}/fund", data=data).text
    assert "“a lot” is no amount; allowed is an amount such as 15000000 or 1500万." in page
    assert '<option value="万元" selected>' in page  # what was chosen stays


def test_a_unit_that_the_form_does_not_have_is_refused(planner, project_id):
    data = {"version": "1", "investment": "5", "unit": "furlong", "field": ""}
    answer = planner.post(f"/en/planner/{project_id}/fund", data=data)
    assert answer.status_code == 400
    assert "Choose from" in answer.text
