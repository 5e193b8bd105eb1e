import doctest

import pytest

from geo.exports.report import words
from geo.exports.report.words import NOTHING, Words, fixed, metres, number, percent


def test_examples_hold():
    assert doctest.testmod(words).failed == 0


@pytest.mark.parametrize("write", [number, fixed, percent, metres])
@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_not_written_as_one(write, nothing):
    assert write(nothing) == NOTHING


def test_a_language_has_its_own_punctuation(catalogue):
    zh, en = Words("zh"), Words("en")

    assert (zh.list("ab"), en.list("ab")) == ("a、b", "a, b")
    assert (zh.clauses(["a", "", "b"]), en.clauses(["a", "", "b"])) == ("a；b", "a; b")
    assert (zh.label("a", "b"), en.label("a", "b")) == ("a：b", "a: b")
    assert (zh.bracket("a"), en.bracket("a")) == ("（a）", " (a)")
    source = next(row for row in catalogue.sources if row.edition == 2018)
    assert zh.document(source).startswith("《")
    assert "2018" in en.document(source)
