"""From a file to a layer and back, as forms do it."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
from functools import partial

import pytest

from geo.study.limits import MOST_FEATURES
from tests.geo.imports.conftest import CSV, NAMES, csv_of, feature, frame, geojson, gpkg, xlsx
from tests.geo.imports.conftest import shapefile as zipped_shapefile
from tests.webapp.planner.bringing import (
    bring,
    bring_text,
    chosen,
    layers_in,
    looked_at,
    taken,
    text_of,
    waiting,
)
from webapp.planner.uploads import RunState, WaitingFile
from webapp.store.layer_reading import features_of, layers_of
from webapp.store.models import Project

MIXED = csv_of(
    "名称,经度,纬度,租金",
    *("甲,121.47,31.23,3.5", "乙,31.2,121.5,4", "甲,121.47,31.23,3.5", "丙,116.4,39.9,1"),
    encoding="gb18030",
)


@pytest.fixture
def stored(store):
    """Read the layers of a project from the database: name, kind and places."""
    return partial(layers_in, store)


@pytest.fixture
def before(stored, project_id):
    return stored(project_id)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_file_of_a_spreadsheet_in_china(planner, project_id, stored, before, lang):
    address = bring(planner, project_id, MIXED, "候选.csv", title="新地块")
    address = address.replace("/en/", f"{lang}/")
    page = looked_at(planner, address)
    assert page.status_code == 200
    assert "gb18030" in page.text
    assert 'id="take"' not in page.text  # the datum is not known
    assert stored(project_id) == before

    fields = {"title": "新地块", "kind": "candidates", "datum": "GCJ-02", "name_column": "名称"}
    page = chosen(planner, address, **fields)
    button = "取用 1 行，略去 3 行" if not lang else "Take the good row, leave 3"
    assert button in page.text
    assert stored(project_id) == before

    answer = planner.post(f"{address}/take", data={"rows": "1", **fields})
    assert answer.location == f"{lang}/planner/{project_id}/data"
    page = planner.get(answer.location)
    assert ("已取用 1 行，略去 3 行" if not lang else "1 rows taken, 3 left out") in page.text
    assert stored(project_id) == {**before, "新地块": ("candidates", ["甲"])}

    undone = planner.post(f"{lang}/planner/{project_id}/undo")
    assert undone.status_code == 303
    assert stored(project_id) == before


def test_problems_can_be_downloaded(planner, project_id):
    address = bring(planner, project_id, MIXED)
    chosen(planner, address, datum="GCJ-02")
    english = planner.get(f"{address}/rows.csv")
    assert english.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(english.data.decode("utf-8-sig"))))
    assert rows[0] == ["row", "column", "value", "taken", "problem", "what to do"]
    assert [row[0] for row in rows[1:]] == ["3", "4", "5"]
    assert rows[3][2] == "116.4, 39.9"  # as it stands in the file, not as it was converted
    chinese = planner.get(f"{address}/rows.csv".replace("/en/", "/")).data.decode("utf-8-sig")
    assert "不在任何一个城市内：上海市、深圳市" in chinese


FAULTY = csv_of("名称,经度,纬度", "甲,121.47,31.23", "乙,121.5,", "丙,约121,31.2", "丁,116.4,39.9")


def test_faults_are_told_before_the_system_is_chosen(planner, project_id):
    address = bring(planner, project_id, FAULTY)
    page = text_of(looked_at(planner, address))
    assert "Rows with something to tell 2 so far" in page
    assert "there is no latitude" in page
    assert "longitude “约121” is no number" in page
    assert "outside all cities" not in page
    rows = planner.get(f"{address}/rows.csv").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    page = text_of(chosen(planner, address, datum="WGS-84"))
    assert "Rows with something to tell 3 " in page
    assert "so far" not in page


def test_the_reason_counts_and_coordinates_are_not_called_mixed(planner, project_id):
    lines = ["121.47,31.23"] * 9 + ["约121,31.2", "inf,31.2"]
    address = bring(planner, project_id, csv_of("经度,纬度", *lines)).replace("/en/", "/")
    page = text_of(looked_at(planner, address))
    assert "如此建议，因为：列名如此；“经度”的 11 个值中 9 个是度数" in page
    assert "混杂" not in page
    assert "不能用于量取" not in page


def test_a_city_s_own_grid_is_explained(planner, project_id):
    data = csv_of("名称,X,Y", "甲,-2100,3500", "乙,-1500,4200")
    page = looked_at(planner, bring(planner, project_id, data).replace("/en/", "/"))
    assert "它们像是某个城市自己的坐标系（如上海城市坐标系），这里不支持" in text_of(page)
    assert "（如 -2100, 3500）" in text_of(page)


def test_rows_can_be_kept_all_the_same(planner, project_id, stored):
    address = bring(planner, project_id, MIXED, title="全")
    taken(planner, address, datum="GCJ-02", keep=["outside", "duplicate"], name_column="名称")
    assert stored(project_id)["全"] == ("candidates", ["甲", "甲", "丙"])


def test_what_was_not_seen_is_not_taken(planner, project_id, stored, before):
    address = bring(planner, project_id, MIXED)
    chosen(planner, address, datum="GCJ-02")
    answer = planner.post(f"{address}/take", data={"rows": "1", "datum": "BD-09"})
    assert answer.location == address
    assert "Something was chosen anew" in looked_at(planner, address).text
    assert stored(project_id) == before


def test_what_was_chosen_while_the_file_was_read_is_taken(planner, planner_app, project_id, stored):
    """A click on a datum and one on the button, one soon after the other."""
    address = bring(planner, project_id, MIXED, title="快")
    looked_at(planner, address)
    folder = planner_app.config["ATLAS_STATE"] / "uploads" / address.rpartition("/")[2]
    WaitingFile(folder).note(1, RunState("reading", pid=os.getpid()))
    taken(planner, address, datum="GCJ-02", x="经度", y="纬度", name_column="名称")
    assert stored(project_id)["快"] == ("candidates", ["甲"])


def test_a_datum_must_be_chosen_before_rows_are_taken(planner, project_id, stored, before):
    address = bring(planner, project_id, MIXED)
    looked_at(planner, address)
    answer = planner.post(f"{address}/take", data={"rows": "1"})
    assert answer.location == address
    assert "no row that could be taken" in looked_at(planner, address).text
    assert stored(project_id) == before


def test_the_file_goes_when_it_was_taken(planner, planner_app, project_id):
    others = waiting(planner_app)
    address = bring(planner, project_id, MIXED)
    assert len(waiting(planner_app)) == len(others) + 1
    taken(planner, address, datum="GCJ-02")
    assert waiting(planner_app) == others
    assert planner.get(address).status_code == 404


def test_a_file_can_be_given_up(planner, planner_app, project_id, stored, before):
    others = waiting(planner_app)
    address = bring(planner, project_id, MIXED)
    assert "a.csv" in planner.get(f"/en/planner/{project_id}/data").text
    answer = planner.post(f"{address}/cancel")
    assert "Nothing of it was stored" in planner.get(answer.location).text
    assert waiting(planner_app) == others
    assert stored(project_id) == before


def test_pasted_rows(planner, project_id, stored):
    text = "名称\t经度\t纬度\n站一\t121.47\t31.23\n站二\t121.5\t31.2\n"
    address = bring_text(planner, project_id, "pasted", text)
    page = looked_at(planner, address)
    assert "Pasted rows" in page.text
    fields = {"datum": "WGS-84", "kind": "reference", "title": "站", "name_column": "名称"}
    taken(planner, address, **fields)
    assert stored(project_id)["站"] == ("reference", ["站一", "站二"])


def test_typed_coordinates(planner, project_id, stored):
    text = "31°13′49.4″N 121°28′25.3″E\n121.5,31.2\nnowhere"
    address = bring_text(planner, project_id, "typed", text)
    looked_at(planner, address)
    taken(planner, address, datum="WGS-84")
    kind, names = stored(project_id)["Typed coordinates"]
    assert (kind, names) == ("candidates", ["Typed coordinates 1", "Typed coordinates 2"])


RENTS = csv_of("名称,经度,纬度,租金", '甲,121.47,31.23,"15,000"', "乙,121.5,31.2,12000")


def test_the_meaning_of_a_comma_is_chosen_with_one_click(planner, project_id, store):
    address = bring(planner, project_id, RENTS, title="租")
    page = looked_at(planner, address)
    assert "“租金”: what does the comma in “15,000” do?" in text_of(page)
    assert "it separates thousands: 15000" in text_of(page)
    assert "it is the decimal sign: 15 " in text_of(page)
    fields = {"datum": "WGS-84", "comma:租金": "thousands", "title": "租"}
    assert "whole number" in text_of(chosen(planner, address, **fields))
    taken(planner, address, **fields)
    with store.session() as session:
        found = layers_of(session, session.get_one(Project, project_id))
        (layer,) = (layer for layer in found if layer.name == "租")
        assert [row.values["租金"] for row in features_of(session, layer)] == [15000, 12000]
    page = text_of(planner.get(f"/planner/{project_id}/layers/L4"))
    assert "列 租金 的逗号是千位分隔（如“15,000”），由导入的人选定" in page


PAIRS = csv_of("名称,坐标", '甲,"121.4417,31.1932"', '乙,"31.11,121.39"')


def test_a_pair_in_the_other_order_is_left_out_and_said(planner, project_id):
    address = bring(planner, project_id, PAIRS)
    page = text_of(chosen(planner, address, datum="WGS-84"))
    assert "Proposed: longitude first, because 1 of 2 pairs can only be read so" in page
    assert "longitude and latitude (31.11, 121.39) are swapped write 121.39, 31.11" in page
    assert "1 places taken as WGS-84, unchanged" in page
    page = chosen(planner, address, datum="WGS-84", order="y_first")
    assert '<input type="radio" name="order" value="y_first" checked>' in page.text
    assert "longitude and latitude (121.4417, 31.1932) are swapped" in text_of(page)
    assert "unchanged" not in text_of(page)


def test_a_typed_line_in_the_other_order_is_said(planner, project_id):
    address = bring_text(planner, project_id, "typed", "31.2304,121.4737").replace("/en/", "/")
    page = text_of(chosen(planner, address, datum="WGS-84"))
    assert "按“纬度, 经度”读取" in page
    assert "未作改动" not in page
    assert "次序" not in page  # a line may have its own order


def test_a_workbook_offers_its_sheets(planner, project_id, stored):
    data = xlsx(["a"], [1], 表二=[["名称", "经度", "纬度"], ["甲", 121.47, 31.23]])
    address = bring(planner, project_id, data, "a.xlsx")
    page = looked_at(planner, address)
    assert '<option value="表二">' in page.text
    fields = {"layer": "表二", "datum": "WGS-84", "title": "表", "name_column": "名称"}
    taken(planner, address, **fields)
    assert stored(project_id)["表"] == ("candidates", ["甲"])


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "shapefile"])
def test_files_that_bring_their_places(planner, project_id, stored, tmp_path, kind):
    if kind == "geojson":
        ring = [[121.4, 31.2], [121.5, 31.2], [121.5, 31.3], [121.4, 31.2]]
        data = geojson(feature({"type": "Polygon", "coordinates": [ring]}, 名称="片区"))
    elif kind == "gpkg":
        data = gpkg(tmp_path, frame()).read_bytes()
    else:
        data = zipped_shapefile(tmp_path, frame())
    address = bring(planner, project_id, data, "a.bin", title="区", kind="reference")
    page = looked_at(planner, address)
    assert "The places come with the file" in page.text
    taken(planner, address, datum="GCJ-02", name_column="名称" if kind == "geojson" else "name")
    expected = ["片区"] if kind == "geojson" else list(NAMES)
    assert stored(project_id)["区"] == ("reference", expected)


def test_an_encoding_that_the_file_states_is_said_to_be_the_file_s(planner, project_id, tmp_path):
    data = zipped_shapefile(tmp_path, frame(名称=list(NAMES)), encoding="GBK")
    address = bring(planner, project_id, data, "a.zip", title="区").replace("/en/", "/")
    page = text_of(looked_at(planner, address))
    assert "gb18030 文件（.cpg）写明" in page
    assert "Shapefile 写明编码 gbk（.cpg），属性表按 gb18030 读取" in page
    page = text_of(chosen(planner, address, encoding="gb18030"))
    assert "gb18030 由您指定" in page
    assert "写明编码" not in page
    taken(planner, address, datum="WGS-84", title="区")
    assert "gb18030 文件（.cpg）写明" in text_of(planner.get(f"/planner/{project_id}/layers/L4"))


def test_a_type_that_is_forced_refuses_what_it_cannot_be(planner, project_id):
    data = csv_of("经度,纬度,租金", "121.47,31.23,3", "121.5,31.2,面议")
    address = bring(planner, project_id, data)
    page = looked_at(planner, address)
    assert "“租金”: 1 of 2 cells are numbers; the others are not, such as row 3 “面议”." in (
        text_of(page)
    )
    assert "holds numbers and other things" not in page.text  # it is said where one can choose
    assert 'name="type" value="number|租金"' in page.text
    page = chosen(planner, address, datum="WGS-84", type="number|租金")
    assert "those rows are listed below and left out" in text_of(page)
    assert 'name="type" value="text|租金"' in page.text
    assert "“面议” cannot be read as number" in text_of(page)
    assert "Take the good row, leave 1" in page.text
    # The list of types is sent too, before the button that was clicked.
    page = chosen(planner, address, datum="WGS-84", type=["number|租金", "text|租金"])
    assert "Take all 2 rows" in page.text


def test_the_log_says_how_a_layer_came(planner, project_id):
    taken(planner, bring(planner, project_id, MIXED, "候选.csv", title="新"), datum="GCJ-02")
    page = text_of(planner.get(f"/planner/{project_id}/layers/L4"))
    for told in (
        "候选.csv",
        "gb18030",
        "GCJ-02",
        "由导入的人选定",
        "读取 4 行，取用 1 行，略去 3 行",
    ):
        assert told in page
    answer = planner.get(f"/planner/{project_id}/layers/L4/problems.csv")
    assert len(answer.data.decode("utf-8-sig").splitlines()) == 4


def test_a_project_holds_only_so_much(planner, project_id, stored, before):
    lines = (f"{121.3 + n / 1e6:.6f},31.2" for n in range(MOST_FEATURES))
    address = bring(planner, project_id, csv_of("经度,纬度", *lines))
    page = chosen(planner, address, datum="WGS-84")
    assert "has room for 19,997 more places only" in page.text
    assert 'id="take"' not in page.text
    answer = planner.post(f"{address}/take", data={"rows": "1", "datum": "WGS-84"})
    assert answer.status_code == 400
    assert "The project holds 3 places and would get 20,000 more" in answer.text
    assert stored(project_id) == before
    assert planner.get(address).status_code == 200  # it still waits


def test_what_the_study_cannot_hold_is_not_stored(planner, make_project, stored):
    criterion = {
        "id": "fit",
        "title": "Fit",
        "measure": {"kind": "policy_fit", "column": "产业", "of": "district"},
        "direction": "more",
        "function": {"kind": "linear"},
    }
    features = [{"id": "1", "name": "a", "lon": 121.4, "lat": 31.2, "values": {"产业": "chips"}}]
    layer = {
        "id": "L1",
        "kind": "candidates",
        "name": "A",
        "columns": {"产业": "text"},
        "features": [{**features[0], "values": {"产业": "智能制造"}}],
    }
    project = make_project(layers=[layer], criteria=[criterion])
    before = stored(project)
    data = csv_of("经度,纬度,产业", "121.47,31.23,炼金术")
    address = bring(planner, project, data)
    chosen(planner, address, datum="WGS-84")
    answer = planner.post(f"{address}/take", data={"rows": "1", "datum": "WGS-84"})
    assert answer.status_code == 400
    assert "炼金术" in answer.text
    assert stored(project) == before
    assert planner.get(address).status_code == 200


def test_texts_of_a_file_are_never_markup(planner, project_id):
    evil = "<script>alert(1)</script>{{7*191}}"
    data = csv_of(f"经度,纬度,{evil}", f"121.47,31.23,{evil}", f"x{evil},31,{evil}")
    address = bring(planner, project_id, data, f"{evil}.csv")
    pages = [looked_at(planner, address), chosen(planner, address, datum="WGS-84")]
    taken(planner, address, datum="WGS-84", name_column=evil)
    pages += [planner.get(f"/planner/{project_id}/{path}") for path in ("data", "layers/L4")]
    pages.append(planner.get(f"/planner/{project_id}/candidates/5"))
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "1337" not in page.text
    assert all("{{7*191}}" in page.text for page in pages)


def test_nothing_is_stored_when_the_database_fails(
    planner, project_id, stored, before, monkeypatch
):
    address = bring(planner, project_id, CSV)
    chosen(planner, address, datum="WGS-84")

    def fail(*_, **__):
        raise sqlite3.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("webapp.planner.imports.keeping_together", fail)
        with pytest.raises(sqlite3.OperationalError):
            planner.post(f"{address}/take", data={"rows": "1", "datum": "WGS-84"})
    assert stored(project_id) == before
    assert planner.get(address).status_code == 200
