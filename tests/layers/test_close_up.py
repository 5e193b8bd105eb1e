"""The surroundings of a place: how much is shown, and the circle within which it lies."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pyproj
import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from layers.close_up import LEAST_M, close_up, half_side_m, site_window
from layers.picture import Look


@pytest.mark.parametrize("site_id", ["sh-hp-first-congress", "sh-lingang", "sz-hetao"])
def test_the_window_reaches_as_far_as_it_says(catalogue: Catalogue, site_id: str) -> None:
    site = catalogue.site(site_id)
    west, south, east, north = site_window(site)
    earth = pyproj.Geod(ellps="WGS84")
    for lon, lat in ((west, site.lat), (east, site.lat), (site.lon, south), (site.lon, north)):
        metres = earth.inv(site.lon, site.lat, lon, lat)[2]
        assert metres == pytest.approx(half_side_m(site), rel=1e-3)


def test_a_place_that_is_known_exactly_still_has_surroundings(catalogue: Catalogue) -> None:
    assert half_side_m(catalogue.site("sh-hp-first-congress")) == LEAST_M
    rough = catalogue.site("sh-lingang")
    assert half_side_m(rough) > rough.precision_m


def test_the_circle_is_to_scale_and_the_mark_in_its_middle(catalogue: Catalogue) -> None:
    site = catalogue.site("sh-zhangjiang")
    picture = close_up(catalogue, site.id)
    root = ET.fromstring(picture.svg("zh", prefix="p", look=Look((), circles=[site.id])))
    area, mark = root.iter("circle")
    middle = (picture.shapes.width / 2, picture.shapes.height / 2)
    for circle in (area, mark):
        assert (float(circle.get("cx", "")), float(circle.get("cy", ""))) == pytest.approx(
            middle, abs=2
        )
    side = picture.shapes.width
    expected = side / 2 * site.precision_m / half_side_m(site)
    assert float(area.get("r", "")) == pytest.approx(expected, rel=0.01)
    assert math.isclose(picture.shapes.width, picture.shapes.height, rel_tol=0.01)


def test_the_district_is_named_although_its_middle_is_elsewhere(catalogue: Catalogue) -> None:
    text = close_up(catalogue, "sh-lingang").svg("zh", prefix="p", look=Look(()))
    assert "浦东" in [node.text for node in ET.fromstring(text).iter("text")]


def test_an_unknown_place_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="no-such"):
        close_up(catalogue, "no-such")
