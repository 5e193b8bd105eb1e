from webapp.planner.enterprise_folders import SetFolder

ORDER = {"files": ["甲.csv"]}


def test_a_run_begins_as_wanted_and_keeps_what_was_done(tmp_path):
    folder = SetFolder(tmp_path, "p", "E1").run("a" * 32)
    assert folder.state() is None

    folder.prepare(ORDER)
    assert folder.order() == ORDER
    assert folder.state().status == "waiting"
    assert folder.folder.stat().st_mode & 0o077 == 0
    (folder.folder / "checkpoint").write_text("7")
    folder.cancel()
    folder.prepare(ORDER)
    assert not folder.is_cancelled()
    assert (folder.folder / "checkpoint").read_text() == "7"


def test_a_run_that_is_done_stays_done(tmp_path):
    folder = SetFolder(tmp_path, "p", "E1").run("a" * 32)
    folder.prepare(ORDER)
    folder.write("done", details={"tally": {}})
    folder.prepare(ORDER)
    assert folder.state().status == "done"


def test_one_works_at_a_time(tmp_path):
    folder = SetFolder(tmp_path, "p", "E1").run("a" * 32)
    folder.prepare(ORDER)
    with folder.hold() as is_mine:
        assert is_mine
        assert folder.is_held()
        with folder.hold() as is_mine:
            assert not is_mine
    assert not folder.is_held()


def test_a_run_whose_worker_died_waits(tmp_path):
    folder = SetFolder(tmp_path, "p", "E1").run("a" * 32)
    folder.prepare(ORDER)
    with folder.hold():
        folder.write("running", pid=1, details={"rows_done": 5})
        assert folder.state().status == "running"
    state = folder.state()
    assert (state.status, state.details) == ("waiting", {"rows_done": 5, "is_interrupted": True})


def test_attempts_are_counted_until_somebody_asks_again(tmp_path):
    folder = SetFolder(tmp_path, "p", "E1").run("a" * 32)
    folder.prepare(ORDER)
    assert [folder.count_attempt(), folder.count_attempt()] == [1, 2]
    folder.forget_attempts()
    assert folder.count_attempt() == 1
    folder.prepare(ORDER)
    assert folder.count_attempt() == 1


def test_runs_of_the_past_go_but_not_under_somebody_who_works(tmp_path):
    files = SetFolder(tmp_path, "p", "E1")
    names = [letter * 32 for letter in "abc"]
    for name in names:
        files.run(name).prepare(ORDER)
    with files.run(names[1]).hold():
        files.keep_runs(names[0], None)
    assert [files.run(name).folder.exists() for name in names] == [True, True, False]
    files.remove()
    assert not files.folder.exists()
