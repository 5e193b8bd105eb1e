"""The ranking workbench with more candidates than it numbers: all that shows them agrees."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from geo.study import read_study
from tests.browser import png
from tests.browser.conftest import NewPage
from webapp.store.engine import Store, database_url
from webapp.store.projects import import_project

pytestmark = pytest.mark.browser

CANDIDATES, CRITERIA, NUMBERED, FIRST_ROWS = 150, 5, 30, 100

WATER = (0xE6, 0xED, 0xF0)

ROWS = """rows => rows.map(row => [
  row.dataset.id, row.querySelector(".r-rank span").textContent,
  row.querySelector(".r-name").textContent, row.querySelector("td:nth-child(3) span").textContent,
  Number(row.querySelector(".r-bar").style.background.match(/transparent ([0-9.]+)%/)[1]) / 100,
])"""
SIGNS = "nodes => nodes.map(node => node.getAttribute('aria-label'))"
DRAWN = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
  .some(value => value)"""
SEEN = """() => {
  const map = window[document.querySelector(".folium-map").id];
  return [map.getCenter().lng, map.getCenter().lat, map.getZoom()];
}"""
STEPS = """async () => {
  const sliders = [...document.querySelectorAll("#numbers .r-slide")];
  for (let step = 0; step < 12; step += 1) {
    const slider = sliders[step % sliders.length];
    slider.value = String(3 + ((step * 37) % 90));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""


def document() -> dict[str, Any]:
    """Synthetic candidates with numbers drawn at random, and a criterion for each number."""
    values = np.random.default_rng(11).random((CANDIDATES, CRITERIA))
    names = [f"n{place}" for place in range(CRITERIA)]
    features = [
        {"id": f"p{place}", "name": f"Plot {place}", "lon": 121.3 + 0.3 * row[0],
         "lat": 31.0 + 0.3 * row[1], "values": dict(zip(names, map(float, row), strict=True))}
        for place, row in enumerate(values)
    ]  # fmt: skip
    criteria = [
        {"id": name, "title": f"Number {name}", "measure": {"kind": "column", "name": name},
         "direction": "more", "function": {"kind": "linear"}}
        for name in names
    ]  # fmt: skip
    layer = {"id": "L1", "kind": "candidates", "name": "Synthetic", "synthetic": True}
    return {
        "format": "renxing-atlas-study", "version": 1, "title": "Many", "city": "shanghai",
        "layers": [{**layer, "columns": dict.fromkeys(names, "number"), "features": features}],
        "criteria": criteria, "ranking": {"weighting": "w1"},
        "weightings": [{"id": "w1", "name": "w", "numbers": dict.fromkeys(names, 10.0)}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def server(planner_server: str) -> str:
    """Address of an atlas with a planner on which nobody signs in."""
    return planner_server


@pytest.fixture
def page(new_page: NewPage, server: str, planner_state: Path, catalogue: Catalogue) -> Page:
    """The workbench of such a project, drawn."""
    store = Store(database_url("", planner_state))
    with store.session(writes=True) as session:
        found = import_project(session, read_study(document(), catalogue), None).id
    store.close()
    page = new_page()
    page.goto(f"{server}/en/planner/{found}/ranking")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def test_table_bars_and_map_agree_when_a_movement_ends(page: Page) -> None:
    table = page.locator("#rows > tr[data-id]")
    before = table.evaluate_all(ROWS)
    page.evaluate(STEPS)
    shares = [float(text.split()[0]) for text in page.locator(".r-share").all_inner_texts()]
    assert sum(shares) == pytest.approx(100, abs=1)
    page.wait_for_function(
        "count => document.querySelectorAll('#rows > tr[data-id]').length === count", arg=FIRST_ROWS
    )
    page.wait_for_timeout(400)  # what is out of view follows when nothing moves any more
    rows = table.evaluate_all(ROWS)

    assert [row[0] for row in rows] != [row[0] for row in before]
    assert [int(row[1]) for row in rows] == list(range(1, FIRST_ROWS + 1))
    scores = [float(row[3]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    # All weights together are 1, so the bars of a weighted sum end at the score.
    assert [row[4] for row in rows] == pytest.approx(scores, abs=2e-3)
    signs = page.locator(".pm-point").evaluate_all(SIGNS)
    numbered = {sign for sign in signs if re.match(r"\d+ · ", sign)}
    assert numbered == {f"{row[1]} · {row[2]} · score {row[3]}" for row in rows[:NUMBERED]}
    assert page.locator(".leaflet-pm-plain-pane canvas").evaluate(DRAWN)


def test_a_point_without_a_number_can_be_found_and_chosen(page: Page) -> None:
    expect(page.locator(".pm-point")).to_have_count(NUMBERED)
    row = page.locator("#rows > tr[data-id]").nth(NUMBERED + 5)
    row.scroll_into_view_if_needed()
    row.locator(".r-name").hover()
    point = page.locator(".pm-point.tone-rest")
    expect(point).to_have_count(1)
    expect(point).to_have_class(re.compile("is-hovered"))
    box = point.bounding_box()
    assert box
    page.mouse.move(5, 5)
    expect(page.locator(".pm-point")).to_have_count(NUMBERED)

    page.mouse.move(box["x"] + 1, box["y"] + 1, steps=3)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    expect(point).to_have_class(re.compile("is-hovered"))
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".pm-point.is-selected")).to_have_count(1)
    expect(row).to_have_class(re.compile("is-selected"))
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    expect(page.locator(".pm-point")).to_have_count(NUMBERED + 1)

    selected = page.locator(".pm-point.is-selected")
    selected.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#rows > tr[data-id]").nth(NUMBERED + 6)).to_have_class(
        re.compile("is-selected")
    )


def test_the_map_is_on_paper(page: Page, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed (poppler-utils)")
    seen = page.evaluate(SEEN)
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True, print_background=True)
    subprocess.run(
        ["pdftoppm", "-r", "40", "-singlefile", "-png", tmp_path / "paper.pdf", tmp_path / "paper"],
        check=True,
    )
    paper = png.read((tmp_path / "paper.png").read_bytes()).astype(int)

    water = np.abs(paper - WATER).max(axis=2) < 6
    assert water.mean() > 0.05, "a canvas in a PDF hides the map from poppler"
    expect(page.locator(".leaflet-pm-plain-pane canvas")).to_have_count(1)
    assert page.evaluate(SEEN) == pytest.approx(seen, abs=0.02)  # some pixels
