import io

import pytest

from tests.webapp.planner.enterprise_sets import ROWS, bring
from webapp.store.models import Change, EnterpriseSet

DATA = ROWS.encode("gbk")
JSON = {"Accept": "application/json"}


@pytest.fixture
def base(project_id):
    return f"/en/planner/{project_id}/enterprises"


SIZE = len(DATA)


def announced(size=SIZE, name="名录.csv", **more):
    return {"files": [{"name": name, "size": size, "modified": 5, **more}]}


def send(client, about, offset, data, part=0):
    address = f"{about['upload']}/{part}?offset={offset}"
    options = {"content_type": "application/octet-stream", "headers": JSON}
    return client.post(address, data=data, **options)


def test_files_come_in_slices_and_go_on_where_they_broke_off(planner, base):
    about = planner.post(f"{base}/begin", json=announced()).json
    assert about["received"] == [0]
    assert send(planner, about, 0, DATA[:100]).json == {"received": 100, "is_complete": False}
    answer = send(planner, about, 0, DATA[:100])
    assert (answer.status_code, answer.json) == (409, {"received": 100})

    again = planner.post(f"{base}/begin", json=announced()).json
    assert (again["key"], again["received"]) == (about["key"], [100])
    assert planner.get(again["upload"]).json["received"] == [100]
    page = planner.get(f"{base}/{about['key']}").text
    assert "Choose the same files again" in page
    assert planner.get(about["page"]).status_code == 404

    assert send(planner, about, 100, DATA[100:]).json["is_complete"]
    assert "gb18030" in planner.get(about["page"]).text
    assert send(planner, about, len(DATA), b"more").status_code == 400
    fresh = planner.post(f"{base}/begin", json=announced()).json
    assert fresh["key"] != about["key"]


def test_what_cannot_be_read_is_told_when_it_has_arrived(planner, base):
    about = planner.post(f"{base}/begin", json=announced(8)).json
    answer = send(planner, about, 0, b"%PDF-1.7")
    assert answer.status_code == 400
    assert "a PDF" in answer.json["error"]
    assert planner.get(f"{base}/{about['key']}").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"files": []},
        {"files": [{"name": "a"}]},
        {"files": [{"name": 7, "size": 1}]},
        announced(-1),
        announced(True),
        announced(2**60),
        {"files": [{"name": "a", "size": 1}] * 501},
        announced(0),
    ],
)
def test_what_describes_no_files_is_refused(planner, base, sent):
    answer = planner.post(f"{base}/begin", json=sent, headers=JSON)
    assert answer.status_code == 400
    assert answer.json["error"]


def test_a_slice_of_nothing_is_refused(planner, base):
    about = planner.post(f"{base}/begin", json=announced()).json
    for part, offset in ((1, 0), (0, ""), (0, -1)):
        assert send(planner, about, offset, b"x", part).status_code == 400
    answer = send(planner, about, 0, b"x" * (len(DATA) + 1))
    assert (answer.status_code, "error" in answer.json) == (413, True)


def test_a_refused_file_leaves_nothing_behind_and_nothing_to_undo(planner, base, store):
    photo = b"\x89PNG\r\n\x1a\n" + b"\x00" * 50
    about = planner.post(f"{base}/begin", json=announced(len(photo))).json
    with store.session() as session:
        assert session.query(EnterpriseSet).count() == 1
    answer = send(planner, about, 0, photo)
    assert answer.status_code == 400
    with store.session() as session:
        assert session.query(EnterpriseSet).count() == 0
        assert session.query(Change).filter(Change.kind.startswith("set-")).count() == 0


def test_a_plain_form_sends_one_file(planner, base, project_id):
    address = bring(planner, f"/en/planner/{project_id}")
    assert "nothing is counted before you start" in planner.get(f"{address}/preview").text
    for form in ({}, {"how": "file"}, {"how": "else"}, {"how": "inbox", "entry": "../secret"}):
        assert planner.post(f"{base}/new", data=form).status_code == 400
    two = [(io.BytesIO(DATA), name) for name in ("a.csv", "b.csv")]
    answer = planner.post(f"{base}/new", data={"how": "file", "file": two})
    assert "one file at a time" in answer.text
    sent = {"how": "file", "file": (io.BytesIO(b"%PDF-1.7"), "a.csv")}
    answer = planner.post(f"{base}/new", data=sent)
    assert answer.status_code == 400
    assert "Nothing was stored." in answer.text
    assert "a registry comes as CSV (also .gz), Parquet or XLSX" in answer.text
    address = bring(planner, f"/en/planner/{project_id}", data=DATA.partition(b"\n")[0])
    answer = planner.get(f"{address}/preview")
    assert answer.status_code == 400
    assert "The files stay in the list of registries" in answer.text


def test_the_inbox_is_read_where_it_is(planner, base, planner_app):
    inbox = planner_app.config["ATLAS_STATE"] / "inbox"
    (inbox / "parts").mkdir(parents=True)
    for number in (1, 2):
        (inbox / "parts" / f"{number}.csv").write_bytes(DATA)
    try:
        assert "2 files, 0.0 MiB" in planner.get(base).text
        answer = planner.post(f"{base}/new", data={"how": "inbox", "entry": "parts"})
        page = planner.get(answer.location).text
        assert "parts/1.csv" in page
        (inbox / "parts" / "1.csv").unlink()
        start = answer.location.replace("preview", "start")
        assert (
            planner.post(start, data={"rows": "1", "column-district": "企业名称"}).status_code
            == 404
        )
    finally:
        for path in (inbox / "parts").iterdir():
            path.unlink()
        (inbox / "parts").rmdir()


def test_a_set_is_called_after_its_file(planner, base):
    for name, called in (("a.b.CSV.gz", "a.b"), ("..", "file"), ("x", "x")):
        about = planner.post(f"{base}/begin", json=announced(name=name)).json
        page = planner.get(f"{base}/{about['key']}").text
        assert f"<h1>{called}" in page
