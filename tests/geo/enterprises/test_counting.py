from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.enterprises.counting import count_by_sorting, count_densely, mixed_keys, parts_of
from geo.enterprises.sums import Sums

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2**52)), max_size=30)


def plainly(rows: list[tuple[int, int]], *, has_weight: bool) -> Sums:
    counts, steps = Counter(key for key, _ in rows), Counter()
    for key, weight in rows:
        steps[key] += weight
    keys = sorted(counts)
    return Sums(
        np.array(keys, np.int64),
        np.array([counts[key] for key in keys], np.int64),
        np.array([steps[key] for key in keys], np.int64) if has_weight else None,
    )


@pytest.mark.parametrize("has_weight", [True, False])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
@given(rows=ROWS)
def test_both_ways_count_as_a_loop_does(
    has_weight: bool, kind: type, rows: list[tuple[int, int]]
) -> None:
    keys = np.array([key for key, _ in rows], kind)
    steps = np.array([weight for _, weight in rows], np.int64) if has_weight else None
    expected = plainly(rows, has_weight=has_weight)
    assert count_densely(keys, steps, 10).equals(expected)
    assert count_by_sorting(keys, steps).equals(expected)
    if len(keys):  # too large to be packed with the number of the row
        large = count_by_sorting(keys.astype(np.int64) + 2**61, steps)
        assert Sums(large.keys - 2**61, large.counts, large.weights).equals(expected)


@pytest.mark.parametrize(("last", "kind"), [(300, np.int32), (300_000, np.int64)])
def test_parts_come_out_of_mixed_keys(last: int, kind: type) -> None:
    counts = (20_000, 12, last)
    parts = [np.array([0, 7, count - 1]) for count in counts]
    keys = mixed_keys(list(zip(parts, counts, strict=True)))
    assert keys.dtype == kind
    assert (np.diff(keys) > 0).all()
    assert np.array_equal(parts_of(keys.astype(np.int64), counts), parts)
