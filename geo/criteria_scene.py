"""What criteria are measured on: candidates, where they lie, and the layers they are held against.

Metres are only measured within a city, in its own metric CRS (see ``geo.crs``). A candidate in no
district of the catalogue therefore has no distance: it is unknown, not far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.catalogue import Catalogue
from geo.crs import WGS84, metric_crs
from geo.errors import CriterionError, DatumError, UnknownIdError
from geo.locate import locate
from geo.problems import allowed
from geo.tables import City, Row

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Objects = NDArray[np.object_]

PRECISION = "precision_m"
"""The column that says within how many metres a geometry lies where it is drawn."""

MISSING_TYPE = -1
"""What Shapely calls the type of a geometry that is not there."""

REACH_DEGREES = 1.0
"""How far beyond a city's districts a reference may lie; its metric CRS holds about that far."""

Unknown = Literal["outside", "no_reference", "not_listed", "no_industry", "no_value"]
"""Why something is unknown.

``outside``: the candidate lies in no district of the catalogue. ``no_reference``: the layer has
nothing in or near its city. ``not_listed``: the documents list no specialisation (文件未列).
``no_industry``: the candidate names no intended industry. ``no_value``: its cell is empty.
"""


@dataclass(frozen=True)
class ReferenceLayer:
    """Things to be near to or far from.

    Attributes
    ----------
    id : str
    features : GeoDataFrame, shape (k,), EPSG:4326
        Points, lines or polygons with a unique index. The optional column ``precision_m`` says
        how well each position is known (metres, NaN or no column: not stated).
    evidence : tuple of tuple of Row
        For each feature the catalogue's rows that give it; empty for a user's own layer.
    """

    id: str
    features: gpd.GeoDataFrame
    evidence: tuple[tuple[Row, ...], ...] = ()

    def __post_init__(self) -> None:
        """Raise ``CriterionError`` if the features are not in EPSG:4326 or share an index."""
        if self.features.crs is None or self.features.crs != WGS84:
            msg = f'the layer "{self.id}" must be in EPSG:4326, found {self.features.crs}'
            raise CriterionError(msg)
        if not self.features.index.is_unique:
            twice = self.features.index[self.features.index.duplicated()][0]
            msg = f'the layer "{self.id}" has the index {twice!r} twice'
            raise CriterionError(msg)

    @property
    def rows(self) -> Objects:
        """The evidence as an array of tuples, shape (k,)."""
        rows = self.evidence or ((),) * len(self.features)
        return np.fromiter(rows, dtype=object, count=len(self.features))


@dataclass(frozen=True)
class Measurement:
    """What one criterion found for every candidate, in their order.

    Attributes
    ----------
    values : ndarray, shape (n,)
        NaN where unknown.
    low, high : ndarray, shape (n,)
        Between what the true value lies, as far as positions say how well they are known;
        equal to ``values`` where nothing is said about it.
    unknown : ndarray of object, shape (n,)
        The reason (see ``Unknown``), or None.
    references : ndarray of object, shape (n,)
        Index of the nearest feature, of the nearest cluster … or None.
    evidence : ndarray of object, shape (n,)
        Tuples of catalogue rows that justify the value: quote them.
    """

    values: Floats
    low: Floats
    high: Floats
    unknown: Objects
    references: Objects
    evidence: Objects


@dataclass(frozen=True)
class Scene:
    """Candidates, prepared once for any number of criteria.

    Attributes
    ----------
    candidates : GeoDataFrame, shape (n,), EPSG:4326
        Points with a unique index and the users' columns; ``precision_m`` is optional.
    catalogue : Catalogue
    layers : mapping of str to ReferenceLayer
        The layers that criteria may name.
    """

    candidates: gpd.GeoDataFrame
    catalogue: Catalogue
    layers: Mapping[str, ReferenceLayer]
    _points: dict[str, Objects] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.candidates)

    def layer(self, layer_id: str) -> ReferenceLayer:
        """Return a layer by its id; raise ``UnknownIdError`` if there is none."""
        if layer_id not in self.layers:
            msg = f'there is no reference layer "{layer_id}"; {allowed(layer_id, self.layers)}'
            raise UnknownIdError(msg)
        return self.layers[layer_id]

    @cached_property
    def place(self) -> pd.DataFrame:
        """District and city of each candidate, from ``geo.locate.locate``; found when needed."""
        return locate(self.candidates, self.catalogue, nearest=0)

    @property
    def off_m(self) -> Floats:
        """How well each candidate's own position is known, in metres; 0 where not stated."""
        return precision_of(self.candidates)

    def by_city(self) -> Iterator[tuple[City, Integers, Objects]]:
        """Yield each city with the places of its candidates and their points in metres."""
        cities = self.place["city"].to_numpy()
        for city in self.catalogue.cities:
            rows = np.flatnonzero(cities == city.id)
            if len(rows):
                if city.id not in self._points:
                    shapes = self.candidates.geometry.iloc[rows]
                    self._points[city.id] = in_metres(shapes, city)
                yield city, rows, self._points[city.id]

    def nothing(self, reason: Unknown) -> Measurement:
        """Return a measurement in which everything is unknown for one reason, to be filled."""
        return Measurement(
            values=np.full(len(self), np.nan),
            low=np.full(len(self), np.nan),
            high=np.full(len(self), np.nan),
            unknown=np.full(len(self), reason, dtype=object),
            references=np.full(len(self), None, dtype=object),
            evidence=everywhere((), len(self)).copy(),
        )


def prepare(
    candidates: gpd.GeoDataFrame,
    catalogue: Catalogue,
    layers: Mapping[str, ReferenceLayer] | None = None,
) -> Scene:
    """Find out where candidates lie.

    Parameters
    ----------
    candidates : GeoDataFrame, shape (n,), EPSG:4326
        Points; the index names them and must be unique.
    catalogue : Catalogue
    layers : mapping of str to ReferenceLayer, optional

    Returns
    -------
    Scene

    Raises
    ------
    CriterionError
        If two candidates share an index value, or ``precision_m`` is negative.
    DatumError
        If the candidates are not in EPSG:4326.
    TypeError
        If a geometry is not a point.
    """
    if candidates.crs is None or candidates.crs != WGS84:
        msg = f"candidates must be in WGS-84 (EPSG:4326), found {candidates.crs}"
        raise DatumError(msg)
    _check_points(candidates)
    if not candidates.index.is_unique:
        twice = candidates.index[candidates.index.duplicated()][0]
        msg = f"two candidates are named {twice!r}; each needs a name of its own"
        raise CriterionError(msg)
    if (precision_of(candidates) < 0).any():
        msg = f"the candidates' {PRECISION} must not be negative"
        raise CriterionError(msg)
    return Scene(candidates, catalogue, layers or {})


def _check_points(candidates: gpd.GeoDataFrame) -> None:
    shapes = np.asarray(candidates.geometry.array)
    kinds = shapely.get_type_id(shapes)
    wrong = (kinds != int(shapely.GeometryType.POINT)) & (kinds != MISSING_TYPE)
    if wrong.any():
        row, shape = candidates.index[wrong][0], shapes[wrong][0]
        msg = f"candidate {row!r} is a {shape.geom_type}; only points can be evaluated"
        raise TypeError(msg)


def in_metres(shapes: gpd.GeoSeries, city: City) -> Objects:
    """Project shapes from EPSG:4326 to the metric CRS of a city; return an array of geometries."""
    projected = shapes.to_crs(metric_crs(city.metric_epsg))
    return np.asarray(projected.array, dtype=object)


def everywhere(value: object, count: int) -> Objects:
    """Return an array, shape (count,), that holds one object everywhere and cannot be written."""
    cell = np.empty((), dtype=object)
    cell[()] = value
    return np.broadcast_to(cell, (count,))


def precision_of(frame: gpd.GeoDataFrame) -> Floats:
    """Return how well positions are known, in metres, 0 where a frame does not say."""
    if PRECISION not in frame.columns:
        return np.zeros(len(frame))
    stated: Floats = frame[PRECISION].to_numpy(dtype=float, na_value=np.nan)
    return np.nan_to_num(stated, nan=0.0)


def reachable(layer: ReferenceLayer, city: City, catalogue: Catalogue) -> Integers:
    """Find the features of a layer that lie in or near a city, by their place in the layer."""
    codes = [row.adcode for row in catalogue.districts_of(city.id)]
    outlines = catalogue.boundaries.full.geometry
    west, south, east, north = outlines[outlines.index.isin(codes)].total_bounds
    shapes = np.asarray(layer.features.geometry.array)
    near = shapely.box(
        west - REACH_DEGREES, south - REACH_DEGREES, east + REACH_DEGREES, north + REACH_DEGREES
    )
    found = np.flatnonzero(shapely.intersects(shapes, near))
    return found.astype(np.int64)
