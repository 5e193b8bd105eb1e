"""The key that signs sessions: given, or made once and kept."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.listening import SettingError
from webapp.planner.secret import kept_key


def test_a_key_is_made_once_and_readable_to_its_owner_alone(tmp_path):
    folder = tmp_path / "new" / "state"
    key = kept_key(folder)

    assert len(key) == 64
    assert kept_key(folder) == key
    assert [path.name for path in folder.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600


def test_many_who_start_at_once_have_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(kept_key, [tmp_path] * 32))

    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64])
def test_a_file_that_holds_no_key_is_named(tmp_path, content):
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(SettingError, match=r"secret\.key"):
        kept_key(tmp_path)


def test_a_folder_that_cannot_be_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="ATLAS_SECRET_KEY or ATLAS_STATE"):
        kept_key(tmp_path / "file")


def test_a_given_key_is_used_and_nothing_is_written(make_app, tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_SECRET_KEY", "k" * 32)
    app = make_app(ATLAS_STATE=tmp_path / "state")

    assert app.secret_key == "k" * 32
    assert not (tmp_path / "state" / "secret.key").exists()


def test_a_given_key_that_is_no_secret_is_refused(make_app, tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_SECRET_KEY", "k" * 31)
    error = make_app(ATLAS_STATE=tmp_path).extensions["error"]

    assert "31 characters" in str(error)
    assert "kkk" not in str(error)
