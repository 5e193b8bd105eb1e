"""Bring a file, see what each datum does, take the good rows, find them, take them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser

ROWS = (
    "名称,经度,纬度,租金\r\n"
    "合成甲,121.4417,31.1932,4.5\r\n"
    "合成乙,121.3853,31.1109,3.0\r\n"
    "合成丙,31.1109,121.3853,3.0\r\n"
)
"""The last row has its coordinates the wrong way round."""
POINTS = ".pm-point"


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


def drawn(page: Page) -> None:
    """Wait until the page's map is there."""
    page.wait_for_selector("[data-planner-map][data-ready]", state="attached")


def begin(page: Page, server: str, lang: str) -> str:
    """Make a project; return the address of its data."""
    page.goto(f"{server}{'/en' if lang == 'en' else ''}/planner")
    page.locator("input[name=title]").first.fill("数据")
    page.locator("form[action$='/new'] button").click()
    page.wait_for_url("**/planner/*")
    address = f"{page.url}/data"
    page.goto(address)
    drawn(page)
    return address


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file as Excel saves it on a Chinese Windows."""
    path = tmp_path / "候选.csv"
    path.write_bytes(ROWS.encode("gbk"))
    return path


@pytest.mark.parametrize(("lang", "size"), [("zh", DESK), ("en", PHONE)], ids=["zh", "en"])
def test_from_a_file_to_the_map_and_back(
    new_page: NewPage, server: str, file: Path, lang: str, size: dict[str, int]
) -> None:
    zh = lang == "zh"
    page = new_page(viewport=size)
    address = begin(page, server, lang)
    assert findings(page) == []

    page.locator("#way-file input[type=file]").set_input_files(file)
    page.locator("#way-file button").click()
    page.wait_for_url("**/data/import/*")
    expect(page.locator("#import")).to_contain_text("gb18030")
    expect(page.locator("#take")).to_have_count(0)
    drawn(page)
    expect(page.locator(POINTS)).to_have_count(2 * 4)  # latitude 121 is nowhere
    expect(page.locator(".datum", has_text="GCJ-02").locator(".effect")).to_contain_text(
        "与按 WGS-84 的位置相差" if zh else "from where WGS-84 puts them"
    )

    page.locator("input[name=datum][value='GCJ-02']").check()
    take = "取用 2 行，略去 1 行" if zh else "Take the 2 good rows, leave 1"
    expect(page.locator("#take")).to_have_text(take)
    expect(page.locator("input[name=datum][value='GCJ-02']")).to_be_focused()
    expect(page.locator(".problems tbody tr")).to_contain_text("写反" if zh else "swapped")
    expect(page.locator(f"{POINTS}.is-large")).to_have_count(2)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.locator("#take").click()
    page.wait_for_url(address)
    drawn(page)
    expect(page.locator("tr[data-place] th")).to_have_text(["合成甲", "合成乙"])
    expect(page.locator(POINTS)).to_have_count(2)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.locator("tr[data-place] a").first.click()
    page.wait_for_url("**/candidates/*")
    drawn(page)
    expect(page.locator("#district-title + p")).to_contain_text("徐汇区" if zh else "Xuhui")
    assert findings(page) == []

    page.goto(address)
    page.locator("#undo button").click()
    page.wait_for_url(address)
    expect(page.locator("tr[data-place]")).to_have_count(0)
    expect(page.locator(".layer-list")).to_have_count(0)


def test_a_click_on_the_map_places_a_candidate(new_page: NewPage, server: str) -> None:
    page = new_page()
    address = begin(page, server, "zh")
    page.locator("#pick").click()
    expect(page.locator(".is-picking")).to_be_visible()
    page.locator(".is-picking").click(position={"x": 300, "y": 220})
    expect(page.locator("#add-place input[name=name]")).to_be_focused()
    expect(page.locator(POINTS)).to_have_count(1)
    page.keyboard.type("手点")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}#places")
    expect(page.locator("tr[data-place] th")).to_have_text("手点")


def test_all_of_it_without_scripts(new_page: NewPage, server: str, file: Path) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/planner")
    page.locator("input[name=title]").first.fill("无脚本")
    page.locator("form[action$='/new'] button").click()
    page.wait_for_url("**/planner/*")
    page.goto(f"{page.url}/data")
    page.locator("#way-file input[type=file]").set_input_files(file)
    page.locator("#way-file button").click()
    page.wait_for_url("**/data/import/*")
    # Should reading take longer, the page opens itself again.
    page.locator("input[name=datum][value='GCJ-02']").check()
    page.locator("#again").click()
    expect(page.locator("#take")).to_have_text("取用 2 行，略去 1 行")
    page.locator("#take").click()
    page.wait_for_url("**/data")
    expect(page.locator("tr[data-place] th")).to_have_text(["合成甲", "合成乙"])
