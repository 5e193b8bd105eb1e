"""Changes of the list of criteria, and what they mean for the weightings, as JSON of a study."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

Criteria = Sequence[Mapping[str, Any]]
Weightings = Sequence[Mapping[str, Any]]

_MOST_CHARS = 40


def new_id(title: str, kind: str, taken: Collection[str]) -> str:
    """Make the id of a criterion from its title; it stays when the title changes.

    Parameters
    ----------
    title : str
    kind : str
        What is measured: names criteria whose title has no Latin letters.
    taken : collection of str

    Returns
    -------
    str

    Examples
    --------
    >>> new_id("Rent per m²", "column", [])
    'rent-per-m2'
    >>> new_id("租金", "distance_to_belt", ["distance-to-belt"])
    'distance-to-belt-2'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "-", plain)[:_MOST_CHARS].strip("-")
    if not re.search("[a-z]", word):
        word = kind.replace("_", "-")
    found, number = word, 1
    while found in taken:
        number += 1
        found = f"{word}-{number}"
    return found


def added(
    criteria: Criteria, weightings: Weightings, new: Mapping[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """Append a criterion.

    In weightings by numbers it gets the mean of the others: it then matters as much as they do
    on average, and who added it sees so. Judgements in pairs cannot be invented: such a
    weighting is unfinished until somebody compares the new criterion.

    Parameters
    ----------
    criteria, weightings : sequence of mapping
    new : mapping
        With its id.

    Returns
    -------
    dict
        The parts ``criteria`` and ``weightings`` as they are then.
    """
    return {
        "criteria": [*map(dict, criteria), dict(new)],
        "weightings": [
            {**row, "numbers": {**row["numbers"], new["id"]: _mean(row["numbers"].values())}}
            if row["how"] == "numbers"
            else dict(row)
            for row in weightings
        ],
    }


def removed(
    criteria: Criteria, weightings: Weightings, ids: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    """Take criteria away, and what the weightings say about them.

    Parameters
    ----------
    criteria, weightings : sequence of mapping
    ids : collection of str

    Returns
    -------
    dict
        The parts ``criteria`` and ``weightings`` as they are then.
    """
    return {
        "criteria": [dict(row) for row in criteria if row["id"] not in ids],
        "weightings": [
            {
                **row,
                "numbers": {name: n for name, n in row["numbers"].items() if name not in ids},
                "judgements": [
                    pair for pair in row["judgements"] if not {pair[0], pair[1]} & set(ids)
                ],
            }
            for row in weightings
        ],
    }


def standing_on(weightings: Weightings, ids: Collection[str]) -> tuple[list[str], int]:
    """Tell what of the weightings goes with criteria.

    Parameters
    ----------
    weightings : sequence of mapping
    ids : collection of str

    Returns
    -------
    names : list of str
        Names of the weightings that give one of them a weight.
    judgements : int
        How often one of them was compared with another, in all weightings.
    """
    names = [row["name"] for row in weightings if set(row["numbers"]) & set(ids)]
    pairs = [pair for row in weightings for pair in row["judgements"]]
    return names, sum(1 for pair in pairs if {pair[0], pair[1]} & set(ids))


def moved(criteria: Criteria, criterion_id: str, by: int) -> list[dict[str, Any]]:
    """Move a criterion up (−1) or down (1); at an end it stays where it is."""
    rows = [dict(row) for row in criteria]
    place = next((n for n, row in enumerate(rows) if row["id"] == criterion_id), None)
    if place is not None and 0 <= place + by < len(rows):
        rows.insert(place + by, rows.pop(place))
    return rows


def replaced(criteria: Criteria, new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Put a criterion in the place of the one with its id."""
    return [dict(new if row["id"] == new["id"] else row) for row in criteria]


def mark_of(row: Mapping[str, Any]) -> str:
    """Return a short mark of a criterion: who edits it finds out by it that it was changed."""
    text = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two criteria differ in nothing but their id."""
    return {**one, "id": ""} == {**other, "id": ""}


def _mean(numbers: Collection[float]) -> float:
    """Return the mean to three digits, 1 if there is no number yet."""
    return float(f"{sum(numbers) / len(numbers):.3g}") if numbers else 1.0
