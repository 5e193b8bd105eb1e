import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.source import clean_name, pasted, uploaded


def test_uploaded_from_bytes_and_from_a_file(tmp_path):
    path = tmp_path / "0001"
    path.write_bytes(b"a,b\n")
    from_bytes, from_file = uploaded("C:\\x\\地块.csv", b"a,b\n"), uploaded("../地块.csv", path)

    for source in (from_bytes, from_file):
        source.write_to(tmp_path / "copy")
        assert (tmp_path / "copy").read_bytes() == b"a,b\n"
        assert (source.name, source.size) == ("地块.csv", 4)
        assert source.sha256 == hashlib.sha256(b"a,b\n").hexdigest()


def test_uploaded_refuses():
    with pytest.raises(ImportRefusedError, match="a.csv: the file is empty"):
        uploaded("a.csv", b"")
    with pytest.raises(ImportRefusedError, match="a.csv: the file has 11 bytes; allowed are 10"):
        uploaded("a.csv", b"x" * 11, Limits(file_bytes=10))


def test_pasted():
    assert pasted("甲").content == "\ufeff甲".encode()
    assert pasted("\ufeff甲\ud800").content == "\ufeff甲?".encode()

    with pytest.raises(ImportRefusedError, match="empty"):
        pasted(" \n ")
    with pytest.raises(ImportRefusedError, match="pasted rows: the file has 11"):
        pasted("x" * 11, Limits(pasted_chars=10))


@given(st.text(max_size=300))
def test_clean_name_is_a_label(name):
    label = clean_name(name)

    assert label
    assert len(label) <= 120
    assert not set(label) & set("/\\\x00\n\r\u202e")
    assert label not in (".", "..")
    assert label.encode()
