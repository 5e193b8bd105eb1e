"""axe-core finds nothing serious or critical, in both languages, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE, Atlas
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

AXE = next((Path(__file__).parents[1] / "vendor").glob("axe-core-*/axe.min.js"))
BAD = {"serious", "critical"}


def findings(page: Page) -> list[str]:
    """Run axe on the page as it is; list what is serious or critical."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{rule['id']}: {rule['help']} — {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in BAD
        for node in rule["nodes"][:3]
    ]


@pytest.fixture
def wide(new_page: NewPage, server: str) -> Atlas:
    """The atlas on a desk."""
    return Atlas(new_page(viewport=DESK, reduced_motion="reduce"), server)


@pytest.fixture
def narrow(new_page: NewPage, server: str) -> Atlas:
    """The atlas on a phone."""
    return Atlas(new_page(viewport=PHONE, reduced_motion="reduce"), server)


def test_the_map_with_the_panel_closed_and_open(wide: Atlas, narrow: Atlas) -> None:
    for atlas, lang in ((wide, "zh"), (narrow, "en")):
        atlas.open("shanghai", lang)
        assert findings(atlas.page) == []
        atlas.open("shanghai", lang, sel="district:310104", on="institutions,parks")
        assert findings(atlas.page) == []


def test_the_other_views(wide: Atlas, narrow: Atlas) -> None:
    for atlas, lang in ((wide, "en"), (narrow, "zh")):
        atlas.open("both", lang, sel="site:sz-qianhai")
        assert findings(atlas.page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_search_list_the_legend_and_the_measuring(atlas: Atlas, lang: str) -> None:
    atlas.open("shanghai", lang, sel="belt:west")
    atlas.legend()
    atlas.page.locator("#measure").click()
    atlas.page.locator("#search").fill("xu")
    expect(atlas.page.locator("#found li").first).to_be_visible()
    assert findings(atlas.page) == []
    atlas.page.locator("#search").fill("qqqqq")
    expect(atlas.page.locator("#found .empty")).to_be_visible()
    assert findings(atlas.page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_open_layer_sheet_of_a_phone(new_page: NewPage, server: str, lang: str) -> None:
    atlas = Atlas(new_page(viewport=PHONE, has_touch=True), server).open("shenzhen", lang)
    atlas.page.locator("[data-sheet='layers']").click()
    assert findings(atlas.page) == []


def test_the_sources_and_the_error_page(wide: Atlas, narrow: Atlas, watch: Watch) -> None:
    watch.expect("answered 404", "console: .*404")
    for atlas, prefix in ((wide, "/en"), (narrow, "")):
        atlas.page.goto(f"{atlas.base}{prefix}/sources")
        assert findings(atlas.page) == []
        atlas.page.goto(f"{atlas.base}{prefix}/atlas/nowhere")
        assert findings(atlas.page) == []


def test_the_page_without_scripts(new_page: NewPage, server: str, watch: Watch) -> None:
    # axe needs scripts itself, so the tables are shown as they would be without them.
    page = new_page()
    Atlas(page, server).open()
    page.evaluate(
        """() => {
          const tables = new DOMParser().parseFromString(
            document.querySelector("noscript").textContent, "text/html").body;
          document.querySelector(".desk").replaceWith(...tables.childNodes);
          for (const node of document.querySelectorAll(".status, .print-title")) node.remove();
        }"""
    )
    assert [text for text in findings(page) if "region" not in text] == []
