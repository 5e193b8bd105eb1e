"""Finding things by name: Chinese, pinyin, initials and English, by keyboard, in either city."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import Atlas
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def box(page: Page) -> Locator:
    return page.locator("#search")


def results(page: Page) -> Locator:
    return page.locator("#found li[role=option]:not(.empty)")


NAMES = {
    "徐汇": "徐汇区",
    "汇区": "徐汇区",
    "xuhui": "徐汇区",
    "Xu Hui": "徐汇区",
    "xhq": "徐汇区",
    "minhang": "闵行区",
    "chongming": "崇明区",
    "Xuhui": "徐汇区",
    "riverside": "徐汇滨江",
    "智能医疗": "智能医疗",
    "zhinengyiliao": "智能医疗",
    "znyl": "智能医疗",
    "healthcare": "智能医疗",
    "复旦": "复旦大学",
    "fddx": "复旦大学",
    "Fudan": "复旦大学",
    "changyang": "长阳创谷",
    "西带": "西带",
    "nanshan": "南山区",
}


def test_a_name_is_found_as_people_type_it(atlas: Atlas, subtests: pytest.Subtests) -> None:
    atlas.open()
    for typed, first in NAMES.items():
        with subtests.test(typed):
            box(atlas.page).fill(typed)
            expect(results(atlas.page).first.locator("span")).to_have_text(first)


def test_the_start_of_a_name_is_enough(atlas: Atlas, subtests: pytest.Subtests) -> None:
    atlas.open()
    for typed in ("xh", "XH", "徐", "xu"):
        with subtests.test(typed):
            box(atlas.page).fill("")
            box(atlas.page).fill(typed)
            found = results(atlas.page).filter(has_text=re.compile("^徐汇区"))
            expect(found).to_have_count(1)


@pytest.mark.parametrize("typed", ["张江", "zhangjiang", "zj"])
def test_names_that_begin_so_come_before_names_that_contain_it(atlas: Atlas, typed: str) -> None:
    atlas.open()
    box(atlas.page).fill(typed)
    found = results(atlas.page).locator("span")
    expect(found.filter(has_text="浦东张江")).to_have_count(1)
    names = found.all_inner_texts()
    assert names.index("张江人工智能岛") < names.index("浦东张江")


def test_english_pages_answer_in_english(atlas: Atlas) -> None:
    atlas.open(lang="en")
    box(atlas.page).fill("徐汇")
    expect(results(atlas.page).first).to_contain_text("Xuhui District")
    expect(results(atlas.page).first).to_contain_text("district")


def test_a_scenario_is_found_and_opened(atlas: Atlas) -> None:
    atlas.open("shenzhen")
    box(atlas.page).fill("民生诉求")
    results(atlas.page).first.click()
    expect(atlas.title()).to_contain_text("民生诉求")
    expect(atlas.panel()).to_contain_text("市政务服务数据管理局")
    assert atlas.query["sel"].startswith("scenario:")


def test_by_keyboard_alone(atlas: Atlas) -> None:
    atlas.open()
    keyboard = atlas.page.keyboard
    keyboard.press("/")
    expect(box(atlas.page)).to_be_focused()
    expect(box(atlas.page)).to_have_value("")
    keyboard.type("pu", delay=20)
    found = results(atlas.page)
    expect(found.nth(1)).to_be_visible()
    expect(box(atlas.page)).to_have_attribute("aria-expanded", "true")
    expect(found.nth(0)).to_have_attribute("aria-selected", "true")
    keyboard.press("ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-selected", "true")
    second = found.nth(1).get_attribute("id")
    assert second
    expect(box(atlas.page)).to_have_attribute("aria-activedescendant", second)
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    expect(found.last).to_have_attribute("aria-selected", "true")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    name = found.nth(1).locator("span").inner_text()
    keyboard.press("Enter")
    expect(atlas.page.locator("#found")).to_be_hidden()
    expect(atlas.title()).to_have_text(name)


def test_escape_closes_the_list_and_keeps_what_is_selected(atlas: Atlas) -> None:
    atlas.open(sel="district:310104")
    box(atlas.page).fill("pudong")
    expect(results(atlas.page).first).to_be_visible()
    atlas.page.keyboard.press("Escape")
    expect(atlas.page.locator("#found")).to_be_hidden()
    expect(box(atlas.page)).to_have_attribute("aria-expanded", "false")
    expect(atlas.title()).to_have_text("徐汇区")


_IS_IN_VIEW = """
adcode => {
  const { ground, map } = map_shanghai.atlas;
  return map.getBounds().contains(ground.parts.get(adcode).getBounds());
}
"""


def test_a_district_that_was_found_comes_into_view(atlas: Atlas) -> None:
    atlas.open(at="30.86,121.93,13")
    assert not atlas.page.evaluate(_IS_IN_VIEW, "310109")
    box(atlas.page).fill("hongkou")
    results(atlas.page).first.click()
    expect(atlas.title()).to_have_text("虹口区")
    atlas.page.wait_for_function(_IS_IN_VIEW, arg="310109")


def test_a_place_that_was_found_is_shown_with_its_layer(atlas: Atlas) -> None:
    atlas.open()
    assert not atlas.is_on("机构")
    box(atlas.page).fill("tongji")
    results(atlas.page).first.click()
    expect(atlas.title()).to_have_text("同济大学")
    assert atlas.is_on("机构")
    expect(atlas.page.locator(".atlas-pin[aria-label='同济大学']")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_result_in_the_other_city_opens_there_with_the_layers_kept(
    atlas: Atlas, lang: str
) -> None:
    atlas.open("shanghai", lang, off="industry-security")
    box(atlas.page).fill("qianhai")
    results(atlas.page).first.click()
    prefix = "/en" if lang == "en" else ""
    atlas.page.wait_for_url(f"**{prefix}/atlas/shenzhen?*")
    atlas.ready()
    expect(atlas.title()).to_contain_text("前海" if lang == "zh" else "Qianhai")
    assert atlas.query["sel"] == "site:sz-qianhai"
    assert atlas.query["off"] == "industry-security"


def test_both_cities_together_have_nothing_elsewhere(atlas: Atlas) -> None:
    atlas.open("both")
    box(atlas.page).fill("longhua")
    results(atlas.page).first.click()
    expect(atlas.title()).to_have_text("龙华区")
    assert "/atlas/both" in atlas.page.url


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "没有找到。试试"), ("en", "Nothing found. Try")]
)
def test_nothing_found_says_what_to_try(atlas: Atlas, lang: str, words: str) -> None:
    atlas.open(lang=lang)
    box(atlas.page).fill("qqqqzz")
    expect(atlas.page.locator("#found .empty")).to_contain_text(words)
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text("上海市" if lang == "zh" else "Shanghai")


def test_odd_input_finds_nothing_and_breaks_nothing(
    atlas: Atlas, subtests: pytest.Subtests
) -> None:
    atlas.open()
    for typed in ("<>", "\\", "(", "%", "' OR 1=1", "徐汇" * 200, "constructor"):
        with subtests.test(typed):
            box(atlas.page).fill("")
            box(atlas.page).fill(typed)
            expect(atlas.page.locator("#found .empty")).to_be_visible()


def test_an_index_that_does_not_load_says_so_and_the_next_try_works(
    atlas: Atlas, watch: Watch
) -> None:
    watch.expect("failed: .*search.json", "console: .*ERR_FAILED")
    atlas.page.route("**/search.json", lambda route: route.abort("failed"))
    atlas.open()
    box(atlas.page).fill("xuhui")
    expect(atlas.page.locator("#found .empty")).to_contain_text(
        "搜索数据未能载入，请检查网络后重试"
    )
    atlas.page.unroute("**/search.json")
    box(atlas.page).fill("xuhu")
    expect(results(atlas.page).first).to_contain_text("徐汇区")


def test_emptying_the_field_closes_the_list(atlas: Atlas) -> None:
    atlas.open()
    box(atlas.page).fill("xuhui")
    expect(results(atlas.page).first).to_be_visible()
    box(atlas.page).fill("")
    expect(atlas.page.locator("#found")).to_be_hidden()
