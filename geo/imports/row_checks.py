"""Rows against the catalogue, against their columns' types and against each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.imports.columns import Column, read_number, text_of
from geo.imports.messages import message
from geo.imports.preview import SourceRow
from geo.imports.row_problems import RowProblem
from geo.locate import find_districts

Shapes = NDArray[np.object_]
_DECIMALS = 5
"""Of degrees, in explanations: a metre."""


def outside_problems(
    rows: Sequence[SourceRow],
    shapes: Shapes,
    catalogue: Catalogue,
    *,
    is_refused: bool,
    cells: Sequence[int] = (),
) -> list[RowProblem]:
    """Tell which rows lie in no district of the catalogue.

    Parameters
    ----------
    rows : sequence of SourceRow, length n
    shapes : ndarray of geometries, shape (n,), EPSG:4326
        None is passed over. What is no point lies outside if it touches no district.
    catalogue : Catalogue
    is_refused : bool
        Whether they are left out for it.
    cells : sequence of int
        Places of the columns of coordinates; none if the places come with the file.

    Returns
    -------
    list of RowProblem
        What the file has as its value, the place in WGS-84 as the explanation.
    """
    cities = [city.name_en for city in catalogue.cities]
    advice = message("keep_outside")
    problems = []
    for place in np.flatnonzero(~are_inside(shapes, catalogue)):
        what = message("outside", **_where(shapes[place]), cities=cities)
        row = rows[int(place)]
        shown = coordinates_text(row, cells)
        problems.append(RowProblem(row.number, None, shown, what, advice, is_refused=is_refused))
    return problems


def elsewhere_problems(
    rows: Sequence[SourceRow],
    shapes: Shapes,
    catalogue: Catalogue,
    city: str,
    *,
    is_refused: bool,
    is_advised: bool = True,
    cells: Sequence[int] = (),
) -> list[RowProblem]:
    """Tell which rows lie in another city of the catalogue than they are for.

    Parameters
    ----------
    rows, shapes, catalogue, is_refused, cells
        As for ``outside_problems``.
    city : str
        Id of the city that the rows are for.
    is_advised : bool
        Whether something should be done about it.

    Returns
    -------
    list of RowProblem
    """
    own = catalogue.city(city).name_en
    advice = message("keep_elsewhere") if is_advised else None
    problems = []
    for place, other in enumerate(cities_elsewhere(shapes, catalogue, city)):
        if other is None:
            continue
        name = catalogue.city(other).name_en
        what = message("elsewhere", **_where(shapes[place]), cities=[name], city=own)
        row = rows[place]
        shown = coordinates_text(row, cells)
        problems.append(RowProblem(row.number, None, shown, what, advice, is_refused=is_refused))
    return problems


def cities_elsewhere(shapes: Shapes, catalogue: Catalogue, city: str) -> list[str | None]:
    """Find the other city that shapes lie in.

    Parameters
    ----------
    shapes : ndarray of geometries, shape (n,), EPSG:4326
        None is passed over.
    catalogue : Catalogue
    city : str
        Id of the city where they should lie.

    Returns
    -------
    list of str or None, length n
        Ids; None for what touches the city itself, or none at all.
    """
    found: list[str | None] = [None] * len(shapes)
    left = np.flatnonzero(~are_inside(shapes, catalogue, city))
    for other in catalogue.cities:
        if other.id == city or not left.size:
            continue
        is_there = are_inside(shapes[left], catalogue, other.id)
        for place in left[is_there]:
            found[int(place)] = other.id
        left = left[~is_there]
    return found


def _where(shape: Any) -> dict[str, float]:
    lon, lat = shapely.get_coordinates(shape)[0]
    return {"lon": round(float(lon), _DECIMALS), "lat": round(float(lat), _DECIMALS)}


def coordinates_text(row: SourceRow, cells: Sequence[int]) -> str:
    """Write the coordinates of a row as its file has them.

    Parameters
    ----------
    row : SourceRow
    cells : sequence of int
        Places of their columns; none if the place comes with the file, which is told by its
        first position then.
    """
    if cells or row.shape is None:
        return ", ".join(text_of(row.cells[place]).strip() for place in dict.fromkeys(cells))
    x, y = shapely.get_coordinates(shapely.from_wkb(row.shape))[0]
    return f"{x:.10g}, {y:.10g}"


def are_inside(shapes: Shapes, catalogue: Catalogue, city: str | None = None) -> NDArray[np.bool_]:
    """Tell which shapes touch a district (of a city); missing ones count as inside."""
    inside: NDArray[np.bool_] = np.array([shape is None for shape in shapes], dtype=bool)
    adcodes = [row.adcode for row in catalogue.districts if city in (None, row.city)]
    outlines = catalogue.boundaries.full.geometry
    outlines = outlines[outlines.index.isin(adcodes)]
    is_point = shapely.get_type_id(shapes) == int(shapely.GeometryType.POINT)
    points = np.flatnonzero(is_point)
    lon, lat = shapely.get_coordinates(shapes[points]).T
    inside[points] = [found is not None for found in find_districts(lon, lat, outlines)]
    others = np.flatnonzero(~is_point & ~inside)
    tree = shapely.STRtree(np.asarray(outlines.array))
    touched, _ = tree.query(shapes[others], predicate="intersects")
    inside[others[touched]] = True
    return inside


def type_problems(
    rows: Sequence[SourceRow], columns: Sequence[Column], found: Sequence[Column]
) -> list[RowProblem]:
    """Tell which cells are not what their column is to hold; empty ones are.

    Parameters
    ----------
    rows : sequence of SourceRow
    columns : sequence of Column
        As they are to be taken.
    found : sequence of Column
        As they were found: what was found to hold numbers has no other cell, and every cell
        can be a text.

    Returns
    -------
    list of RowProblem
    """
    advice = message("keep_text")
    problems = []
    for place, column in enumerate(columns):
        if not column.is_number or column.type == found[place].type:
            continue
        for row in rows:
            cell = row.cells[place]
            value = read_number(cell, column)
            is_wrong = value is None or not np.isfinite(value)
            if column.type == "integer" and value is not None:
                # Beyond that a float, hence the frame, would lose digits without a word.
                is_wrong = is_wrong or not value.is_integer() or abs(value) > 2**53
            if is_wrong and text_of(cell).strip():
                what = message("wrong_type", value=text_of(cell), type=column.type)
                problems.append(RowProblem(row.number, column.name, text_of(cell), what, advice))
    return problems


def duplicate_problems(
    rows: Sequence[SourceRow],
    shapes: Shapes,
    passed_over: Collection[int],
    *,
    is_refused: bool,
) -> list[RowProblem]:
    """Tell which rows are the same as an earlier one, and which only stand where one does.

    Parameters
    ----------
    rows : sequence of SourceRow, length n
    shapes : ndarray of geometries, shape (n,)
    passed_over : collection of int
        Numbers of rows that are refused already.
    is_refused : bool
        Whether rows that are the same are left out.

    Returns
    -------
    list of RowProblem
    """
    seen: dict[Any, int] = {}
    places: dict[bytes, int] = {}
    problems = []
    for row, shape in zip(rows, shapes, strict=True):
        if shape is None or row.number in passed_over:
            continue
        where: bytes = shapely.to_wkb(shape)
        whole = (tuple(text_of(cell) for cell in row.cells), where)
        if whole in seen:
            what, advice = message("duplicate", row=seen[whole]), message("keep_duplicate")
            problems.append(RowProblem(row.number, None, None, what, advice, is_refused=is_refused))
        elif where in places:
            what = message("same_place", row=places[where])
            problems.append(RowProblem(row.number, None, None, what, is_refused=False))
        seen.setdefault(whole, row.number)
        places.setdefault(where, row.number)
    return problems
