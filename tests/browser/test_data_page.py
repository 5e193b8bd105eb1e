"""The data page: a form and links that give files, with and without scripts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import PHONE
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_the_form_gives_the_file_that_was_chosen(
    new_page: NewPage, server: str, catalogue: Catalogue, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{server}/data")
    for label, name, value in (
        *(("数据表", "dataset", "sites"), ("格式", "format", "csv")),
        *(("坐标", "datum", "gcj02"), ("城市", "city", "shenzhen")),
    ):
        field = page.locator("label", has_text=label).locator(f"select[name={name}]")
        field.select_option(value)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click()

    assert download.value.suggested_filename == "sites-shenzhen-gcj02.csv"
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == [row.id for row in catalogue.sites_of("shenzhen")]
    assert {row["datum"] for row in rows} == {"GCJ-02"}


def test_a_link_gives_the_whole_table(page: Page, server: str) -> None:
    page.goto(f"{server}/en/data")
    with page.expect_download() as download:
        page.locator("#districts").get_by_role("link", name="XLSX").click()

    assert download.value.suggested_filename == "districts-wgs84.xlsx"


def test_the_columns_of_a_table_are_explained(page: Page, server: str) -> None:
    page.goto(f"{server}/data")
    section = page.locator("#sites")
    section.locator("summary").click()

    expect(section.locator("tr", has_text="precision_m")).to_contain_text("位置的误差范围，米")


def test_the_page_is_in_the_menu_and_in_both_languages(page: Page, server: str) -> None:
    page.goto(f"{server}/sources")
    page.locator("nav.menu a", has_text="数据").click()
    expect(page.locator("h1")).to_have_text("数据下载")
    page.locator("#language").click()
    expect(page.locator("h1")).to_have_text("Data to take away")


@pytest.mark.parametrize("path", ["/data", "/en/data"])
@pytest.mark.parametrize("size", [None, PHONE])
def test_nothing_sticks_out_and_axe_finds_nothing_serious(
    new_page: NewPage, server: str, path: str, size: dict[str, int] | None
) -> None:
    page = new_page(**({"viewport": size} if size else {}), bypass_csp=True)
    page.goto(server + path)
    page.locator("#sites summary").click()
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] == width[1]
    assert findings(page) == []
