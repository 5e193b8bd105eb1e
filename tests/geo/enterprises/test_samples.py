import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.enterprises.samples import Sample, encoding_of, form_of, take_sample
from geo.errors import ImportRefusedError

HEADER = "企业名称,经度,纬度,行业\n"
ROWS = "".join(f"甲公司{n},121.{n:06d},31.2,芯片设计\n" for n in range(10))


def sample(data, **options):
    return take_sample(io.BytesIO(data), None, **options)


@pytest.mark.parametrize(
    ("encode", "encoding", "basis"),
    [
        ("utf-8", "utf-8", "valid"),
        ("utf-8-sig", "utf-8", "bom"),
        ("gbk", "gb18030", "guessed"),
        ("gb18030", "gb18030", "guessed"),
    ],
)
def test_text_in_the_encodings_of_china(encode, encoding, basis):
    found = sample((HEADER + ROWS).encode(encode))
    assert (found.form, found.encoding, found.encoding_basis) == ("csv", encoding, basis)
    assert found.names == ["企业名称", "经度", "纬度", "行业"]
    assert found.rows[0] == ["甲公司0", "121.000000", "31.2", "芯片设计"]
    assert (len(found.rows), found.row_count, found.delimiter) == (10, 10, ",")
    assert Sample.from_json(found.to_json()) == found


def test_gzip_is_text_that_is_unpacked_to_be_counted():
    found = sample(gzip.compress((HEADER + ROWS).encode("gbk")))
    assert (found.form, found.is_packed, found.encoding) == ("csv", True, "gb18030")
    long = HEADER + "甲公司,121.4,31.2,芯片\n" * 200_000
    found = sample(gzip.compress(long.encode()))
    assert (len(found.rows), found.row_count) == (2500, 200_000)


def test_a_long_file_is_looked_at_here_and_there():
    rows = "".join(f"firm {n},121.4,31.2,chips\n" for n in range(200_000))
    late = "".join(f"公司{n},121.4,31.2,芯片\n" for n in range(500))
    found = sample((HEADER.replace("企业名称", "name") + rows + late).encode("gbk"))
    assert found.encoding == "gb18030"
    assert found.rows[0][0] == "firm 0"
    assert any(row[0].startswith("公司") for row in found.rows)
    assert found.row_count == pytest.approx(200_500, rel=0.05)


def test_a_few_broken_bytes_do_not_decide_the_encoding():
    good = (HEADER + ROWS * 20).encode()
    found = sample(good + b"\xff\xfe\xe5,121.4,31.2,x\n")
    assert (found.encoding, found.encoding_basis) == ("utf-8", "valid")
    assert encoding_of([b"a,b\n1,2\n"]) == ("utf-8", "ascii")


def test_what_is_stated_is_taken():
    data = b"name;lon;lat;a,b\nx;121.4;31.2;1,5\n"
    found = sample(data, encoding="gb18030", delimiter=";")
    assert (found.encoding, found.encoding_basis, found.delimiter) == ("gb18030", "stated", ";")
    assert found.names == ["name", "lon", "lat", "a,b"]


def test_parquet_tells_how_many_rows_it_has():
    out = io.BytesIO()
    table = pa.table({"名称": [f"甲{n}" for n in range(9000)], "经度": [121.4] * 9000})
    pq.write_table(table, out, row_group_size=1000)
    found = sample(out.getvalue())
    assert (found.form, found.row_count, found.is_exact) == ("parquet", 9000, True)
    assert found.rows[0] == ["甲0", "121.4"]
    assert found.rows[-1][0].startswith("甲8")
    assert found.cells("名称")[0] == "甲0"
    assert found.cells("none") == found.cells(None) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b'{"type": "FeatureCollection"}', "unknown_kind"),
        (b"%PDF-1.7", "unknown_kind"),
        (b"\x1f\x8b\x08\x00garbage", "unknown_kind"),
        (b"PAR1 and nothing more", "unknown_kind"),
        ("名称,经度\n".encode("utf-16"), "utf16"),
        (b"name,lon\n", "no_rows"),
        (b"name,lon\nx\n", "no_rows"),
        (b"a,b\n\x00,1\n", "nul_byte"),
        (bytes(range(128, 256)) * 5 + b"\n", "undecodable"),
        ("丂,丄\n丅,丆\n".encode("gbk") * 40, "encoding_unclear"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data, code):
    with pytest.raises(ImportRefusedError) as caught:
        sample(data)
    assert caught.value.code == code


def test_form_of_zip_is_a_workbook_until_its_reader_says_otherwise():
    assert form_of(b"PK\x03\x04") == "xlsx"
