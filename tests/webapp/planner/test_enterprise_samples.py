"""Parts of a registry: all of their columns are looked at before anything is counted."""

import shutil

import pytest

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
