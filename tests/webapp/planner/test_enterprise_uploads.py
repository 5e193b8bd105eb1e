import gzip
import io
import shutil
from types import SimpleNamespace

import pytest

from geo.errors import ImportRefusedError
from webapp.planner import enterprise_uploads
from webapp.planner.enterprise_uploads import OutOfStepError, Upload, inbox_entries

CSV = "名称,区\n甲,徐汇区\n".encode()


def announced(*sizes, name="名录.csv"):
    return [{"name": name, "size": size, "modified": 7} for size in sizes]


@pytest.fixture
def upload(tmp_path):
    return Upload(tmp_path / "E1" / "upload")


def send(upload, number, offset, data):
    return upload.add_slice(number, offset, io.BytesIO(data), len(data))


def test_a_file_comes_in_slices_and_each_counts_once(upload):
    upload.begin(announced(len(CSV)))
    assert send(upload, 0, 0, CSV[:5]) == 5
    with pytest.raises(OutOfStepError) as caught:
        send(upload, 0, 0, CSV[:5])
    assert caught.value.received == 5
    assert not upload.is_complete
    assert send(upload, 0, 5, CSV[5:]) == len(CSV)
    assert upload.is_complete
    path = upload.folder / "名录.csv"
    assert path.read_bytes() == CSV
    assert path.stat().st_mode & 0o077 == 0


def test_no_more_than_was_announced_is_taken(upload):
    upload.begin(announced(4))
    with pytest.raises(ImportRefusedError):
        send(upload, 0, 0, CSV)
    assert upload.received(upload.parts()[0]) == 0


def test_a_slice_that_breaks_off_leaves_nothing(upload, monkeypatch):
    upload.begin(announced(len(CSV)))

    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise ConnectionResetError
            return super().read(3)

    with pytest.raises(ConnectionResetError):
        upload.add_slice(0, 0, Broken(CSV), len(CSV))
    assert upload.received(upload.parts()[0]) == 0


def test_the_same_files_are_known_again(upload):
    upload.begin(announced(5, 6))
    assert upload.is_same(announced(5, 6))
    assert not upload.is_same(announced(5, 7))
    assert [part.name for part in upload.parts()] == ["名录.csv", "名录 (2).csv"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\data\\a<b>.CSV.GZ", "a_b_.csv.gz"),
        ("..", "file"),
        ("长" * 200 + ".parquet", "长" * 80 + ".parquet"),
    ],
)
def test_names_are_ours(upload, label, name):
    upload.begin(announced(3, name=label))
    assert upload.parts()[0].name == name


def test_names_end_as_what_files_are(upload):
    upload.take("export", io.BytesIO(gzip.compress(CSV)))
    upload.settle()
    assert upload.parts()[0].name == "export.csv.gz"
    assert (upload.folder / "export.csv.gz").exists()
    upload.take("b.csv.gz", io.BytesIO(CSV))
    upload.settle()
    assert upload.parts()[0].name == "b.csv"
    upload.take("c.txt", io.BytesIO(CSV))
    upload.settle()
    assert upload.parts()[0].name == "c.txt"


@pytest.mark.parametrize("second", [b"PAR1....", b"%PDF-1.7"])
def test_files_of_several_kinds_or_of_none_are_refused(upload, second):
    upload.begin([*announced(len(CSV)), *announced(len(second), name="b")])
    send(upload, 0, 0, CSV)
    send(upload, 1, 0, second)
    with pytest.raises(ImportRefusedError) as caught:
        upload.settle()
    assert caught.value.code == "unknown_kind"


def test_what_cannot_be_held_is_refused_before_it_is_sent(upload, monkeypatch):
    for size, code in ((0, "empty_file"), (65 * 2**30, "too_large")):
        with pytest.raises(ImportRefusedError) as caught:
            upload.begin(announced(size))
        assert caught.value.code == code
    usage = SimpleNamespace(free=enterprise_uploads._KEPT_FREE + 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ImportRefusedError) as caught:
        upload.begin(announced(11))
    assert caught.value.values["allowed"] == 10


def test_the_inbox_lists_files_and_folders_of_parts(tmp_path):
    assert inbox_entries(tmp_path) == []
    inbox = tmp_path / "inbox"
    (inbox / "parts").mkdir(parents=True)
    for name in ("parts/1.parquet", "parts/2.parquet", "parts/_SUCCESS", "a.csv.gz", ".hid.csv"):
        (inbox / name).write_bytes(b"1234")
    (inbox / "notes.md").write_text("x")
    found = {entry.name: (entry.files, entry.size) for entry in inbox_entries(tmp_path)}
    assert found == {
        "a.csv.gz": (("a.csv.gz",), 4),
        "parts": (("parts/1.parquet", "parts/2.parquet"), 8),
    }
