import gzip
import logging
import os
import threading

import brotli
import pytest

import webapp.compression
from webapp.compression import CompressionCache, compress, compress_quickly, is_worthwhile

BODY = "\n".join(f"<p>第 {n} 行</p>" for n in range(500)).encode()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deep" / "cache"


@pytest.fixture
def compressions(monkeypatch):
    """Count the bodies that are really compressed."""
    calls = []

    def counted(body, coding):
        calls.append(coding)
        return compress(body, coding)

    monkeypatch.setattr(webapp.compression, "compress", counted)
    return calls


@pytest.mark.parametrize("squeeze", [compress, compress_quickly])
def test_compress_round_trip(squeeze):
    assert brotli.decompress(squeeze(BODY, "br")) == BODY
    assert gzip.decompress(squeeze(BODY, "gzip")) == BODY
    assert len(squeeze(BODY, "br")) < len(BODY) / 2


def test_compress_gzip_carries_no_time(monkeypatch):
    first = compress(BODY, "gzip")
    monkeypatch.setattr("time.time", lambda: 1e9)
    assert compress(BODY, "gzip") == first


@pytest.mark.parametrize(
    ("media_type", "size", "worthwhile"),
    [
        ("text/html", 1000, True),
        ("text/html", 10, False),
        ("image/png", 1000, False),
        ("font/woff2", 1000, False),
        ("image/svg+xml", 1000, True),
    ],
)
def test_is_worthwhile(media_type, size, worthwhile):
    assert is_worthwhile(media_type, b"x" * size) is worthwhile


def test_cache_compresses_once(folder, compressions):
    jobs = [(BODY, "br"), (BODY, "gzip"), (BODY + b"!", "br")]
    first = CompressionCache(folder).compress_all(jobs)
    assert CompressionCache(folder).compress_all(jobs) == first
    assert sorted(compressions) == ["br", "br", "gzip"]
    assert brotli.decompress(first[2]) == BODY + b"!"


def test_cache_is_private(folder):
    CompressionCache(folder).compress(BODY, "br")
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"\x00\x01", compress(b"other", "br")])
def test_cache_replaces_damaged_entries(folder, compressions, damage):
    good = CompressionCache(folder).compress(BODY, "br")
    (entry,) = folder.iterdir()
    entry.write_bytes(damage)
    assert CompressionCache(folder).compress(BODY, "br") == good
    assert entry.read_bytes() == good
    assert len(compressions) == 2


def test_cache_without_folder_compresses_every_time(compressions):
    cache = CompressionCache(None)
    assert cache.compress(BODY, "br") == cache.compress(BODY, "br")
    assert len(compressions) == 2


def test_cache_on_an_impossible_folder_says_so_and_goes_on(tmp_path, caplog):
    (tmp_path / "file").write_text("not a folder")
    cache = CompressionCache(tmp_path / "file" / "cache")
    assert brotli.decompress(cache.compress(BODY, "br")) == BODY
    assert "next start is slow" in caplog.text


def test_cache_on_a_full_disk_says_so_once(folder, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    cache = CompressionCache(folder)
    monkeypatch.setattr(os, "replace", full)
    with caplog.at_level(logging.WARNING):
        packed = [cache.compress(BODY + bytes([n]), "br") for n in range(5)]
    assert [brotli.decompress(body) for body in packed] == [BODY + bytes([n]) for n in range(5)]
    assert caplog.text.count("No space left on device") == 1
    assert [path.suffix for path in folder.iterdir()] == []


def test_cache_drops_the_oldest_entries(folder, monkeypatch):
    cache = CompressionCache(folder)
    cache.compress_all([(BODY, "br")])
    (old,) = folder.iterdir()
    os.utime(old, (1, 1))
    monkeypatch.setattr(webapp.compression, "CACHE_LIMIT", old.stat().st_size + 100)
    cache.compress_all([(BODY + b"!", "br")])
    assert not old.exists()
    assert len(list(folder.iterdir())) == 1


def test_compress_all_leaves_no_thread_behind(folder):
    before = threading.active_count()
    CompressionCache(folder).compress_all([(BODY, "br"), (BODY, "gzip")])
    assert threading.active_count() == before
