from types import SimpleNamespace

import pytest
from granian import _futures

from webapp import shortcut


class Watcher:
    def __init__(self, path):
        self.scope = SimpleNamespace(path=path)
        self.proto = []
        self.is_done = False

    def done(self):
        self.is_done = True


def answer(scope, proto):
    if scope.path == "/page":
        proto.append("bytes")
        return True
    return False


@pytest.fixture
def scheduled(monkeypatch):
    """What goes the usual way, with Granian's own function replaced by one that takes notes."""
    notes = []
    monkeypatch.setattr(_futures, shortcut._HOOK, lambda loop, context, callback: notes.append)
    return notes


def test_pinned_granian_has_the_hook(monkeypatch):
    monkeypatch.setattr(_futures, shortcut._HOOK, getattr(_futures, shortcut._HOOK))
    assert shortcut.install(answer)


def test_install_answers_prepared_pages_at_once(scheduled):
    shortcut.install(answer)
    watcher = Watcher("/page")
    getattr(_futures, shortcut._HOOK)(None, None, None)(watcher)
    assert (watcher.proto, watcher.is_done, scheduled) == (["bytes"], True, [])


def test_install_leaves_the_rest_to_the_event_loop(scheduled):
    shortcut.install(answer)
    watcher = Watcher("/other")
    getattr(_futures, shortcut._HOOK)(None, None, None)(watcher)
    assert (watcher.proto, watcher.is_done, scheduled) == ([], False, [watcher])


def test_install_without_the_hook_changes_nothing(monkeypatch):
    monkeypatch.delattr(_futures, shortcut._HOOK)
    assert not shortcut.install(answer)
    assert not hasattr(_futures, shortcut._HOOK)
