"""The outlines of a picture: where they lie, what they cost, what they keep."""

from __future__ import annotations

import re

import numpy as np
import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from layers import picture_shapes
from layers.picture_shapes import SIDE, Shapes, city_shapes


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
