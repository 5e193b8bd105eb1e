"""Two states of the map in a browser: beside each other, or one over the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("#slider:not([hidden])")
    return page


def boxes(page: Page) -> list[dict[str, float]]:
    found = [picture.bounding_box() for picture in page.locator(".split .picture").all()]
    return [dict(box) for box in found if box]


def test_the_states_stand_side_by_side_and_can_be_laid_over_each_other(
    page: Page, server: str
) -> None:
    opened(page, f"{server}/editions")
    old, new = boxes(page)
    assert old["x"] + old["width"] <= new["x"]
    assert old["y"] == pytest.approx(new["y"])
    page.get_by_label("上下叠放").check()
    old, new = boxes(page)
    assert old == new
    expect(page).to_have_url(re.compile(r"\?view=slide&cut=50$"))


def test_the_slider_uncovers_the_later_state(page: Page, server: str) -> None:
    opened(page, f"{server}/editions?view=slide&cut=50")
    slider = page.get_by_role("slider")
    later = page.locator(".state:last-child .drawn")

    def clip() -> str:
        found: str = later.evaluate("node => getComputedStyle(node).clipPath")
        return found

    assert clip() == "inset(0px 0px 0px 50%)"
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert clip() == "inset(0px 0px 0px 51%)"
    page.keyboard.press("End")
    assert clip() == "inset(0px 0px 0px 100%)"
    expect(page).to_have_url(re.compile(r"cut=100$"))


def test_a_pointer_meets_the_state_that_it_sees(page: Page, server: str) -> None:
    opened(page, f"{server}/editions?view=slide&cut=50")
    box = page.locator(".split .drawn").first.bounding_box()
    assert box

    def year_at(share: float) -> str:
        page.locator(".split").scroll_into_view_if_needed()
        found: str = page.evaluate(
            """(share) => {
              const box = document.querySelector(".split .drawn").getBoundingClientRect();
              const [x, y] = [box.left + share * box.width, box.top + box.height / 2];
              return document.elementFromPoint(x, y).closest(".state").dataset.year;
            }""",
            share,
        )
        return found

    assert (year_at(0.3), year_at(0.7)) == ("2018", "2021")


def test_other_editions_are_chosen_by_links(page: Page, server: str) -> None:
    opened(page, f"{server}/editions")
    page.get_by_role("link", name="2021 → 2023").click()
    page.wait_for_url("**/editions/shanghai/2021-2023*")
    expect(page.locator(".state")).to_have_count(2)
    expect(page.locator(".state").last).to_contain_text("没有带位置的条目")
    page.locator("#language").click()
    page.wait_for_url("**/en/editions/shanghai/2021-2023*")
    page.get_by_role("link", name="Shenzhen", exact=True).last.click()
    expect(page.locator(".empty-state")).to_contain_text("one year only")


def test_a_nonsense_cut_is_left_aside(page: Page, server: str) -> None:
    opened(page, f"{server}/editions?view=slide&cut=900")
    expect(page.get_by_role("slider")).to_have_value("50")


def test_the_phrase_of_a_place_unfolds(page: Page, server: str) -> None:
    opened(page, f"{server}/editions")
    row = page.locator(".changes tr").filter(has=page.locator("th", has_text="市北高新"))
    row.locator("summary").first.click()
    expect(row.locator("blockquote")).to_contain_text("市北高新、长阳创谷、虹桥智谷等特色园区")


@pytest.mark.parametrize("path", ["/editions", "/en/editions/shanghai/2018-2021?view=slide"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_overflows(
    new_page: NewPage, server: str, path: str, size: dict[str, int]
) -> None:
    page = opened(new_page(viewport=size), server + path)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_without_scripts_both_states_and_the_tables_are_there(
    new_page: NewPage, server: str, watch: Watch, size: dict[str, int]
) -> None:
    watch.tolerate(r"failed: .*\.js csp")
    page = new_page(viewport=size, java_script_enabled=False)
    page.goto(f"{server}/editions/shanghai/2018-2023")
    expect(page.locator("#slider")).to_be_hidden()
    for state in page.locator(".state").all():
        expect(state).to_be_visible()
    assert page.locator(".changes").count() == 2


@pytest.mark.parametrize("view", ["split", "slide"])
def test_on_a_phone_names_keep_their_size_and_the_map_is_pushed(
    new_page: NewPage, server: str, view: str
) -> None:
    page = opened(new_page(viewport=PHONE), f"{server}/editions?view={view}&cut=50")
    sizes = page.locator(".split text.place").evaluate_all(
        "all => all.map(node => parseFloat(getComputedStyle(node).fontSize)"
        " * node.getScreenCTM().d)"
    )
    assert min(sizes) >= 11
    moved = page.locator(".split").evaluate(
        "split => [split, ...split.querySelectorAll('.drawn')].filter(box => {"
        " box.scrollLeft = 9999; return box.scrollLeft > 100; }).length"
    )
    assert moved == (1 if view == "slide" else 2)
