"""The collections, built once per catalogue: ready-made JSON and indexes to select by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from webapp.ogc import belts, districts, scenarios, sites
from webapp.ogc.features import Feature, Kind
from webapp.ogc.fields import Field

KINDS = (districts.KIND, belts.KIND, sites.CLUSTERS, sites.KIND, scenarios.KIND)
"""Every collection, in the order in which they are listed."""

DECIMALS = 6
"""Coordinates are written to 1e-6 degrees, at most 11 cm."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Collection:
    """The features of one kind in one catalogue.

    Attributes
    ----------
    kind : Kind
        What the collection is.
    ids : tuple of str
        Feature ids, in the catalogue's order.
    fragments : tuple of bytes
        The features as GeoJSON text, same order.
    extent : (float, float, float, float) or None
        West, south, east, north of all geometries; None without any.
    positions : dict
        Feature id → position in ``ids``.
    values : dict
        Filter name → value as text → positions that carry it.
    tree : shapely.STRtree
        Index of the geometries; an absent geometry is in no box.
    placeless : frozenset of int
        Positions without a geometry.
    """

    kind: Kind
    ids: tuple[str, ...]
    fragments: tuple[bytes, ...]
    extent: Box | None
    positions: Mapping[str, int]
    values: Mapping[str, Mapping[str, frozenset[int]]]
    tree: shapely.STRtree
    placeless: frozenset[int]

    def select(self, boxes: Sequence[Box], filters: Mapping[str, str]) -> list[int]:
        """Select the features that meet every condition.

        Parameters
        ----------
        boxes : sequence of (west, south, east, north)
            A feature must touch one of them; none means no such condition. A feature
            without a geometry meets it always (requirement /req/core/fc-bbox-response C).
        filters : mapping
            Filter name to the value that the feature must have, as text.

        Returns
        -------
        list of int
            Positions in ``ids``, ascending.
        """
        chosen: set[int] | frozenset[int] = frozenset(range(len(self.ids)))
        for name, value in filters.items():
            chosen &= self.values[name].get(value, frozenset())
        if boxes:
            chosen &= self._in_boxes(boxes)
        return sorted(chosen)

    def _in_boxes(self, boxes: Sequence[Box]) -> set[int]:
        areas = [area(box) for box in boxes]
        found = self.tree.query(areas, predicate="intersects")
        return {*self.placeless, *found[1].tolist()}


def build(catalogue: Catalogue) -> dict[str, Collection]:
    """Build every collection of a catalogue, by id, in listed order."""
    return {kind.id: build_collection(kind, kind.build(catalogue)) for kind in KINDS}


def build_collection(kind: Kind, features: Sequence[Feature]) -> Collection:
    """Prepare features of one kind for answering requests.

    Parameters
    ----------
    kind : Kind
        What they are.
    features : sequence of Feature
        In the order in which they are to be listed.

    Returns
    -------
    Collection

    Raises
    ------
    ValueError
        If a property is NaN or infinite: JSON has no such number.
    """
    shapes = [None if row.geometry is None else rounded(row.geometry) for row in features]
    placed = [shape for shape in shapes if shape is not None]
    bounds = shapely.total_bounds(placed).tolist() if placed else None
    ids = tuple(row.id for row in features)
    return Collection(
        kind=kind,
        ids=ids,
        fragments=tuple(map(fragment, features, shapes)),
        extent=None if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3]),
        positions={id_: position for position, id_ in enumerate(ids)},
        values={
            field.name: _positions_by_value(field, features)
            for field in kind.fields
            if field.is_filter
        },
        tree=shapely.STRtree(shapes),
        placeless=frozenset(i for i, shape in enumerate(shapes) if shape is None),
    )


def area(box: Box) -> BaseGeometry:
    """Make what a box covers: a point or a line where it has no width or height.

    GEOS answers at random about a polygon without an area.
    """
    west, south, east, north = box
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    corners = dict.fromkeys([(west, south), (east, north)])
    return shapely.LineString(corners) if len(corners) == 2 else shapely.Point(west, south)


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round coordinates to what is written, so that a box tests what a client sees.

    Rings come out as RFC 7946 wants them: outer rings anticlockwise. Neighbours round the
    same vertex to the same numbers, so a shared border stays shared.
    """

    def to_decimals(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return coordinates.round(DECIMALS)

    return shapely.orient_polygons(shapely.transform(geometry, to_decimals))


def fragment(feature: Feature, shape: BaseGeometry | None) -> bytes:
    """Write a feature as GeoJSON text without its links."""
    return to_json(
        {
            "type": "Feature",
            "id": feature.id,
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
            "properties": feature.properties,
        }
    )


def to_json(value: Any) -> bytes:
    """Write compact UTF-8 JSON; a NaN or an infinity raises ValueError."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _positions_by_value(field: Field, features: Iterable[Feature]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for position, feature in enumerate(features):
        value = feature.properties[field.name]
        if field.kind == "list":
            named = [entry[field.members[0].name] for entry in value]
        else:
            named = [value]
        for one in named:
            if one is not None:
                found.setdefault(str(one), set()).add(position)
    return {value: frozenset(positions) for value, positions in found.items()}
