"""On a phone: bottom sheets, fingers, nothing wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import PHONE, Atlas

pytestmark = pytest.mark.browser


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A phone of 390 × 844 that is touched."""
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True)


def handle(page: Page, sheet: str) -> Locator:
    return page.locator(f"[data-sheet='{sheet}']")


def test_the_sheets_open_and_close_one_at_a_time(atlas: Atlas) -> None:
    atlas.open()
    page = atlas.page
    toggles, details = page.locator("#toggles"), page.locator("#sheet")
    expect(toggles).to_be_hidden()
    expect(details).to_be_hidden()
    handle(page, "layers").tap()
    expect(toggles).to_be_visible()
    expect(handle(page, "layers")).to_have_attribute("aria-expanded", "true")
    expect(details).to_be_hidden()
    handle(page, "layers").tap()
    expect(toggles).to_be_hidden()
    expect(handle(page, "layers")).to_have_attribute("aria-expanded", "false")
    handle(page, "details").tap()
    expect(details).to_be_visible()
    expect(toggles).to_be_hidden()
    handle(page, "details").tap()
    expect(details).to_be_hidden()


def test_before_anything_is_tapped_the_handles_say_that_the_sheets_are_closed(
    atlas: Atlas,
) -> None:
    atlas.open()
    for sheet in ("layers", "details"):
        expect(handle(atlas.page, sheet)).to_have_attribute("aria-expanded", "false")


def test_a_tap_on_a_district_opens_its_details_and_leaves_the_map_in_sight(atlas: Atlas) -> None:
    atlas.open()
    atlas.page.touchscreen.tap(*atlas.free_point(atlas.district("310151")))
    expect(atlas.title()).to_be_visible()
    expect(atlas.title()).to_have_text("崇明区")
    sheet = atlas.page.locator("#details").bounding_box()
    assert sheet is not None
    assert 150 < sheet["y"] < PHONE["height"] - 150
    atlas.page.get_by_role("button", name="关闭").tap()
    expect(atlas.page.locator("#sheet")).to_be_hidden()
    assert atlas.query == {}


def test_layers_are_switched_by_tapping(atlas: Atlas) -> None:
    atlas.open()
    handle(atlas.page, "layers").tap()
    atlas.toggle("智能安防").locator("label").tap()
    assert len(atlas.stripes("310104") or []) == 2
    # There is no hovering on a phone, so what hovering shows elsewhere must be there.
    solo = atlas.toggle("智能医疗").locator(".solo")
    assert solo.evaluate("node => getComputedStyle(node).opacity") == "1"
    solo.tap()
    painted = [adcode for adcode, state in atlas.states().items() if state == "painted"]
    assert sorted(painted) == ["310104", "310112"]


def test_searching_opens_the_sheet_of_what_was_found(atlas: Atlas) -> None:
    atlas.open()
    atlas.page.locator("#search").fill("xuhui")
    atlas.page.locator("#found li").first.tap()
    expect(atlas.title()).to_be_visible()
    expect(atlas.title()).to_have_text("徐汇区")


@pytest.mark.parametrize(("width", "lang"), [(390, "zh"), (360, "en"), (320, "zh"), (320, "en")])
def test_nothing_is_wider_than_the_screen(atlas: Atlas, lang: str, width: int) -> None:
    page = atlas.page
    page.set_viewport_size({"width": width, "height": 700})

    def check(where: str) -> None:
        wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert (wide, inner) == (width, width), where

    atlas.open("both", lang)
    check("closed")
    handle(page, "layers").tap()
    check("layers")
    sideways = page.locator("#toggles").evaluate("node => node.scrollWidth - node.clientWidth")
    assert sideways <= 0
    atlas.open("shanghai", lang, sel="district:310101")
    check("details")
    sideways = page.locator("#sheet").evaluate("node => node.scrollWidth - node.clientWidth")
    assert sideways <= 0
    page.goto(f"{atlas.base}{'/en' if lang == 'en' else ''}/sources")
    check("sources")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_control_of_the_bar_can_be_brought_under_a_finger(atlas: Atlas, lang: str) -> None:
    atlas.open(lang=lang)
    controls = atlas.page.locator(".bar a:visible, .bar button:visible, .bar input:visible")
    assert controls.count() >= 10
    for control in controls.all():
        control.scroll_into_view_if_needed()  # one row of the bar moves sideways
        box = control.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 24  # WCAG 2.2, 2.5.8


def test_the_map_has_the_larger_part_of_the_screen(atlas: Atlas) -> None:
    atlas.open()
    box = atlas.page.locator("#map_shanghai").bounding_box()
    assert box is not None
    assert box["height"] > 0.6 * PHONE["height"]
    assert box["width"] == PHONE["width"]


def test_turning_the_phone_draws_the_map_anew(atlas: Atlas) -> None:
    atlas.open()
    atlas.page.set_viewport_size({"width": 844, "height": 390})
    atlas.page.wait_for_function(
        "() => map_shanghai.getSize().x === map_shanghai.getContainer().clientWidth"
    )
    assert len(atlas.states()) == 16
