"""The report of a project: its page, the job that makes the files, and who may have them."""

import io
import json
import os

import openpyxl
import pytest

from geo.catalogue import DEFAULT_ROOT
from geo.errors import SitingError, StudyError
from geo.imports.messages import message
from geo.siting_result import Siting
from geo.study import StudyProblem, choose_for_study, read_example
from geo.study.siting_record import siting_to_json
from webapp.job_folder import JobFolder, Jobs, JobsBusyError
from webapp.planner import report_worker
from webapp.planner.report_jobs import PDF, XLSX, ReportJobs, ReportOrder, order_of, teller
from webapp.planner.report_worker import Telling, bound_time, main, make, remove_files, subject_of


@pytest.fixture(scope="module")
def example(catalogue):
    return read_example("shanghai", catalogue)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.getbasetemp() / "report-cache"


@pytest.fixture
def jobs(planner_app, tmp_path, monkeypatch):
    """Where the jobs of one test are; nothing works on them."""
    monkeypatch.setattr(Jobs, "_run", lambda self, folder: None)
    found = ReportJobs(DEFAULT_ROOT, tmp_path / "kept", tmp_path / "cache")
    monkeypatch.setitem(planner_app.extensions, "reports", found)
    return found


@pytest.fixture
def example_id(make_project, example):
    return make_project(**example.to_json())


def order(catalogue, study, **changed):
    given = {
        "project": "p", "study": study.to_json(), "language": "zh", "date": "2026-11-21",
        "review": "示意图", "is_reviewed": False, "fingerprint": catalogue.fingerprint,
    }  # fmt: skip
    return ReportOrder(**{**given, **changed})


@pytest.mark.parametrize(
    ("prefix", "told"), [("", "尚未运行求解器"), ("/en", "The solver has not been asked yet")]
)
def test_the_page_says_what_the_report_says(planner, example_id, example, prefix, told):
    page = planner.get(f"{prefix}/planner/{example_id}/report")

    assert page.status_code == 200
    assert told in page.text
    for part in ("summary", "ranking", "method", "exclusions", "sensitivity", "evidence", "fund"):
        assert f'<section id="{part}"' in page.text
    assert "浦东新区 智能芯片设计 智能制造" in page.text
    points = json.loads(page.text.split('id="report-points">')[1].split("</script>")[0])
    assert [point["rank"] for point in points] == [*range(1, 14), None]


def test_an_unfinished_project_says_what_it_lacks(planner, project_id):
    page = planner.get(f"/en/planner/{project_id}/report")

    assert page.status_code == 200
    assert "there is no criterion yet" in page.text
    assert "report-points" not in page.text


def test_no_text_of_a_person_becomes_markup(planner, make_project, example):
    document = example.to_json()
    document["layers"][0]["features"][0]["name"] = "<script>alert(1)</script>{{ 7*191 }}"
    page = planner.get(f"/planner/{make_project(**document)}/report")

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*191 }}" in page.text
    assert "1337" not in page.text


def test_sites_that_the_solver_found_are_told(planner, example_id, example, catalogue, monkeypatch):
    class Found:
        siting = choose_for_study(example, catalogue)
        payload = {"siting": siting_to_json(siting)}  # noqa: RUF012

    monkeypatch.setattr("webapp.planner.report.answer_to", lambda project, key: Found())
    page = planner.get(f"/en/planner/{example_id}/report")

    assert "The solver has proven that no choice is better." in page.text


def test_a_question_without_answer_says_what_to_relax(planner, example_id, monkeypatch):
    class Found:
        siting = None
        payload = {"relaxations": [{"constraint": "spacing", "value": 2000.0}]}  # noqa: RUF012

    monkeypatch.setattr("webapp.planner.report.answer_to", lambda project, key: Found())

    assert "a spacing of 2.0 km" in planner.get(f"/en/planner/{example_id}/report").text


def start(planner, project):
    answer = planner.post(f"/planner/{project}/report")
    assert answer.status_code == 303
    return answer.location


def test_a_job_is_followed_cancelled_and_kept_from_others(planner, jobs, example_id, make_project):
    address = start(planner, example_id)
    job = address.rsplit("/", 1)[1]
    folder = jobs.find(job, example_id)
    other = make_project()

    assert folder.order()["zone"] == "UTC+08:00"
    assert start(planner, example_id) == address  # the same wish is the same job
    assert 'http-equiv="refresh"' in planner.get(address).text
    assert planner.get(f"{address}/report.pdf").status_code == 404
    assert planner.get(f"/planner/{other}/report/{job}").status_code == 404
    assert planner.get(f"/planner/{example_id}/report/{'0' * 32}").status_code == 404

    folder.write("running", done=2, total=9, details={"step": "drawing"})
    assert "已完成第 2 页，共 9 页" in planner.get(address).text
    folder.write("running", details={"step": "choosing"})
    assert "求解器正在选址" in planner.get(address).text
    assert planner.post(f"{address}/cancel").status_code == 303
    assert folder.is_cancelled()
    assert "正在停止" in planner.get(address).text
    folder.write("failed")
    assert "重新生成" in planner.get(address).text


def test_a_finished_job_gives_its_files(planner, jobs, example_id):
    address = start(planner, example_id)
    folder = jobs.find(address.rsplit("/", 1)[1], example_id)
    folder.path.write_bytes(b"%PDF")
    (folder.folder / XLSX).write_bytes(b"PK")
    folder.write("done", done=9, total=9)

    assert "PDF 共 9 页" in planner.get(address).text
    for suffix, kind in (("pdf", "application/pdf"), ("xlsx", "spreadsheetml")):
        file = planner.get(f"{address}/report.{suffix}")
        assert file.status_code == 200
        assert kind in file.mimetype
        assert f'filename="renxing-report.{suffix}"' in file.headers["Content-Disposition"]


def test_when_enough_are_made_it_says_so(planner, jobs, example_id, monkeypatch):
    def refuse(self, order):
        raise JobsBusyError

    monkeypatch.setattr(ReportJobs, "start", refuse)
    answer = planner.post(f"/planner/{example_id}/report")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_viewer_may_make_a_report_and_a_stranger_may_not(signed_in, jobs, project_id):
    assert signed_in("viewer").post(f"/planner/{project_id}/report").status_code == 303
    assert signed_in("stranger").post(f"/planner/{project_id}/report").status_code == 404
    assert signed_in("viewer").post(f"/planner/{project_id}/report", csrf=False).status_code == 400


# --- the process


@pytest.fixture
def folder(catalogue, example, tmp_path, monkeypatch):
    """A job of the example, and no limit on the time of this process."""
    monkeypatch.setattr(report_worker, "bound_time", lambda order: None)
    found = JobFolder(tmp_path / "job", PDF)
    found.create(vars(order(catalogue, example)))
    return found


def test_pdf_and_workbook_are_made(folder, cache):
    make(folder, DEFAULT_ROOT, cache / "fonts", Telling(folder))
    book = openpyxl.load_workbook(io.BytesIO((folder.folder / XLSX).read_bytes()))
    state = folder.state()

    assert folder.path.read_bytes().startswith(b"%PDF")
    assert book.sheetnames[0] == "摘要"
    assert "选中地" in book.sheetnames
    assert (state.status, state.details["step"], state.done) == ("running", "drawing", state.total)


def test_the_day_of_a_report_is_drawn_with_its_zone(catalogue, example, folder, monkeypatch):
    drawn = []
    monkeypatch.setattr(report_worker, "study_workbook", lambda subject: b"")
    monkeypatch.setattr(report_worker, "subject_of", lambda order, catalogue, step: None)
    monkeypatch.setattr(
        report_worker,
        "draw_report",
        lambda subject, imprint, fonts, path, step: (drawn.append(imprint), path.touch()),
    )
    folder.create(vars(order(catalogue, example, zone="UTC+08:00")))
    make(folder, DEFAULT_ROOT, folder.folder / "fonts", Telling(folder))

    assert [(row.date.isoformat(), row.zone) for row in drawn] == [("2026-11-21", "UTC+08:00")]


def test_the_process_ends_with_a_word_whatever_happens(folder, cache, capsys):
    places = [str(folder.folder), str(DEFAULT_ROOT), str(cache / "fonts")]
    assert main(places) == 0
    assert folder.state().status == "done"

    folder.create({**folder.order(), "fingerprint": "0" * 64})
    assert main(places) == 1
    assert folder.state().status == "failed"
    assert "restart the server" in capsys.readouterr().err
    assert not folder.path.exists()


def test_a_cancelled_job_ends_the_process_and_leaves_nothing(folder, monkeypatch):
    def leave(code):
        raise SystemExit(code)

    monkeypatch.setattr(os, "_exit", leave)
    folder.path.with_suffix(".part").write_bytes(b"half")
    folder.cancel()
    with pytest.raises(SystemExit):
        Telling(folder)._watch()

    assert folder.state().status == "cancelled"
    assert not folder.path.with_suffix(".part").exists()


def test_the_watcher_tells_that_the_process_lives_and_ends_with_it(folder, monkeypatch):
    monkeypatch.setattr(report_worker, "_TELLS_SECONDS", 0.0)
    telling, told = Telling(folder), []
    monkeypatch.setattr(report_worker.time, "sleep", lambda seconds: None)
    write = folder.write

    def note(status, **more):
        write(status, **more)
        told.append(status)
        if len(told) == 2:
            telling._now = None

    monkeypatch.setattr(folder, "write", note)
    telling._watch()

    assert told == ["running", "running"]
    telling.end("done")
    assert folder.state().status == "done"


def test_sites_that_were_found_are_not_asked_for_again(catalogue, example, monkeypatch):
    kept = siting_to_json(choose_for_study(example, catalogue))

    def never(*_):
        raise AssertionError

    monkeypatch.setattr(report_worker, "choose_for_study", never)
    steps = []
    subject = subject_of(order(catalogue, example, siting=kept), catalogue, steps.append)

    assert isinstance(subject.siting, Siting)
    assert steps == ["measuring"]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"count": 14}, "One of these is enough"),
        ({"demand": {"kind": "layer", "layer": "parks", "weight": None}}, ""),
    ],
)
def test_why_no_sites_were_chosen_is_told(catalogue, example, plan, told):
    document = example.to_json()
    document["siting"] |= plan
    changed = type(example).model_validate(document)
    wish = order(catalogue, changed, language="en")
    subject = subject_of(wish, catalogue, lambda step: None)

    assert (subject.siting is None) == bool(told)
    assert told in subject.no_siting


def test_an_import_is_told_in_the_language_of_the_report(catalogue):
    told = message("missing_coordinate", axis="longitude")

    assert teller("en", catalogue)(told) == "there is no longitude"
    assert "经度" in teller("zh", catalogue)(told)


def test_orders_are_named_by_all_that_they_say(catalogue, example, tmp_path):
    one = order(catalogue, example)
    folder = JobFolder(tmp_path / "job", PDF)
    folder.create(vars(one))

    assert order_of(folder) == one
    assert len({one.job, order(catalogue, example, date="2026-11-22").job,
                order(catalogue, example, project="q").job}) == 3  # fmt: skip
    remove_files(folder)


def test_the_time_of_the_process_is_bounded_by_that_of_the_solver(catalogue, example, monkeypatch):
    limits = []
    monkeypatch.setattr(report_worker.resource, "setrlimit", lambda kind, pair: limits.append(pair))
    bound_time(order(catalogue, example))
    document = {**example.to_json(), "siting": None}
    bound_time(order(catalogue, type(example).model_validate(document)))

    assert limits[0][0] > limits[1][0] > 0


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (
            StudyError([StudyProblem("too_many", ("siting",), 6, "allowed: 5")]),
            "选址：“6”数量或长度超出上限；可用：5",
            'Sites: "6" allowed: 5',
        ),
        (SitingError("the time was up"), "限定时间内没有找到任何方案", "the time was up"),
    ],
)
def test_what_stopped_the_solver_is_told_in_both_languages(
    catalogue, example, monkeypatch, error, zh, en
):
    def stopped(*_):
        raise error

    monkeypatch.setattr(report_worker, "choose_for_study", stopped)
    for language, told in (("zh", f"未能选址：{zh}"), ("en", f"No sites were chosen: {en}")):
        wish = order(catalogue, example, language=language)
        assert subject_of(wish, catalogue, lambda name: None).no_siting.startswith(told)


def test_why_no_sites_were_chosen_is_told_in_the_report_s_language(catalogue, example):
    stop = {"id": "s", "name": "某站", "lon": 121.4, "lat": 31.2, "values": {}}
    layer = {"id": "W", "kind": "reference", "name": "W", "columns": {"people": "number"}}
    data = example.to_json()
    data["layers"] = [*data["layers"], {**layer, "features": [stop]}]
    data["siting"]["demand"] = {"kind": "layer", "layer": "W", "weight": "people"}
    study = type(example).model_validate(data)
    subject = subject_of(order(catalogue, study), catalogue, lambda name: None)
    assert subject.siting is None
    assert subject.no_siting == "未能选址：下列需求点没有不小于 0 的权重：某站。"
