"""Small studies for tests, as JSON; every candidate in them is synthetic."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

SPOTS = [(121.6, 31.2), (121.45, 31.16), (121.37, 31.03), (121.52, 31.28), (121.23, 31.04)]
"""In Pudong, Xuhui, Minhang, Yangpu, Songjiang."""

LINE = "0102000000020000009a99999999595e40cdcccccccc0c3f409a99999999595e4066666666e6263f40"
"""From (121.4, 31.05) to (121.4, 31.152)."""


def feature(name: str, lon: float, lat: float, /, **more: Any) -> dict[str, Any]:
    """Return a feature without columns."""
    return {"id": name, "lon": lon, "lat": lat, **more}


def candidates(
    numbers: Mapping[str, Sequence[float | None]],
    names: Sequence[str] | None = None,
    spots: Sequence[tuple[float, float]] | None = None,
) -> dict[str, Any]:
    """Return a layer of candidates with columns of numbers."""
    count = len(next(iter(numbers.values())))
    names = names or [f"n{place}" for place in range(count)]
    spots = spots or [SPOTS[place % len(SPOTS)] for place in range(count)]
    return {
        "id": "L1",
        "kind": "candidates",
        "name": "合成 synthetic",
        "columns": dict.fromkeys(numbers, "number"),
        "synthetic": True,
        "features": [
            feature(
                name, *spots[place], values={key: cells[place] for key, cells in numbers.items()}
            )
            for place, name in enumerate(names)
        ],
    }


def own_column(name: str, direction: str = "more", **more: Any) -> dict[str, Any]:
    """Return a criterion on a column of the same name."""
    measure = {"kind": "column", "name": name}
    return {"id": name, "title": name, "measure": measure, "direction": direction, **more}


def document(**parts: Any) -> dict[str, Any]:
    """Return a study with some parts."""
    return copy.deepcopy(
        {
            "format": "renxing-atlas-study",
            "version": 1,
            "title": "test",
            "city": "shanghai",
            **parts,
        }
    )


def of_numbers(
    numbers: Mapping[str, Sequence[float | None]],
    weights: Mapping[str, float] | None = None,
    names: Sequence[str] | None = None,
    **parts: Any,
) -> dict[str, Any]:
    """Return a study that measures nothing but columns, all the more the better."""
    weighting = {"id": "w", "name": "w", "numbers": weights or dict.fromkeys(numbers, 1.0)}
    return document(
        **{
            "layers": [candidates(numbers, names)],
            "criteria": [own_column(name) for name in numbers],
            "weightings": [weighting],
            "ranking": {"weighting": "w"},
            **parts,
        }
    )
