"""The outlines of a picture: where they lie, what they cost, what they keep."""

from __future__ import annotations

import re

import numpy as np
import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from layers import picture_shapes
from layers.picture_shapes import SIDE, Shapes, city_shapes, window_about


@pytest.fixture(scope="module", params=["shanghai", "shenzhen"])
def shapes(request: pytest.FixtureRequest, catalogue: Catalogue) -> Shapes:
    return city_shapes(catalogue, request.param)


def corners(data: str) -> np.ndarray:
    """Follow relative path data: the absolute corners of all its rings."""
    rings = []
    for ring in re.findall(r"M([^z]*)z", data):
        start, steps = ring.split("l")
        moves = [[int(n) for n in re.findall(r"-?\d+", part)] for part in (start, steps)]
        points = np.array(moves[0] + moves[1]).reshape(-1, 2)
        rings.append(np.cumsum(points, axis=0))
    return np.concatenate(rings)


def test_the_longer_side_has_the_stated_length(shapes: Shapes) -> None:
    assert max(shapes.width, shapes.height) == SIDE
    every = np.concatenate([corners(data) for data in shapes.paths.values()])
    assert every.min() >= 0
    assert np.all(every.max(axis=0) <= np.ceil([shapes.width, shapes.height]))
    # Nothing of the city is missing at an edge but specks that are left out.
    assert np.all(every.min(axis=0) <= 30)


def test_a_picture_lies_on_web_mercator(catalogue: Catalogue) -> None:
    shapes = city_shapes(catalogue, "shanghai")
    west, south, east, north = catalogue.boundaries.web.loc[list(shapes.paths)].total_bounds
    assert shapes.place(west, north) == (0, 0)
    assert shapes.place(east, south) == (shapes.width, shapes.height)
    # Half way between two latitudes lies above the middle: Mercator grows northwards.
    middle = shapes.place(west, (south + north) / 2)[1]
    assert shapes.height / 2 < middle < shapes.height / 2 + 10


def test_neighbours_share_their_border(catalogue: Catalogue) -> None:
    shapes = city_shapes(catalogue, "shanghai")
    xuhui, minhang = (set(map(tuple, corners(shapes.paths[a]))) for a in ("310104", "310112"))
    assert len(xuhui & minhang) > 5


def test_every_district_is_drawn_however_small(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_shapes, "_SMALLEST", 1e9)
    shapes = city_shapes(catalogue, "shanghai")
    assert len(shapes.paths) == 16
    assert all(data.count("M") == 1 for data in shapes.paths.values())


def test_an_unknown_city_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        city_shapes(catalogue, "atlantis")


def test_a_window_is_drawn_at_its_own_scale(catalogue: Catalogue) -> None:
    window = (121.44, 31.18, 121.54, 31.26)
    part = city_shapes(catalogue, "shanghai", window)
    assert part.place(121.44, 31.26) == (0, 0)
    assert part.place(121.54, 31.18) == (part.width, part.height)
    assert max(part.width, part.height) == SIDE
    assert "310101" in part.paths
    assert "310151" not in part.paths  # far outside
    reach = np.concatenate([corners(data) for data in part.paths.values()])
    assert reach.min() >= -SIDE
    assert reach.max() <= 2 * SIDE


def test_a_window_keeps_lines_where_they_are(catalogue: Catalogue) -> None:
    """A border that leaves the picture is drawn in to near it, not bent within it."""
    window = (121.44, 31.18, 121.54, 31.26)
    part = city_shapes(catalogue, "shanghai", window)
    polygon = catalogue.boundaries.web.geometry.loc["310101"]
    lon, lat = (
        polygon.exterior.coords[0]
        if polygon.geom_type == "Polygon"
        else (polygon.geoms[0].exterior.coords[0])
    )
    x, y = part.place(lon, lat)
    drawn = corners(part.paths["310101"])
    assert np.min(np.hypot(drawn[:, 0] - x, drawn[:, 1] - y)) < 60


def test_positions_come_back_and_lengths_follow_the_projection(catalogue: Catalogue) -> None:
    shapes = city_shapes(catalogue, "shanghai")
    assert shapes.position(*shapes.place(121.47, 31.23)) == pytest.approx((121.47, 31.23), abs=1e-4)
    x0, y0 = shapes.place(121.0, 31.0)
    _, y1 = shapes.place(121.0, 31.1)
    # A tenth of a degree of latitude is 11.1 km on the sphere of Web Mercator.
    assert shapes.length(11_132, 31.05) == pytest.approx(y0 - y1, rel=0.01)
    assert x0 > 0


def test_a_window_about_bounds_has_them_in_its_middle_and_the_shape_of_a_picture() -> None:
    bounds = (121.45, 31.19, 121.50, 31.25)  # higher than wide
    west, south, east, north = window_about(bounds, margin=0.1, aspect=4 / 3)
    assert (west + east) / 2 == pytest.approx(121.475)
    assert north - south == pytest.approx(0.06 * 1.2, rel=1e-3)
    # Degrees of longitude are shorter by the cosine of the latitude.
    assert (east - west) / (north - south) == pytest.approx(
        4 / 3 / np.cos(np.radians(31.22)), rel=1e-3
    )
    wide = window_about((121.0, 31.2, 122.0, 31.21))
    assert wide[2] - wide[0] == pytest.approx(1.2, rel=1e-3)
