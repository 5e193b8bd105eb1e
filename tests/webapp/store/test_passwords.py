import argon2
import pytest

from webapp.store import passwords
from webapp.store.passwords import (
    hash_password,
    is_outdated,
    is_password,
    one_time_password,
    weakness,
)


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", "SHORT"),
        ("123456789", "SHORT"),
        ("1234567890", None),
        ("上海市人工智能产业图集", None),
        ("LI.WEI-2018", "IS_NAME"),
        ("ｌｉ．ｗｅｉ－２０１８", "IS_NAME"),
        ("x" * 1000, None),
        ("x" * 1001, "LONG"),
    ],
)
def test_weakness(password, found):
    assert weakness(password, "li.wei-2018") == found


def test_is_password_knows_its_own_alone():
    kept = hash_password("correct horse")

    assert is_password("correct horse", kept)
    assert is_password("ｃｏｒｒｅｃｔ horse", kept)  # noqa: RUF001 - a Chinese keyboard's letters
    assert not is_password("correct horsE", kept)
    assert hash_password("correct horse") != kept
    assert not is_outdated(kept)


@pytest.mark.parametrize("kept", ["!", "", "$argon2id$broken"])
def test_is_password_with_a_hash_that_is_none(kept):
    assert not is_password("", kept)
    assert not is_password(kept, kept)


def test_an_unknown_account_costs_as_much(monkeypatch):
    checked = []

    class Watched(argon2.PasswordHasher):
        def verify(self, kept, password):
            checked.append(kept)
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    passwords._nobodys.cache_clear()  # another test may have asked with a cheap hasher
    assert not is_password("whatever it is", None)
    assert not is_password("whatever it is", hash_password("another word"))
    nobodys, known = (argon2.extract_parameters(kept) for kept in checked)
    assert nobodys == known


def test_is_outdated_after_the_parameters_change(monkeypatch):
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    kept = cheap.hash("correct horse")

    assert is_outdated(kept)
    assert is_password("correct horse", kept)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    assert not is_outdated(kept)


def test_one_time_passwords_can_be_read_out():
    found = {one_time_password() for _ in range(50)}

    assert len(found) == 50
    assert all(len(word) == 19 and weakness(word, "li") is None for word in found)
    assert not set("".join(found)) & set("01oil")
