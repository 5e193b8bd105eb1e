"""What the workbench's scripts get, written small: columns instead of a thousand objects.

``static/js/planner/unpacking.js`` makes rows of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import current_app
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

VALUE_DIGITS = 12
"""Significant digits of what scores are computed from: they stay the same to nine decimals."""

SHOWN_DIGITS = 7
"""Of what was measured and is only shown: the page writes six."""

PLACE_DECIMALS = 6
"""Of longitudes and latitudes on the map: a tenth of a metre."""

_SCORING = ("values", "low", "high", "flows", "flows_low", "flows_high")
_UNUSED = ("scores", "known", "weightings", "title", "city")
_SAID, _RANGE = ("excluded", "warnings", "unknown"), ("raw_low", "raw_high")


def packed(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Write a payload small.

    Parameters
    ----------
    payload : mapping
        Of ``geo.study.workbench_payload``.

    Returns
    -------
    dict
        JSON types: the payload without what no script asks for, its numbers with as many digits
        as they need. ``candidates`` holds a list for each property, ``some`` by place what only
        some candidates have, and ``district`` a place in ``districts``.
    """
    kept = {key: value for key, value in payload.items() if key not in _UNUSED}
    for key in _SCORING:
        kept[key] = payload[key] and [_short(row, VALUE_DIGITS) for row in payload[key]]
    for key in ("best", "worst"):
        kept[key] = _short(payload[key], VALUE_DIGITS)
    return {**kept, "candidates": _columns(payload["candidates"])}


def as_json(page: Mapping[str, Any]) -> Markup:
    """Write what a page gives its scripts, without spaces, safe inside of ``<script>``."""
    return htmlsafe_json_dumps(
        page, dumps=current_app.json.dumps, separators=(",", ":"), ensure_ascii=False
    )


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names = [row["district"] and row["district"]["name"] for row in rows]
    districts = list(dict.fromkeys(name for name in names if name))
    place_of = {name: place for place, name in enumerate(districts)}
    return {
        "id": [row["id"] for row in rows],
        "name": [row["name"] for row in rows],
        "lon": [round(row["lon"], PLACE_DECIMALS) for row in rows],
        "lat": [round(row["lat"], PLACE_DECIMALS) for row in rows],
        "row": [row["row"] for row in rows],
        "raw": [_short(row["raw"], SHOWN_DIGITS) for row in rows],
        "synthetic": [int(row["synthetic"]) for row in rows],
        "district": [place_of.get(name) for name in names],
        "districts": districts,
        "some": {place: said for place, row in enumerate(rows) if (said := _seldom(row))},
    }


def _seldom(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: row[key] for key in _SAID if any(row[key])}
    found |= {key: _short(row[key], SHOWN_DIGITS) for key in _RANGE if row[key] is not None}
    return found


def _short(numbers: Iterable[float | None], digits: int) -> list[float | int | None]:
    return [None if number is None else _cut(number, digits) for number in numbers]


def _cut(number: float, digits: int) -> float | int:
    short = float(f"{number:.{digits}g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short
