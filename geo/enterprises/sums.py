"""Counts and weights by key: what is added up wherever enterprises are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.enterprises.errors import EnterpriseError

WEIGHT_STEPS = 10_000
"""Weights are whole numbers of 1/10,000, so that sums are exact and in any order the same."""
LARGEST_WEIGHT = 1e11
"""Of one enterprise: with steps of 1/10,000 any thousand of them add up exactly as floats."""
LARGEST_SUM = 2**62
"""Sums of weights stay below this, in steps."""

Integers = NDArray[np.int64]

_MIXED = "sums with and without weights cannot be added up"


@dataclass(frozen=True, eq=False)
class Sums:
    """How many enterprises, and how much weight, each key has.

    Attributes
    ----------
    keys : ndarray of int64, shape (n,)
        Ascending, each once.
    counts : ndarray of int64, shape (n,)
    weights : ndarray of int64, shape (n,), or None
        In steps of 1/10,000; None when nothing is weighed.
    """

    keys: Integers
    counts: Integers
    weights: Integers | None = None

    def equals(self, other: Sums) -> bool:
        """Tell whether both hold the same."""
        return (
            np.array_equal(self.keys, other.keys)
            and np.array_equal(self.counts, other.counts)
            and (self.weights is None) == (other.weights is None)
            and (self.weights is None or np.array_equal(self.weights, _there(other.weights)))
        )

    def rekeyed(self, keys: Integers, taken: NDArray[np.bool_] | None = None) -> Sums:
        """Add up under other keys.

        Parameters
        ----------
        keys : ndarray of int64, shape (n,)
            The new key of each of ours.
        taken : ndarray of bool, shape (n,), optional
            Which to keep; all if not given.
        """
        mask = slice(None) if taken is None else taken
        weights = None if self.weights is None else self.weights[mask]
        return _reduced(keys[mask], self.counts[mask], weights)


class GrowingSums:
    """Sums that are added to where they are, for whoever adds up many.

    ``merge`` holds what it adds up, its order and its result at once: some times as much.

    Parameters
    ----------
    begin : Sums
        Is left as it is.
    """

    def __init__(self, begin: Sums) -> None:
        self._keys = begin.keys.copy()
        self._columns = [column.copy() for column in _columns(begin)]

    def add(self, more: Sums) -> None:
        """Add sums, whose keys ascend.

        Parameters
        ----------
        more : Sums
            Weighs if the sums so far do.

        Raises
        ------
        EnterpriseError
            If weights add up to more than can be counted exactly (4.6e14); then nothing is added.
        """
        added = _columns(more)
        if len(added) != len(self._columns):
            raise TypeError(_MIXED)
        if more.weights is not None:
            weights = (self._columns[1], more.weights)
            check_total(sum(float(each.sum(dtype=np.float64)) for each in weights))
        places = np.searchsorted(self._keys, more.keys)
        known = places < len(self._keys)
        known[known] = self._keys[places[known]] == more.keys[known]
        new = ~known
        for own, column in zip(self._columns, added, strict=True):
            own[places[known]] += column[known]
        if new.any():
            self._keys = np.insert(self._keys, places[new], more.keys[new])
            for place, column in enumerate(added):
                self._columns[place] = np.insert(self._columns[place], places[new], column[new])

    def now(self) -> Sums:
        """Return the sums so far; they hold until more is added."""
        return Sums(self._keys, *self._columns)


def empty(*, has_weight: bool) -> Sums:
    """Return sums of nothing."""
    nothing = np.zeros(0, dtype=np.int64)
    return Sums(nothing, nothing, nothing if has_weight else None)


def merge(many: Sequence[Sums]) -> Sums:
    """Add up.

    Parameters
    ----------
    many : sequence of Sums
        At least one; all weigh or none does.

    Returns
    -------
    Sums

    Raises
    ------
    EnterpriseError
        If weights add up to more than can be counted exactly (4.6e14).
    """
    if len(many) == 1:
        return many[0]
    weights = None
    if many[0].weights is not None:
        weights = np.concatenate([_there(sums.weights) for sums in many])
        check_total(float(weights.sum(dtype=np.float64)))
    keys = np.concatenate([sums.keys for sums in many])
    return _reduced(keys, np.concatenate([sums.counts for sums in many]), weights)


def check_total(steps: float) -> None:
    """Refuse weights whose sum could not be held.

    Parameters
    ----------
    steps : float
        Sum in steps of 1/10,000.

    Raises
    ------
    EnterpriseError
        If it is 2⁶² or more.
    """
    if steps >= LARGEST_SUM:
        allowed = LARGEST_SUM // WEIGHT_STEPS
        msg = (
            f"the weights add up to {steps / WEIGHT_STEPS:.3g}; allowed are sums up to"
            f" {allowed:.3g}: use a larger unit, such as 10,000 yuan"
        )
        raise EnterpriseError(msg, "weights-too-large", {"allowed": allowed})


def _reduced(keys: Integers, counts: Integers, weights: Integers | None) -> Sums:
    """Add up what has the same key."""
    if not len(keys):
        return empty(has_weight=weights is not None)
    # Timsort: our keys mostly are a few sorted runs, which it merges.
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return Sums(
        keys[starts],
        np.add.reduceat(counts[order], starts),
        None if weights is None else np.add.reduceat(weights[order], starts),
    )


def _columns(sums: Sums) -> list[Integers]:
    return [sums.counts] if sums.weights is None else [sums.counts, sums.weights]


def _there(weights: Any) -> Integers:
    """Insist on weights."""
    if weights is None:
        raise TypeError(_MIXED)
    return weights  # type: ignore[no-any-return]
