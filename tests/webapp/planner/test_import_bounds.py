"""What may be brought at all: how large, how many, and what is told where that is too much."""

from __future__ import annotations

import io
import json

import pytest

from geo.imports.limits import MIB, Limits
from tests.geo.imports.conftest import CSV
from tests.webapp.planner.bringing import bring, chosen, looked_at, text_of, waiting
from webapp.planner.body_limits import LARGE_BYTES, is_large
from webapp.planner.import_jobs import ImportJobs
from webapp.planner.uploads import MOST_WAITING


def test_a_refused_file_can_be_read_otherwise(planner, project_id):
    data = "名稱,經度,緯度\r\n臺灣櫻花,121.47,31.23\r\n".encode("big5")
    address = bring(planner, project_id, data)
    page = looked_at(planner, address)
    assert page.status_code == 400
    assert "a.csv: the text is not UTF-8" in text_of(page)
    assert "Nothing of it was stored" in page.text
    assert chosen(planner, address, encoding="big5").status_code == 200
    answer = planner.post(address, data={"encoding": "utf-8"})
    assert looked_at(planner, answer.location).status_code == 400


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Choose a file, paste rows, or type coordinates"),
        ({"how": "file"}, "Choose a file first"),
        ({"how": "file", "file": (b"", "a.csv")}, "a.csv: the file is empty"),
        ({"how": "pasted", "text": " \n"}, "pasted rows: the file is empty"),
        ({"how": "pasted", "text": "x" * (MIB + 1)}, "the file has 1,048,577 bytes"),
        ({"how": "typed", "text": "nowhere"}, "“nowhere” is no pair of coordinates"),
        ({"how": "typed", "text": "1, 2"}, "not clear which is longitude"),
    ],
)
def test_what_cannot_be_taken_is_said_at_once(planner, planner_app, project_id, fields, told):
    others = waiting(planner_app)
    address = f"/en/planner/{project_id}/data/import"
    if "file" in fields:
        content, name = fields["file"]
        fields = {**fields, "file": (io.BytesIO(content), name)}
    answer = planner.post(address, data=fields)
    assert answer.status_code in (400, 413)
    assert told in text_of(answer)
    assert waiting(planner_app) == others


def test_a_file_that_is_too_large_is_told_as_such(planner, project_id):
    address = f"/planner/{project_id}/data/import"
    answer = planner.post(
        address, data=bytes(LARGE_BYTES + 1), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert "最多允许 67,108,864 字节" in answer.text
    assert f"/planner/{project_id}/data" in answer.text


def test_only_imports_may_be_large(planner, project_id):
    assert is_large(f"/planner/{project_id}/data/import")
    assert is_large("/en/planner/import")
    for path in ("/planner/x/data", "/planner/x/data/import/y", "/x/planner/y/data/import"):
        assert not is_large(path)
    assert Limits.file_bytes < LARGE_BYTES


def test_only_so_many_files_wait(planner, planner_app, project_id):
    addresses = [bring(planner, project_id, CSV) for _ in range(MOST_WAITING)]
    data = {"how": "file", "file": (io.BytesIO(CSV), "a.csv")}
    answer = planner.post(f"/en/planner/{project_id}/data/import", data=data)
    assert answer.status_code == 400
    assert f"{MOST_WAITING} files wait already" in answer.text
    for address in addresses:
        planner.post(f"{address}/cancel")


def test_refused_files_do_not_stand_in_the_way_of_the_next(planner, planner_app, project_id):
    others = set(waiting(planner_app))
    for number in range(MOST_WAITING + 2):
        page = looked_at(planner, bring(planner, project_id, b"a,b\n1,\x00", f"bad{number}.csv"))
        assert page.status_code == 400
    assert len(set(waiting(planner_app)) - others) <= MOST_WAITING
    assert "bad" not in planner.get(f"/en/planner/{project_id}/data").text

    address = bring(planner, project_id, CSV, "good.csv")
    assert looked_at(planner, address).status_code == 200
    assert "good.csv" in planner.get(f"/en/planner/{project_id}/data").text
    assert "1 of at most" in planner.get(f"/en/planner/{project_id}/data").text
    planner.post(f"{address}/cancel")


def test_a_reading_that_broke_off_can_be_repeated(planner, planner_app, project_id, monkeypatch):
    monkeypatch.setattr(ImportJobs, "_run", lambda *_: None)
    address = bring(planner, project_id, CSV)
    page = planner.get(address)
    assert "data-state=" in page.text  # it seems to wait
    folder = planner_app.config["ATLAS_STATE"] / "uploads" / address.rpartition("/")[2]
    (folder / "state-1.json").write_text(json.dumps({"status": "reading", "pid": 2**22 + 1}))
    page = planner.get(address)
    assert page.status_code == 503
    assert "Read it again" in page.text
    monkeypatch.undo()
    planner.post(address)
    assert looked_at(planner, address).status_code == 200
