"""Files put together of two encodings: where one ends."""

import gzip
import io

import pytest

from geo.enterprises.samples import take_sample
from geo.errors import ImportRefusedError
from geo.imports.encoding_breaks import find_break, first_lines

HEADER = "企业名称,经度,纬度\n"


def rows(count):
    return "".join(f"甲公司{n},121.4,31.2\n" for n in range(count))


def mixed(first, then, *, before=6000, after=2000):
    return (HEADER + rows(before)).encode(first) + rows(after).encode(then)


def refused(data):
    with pytest.raises(ImportRefusedError) as caught:
        take_sample(io.BytesIO(data), None)
    return caught.value.code, caught.value.values


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_line_is_named_from_which_on_a_text_is_something_else(is_packed):
    data = mixed("utf-8", "gb18030")
    code, values = refused(gzip.compress(data) if is_packed else data)
    assert code == "mixed_encodings"
    assert values == {"encoding": "utf-8", "last": 6001, "line": 6002}


def test_a_text_may_begin_in_the_other_encoding():
    code, values = refused(mixed("gb18030", "utf-8"))
    assert (code, values["encoding"]) == ("mixed_encodings", "gb18030")
    assert 6002 <= values["line"] <= 6006  # what is in the other one may look like text


def test_the_line_is_found_beyond_what_is_sampled():
    code, values = refused(mixed("utf-8", "gb18030", before=150_000, after=150_000))
    assert (code, values["line"]) == ("mixed_encodings", 150_002)


def test_single_misfits_are_no_break():
    lines = [row.encode() for row in rows(100).splitlines()]
    lines[5] = lines[40] = b"\xff\xfe"
    assert find_break(lines, "utf-8") is None
    assert find_break(lines[:40] + [b"\xff\xfe"] * 3, "utf-8") == 41
    assert find_break([b"\xff\xfe", *lines], "utf-8") is None  # it does not begin so
    assert find_break([b"ascii"] * 3, "utf-8") is None


def test_what_is_no_text_at_all_is_said_with_line_and_byte():
    code, values = refused(b"a,b\n" + bytes(range(128, 256)) * 5 + b"\n")
    assert (code, values["line"], values["byte"]) == ("undecodable", 2, "0x80")


def test_lines_are_read_up_to_a_size():
    assert list(first_lines(io.BytesIO(b"1\n22\n333\n"), 6)) == [b"1\n", b"22\n"]


def test_a_stated_encoding_is_taken_though_not_all_rows_fit():
    found = take_sample(
        io.BytesIO(mixed("utf-8", "gb18030", before=60, after=20)), None, encoding="utf-8"
    )
    assert (found.encoding_basis, len(found.rows)) == ("stated", 80)
    assert "\ufffd" in found.rows[-1][0]
