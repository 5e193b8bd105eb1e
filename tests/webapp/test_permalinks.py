"""The store of short links: same view, same code; bounded; honest when it cannot work."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp import permalinks
from webapp.permalinks import CODE, LinkStore, LinkStoreError, codes


@pytest.fixture
def store(tmp_path):
    return LinkStore(tmp_path / "state")


def test_a_view_comes_back_under_its_code(store):
    code = store.save("/atlas/shanghai?edition=2021")

    assert CODE.fullmatch(code)
    assert len(code) == 10
    assert store.find(code) == "/atlas/shanghai?edition=2021"


def test_the_same_view_has_the_same_code_everywhere(store, tmp_path):
    first = store.save("/atlas/shanghai")
    store.save("/atlas/shenzhen")

    assert store.save("/atlas/shanghai") == first
    assert LinkStore(tmp_path / "elsewhere").save("/atlas/shanghai") == first


def test_nothing_is_made_before_the_first_link(store):
    assert store.find("a" * 10) is None
    assert not store.path.parent.exists()


@pytest.mark.parametrize("code", ["", "a", "A" * 10, "a" * 60, "' OR 1=1 --", "../../etc"])
def test_what_is_no_code_is_not_asked_for(store, code):
    store.save("/atlas/shanghai")

    assert store.find(code) is None


def test_two_views_that_would_share_a_code_do_not(store, monkeypatch):
    def clash(target):
        return iter(["aaaaaaaaaa", f"aaaaaaaaaa{target[-1]}"])

    monkeypatch.setattr(permalinks, "codes", clash)
    assert [store.save(f"/x/{end}") for end in "abca"] == [
        "aaaaaaaaaa", "aaaaaaaaaab", "aaaaaaaaaac", "aaaaaaaaaa"
    ]  # fmt: skip
    assert store.find("aaaaaaaaaab") == "/x/b"


def test_codes_grow_until_the_whole_digest():
    found = list(codes("/atlas/shanghai"))

    assert [len(code) for code in found] == list(range(10, 53))
    assert all(later.startswith(found[0]) for later in found)
    assert next(iter(codes("/atlas/shenzhen"))) != found[0]


def test_a_full_store_refuses_new_links_and_keeps_the_old(tmp_path):
    store = LinkStore(tmp_path, most=2)
    kept = [store.save("/1"), store.save("/2")]

    with pytest.raises(LinkStoreError, match="holds 2 links"):
        store.save("/3")
    assert store.save("/1") == kept[0]
    assert [store.find(code) for code in kept] == ["/1", "/2"]


def test_threads_may_save_at_once(store):
    targets = [f"/atlas/shanghai?at={n}" for n in range(40)] * 2
    with ThreadPoolExecutor(8) as pool:
        found = dict(zip(targets, pool.map(store.save, targets), strict=True))

    assert all(store.find(code) == target for target, code in found.items())
    with sqlite3.connect(store.path) as links:
        assert links.execute("SELECT count(*) FROM links").fetchone() == (40,)
        assert links.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    links.close()
