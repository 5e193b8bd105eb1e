import threading
import time

import pytest

from geo.errors import ImportRefusedError
from geo.imports.choices import Choices
from geo.imports.limits import Limits
from geo.imports.preview import read_rows
from geo.imports.source import uploaded
from geo.study.limits import MOST_FEATURES
from tests.geo.imports.conftest import CSV, csv_of
from webapp.planner import import_jobs
from webapp.planner.import_jobs import ImportJobs, as_json, look_at
from webapp.planner.import_wish import Wish
from webapp.planner.uploads import About, RunState, Uploads, private_file

GCJ = Wish("candidates", "a", choices=Choices("GCJ-02"))


@pytest.fixture
def waiting(tmp_path):
    """Put a file into a folder of its own."""

    def waiting(data, how="file"):
        file = Uploads(tmp_path / "uploads").add(About("p", None, how, "a.csv"))
        with private_file(file.source) as out:
            out.write(data)
        return file

    return waiting


@pytest.fixture
def jobs(catalogue):
    return ImportJobs(catalogue)


def until(is_so):
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def ended(file):
    until(lambda: not file.state().is_active)
    return file.state()


def look(data, wish, catalogue):
    return look_at(read_rows(uploaded("a.csv", data)), wish, catalogue)


def test_a_file_is_looked_at(jobs, waiting):
    file = waiting(CSV)
    jobs.start(file, GCJ)
    assert ended(file).status == "ready"
    assert file.found("view")["taken"]["taken"] == 2
    assert [row["row"] for row in file.found("rows")["features"]] == [2, 3]
    assert file.found("rows")["log"]["datum"] == "GCJ-02"


def test_typed_coordinates_need_no_process(jobs, waiting, monkeypatch):
    monkeypatch.setattr(import_jobs, "read_rows", None)
    file = waiting(b"31.2N 121.5E\n\nnonsense", "typed")
    jobs.start(file, GCJ)
    assert ended(file).status == "ready"
    assert [row["row"] for row in file.found("problems")] == [3]


def test_a_refused_file_says_why(jobs, waiting):
    file = waiting(b"a,b\n1,\x00")
    jobs.start(file, GCJ)
    assert ended(file).refusal["code"] == "nul_byte"
    assert as_json(file.state()).keys() == {"status", "rows", "refusal"}


def test_choosing_anew_ends_the_run_before(jobs, waiting, monkeypatch):
    runs = []
    is_free = threading.Event()

    def slow(*arguments, is_cancelled, **options):
        runs.append(1)
        if len(runs) == 1:
            until(is_cancelled)
            is_free.set()
            raise ImportRefusedError("cancelled", "", {})
        return read_rows(*arguments, is_cancelled=is_cancelled, **options)

    monkeypatch.setattr(import_jobs, "read_rows", slow)
    file = waiting(CSV)
    jobs.start(file, GCJ)
    until(lambda: runs)
    jobs.start(file, GCJ)
    assert is_free.wait(20)
    assert ended(file).status == "ready"


def test_a_file_that_is_given_up_is_no_longer_read(jobs, waiting, monkeypatch):
    has_begun, is_over = threading.Event(), threading.Event()

    def slow(*_, is_cancelled, **__):
        has_begun.set()
        until(is_cancelled)
        is_over.set()
        raise ImportRefusedError("cancelled", "", {})

    monkeypatch.setattr(import_jobs, "read_rows", slow)
    file = waiting(CSV)
    jobs.start(file, GCJ)
    assert has_begun.wait(20)
    file.remove()
    assert is_over.wait(20)
    assert not file.folder.exists()


def test_what_fails_in_a_file_that_was_given_up_is_told_to_nobody(jobs, waiting, monkeypatch):
    told, begun = [], []

    def broken(*_, **__):
        begun.append(threading.current_thread())
        file.remove()
        raise NotADirectoryError

    monkeypatch.setattr(threading, "excepthook", told.append)
    monkeypatch.setattr(import_jobs, "look_at", broken)
    file = waiting(CSV)
    jobs.start(file, GCJ)
    until(lambda: begun)
    begun[0].join(20)
    assert told == []


def test_what_nobody_thought_of_is_a_failure_and_not_silence(jobs, waiting, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    told = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    monkeypatch.setattr(import_jobs, "look_at", broken)
    file = waiting(CSV)
    jobs.start(file, GCJ)
    assert ended(file) == RunState("failed")
    until(lambda: told)
    assert told[0].exc_type is ZeroDivisionError


def test_only_so_many_files_are_read_at_the_same_time(catalogue, waiting, monkeypatch):
    go = threading.Event()
    monkeypatch.setattr(
        import_jobs, "read_rows", lambda *_, **__: go.wait(20) and read_rows(uploaded("a", CSV))
    )
    jobs = ImportJobs(catalogue, most=1)
    first, second = waiting(CSV), waiting(CSV)
    jobs.start(first, GCJ)
    until(lambda: first.state().status == "reading")
    jobs.start(second, GCJ)
    assert second.state().status == "waiting"
    go.set()
    assert {ended(first).status, ended(second).status} == {"ready"}


def test_limits_are_those_of_the_import(catalogue, waiting):
    file = waiting(CSV)
    ImportJobs(catalogue, Limits(rows=1)).start(file, GCJ)
    assert ended(file).refusal == {
        "code": "too_many_rows",
        "values": {"allowed": 1, "file": "a.csv"},
    }


def test_the_datum_is_asked_and_nothing_is_taken_before(catalogue):
    view, problems, rows = look(CSV, Wish("candidates", "a"), catalogue)
    assert view["question"]["code"] == "datum_needed"
    assert (view["taken"], rows, problems) == (None, None, [])
    assert [row["inside"] for row in view["effects"]] == [2, 2, 2, 2]
    assert view["effects"][0]["cities"] == {"shanghai": 2}


def test_columns_are_asked_before_the_datum(catalogue):
    view, _, rows = look(csv_of("a,b", "x,y", "z,w"), GCJ, catalogue)
    assert (view["question"]["code"], view["effects"], rows) == ("coordinates_needed", [], None)


def test_a_datum_that_does_not_fit_is_a_question_too(catalogue):
    wish = Wish("candidates", "a", choices=Choices("EPSG:4549"))
    view, _, rows = look(CSV, wish, catalogue)
    assert (view["question"]["code"], rows) == ("unknown_choice", None)


def test_choices_about_columns_that_are_gone_do_not_stop_the_look(catalogue):
    wish = Wish("candidates", "a", "gone", choices=Choices("GCJ-02", "gone", "gone"))
    view, _, rows = look(CSV, wish, catalogue)
    assert (view["used"]["x"], view["name_guess"]) == ("经度", "名称")
    assert Wish.from_json(view["wish"]) == GCJ
    assert len(rows["features"]) == 2


def test_bad_rows_are_told_and_good_ones_taken(catalogue):
    data = csv_of("名称,经度,纬度", "a,121.47,31.23", "b,31.23,121.47", "c,,31", "d,121.5,31.2")
    view, problems, rows = look(data, GCJ, catalogue)
    assert (view["taken"]["taken"], view["taken"]["refused"], view["problem_count"]) == (2, 2, 2)
    assert [row["message"]["code"] for row in problems] == ["swapped", "missing_coordinate"]
    assert [row["values"]["名称"] for row in rows["features"]] == ["a", "d"]


def test_more_rows_than_a_project_holds_are_not_written_out(catalogue):
    lines = (f"{121.3 + n / 1e6:.6f},31.2" for n in range(MOST_FEATURES + 1))
    view, _, rows = look(csv_of("经度,纬度", *lines), GCJ, catalogue)
    assert view["taken"]["taken"] == MOST_FEATURES + 1
    assert rows is None
