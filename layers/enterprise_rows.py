"""What a layer of districts tells the browser: a row per district, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.enterprises.cross_table import CrossTable, cross_table
from layers.enterprise_scales import Json, ValueClass
from layers.enterprise_view import EnterpriseView

Line = tuple[str, str]
"""A line of text in Chinese and in English."""

NOTHING: Line = ("不在统计范围", "not counted")
"""What is told of a district that is on the map and was not counted."""


def cross_tables(view: EnterpriseView) -> list[CrossTable]:
    """Cross districts and industries of every city of the view, in its year."""
    return [
        cross_table(view.aggregates, view.catalogue, city, year=view.year) for city in view.cities
    ]


def district_block(
    view: EnterpriseView,
    classes: Sequence[ValueClass],
    rows: Mapping[str, Json],
    *,
    whole: bool,
    has_bounds: bool = True,
) -> Json:
    """Describe districts to ``enterprise-districts.js``.

    Parameters
    ----------
    view : EnterpriseView
    classes : sequence of ValueClass
    rows : mapping of str to dict
        Adcode → what ``row`` returns.
    whole : bool
        Whether values are whole numbers.
    has_bounds : bool
        Whether classes are of values, and not of kinds.
    """
    legend = [legend_row(one, whole=whole) if has_bounds else one.to_json() for one in classes]
    return {
        "classes": legend,
        "rows": dict(rows),
        "nothing": NOTHING,
        "of": view.name(),
    }


def legend_row(one: ValueClass, *, whole: bool) -> Json:
    """Describe a class with its bounds, as legends write them."""
    return {**one.to_json(), "text": one.bounds(whole=whole)}


def row(
    value: float | None,
    lines: Sequence[Line],
    *,
    figure: Line | None = None,
    place: int | None = None,
) -> Json:
    """Describe a district.

    Parameters
    ----------
    value : float or None
        What its class follows from.
    lines : sequence of (str, str)
        What is told of it.
    figure : (str, str), optional
        What stands under its name; by default the value.
    place : int, optional
        Its class, where that does not follow from the value.
    """
    found: dict[str, Any] = {"v": value, "t": list(lines)}
    if figure is not None:
        found["f"] = figure
    if place is not None:
        found["c"] = place
    return found


def number(value: float | None) -> str:
    """Write a number with no more digits than it is worth; a dash for none."""
    if value is None:
        return "—"
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) < 0.1:
        return f"{value:.2g}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"


def short(value: float) -> Line:
    """Write a number short enough to stand on a map, as ``enterprise-classes.js`` does."""
    return _scaled(value, (1e8, "亿"), (1e4, "万")), _scaled(
        value, (1e9, "bn"), (1e6, "M"), (1e3, "k")
    )


def _scaled(value: float, *units: tuple[float, str]) -> str:
    for size, sign in units:
        if abs(value) >= max(size, 1e4):
            scaled = value / size
            return f"{scaled:.{1 if scaled < 10 else 0}f}{sign}"
    return number(value)


def enterprises(count: int) -> Line:
    """Say how many enterprises."""
    return f"{count:,} 家企业", f"{count:,} enterprise{'' if count == 1 else 's'}"
