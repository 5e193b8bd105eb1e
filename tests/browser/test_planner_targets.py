"""On a phone: what a finger is to hit is large enough (WCAG 2.2, 2.5.8), and names are whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.driving import PHONE

pytestmark = pytest.mark.browser

TOO_LOW = """() => {
  const isBox = (node) => ["checkbox", "radio"].includes(node.type);
  const whole = (node) => (isBox(node) && node.closest("label")) || node;
  const isInSentence = (node) => getComputedStyle(node).display === "inline"
    && node.closest("p, blockquote, dd, small") !== null;
  const kinds = "main :is(a[href], button, input, select, textarea, summary), .project-bar a";
  return [...document.querySelectorAll(kinds)]
    .filter((node) => node.type !== "hidden" && !node.closest(".leaflet-pane"))
    .map((node) => [node, whole(node).getBoundingClientRect().height])
    .filter(([node, height]) => height > 1 && height < 24 && !isInSentence(node))
    .map(([node, height]) => `${node.outerHTML.slice(0, 90)} is ${height} px high`);
}"""
"""Controls that are lower than 24 px; the map's marks lie where their places do."""

CUT_OFF = """() => {
  const map = document.querySelector(".folium-map").getBoundingClientRect();
  return [...document.querySelectorAll(".atlas-label")]
    .filter((name) => !name.hidden && name.style.visibility !== "hidden")
    .map((name) => [name.textContent, name.getBoundingClientRect()])
    .filter(([, box]) => box.left < map.left || box.right > map.right)
    .map(([text]) => text);
}"""
"""Names that the map's left or right edge cuts."""


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.mark.slow
def test_targets_are_high_enough_on_a_phone(new_page: NewPage, server: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{server}/en/planner")  # whose words are longer
    page.locator("form[action$='/example/shanghai'] button").click()
    page.wait_for_url("**/ranking")
    expect(page.locator("#rows tr[data-id]")).to_have_count(13)
    project = page.url.removesuffix("/ranking")
    found = {"ranking": page.evaluate(TOO_LOW)}
    for step in ("data", "criteria", "sites", "report", "people", "fund", "layers/parks"):
        page.goto(f"{project}/{step}")
        if step != "fund":  # which belongs to no step
            expect(page.locator(".steps [aria-current]")).to_be_in_viewport(ratio=0.99)
        if page.locator("[data-planner-map]").count():
            page.wait_for_selector("[data-planner-map][data-ready]", state="attached")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[step] = page.evaluate(TOO_LOW)
    assert {step: low for step, low in found.items() if low} == {}


def test_names_are_whole_on_the_map_of_all_candidates(new_page: NewPage, server: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{server}/en/planner")
    page.locator("form[action$='/example/shanghai'] button").click()
    page.wait_for_url("**/ranking")
    page.goto(f"{page.url.removesuffix('/ranking')}/data")
    page.wait_for_selector("[data-planner-map][data-ready]", state="attached")
    page.evaluate("document.fonts.ready")
    page.wait_for_function(f"!({CUT_OFF})().length")
    expect(page.locator(".atlas-label:visible", has_text="Maqiao")).to_have_count(1)
