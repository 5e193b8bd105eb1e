"""Everything by keyboard, and one can always see where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.driving import Atlas

pytestmark = pytest.mark.browser

FOCUS = "rgb(11, 87, 208)"

# What has the focus, and whether something shows it: an outline of its own, that of the box
# beside a hidden check box, or the edge of a district's shape.
_WHERE = """
() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const outlined = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const box = node.getBoundingClientRect();
  const beside = node.matches(".toggle input") ? node.nextElementSibling : null;
  return {
    name: (node.id || node.className.baseVal || node.className || node.tagName) + " "
      + (node.getAttribute("aria-label") || node.textContent).trim().slice(0, 24),
    kind: node.matches(".atlas-district") ? "district" : node.tagName,
    adcode: node.dataset.adcode || "",
    isSeen: outlined(beside || node) || style.stroke === FOCUS,
    isOnScreen: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
  };
}
""".replace("FOCUS", f'"{FOCUS}"')


def walk(page: Page, most: int = 200) -> list[dict[str, object]]:
    """Press Tab until the focus comes back to where it began."""
    stops: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        where = page.evaluate(_WHERE)
        if where["kind"] == "BODY" or (stops and where == stops[0]):
            return stops
        stops.append(where)
    raise AssertionError(
        "the focus is caught: " + ", ".join(str(stop["name"]) for stop in stops[-5:])
    )


def test_tab_keeps_its_order_whatever_is_outlined(atlas: Atlas, catalogue: Catalogue) -> None:
    """A shape that moved to the end of the document would take the next districts with it."""
    atlas.open(sel="district:310104")
    for belt in ("西带", "东带", "西带"):
        atlas.switch(belt)
    stops = [stop["adcode"] for stop in walk(atlas.page) if stop["kind"] == "district"]
    assert stops == sorted(row.adcode for row in catalogue.districts_of("shanghai"))


def test_tab_reaches_every_control_and_the_focus_is_always_seen(atlas: Atlas) -> None:
    atlas.open()
    stops = walk(atlas.page)
    assert [stop["name"] for stop in stops if not stop["isSeen"]] == []
    assert [stop["name"] for stop in stops if not stop["isOnScreen"]] == []
    assert {stop["adcode"] for stop in stops if stop["kind"] == "district"} == set(atlas.states())
    everything = " ".join(str(stop["name"]) for stop in stops)
    for control in (
        "search",
        "measure",
        "share",
        "print",
        "阅读",
        "language",
        "放大",
        "缩小",
        "datum",
        "cursor",
        "仅此: 智能安防",
        "不透明度",
    ):
        assert control in everything


def test_enter_opens_a_district_and_escape_closes_it(atlas: Atlas) -> None:
    atlas.open()
    shape = atlas.district("310104")
    shape.focus()
    expect(atlas.page.locator(".atlas-tooltip")).to_contain_text("徐汇区")
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text("徐汇区")
    expect(shape).to_be_focused()
    atlas.page.keyboard.press("Escape")
    expect(atlas.title()).to_have_text("上海市")
    expect(shape).to_be_focused()
    atlas.page.keyboard.press("Space")
    expect(atlas.title()).to_have_text("徐汇区")


def test_a_place_is_opened_by_enter(atlas: Atlas) -> None:
    atlas.open(on="institutions")
    atlas.look_at(121.4992, 31.2989, 13)
    atlas.page.locator(".atlas-pin[aria-label='复旦大学']").focus()
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text("复旦大学")


def test_a_place_that_is_drawn_as_an_area_is_reached_by_its_name(atlas: Atlas) -> None:
    atlas.open()
    names = atlas.page.locator(".atlas-place:visible")
    expect(names).to_have_text(["浦东张江", "徐汇滨江", "闵行马桥人工智能创新试验区", "临港新片区"])
    stops = " ".join(str(stop["name"]) for stop in walk(atlas.page))
    assert all(name in stops for name in ("浦东张江", "徐汇滨江", "临港新片区"))
    names.last.focus()
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text("临港新片区")


def test_a_layer_is_switched_by_space(atlas: Atlas) -> None:
    atlas.open()
    atlas.toggle("智能安防").locator("input").focus()
    atlas.page.keyboard.press("Space")
    assert not atlas.is_on("智能安防")
    assert len(atlas.stripes("310104") or []) == 2


def test_the_first_tab_offers_to_skip_to_the_map(atlas: Atlas) -> None:
    atlas.open()
    atlas.page.keyboard.press("Tab")
    skip = atlas.page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    atlas.page.keyboard.press("Enter")
    expect(atlas.page.locator("#main")).to_be_focused()
    for _ in range(3):
        atlas.page.keyboard.press("Tab")
        if atlas.page.evaluate(_WHERE)["kind"] == "district":
            return
    pytest.fail("the districts do not come next")


def test_following_a_link_of_the_panel_keeps_the_focus_in_the_panel(atlas: Atlas) -> None:
    atlas.open(sel="belt:west")
    link = atlas.panel().get_by_role("button", name="徐汇")
    link.focus()
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text("徐汇区")
    assert atlas.page.evaluate("document.querySelector('#sheet').contains(document.activeElement)")


def test_closing_the_panel_leaves_the_focus_in_the_panel(atlas: Atlas) -> None:
    atlas.open(sel="district:310104")
    atlas.page.get_by_role("button", name="关闭").focus()
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text("上海市")
    assert atlas.page.evaluate("document.querySelector('#sheet').contains(document.activeElement)")


def test_the_map_is_moved_and_zoomed_by_keys(atlas: Atlas) -> None:
    atlas.open()
    box = atlas.page.locator("#map_shanghai")
    before = atlas.position(720, 450)
    box.focus()
    atlas.page.keyboard.press("ArrowRight")
    atlas.page.wait_for_function(
        "lon => map_shanghai.containerPointToLatLng([450, 400]).lng > lon",
        arg=before[0] - 0.5,
    )
    zoom = atlas.page.evaluate("map_shanghai.getZoom()")
    atlas.page.keyboard.press("+")
    atlas.page.wait_for_function("zoom => map_shanghai.getZoom() > zoom", arg=zoom)


@pytest.mark.parametrize("path", ["/sources", "/en/sources"])
def test_the_sources_page_too(page: Page, server: str, path: str) -> None:
    page.goto(server + path)
    for _ in range(12):
        page.keyboard.press("Tab")
        where = page.evaluate(_WHERE)
        assert where["isSeen"], where["name"]
        assert where["isOnScreen"], where["name"]
