"""What a criterion can measure: distances, counts, and the users' own columns.

Distances are straight lines in the city's metric CRS. Positions are known only so well: with
``off`` the sum of the precisions of both ends, the true distance lies within ``off`` of the
measured one (triangle inequality), but not below 0. Candidates and references that state no
precision count as exact, because nothing else is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
import shapely

from geo.criteria_scene import (
    Measurement,
    ReferenceLayer,
    Scene,
    everywhere,
    in_metres,
    precision_of,
    reachable,
)
from geo.errors import CriterionError
from geo.problems import allowed


class Measure(Protocol):
    """Anything that measures all candidates of a scene."""

    def measure(self, scene: Scene) -> Measurement:
        """Measure every candidate, in the order of the scene's frame."""
        ...


@dataclass(frozen=True)
class Column:
    """The candidates' own numbers, as their owner gave them; an empty cell is unknown."""

    name: str

    def measure(self, scene: Scene) -> Measurement:
        """Take the numbers of a column.

        Raises
        ------
        CriterionError
            If there is no such column, or a cell is neither empty nor a finite number.
        """
        columns = [str(name) for name in scene.candidates.columns]
        if self.name not in columns:
            msg = f'the candidates have no column "{self.name}"; {allowed(self.name, columns)}'
            raise CriterionError(msg)
        cells = scene.candidates[self.name]
        numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        wrong = np.isnan(numbers) & cells.notna().to_numpy() | np.isinf(numbers)
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            msg = (
                f'column "{self.name}", candidate {scene.candidates.index[row]!r}: '
                f'"{cells.iloc[row]}" is not a finite number'
            )
            raise CriterionError(msg)
        empty = np.isnan(numbers)
        unknown = everywhere(None, len(scene))
        if empty.any():
            unknown = np.where(empty, "no_value", unknown)
        nothing = everywhere(None, len(scene))
        return Measurement(numbers, numbers, numbers, unknown, nothing, everywhere((), len(scene)))


@dataclass(frozen=True)
class DistanceTo:
    """Metres to the nearest feature of a layer; 0 inside a polygon.

    The layer is one of the scene's, by its id, or one that is given here (such as those of
    ``geo.criteria_references``).
    """

    layer: str | ReferenceLayer

    def measure(self, scene: Scene) -> Measurement:
        """Measure to the nearest feature in or near the candidate's own city.

        Raises
        ------
        UnknownIdError
            If the scene has no such layer.
        """
        layer = scene.layer(self.layer) if isinstance(self.layer, str) else self.layer
        found = scene.nothing("outside")
        own, rows_of = scene.off_m, layer.rows
        names, precision = layer.features.index.to_numpy(), precision_of(layer.features)
        for city, rows, points in scene.by_city():
            near = reachable(layer, city, scene.catalogue)
            if not len(near):
                found.unknown[rows] = "no_reference"
                continue
            tree = shapely.STRtree(in_metres(layer.features.geometry.iloc[near], city))
            pairs, away = tree.query_nearest(points, return_distance=True)
            # Of several equally near the first in the layer counts, so that runs agree.
            order = np.lexsort((pairs[1], pairs[0]))
            hit, first = np.unique(pairs[0][order], return_index=True)
            chosen, metres = near[pairs[1][order][first]], away[order][first]
            at = rows[hit]
            off = own[at] + precision[chosen]
            found.values[at], found.high[at] = metres, metres + off
            found.low[at] = np.maximum(metres - off, 0)
            found.unknown[at], found.references[at] = None, names[chosen]
            found.evidence[at] = rows_of[chosen]
        return found


@dataclass(frozen=True)
class CountWithin:
    """How many features of a layer lie within so many metres."""

    layer: str | ReferenceLayer
    radius_m: float

    def measure(self, scene: Scene) -> Measurement:
        """Count features; ``low`` counts those surely within, ``high`` those possibly within.

        Raises
        ------
        CriterionError
            If the radius is not above 0.
        UnknownIdError
            If the scene has no such layer.
        """
        if not 0 < self.radius_m < np.inf:
            msg = f"radius_m is {self.radius_m}; allowed is any finite number above 0"
            raise CriterionError(msg)
        layer = scene.layer(self.layer) if isinstance(self.layer, str) else self.layer
        found = scene.nothing("outside")
        own, precision = scene.off_m, precision_of(layer.features)
        for city, rows, points in scene.by_city():
            near = reachable(layer, city, scene.catalogue)
            shapes = in_metres(layer.features.geometry.iloc[near], city)
            widest = own[rows].max() + (precision[near].max() if len(near) else 0.0)
            pairs = shapely.STRtree(shapes).query(
                points, predicate="dwithin", distance=self.radius_m + widest
            )
            away = shapely.distance(points[pairs[0]], shapes[pairs[1]])
            off = own[rows][pairs[0]] + precision[near][pairs[1]]
            for column, reach in (
                (found.values, self.radius_m),
                (found.low, self.radius_m - off),
                (found.high, self.radius_m + off),
            ):
                column[rows] = np.bincount(pairs[0][away <= reach], minlength=len(rows))
            found.unknown[rows] = None
        return found
