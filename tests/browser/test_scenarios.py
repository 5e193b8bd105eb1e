"""The lists of scenarios in a browser: filters with counts, kept in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("#facets:not([hidden])")
    return page


def shown(page: Page) -> list[str]:
    """Ids of the rows that are to be seen."""
    found: list[str] = page.locator(".scenario-list tr[id]:visible").evaluate_all(
        "rows => rows.map(row => row.id)"
    )
    return found


def test_facets_filter_and_stand_in_the_address(
    page: Page, server: str, catalogue: Catalogue
) -> None:
    opened(page, f"{server}/scenarios")
    assert len(shown(page)) == len(catalogue.scenarios)
    page.get_by_label("责任单位").select_option("sz-sasac")
    assert shown(page) == [row.id for row in catalogue.scenarios if "sz-sasac" in row.units]
    expect(page).to_have_url(re.compile(r"\?unit=sz-sasac$"))
    expect(page.locator("#outcome")).to_have_text("63条中的4条")
    expect(page.locator("#list-huangpu-areas")).to_be_hidden()
    expect(page.locator("#list-shenzhen-city-ai [data-count]")).to_have_text("4 / 26")


def test_counts_follow_the_other_filters(page: Page, server: str) -> None:
    opened(page, f"{server}/scenarios?city=shanghai")
    city, unit = page.locator("#facets [name='city']"), page.get_by_label("责任单位")
    expect(city.locator("option[value='shenzhen']")).to_have_text("深圳市 (26)")
    sasac = unit.locator("option[value='sz-sasac']")
    expect(sasac).to_have_text("市国资委 (0)")
    expect(sasac).to_be_disabled()
    city.select_option("shenzhen")
    expect(sasac).to_have_text("市国资委 (4)")
    expect(sasac).to_be_enabled()


def test_words_are_found_in_names_units_and_phrases(page: Page, server: str) -> None:
    opened(page, f"{server}/scenarios")
    page.get_by_label("查找").fill("口岸")
    assert shown(page) == ["sz-city-ai-05"]
    page.get_by_label("查找").fill("AI+零售")
    assert shown(page) == ["hp-ai-retail"]


def test_an_empty_outcome_says_what_to_do(page: Page, server: str, catalogue: Catalogue) -> None:
    opened(page, f"{server}/scenarios?q=火星")
    assert shown(page) == []
    expect(page.locator("#nothing")).to_be_visible()
    page.get_by_role("button", name="清除全部条件").click()
    assert len(shown(page)) == len(catalogue.scenarios)
    expect(page.locator("#nothing")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/scenarios$"))
    expect(page.get_by_label("查找")).to_be_focused()


def test_the_other_language_keeps_the_filters(page: Page, server: str) -> None:
    opened(page, f"{server}/scenarios?city=shenzhen&group=智慧医疗")
    here = shown(page)
    assert len(here) == 3
    page.locator("#language").click()
    page.wait_for_url("**/en/scenarios?*")
    page.wait_for_selector("#facets:not([hidden])")
    assert shown(page) == here
    expect(page.locator("#outcome")).to_have_text("3 of 63 entries")


def test_values_that_do_not_exist_are_left_aside(page: Page, server: str) -> None:
    opened(page, f"{server}/scenarios?city=atlantis&unit=constructor&nonsense=1")
    assert len(shown(page)) == 63
    expect(page).to_have_url(re.compile(r"/scenarios$"))


def test_a_link_to_a_row_reaches_it_whatever_is_filtered(page: Page, server: str) -> None:
    opened(page, f"{server}/scenarios?city=shenzhen#hp-ai-retail")
    expect(page.locator("#hp-ai-retail")).to_be_in_viewport()


def test_a_row_leads_to_the_map_and_its_phrase_unfolds(page: Page, server: str) -> None:
    opened(page, f"{server}/scenarios")
    row = page.locator("#sz-city-ai-06")
    expect(row.locator("blockquote")).to_be_hidden()
    row.locator("summary").click()
    expect(row.locator("blockquote")).to_contain_text("6 公共服务 机场 市国资委")
    row.get_by_role("link", name="机场").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("#sheet h2").first).to_have_text("机场")


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_overflows(
    new_page: NewPage, server: str, lang: str, size: dict[str, int]
) -> None:
    page = opened(new_page(viewport=size), f"{server}{lang}/scenarios?district=310101")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_lists_are_whole(
    new_page: NewPage, server: str, watch: Watch, catalogue: Catalogue
) -> None:
    watch.tolerate(r"failed: .*\.js csp")
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/scenarios")
    expect(page.locator("#facets")).to_be_hidden()
    assert page.locator(".scenario-list tr[id]:visible").count() == len(catalogue.scenarios)
    page.get_by_role("navigation", name="各清单").get_by_role("link").last.click()
    expect(page.locator("#list-shenzhen-city-ai h2")).to_be_in_viewport()
