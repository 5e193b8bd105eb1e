"""The report as a planner meets it: read the page, make the files, take them away."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from geo.catalogue import Catalogue
from geo.study import read_example
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from webapp.store.engine import Store, database_url
from webapp.store.projects import import_project

pytestmark = pytest.mark.browser

_MOST_MS = 120_000
"""Longest that a report may take on a busy machine."""


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.fixture(scope="module")
def project_id(planner_state: Path, server: str, catalogue: Catalogue) -> str:
    """The example as a project."""
    store = Store(database_url("", planner_state))
    with store.session(writes=True) as session:
        found = str(import_project(session, read_example("shanghai", catalogue), None).id)
    store.close()
    return found


@pytest.mark.slow
def test_a_report_is_made_with_one_click_and_taken_away(
    new_page: NewPage, server: str, project_id: str, tmp_path: Path
) -> None:
    page = new_page()
    page.goto(f"{server}/planner/{project_id}/report")
    expect(page.locator(".pm-point.tone-first")).to_have_count(1)
    expect(page.locator(".pm-point")).to_have_count(14)
    page.get_by_role("button", name="生成 PDF 与工作簿").click()
    ready = page.get_by_role("link", name="下载 PDF")
    expect(ready).to_be_visible(timeout=_MOST_MS)
    expect(page.get_by_role("status")).to_contain_text("报告已生成")
    assert findings(page) == []

    with page.expect_download() as taken:
        ready.click()
    taken.value.save_as(tmp_path / "report.pdf")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载工作簿").click()
    taken.value.save_as(tmp_path / "report.xlsx")

    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "report.xlsx").read_bytes()))
    assert "排序表" in book.sheetnames


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    new_page: NewPage, server: str, project_id: str, size: dict[str, int]
) -> None:
    for prefix in ("", "/en"):
        page = new_page(viewport=size, reduced_motion="reduce")
        page.goto(f"{server}{prefix}/planner/{project_id}/report")
        expect(page.locator(".pm-point.tone-first")).to_have_count(1)

        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
