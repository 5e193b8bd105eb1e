"""When something does not load, the page says what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Atlas
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

NOTICE = {
    "zh": "地图数据未能载入。请检查网络后重新打开本页。",
    "en": "The map data did not load. Check the connection and reload this page.",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("file", ["data-shanghai.json", "districts-shanghai.json"])
def test_missing_data_is_said_on_the_map(
    page: Page, server: str, watch: Watch, file: str, lang: str
) -> None:
    watch.expect(f"failed: .*{file}", "console: .*ERR_FAILED", "console: atlas: TypeError")
    page.route(f"**/{file}", lambda route: route.abort("failed"))
    page.goto(f"{server}{'/en' if lang == 'en' else ''}/atlas/shanghai")
    expect(page.get_by_role("alert")).to_have_text(NOTICE[lang])
    expect(page.locator("#loading")).to_be_hidden()
    # The picture that came with the page stays, so that there is still something to read.
    expect(page.locator(".picture")).to_be_visible()
    expect(page.locator(".picture text").first).to_be_visible()
    page.locator("#read summary").click()
    expect(page.get_by_role("link", name="Sources" if lang == "en" else "来源")).to_be_visible()


def test_an_answer_with_an_error_is_no_data(page: Page, server: str, watch: Watch) -> None:
    watch.expect("answered 500", "console: .*500", "console: atlas: Error: 500")
    page.route("**/data-shanghai.json", lambda route: route.fulfill(status=500, body="{}"))
    page.goto(f"{server}/atlas/shanghai")
    expect(page.get_by_role("alert")).to_have_text(NOTICE["zh"])


def test_after_a_reload_all_is_well(page: Page, server: str, watch: Watch) -> None:
    watch.expect("failed: .*data-shanghai.json", "console: ")
    page.route("**/data-shanghai.json", lambda route: route.abort("failed"))
    page.goto(f"{server}/atlas/shanghai")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/data-shanghai.json")
    page.reload()
    assert len(Atlas(page, server).ready().states()) == 16
    expect(page.get_by_role("alert")).to_have_count(0)


def test_one_of_two_cities_missing_is_said_on_its_map(
    page: Page, server: str, watch: Watch
) -> None:
    watch.expect("failed: .*data-shenzhen.json", "console: ")
    page.route("**/data-shenzhen.json", lambda route: route.abort("failed"))
    page.goto(f"{server}/atlas/both")
    expect(page.locator("#map_shenzhen").get_by_role("alert")).to_have_text(NOTICE["zh"])
    expect(
        page.locator(".map", has=page.locator("#map_shenzhen")).locator(".picture")
    ).to_be_visible()
    expect(
        page.locator(".map", has=page.locator("#map_shanghai")).locator(".picture")
    ).to_be_hidden()
    expect(page.locator("#loading")).to_be_hidden()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("atlas-map.js", "地图脚本未能载入，请刷新页面。"),
        ("map-shanghai-zh.js", "地图脚本未能载入，请刷新页面。"),
        ("main.js", "地图脚本未能载入，请刷新页面。"),
        ("toggles.js", "地图脚本未能载入，请刷新页面。"),
    ],
)
def test_a_missing_script_does_not_leave_the_reader_waiting(
    page: Page, server: str, watch: Watch, file: str, words: str
) -> None:
    watch.expect(f"failed: .*{file}", "console: ")
    page.route(f"**/{file}", lambda route: route.abort("failed"))
    page.goto(f"{server}/atlas/shanghai")
    expect(page.locator("#hint:visible, [role=alert]:visible")).to_have_text(words)
    expect(page.locator("#loading")).to_be_hidden()
    watch.complaints = [text for text in watch.complaints if not text.startswith("error: ")]


@pytest.mark.parametrize(
    ("path", "heading", "link"),
    [
        ("/atlas/nowhere", "此地址没有内容", "上海"),
        ("/en/atlas/nowhere", "There is nothing at this address", "Shanghai"),
        ("/nothing/here", "此地址没有内容", "上海"),
        ("/en/nothing/here", "There is nothing at this address", "Shanghai"),
    ],
)
def test_an_unknown_address_is_answered_in_its_language(
    page: Page, server: str, watch: Watch, path: str, heading: str, link: str
) -> None:
    watch.expect("answered 404", "console: .*404")
    answer = page.goto(server + path)
    assert answer is not None
    assert answer.status == 404
    lang = "en" if path.startswith("/en/") else "zh-CN"
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.locator("main").get_by_role("link", name=link).click()
    page.wait_for_url(f"**{'/en' if lang == 'en' else ''}/atlas/shanghai")
    Atlas(page, server).ready()


def test_the_root_leads_to_the_first_city(page: Page, server: str) -> None:
    page.goto(server)
    page.wait_for_url("**/atlas/shanghai")
    assert len(Atlas(page, server).ready().states()) == 16
