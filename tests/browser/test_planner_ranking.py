"""The ranking workbench as a planner meets it: weigh, look, compare, save, be interrupted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from geo.catalogue import Catalogue
from geo.study import read_example
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch
from webapp.store.engine import Store, database_url
from webapp.store.projects import import_project

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

RENT = "租金"


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.fixture
def project_id(planner_state: Path, catalogue: Catalogue) -> str:
    """The example as a project of the test's own."""
    store = Store(database_url("", planner_state))
    with store.session(writes=True) as session:
        found = str(import_project(session, read_example("shanghai", catalogue), None).id)
    store.close()
    return found


@pytest.fixture
def workbench(new_page: NewPage, server: str, project_id: str) -> Open:
    """Open the workbench of that project and wait until it is drawn."""

    def open_it(lang: str = "zh", **options: object) -> Page:
        page = new_page(**options)
        prefix = "/en" if lang == "en" else ""
        page.goto(f"{server}{prefix}/planner/{project_id}/ranking")
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    return open_it


def first(page: Page) -> str:
    """Id of the candidate in the first row."""
    found = page.locator("#rows tr[data-id]").first.get_attribute("data-id")
    assert found
    return found


def number_of(page: Page, title: str) -> int:
    """Place of a criterion in the list of weights."""
    titles = page.locator("#numbers .r-title").all_inner_texts()
    return next(place for place, text in enumerate(titles) if title in text)


def test_a_slider_moves_table_map_and_sensitivity_and_is_saved(workbench: Open) -> None:
    page = workbench()
    before = first(page)
    rent = number_of(page, RENT)
    page.locator(".r-number").nth(rent).fill("400")

    expect(page.locator("#rows tr[data-id]").first).not_to_have_attribute("data-id", before)
    winner = first(page)
    expect(page.locator(".pm-point.tone-first")).to_have_count(1)
    name = page.locator("#rows tr[data-id] .r-name").first.inner_text()
    expect(page.locator(".pm-point.tone-first")).to_have_attribute(
        "aria-label", re.compile(re.escape(name))
    )
    expect(page.locator(".r-slide").nth(rent)).to_have_value("400")
    expect(page.locator("#saved")).to_have_text("已保存")
    share = page.locator(".r-share").nth(rent).inner_text()
    expect(page.locator("#sens-as-of")).to_contain_text(share)
    expect(page.locator("#sens-table tbody tr").first).to_have_attribute("data-id", winner)

    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert first(page) == winner
    expect(page.locator(".r-number").nth(rent)).to_have_value("400")

    page.locator("#undo").click()
    expect(page.locator(".r-number").nth(rent)).not_to_have_value("400")
    expect(page.locator("#rows tr[data-id]").first).to_have_attribute("data-id", before)


def test_table_and_map_are_linked_by_keyboard_too(workbench: Open) -> None:
    page = workbench()
    row = page.locator("#rows tr[data-id]").nth(2)
    row.locator(".r-name").focus()
    page.keyboard.press("Enter")
    expect(row).to_have_class(re.compile("is-selected"))
    expect(page.locator(".pm-point.is-selected")).to_have_count(1)
    expect(page.locator(".r-detail tbody tr")).to_have_count(page.locator("#numbers li").count())

    point = page.locator(".pm-point.is-selected")
    point.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#rows tr[data-id]").nth(3)).to_have_class(re.compile("is-selected"))
    expect(page.locator("#rows tr[data-id]").nth(3).locator(".r-name")).to_have_attribute(
        "aria-expanded", "true"
    )


def test_every_method_is_shown_with_bars_and_its_own_words(workbench: Open) -> None:
    page = workbench("en")
    scores = page.locator("#rows tr[data-id] td:nth-child(3) span")
    page.locator("#method-box summary").click()
    seen = {scores.first.inner_text()}
    for method, word in (("topsis", "short is good"), ("promethee", "Left of the line")):
        page.locator(f"input[name=method][value={method}]").check()
        expect(page.locator("#bar-note")).to_contain_text(word)
        expect(page.locator("#saved")).to_have_text("Saved")
        seen.add(scores.first.inner_text())
    assert len(seen) == 3
    page.locator("input[name=normalisation][value=sum]").check()
    note = page.locator("#method-note")
    expect(note).to_contain_text("Policy fit”: unknown values are shown as a range; choose another")
    expect(note).not_to_contain_text("min–max")
    expect(page.locator("input[name=normalisation][value=values]")).to_be_checked()
    expect(page.locator("#method-now")).not_to_contain_text("sum")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.locator("input[name=method][value=weighted_sum]").check()
    expect(note).to_be_empty()
    expect(page.locator("#saved")).to_have_text("Saved")
    kept = page.locator("#ranked tbody tr").all_inner_texts()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("input[name=normalisation][value=values]")).to_be_checked()
    assert page.locator("#ranked tbody tr").all_inner_texts() == kept


def test_pairs_are_judged_and_their_contradiction_is_named(workbench: Open) -> None:
    page = workbench("en")
    page.locator("#weighting-acts [value=add]").click()
    page.locator("#tab-pairwise").click()
    scales = page.locator(".r-pairs input")
    count = page.locator("#numbers li").count()
    expect(scales).to_have_count(count * (count - 1) // 2)
    # a ≫ b, b ≫ c, and yet c ≫ a
    for place, key in ((0, "Home"), (count - 1, "Home"), (1, "End")):
        scales.nth(place).focus()
        page.keyboard.press(key)
    expect(page.locator(".r-verdict")).to_contain_text("above 0.10")
    expect(page.locator(".r-verdict")).to_contain_text("They disagree most on")
    expect(page.locator(".r-pairs .is-worst")).to_have_count(3)
    page.get_by_role("button", name="Take the others as equal").click()
    expect(page.locator(".r-verdict")).not_to_contain_text("not compared yet")
    expect(page.locator("#saved")).to_have_text("Saved")

    # It goes after a question only, and Escape is no.
    rows = page.locator("#weighting option")
    some = rows.count()
    delete = page.locator("#weighting-acts [value=delete]")
    delete.click()
    expect(page.locator("#delete-weighting-title")).to_have_text(re.compile("Delete “.+”\\?"))
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#delete-weighting")).to_be_hidden()
    expect(rows).to_have_count(some)
    expect(delete).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # "Keep it" has the focus
    expect(page.locator("#delete-weighting")).to_be_hidden()
    expect(rows).to_have_count(some)
    delete.click()
    page.locator("#delete-weighting [value=delete]").click()
    expect(rows).to_have_count(some - 1)
    expect(page.locator("#saved")).to_have_text("Saved")


def test_the_notice_of_unfinished_weights_agrees_with_the_table_and_goes(workbench: Open) -> None:
    page = workbench("en")
    page.locator("#weighting-acts [value=add]").click()
    page.locator("#tab-pairwise").click()
    page.locator(".r-pairs input").first.focus()
    page.keyboard.press("Home")
    expect(page.locator("#saved")).to_have_text("Saved")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")

    expect(page.locator("#unfinished")).to_contain_text("not finished")
    expect(page.locator("#unfinished")).not_to_contain_text("alike", use_inner_text=True)
    expect(page.locator(".r-verdict")).to_contain_text("count as equal for now")
    page.get_by_role("button", name="Take the others as equal").click()
    expect(page.locator("#unfinished")).to_be_hidden()


def test_two_people_and_a_broken_line(workbench: Open, watch: Watch) -> None:
    one, other = workbench("en"), workbench("en")
    one.locator(".r-number").first.fill("11")
    expect(one.locator("#saved")).to_have_text("Saved")

    watch.expect(r"answered 409", r"console: Failed to load resource.*409")
    other.locator(".r-number").nth(1).fill("93")
    expect(other.locator("#conflict")).to_be_visible()
    expect(other.locator("#conflict-both")).to_contain_text("Stored by somebody else")
    other.locator("#keep-mine").click()
    expect(other.locator("#saved")).to_have_text("Saved")
    expect(other.locator(".r-number").nth(1)).to_have_value("93")

    def cut(route: Route) -> None:
        route.abort("internetdisconnected")

    watch.expect(r"failed: .*/study", r"console: Failed to load resource.*DISCONNECTED")
    other.route("**/study", cut)
    other.locator(".r-number").nth(1).fill("92")
    expect(other.locator("#saved")).to_contain_text("Not saved")
    other.unroute("**/study", cut)
    other.get_by_role("button", name="Try again").click()
    expect(other.locator("#saved")).to_have_text("Saved")
    other.reload()
    expect(other.locator(".r-number").nth(1)).to_have_value("92")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_sticks_out(workbench: Open, size: dict[str, int]) -> None:
    for lang in ("zh", "en"):
        page = workbench(lang, viewport=size, reduced_motion="reduce")
        page.locator("#rows .r-name").first.click()
        page.locator("#method-box summary").click()
        assert findings(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def test_without_scripts_the_form_saves_and_the_table_is_there(
    workbench: Open, server: str, project_id: str
) -> None:
    page = workbench(java_script_enabled=False)
    before = first(page)
    page.locator(".r-number").nth(number_of(page, RENT)).fill("400")
    page.locator("#plain-save button").click()

    page.wait_for_url(f"{server}/planner/{project_id}/ranking")
    expect(page.locator(".told")).to_contain_text("已保存")
    expect(page.locator("#rows tr[data-id]").first).not_to_have_attribute("data-id", before)
    expect(page.locator("#sens-smallest")).not_to_be_empty()
