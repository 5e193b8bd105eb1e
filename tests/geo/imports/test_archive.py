"""Archives that are made to do harm are refused before anything is unpacked."""

import io
import stat
import zipfile

import pytest

from geo.errors import ImportRefusedError
from geo.imports.archive import (
    check_members,
    kind_inside,
    open_archive,
    shown_name,
    unpack,
    useful_members,
)
from geo.imports.limits import Limits
from tests.geo.imports.conftest import xlsx, zipped

LIMITS = Limits()


def archive(members, **options):
    return zipfile.ZipFile(io.BytesIO(zipped(members, **options)))


def check(made, limits=LIMITS, members=64):
    check_members(made, limits, members=members)


def linked(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, "/etc/passwd")
    return zipfile.ZipFile(out)


def encrypted():
    data = bytearray(zipped({"a.shp": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return zipfile.ZipFile(io.BytesIO(bytes(data)))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: archive({f"{n}.txt": b"" for n in range(65)}), "too_many_members"),
        (lambda: archive({"a.shp": bytes(2**20 + 1)}), "zip_bomb"),
        (lambda: archive({"../a.shp": b""}), "member_path"),
        (lambda: archive({"/etc/a.shp": b""}), "member_path"),
        (lambda: archive({"..\\a.shp": b""}), "member_path"),
        (lambda: archive({"C:a.shp": b""}), "member_path"),
        (lambda: archive({"b.zip": b""}), "member_nested"),
        (lambda: archive({"b.TAR": b""}), "member_nested"),
        (lambda: linked("a.shp"), "member_link"),
        (encrypted, "member_encrypted"),
    ],
)
def test_check_members_refuses(make, code):
    with pytest.raises(ImportRefusedError) as caught:
        check(make())

    assert caught.value.code == code


def test_check_members_refuses_what_unpacks_to_too_much():
    with pytest.raises(ImportRefusedError, match="unpacks to 2,000,000 bytes; allowed are 1000"):
        check(archive({"a": bytes(2_000_000)}), Limits(unpacked_bytes=1000))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_check_members_refuses_one_that_is_there_twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.shp", "1")
        made.writestr("a.shp", "2")

    with pytest.raises(ImportRefusedError, match="holds “a.shp” twice"):
        check(zipfile.ZipFile(out))


def test_check_members_lets_harmless_ones_be():
    check(archive({"图层/a.shp": b"x" * 100, "__MACOSX/._a.shp": b"", "small": bytes(2**20)}))


def test_open_archive_refuses_damaged_ones(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.shp": b"x"})[:30])

    with pytest.raises(ImportRefusedError, match="damaged"):
        open_archive(path)


def test_kind_inside():
    assert kind_inside(zipfile.ZipFile(io.BytesIO(xlsx(["a"])))) == "xlsx"
    assert kind_inside(archive({"x/A.SHP": b""})) == "shapefile"

    with pytest.raises(ImportRefusedError, match="holds no .shp but: a.txt"):
        kind_inside(archive({"a.txt": b""}))
    with pytest.raises(ImportRefusedError, match="no XLSX workbook"):
        kind_inside(archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))


def test_unpack_counts_bytes_itself(tmp_path):
    """The head of a member may lie about its size; what is written counts."""
    made = archive({"a": bytes(3_000_000)})
    info = made.infolist()[0]

    with pytest.raises(ImportRefusedError) as caught:
        unpack(made, info, tmp_path / "a", Limits(unpacked_bytes=1000))
    assert caught.value.code == "unpacks_too_large"

    unpack(made, info, tmp_path / "b", LIMITS)
    assert (tmp_path / "b").stat().st_size == 3_000_000


def test_unpack_refuses_damaged_members(tmp_path):
    data = bytearray(zipped({"a": bytes(range(256)) * 9}, compression=zipfile.ZIP_STORED))
    data[100] ^= 0xFF
    made = zipfile.ZipFile(io.BytesIO(bytes(data)))

    with pytest.raises(ImportRefusedError, match="damaged"):
        unpack(made, made.infolist()[0], tmp_path / "a", LIMITS)


def test_useful_members_and_names():
    made = archive({"d/": b"", "d/a.shp": b"", "__MACOSX/a": b"", "d/.DS_Store": b""})
    gbk = zipfile.ZipInfo("地块.shp".encode("gb18030").decode("cp437"))
    odd = zipfile.ZipInfo("\u0100.shp")

    assert [info.filename for info in useful_members(made)] == ["d/a.shp"]
    assert shown_name(gbk) == "地块.shp"
    assert shown_name(odd) == "\u0100.shp"
