"""The whole way of a planner: the example, people's own file, weights, sites, report."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser

_MOST_MS = 120_000
"""Longest that a solver or a report may take on a busy machine; both take seconds alone."""

COLUMNS = {"zh": "租金,建筑面积,拟入驻产业", "en": "rent,floor_area,industries"}
"""As the example calls them in the language in which it was opened."""
OWN = (
    "合成地块甲,121.4417,31.1932,4.5,12000,智能医疗\r\n"
    "合成地块乙,121.3853,31.1109,3.0,15000,智能制造\r\n"
    "合成地块丙,121.4417,,3.0,15000,智能制造\r\n"
)
"""As Excel saves it on a Chinese Windows, read off a GCJ-02 map; the last row has no latitude."""


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


def drawn(page: Page) -> None:
    """Wait until the page's map is there."""
    page.wait_for_selector("[data-planner-map][data-ready]", state="attached")


def step(page: Page, name: str) -> None:
    """Go to a step of the project."""
    page.locator(f".steps a[href$='/{name}']").click()
    page.wait_for_url(f"**/{name}")


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "size"), [("zh", DESK), ("en", PHONE)], ids=["zh", "en"])
def test_from_a_file_to_the_report(
    new_page: NewPage, server: str, tmp_path: Path, lang: str, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    page.goto(f"{server}{'/en' if lang == 'en' else ''}/planner")
    assert findings(page) == []
    page.locator("form[action$='/example/shanghai'] button").click()
    page.wait_for_url("**/ranking")
    expect(page.locator(".told")).to_contain_text("合成" if lang == "zh" else "synthetic")
    expect(page.locator("#rows tr[data-id]")).to_have_count(13)
    project = page.url.removesuffix("/ranking")

    # A file of one's own: in GBK, from a GCJ-02 map, with a row that cannot be used.
    step(page, "data")
    page.locator("details.ways > summary").click()
    content = f"名称,经度,纬度,{COLUMNS[lang]}\r\n{OWN}".encode("gb18030")
    own = {"name": "地块.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("#way-file input[type=file]").set_input_files([own])  # type: ignore[list-item]
    page.locator("#way-file button").click()
    page.locator("input[name=datum][value='GCJ-02']").check()
    expect(page.locator("#take")).to_contain_text("2")
    expect(page.locator(".problems tbody tr")).to_have_count(1)
    page.locator("select[name=name_column]").select_option("名称")
    page.locator("#take").click()
    page.wait_for_url("**/data*")
    expect(page.get_by_role("link", name="合成地块甲", exact=True)).to_have_count(1)

    # It is ranked beside the others; weights move it.
    step(page, "ranking")
    expect(page.locator("#rows tr[data-id]")).to_have_count(15)
    page.locator(".r-number").first.fill("90")
    # Who leaves while it is being saved is asked whether to leave.
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")

    # The solver chooses.
    step(page, "sites")
    page.locator("input[name=count]").fill("3")
    page.locator("button[name=action][value=solve]").click()
    expect(page.locator("tr[data-site]")).to_have_count(3, timeout=_MOST_MS)
    drawn(page)
    expect(page.locator(".pm-point.tone-first")).to_have_count(3)
    expect(page.locator("path.pm-line")).to_have_count(16)
    assert findings(page) == []
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(width)

    # The report holds all of it, and the project's file gives the same results elsewhere.
    step(page, "report")
    expect(page.locator("main")).to_contain_text("合成地块甲")
    page.locator("form[action$='/report'] button, form[action$='/report/start'] button").click()
    with page.expect_download(timeout=_MOST_MS) as taken:
        page.locator("a[href$='.pdf']").click(timeout=_MOST_MS)
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    with page.expect_download() as taken:
        page.locator("a[href$='.xlsx']").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert {"合成地块甲", "合成地块乙"} <= cells
    again(page, project, tmp_path)


def again(page: Page, project: str, folder: Path) -> None:
    """Take the project away as a file, open it anew, and see the same ranking."""
    page.goto(f"{project}/ranking")
    rows = page.locator("#rows tr[data-id]")
    expect(rows).to_have_count(15)
    before = [re.sub(r"\s+", " ", text) for text in rows.all_inner_texts()]
    file = folder / "project.json"
    file.write_text(json.dumps(page.request.get(f"{project}/project.json").json()))
    page.goto(project.rsplit("/", 1)[0])
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[action$='/import'] button").click()
    page.wait_for_url(re.compile(r"/planner/[\w-]{12}$"))
    assert page.url != project
    page.goto(f"{page.url}/ranking")
    expect(rows).to_have_count(15)
    assert [re.sub(r"\s+", " ", text) for text in rows.all_inner_texts()] == before
