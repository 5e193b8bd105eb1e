"""The surroundings of a place: how much is shown, and the circle within which it lies."""

from __future__ import annotations

import dataclasses
import math
from xml.etree import ElementTree as ET

import pyproj
import pytest

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from layers.close_up import (
    LEAST_M,
    close_up,
    close_up_district,
    district_window,
    half_side_m,
    is_circle_hidden,
    site_window,
)
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


def test_a_circle_smaller_than_its_mark_is_known_as_such(catalogue: Catalogue) -> None:
    exact, rough = catalogue.site("sh-hp-first-congress"), catalogue.site("sh-zhangjiang")
    assert is_circle_hidden(exact, height_px=300)  # 60 m of 8 km on 300 px: 2 px
    assert not is_circle_hidden(exact, height_px=1200)
    assert not is_circle_hidden(rough, height_px=300)


@pytest.mark.parametrize("adcode", ["310101", "310151", "440305"])
def test_a_district_is_seen_whole_with_room_around_it(catalogue: Catalogue, adcode: str) -> None:
    window = district_window(catalogue, adcode)
    assert window is not None
    west, south, east, north = window
    left, bottom, right, top = catalogue.boundaries.web.geometry.loc[adcode].bounds
    assert west < left < right < east
    assert south < bottom < top < north
    # The longer side has a margin of 0.3 of itself at both ends.
    longer = max((right - left) / (east - west), (top - bottom) / (north - south))
    assert longer == pytest.approx(1 / 1.6, rel=0.02)
    picture = close_up_district(catalogue, adcode)
    assert picture is not None
    assert adcode in picture.shapes.paths
    assert picture.shapes.width == pytest.approx(picture.shapes.height, rel=0.02)


def test_a_district_without_boundaries_has_no_close_up(catalogue: Catalogue) -> None:
    row = catalogue.districts[0].model_copy(update={"adcode": "310199"})
    made = dataclasses.replace(catalogue, districts=(*catalogue.districts, row))
    assert close_up_district(made, "310199") is None
    with pytest.raises(UnknownIdError, match="999999"):
        close_up_district(catalogue, "999999")
