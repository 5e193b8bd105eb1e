"""What a worker does with a run, without a worker."""

import csv
from functools import partial

import pytest
from sqlalchemy import select

from geo.enterprises import local_engine
from geo.enterprises.aggregates import read_aggregates
from geo.enterprises.district_words import DistrictNames
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.placer import Placer
from geo.enterprises.raster_index import build_raster
from tests.webapp.planner.enterprise_engine import count_lines
from webapp.planner.enterprise_folders import SetFolder
from webapp.planner.enterprise_work import Importer, left_out, wish_of, words_of
from webapp.store.enterprises import add_set, start_run
from webapp.store.models import EnterpriseSet, Project

JOB = "a" * 32
WISH = {"form": "csv", "columns": {"district": "区"}, "cities": ["shanghai"]}


@pytest.fixture
def state(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def files(store, state, project_id, catalogue):
    """A set of ten rows whose run is wanted."""
    with store.session(writes=True) as session:
        project = session.get_one(Project, project_id)
        row = add_set(session, project, "名录", None)
        start_run(row, JOB)
    files = SetFolder(state, project_id, row.key)
    files.upload.mkdir(parents=True)
    (files.upload / "1.csv").write_text("区\n" + "徐汇区\n" * 10, encoding="utf-8")
    order = {"source": "upload", "files": ["1.csv"], "wish": WISH, "words": None}
    files.run(JOB).prepare({**order, "fingerprint": catalogue.fingerprint})
    return files


@pytest.fixture
def work(store, state, catalogue, files, project_id):
    """Do the run, as a worker does."""

    def do(engine=count_lines, is_stopping=lambda: False):
        importer = Importer(store, state, lambda: catalogue, engine, is_stopping)
        importer.work(project_id, files.folder.name, JOB)
        with store.session() as session:
            return session.scalar(select(EnterpriseSet))

    return do


def began(files):
    return (files.run(JOB).folder / "began").read_text().split()


def failing(error):
    def engine(*_arguments, **_options):
        raise error

    return engine


def test_what_is_done_stands_in_the_database_and_the_folder(work, files):
    row = work()

    assert (row.status, row.result) == ("done", JOB)
    assert (row.tally["read"], row.tally["taken"], row.tally["rejected"]) == (10, 9, 1)
    assert row.tally["reasons"] == {"not-a-number": 1}
    assert row.tally["first"][0]["row"] == "3"
    folder = files.run(JOB)
    assert folder.state().status == "done"
    assert folder.state().details["rows_done"] == 10
    assert read_aggregates(folder.aggregates).tally.read == 10


def test_what_comes_afterwards_is_done_once_the_result_is_there(
    store, state, catalogue, files, project_id
):
    told = []

    def afterwards(folder, city, is_synthetic):
        with store.session() as session:
            row = session.scalar(select(EnterpriseSet))
            told.append((folder, city, is_synthetic, row.status, row.result))

    def work(engine):
        importer = Importer(store, state, lambda: catalogue, engine, afterwards=afterwards)
        importer.work(project_id, files.folder.name, JOB)

    work(count_lines)
    assert told == [(files.run(JOB).folder, "shanghai", False, "done", JOB)]
    work(count_lines)
    assert len(told) == 1


def test_asking_twice_is_one_run(work, files):
    work()
    work()
    with files.run(JOB).hold():
        work()
    assert began(files) == ["0"]


def test_two_workers_do_not_work_on_the_same(work, files):
    with files.run(JOB).hold():
        assert work().status == "active"
    assert not (files.run(JOB).folder / "began").exists()


def test_a_worker_that_is_told_to_end_leaves_the_rest_to_the_next(work, files):
    answers = iter([False] * 4 + [True] * 99)
    assert work(is_stopping=lambda: next(answers)).status == "active"
    assert files.run(JOB).state().status == "waiting"

    assert work().status == "done"
    assert began(files) == ["0", "4"]


def test_what_is_given_up_stays_given_up_until_it_is_asked_for_again(work, files, store):
    folder = files.run(JOB)
    folder.cancel()
    assert work().status == "cancelled"
    assert folder.state().status == "cancelled"
    assert work().status == "cancelled"

    with store.session(writes=True) as session:
        start_run(session.scalar(select(EnterpriseSet)), JOB)
    folder.prepare(folder.order())
    assert work().status == "done"


def test_what_is_wrong_with_a_file_is_told_and_not_tried_again(work, files):
    error = EnterpriseError("parts.csv.gz ends at byte 10", "truncated", {"byte": 10})
    assert work(failing(error)).status == "failed"
    problem = files.run(JOB).state().details["problem"]
    assert problem == {"code": "truncated", "text": "parts.csv.gz ends at byte 10", "byte": 10}


def test_what_is_unforeseen_is_tried_three_times(work, files):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            work(failing(ZeroDivisionError()))
        assert files.run(JOB).state().status == "waiting"
    assert work(failing(ZeroDivisionError())).status == "failed"
    problem = files.run(JOB).state().details["problem"]
    assert problem == {"code": "unforeseen", "attempts": 3}


def test_a_run_that_kills_its_worker_is_given_up(work, files):
    for _ in range(3):
        files.run(JOB).count_attempt()
    assert work().status == "failed"
    assert files.run(JOB).state().details["problem"]["code"] == "given-up"


def test_another_catalogue_than_the_one_that_is_served_is_no_ground(work, files):
    folder = files.run(JOB)
    folder.prepare({**folder.order(), "fingerprint": "another"})
    assert work().status == "failed"
    assert folder.state().details["problem"]["code"] == "other-catalogue"


def test_a_deleted_set_is_left_alone(work, files, store):
    with store.session(writes=True) as session:
        row = session.scalar(select(EnterpriseSet))
        row.deleted_at = row.created_at
    work()
    assert not (files.run(JOB).folder / "began").exists()
    files.remove()
    work()


def test_files_are_found_where_the_folder_is_now(files, state, catalogue):
    order = {**files.run(JOB).order(), "words": [{"industry": "chip-design", "word": "晶圆"}]}
    assert wish_of(order, files, state).files == (str(files.upload / "1.csv"),)
    inbox = wish_of({**order, "source": "inbox"}, files, state)
    assert inbox.files == (str(state / "inbox" / "1.csv"),)
    words = words_of(order, catalogue)
    assert words.codes(["晶圆", "芯片"]).tolist() == [0, -1]


def test_rows_left_out_are_counted_by_reason(tmp_path):
    path = tmp_path / "rejected.csv"
    assert left_out(path) == {"reasons": {}, "first": []}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "row", "column", "value", "reason"])
        rows.writerows(
            ["甲.csv", n, "lon", "x", "swapped" if n % 3 else "not-a-number"] for n in range(99)
        )
    found = left_out(path)
    assert found["reasons"] == {"swapped": 66, "not-a-number": 33}
    assert [row["reason"] for row in found["first"]].count("swapped") == 5
    assert [row["row"] for row in found["first"] if row["reason"] == "not-a-number"] == [
        *("0", "3", "6", "9", "12")
    ]


def test_the_real_engine_counts_what_a_chinese_spreadsheet_saved(
    work, files, store, catalogue, monkeypatch
):
    coarse = Placer(
        build_raster(catalogue, ["shanghai"], step=0.005),  # the real one takes seconds to make
        DistrictNames(catalogue, ["shanghai"]),
        "GCJ-02",
    )
    monkeypatch.setattr(local_engine, "make_placer", lambda *_, **__: coarse)
    rows = (
        "企业名称,经度,纬度,经营范围,区\n甲,121.4417,31.1932,智能芯片设计,\n乙,,,面包,徐汇区\n"
        "丙,121.4417,31.1932,智能医疗,\n=丁,31.1932,121.4417,面包,\n"
    )
    (files.upload / "1.csv").write_bytes(rows.encode("gbk"))
    columns = {
        "name": "企业名称",
        "lon": "经度",
        "lat": "纬度",
        "industry": "经营范围",
        "district": "区",
    }
    wish = {**WISH, "encoding": "gb18030", "datum": "GCJ-02", "columns": columns}
    folder = files.run(JOB)
    folder.prepare({**folder.order(), "wish": wish})
    row = work(partial(local_engine.run, workers=1))

    assert row.status == "done", folder.state()
    assert (row.tally["read"], row.tally["on_grid"], row.tally["by_district_only"]) == (4, 2, 1)
    assert row.tally["reasons"] == {"swapped": 1}
    assert row.tally["industries"] == {"chip-design": 1, "healthcare": 1, "": 1}
    assert row.tally["unmapped"] == 1
    assert read_aggregates(folder.aggregates).tally.taken == 3
    assert folder.points.exists()
    assert folder.state().details["rows_done"] == 4
