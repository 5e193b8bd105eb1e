import gzip
import io

import pytest

from geo.enterprises.csv_layout import read_layout
from geo.enterprises.header_row import column_names, header_place
from geo.enterprises.headers import read_header
from geo.enterprises.samples import take_sample
from tests.geo.enterprises.counting_files import wish_of, written

NAMES = ["名称", "经度", "纬度", "备注"]
PLACE = {"lon": "经度", "lat": "纬度"}
HEADER = "名称,经度,纬度,备注\n"
ROWS = "".join(f"甲{n},121.4{n},31.2,\n" for n in range(5))


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("", 0),
        ("\n\r\n", 2),
        ("企业名录\n", 1),
        ("企业名录,,,\n", 1),
        ("企业名录,,,\n截至2024年,,,\n\n", 3),
        ('"企业\n名录",,,\n', 1),
    ],
)
def test_all_who_read_a_header_find_the_same(tmp_path, above, place):
    path = tmp_path / "r.csv"
    path.write_bytes((above + HEADER + ROWS).encode())
    wish = wish_of(path, columns=PLACE)
    layout = read_layout(io.BytesIO(path.read_bytes()), str(path), wish, packed=False)
    assert (layout.width, layout.header_rows) == (4, place + 1)
    assert layout.start == len((above + HEADER).encode())
    assert layout.columns == {"lon": (1, "经度"), "lat": (2, "纬度")}
    assert list(read_header(path, "utf-8", ",").names) == NAMES
    found = take_sample(io.BytesIO(path.read_bytes()), None, delimiter=",")
    assert (found.names, found.row_count, found.rows[0][0]) == (NAMES, 5, "甲0")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_registry_below_its_title_is_counted_by_what_its_columns_are_called(
    counting, tmp_path, encoding
):
    text = "企业名录\n\n名称,经度,,经度\n甲,x,31.2,121.44\n乙,y,31.2,远\n"
    packed = gzip.compress(text.encode(encoding))
    path = written(tmp_path, packed, "r.csv.gz")
    wish = wish_of(path, encoding=encoding, columns={"lon": "经度 (2)", "lat": "column_3"})
    assert counting.run(wish).tally.taken == 1
    assert counting.rejected() == [("5", "经度 (2)", "远", "not-a-number")]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["甲", "121.4"]],
        [["名称", "", "", ""], ["甲", "121.4", "31.2", "x"], ["乙", "121.4", "31.2", "x"]],
        [["名称", "经度", "", ""], ["甲", "x", "y", "z"], ["甲", "x", "y", "z"]],
        [["名称", "经度"], ["甲", "1", *"abcdefgh"], ["乙", "2"], ["丙", "3"]],
    ],
)
def test_what_is_no_title_is_not_skipped(rows):
    assert header_place(rows) == 0


def test_names_are_of_one_column_each():
    assert column_names(["a", "", "a", "column_2"]) == ["a", "column_2 (2)", "a (2)", "column_2"]


def test_what_cannot_be_read_below_the_header_is_not_the_fault_of_the_header(tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(HEADER.encode() + b"\xff,121.4,31.2,\n")
    wish = wish_of(path, columns=PLACE)
    layout = read_layout(io.BytesIO(path.read_bytes()), str(path), wish, packed=False)
    assert layout.start == len(HEADER.encode())
    path.write_bytes(HEADER.encode() + b"x" * 70_000_000)
    assert list(read_header(path, "utf-8", ",").names) == NAMES
