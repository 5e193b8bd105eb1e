"""Cyclic garbage is looked for again afterwards, whatever happens, if it was before."""

import gc

import pytest

from geo.garbage import no_collection


@pytest.fixture(autouse=True)
def _put_back():
    yield
    gc.enable()


def test_it_is_off_within_and_on_again_even_after_an_error():
    seen = []

    def build():
        with no_collection():
            seen.append(gc.isenabled())
            raise ValueError

    pytest.raises(ValueError, build)
    assert [*seen, gc.isenabled()] == [False, True]


def test_who_turned_it_off_finds_it_off():
    gc.disable()
    with no_collection(), no_collection():
        assert not gc.isenabled()
    assert not gc.isenabled()
