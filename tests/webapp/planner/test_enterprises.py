"""From a file to what was counted, as pages tell it."""

import json
import re
from datetime import timedelta

import pytest

from tests.webapp.planner.enterprise_sets import CHOSEN, bring, count
from webapp.planner.enterprise_folders import SetFolder
from webapp.store.changes import KEPT
from webapp.store.models import EnterpriseSet, now
from webapp.worker_signs import show


@pytest.fixture
def base(project_id):
    return f"/en/planner/{project_id}"


@pytest.fixture
def state(planner_app):
    return planner_app.config["ATLAS_STATE"]


@pytest.fixture
def work(store, state, catalogue):
    return lambda **options: count(store, state, catalogue, **options)


@pytest.fixture
def address(planner, base):
    return bring(planner, base)


def test_a_project_without_enterprises_says_what_they_are_for(planner, base):
    page = planner.get(f"{base}/enterprises").text
    assert "No enterprises yet." in page
    assert "ATLAS_STATE" in page
    assert "64 MiB" in page
    steps = page.split('class="steps"')[1].split("</nav>")[0]
    assert '<span class="step-number is-optional" aria-hidden="true">+</span> Enterprises' in steps
    assert 'aria-hidden="true">2</span> Criteria' in steps
    assert 'aria-current="page"' in steps


def test_the_whole_way(planner, base, address, work, state):
    key = address.rpartition("/")[2]
    preview = planner.get(f"{address}/preview").text
    assert "gb18030" in preview
    assert "&lt;b&gt;面包" in preview
    answer = planner.post(f"{address}/start", data=CHOSEN)
    assert (answer.status_code, answer.location) == (303, address)

    waiting = planner.get(address).text
    assert "No worker is running now" in waiting
    assert planner.get(f"{address}/state").json["status"] == "waiting"
    show(state)
    assert "It waits for the worker" in planner.get(address).text
    assert work() == 1

    page = planner.get(address).text
    assert "<b>9</b> of 10 rows were counted, 1 was left out." in page
    assert "名录甲" in page
    assert "a coordinate is no number" in page
    listed = planner.get(f"{base}/enterprises").text
    assert f'<a href="{address}">名录甲</a>' in listed
    rejected = planner.get(f"{address}/rejected.csv")
    assert rejected.headers["Content-Disposition"] == f'attachment; filename="rejected-{key}.csv"'
    assert (
        rejected.text.splitlines()[1]
        == "parts.csv,3,lon,=1+1,not-a-number,a coordinate is no number"
    )
    assert planner.get(f"{address}/state").json["status"] == "done"


def test_a_run_tells_up_to_which_row_it_is_saved(planner, address, work, state, project_id):
    planner.post(f"{address}/start", data=CHOSEN)
    files = SetFolder(state, project_id, address.rpartition("/")[2])
    (run,) = (files.folder / "runs").iterdir()
    about = {"bytes_done": 6, "bytes_total": 9, "rows_done": 6_000, "rows_saved": 4_000}
    files.run(run.name).write("waiting", details=about)

    page = planner.get(address).text
    assert 'Saved up to row</dt><dd data-fact="rows_saved">4,000</dd>' in page
    assert planner.get(f"{address}/state").json["rows_saved"] == 4_000


REFUSED = {
    "utf-16": ("名称,区\n甲,徐汇区\n" * 9).encode("utf-16"),
    "header": "名称,区\n".encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_cannot_be_read_are_listed_with_the_reason_and_what_to_do(planner, base, name):
    address = bring(planner, base, REFUSED[name])
    refused = planner.get(f"{address}/preview")
    assert refused.status_code == 400
    why = re.search(r'role="alert">([^<]+)', refused.text)[1].strip()

    page = planner.get(address)
    assert page.status_code == 200
    assert "nothing of them was counted" in page.text
    assert why in page.text
    assert f'href="{base}/enterprises#send">Send another file' in page.text
    assert f'href="{address}/remove">' in page.text
    assert f'href="{address}/preview"' not in page.text
    assert "nothing was counted yet" not in page.text

    listed = planner.get(f"{base}/enterprises").text
    assert 'is-refused">not taken' in listed
    assert why in listed
    assert "not counted yet" not in listed


def test_asking_twice_is_one_run(planner, address, work, state, project_id):
    for _ in range(2):
        planner.post(f"{address}/start", data=CHOSEN)
    work()
    planner.post(f"{address}/start", data=CHOSEN)
    assert work() == 1
    files = SetFolder(state, project_id, address.rpartition("/")[2])
    runs = list((files.folder / "runs").iterdir())
    assert len(runs) == 1
    assert (runs[0] / "began").read_text().split() == ["0"]


def test_a_run_is_given_up_and_resumed(planner, address, work):
    planner.post(f"{address}/start", data=CHOSEN)
    assert planner.post(f"{address}/cancel").location == address
    assert work() == 0
    assert "It was cancelled before any row was counted." in planner.get(address).text
    planner.post(f"{address}/resume")
    assert work() == 1
    assert "9</b> of 10" in planner.get(address).text


def test_what_went_wrong_is_told_and_can_be_tried_again(planner, address, work, state, project_id):
    planner.post(f"{address}/start", data=CHOSEN)
    upload = SetFolder(state, project_id, address.rpartition("/")[2]).upload / "名录.csv"
    content = upload.read_bytes()
    run = next((upload.parents[1] / "runs").iterdir())
    (run / "attempts").write_text("3")
    work()
    page = planner.get(address).text
    assert "The worker ended 3 times while it read these files" in page
    assert "Resume" in page

    upload.unlink()
    assert planner.post(f"{address}/resume").status_code == 404
    upload.write_bytes(content)
    planner.post(f"{address}/resume")
    assert planner.get(f"{address}/state").json["status"] == "waiting"


@pytest.mark.parametrize(
    ("code", "offers", "not_offered"),
    [
        ("damaged-gz", "Bring the files again", "/resume"),
        ("wrong-encoding", "and leave out rows that do not fit", "/resume"),
        ("disk-full", "/resume", "Bring the files again"),
    ],
)
def test_what_cannot_help_is_not_offered(
    planner, address, work, state, project_id, code, offers, not_offered
):
    planner.post(f"{address}/start", data=CHOSEN)
    files = SetFolder(state, project_id, address.rpartition("/")[2])
    run = next((files.folder / "runs").iterdir())
    (run / "attempts").write_text("3")
    work()
    note = run / "state.json"
    told = json.loads(note.read_text())
    told["details"] |= {"problem": {"code": code, "text": "x", "file": "a"}, "rows_done": 4}
    note.write_text(json.dumps(told))
    page = planner.get(address).text
    assert offers in page
    assert not_offered not in page
    assert ("4 rows before it were read." in page) is (code != "disk-full")
    if code == "wrong-encoding":
        answer = planner.post(f"{address}/encoding", data={"encoding": "gb18030"})
        assert planner.get(answer.location).status_code == 200


def test_a_new_choice_keeps_the_old_result_until_it_is_done(planner, address, work):
    planner.post(f"{address}/start", data=CHOSEN)
    work()
    planner.post(f"{address}/start", data={**CHOSEN, "datum": "WGS-84"})
    page = planner.get(address).text
    assert "Below is what was counted before." in page
    assert "9</b> of 10" in page


def test_synthetic_enterprises_say_so_everywhere(planner, base):
    rows = "名称,区\n合成企业 0001,徐汇区\n".encode()
    address = bring(planner, base, rows)
    preview = planner.get(f"{address}/preview").text
    assert "The names say that these enterprises are synthetic" in preview
    form = {"rows": "1", "city": "shanghai", "column-name": "名称", "column-district": "区"}
    planner.post(f"{address}/start", data=form)
    for page in (address, f"{base}/enterprises"):
        assert '<span class="tag is-synthetic">synthetic</span>' in planner.get(page).text


def test_removing_is_asked_and_undone(planner, base, address):
    assert "Remove “名录”?" in planner.get(f"{address}/remove").text
    assert planner.post(f"{address}/remove").location == f"{base}/enterprises"
    assert planner.get(address).status_code == 404
    listed = planner.get(f"{base}/enterprises").text
    assert "removed enterprises: 名录" in listed
    planner.post(f"{base}/undo", data={"back": f"{base}/enterprises"})
    assert planner.get(address).status_code == 200


def test_undoing_after_the_files_were_removed_is_refused(planner, base, address, store):
    planner.post(f"{address}/remove")
    with store.session(writes=True) as session:
        key = address.rpartition("/")[2]
        row = session.query(EnterpriseSet).filter_by(project_id=base.rpartition("/")[2], key=key)
        row.one().deleted_at = now() - KEPT - timedelta(hours=1)
    answer = planner.post(f"{base}/undo", data={"back": f"{base}/enterprises"})
    assert answer.status_code == 410
    assert "was removed more than 30 days ago, and its files are gone" in answer.text
    assert planner.get(address).status_code == 404


def test_who_only_looks_sees_no_rows(signed_in, planner_app, store, state, catalogue, project_id):
    editor, viewer = signed_in("editor"), signed_in("viewer")
    address = bring(editor, f"/en/planner/{project_id}")
    editor.post(f"{address}/start", data=CHOSEN)
    count(store, state, catalogue)
    page = viewer.get(address).text
    assert "9</b> of 10" in page
    assert "=1+1" not in page
    assert "Choose otherwise" not in page
    assert viewer.get(f"{address}/rejected.csv").status_code == 403
    assert viewer.get(f"{address}/preview").status_code == 403


def test_another_project_does_not_reach_a_set(planner, address, make_project):
    key = address.rpartition("/")[2]
    assert planner.get(f"/planner/{make_project()}/enterprises/{key}").status_code == 404


def counted(store, address, **tally):
    """Let a set have been counted with these numbers."""
    with store.session(writes=True) as session:
        parts = address.split("/")
        row = session.query(EnterpriseSet).filter_by(project_id=parts[-3], key=parts[-1]).one()
        row.tally = {**row.tally, **tally}


def by_industry(page):
    """Read the numbers and shares of the table of industries, the unmapped last."""
    rows = page.split("<caption>By industry</caption>")[1].split("</table>")[0]
    cells = re.findall(r'<td class="number">([^<]+)</td>', rows)
    return [int(text.replace(",", "")) for text in cells[::2]], cells[1::2]


@pytest.mark.parametrize(
    ("industries", "unmapped", "without"), [({"education": 5}, 3, 1), ({}, 0, 9)]
)
def test_industries_and_the_unmapped_are_all_rows(
    planner, address, work, store, industries, unmapped, without
):
    planner.post(f"{address}/start", data=CHOSEN)
    work()
    counted(store, address, unmapped=unmapped, no_industry=without, industries=industries)
    page = planner.get(address).text
    numbers, shares = by_industry(page)
    assert sum(numbers) == 9
    assert (numbers[-1], shares[-1]) == (
        unmapped + without,
        f"{100 * (unmapped + without) / 9:.1f} %",
    )
    assert f"of these, {without} have no industry text at all" in page


def test_nothing_counted_is_explained_with_what_to_do(planner, base, work, store):
    rows = "名称,经度,纬度\n" + "乙,114.05,22.54\n" * 3
    address = bring(planner, base, rows.encode())
    form = {key: text for key, text in CHOSEN.items() if key not in ("encoding", "column-year")}
    form |= {"column-name": "名称", "column-industry": ""}
    assert planner.post(f"{address}/start", data=form).location == address
    work()
    reasons = {"outside-cities": 3}
    counted(store, address, taken=0, rejected=3, read=3, outside=3, reasons=reasons, first=[])
    page = planner.get(address).text
    assert "None of the 3 rows was counted." in page
    assert "The most frequent reason: outside of the chosen cities (3 rows)." in page
    assert "In the sample: Shenzhen holds 3 rows." in page
    assert "See them on the map" not in page
    answer = planner.post(f"{address}/preview", data={"also": "shenzhen"})
    assert 'value="shenzhen" checked' in planner.get(answer.location).text

    counted(store, address, read=1, rejected=1, outside=1, reasons={"outside-cities": 1})
    page = planner.get(address).text
    assert "The only row was not counted." in page
    assert "outside of the chosen cities (1 row)." in page

    counted(store, address, read=3, taken=1, on_grid=1, rejected=2, outside=2)
    page = planner.get(address).text
    assert "Less than half of the rows were counted." in page
    assert 'id="lossy"' not in page
    counted(store, address, taken=2, rejected=1, unread_year=1, unread_weight=2)
    page = planner.get(address).text
    assert "Less than half" not in page
    assert "33.3 % of the rows were left out:" in page
    assert "counted without a weight: it cannot be read as one" in page
    counted(store, address, read=300, taken=297, rejected=3)
    assert 'id="lossy"' not in planner.get(address).text
