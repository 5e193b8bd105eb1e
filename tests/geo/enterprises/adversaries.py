"""Points where a grid is most likely wrong: on borders, on edges of its own cells, nowhere."""

from __future__ import annotations

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]


def corners(outlines: gpd.GeoSeries) -> Points:
    """Return corners of districts exactly as they are."""
    return shapely.get_coordinates(outlines.array)


def on_borders(outlines: gpd.GeoSeries, count: int) -> Points:
    """Return points along borders, within rounding of them."""
    lines = shapely.get_parts(shapely.boundary(outlines.array))
    generator = np.random.default_rng(5)
    chosen = generator.integers(0, len(lines), count)
    places = shapely.line_interpolate_point(lines[chosen], generator.random(count), normalized=True)
    return shapely.get_coordinates(places)


def on_hexagons(places: Points, resolution: int = 9) -> Points:
    """Return corners of the hexagons around places, middles of their edges and points on them."""
    found = []
    for lon, lat in places:
        ring = np.array(h3.cell_to_boundary(h3.latlng_to_cell(lat, lon, resolution)))[:, ::-1]
        ends = np.roll(ring, -1, axis=0)
        found += [ring, (ring + ends) / 2, ring * 0.7 + ends * 0.3, (ring + ring.mean(0)) / 2]
    return np.concatenate(found)


def on_grid(west: float, south: float, step: float, count: int) -> Points:
    """Return points on the edges and corners of a grid's cells."""
    generator = np.random.default_rng(6)
    whole = generator.integers(0, 1500, (count, 2)).astype(float)
    part = whole + generator.choice([0.0, 0.0, 0.37], (count, 2))
    return np.array([west, south]) + part * step


def nudged(points: Points) -> Points:
    """Return points, and each moved by the least that a float can move, and by a little more."""
    up = np.nextafter(points, np.inf)
    down = np.nextafter(points, -np.inf)
    moved = [points + delta for delta in (1e-12, -1e-12, 1e-9, -1e-9, 2e-7, -2e-7)]
    mixed = np.column_stack([up[:, 0], down[:, 1]])
    return np.concatenate([points, up, down, mixed, *moved])


NOWHERE = np.array(
    [
        [np.nan, 31.2],
        [121.5, np.nan],
        [np.nan, np.nan],
        [np.inf, 31.2],
        [121.5, -np.inf],
        [-np.inf, np.inf],
        [0.0, 0.0],
        [118.0, 27.0],  # between the two cities
        [31.2, 121.5],  # swapped
        [1e300, -1e300],
        [-180.0, 90.0],
        [121.5, 31.2],
        [121.5, 31.2],
    ]
)


def joined(points: Points, outlines: gpd.GeoSeries) -> list[str | None]:
    """Find districts by ``geopandas.sjoin``, of several the lowest adcode."""
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*points.T), crs=4326)
    polygons = gpd.GeoDataFrame({"adcode": list(outlines.index)}, geometry=list(outlines), crs=4326)
    found = frame.sjoin(polygons, how="left", predicate="intersects")["adcode"]
    lowest = found.groupby(level=0).min()
    return [None if pd.isna(adcode) else adcode for adcode in lowest]


def cell_of(lon: float, lat: float, resolution: int = 9) -> int:
    """Find a cell by H3's own library."""
    return h3.str_to_int(h3.latlng_to_cell(lat, lon, resolution))
