"""Files at addresses, in storages that fsspec has in itself."""

import gzip

import fsspec
import pytest

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.storage import copy_head, open_stored, stored_parts, stored_state
from tests.geo.enterprises.http_gateway import served


class Unreachable(Exception):
    """What a storage's own library raises."""


class Far(fsspec.AbstractFileSystem):
    """A storage whose endpoint does not answer."""

    protocol = "far"

    def _tell(self, *_args, **_options):
        raise Unreachable("could not connect to the endpoint")

    open = info = isdir = ls = _tell


ENDINGS = (".csv", ".csv.gz")
LINES = "名称,区\n甲,徐汇区\n".encode()


@pytest.fixture
def bucket():
    system = fsspec.filesystem("memory")
    for name, data in (("2.csv", LINES), ("1.CSV.GZ", gzip.compress(LINES)), ("_SUCCESS", b"")):
        system.pipe(f"/bucket/名录/{name}", data)
    system.pipe("/bucket/other/readme.txt", b"x")
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


def test_open_stored_opens_addresses_and_paths(bucket, tmp_path):
    (tmp_path / "2.csv").write_bytes(LINES)
    for path in (f"{bucket}/名录/2.csv", str(tmp_path / "2.csv")):
        with open_stored(path) as file:
            assert file.seek(0, 2) == len(LINES)
            file.seek(7)
            assert file.read() == LINES[7:]


def test_stored_parts_are_those_of_a_folder_in_their_order(bucket):
    folder = f"{bucket}/名录"
    expected = [f"{folder}/1.CSV.GZ", f"{folder}/2.csv"]
    assert stored_parts(folder, ENDINGS) == stored_parts(f"{folder}/", ENDINGS) == expected
    assert stored_parts(expected[1], ENDINGS) == [expected[1]]
    with pytest.raises(EnterpriseError, match=r"bucket/other holds no part; allowed .* \.csv, "):
        stored_parts(f"{bucket}/other", ENDINGS)


@pytest.mark.parametrize("name", ["2.csv", "1.CSV.GZ"])
def test_copy_head_gives_whole_lines_to_look_at(bucket, tmp_path, name, monkeypatch):
    monkeypatch.setattr("geo.enterprises.storage._HEAD_BYTES", 60)
    system = fsspec.filesystem("memory")
    data = LINES + b"half a line that is longer than the head" * 9
    system.pipe(f"/bucket/{name}", gzip.compress(data) if "GZ" in name else data)
    assert copy_head(f"{bucket}/{name}", tmp_path).read_bytes() == LINES


def test_copy_head_refuses_what_is_not_packed_as_it_says(bucket, tmp_path):
    fsspec.filesystem("memory").pipe("/bucket/3.csv.gz", b"\x1f\x8bnot packed")
    with pytest.raises(EnterpriseError, match=r"3\.csv\.gz cannot be read"):
        copy_head(f"{bucket}/3.csv.gz", tmp_path)


def test_stored_state_knows_a_changed_file(tmp_path):
    path = tmp_path / "名录.csv"
    path.write_bytes(LINES)
    with served(tmp_path) as address:
        for place in (str(path), f"{address}/名录.csv"):
            path.write_bytes(LINES)
            before = stored_state(place)
            assert before == stored_state(place)
            assert before.size == len(LINES)
            path.write_bytes(LINES.replace("甲".encode(), "乙".encode()))
            assert stored_state(place) != before


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("memory://bucket/none.csv", r"none\.csv cannot be read \("),
        ("/nowhere/none.csv", r"none\.csv cannot be read \(No such file"),
        ("nosuch://bucket/none.csv", "Protocol not known: nosuch"),
    ],
)
def test_what_is_not_there_is_named(address, reason):
    for ask in (open_stored, stored_state):
        with pytest.raises(EnterpriseError, match=reason):
            ask(address)


def test_a_storage_that_does_not_answer_is_told_in_its_words():
    fsspec.register_implementation("far", Far, clobber=True)
    address = "far://bucket/registry.csv"
    for ask in (open_stored, stored_state, lambda path: stored_parts(path, ENDINGS)):
        with pytest.raises(EnterpriseError, match=r"registry\.csv cannot be read \(could not con"):
            ask(address)
