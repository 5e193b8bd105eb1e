"""The status bar: datum, coordinates under the pointer, copying, scale, sketch note."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from geo.datum import wgs84_to_gcj02
from tests.browser.conftest import NewPage
from tests.browser.driving import Atlas

pytestmark = pytest.mark.browser

DIGITS = 5.1e-6  # degrees: what is shown is rounded to five places


def shown(page: Page) -> tuple[float, float]:
    lon, lat = page.locator("#cursor").inner_text().split(", ")
    return float(lon), float(lat)


def gcj02(position: tuple[float, float]) -> tuple[float, float]:
    lon, lat = wgs84_to_gcj02(*position)
    return float(lon), float(lat)


@pytest.mark.parametrize(
    ("city", "place"), [("shanghai", (121.3, 31.1)), ("shenzhen", (114.1, 22.6))]
)
def test_the_pointer_is_shown_in_wgs84_and_in_gcj02(
    atlas: Atlas, city: str, place: tuple[float, float]
) -> None:
    atlas.open(city)
    x, y = map(round, atlas.pixel(*place, city=city))
    atlas.page.mouse.move(x, y)
    true = atlas.position(x, y, city=city)
    assert shown(atlas.page) == pytest.approx(true, abs=DIGITS)

    atlas.page.locator("#datum").select_option("GCJ-02")
    assert shown(atlas.page) == pytest.approx(gcj02(true), abs=DIGITS)
    assert shown(atlas.page) != pytest.approx(true, abs=100 * DIGITS)
    atlas.page.locator("#datum").select_option("WGS-84")
    assert shown(atlas.page) == pytest.approx(true, abs=DIGITS)


def test_over_a_place_the_coordinates_are_those_of_the_table(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    site = catalogue.site("sh-fudan")
    atlas.open(on="institutions")
    atlas.look_at(site.lon, site.lat, 16)
    box = atlas.page.locator(f".atlas-pin[aria-label='{site.name_zh}']").bounding_box()
    assert box is not None
    atlas.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert shown(atlas.page) == pytest.approx((site.lon, site.lat), abs=5e-5)  # 2 pixels


def test_the_datum_of_an_address_is_that_of_the_first_coordinates_shown(atlas: Atlas) -> None:
    atlas.open()
    plain = shown(atlas.page)
    atlas.open(datum="GCJ-02")
    assert shown(atlas.page) == pytest.approx(gcj02(plain), abs=3 * DIGITS)


@pytest.mark.parametrize("datum", ["WGS-84", "GCJ-02"])
def test_coordinates_are_copied_with_their_datum(
    new_page: NewPage, server: str, datum: str
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    atlas = Atlas(page, server).open(datum=datum)
    page.locator("#cursor").click()
    expect(atlas.hint()).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{page.locator('#cursor').inner_text()} ({datum})"


def test_c_copies_what_the_pointer_is_on(new_page: NewPage, server: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    atlas = Atlas(page, server).open()
    page.locator("#map_shanghai").focus()
    x, y = map(round, atlas.pixel(121.3, 31.1))
    page.mouse.move(x, y)
    page.keyboard.press("c")
    expect(atlas.hint()).to_contain_text("已复制")
    lon, lat = page.evaluate("navigator.clipboard.readText()").removesuffix(" (WGS-84)").split(", ")
    assert (float(lon), float(lat)) == pytest.approx(atlas.position(x, y), abs=DIGITS)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ["WGS-84", "底图: 无", "示意图"]), ("en", ["WGS-84", "Basemap: none", "Sketch map"])],
)
def test_datum_basemap_and_sketch_note_are_always_there(
    atlas: Atlas, lang: str, words: list[str]
) -> None:
    atlas.open(lang=lang)
    for word in words:
        expect(atlas.page.locator("#status")).to_contain_text(word)


def test_the_scale_is_that_of_the_screen(atlas: Atlas) -> None:
    atlas.open()
    atlas.look_at(121.45, 31.2, 12)
    text = atlas.page.locator("#scale").inner_text()
    found = re.search(r"1 : ([\d ]+)$", text)
    assert found
    metres_per_pixel = 40_075_017 * math.cos(math.radians(31.2)) / (256 * 2**12)
    assert int(found[1].replace(" ", "")) == pytest.approx(
        metres_per_pixel / (0.0254 / 96), rel=0.06
    )
