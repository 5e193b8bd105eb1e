"""The shapes of features that are no points: whether they can be measured from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from geo.study.layers import StudyLayer
from geo.study.problems import Path, StudyProblem

TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def shape_problems(layer: StudyLayer, at: Path) -> Iterator[StudyProblem]:
    """Find shapes that are no WKB, or none that can be measured from.

    Parameters
    ----------
    layer : StudyLayer
    at : tuple of str and int
        Where the layer is in the study.

    Yields
    ------
    StudyProblem
    """
    shaped = [(place, row) for place, row in enumerate(layer.features) if row.wkb is not None]
    shapes = shapes_of([row.wkb for _, row in shaped])
    for (place, row), shape in zip(shaped, shapes, strict=True):
        if fault := _fault(shape):
            path = (*at, "features", place, "wkb")
            yield StudyProblem("wrong_shape", path, row.wkb, f"{fault}; allowed: {_ALLOWED}")


_ALLOWED = f"valid 2-D WKB in hexadecimal, EPSG:4326, of {', '.join(TYPES)}"


def shapes_of(texts: list[str | None]) -> list[shapely.Geometry | None]:
    """Read shapes from hexadecimal WKB, None where a text is none."""
    # NumPy warns of NaN among the coordinates; that is found and told here.
    with np.errstate(invalid="ignore"):
        return list(shapely.from_wkb(np.array(texts, dtype=object), on_invalid="ignore"))


def _fault(shape: shapely.Geometry | None) -> str:
    """Say what is wrong with a shape, "" if nothing is."""
    if shape is None:
        return "is no WKB"
    if shape.geom_type not in TYPES:
        return f"is a {shape.geom_type}"
    if shape.is_empty or shape.has_z or shapely.get_srid(shape) not in (0, 4326):
        return "is empty, has heights or names another CRS"
    coordinates = shapely.get_coordinates(shape)
    # Not "any outside": NaN is never outside.
    if not (np.abs(coordinates) <= (180, 90)).all():
        return "lies beyond longitudes and latitudes"
    return "" if shape.is_valid else f"is not valid ({shapely.is_valid_reason(shape)[:60]})"
