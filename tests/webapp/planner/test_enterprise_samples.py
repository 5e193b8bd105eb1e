"""Parts of a registry: all of their columns are looked at before anything is counted."""

import io
import json
import re
import shutil

import pytest

from geo.enterprises.tally import Tally
from tests.geo.enterprises.counting_files import workbook
from webapp.planner import enterprise_samples
from webapp.store.models import EnterpriseSet

FIRST = "名称,经度,纬度\n甲,121.44,31.19\n"
FORM = {
    "rows": "1",
    "how": "inbox",
    "entry": "2024",
    "city": "shanghai",
    "datum": "WGS-84",
    "column-name": "名称",
    "column-lon": "经度",
    "column-lat": "纬度",
}


@pytest.fixture
def folder(planner_app):
    path = planner_app.config["ATLAS_STATE"] / "inbox" / "2024"
    path.mkdir(parents=True)
    (path / "1.csv").write_text(FIRST, encoding="utf-8")
    yield path
    shutil.rmtree(path.parent)


@pytest.fixture
def brought(planner, project_id, folder):
    def brought(**texts):
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        answer = planner.post(f"/en/planner/{project_id}/enterprises/new", data=FORM)
        return answer.location.removesuffix("/preview")

    return brought


def test_a_part_without_a_chosen_column_is_named_and_nothing_starts(planner, brought):
    address = brought(p2=FIRST, p3=FIRST.replace("经度", "lon"))
    page = planner.get(f"{address}/preview").text
    assert "the first one is shown below: 2024/1.csv" in page
    assert "2024/p3.csv has no “经度”, but “lon”." in page
    answer = planner.post(f"{address}/start", data=FORM)
    assert answer.status_code == 400
    assert "2024/p3.csv has no “经度”" in answer.text
    assert planner.get(f"{address}/state").json["status"] == "chosen"


def test_a_file_of_the_inbox_that_was_refused_may_be_looked_at_again(planner, brought, folder):
    (folder / "1.csv").write_text(FIRST.splitlines()[0], encoding="utf-8")
    address = brought()
    assert planner.get(f"{address}/preview").status_code == 400
    assert planner.get(f"{address}/state").json["status"] == "refused"
    assert "Look at them again" in planner.get(address).text

    (folder / "1.csv").write_text(FIRST, encoding="utf-8")
    assert planner.get(f"{address}/preview").status_code == 200
    assert planner.get(f"{address}/state").json["status"] == "chosen"


def test_parts_that_only_look_otherwise_do_start(planner, brought, monkeypatch):
    address = brought(p2="备注,纬度,经度,名称\n,31.19,121.44,乙\n", p3=FIRST)
    assert "2024/p2.csv also has “备注”." in planner.get(f"{address}/preview").text
    # What was found is kept: the parts are not opened again.
    monkeypatch.setattr(enterprise_samples, "headers_of_files", None)
    assert planner.post(f"{address}/start", data=FORM).location == address


def test_like_parts_are_told_in_a_line(planner, brought, store):
    address = brought(p2=FIRST)
    assert "All 2 parts have the same columns." in planner.get(f"{address}/preview").text
    with store.session() as session:
        row = session.query(EnterpriseSet).one()
        assert row.wish["files"] == ["2024/1.csv", "2024/p2.csv"]


@pytest.fixture
def book(planner, project_id, tmp_path):
    """Return the address of a workbook: a cover that reads as a table, and two years."""
    rows = [["名称", "经度", "纬度"], ["甲", 121.44, 31.19], ["乙", 121.45, 31.19]]
    sheets = {"说明": [["项目", "来源"], ["名录", "<i>某局</i>"]], "2023": rows[:2], "2024": rows}
    path = workbook(tmp_path / "名录.xlsx", **sheets, 空=[])
    sent = {"how": "file", "file": (io.BytesIO(path.read_bytes()), "名录.xlsx")}
    answer = planner.post(f"/en/planner/{project_id}/enterprises/new", data=sent)
    return answer.location.removesuffix("/preview")


def order_of(planner_app, project_id, row):
    folder = planner_app.config["ATLAS_STATE"] / "enterprises" / project_id / row.key
    return json.loads((folder / "runs" / row.job / "order.json").read_bytes())


def test_the_preview_names_the_sheet_and_another_one_can_be_chosen(
    planner, book, store, planner_app, project_id
):
    page = planner.get(f"{book}/preview").text
    assert "<dt>Sheet</dt><dd>说明 <small>3 sheets have cells; choose below</small>" in page
    offered = re.findall(r'<option value="([^"]*)"( selected)?>\1</option>', page)
    assert offered == [("说明", " selected"), ("2023", ""), ("2024", "")]

    # Other rows are shown before they are counted, with what their columns seem to mean.
    form = {"rows": "1", "sheet": "2024", "city": "shanghai", "datum": "WGS-84"}
    assert planner.post(f"{book}/start", data=form).location == f"{book}/preview"
    page = planner.get(f"{book}/preview").text
    assert "<dt>Sheet</dt><dd>2024 " in page
    assert '<option value="2024" selected>' in page
    assert '<option value="经度" selected>' in page

    form |= {f"column-{meaning}": name for meaning, name in (("lon", "经度"), ("lat", "纬度"))}
    assert planner.post(f"{book}/start", data=form).location == book
    with store.session() as session:
        row = session.query(EnterpriseSet).one()
        assert row.wish["choices"]["sheet"] == "2024"
        assert order_of(planner_app, project_id, row)["wish"]["sheet"] == "2024"

    with store.session(writes=True) as session:
        row = session.query(EnterpriseSet).one()
        tally = Tally(read=2, taken=2).to_json()
        row.status, row.result, row.tally = "done", row.job, {**tally, "industries": {}}
    assert "<dt>Sheet</dt><dd>2024</dd>" in planner.get(book).text


def test_a_sheet_that_is_not_there_is_refused(planner, book):
    answer = planner.post(f"{book}/preview", data={"rows": "1", "sheet": "2025"})
    assert answer.status_code == 400
    assert "“2025” is not possible; allowed: 说明, 2023, 2024." in answer.text


def test_a_set_of_before_sheets_were_told_is_the_same_run(
    planner, book, store, planner_app, project_id
):
    planner.get(f"{book}/preview")
    key = book.rpartition("/")[2]
    note = planner_app.config["ATLAS_STATE"] / "enterprises" / project_id / key / "sample.json"
    kept = json.loads(note.read_bytes())
    old = {name: value for name, value in kept["sample"].items() if not name.startswith("sheet")}
    note.write_text(json.dumps({"wanted": kept["wanted"][:3], "sample": old}), encoding="utf-8")
    assert "<dt>Sheet</dt><dd>说明 " in planner.get(f"{book}/preview").text

    columns = {"column-district": "项目"}
    form = {"rows": "1", "city": "shanghai", "sheet": "说明", **columns}
    assert planner.post(f"{book}/start", data=form).location == book  # it was shown: no news
    with store.session(writes=True) as session:
        row = session.query(EnterpriseSet).one()
        choices = {name: value for name, value in row.wish["choices"].items() if name != "sheet"}
        row.wish, row.status = {**row.wish, "choices": choices}, "failed"
    assert planner.post(f"{book}/resume").location == book
    with store.session() as session:
        row = session.query(EnterpriseSet).one()
        assert "sheet" not in order_of(planner_app, project_id, row)["wish"]


def test_workbooks_without_the_sheet_are_named(planner, project_id, folder):
    (folder / "1.csv").unlink()
    rows = [["名称", "经度", "纬度"], ["甲", 121.44, 31.19]]
    workbook(folder / "1.xlsx", 说明=[["a", "b"], ["c", "d"]], 名录=rows)
    workbook(folder / "2.xlsx", 说明=[["a", "b"], ["c", "d"]], 企业=rows)
    address = planner.post(f"/en/planner/{project_id}/enterprises/new", data=FORM).location
    page = planner.get(address).text
    assert '<option value="" selected>the first one with rows in each file</option>' in page
    assert "columns." not in page[page.index("how-read") : page.index("columns-title")]

    planner.post(address, data={"rows": "1", "sheet": "名录", "city": "shanghai"})
    page = planner.get(address).text
    assert "2024/2.xlsx has no sheet “名录”, but “说明”, “企业”." in page
    assert "Choose a sheet that all of them have" in page
    form = {**FORM, "sheet": "名录"}
    answer = planner.post(address.replace("/preview", "/start"), data=form)
    assert answer.status_code == 400
    planner.post(address, data={**form, "sheet": ""})
    assert "has no sheet" not in planner.get(address).text
