"""Results are computed once for each version, however many ask, and not kept without end."""

import threading
from types import SimpleNamespace

import pytest
from flask import g

from webapp.planner import evaluated as module
from webapp.planner.access import current_session
from webapp.planner.evaluated import Evaluated, Kept, evaluated
from webapp.store.models import Project
from webapp.store.projects import rename_project


def result(features=0):
    layer = SimpleNamespace(features=range(features))
    return Evaluated(SimpleNamespace(layers=(layer,)), None)


def key(name):
    return (name, 1, "fingerprint")


def test_what_is_kept_is_not_computed_again():
    kept, first = Kept(), result()

    assert kept.get(key("a"), lambda: first) is first
    assert kept.get(key("a"), result) is first
    assert kept.get(("a", 2, "fingerprint"), result) is not first
    assert kept.get(("a", 1, "another"), result) is not first


def test_two_who_ask_at_once_compute_once():
    kept, begun, go, calls = Kept(), threading.Event(), threading.Event(), []

    def slow():
        calls.append(1)
        begun.set()
        go.wait(10)
        return result()

    found = []
    threads = [
        threading.Thread(target=lambda: found.append(kept.get(key("a"), slow))) for _ in range(3)
    ]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(10)

    assert calls == [1]
    assert len(found) == 3
    assert len({id(row) for row in found}) == 1


def test_a_failure_is_told_and_not_kept():
    kept = Kept()

    def fail():
        msg = "no"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="no"):
        kept.get(key("a"), fail)
    assert len(kept) == 0
    assert kept.get(key("a"), result).size == 1


def test_the_ones_asked_for_longest_ago_are_forgotten():
    kept = Kept(most=2)
    first, second = result(), result()
    kept.get(key("a"), lambda: first)
    kept.get(key("b"), lambda: second)
    kept.get(key("a"), result)
    kept.get(key("c"), result)

    assert len(kept) == 2
    assert kept.get(key("a"), result) is first
    assert kept.get(key("b"), result) is not second


def test_many_features_leave_room_for_fewer_entries():
    kept = Kept(most=10, most_features=100)
    for name in "abc":
        kept.get(key(name), lambda: result(45))
    assert len(kept) == 2

    kept.get(key("d"), lambda: result(1000))
    assert len(kept) == 1


def test_a_project_is_computed_once_for_each_version(
    planner_app, store, project_id, catalogue, monkeypatch
):
    calls = []
    compute = module.results_of
    monkeypatch.setattr(module, "results_of", lambda *a: calls.append(1) or compute(*a))

    def ask(method="GET", title=None):
        with (
            planner_app.test_request_context(f"/planner/{project_id}", method=method),
            store.session(writes=title is not None) as session,
        ):
            g.store_session = session
            project = session.get_one(Project, project_id)
            if title:
                rename_project(current_session(), project, catalogue, title, None)
            return evaluated(project)

    first = ask()
    assert len(first.results.situations) == 3
    assert ask() is first
    assert calls == [1]
    # Who writes sees what is not stored yet, and leaves nothing of it for others.
    assert ask("POST", "Another title").study.title == "Another title"
    assert ask().study.title == "Another title"
    assert calls == [1, 1, 1]
