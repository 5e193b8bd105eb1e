"""Text is decoded as what it must be, or with a warning, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ImportRefusedError
from geo.imports.encodings import check_lines, common_share, decode
from geo.imports.limits import Limits

CHINESE = "名称,地址\r\n徐汇西岸智塔,上海市徐汇区云锦路\r\n张江人工智能岛,上海市浦东新区丹桂路\r\n"


@pytest.mark.parametrize(
    ("data", "encoding", "basis"),
    [
        (b"a,b\n1,2\n", "utf-8", "ascii"),
        (CHINESE.encode(), "utf-8", "valid"),
        (CHINESE.encode("utf-8-sig"), "utf-8", "bom"),
        (CHINESE.encode("gb18030"), "gb18030", "guessed"),
        (CHINESE.encode("utf-16"), "utf-16-le", "bom"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16-be", "bom"),
        (b"\xff\xfe\x00\x00" + CHINESE.encode("utf-32-le"), "utf-32-le", "bom"),
    ],
)
def test_decode_finds_the_encoding(data, encoding, basis):
    found = decode(data)

    assert (found.encoding, found.basis) == (encoding, basis)
    assert found.text == (CHINESE if not data.isascii() else data.decode())
    assert [note.code for note in found.notes] == ["encoding_guessed"] * (basis == "guessed")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("名稱,地址\n臺北市南港軟體園區,臺灣臺北市南港區", "big5"),
        ("Größe,Straße\nMüller,Königsallee, schön für über", "windows-1252"),
        ("住所,名前\nさいたま市見沼区,ひらがな", "shift_jis"),
        ("адрес,имя\nМосква,улица Ленина", "windows-1251"),
    ],
)
def test_decode_never_takes_another_encoding_for_chinese(text, encoding):
    """They decode as GB18030 or not; either way nobody gets to see nonsense unwarned."""
    with pytest.raises(ImportRefusedError) as caught:
        decode(text.encode(encoding))

    assert caught.value.code in ("encoding_unclear", "undecodable")


def test_decode_as_stated():
    text = "名稱,地址\n臺北市,南港"

    assert decode(text.encode("big5"), stated="big5").text == text
    assert decode(text.encode("utf-16-le"), stated="utf-16-le").text == text


def test_decode_says_where_a_stated_encoding_does_not_fit():
    with pytest.raises(ImportRefusedError, match="byte 0xff in line 3") as caught:
        decode("甲\n乙\n".encode() + b"\xff\xff", stated="utf-8")

    assert caught.value.code == "undecodable"
    assert caught.value.values["line"] == 3


def test_decode_says_where_nothing_fits():
    with pytest.raises(ImportRefusedError, match="not UTF-8, GB18030: byte 0xff in line 2"):
        decode("甲\n".encode() + b"\xff\xff")


def test_decode_refuses_an_unknown_encoding():
    with pytest.raises(ImportRefusedError, match="“latin-9” is not there; allowed: utf-8, gb18030"):
        decode(b"a", stated="latin-9")


def test_decode_refuses_zero_bytes():
    """UTF-16 without a mark is full of them."""
    with pytest.raises(ImportRefusedError, match="line 2 holds a NUL byte"):
        decode("甲\n".encode() + b"\x00\xff")


def test_check_lines():
    limits = Limits(line_chars=5)
    check_lines("12345\n12345\r12345", Limits(line_chars=11))

    with pytest.raises(ImportRefusedError, match="line 2 has 6 characters; allowed are 5"):
        check_lines("1\n123456\n", limits)
    with pytest.raises(ImportRefusedError, match="line 3 holds a NUL byte"):
        check_lines("1\n2\n\x00", limits)


def test_decode_takes_the_dot_of_names_and_the_dash_for_chinese():
    """A short list in which they are every tenth character was refused."""
    text = "名称,经度\n合成·甲,121.4\n合成·乙,121.5\n园区——东,121.6\n"

    assert decode(text.encode("gb18030")).text == text


def test_common_share():
    assert common_share("ascii") == 1
    assert common_share("徐汇") == 1
    assert common_share("鬭龘") == 0
    assert common_share("·—…“”《》℃①") == 1
    assert common_share("€ű") == 0
    assert common_share("徐龘") == 0.5


@given(st.binary(min_size=1, max_size=200))
def test_decode_is_text_or_a_refusal(data):
    try:
        found = decode(data)
    except ImportRefusedError as error:
        told = str(error)
    else:
        told = ""
        assert found.text.encode(found.encoding) == data or found.basis == "bom"
    assert told == "" or told.endswith("Nothing of it was stored.")


@given(st.text(max_size=200))
def test_utf_8_is_always_read_as_it_was(text):
    assert (
        decode("\ufeff".encode() + text.encode("utf-8", "replace")).text
        == text.encode("utf-8", "replace").decode()
    )
