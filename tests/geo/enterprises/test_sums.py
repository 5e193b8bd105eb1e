from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.sums import LARGEST_SUM, GrowingSums, Sums, empty, merge

COUNTS = st.dictionaries(st.integers(0, 9), st.integers(1, 5))


def sums(counts: dict[int, int], factor: int | None = 2) -> Sums:
    keys = np.array(sorted(counts), np.int64)
    numbers = np.array([counts[key] for key in sorted(counts)], np.int64)
    return Sums(keys, numbers, None if factor is None else numbers * factor)


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_merge_adds_up_in_any_order(many: list[dict[int, int]]) -> None:
    total = sum((Counter(counts) for counts in many), Counter())
    merged = merge([sums(counts) for counts in many])
    assert merged.equals(sums(total))
    assert merge([sums(counts) for counts in reversed(many)]).equals(merged)


def test_merge_of_nothing_is_nothing() -> None:
    for has_weight in (True, False):
        nothing = empty(has_weight=has_weight)
        assert merge([nothing, nothing]).equals(nothing)


def test_merge_refuses_weights_beside_none() -> None:
    with pytest.raises(TypeError, match="with and without weights"):
        merge([sums({1: 1}), sums({1: 1}, None)])


def test_merge_refuses_what_it_cannot_hold() -> None:
    large = Sums(np.array([1]), np.array([1]), np.array([LARGEST_SUM // 2]))
    with pytest.raises(EnterpriseError, match="weights add up to 4.61e.14; allowed") as caught:
        merge([large, large])
    assert caught.value.code == "weights-too-large"


@given(COUNTS, st.lists(COUNTS, max_size=4), st.sampled_from([2, None]))
def test_growing_sums_are_those_that_merge_makes(
    begin: dict[int, int], many: list[dict[int, int]], factor: int | None
) -> None:
    first = sums(begin, factor)
    growing = GrowingSums(first)
    parts = [sums(counts, factor) for counts in many]
    for part in parts:
        growing.add(part)
    assert growing.now().equals(merge([first, *parts]))
    assert first.equals(sums(begin, factor))


def test_growing_sums_refuse_what_they_cannot_hold_and_keep_the_rest() -> None:
    large = Sums(np.array([1]), np.array([1]), np.array([LARGEST_SUM // 2]))
    growing = GrowingSums(large)
    with pytest.raises(EnterpriseError, match="weights add up to 4.61e.14; allowed"):
        growing.add(large)
    with pytest.raises(TypeError, match="with and without weights"):
        growing.add(sums({1: 1}, None))
    assert growing.now().equals(large)


@pytest.mark.parametrize(
    "other", [sums({1: 2}), sums({2: 1}), sums({1: 1}, 3), sums({1: 1}, None), sums({1: 1, 2: 1})]
)
def test_equals_sees_every_difference(other: Sums) -> None:
    assert not sums({1: 1}).equals(other)
    assert not other.equals(sums({1: 1}))


def test_rekeyed_adds_up_what_is_taken() -> None:
    found = sums({1: 1, 2: 2, 3: 4}).rekeyed(np.array([8, 7, 8]), np.array([True, True, True]))
    assert found.equals(sums({7: 2, 8: 5}))
    assert (
        sums({1: 1, 2: 2}).rekeyed(np.array([5, 5]), np.array([False, True])).equals(sums({5: 2}))
    )
