"""The story: keys, buttons and scrolling lead through it; the map shows what is told."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from geo.story import tell_story
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

CALM = {"reduced_motion": "reduce"}
SHOWN = """() => {
  const box = document.querySelector("[data-map].is-shown");
  const map = window[box.dataset.map];
  const { layers } = map.atlas;
  const on = Object.keys(layers).filter((id) => map.hasLayer(layers[id]));
  const bounds = map.getBounds();
  return { map: box.dataset.map, on, box: [bounds.getSouth(), bounds.getWest(),
    bounds.getNorth(), bounds.getEast()] };
}"""


_IS_AT_END = "() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1"
_TWO_FRAMES = "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"


def opened(page: Page, server: str, step: int = 0, lang: str = "zh") -> Page:
    prefix = "/en" if lang == "en" else ""
    page.goto(f"{server}{prefix}/story" + (f"#step-{step}" if step else ""))
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def expect_step(page: Page, number: int) -> None:
    expect(page.locator("#at")).to_have_text(re.compile(rf"^{number} / "))
    expect(page.locator(f"#step-{number}")).to_have_class(re.compile("is-told"))
    expect(page.locator(".step.is-told")).to_have_count(1)
    expect(page.locator(f"#step-{number} h2")).to_be_in_viewport()


def shown(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(SHOWN)
    return found


@pytest.fixture
def calm(new_page: NewPage, server: str) -> Page:
    return opened(new_page(**CALM), server)


def test_arrows_lead_through_every_step_and_back(calm: Page, catalogue: Catalogue) -> None:
    count = len(tell_story(catalogue))
    expect_step(calm, 1)
    for number in range(2, count + 1):
        calm.keyboard.press("ArrowRight")
        expect_step(calm, number)
        assert calm.url.endswith(f"#step-{number}")
        expect(calm.locator(f"#step-{number}")).to_be_focused()
    expect(calm.locator("#next")).to_be_disabled()
    calm.keyboard.press("ArrowRight")
    expect_step(calm, count)
    calm.keyboard.press("ArrowLeft")
    expect_step(calm, count - 1)


def test_buttons_lead_on_and_keep_the_focus(calm: Page) -> None:
    expect(calm.locator("#previous")).to_be_disabled()
    calm.locator("#next").click()
    expect_step(calm, 2)
    expect(calm.locator("#next")).to_be_focused()
    expect(calm.locator("#told")).to_have_text("东带")
    calm.locator("#previous").click()
    expect_step(calm, 1)


def test_scrolling_tells_the_step_that_is_read(calm: Page) -> None:
    expect_step(calm, 1)
    calm.mouse.move(200, 500)
    seen = set()
    while not calm.evaluate(_IS_AT_END):
        before = calm.evaluate("scrollY")
        calm.mouse.wheel(0, 160)
        calm.wait_for_function("before => scrollY > before", arg=before)
        calm.evaluate(_TWO_FRAMES)  # in the first it has moved, in the second it is told
        seen.add(calm.locator("#at").inner_text())
    assert len(seen) == 8
    expect_step(calm, 8)
    assert calm.url.endswith("#step-8")


def test_the_list_of_steps_leads_to_one(calm: Page) -> None:
    calm.locator(".progress a", has_text="4+X").click()
    expect_step(calm, 4)
    expect(calm.locator(".progress [aria-current=step]")).to_contain_text("4+X")
    calm.go_back()
    expect_step(calm, 1)
    expect(calm).to_have_url(re.compile(r"/story(#step-1)?$"))


@pytest.mark.parametrize(
    ("step", "size"), [(2, PHONE), (7, DESK), (8, PHONE)], ids=["2-390", "7-1440", "8-390"]
)
def test_an_address_restores_its_step(
    new_page: NewPage, server: str, size: dict[str, int], step: int
) -> None:
    page = opened(new_page(viewport=size, **CALM), server, step)
    expect_step(page, step)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect_step(page, step)
    box = page.locator(f"#step-{step} h2").bounding_box()
    scene = page.locator("#scene").bounding_box()
    assert box is not None
    assert scene is not None
    if size is PHONE:  # the card lies below the map
        assert box["y"] >= scene["y"] + scene["height"]


def test_the_map_shows_what_each_step_tells(calm: Page, catalogue: Catalogue) -> None:
    for number, step in enumerate(tell_story(catalogue), start=1):
        if number > 1:
            calm.keyboard.press("ArrowRight")
        expect_step(calm, number)
        found = shown(calm)
        assert found["map"] == f"map_{step.city}"
        belts = {f"belt-{belt}" for belt in step.belts}
        assert {layer for layer in found["on"] if layer.startswith("belt-")} == belts
        links = {f"link-{link}" for link in step.links}
        assert {layer for layer in found["on"] if layer.startswith("link-")} == links
        south, west, north, east = found["box"]
        assert south <= step.bounds[1] <= step.bounds[3] <= north
        assert west <= step.bounds[0] <= step.bounds[2] <= east
        scene = calm.locator(".map.is-shown")
        for site in step.sites:
            label = scene.locator(".atlas-place:not([hidden])", has_text=site.name_zh)
            expect(label).to_have_count(1)
    hatched = calm.locator(".map.is-shown path.atlas-district[data-state=unlisted]")
    expect(hatched).to_have_count(9)


def test_a_moving_map_arrives(new_page: NewPage, server: str) -> None:
    page = opened(new_page(reduced_motion="no-preference"), server)
    for _ in range(3):  # faster than the map flies
        page.locator("#next").click()
    expect_step(page, 4)
    page.wait_for_function(
        """() => {
          const bounds = map_shanghai.getBounds();
          return bounds.contains([31.19, 121.588]) && bounds.getNorth() - bounds.getSouth() < 1;
        }"""
    )


def test_a_place_on_the_map_says_who_names_it(calm: Page) -> None:
    calm.keyboard.press("ArrowRight")
    calm.keyboard.press("ArrowRight")
    calm.keyboard.press("ArrowRight")
    expect_step(calm, 4)
    calm.locator(".map.is-shown .atlas-place:not([hidden])", has_text="张江").click()
    expect(calm.locator(".atlas-popup")).to_contain_text("四大优势产业集聚区")
    calm.locator("#next").click()
    expect(calm.locator(".atlas-popup")).to_have_count(0)


def test_page_keys_read_a_long_step_to_its_end_first(new_page: NewPage, server: str) -> None:
    page = opened(new_page(viewport={"width": 1100, "height": 420}, **CALM), server, 4)
    expect_step(page, 4)
    page.keyboard.press("PageDown")
    expect(page.locator("#step-4 .actions")).to_be_in_viewport()  # the end was not passed over
    for _ in range(4):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(200)
    expect(page.locator("#at")).to_have_text(re.compile(r"^[5-8] / "))


@pytest.mark.parametrize(("lang", "size"), [("zh", DESK), ("en", PHONE)], ids=["1440", "390"])
def test_it_is_accessible_and_not_wider_than_the_screen(
    new_page: NewPage, server: str, lang: str, size: dict[str, int]
) -> None:
    page = opened(new_page(viewport=size, **CALM), server, 4, lang)
    expect_step(page, 4)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_without_scripts_every_step_has_its_own_picture(
    new_page: NewPage, server: str, watch: Watch
) -> None:
    watch.tolerate(r"failed: .*\.js csp")
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/story")
    pictures = page.locator(".step .still .picture")
    expect(pictures).to_have_count(8)
    for picture in pictures.all():
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] > 200
    expect(page.locator("#scene")).to_be_hidden()
    page.locator(".progress a", has_text="五个新城").click()
    expect(page.locator("#step-6 h2")).to_be_in_viewport()


def test_a_map_without_data_leaves_the_pictures(page: Page, server: str, watch: Watch) -> None:
    watch.expect("failed: .*data-shanghai", "console:")
    page.route("**/data-shanghai.json", lambda route: route.abort())
    page.goto(f"{server}/story")
    expect(page.locator("html.is-still")).to_be_attached()
    expect(page.locator("#step-1 .picture")).to_be_visible()
    expect(page.locator("#scene")).to_be_hidden()


def test_on_paper_each_step_has_its_still_map_and_its_places(
    new_page: NewPage, server: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    page = opened(new_page(**CALM), server)
    page.pdf(path=tmp_path / "story.pdf", prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", tmp_path / "story.pdf", "-"], capture_output=True, check=True, text=True
    )
    text = re.sub(r"\s", "", done.stdout)
    for step in tell_story(catalogue):
        for site in step.sites:
            assert text.count(site.name_zh) >= 2  # on the still map, and in the list
        for evidence in step.rows:
            assert re.sub(r"\s", "", evidence.row.quote) in text
