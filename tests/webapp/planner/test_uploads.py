import os
import stat
import time

import pytest

from webapp.planner.uploads import (
    KEPT_SECONDS,
    MOST_WAITING,
    About,
    RunState,
    Uploads,
    WaitingFile,
    private_file,
)

MINE = About("p1", 7, "file", "a.csv")


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "uploads")


@pytest.fixture
def file(uploads):
    found = uploads.add(MINE)
    with private_file(found.source) as out:
        out.write(b"secret")
    found.begin({"n": 1})
    return found


def test_nobody_else_on_the_machine_may_read_it(uploads, file):
    for path in (uploads.root, file.folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.folder.iterdir()} == {0o600}


def test_the_name_of_a_file_is_no_part_of_its_path(uploads):
    file = uploads.add(About("p", None, "file", "../../etc/passwd"))
    assert file.folder.parent == uploads.root
    assert file.about().name == "../../etc/passwd"


@pytest.mark.parametrize("whose", [("p2", 7), ("p1", 8), ("p1", None)])
def test_it_is_found_by_its_owner_in_its_project_only(uploads, file, whose):
    assert uploads.find(file.token, "p1", 7).folder == file.folder
    assert uploads.find(file.token, *whose) is None
    assert uploads.waiting(*whose) == []
    assert [row.token for row in uploads.waiting("p1", 7)] == [file.token]


@pytest.mark.parametrize("token", ["", "..", "x" * 23, "x" * 24, "../" * 8, "%2e" * 8])
def test_other_tokens_lead_nowhere(uploads, file, token):
    assert uploads.find(token, "p1", 7) is None


def test_a_file_that_was_never_begun_is_not_there(uploads):
    assert uploads.find(uploads.add(MINE).token, "p1", 7) is None


def test_a_new_run_forgets_the_one_before(file):
    file.keep(1, "view", {"a": 1})
    assert file.begin({"n": 2}) == 2
    assert (file.run, file.is_current(1), file.is_current(2)) == (2, False, True)
    assert file.wish() == {"n": 2}
    assert not (file.folder / "view-1.json").exists()


def test_runs_that_begin_at_the_same_moment_are_two(file):
    (file.folder / "wish-2.json").write_text("{}", encoding="utf-8")
    assert file.begin({"n": 3}) == 3


def test_the_state_of_a_run(file):
    assert file.state().is_active
    file.note(1, RunState("refused", refusal={"code": "no_rows", "values": {}}))
    assert file.state().refusal["code"] == "no_rows"
    assert not file.state().is_active


def test_a_run_whose_process_died_has_failed(file):
    file.note(1, RunState("reading", pid=2**22 + 1))
    assert file.state().status == "failed"


def test_a_run_that_says_nothing_for_long_has_failed(file):
    long_ago = time.time() - 1000
    os.utime(file.folder / "state-1.json", (long_ago, long_ago))
    assert file.state().status == "failed"


def test_what_cannot_be_written_in_utf_8_is_kept_all_the_same(file):
    file.keep(1, "view", {"cell": "\ud800"})
    assert file.found("view") == {"cell": "\ud800"}


def test_it_goes_after_a_day_without_a_look(uploads, file):
    uploads.sweep()
    assert file.folder.exists()
    long_ago = time.time() - KEPT_SECONDS - 9
    os.utime(file.folder, (long_ago, long_ago))
    uploads.sweep()
    assert not file.folder.exists()


def test_a_file_that_is_gone_has_failed_and_can_be_removed_again(file):
    file.remove()
    file.remove()
    assert file.state().status == "failed"
    assert file.run == 0


def test_refused_files_do_not_wait_and_the_oldest_of_many_go(uploads, file):
    refused = []
    for number in range(MOST_WAITING + 1):
        found = uploads.add(MINE)
        found.note(found.begin({}), RunState("refused", refusal={"code": "x", "values": {}}))
        os.utime(found.folder, (1e9 + number, 1e9 + number))
        refused.append(found)
    assert [row.token for row in uploads.waiting("p1", 7)] == [file.token]

    uploads.sweep_refused("p1", 8)
    assert all(row.folder.exists() for row in refused)
    uploads.sweep_refused("p1", 7)
    assert [row.folder.exists() for row in refused] == [False, False, *[True] * (MOST_WAITING - 1)]
    assert file.folder.exists()


def test_nothing_waits_where_there_is_no_folder(uploads):
    uploads.sweep()
    assert uploads.waiting("p1", 7) == []


def test_a_half_written_part_is_never_read(file, monkeypatch):
    def fail(*_):
        raise OSError

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError):  # noqa: PT011 - any will do
        file.keep(1, "view", {})
    assert not [path for path in file.folder.iterdir() if path.name.startswith(".")]
    assert isinstance(file, WaitingFile)


def test_what_was_half_removed_goes_with_the_next_sweep(uploads, file):
    left = uploads.root / f"{file.token}.gone"
    left.mkdir()
    (left / "source").write_bytes(b"secret")
    assert len(uploads.waiting("p1", 7)) == 1
    uploads.sweep()
    assert not left.exists()
    file.remove()
    assert list(uploads.root.iterdir()) == []
