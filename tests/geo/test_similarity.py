"""The Jaccard index of stated specialisations: arithmetic, laws, and what is not comparable."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.errors import UnknownIdError
from geo.similarity import most_alike, similar_districts, similarity

BASE = read_catalogue(DEFAULT_ROOT)
INDUSTRIES = [row.id for row in BASE.industries]
SETS = st.sets(st.sampled_from(INDUSTRIES), max_size=6)
A, B = "310101", "310104"


def stating(**sets: set[str] | list[str]) -> Catalogue:
    """The catalogue with other specialisations: adcode (after an underscore) → industries."""
    sample = BASE.specialisations[0]
    rows = tuple(
        sample.model_copy(update={"district": name.strip("_"), "industry": industry})
        for name, industries in sets.items()
        for industry in industries
    )
    return dataclasses.replace(BASE, specialisations=rows)


def test_the_index_is_what_both_have_over_what_one_of_them_has() -> None:
    made = stating(_310101=["retail", "security", "hardware"], _310104=["security", "education"])
    found = similarity(made, A, B)
    assert found is not None
    assert (found.shared, found.either, found.index) == (("security",), 4, Fraction(1, 4))


@pytest.mark.parametrize(("one", "other"), [(["retail"], []), ([], ["retail"]), ([], [])])
def test_where_nothing_is_listed_there_is_no_index_not_even_zero(
    one: list[str], other: list[str]
) -> None:
    assert similarity(stating(_310101=one, _310104=other), A, B) is None


def test_nothing_in_common_is_zero() -> None:
    found = similarity(stating(_310101=["retail"], _310104=["security"]), A, B)
    assert found is not None
    assert found.index == 0
    assert found.shared == ()


@given(one=SETS.filter(bool), other=SETS.filter(bool))
def test_the_index_is_symmetric_and_one_exactly_for_equal_sets(
    one: set[str], other: set[str]
) -> None:
    made = stating(_310101=one, _310104=other)
    there, back = similarity(made, A, B), similarity(made, B, A)
    assert there is not None
    assert back is not None
    assert there.index == back.index
    assert 0 <= there.index <= 1
    assert (there.index == 1) == (one == other)
    assert (there.index == 0) == (not one & other)
    assert set(there.shared) == one & other


@given(x=SETS.filter(bool), y=SETS.filter(bool), z=SETS.filter(bool))
def test_one_minus_the_index_keeps_the_triangle_inequality(
    x: set[str], y: set[str], z: set[str]
) -> None:
    made = stating(_310101=x, _310104=y, _310105=z)

    def away(one: str, other: str) -> Fraction:
        found = similarity(made, one, other)
        assert found is not None
        return 1 - found.index

    assert away(A, "310105") <= away(A, B) + away(B, "310105")


def test_the_most_alike_come_first_and_strangers_not_at_all(catalogue: Catalogue) -> None:
    found = similar_districts(catalogue, "310104")
    assert found is not None
    indexes = [pair.index for pair in found]
    assert indexes == sorted(indexes, reverse=True)
    assert indexes[0] == Fraction(2, 3)  # 智能芯片设计 and 智能安防 of three
    assert {pair.one for pair in found} == {"310104"}
    assert all(pair.shared for pair in found)
    assert "310105" not in {pair.other for pair in found}  # 长宁 shares nothing with it
    assert "310118" not in {pair.other for pair in found}  # 青浦 is not listed


def test_a_district_that_is_not_listed_has_no_similar_ones(catalogue: Catalogue) -> None:
    assert similar_districts(catalogue, "310118") is None
    assert similar_districts(catalogue, "440305") is None


def test_a_district_may_be_listed_and_like_no_other(catalogue: Catalogue) -> None:
    assert similar_districts(catalogue, "310113") == ()  # 宝山 alone has 智能硬件


def test_the_most_alike_pair() -> None:
    made = stating(
        _310101=["retail"], _310104=["retail", "security"], _310105=["retail", "security"]
    )
    found = most_alike(made)
    assert found is not None
    assert (found.one, found.other, found.index) == ("310104", "310105", 1)
    assert most_alike(stating(_310101=["retail"], _310104=["security"])) is None
    assert most_alike(stating()) is None


def test_an_unknown_district_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="999999"):
        similarity(catalogue, "310104", "999999")
    with pytest.raises(UnknownIdError, match="999999"):
        similar_districts(catalogue, "999999")
