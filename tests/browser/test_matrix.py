"""The matrix in a browser: it lights up the map, groups, sorts, and is walked by arrow keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def matrix(page: Page, server: str) -> Page:
    """The Chinese page, ready."""
    return opened(page, f"{server}/matrix")


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("#matrix[role='grid']")
    return page


def lit(page: Page, kind: str = "is-lit") -> set[str]:
    """Adcodes of the districts that the small map lights up."""
    found = page.locator(f"#lights path.{kind}").evaluate_all(
        "paths => paths.map(path => path.dataset.adcode)"
    )
    return set(found)


def cell(page: Page, adcode: str, industry: str) -> Locator:
    return page.locator(f"#row-{adcode} td[data-industry='{industry}'] a")


def names(page: Page) -> list[str]:
    """Names of the districts in the order in which they stand."""
    found: list[str] = page.locator("#matrix tr[data-adcode] > th").all_inner_texts()
    return [name.strip() for name in found]


def groups(page: Page) -> list[str]:
    return page.locator("#matrix tr.group th").evaluate_all(
        "all => all.map(head => head.firstChild.textContent.trim())"
    )


def test_a_column_lights_up_its_districts(matrix: Page, catalogue: Catalogue) -> None:
    matrix.locator("thead [data-industry='security'] a").hover()
    expected = {row.district for row in catalogue.specialisations if row.industry == "security"}
    assert lit(matrix) == expected
    expect(matrix.locator("#lit")).to_contain_text(f"智能安防 ({len(expected)})")


def test_a_row_and_a_cell_light_up_theirs(matrix: Page, catalogue: Catalogue) -> None:
    matrix.locator("#row-310118 th a").focus()  # 青浦: focus does what the pointer does
    assert lit(matrix) == {"310118"}
    expect(matrix.locator("#lit")).to_have_text("青浦区：文件未列")
    cell(matrix, "310104", "healthcare").hover()
    assert lit(matrix) == {"310104", "310112"}
    assert lit(matrix, "is-key") == {"310104"}
    matrix.locator("h1").hover()
    matrix.evaluate("document.activeElement.blur()")
    assert lit(matrix) == set()


def test_the_map_lights_up_its_row(matrix: Page) -> None:
    matrix.locator("#lights a:has([data-adcode='310113'])").focus()
    expect(matrix.locator("#row-310113")).to_have_class(re.compile("is-lit"))
    expect(matrix.locator("#lit")).to_have_text("宝山区：智能硬件")


def test_a_mark_shows_its_phrase_and_leads_on(matrix: Page, catalogue: Catalogue) -> None:
    cell(matrix, "310104", "healthcare").click()
    shown = matrix.locator(".cite:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("徐汇区 智能医疗 智能芯片设计 智能安防")
    shown.get_by_role("link", name="在地图上看").click()
    matrix.wait_for_url("**/atlas/shanghai?sel=district:310104*")


def test_closing_a_phrase_leads_back_to_its_mark(matrix: Page) -> None:
    for close in (
        lambda: matrix.keyboard.press("Escape"),
        lambda: matrix.locator(".cite:visible .back").click(),
    ):
        cell(matrix, "310105", "retail").press("Enter")
        expect(matrix.locator(".cite:visible")).to_have_count(1)
        close()
        expect(matrix.locator(".cite:visible")).to_have_count(0)
        expect(cell(matrix, "310105", "retail")).to_be_focused()


def test_grouping_keeps_every_district_once(matrix: Page, catalogue: Catalogue) -> None:
    assert groups(matrix) == ["上海市", "深圳市"]
    matrix.get_by_label("产业带", exact=True).check(force=True)
    assert groups(matrix) == ["西带", "东带", "文件未列入产业带"]
    assert sorted(names(matrix)) == sorted(row.name_zh for row in catalogue.districts)
    expect(matrix).to_have_url(re.compile(r"\?group=belt$"))
    matrix.get_by_label("集聚区", exact=True).check(force=True)
    assert "浦东张江、临港新片区" in groups(matrix)
    matrix.get_by_label("不分组").check(force=True)
    assert groups(matrix) == []
    assert len(names(matrix)) == 25


def test_sorting(matrix: Page, catalogue: Catalogue) -> None:
    matrix.get_by_label("不分组").check(force=True)
    matrix.get_by_label("区的次序").select_option("pinyin")
    by_pinyin = sorted(catalogue.districts, key=lambda row: row.pinyin)
    assert names(matrix)[0] == by_pinyin[0].name_zh
    assert names(matrix)[-1] == by_pinyin[-1].name_zh
    matrix.locator("[data-sort='count'] button").click()
    counts = matrix.locator("#matrix tr[data-adcode]").evaluate_all(
        "rows => rows.map(row => Number(row.dataset.count || -1))"
    )
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == -1  # what is unlisted comes last, not as zero
    expect(matrix.locator("[data-sort='count']")).to_have_attribute("aria-sort", "descending")
    matrix.locator("[data-sort='name'] button").click()
    assert names(matrix)[0] == "长宁区"  # 长 has 4 strokes, 静 has 14
    assert names(matrix)[-1] == "静安区"


def test_industries_can_be_sorted_too(matrix: Page) -> None:
    matrix.get_by_label("产业的次序").select_option("count")
    totals = [int(text) for text in matrix.locator("tfoot td[data-industry]").all_inner_texts()]
    assert totals == sorted(totals, reverse=True)
    for row in matrix.locator("#matrix tr[data-count]").all()[:4]:
        heads = matrix.locator("thead th").evaluate_all("h => h.map(x => x.dataset.industry || '')")
        for at, found in enumerate(row.locator("th, td").all()):
            industry = found.get_attribute("data-industry")
            assert industry in (None, heads[at])


def test_an_address_restores_the_view_in_both_languages(page: Page, server: str) -> None:
    opened(page, f"{server}/en/matrix?group=cluster&sort=count&columns=count")
    assert groups(page)[-1] == "Without a named cluster"
    expect(page.get_by_label("Sort districts")).to_have_value("count")
    page.locator("#language").click()
    page.wait_for_url("**/matrix?group=cluster&sort=count&columns=count")
    opened(page, f"{server}/matrix?group=constructor&sort=nonsense")
    assert groups(page) == ["上海市", "深圳市"]


def test_arrow_keys_walk_the_grid(matrix: Page) -> None:
    matrix.locator("#row-310101 th a").focus()
    for key in ("ArrowRight", "ArrowRight"):
        matrix.keyboard.press(key)
    expect(cell(matrix, "310101", "chip-design")).to_be_focused()
    matrix.keyboard.press("ArrowDown")
    expect(cell(matrix, "310104", "chip-design")).to_be_focused()
    matrix.keyboard.press("End")
    expect(matrix.locator("#row-310104 td:last-child a")).to_be_focused()
    matrix.keyboard.press("Home")
    expect(matrix.locator("#row-310104 th a")).to_be_focused()
    matrix.keyboard.press("ArrowUp")
    expect(matrix.locator("#row-310101 th a")).to_be_focused()


def test_the_column_is_kept_across_an_unlisted_district(matrix: Page) -> None:
    """青浦 has one cell for all industries: below it the walk goes on in the same column."""
    cell(matrix, "310117", "brain-inspired").focus()
    matrix.keyboard.press("ArrowDown")
    expect(matrix.locator("#row-310118 .unlisted-cell")).to_be_focused()
    matrix.keyboard.press("ArrowUp")
    expect(cell(matrix, "310117", "brain-inspired")).to_be_focused()


def test_the_grid_takes_one_stop_of_the_tab_key(matrix: Page) -> None:
    assert matrix.locator("#matrix [tabindex='0']").count() == 1
    cell(matrix, "310107", "security").focus()
    assert matrix.locator("#matrix [tabindex='0']").count() == 1
    matrix.keyboard.press("Tab")
    assert matrix.evaluate("document.activeElement.closest('#matrix')") is None


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_overflows(
    new_page: NewPage, server: str, lang: str, size: dict[str, int]
) -> None:
    page = opened(new_page(viewport=size), f"{server}{lang}/matrix#cite-310104-healthcare")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".cite:visible")).to_be_in_viewport(ratio=0.9)


def test_without_scripts_the_phrase_is_shown_by_the_address(
    new_page: NewPage, server: str, watch: Watch
) -> None:
    watch.tolerate(r"failed: .*\.js csp")
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/matrix")
    expect(page.locator("#controls")).to_be_hidden()
    expect(page.locator("#matrix tr[data-adcode]")).to_have_count(25)
    expect(page.locator(".cite:visible")).to_have_count(0)
    cell(page, "310113", "hardware").click()
    expect(page.locator(".cite:visible")).to_contain_text("宝山区 智能硬件")
