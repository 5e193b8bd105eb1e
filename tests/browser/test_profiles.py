"""Profiles in a browser: reached from the map and back, on a phone, and one sheet of paper each."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE, Atlas
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser

KINDS = ("/district/310104", "/district/310118", "/industry/chip-design", "/site/sh-zhangjiang")
PAGES = (*KINDS, "/city/shenzhen")


@pytest.mark.parametrize(("prefix", "size"), [("", DESK), ("/en", PHONE)], ids=["zh", "en"])
def test_pages_are_accessible_and_fit_their_width(
    new_page: NewPage, server: str, prefix: str, size: dict[str, int]
) -> None:
    sized = new_page(viewport=size)
    for path in PAGES:
        sized.goto(f"{server}{prefix}{path}")
        expect(sized.locator("h1")).to_be_visible()
        assert findings(sized) == [], path
        assert sized.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path


@pytest.mark.parametrize(
    ("selection", "path"),
    [
        ("district:310104", "/district/310104"),
        ("site:sh-maqiao", "/site/sh-maqiao"),
        ("industry:retail", "/industry/retail"),
    ],
)
def test_the_map_leads_to_a_profile_and_the_profile_back(
    atlas: Atlas, selection: str, path: str
) -> None:
    atlas.open(sel=selection)
    title = atlas.title().inner_text()
    atlas.panel().get_by_role("link", name="档案", exact=True).click()
    atlas.page.wait_for_url(f"**{path}")
    expect(atlas.page.locator("h1")).to_contain_text(title)
    atlas.page.locator(".actions .button").first.click()
    atlas.ready()
    expect(atlas.title()).to_have_text(title)


def test_the_map_leads_to_the_comparison(atlas: Atlas) -> None:
    atlas.open(lang="en", sel="district:310104")
    atlas.panel().get_by_role("link", name="Compare", exact=True).click()
    atlas.page.wait_for_url("**/en/compare?d=310104")
    expect(atlas.page.locator("#invite")).to_contain_text("Xuhui District is chosen")


def test_a_locator_map_leads_to_neighbours(page: Page, server: str) -> None:
    page.goto(f"{server}/district/310104")
    page.locator(".locator").first.locator("a[href='/district/310105']").press("Enter")
    page.wait_for_url("**/district/310105")
    expect(page.locator("h1")).to_contain_text("长宁区")


def test_the_chosen_district_is_seen_on_both_maps(page: Page, server: str) -> None:
    page.goto(f"{server}/district/310104")
    chosen = page.locator(".locator .is-chosen")
    expect(chosen).to_have_count(2)
    sizes = [box["width"] for box in (found.bounding_box() for found in chosen.all()) if box]
    assert sizes[0] > 80 > sizes[1] > 3


def test_the_circle_is_drawn_to_the_scale_that_is_told(
    page: Page, server: str, catalogue: Catalogue
) -> None:
    page.goto(f"{server}/en/site/sh-zhangjiang")
    figure = page.locator(".locator").first
    told = figure.locator("figcaption").inner_text()
    radius_km, side_km = (float(text) for text in re.findall(r"([\d.]+) km", told))
    assert radius_km == catalogue.site("sh-zhangjiang").precision_m / 1000
    circle = figure.locator("circle.area").evaluate("node => node.r.baseVal.value")
    side = figure.locator("svg").evaluate("node => node.viewBox.baseVal.width")
    assert circle / side == pytest.approx(radius_km / side_km, rel=0.02)


def print_to(page: Page, file: Path) -> tuple[int, str]:
    """Print a page; return how many sheets it takes and their text without blanks."""
    for tool in ("pdfinfo", "pdftotext"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed (poppler-utils)")
    page.pdf(path=file, prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", file], capture_output=True, check=True, encoding="utf-8")
    assert re.search(r"Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)", told.stdout)
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, encoding="utf-8"
    )
    sheets = int(re.findall(r"Pages:\s+(\d+)", told.stdout)[0])
    return sheets, re.sub(r"\s", "", text.stdout)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", KINDS)
def test_a_profile_is_one_sheet_with_its_sources_and_date(
    page: Page, server: str, catalogue: Catalogue, tmp_path: Path, path: str, prefix: str
) -> None:
    page.goto(f"{server}{prefix}{path}")
    title = page.locator("h1").inner_text().split("\n")[0]
    sources = page.locator(".profile-foot li").all_inner_texts()
    sheets, text = print_to(page, tmp_path / "profile.pdf")
    assert sheets == 1
    assert re.sub(r"\s", "", title) in text
    assert date.today().isoformat() in text
    assert len(sources) >= 1
    for source in sources:
        assert re.sub(r"\s", "", source)[:12] in text
    assert ("示意图，未经审核" if not prefix else "Sketchmap,notreviewed") in text


SMALLEST_PT = 7.5

SIZES = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility()) continue;
    const scale = parent.closest("svg") ? Math.abs(parent.getScreenCTM().d) : 1;
    found.push([parseFloat(getComputedStyle(parent).fontSize) * scale * 0.75, text.data.trim()]);
  }
  return found;
}"""
"""Size in points of every text on the paper, those within pictures included."""


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_profile_is_one_legible_sheet_and_a_city_two(
    page: Page, server: str, catalogue: Catalogue, tmp_path: Path, prefix: str
) -> None:
    """Every district, in English some; some of the industries and places, which are all alike."""
    districts = catalogue.districts[::4] if prefix else catalogue.districts
    most = {f"/district/{row.adcode}": 1 for row in districts}
    most |= {f"/industry/{row.id}": 1 for row in catalogue.industries[::4]}
    most |= {f"/site/{row.id}": 1 for row in catalogue.sites[::9]}
    most |= {f"/city/{row.id}": 2 for row in catalogue.cities}
    page.set_viewport_size({"width": 703, "height": 1061})  # A4 within its margins
    for path, sheets in most.items():
        page.goto(f"{server}{prefix}{path}")
        assert print_to(page, tmp_path / "profile.pdf")[0] <= sheets, path
        page.emulate_media(media="print")
        small = [found for found in page.evaluate(SIZES) if found[0] < SMALLEST_PT - 0.01]
        page.emulate_media(media="null")  # as it is: printing is no screen
        assert small == [], path


def test_the_fullest_district_is_not_cut_off(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/district/310101")
    _, text = print_to(page, tmp_path / "profile.pdf")
    assert "AI+智能商场" in text
    assert "卢湾一中心小学" in text
    assert text.count("《黄浦实施意见》") >= 3  # once for each list
    assert "原句见网页" in text
    assert "本页所据文件与资料" in text


def test_sentences_that_paper_leaves_out_are_on_the_page(page: Page, server: str) -> None:
    page.goto(f"{server}/district/310101")
    expect(page.locator("#scenarios ~ .list q").first).to_be_visible()
    expect(page.locator(".only-printed")).to_be_hidden()
    expect(page.locator(".shared-source").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#scenarios ~ .list q").first).to_be_hidden()
    expect(page.locator(".only-printed")).to_be_visible()


def test_without_scripts_everything_is_there(
    new_page: NewPage, server: str, catalogue: Catalogue
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/district/310101")
    for row in catalogue.specialisations_of("310101"):
        expect(page.locator(".chips")).to_contain_text(catalogue.industry(row.industry).name_zh)
    expect(page.locator(".aim")).to_have_count(3)
    expect(page.locator("svg.picture").first).to_be_visible()
    page.get_by_role("link", name="徐汇区 →").click()
    expect(page.locator("h1")).to_contain_text("徐汇区")
