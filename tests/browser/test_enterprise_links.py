"""Links to the map of a registry that nobody copied from it: made by hand, or cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from geo.catalogue import Catalogue
from tests.browser.conftest import NewPage
from tests.some_enterprises import some_enterprises
from tests.webapp.planner.counting import map_of

pytestmark = pytest.mark.browser

SEEN = "(({ lat, lng }, zoom) => [lat.toFixed(3), lng.toFixed(3), zoom])"
SHOWN = f"{SEEN}(map_shanghai.getCenter(), map_shanghai.getZoom())"


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.fixture(scope="module")
def address(planner_server: str, planner_state: Path, catalogue: Catalogue) -> str:
    """Where the map of a counted registry is."""
    path = map_of(planner_state, "Registry", some_enterprises(catalogue, rows=200))
    return f"{planner_server}/en{path}"


def shown(page: Page, address: str) -> list[object]:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    found: list[object] = page.evaluate(SHOWN)
    return found


def test_a_view_from_which_no_city_is_seen_is_that_of_the_city(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    city = shown(page, address)
    for at in ("91,200,99", "31.2,121.5,99", "31.2,121.5,0", "121.5,31.2,11", "22.5,114,10", "31"):
        assert shown(page, f"{address}?at={at}") == city
    assert shown(page, f"{address}?at=31.2,121.5,11") == ["31.200", "121.500", 11]
