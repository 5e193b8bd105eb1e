import os
import threading

import pytest
from flask import Flask

from webapp import worker
from webapp.planner.enterprise_folders import SetFolder
from webapp.queue import make_queue
from webapp.store.engine import Store, StoreError, database_url
from webapp.store.enterprises import add_set, end_run, start_run
from webapp.store.models import Project
from webapp.worker import find_lost, main, tend
from webapp.worker_signs import is_alive

JOB = "a" * 32


@pytest.fixture
def store(tmp_path):
    store = Store(database_url("", tmp_path))
    with store.session(writes=True) as session:
        project = Project(id="p", title="甲", city="shanghai", study={})
        session.add(project)
        session.flush()
        start_run(add_set(session, project, "名录", None), JOB)
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path):
    folder = SetFolder(tmp_path, "p", "E1").run(JOB)
    folder.prepare({})
    os.utime(folder.folder / "state.json", (1, 1))
    return folder


def test_work_that_nobody_does_is_found(store, tmp_path, folder):
    queue = make_queue(tmp_path)
    assert find_lost(store, tmp_path, queue) == [("p", "E1", JOB)]
    with folder.hold():
        assert find_lost(store, tmp_path, queue) == []
    queue.put(("p", "E1", JOB))
    assert find_lost(store, tmp_path, queue) == []


def test_work_that_has_just_been_taken_or_is_over_is_not_lost(store, tmp_path, folder):
    queue = make_queue(tmp_path)
    folder.write("waiting")
    assert find_lost(store, tmp_path, queue) == []
    os.utime(folder.folder / "state.json", (1, 1))
    with store.session(writes=True) as session:
        assert end_run(session, "p", "E1", JOB, "failed")
    assert find_lost(store, tmp_path, queue) == []


def test_a_worker_shows_itself_and_outlives_a_database_that_is_away(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(worker, "_TEND_SECONDS", 0.01)
    is_over = threading.Event()
    asked = []

    def requeue():
        asked.append(1)
        if len(asked) == 3:
            is_over.set()
        msg = "away"
        raise StoreError(msg)

    tend(tmp_path, requeue, is_over, 0)
    assert is_alive(tmp_path)
    assert len(asked) == 3
    assert "away" in caplog.text


def test_a_worker_cleans_once_when_it_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "_TEND_SECONDS", 0.01)
    is_over = threading.Event()
    asked, cleaned = [], []

    def requeue():
        asked.append(1)
        if len(asked) == 3:
            is_over.set()

    tend(tmp_path, requeue, is_over, 0, lambda: cleaned.append(1))
    assert len(cleaned) == 1


def test_a_worker_ends_with_its_server(tmp_path, monkeypatch):
    ended = []
    monkeypatch.setattr(worker, "_TEND_SECONDS", 0.01)
    monkeypatch.setattr(worker.os, "kill", lambda *what: ended.append(what))
    tend(tmp_path, lambda: None, threading.Event(), parent=1 + os.getppid())
    assert len(ended) == 1


def test_settings_that_cannot_be_used_are_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_REDIS_URL", "nowhere")
    assert main([]) == 1
    assert capsys.readouterr().err.startswith("Renxing Atlas: the worker cannot start: ATLAS_REDIS")


def test_the_same_settings_as_the_server(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setenv("ATLAS_STATE", str(tmp_path))
    monkeypatch.setattr(worker, "run", lambda app, parent: seen.append((app, parent)))
    assert main(["--parent=17"]) == 0
    app, parent = seen[0]
    assert isinstance(app, Flask)
    assert app.config["ATLAS_STATE"] == tmp_path
    assert parent == 17
