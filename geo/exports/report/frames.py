"""Reading results row by row; pandas' types know less of their columns than we do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame as tuples with its columns' names; ``Index`` is the key."""
    yield from frame.itertuples()


def number_at(frame: pd.DataFrame, key: Any, column: str) -> float:
    """Return a number of a frame by key and column."""
    found: Any = frame.at[key, column]
    return float(found)


def numbers_of(frame: pd.DataFrame, key: Any) -> list[float]:
    """Return all numbers of a row by its key."""
    found: Any = frame.loc[key]
    return [float(value) for value in found]
