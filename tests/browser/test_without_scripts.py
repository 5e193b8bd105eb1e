"""Without JavaScript the tables say what the map shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


@pytest.fixture(params=[DESK, PHONE], ids=["1440", "390"])
def plain(new_page: NewPage, watch: Watch, request: pytest.FixtureRequest) -> Page:
    """A page of a browser with scripts switched off."""
    watch.tolerate(r"failed: .*\.js csp")  # modules that it was told to load ahead
    return new_page(viewport=request.param, java_script_enabled=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_district_is_in_the_table(
    plain: Page, server: str, catalogue: Catalogue, lang: str
) -> None:
    plain.goto(f"{server}{'/en' if lang == 'en' else ''}/atlas/shanghai")
    table = plain.locator("table").first
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(16)
    unlisted = {"zh": "文件未列", "en": "Not listed in the documents"}[lang]
    for district in catalogue.districts_of("shanghai"):
        name = district.name_zh if lang == "zh" else district.name_en
        row = rows.filter(has=plain.locator(f'th:text-is("{name}")'))
        industries = [
            catalogue.industry(found.industry)
            for found in catalogue.specialisations_of(district.adcode)
        ]
        for industry in industries:
            expect(row).to_contain_text(industry.name_zh if lang == "zh" else industry.name_en)
        if not industries:
            expect(row).to_contain_text(unlisted)


def test_every_row_can_be_scrolled_into_view(plain: Page, server: str) -> None:
    plain.goto(f"{server}/atlas/both")
    for row in (
        plain.locator("table").first.locator("tbody tr").first,
        plain.locator("table").first.locator("tbody tr").last,
        plain.locator("table").last.locator("tbody tr").last,
    ):
        row.scroll_into_view_if_needed()
        expect(row).to_be_visible()
        expect(row).to_be_in_viewport(ratio=0.9)


def test_nothing_is_left_waiting(plain: Page, server: str) -> None:
    plain.goto(f"{server}/atlas/shanghai")
    expect(plain.locator("#loading")).to_be_hidden()
    expect(plain.locator(".tables p", has_text="脚本已停用")).to_be_in_viewport()


@pytest.mark.parametrize(("view", "count"), [("shanghai", 16), ("both", 25)])
def test_a_still_map_shows_every_district(plain: Page, server: str, view: str, count: int) -> None:
    plain.goto(f"{server}/atlas/{view}")
    expect(plain.locator(".picture").first).to_be_in_viewport()
    districts = plain.locator(".picture > a > path")
    expect(districts).to_have_count(count)
    assert all(box["width"] > 3 for box in (d.bounding_box() for d in districts.all()) if box)
    expect(plain.locator(".picture text", has_text="浦东")).to_be_visible()


def test_the_tables_lead_to_the_sources(plain: Page, server: str) -> None:
    plain.goto(f"{server}/atlas/shanghai")
    plain.get_by_role("link", name="全部来源").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("来源与引文")
    expect(plain.locator("section.document").first).to_be_visible()


def test_the_switches_that_need_scripts_are_not_offered(plain: Page, server: str) -> None:
    plain.goto(f"{server}/atlas/shanghai")
    for name in ("测距", "打印"):
        expect(plain.get_by_role("button", name=name)).to_be_hidden()
    expect(plain.get_by_role("link", name="深圳", exact=True)).to_be_visible()
