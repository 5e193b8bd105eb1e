"""One dataset as a frame: typed columns, geometry in the chosen datum, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.catalogue import Catalogue
from geo.datum import Datum, convert
from geo.errors import AtlasError, DatumError
from geo.exports.about import About, about_table
from geo.exports.columns import Column, Kind
from geo.exports.datasets import Dataset
from geo.exports.texts import LIST_SEPARATOR, clean_text

EXPORT_DATUMS: tuple[Datum, ...] = ("WGS-84", "GCJ-02", "CGCS2000")
DECIMALS = 7
"""Decimals of coordinates in degrees: 1e-7 degrees is about 1 cm."""
SHIFTED_DECIMALS = 8
"""Decimals in GCJ-02: one more, so that shifting back and rounding returns what was there."""
DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


class ExportError(AtlasError, ValueError):
    """A table cannot be written in a format, or a file is not what the atlas writes."""


@dataclass(frozen=True, eq=False)
class Raw:
    """What a file holds, as its format types it: ``returning`` makes a table's frame of it.

    ``shapes`` are the geometries (None where a row has none); None where the format has none.
    """

    frame: pd.DataFrame
    shapes: Sequence[Any] | None


@dataclass(frozen=True, eq=False)
class Table:
    """A dataset ready to be written.

    Attributes
    ----------
    dataset : Dataset
    datum : {"WGS-84", "GCJ-02", "CGCS2000"} or None
        Of its coordinates; None if it has none.
    frame : DataFrame or GeoDataFrame
        The columns of the dataset in order, empty text as "", other missing values as NA; with
        a column ``geometry`` where the dataset has a shape.
    about : About
        What must be known of it, for formats with room for that.
    stamp : datetime
        The time that is written into files: see ``About``.
    """

    dataset: Dataset
    datum: Datum | None
    frame: pd.DataFrame
    about: About
    stamp: datetime


def export_table(
    catalogue: Catalogue, dataset: Dataset, *, datum: Datum = "WGS-84", city: str | None = None
) -> Table:
    """Make a dataset ready to be written.

    Parameters
    ----------
    catalogue : Catalogue
    dataset : Dataset
    datum : {"WGS-84", "GCJ-02", "CGCS2000"}
        Of the coordinates; means nothing where the dataset has none.
    city : str, optional
        Id of the one city that is wanted; means nothing where rows have no city.

    Returns
    -------
    Table

    Raises
    ------
    DatumError
        If the datum is none of the three.
    UnknownIdError
        If there is no such city.
    """
    if datum not in EXPORT_DATUMS:
        msg = f"unknown datum {datum!r}; allowed are {', '.join(EXPORT_DATUMS)}"
        raise DatumError(msg)
    if city is not None:
        catalogue.city(city)
    frame = _frame(dataset, dataset.records(catalogue, city))
    used = datum if dataset.shape != "none" else None
    if used is not None:
        frame = _placed(frame, dataset, catalogue, used)
    about = about_table(catalogue, dataset, frame, city=city if dataset.has_city else None)
    year = max(catalogue.editions, default=2000)
    return Table(dataset, used, frame, about, datetime(year, 1, 1))


def typed(values: Any, column: Column) -> pd.Series[Any]:
    """Turn the values of a column into a series of its kind."""
    if column.kind == "text":
        values = [_as_text(value) for value in values]
    return pd.Series(values, name=column.name, dtype=DTYPES[column.kind])


def _as_text(value: Any) -> str:
    if isinstance(value, tuple):
        value = LIST_SEPARATOR.join(value)
    return "" if value is None else clean_text(str(value))


def _frame(dataset: Dataset, records: list[dict[str, Any]]) -> pd.DataFrame:
    columns = [column for column in dataset.columns if column.name != "datum"]
    return pd.DataFrame(
        {column.name: typed([row[column.name] for row in records], column) for column in columns}
    )


def _placed(
    frame: pd.DataFrame, dataset: Dataset, catalogue: Catalogue, datum: Datum
) -> gpd.GeoDataFrame:
    """Add the geometry and convert everything to the datum, once."""
    if dataset.shape == "polygon":
        shapes = catalogue.boundaries.full.geometry[list(frame["adcode"])].to_numpy()
        # RFC 7946: exterior rings run counterclockwise.
        shapes = shapely.orient_polygons(shapes, exterior_cw=False)
    else:
        shapes = points_of(frame)
    return in_datum(with_geometry(frame, shapes), from_="WGS-84", to=datum)


def points_of(frame: pd.DataFrame) -> Any:
    """Make points of the columns ``lon`` and ``lat``; none where one of them is missing."""
    lon, lat = (frame[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    points = np.asarray(shapely.points(lon, lat), dtype=object)
    points[np.isnan(lon) | np.isnan(lat)] = None
    return points


def with_geometry(frame: pd.DataFrame, shapes: Any) -> gpd.GeoDataFrame:
    """Give a frame its geometry; what the coordinates truly are says its column ``datum``."""
    geometry = gpd.GeoSeries(list(shapes), index=frame.index, crs=4326)
    return gpd.GeoDataFrame(frame, geometry=geometry)


def in_datum(frame: Any, *, from_: Datum, to: Datum) -> Any:
    """Convert ``lon``, ``lat`` and geometry of a frame, once, and say so in ``datum``.

    Parameters
    ----------
    frame : DataFrame or GeoDataFrame
        With the columns ``lon`` and ``lat``.
    from_, to : {"WGS-84", "GCJ-02", "CGCS2000"}

    Returns
    -------
    same type as ``frame``
        New; rounded to ``DECIMALS`` (``SHIFTED_DECIMALS`` in GCJ-02), columns in the same
        order, ``datum`` after ``lat``.
    """
    decimals = SHIFTED_DECIMALS if to == "GCJ-02" else DECIMALS
    moved = frame.copy()
    known = (moved["lon"].notna() & moved["lat"].notna()).to_numpy()
    points = shapely.get_coordinates(convert(points_of(moved), from_=from_, to=to)).T
    for name, values in zip(("lon", "lat"), points, strict=True):
        moved.loc[known, name] = np.round(values, decimals)
    if isinstance(moved, gpd.GeoDataFrame):
        shapes = convert(moved.geometry.to_numpy(), from_=from_, to=to)
        rounded = shapely.transform(shapes, lambda xy: np.round(xy, decimals))
        moved = with_geometry(moved, rounded)
        moved = moved.set_crs(4490 if to == "CGCS2000" else 4326, allow_override=True)
    datum = pd.Series(to, index=moved.index, dtype="str")
    if "datum" in moved.columns:
        moved["datum"] = datum
    else:
        moved.insert(list(moved.columns).index("lat") + 1, "datum", datum)
    return moved
