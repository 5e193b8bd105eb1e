"""Read the district boundaries of a catalogue: checked against their registry, in WGS-84.

A boundary folder holds ``registry.json`` and the TopoJSON files that it lists: one ``full``
file with every city, for calculations, and one small ``web`` file per city, for drawing.
``geo.build_boundaries`` writes them.

The polygons include water (浦东新区 1.40 ×, 崇明区 1.79 × the official land area), so never show
a polygon's area as the district's: the official one is ``land_area_km2`` in ``districts.csv``.

Geometries are shared by all frames that come from one ``Boundaries``. Preparing a geometry
changes it in place and threads that share a prepared one crash GEOS, as measured in 15 of 40
runs; ``shapely.prepare`` and also ``shapely.contains_xy`` do so. Work on a copy of your own
(``geo.locate`` does) or leave them unprepared (``geopandas.sjoin`` does).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo.errors import BoundaryError, UnknownIdError
from geo.topology import decode

REGISTRY = "registry.json"
REBUILD = "put the file back from where you got it, or run: python -m geo.build_boundaries"

Adcode = Annotated[str, Field(pattern=r"^\d{6}$")]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9-]+\.topojson$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(_Record):
    """Where the boundaries come from; ``source_datum`` is what they were before conversion."""

    package: str
    version: str
    homepage: str
    licence: str
    licence_text: str
    provider: str
    provider_note: str
    source_datum: str
    date: str
    date_note: str


class BoundaryFile(_Record):
    """One file of the folder.

    ``vertices`` counts each border once. ``step_degrees`` is the grid of the coordinates.
    A web file keeps within ``tolerance_m`` of the full level, measured in ``metric_epsg`` as
    the Hausdorff distance ``hausdorff_m``, rounding included.
    """

    level: Literal["full", "web"]
    city: Adcode | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: int
    districts: tuple[Adcode, ...]
    polygons: int
    arcs: int
    vertices: int
    step_degrees: float
    metric_epsg: int | None = None
    tolerance_m: float | None = None
    hausdorff_m: float | None = None


class Registry(_Record):
    """What ``registry.json`` says; everything stored is WGS-84."""

    datum: Literal["WGS-84"]
    crs: Literal["EPSG:4326"]
    origin: Origin
    files: dict[FileName, BoundaryFile]


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The boundaries of a catalogue; read them with ``read_boundaries``.

    Attributes
    ----------
    folder : Path
        Where they were read.
    registry : Registry
        Origin, licence, datum, counts and tolerances.
    """

    folder: Path
    registry: Registry
    _texts: Mapping[str, bytes] = field(repr=False)

    @property
    def full(self) -> gpd.GeoDataFrame:
        """Every district as exactly as the source has it.

        Returns
        -------
        GeoDataFrame, shape (districts, 1), EPSG:4326
            Index ``adcode``, column ``geometry`` of multipolygons; a new frame at each call.

        Raises
        ------
        BoundaryError
            If the file does not hold the districts of the registry as a valid coverage.
        """
        return self._full.copy()

    @property
    def web(self) -> gpd.GeoDataFrame:
        """Every district as it is drawn; otherwise as ``full``."""
        return self._web.copy()

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Adcodes of the cities that have a web level, in ascending order."""
        return tuple(sorted(e.city for e in self.registry.files.values() if e.city is not None))

    def topology(self, city: str) -> bytes:
        """Return the web level of one city as compact TopoJSON, ready to be served.

        Parameters
        ----------
        city : str
            Adcode of a city, such as "310000".

        Returns
        -------
        bytes
            Object ``districts``; the ``id`` of a geometry is its adcode; no properties.

        Raises
        ------
        UnknownIdError
            If the city has no boundaries here.
        """
        for name, entry in self.registry.files.items():
            if entry.level == "web" and entry.city == city:
                return self._texts[name]
        msg = f"no boundaries of city {city!r}; there are {', '.join(self.cities)}"
        raise UnknownIdError(msg)

    @cached_property
    def _full(self) -> gpd.GeoDataFrame:
        return self._read("full")

    @cached_property
    def _web(self) -> gpd.GeoDataFrame:
        return self._read("web")

    def _read(self, level: str) -> gpd.GeoDataFrame:
        frames = [
            read_districts(self._texts[name], name=name, districts=entry.districts)
            for name, entry in self.registry.files.items()
            if entry.level == level
        ]
        if not frames:
            msg = f"{self.folder / REGISTRY} lists no file of level {level!r}; {REBUILD}"
            raise BoundaryError(msg)
        return pd.concat(frames).sort_index()


def read_boundaries(folder: Path) -> Boundaries:
    """Read a boundary folder; geometries are decoded when they are first asked for.

    Parameters
    ----------
    folder : Path
        With ``registry.json`` and the files that it lists.

    Returns
    -------
    Boundaries

    Raises
    ------
    BoundaryError
        If a file is missing, differs from its registered SHA-256, or the registry is
        malformed or not in WGS-84.
    """
    path = folder / REGISTRY
    try:
        registry = Registry.model_validate_json(_read_bytes(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        msg = f"{path}, {where}: {first['msg']} (found {first['input']!r:.60}); {REBUILD}"
        raise BoundaryError(msg) from error
    texts = {name: _read_bytes(folder / name) for name in registry.files}
    for name, text in texts.items():
        found = hashlib.sha256(text).hexdigest()
        if found != registry.files[name].sha256:
            expected = registry.files[name].sha256
            msg = f"{folder / name} was altered: SHA-256 {found}, registered {expected}; {REBUILD}"
            raise BoundaryError(msg)
    return Boundaries(folder, registry, texts)


def read_districts(text: bytes, *, name: str, districts: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Decode one file and prove that its districts neither overlap nor leave gaps.

    Parameters
    ----------
    text : bytes
        TopoJSON.
    name : str
        What to call the file in an error.
    districts : tuple of str
        Adcodes that the file must hold, in ascending order.

    Returns
    -------
    GeoDataFrame, shape (districts, 1), EPSG:4326
        As ``Boundaries.full``.

    Raises
    ------
    BoundaryError
        If the file holds other districts, broken polygons or no valid coverage.
    """
    topology = decode(text, name=name)
    try:
        frame = topology.to_frame()
    except (ValueError, shapely.errors.ShapelyError) as error:
        msg = f"{name} holds arcs that form no polygons ({error}); {REBUILD}"
        raise BoundaryError(msg) from error
    if tuple(frame.index) != tuple(districts):
        wrong = ", ".join(sorted(set(frame.index) ^ set(districts)))
        msg = f"{name} does not hold the districts that the registry lists ({wrong}); {REBUILD}"
        raise BoundaryError(msg)
    if not is_coverage(frame):
        msg = f"{name} is no valid coverage: districts overlap, leave gaps or cross; {REBUILD}"
        raise BoundaryError(msg)
    return frame


def is_coverage(frame: gpd.GeoDataFrame) -> bool:
    """Tell whether polygons are valid and meet their neighbours vertex by vertex."""
    shapes = np.asarray(frame.geometry.array)
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}); {REBUILD}"
        raise BoundaryError(msg) from error
