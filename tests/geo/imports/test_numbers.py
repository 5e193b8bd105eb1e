import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.imports.numbers import (
    as_number,
    has_decimal_comma,
    is_non_finite,
    may_be_thousands,
    parts_thousands,
    plain,
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("121.4737", 121.4737),
        (" 121.4737\t", 121.4737),
        ("１２１．４７３７", 121.4737),
        ("−3", -3),
        ("+.5", 0.5),
        ("5.", 5),
        ("1e2", 100),
        (7, 7),
        (7.5, 7.5),
        ("1,200.5", 1200.5),
        ("-1,234,567", -1234567),
        ("１，２００．５", 1200.5),
        ("15,000", None),
        ("0,200.5", None),
        ("1,20.5", None),
        ("1,200,5", None),
        ("1,5", None),
        ("1 000", None),
        ("0x10", None),
        ("1_000", None),
        ("NaN", None),
        ("inf", None),
        ("12 km", None),
        ("", None),
        (None, None),
        (True, None),
        ("1" * 41, None),
    ],
)
def test_as_number(cell, number):
    assert as_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "number"), [("121,4737", 121.4737), ("7", 7), ("1.5", None), ("1,2,3", None)]
)
def test_as_number_with_a_decimal_comma(cell, number):
    assert as_number(cell, decimal=",") == number


@pytest.mark.parametrize(
    ("cell", "number"), [("15,000", 15000), ("1,234,567", 1234567), ("12", 12), ("1,5", None)]
)
def test_as_number_with_thousands_apart(cell, number):
    assert as_number(cell, thousands=True) == number


def test_commas():
    assert has_decimal_comma("121,47")
    assert not has_decimal_comma("121.47")
    assert may_be_thousands("1,234")
    assert not may_be_thousands("121,4737")
    assert not may_be_thousands("0,234")
    assert parts_thousands("１，２３４，５６７")
    assert not parts_thousands("121.5")


@pytest.mark.parametrize("text", ["NaN", "-inf", "Infinity", "＋ＩＮＦ"])
def test_is_non_finite(text):
    assert is_non_finite(text)


def test_is_non_finite_not():
    assert not is_non_finite("info")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_as_number_reads_what_python_writes(value):
    assert as_number(repr(value)) == value


@given(st.text(max_size=50))
def test_as_number_never_fails(text):
    assert as_number(text) is None or isinstance(as_number(text), float)
    assert plain(plain(text)) == plain(text)
