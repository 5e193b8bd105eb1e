"""The map of a registry as a planner meets it: choose, read, filter, share, by keyboard too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch
from tests.some_enterprises import some_enterprises
from tests.webapp.planner.counting import map_of

pytestmark = pytest.mark.browser

INK = """
(box) => {
  const canvas = box.querySelector("canvas.atlas-canvas");
  if (!canvas) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let i = 3; i < data.length; i += 4) inked += data[i] > 0;
  return inked;
}
"""


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.fixture(scope="module")
def address(planner_server: str, planner_state: Path, catalogue: Catalogue) -> str:
    """Where the map of a counted registry is, after the language."""
    registry = some_enterprises(catalogue, rows=2_500, has_weight=True)
    return map_of(
        planner_state, "Registry", registry, name="<i>A</i> registry", weight_column="<b>staff</b>"
    )


@pytest.fixture(scope="module")
def of_two(planner_server: str, planner_state: Path, catalogue: Catalogue) -> str:
    """Where the map of a registry of two cities is, in a project of Shanghai."""
    registry = some_enterprises(catalogue, rows=1_500, cities=("shanghai", "shenzhen"))
    return map_of(planner_state, "Two", registry)


@pytest.fixture(scope="module")
def many(planner_server: str, planner_state: Path, catalogue: Catalogue) -> str:
    """Where the map of a registry is that has too many enterprises to show them one by one."""
    return map_of(planner_state, "Many", some_enterprises(catalogue, rows=9_000))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def test_choosing_reading_filtering_and_sharing(
    new_page: NewPage, server: str, address: str
) -> None:
    page = opened(new_page(), f"{server}/en{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text("<i>A</i> registry")
    box = page.locator(".planner-map")
    xuhui = box.locator("path.atlas-district[data-adcode='310104']")
    expect(xuhui).to_have_attribute("data-state", "counted")
    expect(xuhui).to_have_attribute("aria-label", re.compile(r"Xuhui District, \d+ enterprises"))

    # Another measure, hexagons above it: both are drawn and explained, the address says so.
    page.get_by_role("radio", name="Enterprises against policy").check()
    expect(page.locator("#e-area h3")).to_have_text("Enterprises against policy")
    expect(box.locator("path.atlas-district[data-adcode='310118']")).to_have_attribute(
        "data-state", "unlisted"
    )
    page.get_by_role("radio", name="Hexagons").check()
    expect(page.locator("#e-over")).to_contain_text("Enterprises per hexagon")
    expect(page).to_have_url(re.compile("area=policy&over=hexagons"))
    inked = box.evaluate(INK)
    assert inked > 1000

    # By keyboard the cross in the middle reads a hexagon.
    region = box.locator(".folium-map")
    region.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(region.locator(".atlas-spoken")).to_have_text(re.compile("enterprise"))

    # A filter changes tables, legend and data at once; the link restores all of it.
    before = page.locator("#districts tfoot td").first.inner_text()
    page.locator("#e-industry").select_option("education")
    expect(page.locator("#districts tfoot td").first).not_to_have_text(before)
    expect(page.locator("#e-now")).to_have_text("Intelligent education, synthetic data")
    # What was painted before is gone: fewer enterprises lie in fewer hexagons.
    drawn = f"most => ({INK})(document.querySelector('.planner-map')) < most"
    page.wait_for_function(drawn, arg=inked / 2)
    expect(page.locator("#districts thead")).to_contain_text("Location quotient")
    expect(page).to_have_url(re.compile(r"industry=education&area=policy&over=hexagons&at="))
    link = page.locator("#e-link").input_value()
    other = opened(new_page(), link)
    expect(other.get_by_role("radio", name="Enterprises against policy")).to_be_checked()
    expect(other.locator("#e-now")).to_have_text("Intelligent education, synthetic data")
    expect(
        other.locator(".planner-map path.atlas-district[data-adcode='310104']")
    ).to_have_attribute("aria-label", re.compile("location quotient"))


def test_weights_and_a_range_of_years_colour_the_map_and_are_restored(
    new_page: NewPage, server: str, address: str
) -> None:
    page = opened(new_page(), f"{server}/en{address}?over=hexagons")
    expect(page.locator("#e-over")).to_contain_text("Enterprises per hexagon")
    expect(page.locator("#e-to")).to_be_disabled()
    page.locator("#e-year").select_option("2020")
    expect(page.locator("#e-to option[value='2018']")).to_be_disabled()
    page.locator("#e-to").select_option("2023")
    page.get_by_role("radio", name="Weights “<b>staff</b>”").check()

    told = "all industries, 2020–2023, by weight “<b>staff</b>”, synthetic data"
    expect(page.locator("#e-now")).to_have_text(told)
    expect(page.locator("#e-area h3")).to_have_text("Weight per district")
    expect(page.get_by_role("radio", name="Weight per km²")).to_be_visible()
    expect(page.locator("#e-over")).to_contain_text("weight “<b>staff</b>” per hexagon of about")
    expect(page).to_have_url(re.compile(r"year=2020&to=2023&by=weight&over=hexagons"))

    other = opened(new_page(), page.locator("#e-link").input_value())
    expect(other.locator("#e-now")).to_have_text(told)
    expect(other.locator("#e-over")).to_contain_text("per hexagon of about")
    # A range that would end before it begins is undone, not sent.
    page.locator("#e-year").select_option("2023")
    expect(page.locator("#e-now")).to_have_text(told.replace("2020–2023", "2023"))


def test_another_city_is_chosen_filtered_shared_and_left(
    new_page: NewPage, server: str, of_two: str
) -> None:
    page = opened(new_page(), f"{server}/en{of_two}?over=hexagons&at=31.2,121.5,10")
    total = page.locator("#districts tfoot td").first
    first = total.inner_text()
    page.locator("#e-city").select_option("shenzhen")
    # The view of the first city is left behind, what was chosen is not.
    page.wait_for_url(re.compile(r"map\?city=shenzhen&over=hexagons$"))
    nanshan = page.locator(".planner-map path.atlas-district[data-adcode='440305']")
    expect(nanshan).to_have_attribute("data-state", "counted")
    expect(page.locator("#e-over")).to_contain_text("Enterprises per hexagon")
    expect(total).not_to_have_text(first)
    own = total.inner_text()
    expect(page.locator("#e-tally")).to_contain_text(f"{own} enterprises in Shenzhen.")
    expect(page.locator("#e-tally")).to_contain_text(f"{first} more lie in Shanghai.")

    page.locator("#e-industry").select_option("unmapped")
    expect(total).not_to_have_text(own)
    expect(page).to_have_url(re.compile(r"city=shenzhen&industry=unmapped&over=hexagons"))
    expect(page.locator("#files a").first).to_have_attribute("href", re.compile("city=shenzhen"))
    expect(page.locator("#language")).to_have_attribute("href", re.compile("city=shenzhen"))
    assert "city=shenzhen" in page.locator("#e-link").input_value()

    page.go_back()
    expect(total).to_have_text(first)
    expect(page.locator("#e-city")).to_have_value("shanghai")
    page.get_by_role("link", name="more lie in Shenzhen").click()
    expect(total).to_have_text(own)


READABLE = """
() => {
  const box = (node) => node.getBoundingClientRect();
  const groups = [...document.querySelectorAll(".atlas-group")].map(box);
  const names = [...document.querySelectorAll(".atlas-label")]
    .filter((node) => getComputedStyle(node).visibility !== "hidden").map(box);
  const onMiddle = ({ x, y, width, height }) => names.some((name) =>
    name.left < x + width / 2 && name.right > x + width / 2
    && name.top < y + height / 2 && name.bottom > y + height / 2);
  return groups.length > 0 && !groups.some(onMiddle);
}
"""
"""Whether no name of a district stands on the number of a group."""


def test_on_a_phone_names_make_way_for_the_numbers_of_groups(
    new_page: NewPage, server: str, address: str
) -> None:
    page = opened(new_page(viewport=PHONE), f"{server}/en{address}?over=points")
    expect(page.locator(".atlas-group").first).to_be_visible()
    page.wait_for_function(READABLE)

    expect(page.locator("h1")).to_have_css("font-feature-settings", '"halt"')  # narrow “ ”


def test_points_open_as_one_comes_closer_and_spots_are_told(
    new_page: NewPage, server: str, address: str
) -> None:
    page = opened(new_page(), f"{server}/en{address}?over=points&area=none&at=31.2,121.45,11")
    groups = page.locator(".atlas-group")
    expect(groups.first).to_be_visible()
    expect(groups.first).to_have_attribute("aria-label", re.compile(r"^[\d,]+ enterprises"))
    page.evaluate("map_shanghai.setView([31.2, 121.45], 17, { animate: false })")
    expect(page.locator(".atlas-one, .atlas-group").first).to_be_visible()

    page.get_by_role("radio", name="Hot and cold spots").check()
    expect(page.locator("#e-over")).to_contain_text(
        re.compile(r"\d+ hot spots"),
        timeout=40_000,  # PySAL takes seconds to import
    )
    page.get_by_role("radio", name="Heat").check()
    expect(page.locator("canvas.leaflet-heatmap-layer")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    new_page: NewPage, server: str, address: str, size: dict[str, int]
) -> None:
    for lang, query in (("", "over=hexagons"), ("/en", "over=points&area=policy")):
        page = opened(
            new_page(viewport=size, reduced_motion="reduce"), f"{server}{lang}{address}?{query}"
        )
        expect(page.locator("#e-over h3")).to_be_visible()
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_scripts_the_form_filters_and_the_picture_counts(
    new_page: NewPage, server: str, address: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/en{address}")
    page.locator("#e-industry").select_option("education")
    page.get_by_role("radio", name="Location quotient").check()
    page.get_by_role("button", name="Show").click()

    page.wait_for_url(re.compile("industry=education"))
    expect(page.locator("#districts h2")).to_contain_text("Intelligent education")
    expect(page.locator("#e-area h3")).to_have_text("Location quotient")
    expect(page.locator(".pm-stage .picture path[fill^='#']").first).to_be_attached()


def test_data_that_does_not_arrive_is_told_and_asked_for_again(
    new_page: NewPage, server: str, address: str, watch: Watch
) -> None:
    page = new_page()
    watch.expect(r"failed: .*cells", r"console: Failed to load resource.*DISCONNECTED")
    page.route("**/data/cells-*", lambda route: route.abort("internetdisconnected"))
    opened(page, f"{server}/en{address}")
    page.get_by_role("radio", name="Hexagons").check()
    expect(page.locator("#e-failed")).to_contain_text("did not arrive")
    page.unroute("**/data/cells-*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#e-failed")).to_be_hidden()
    expect(page.locator("#e-over")).to_contain_text("Enterprises per hexagon")


def test_a_filter_brings_single_enterprises_and_takes_them_back(
    new_page: NewPage, server: str, many: str
) -> None:
    page = opened(new_page(), f"{server}/en{many}?over=points")
    single = page.get_by_role("radio", name="Single enterprises")
    expect(single).to_have_count(0)
    expect(page.locator("#e-overs")).to_contain_text("choose one industry or year")
    expect(page.get_by_role("radio", name="Hexagons")).to_be_checked()

    page.locator("#e-year").select_option("2020")
    single.check()
    expect(page.locator(".atlas-group").first).to_be_visible()
    expect(page).to_have_url(re.compile("over=points"))

    page.locator("#e-year").select_option("")
    expect(single).to_have_count(0)
    expect(page.locator("#e-overs")).to_contain_text("here are hexagons")
    expect(page.locator("#e-over")).to_contain_text("Enterprises per hexagon")
    expect(page).to_have_url(re.compile("over=hexagons"))
