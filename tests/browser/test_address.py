"""The address is the view: it restores it, can be shared, and cannot be made to do harm."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.driving import Atlas

pytestmark = pytest.mark.browser

VIEW = {
    "on": "parks,institutions",
    "off": "industry-security,belt-east",
    "edition": "2018",
    "sel": "district:310104",
    "op": "industries:60,structure:30",
    "at": "31.1800,121.4400,11.5",
    "datum": "GCJ-02",
}


def centre(atlas: Atlas, city: str = "shanghai") -> tuple[float, float, float]:
    lat, lon, zoom = atlas.page.evaluate(
        "name => [window[name].getCenter().lat, window[name].getCenter().lng,"
        " window[name].getZoom()]",
        f"map_{city}",
    )
    return lat, lon, zoom


def is_as_in_view(atlas: Atlas, *, lang: str = "zh") -> None:
    names = {
        "zh": ("特色园区", "机构", "东带", "智能安防", "徐汇区"),
        "en": (
            "Specialised parks",
            "Institutions",
            "East belt",
            "Intelligent security",
            "Xuhui District",
        ),
    }[lang]
    assert [atlas.is_on(name) for name in names[:4]] == [True, True, False, False]
    expect(atlas.title()).to_have_text(names[4])
    expect(atlas.page.locator("[data-edition='2018']")).to_have_attribute("aria-pressed", "true")
    assert {row["opacity"] for row in atlas.paint().values() if row["stripes"]} == {0.6}
    stroke = atlas.page.locator(".atlas-stroke")
    assert stroke.evaluate("node => getComputedStyle(node).opacity") == "0.3"
    assert centre(atlas) == pytest.approx((31.18, 121.44, 11.5), abs=1e-3)
    expect(atlas.page.locator("#datum")).to_have_value("GCJ-02")


def test_an_address_restores_everything(atlas: Atlas) -> None:
    atlas.open(**VIEW)
    is_as_in_view(atlas)
    assert atlas.query == VIEW


def test_the_language_switch_keeps_the_whole_view(atlas: Atlas) -> None:
    atlas.open(**VIEW)
    atlas.page.locator("#language").click()
    atlas.page.wait_for_url("**/en/atlas/shanghai?*")
    atlas.ready()
    is_as_in_view(atlas, lang="en")
    atlas.page.locator("#language").click()
    atlas.page.wait_for_url(lambda url: "/en/" not in url)
    atlas.ready()
    is_as_in_view(atlas)


def test_what_a_person_does_is_restored_by_the_address(atlas: Atlas, new_page: NewPage) -> None:
    atlas.open()
    atlas.switch("西带")
    atlas.switch("新城")
    atlas.page.get_by_role("button", name="2018", exact=True).click()
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    atlas.page.keyboard.press("Escape")
    atlas.click(atlas.district("310118"))
    expect(atlas.title()).to_have_text("青浦区")
    atlas.expect_query(on="new-cities", off="belt-west", edition="2018", sel="district:310118")

    other = Atlas(new_page(), atlas.base)
    other.page.goto(atlas.page.url)
    other.ready()
    assert other.switched_on() == atlas.switched_on()
    assert other.paint() == atlas.paint()
    expect(other.title()).to_have_text("青浦区")


def test_moving_the_map_is_part_of_the_address(atlas: Atlas, new_page: NewPage) -> None:
    atlas.open()
    assert "at" not in atlas.query
    box = atlas.page.locator("#map_shanghai").bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + 40
    atlas.page.mouse.move(x, y)
    atlas.page.mouse.down()
    atlas.page.mouse.move(x + 150, y + 90, steps=5)
    atlas.page.mouse.up()
    atlas.page.wait_for_url("**at=*")
    atlas.page.get_by_role("button", name="放大").click()
    atlas.page.wait_for_function("() => !map_shanghai._animatingZoom")
    lat, lon, zoom = centre(atlas)
    atlas.page.wait_for_url(f"**{lat:.4f},{lon:.4f},{zoom:g}")

    other = Atlas(new_page(), atlas.base)
    other.page.goto(atlas.page.url)
    other.ready()
    assert centre(other) == pytest.approx((lat, lon, zoom), abs=1e-3)


def test_two_cities_keep_a_place_each(atlas: Atlas) -> None:
    atlas.open("both", at="31.2000,121.4000,10,22.5500,114.0000,10")
    assert centre(atlas) == pytest.approx((31.2, 121.4, 10), abs=1e-3)
    assert centre(atlas, "shenzhen") == pytest.approx((22.55, 114.0, 10), abs=1e-3)


def test_the_city_switch_keeps_layers_and_edition_but_not_the_place(atlas: Atlas) -> None:
    atlas.open(**VIEW)
    link = atlas.page.get_by_role("link", name="深圳", exact=True)
    href = link.get_attribute("href") or ""
    assert "sel=" not in href
    assert "at=" not in href
    link.click()
    atlas.page.wait_for_url("**/atlas/shenzhen?*")
    atlas.ready()
    expect(atlas.title()).to_have_text("深圳市")
    assert "sel" not in atlas.query
    assert "at" not in atlas.query
    assert not atlas.is_on("智能安防")
    assert atlas.is_on("机构")
    assert atlas.query["edition"] == "2018"


def test_back_and_forward_walk_through_the_steps(atlas: Atlas) -> None:
    atlas.open()
    page = atlas.page
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    atlas.click(atlas.district("310118"))
    expect(atlas.title()).to_have_text("青浦区")
    atlas.switch("西带")
    page.get_by_role("button", name="2021", exact=True).click()

    page.go_back()
    expect(page.locator("[data-edition='']")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator(".atlas-stroke")).to_have_count(2)
    assert atlas.is_on("西带")
    page.go_back()
    expect(atlas.title()).to_have_text("崇明区")
    page.go_back()
    expect(atlas.title()).to_have_text("上海市")
    assert atlas.query == {}
    page.go_forward()
    page.go_forward()
    expect(atlas.title()).to_have_text("青浦区")
    page.go_forward()
    expect(page.locator(".atlas-stroke")).to_have_count(1)
    assert not atlas.is_on("西带")


def test_going_back_does_not_make_the_place_part_of_the_address(atlas: Atlas) -> None:
    atlas.open()
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    atlas.page.evaluate("map_shanghai.setZoom(10, {animate: false})")
    assert "at" in atlas.query
    atlas.page.go_back()
    expect(atlas.title()).to_have_text("上海市")
    atlas.click(atlas.district("310118"))
    expect(atlas.title()).to_have_text("青浦区")
    assert atlas.query == {"sel": "district:310118"}


def test_going_back_brings_back_the_datum_too(atlas: Atlas) -> None:
    atlas.open()
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    atlas.page.locator("#datum").select_option("GCJ-02")
    atlas.expect_query(sel="district:310151", datum="GCJ-02")
    atlas.page.go_back()
    expect(atlas.title()).to_have_text("上海市")
    expect(atlas.page.locator("#datum")).to_have_value("WGS-84")


def test_the_copied_link_is_the_address(new_page: NewPage, server: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    Atlas(page, server).open(sel="district:310104", off="belt-west")
    page.locator("#share").click()
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("#share-told")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_link_can_be_copied_where_the_browser_has_no_clipboard_for_pages(
    new_page: NewPage, server: str
) -> None:
    # Plain http on an intranet is no secure context: there is no navigator.clipboard.
    page = new_page(fresh=True, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    Atlas(page, server).open(sel="district:310104")
    page.locator("#share").click()
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("#share-told")).to_have_text("已复制")
    page.keyboard.press("Escape")
    page.locator("#search").focus()
    page.keyboard.press("Control+v")
    expect(page.locator("#search")).to_have_value(page.url)


HOSTILE = [
    "sel=constructor:x",
    "sel=__proto__:x",
    "sel=toString",
    "sel=district:999999",
    "sel=district:<img src=x onerror=window.fired=1>",
    "sel=industry:__proto__",
    "sel=:::::",
    "on=__proto__,constructor,<script>window.fired=1</script>",
    "off=" + "x," * 500,
    "op=industries:-50,structure:1e9,__proto__:3,:,base:20,carriers",
    "edition=1e99",
    "edition='; alert(1); '",
    "at=NaN,NaN,NaN",
    "at=1e400,0,0",
    "at=1e308,1e308,1e308",
    "at=,,",
    "at=91,-500,99",
    "basemap=javascript:alert(1)",
    "datum=BD-09",
    "datum=__proto__",
    "%00=%ff&sel=%E0%A4",
    "?&&==&sel",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_mangled_address_still_opens_a_map_that_works(atlas: Atlas, query: str) -> None:
    safe = query if "%" in query else quote(query, safe="=&,:?;")
    atlas.page.goto(f"{atlas.base}/atlas/shanghai?{safe}")
    atlas.ready()
    assert atlas.page.evaluate("window.fired") is None
    assert len(atlas.states()) == 16
    lat, lon, zoom = centre(atlas)
    assert abs(lat) <= 90
    assert abs(lon) <= 540
    assert 4 <= zoom <= 18
    atlas.page.locator(".master button").nth(1).click()
    atlas.switch("西带")
    expect(atlas.title()).to_have_text("上海市")


def test_a_mangled_place_opens_on_the_city(atlas: Atlas) -> None:
    for at in ("NaN,NaN,NaN", "1e308,1e308,1e308", ",,", "91,-500,99", "0,0,5"):
        atlas.open(at=at)
        lat, lon, _ = centre(atlas)
        assert 30 < lat < 32, at
        assert 120 < lon < 123, at


def test_an_unknown_selection_does_not_stay_in_the_address(atlas: Atlas) -> None:
    atlas.open(sel="district:999999")
    assert atlas.query == {}
