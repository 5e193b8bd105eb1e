"""Measuring distance on the map."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pyproj import Geod

from tests.browser.driving import Atlas

pytestmark = pytest.mark.browser

WGS84 = Geod(ellps="WGS84")


def start(atlas: Atlas) -> None:
    atlas.page.get_by_role("button", name="测距").click()
    expect(atlas.hint()).to_contain_text("点击加点")


def click_at(atlas: Atlas, x: float, y: float, *, city: str = "shanghai") -> tuple[float, float]:
    """Click and return the WGS-84 position under the pointer."""
    atlas.page.mouse.click(round(x), round(y))
    return atlas.position(round(x), round(y), city=city)


def total_m(atlas: Atlas) -> float:
    expect(atlas.hint()).to_contain_text("合计")
    found = re.search(r"([\d.]+) (k?m)$", atlas.hint().inner_text())
    assert found
    return float(found[1]) * (1000 if found[2] == "km" else 1)


def geodesic_m(*positions: tuple[float, float]) -> float:
    lons, lats = zip(*positions, strict=True)
    return float(WGS84.line_length(lons, lats))


def test_the_figure_is_the_distance_on_the_ellipsoid(atlas: Atlas) -> None:
    atlas.open()
    start(atlas)
    a = click_at(atlas, *atlas.pixel(121.20, 30.95))
    b = click_at(atlas, *atlas.pixel(121.60, 31.35))
    assert total_m(atlas) == pytest.approx(geodesic_m(a, b), rel=0.01)
    # 人民广场 to 陆家嘴 and back is about this far: the figure is no invention of the map's.
    assert total_m(atlas) == pytest.approx(58_600, rel=0.03)


def test_legs_add_up_and_backspace_takes_the_last_one_back(atlas: Atlas) -> None:
    atlas.open()
    start(atlas)
    a = click_at(atlas, *atlas.pixel(121.30, 30.90))
    b = click_at(atlas, *atlas.pixel(121.70, 30.95))
    first = total_m(atlas)
    c = click_at(atlas, *atlas.pixel(121.65, 31.55))
    assert total_m(atlas) == pytest.approx(geodesic_m(a, b, c), rel=0.01)
    expect(atlas.page.locator(".measure-label")).to_have_count(3)
    atlas.page.keyboard.press("Backspace")
    assert total_m(atlas) == first == pytest.approx(geodesic_m(a, b), rel=0.01)


def test_short_distances_are_metres(atlas: Atlas) -> None:
    atlas.open()
    atlas.look_at(121.475, 31.235, 16)
    start(atlas)
    a = click_at(atlas, *atlas.pixel(121.4740, 31.2340))
    b = click_at(atlas, *atlas.pixel(121.4780, 31.2350))
    assert atlas.hint().inner_text().endswith(" m")
    assert total_m(atlas) == pytest.approx(geodesic_m(a, b), rel=0.01)


def test_escape_clears_and_the_second_time_ends(atlas: Atlas) -> None:
    atlas.open()
    start(atlas)
    click_at(atlas, *atlas.pixel(121.2, 31.0))
    click_at(atlas, *atlas.pixel(121.6, 31.3))
    expect(atlas.page.locator(".measure-line")).to_have_count(1)
    atlas.page.keyboard.press("Escape")
    expect(atlas.page.locator(".measure-line, .measure-label")).to_have_count(0)
    expect(atlas.page.locator("#measure")).to_have_attribute("aria-pressed", "true")
    atlas.page.keyboard.press("Escape")
    expect(atlas.page.locator("#measure")).to_have_attribute("aria-pressed", "false")
    expect(atlas.hint()).to_be_hidden()


def test_enter_ends_and_leaves_the_figure(atlas: Atlas) -> None:
    atlas.open()
    start(atlas)
    click_at(atlas, *atlas.pixel(121.2, 31.0))
    click_at(atlas, *atlas.pixel(121.6, 31.3))
    figure = total_m(atlas)
    atlas.page.keyboard.press("Enter")
    expect(atlas.page.locator("#measure")).to_have_attribute("aria-pressed", "false")
    expect(atlas.page.locator(".measure-line")).to_have_count(1)
    assert total_m(atlas) == figure
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")


def test_while_measuring_nothing_is_selected(atlas: Atlas) -> None:
    atlas.open()
    start(atlas)
    for target in (".atlas-place", ".atlas-badge"):
        box = atlas.page.locator(target).first.bounding_box()
        assert box is not None
        click_at(atlas, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(atlas.page.locator(".measure-label")).to_have_count(2)
    expect(atlas.title()).to_have_text("上海市")


def test_a_line_stays_on_one_of_two_maps(atlas: Atlas) -> None:
    atlas.open("both")
    start(atlas)
    a = click_at(atlas, *atlas.pixel(113.9, 22.55, city="shenzhen"), city="shenzhen")
    click_at(atlas, *atlas.pixel(121.4, 31.0))
    b = click_at(atlas, *atlas.pixel(114.3, 22.70, city="shenzhen"), city="shenzhen")
    assert total_m(atlas) == pytest.approx(geodesic_m(a, b), rel=0.01)
    expect(atlas.page.locator("#map_shenzhen .measure-label")).to_have_count(2)
