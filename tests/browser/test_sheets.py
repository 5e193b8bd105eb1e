"""Map sheets and the atlas as a person asks for them: the form, the file, the progress."""

from __future__ import annotations

import re
import subprocess

import pytest
from playwright.sync_api import Download, Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import PHONE, Atlas
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser

VIEW = "on=parks&edition=2021&sel=district:310104"
_PATIENCE_MS = 120_000
"""A book of a city: pages are drawn one by one, on machines that do other work as well."""


def poppler(download: Download, *command: str) -> str:
    """Read a PDF with one of poppler's programs."""
    tool, *options = command
    run = subprocess.run(
        [tool, *options, str(download.path()), *(["-"] if tool == "pdftotext" else [])],
        capture_output=True,
        check=True,
    )
    return run.stdout.decode()


def test_the_map_leads_to_its_own_sheet(atlas: Atlas) -> None:
    atlas.open(on="parks", sel="district:310104")
    atlas.page.locator("#share").click()
    atlas.page.get_by_role("link", name="其他纸张").click()

    expect(atlas.page).to_have_url(re.compile(r"/sheet/shanghai\?.*sel=district:310104"))
    with atlas.page.expect_download(timeout=_PATIENCE_MS) as download:
        atlas.page.get_by_role("button", name="下载").click(timeout=_PATIENCE_MS)
    text = poppler(download.value, "pdftotext")
    assert "选中：徐汇区" in text
    assert "人形图" in text


@pytest.mark.parametrize("scripts", [True, False])
def test_the_form_gives_the_paper_that_was_chosen(
    new_page: NewPage, server: str, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{server}/en/sheet/shanghai?{VIEW}")
    form = page.get_by_role("form", name="One sheet")
    form.get_by_label("Paper").select_option("a3")
    with page.expect_download(timeout=_PATIENCE_MS) as download:
        form.get_by_role("button", name="Download").click(timeout=_PATIENCE_MS)

    assert download.value.suggested_filename == "Renxing-Atlas-Shanghai-a3.pdf"
    assert "420 x 297 mm" in re.sub(r"1190\.\d+ x 841\.\d+ pts", "420 x 297 mm",
                                    poppler(download.value, "pdfinfo"))  # fmt: skip
    assert "Documents of 2021" in poppler(download.value, "pdftotext")


def test_the_other_language_keeps_the_view(page: Page, server: str) -> None:
    page.goto(f"{server}/sheet/shanghai?{VIEW}")
    page.locator("#language").click()

    expect(page.locator("h1")).to_have_text("Map sheet · Shanghai")
    expect(page.locator("input[name=sel]").first).to_have_value("district:310104")
    page.get_by_role("link", name="Back to the map").click()
    expect(page).to_have_url(re.compile(r"/en/atlas/shanghai\?.*edition=2021"))


@pytest.mark.parametrize("scripts", [True, False])
def test_an_atlas_is_followed_by_keyboard_until_it_can_be_fetched(
    new_page: NewPage, server: str, catalogue: Catalogue, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    # Another edition for each run, lest the second find the first one's book.
    page.goto(f"{server}/en/sheet/shenzhen?edition={2023 if scripts else 2021}")
    page.get_by_role("button", name="Make the atlas (PDF)").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text(re.compile("Page|Reading|ready"))
    expect(page.get_by_role("status")).to_contain_text("ready", timeout=_PATIENCE_MS)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    pages = int(re.search(r"Pages:\s+(\d+)", poppler(download.value, "pdfinfo"))[1])  # type: ignore[index]
    assert pages > len(catalogue.districts_of("shenzhen"))


def test_an_atlas_can_be_given_up(page: Page, server: str) -> None:
    page.goto(f"{server}/sheet/both?edition=2018")
    page.get_by_role("button", name="生成图集").click()
    page.get_by_role("button", name="取消").click()

    expect(page.get_by_role("status")).to_contain_text("已取消", timeout=_PATIENCE_MS)
    page.get_by_role("link", name="回到地图").click()
    expect(page).to_have_url(re.compile(r"/atlas/both\?.*edition=2018"))


@pytest.mark.parametrize(
    ("path", "size"), [(f"/sheet/shanghai?{VIEW}", None), (f"/en/sheet/both?{VIEW}", PHONE)]
)
def test_nothing_sticks_out_and_axe_finds_nothing_serious(
    new_page: NewPage, server: str, path: str, size: dict[str, int] | None
) -> None:
    page = new_page(**({"viewport": size} if size else {}), bypass_csp=True)
    page.goto(server + path)
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] == width[1]
    assert findings(page) == []
