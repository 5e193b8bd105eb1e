"""The store of short links when its folder or file does not work."""

import os

import pytest

from webapp.permalinks import FILE, LinkStore, LinkStoreError


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "state").write_text("not a folder")

    with pytest.raises(LinkStoreError, match="cannot be written"):
        LinkStore(tmp_path / "state").save("/atlas/shanghai")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LinkStoreError):
            LinkStore(tmp_path / "state").save("/atlas/shanghai")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00broken"])
def test_a_damaged_file_is_named_and_left_alone(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    store = LinkStore(tmp_path)

    with pytest.raises(LinkStoreError, match=FILE):
        store.save("/atlas/shanghai")
    with pytest.raises(LinkStoreError, match=FILE):
        store.find("a" * 10)
    assert (tmp_path / FILE).read_bytes() == content


def test_an_empty_file_becomes_a_store(tmp_path):
    (tmp_path / FILE).touch()
    store = LinkStore(tmp_path)

    assert store.find(store.save("/atlas/shanghai")) == "/atlas/shanghai"


def test_a_reader_beside_a_half_written_link(tmp_path):
    """A process that died between begin and commit leaves the links as they were."""
    store = LinkStore(tmp_path)
    code = store.save("/atlas/shanghai")
    with store._opened(store.path.as_uri()) as links:
        links.execute("BEGIN IMMEDIATE")
        links.execute("INSERT INTO links (code, target) VALUES ('bbbbbbbbbb', '/half')")

    assert store.find("bbbbbbbbbb") is None
    assert store.find(code) == "/atlas/shanghai"
