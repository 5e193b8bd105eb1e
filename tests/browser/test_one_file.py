"""A view saved as one file and opened from disk: no request, layers, evidence, the view kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch, report_violations

pytestmark = pytest.mark.browser

XUHUI = "path.atlas-district[data-adcode='310104']"
Open = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, server: str, tmp_path: Path) -> Iterator[Open]:
    """Save a view from the server and open it from disk, with the network taken away."""
    watch = Watch(["file://"])
    context = chromium.new_context(viewport=DESK, offline=True)
    context.set_default_timeout(10_000)
    report_violations(context)
    watch.follow(context)
    fetching = chromium.new_context()

    def open_file(address: str) -> Page:
        file = tmp_path / "U 盘" / "人形图.html"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(fetching.request.get(server + address).body())
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_file
    asked = [url for url in watch.requests if not url.startswith("data:")]
    watch.verify()
    context.close()
    fetching.close()
    assert all(url.startswith("file://") and url.endswith(".html") for url in asked)
    assert len(set(asked)) == 1


def layer(page: Page, name: str, index: int = 0) -> object:
    return page.locator(".leaflet-control-layers label", has_text=name).locator("input").nth(index)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("view", ["shanghai", "shenzhen", "both"])
def test_every_view_opens_without_a_request_or_a_complaint(
    opened: Open, prefix: str, view: str
) -> None:
    page = opened(f"{prefix}/one-file/{view}.html")

    expected = {"shanghai": 16, "shenzhen": 9, "both": 25}[view]
    expect(page.locator("path.atlas-district")).to_have_count(expected)
    expect(page.locator(".file-review")).to_be_visible()
    assert (
        page.locator("h1")
        .inner_text()
        .endswith(
            {
                "": {"shanghai": "上海", "shenzhen": "深圳", "both": "双城"},
                "/en": {"shanghai": "Shanghai", "shenzhen": "Shenzhen", "both": "Both cities"},
            }[prefix][view]
        )
    )


def test_layers_can_be_switched(opened: Open) -> None:
    page = opened("/one-file/shanghai.html")
    state = page.locator(XUHUI)
    expect(state).to_have_attribute("data-state", "painted")
    for name in ("智能医疗", "智能芯片设计", "智能安防"):
        layer(page, name).uncheck()
    expect(state).to_have_attribute("data-state", "plain")
    layer(page, "智能医疗").check()
    expect(state).to_have_attribute("data-state", "painted")
    page.keyboard.press("Space")  # the box has the focus: keys work, too
    expect(state).to_have_attribute("data-state", "plain")


def test_the_list_has_headings_and_a_sign_for_every_layer(opened: Open) -> None:
    page = opened("/en/one-file/shanghai.html")

    headings = page.locator(".atlas-group").all_inner_texts()
    assert headings == [
        *("Ground", "Specialisations", "Spatial structure", "Parks and new cities", "Scenarios")
    ]
    labels = page.locator(".leaflet-control-layers-overlays label")
    assert labels.count() > 15
    assert labels.locator("svg").count() == labels.count()


def test_a_click_shows_the_words_of_the_document(opened: Open) -> None:
    page = opened("/one-file/shanghai.html")
    page.locator(XUHUI).focus()
    page.keyboard.press("Enter")

    popup = page.locator(".atlas-popup")
    expect(popup.locator(".atlas-quote")).to_have_count(1)
    expect(popup).to_contain_text("徐汇区 智能医疗 智能芯片设计 智能安防")
    expect(popup.locator("cite")).to_have_text("新一代人工智能相关政策解读")


def test_a_district_that_no_document_lists_says_so(opened: Open) -> None:
    page = opened("/one-file/shanghai.html?sel=district:310118")

    expect(page.locator(".atlas-popup")).to_contain_text("文件未列")
    expect(page.locator(".atlas-popup .atlas-quote")).to_have_count(0)


def test_the_view_is_kept(opened: Open) -> None:
    page = opened(
        "/one-file/shanghai.html?on=parks&off=belt-west,industry-healthcare&edition=2018"
        "&sel=site:sh-zhangjiang&op=industries:40&at=31.2000,121.6000,11.25"
    )

    expect(layer(page, "特色园区")).to_be_checked()
    expect(layer(page, "西带")).not_to_be_checked()
    expect(layer(page, "智能医疗")).not_to_be_checked()
    expect(layer(page, "东带")).to_be_checked()
    expect(page.locator(".file-bar")).to_contain_text("2018 年文件")
    expect(page.locator(".atlas-popup")).to_contain_text("浦东张江")
    found = page.evaluate(
        "() => ({ zoom: map_shanghai.getZoom(), lat: map_shanghai.getCenter().lat,"
        " edition: map_shanghai.atlas.edition,"
        " opacity: map_shanghai.atlas.ground.opacity })"
    )
    assert (found["zoom"], found["edition"], found["opacity"]) == (11.25, 2018, 0.4)
    assert abs(found["lat"] - 31.2) < 0.05  # the pop-up may have moved the map a little


def test_the_view_of_two_cities_is_two_maps(opened: Open) -> None:
    page = opened("/one-file/both.html?sel=district:440305")

    expect(page.locator(".folium-map")).to_have_count(2)
    expect(page.locator("#map_shenzhen .atlas-popup")).to_contain_text("南山区")
    expect(page.locator("#map_shanghai .atlas-popup")).to_have_count(0)
    # Narrow maps begin with the list folded.
    expect(page.locator(".leaflet-control-layers-expanded")).to_have_count(0)


def test_the_sources_are_inside(opened: Open) -> None:
    page = opened("/en/one-file/shanghai.html")
    page.locator("summary").click()

    expect(page.locator(".file-foot li").first).to_be_visible()
    expect(page.locator(".file-foot")).to_contain_text("OpenStreetMap")


def test_on_a_phone_nothing_sticks_out(opened: Open) -> None:
    page = opened("/one-file/both.html")
    page.set_viewport_size(PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for box in (page.locator(each).bounding_box() for each in ("#map_shanghai", "#map_shenzhen")):
        assert box is not None
        assert box["height"] > 250


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_axe_finds_nothing_serious(opened: Open, prefix: str) -> None:
    page = opened(f"{prefix}/one-file/shanghai.html?sel=district:310104")
    # The file's own policy admits no further script: the tool runs in a world of its own.
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert findings(page) == []
