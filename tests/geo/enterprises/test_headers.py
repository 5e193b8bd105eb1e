"""Parts of one registry: which of them have other columns than the first."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.enterprises.headers import Difference, Header, differences, read_header
from geo.enterprises.sampling import headers_of_files

FIRST = "名称,经度,纬度\n甲,121.4,31.2\n"


@pytest.fixture
def parts(tmp_path):
    texts = {
        "1.csv": FIRST.encode(),
        "2.csv.gz": gzip.compress(("\ufeff" + FIRST).encode()),
        "3.csv": "名称,lon,纬度\n".encode(),
        "4.csv": "纬度,经度,名称\n".encode(),
        "5.csv": b"",
        "6.csv": gzip.compress(FIRST.encode())[:12],
        "7.csv": b"\n\n",
    }
    for name, data in texts.items():
        (tmp_path / name).write_bytes(data)
    pq.write_table(pa.table({"名称": ["甲"]}), tmp_path / "8.parquet")
    return [*(tmp_path / name for name in texts), tmp_path / "8.parquet", tmp_path / "9.csv"]


def test_parts_whose_columns_differ_are_named(parts):
    headers = headers_of_files(parts, encoding="utf-8", delimiter=",")
    assert headers[0] == headers[1] == Header("csv", ("名称", "经度", "纬度"))
    found = differences([path.name for path in parts], headers)
    assert found == [
        Difference("3.csv", "", ("经度",), ("lon",)),
        Difference("4.csv", "", (), ()),
        Difference("5.csv", "empty_file", (), ()),
        Difference("6.csv", "unknown_kind", (), ()),
        Difference("7.csv", "no_rows", (), ()),
        Difference("8.parquet", "other-form", (), ()),
        Difference("9.csv", "unreadable", (), ()),
    ]
    assert differences([], []) == []


def test_headers_of_other_encodings_and_kinds(tmp_path):
    path = tmp_path / "a"
    path.write_bytes("名称;经度\n".encode("gbk"))
    assert read_header(path, "gb18030", ";").names == ("名称", "经度")
    pq.write_table(pa.table({"名称": ["甲"], "经度": [121.4]}), path)
    assert read_header(path, "utf-8", ",") == Header("parquet", ("名称", "经度"))
    path.write_bytes(b"PAR1 and nothing more")
    assert read_header(path, "utf-8", ",").problem == "unknown_kind"
    path.write_bytes(b"PK\x03\x04")
    assert read_header(path, "utf-8", ",") == Header("xlsx")


def test_a_part_in_another_encoding_is_told_as_such(tmp_path):
    paths = [tmp_path / name for name in ("1.csv", "2.csv", "3.csv", "4.csv")]
    for path, encoding in zip(paths, ("utf-8", "gb18030", "utf-8-sig", "utf-8"), strict=True):
        path.write_bytes((FIRST * 3).encode(encoding))
    paths[3].write_bytes(b"lon,lat\n121.4,31.2\n")
    found = differences("1234", [read_header(path, "utf-8", ",") for path in paths])
    assert found[0] == Difference("2", "other-encoding", (), (), "gb18030")
    assert [row.file for row in found] == ["2", "4"]
    header = read_header(paths[0], "gb18030", ",")
    assert (header.problem, header.encoding) == ("other-encoding", "utf-8")
    assert Header.from_json(header.to_json()) == header
    assert read_header(paths[2], "gb18030", ",").problem == ""  # its mark tells whoever counts
