"""On paper: the map with its legend, its sources, the date and the note on its status."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.catalogue import Catalogue
from tests.browser.driving import Atlas

pytestmark = pytest.mark.browser


def text_of(atlas: Atlas, folder: Path) -> list[str]:
    """Print to PDF; return the text of each page, without blanks."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    file = folder / "atlas.pdf"
    atlas.page.pdf(path=file, prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return [re.sub(r"\s", "", text) for text in done.stdout.split("\f") if text.strip()]


def test_the_print_has_title_legend_sources_date_and_status(
    atlas: Atlas, catalogue: Catalogue, tmp_path: Path
) -> None:
    atlas.open()
    first = text_of(atlas, tmp_path)[0]
    assert "人形图·上海" in first
    today = date.today()
    assert re.search(rf"打印于{today.year}/0?{today.month}/0?{today.day}", first)
    assert "WGS-84" in first
    assert "示意图，未经审核，仅供内部使用" in first
    assert "比例尺1:" in first
    for industry in catalogue.industries:
        assert f"{industry.mark_zh}{industry.name_zh}" in first
    assert "文件未列" in first
    used = {row.source for row in catalogue.sites_of("shanghai")}
    used |= {row.source for row in catalogue.structures if row.city == "shanghai"}
    used |= {row.source for row in catalogue.scenarios if row.city == "shanghai"}
    titles = [row.title_zh for row in catalogue.sources if row.key in used and row.edition]
    assert len(titles) >= 3
    assert [title for title in titles if re.sub(r"\s", "", title) not in first] == []


def test_the_print_has_what_is_selected(atlas: Atlas, tmp_path: Path) -> None:
    atlas.open(sel="district:310104", edition="2018")
    everything = "".join(text_of(atlas, tmp_path))
    assert "徐汇区智能医疗智能芯片设计智能安防" in everything
    assert "版本2018" in everything


def test_the_english_print_is_english(atlas: Atlas, tmp_path: Path) -> None:
    atlas.open("shenzhen", "en")
    first = text_of(atlas, tmp_path)[0]
    assert "Shenzhen" in first
    assert "Printed" in first
    assert "Notlistedinthedocuments" in first
    assert "Sketchmap,notreviewed" in first


def test_the_legend_follows_the_layers_on_paper_too(atlas: Atlas, tmp_path: Path) -> None:
    atlas.open(off="industry-security,belt-west")
    first = text_of(atlas, tmp_path)[0]
    assert "安智能安防" not in first
    assert "西带" not in first
    assert "东带" in first


def test_controls_stay_off_the_paper_and_the_map_stays_on_it(atlas: Atlas) -> None:
    atlas.open(sel="district:310104")
    atlas.page.emulate_media(media="print")
    atlas.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for selector in (".bar", "#layers", "#hint", ".leaflet-control-zoom", ".close", "#cursor-box"):
        expect(atlas.page.locator(selector)).to_be_hidden()
    for selector in (
        "#map_shanghai",
        "#legend",
        "#sheet",
        ".print-title",
        ".print-sources",
        "#status",
    ):
        expect(atlas.page.locator(selector)).to_be_visible()
    legend = atlas.page.locator("#legend details")
    expect(legend).to_have_attribute("open", "")
    stage = atlas.page.locator(".stage").bounding_box()
    inside = legend.bounding_box()
    assert stage is not None
    assert inside is not None
    assert inside["y"] >= stage["y"]
    assert inside["y"] + inside["height"] <= stage["y"] + stage["height"]
    districts = atlas.page.locator("path.atlas-district").evaluate_all(
        "all => all.map(path => path.getBoundingClientRect()).map(b => [b.left, b.right])"
    )
    assert min(left for left, _ in districts) >= stage["x"]
    assert max(right for _, right in districts) <= stage["x"] + stage["width"]


def test_the_sources_print_without_their_navigation(atlas: Atlas) -> None:
    atlas.page.goto(f"{atlas.base}/sources")
    atlas.page.emulate_media(media="print")
    expect(atlas.page.locator("h1")).to_be_visible()
    expect(atlas.page.locator(".bar")).to_be_hidden()
