"""What choosing sites starts from: positions in metres, weights, and districts as demand."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.crs import WGS84, metres_from
from geo.errors import SitingError
from geo.problems import allowed

Floats = NDArray[np.float64]


def district_demand(
    catalogue: Catalogue, city_id: str, weights: Mapping[str, float]
) -> gpd.GeoDataFrame:
    """Return a city's districts as demand points.

    Parameters
    ----------
    catalogue : Catalogue
    city_id : str
    weights : mapping of str to float
        By adcode; districts that are left out are not part of the demand.

    Returns
    -------
    GeoDataFrame, shape (n,), EPSG:4326
        By adcode: a point inside the district (editorial: it stands for the whole district),
        and ``weight``.

    Raises
    ------
    SitingError
        If an adcode is none of the city's districts, or one without boundaries.
    UnknownIdError
        If there is no such city.
    """
    outlines = catalogue.boundaries.full.geometry
    known = [row.adcode for row in catalogue.districts_of(city_id) if row.adcode in outlines.index]
    for adcode in weights:
        if adcode not in known:
            hint = allowed(adcode, known)
            msg = f'"{adcode}" is no district of {city_id} with boundaries; {hint}'
            raise SitingError(msg)
    codes = [adcode for adcode in known if adcode in weights]
    inside = outlines.loc[codes].representative_point()
    given = {"weight": [float(weights[adcode]) for adcode in codes]}
    return gpd.GeoDataFrame(given, geometry=inside.array, index=codes, crs=WGS84)


def positions_m(frame: gpd.GeoDataFrame, epsg: int, what: str) -> Floats:
    """Return where points lie in metres.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n,), EPSG:4326
    epsg : int
        The city's metric CRS.
    what : str
        What a row is, for messages.

    Returns
    -------
    ndarray, shape (n, 2)
        East and north.

    Raises
    ------
    DatumError
        If the metric CRS is none.
    SitingError
        If the frame is empty, in another CRS, or a row is no point that can be measured.
    """
    if frame.crs is None or frame.crs != WGS84:
        msg = f"every {what} must be in EPSG:4326, found {frame.crs}"
        raise SitingError(msg)
    shapes = np.asarray(frame.geometry.array)
    if not len(shapes):
        msg = f"there is no {what}; at least one is needed"
        raise SitingError(msg)
    wrong = shapely.get_type_id(shapes) != int(shapely.GeometryType.POINT)
    wrong |= shapely.is_empty(shapes)
    if wrong.any():
        msg = f"the {what} {frame.index[wrong][0]!r} is no point"
        raise SitingError(msg)
    degrees = shapely.get_coordinates(shapes)
    east, north = metres_from(epsg).transform(degrees[:, 0], degrees[:, 1])
    metres = np.column_stack([east, north])
    if not np.isfinite(metres).all():
        row = int(np.flatnonzero(~np.isfinite(metres).all(axis=1))[0])
        msg = f"the {what} {frame.index[row]!r} lies outside of what EPSG:{epsg} can measure"
        raise SitingError(msg)
    return metres


def weights_of(demand: gpd.GeoDataFrame, column: str | None) -> Floats:
    """Return the weights of demand points.

    Parameters
    ----------
    demand : GeoDataFrame, shape (n,)
    column : str or None
        None: every point weighs 1.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    SitingError
        If there is no such column, a weight is missing, negative or not finite, or all are 0.
    """
    if column is None:
        return np.ones(len(demand))
    if column not in demand.columns:
        msg = f'the demand has no column "{column}"; {allowed(column, map(str, demand.columns))}'
        raise SitingError(msg)
    weights: Floats = pd.to_numeric(demand[column], errors="coerce").to_numpy(
        dtype=float, na_value=np.nan
    )
    wrong = ~(np.isfinite(weights) & (weights >= 0))
    if wrong.any() or not weights.sum():
        row = int(np.flatnonzero(wrong)[0]) if wrong.any() else 0
        msg = (
            f"demand point {demand.index[row]!r}: weight {demand[column].iloc[row]!r}; "
            "allowed are finite numbers from 0, not all of them 0"
        )
        raise SitingError(msg)
    return weights


def distances_m(one: Floats, other: Floats) -> Floats:
    """Return straight-line distances between positions in metres, shape (one, other)."""
    east, north = (np.subtract.outer(one[:, axis], other[:, axis]) for axis in (0, 1))
    return np.hypot(east, north)
