from dataclasses import replace

import pytest

from geo.enterprises import checkpoint
from geo.enterprises.checkpoint import (
    Checkpoint,
    check_unchanged,
    file_state,
    read_checkpoint,
    remove_checkpoint,
    write_checkpoint,
)
from geo.enterprises.chunks import Position
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.points import POINTS
from tests.geo.enterprises.counted import Row, aggregates_of

AGGREGATES = aggregates_of([Row(0, 0, 2020, (121.5, 31.2), 2.5), Row(1, 1, 0, None, 1)])


@pytest.fixture
def state(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("a,b\n")
    return Checkpoint(
        "key",
        (file_state(str(file)),),
        Position(1, 2, 3),
        10,
        20,
        AGGREGATES,
        30,
        4,
        POINTS.empty_table(),
        5,
    )


def read(folder, key="key"):
    return read_checkpoint(folder, key, AGGREGATES.districts, AGGREGATES.industries)


@pytest.mark.parametrize("has_points", [True, False])
def test_a_checkpoint_is_read_as_it_was_written(state, tmp_path, has_points):
    state = state if has_points else replace(state, points=None)
    write_checkpoint(state, tmp_path)

    found = read(tmp_path)

    assert found.aggregates.equals(AGGREGATES)
    assert replace(found, aggregates=AGGREGATES) == state


def test_a_checkpoint_of_another_count_or_a_broken_one_is_none(state, tmp_path):
    assert read(tmp_path) is None
    write_checkpoint(state, tmp_path)
    assert read(tmp_path, "other") is None
    path = tmp_path / "checkpoint"
    path.write_bytes(path.read_bytes()[:-1])
    assert read(tmp_path) is None
    remove_checkpoint(tmp_path)
    remove_checkpoint(tmp_path)


def test_a_checkpoint_of_older_rules_is_none(state, tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoint, "VERSION", 1)
    write_checkpoint(state, tmp_path)
    monkeypatch.undo()
    assert read(tmp_path) is None


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(state, tmp_path, monkeypatch):
    write_checkpoint(state, tmp_path)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_checkpoint(replace(state, rows_done=99), tmp_path)

    assert read(tmp_path).rows_done == 20
    assert not (tmp_path / "checkpoint.part").exists()


def test_check_unchanged_names_the_file(tmp_path):
    file = tmp_path / "r.csv"
    file.write_bytes(b"x" * 200_000)
    before = file_state(str(file))
    check_unchanged([before], [file_state(str(file))], 5)
    file.write_bytes(b"y" + b"x" * 199_999)

    with pytest.raises(EnterpriseError, match=r"r\.csv was changed .* The 5 rows"):
        check_unchanged([before], [file_state(str(file))], 5)


def test_file_state_of_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(EnterpriseError, match="missing") as found:
        file_state(str(tmp_path / "missing.csv"))
    assert found.value.code == "unreadable"
