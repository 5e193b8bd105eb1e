"""The preview and its choices; what is queued is tested with the pages of a set."""

import re

import pytest
from huey.exceptions import HueyException

from tests.webapp.planner.enterprise_sets import CHOSEN, ROWS, bring
from webapp.planner import enterprise_runs
from webapp.store.models import EnterpriseSet, Project


@pytest.fixture
def address(planner, project_id):
    return bring(planner, f"/en/planner/{project_id}")


def chosen(**changed):
    return {key: value for key, value in {**CHOSEN, **changed}.items() if value is not None}


def test_the_preview_proposes_columns_and_asks_for_the_datum(planner, address):
    page = planner.get(f"{address}/preview").text
    for name in ("企业名称", "经度", "纬度", "经营范围", "成立年份"):
        assert f'<option value="{name}" selected>' in page
    assert "Choose the system of the coordinates" in page
    assert '<input type="radio" name="datum" value="GCJ-02">' in page
    assert "10 of 10 rows in the chosen cities" in page
    assert "80 %</b>" in page
    assert "殡葬服务" in page


def test_choices_are_kept_and_looked_at_again(planner, address):
    answer = planner.post(f"{address}/preview", data=chosen(**{"column-industry": None}))
    assert answer.location == f"{address}/preview"
    page = planner.get(answer.location).text
    assert 'name="datum" value="GCJ-02" checked' in page
    assert "all enterprises stay unmapped" in page


def test_another_delimiter_is_looked_at_before_anything_starts(planner, address):
    answer = planner.post(f"{address}/start", data=chosen(delimiter="bar"))
    assert answer.location == f"{address}/preview"
    page = planner.get(answer.location).text
    assert "Something was chosen anew" in page
    assert "企业名称,经度" in page
    planner.post(
        f"{address}/preview", data=chosen(delimiter="comma", **dict.fromkeys(list(CHOSEN)[6:]))
    )
    assert '<option value="经度"' in planner.get(f"{address}/preview").text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"datum": None}, "Choose the system of the coordinates"),
        ({"column-lat": None}, "choose both or neither"),
        ({"column-lat": "经度"}, "cannot be the same column"),
        ({"column-lat": None, "column-lon": None}, "Where are they?"),
        ({"column-name": "nowhere"}, "“nowhere” is not possible; allowed: 企业名称"),
        ({"datum": "Mars"}, "“Mars” is not possible"),
        ({"city": "atlantis"}, "“atlantis” is not possible"),
        ({"encoding": "utf-7"}, "“utf-7” is not possible"),
    ],
)
def test_what_cannot_be_counted_does_not_start(planner, address, changed, told):
    answer = planner.post(f"{address}/start", data=chosen(**changed))
    assert answer.status_code == 400
    assert told in answer.text
    assert planner.get(f"{address}/state").json["status"] == "chosen"


def test_nothing_starts_or_resumes_unseen(planner, address):
    assert planner.post(f"{address}/start").status_code == 400
    assert planner.post(f"{address}/resume").status_code == 400
    assert planner.get(f"{address}/rejected.csv").status_code == 404
    assert planner.post(f"{address}/cancel").status_code == 303


def test_a_queue_that_does_not_answer_loses_nothing(planner, address, monkeypatch, caplog):
    class Broken:
        def put(self, job):
            raise HueyException

    monkeypatch.setattr(enterprise_runs, "queue_in_use", Broken)
    assert planner.post(f"{address}/start", data=CHOSEN).status_code == 303
    assert planner.get(f"{address}/state").json["status"] == "waiting"
    assert "the queue does not answer" in caplog.text


def test_a_city_that_the_atlas_does_not_have_is_no_obstacle(planner, make_project, store):
    project = make_project()
    with store.session(writes=True) as session:
        session.get_one(Project, project).city = "atlantis"
    address = bring(planner, f"/en/planner/{project}", ROWS.encode())
    page = planner.get(f"{address}/preview").text
    assert 'name="city" value="shanghai" checked' in page


FAR = "名称,经度,纬度\n甲,121.44,31.19\n" + "乙,114.05,22.54\n" * 3


def test_rows_in_another_city_are_told_loudly_and_one_click_adds_it(planner, project_id):
    address = bring(planner, f"/en/planner/{project_id}", FAR.encode())
    page = planner.get(f"{address}/preview").text
    assert "Of 4 rows of the sample that say where" in page
    assert "the chosen cities (Shanghai) hold only 1." in page
    assert "Shenzhen holds 3 rows. Rows there are left out unless" in page
    button = '<button class="button" name="also" value="shenzhen">Add Shenzhen<small> (3 rows)'
    assert button in page
    # Nothing else that was chosen is lost, even if only the button is sent.
    planner.post(f"{address}/preview", data={"also": "shenzhen"})
    page = planner.get(f"{address}/preview").text
    assert 'value="shenzhen" checked' in page
    assert 'value="shanghai" checked' in page
    assert 'id="places"' not in page
    assert planner.post(f"{address}/preview", data={"also": "atlantis"}).status_code == 400


def test_swapped_columns_are_exchanged_by_one_click(planner, project_id):
    rows = "名称,经度,纬度\n甲,31.19,121.44\n乙,31.2,121.45\n"
    address = bring(planner, f"/en/planner/{project_id}", rows.encode())
    page = planner.get(f"{address}/preview").text
    assert "None of the 2 rows of the sample" in page
    assert "2 rows would lie in a city of the atlas if longitude and latitude were" in page
    assert 'name="exchange"' in page
    form = {**chosen(**{"column-industry": None, "column-year": None}), "column-name": "名称"}
    planner.post(f"{address}/preview", data={**form, "encoding": "utf-8", "exchange": "1"})
    page = planner.get(f"{address}/preview").text
    assert 'id="places"' not in page
    assert "2 of 2 rows in the chosen cities" in page


def test_columns_are_not_offered_for_exchange_because_of_a_few_rows(planner, project_id):
    rows = "名称,经度,纬度\n" + "甲,121.44,31.19\n" * 9 + "乙,31.2,121.45\n"
    address = bring(planner, f"/en/planner/{project_id}", rows.encode())
    page = planner.get(f"{address}/preview").text
    assert "1 row would lie in a city of the atlas if longitude and latitude were" in page
    assert 'name="exchange"' not in page


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("名称,经度,纬度\n甲,350000,3450000\n", "perhaps they are metres of a plane system"),
        ("名称,经度,纬度\n甲,116.4,39.9\n", "Longitudes run from 116.4 to 116.4"),
        ("名称,区\n甲,朝阳区\n", "See whether the column of districts or addresses"),
        ("名称,区\n甲,南山区\n", "Shenzhen holds 1 row."),
        ("名称,区\n甲,南山区\n", "Add Shenzhen<small> (1 row)"),
        ("名称,经度,纬度\n甲,31.19,121.44\n", "1 row would lie in a city"),
        ("名称,经度,纬度\n甲,350000,3450000\n", "The values of 1 row are"),
    ],
)
def test_rows_that_lie_nowhere_are_explained(planner, project_id, rows, told):
    address = bring(planner, f"/en/planner/{project_id}", rows.encode())
    if "350000" in rows:  # no guess takes these columns for degrees
        form = {"rows": "1", "column-lon": "经度", "column-lat": "纬度", "city": "shanghai"}
        planner.post(f"{address}/preview", data=form)
    page = planner.get(f"{address}/preview").text
    assert "The only row of the sample that says where it is" in page
    assert told in page
    odd = page.split('id="places"')[1].split("</div>")[0]
    assert not re.search(r"\b1 rows\b", odd)


def test_the_datums_that_are_one_on_the_map_are_said_to_be(planner, address):
    assert "WGS-84 and CGCS2000 differ by decimetres" in planner.get(f"{address}/preview").text


def test_without_a_choice_no_row_in_another_encoding_is_left_out_in_silence(
    planner, address, store
):
    planner.post(f"{address}/preview", data={"rows": "1", "city": "shanghai"})
    with store.session() as session:
        row = session.query(EnterpriseSet).filter_by(key=address.split("/")[-1]).one()
        assert row.wish["choices"]["is_mixed"] is False


def test_an_encoding_is_chosen_where_files_hold_two(planner, project_id):
    text = "企业名称,经度,纬度\n" + "甲,121.44,31.19\n" * 60
    data = text.encode() + ("乙公司,121.44,31.19\n" * 30).encode("gb18030")
    address = bring(planner, f"/en/planner/{project_id}", data)
    refused = planner.get(f"{address}/preview")
    assert refused.status_code == 400
    assert "The text is utf-8 up to line 61; from line 62 on it is something else" in refused.text
    assert f'action="{address}/encoding"' in refused.text

    assert planner.post(f"{address}/encoding", data={"encoding": "ebcdic"}).status_code == 400
    answer = planner.post(f"{address}/encoding", data={"encoding": "utf-8"})
    page = planner.get(answer.location).text
    assert "30 rows of the sample do not fit it; such rows are left out" in page

    form = {"column-lon": "经度", "column-lat": "纬度", "datum": "WGS-84", "city": "shanghai"}
    form |= {"encoding": "utf-8", "delimiter": "comma", "rows": "1"}
    assert planner.post(f"{address}/start", data=form).location == address
