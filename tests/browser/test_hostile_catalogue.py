"""A catalogue may be somebody else's: its texts are shown as they are written and never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue, read_catalogue
from tests.browser.driving import Atlas
from tests.browser.hostile import PAYLOADS, write_hostile_catalogue
from tests.browser.serving import running_atlas

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile_catalogue(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module")
def hostile(root: Path) -> Catalogue:
    return read_catalogue(root)


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[str]:
    """The atlas over the hostile catalogue."""
    with running_atlas(in_haste=True, ATLAS_CATALOGUE=str(root)) as address:
        yield address


def assert_nothing_fired(page: Page) -> None:
    """Nothing ran, no markup came into being, no template was filled in."""
    assert page.evaluate("window.fired") is None
    strange = page.locator("img[src='x'], [onerror], [onload], [onmouseover], svg[onload]")
    assert strange.count() == 0
    # With what follows it in the payload: a picture may well have a coordinate 1337.
    assert "1337{%" not in page.locator("html").inner_html()
    inline = page.locator("script:not([src]):not([type='application/json'])")
    assert inline.count() == 0


def test_the_payloads_reached_the_catalogue(hostile: Catalogue) -> None:
    everything = repr([hostile.districts, hostile.sites, hostile.sources, hostile.scenarios])
    for payload in PAYLOADS:
        assert repr(payload)[1:-1] in everything or payload in everything


@pytest.mark.parametrize(("view", "lang"), [("shanghai", "zh"), ("shenzhen", "en"), ("both", "zh")])
def test_opening_a_view_runs_nothing(atlas: Atlas, view: str, lang: str) -> None:
    atlas.open(view, lang, on="parks,institutions,scenario-sites,new-cities,huangpu-belt-areas")
    atlas.legend()
    assert_nothing_fired(atlas.page)
    assert len(atlas.states()) == {"shanghai": 16, "shenzhen": 9, "both": 25}[view]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_are_shown_as_they_are_written(atlas: Atlas, hostile: Catalogue, lang: str) -> None:
    atlas.open(lang=lang)
    for district in hostile.districts_of("shanghai"):
        shape = atlas.district(district.adcode)
        name = district.name_zh if lang == "zh" else district.name_en
        expect(shape).to_have_attribute("aria-label", name)
        shape.dispatch_event("click")
        expect(atlas.title()).to_have_text(name)
        for row in hostile.specialisations_of(district.adcode):
            expect(atlas.panel()).to_contain_text(row.quote)
    assert_nothing_fired(atlas.page)


def test_layers_legend_and_tooltips_are_text(atlas: Atlas, hostile: Catalogue) -> None:
    atlas.open()
    for industry in hostile.industries:
        expect(atlas.toggle(industry.name_zh)).to_have_count(1)
        expect(atlas.legend()).to_contain_text(industry.name_zh)
    for adcode in ("310151", "310118", "310120"):
        atlas.page.mouse.move(*atlas.free_point(atlas.district(adcode)))
        name = hostile.district(adcode).name_zh
        tooltip = atlas.page.locator(".atlas-tooltip", has_text=re.compile(re.escape(name)))
        expect(tooltip).to_have_count(1)
    for stroke in atlas.page.locator(".atlas-stroke").all():
        atlas.page.mouse.move(*atlas.free_point(stroke))
    assert_nothing_fired(atlas.page)


def test_places_belts_industries_and_scenarios_are_text(atlas: Atlas, hostile: Catalogue) -> None:
    atlas.open(on="institutions,parks,scenario-sites")
    wanted = {
        **{f"site:{row.id}": row.name_zh for row in hostile.sites_of("shanghai")},
        **{f"belt:{row.id}": row.name_zh for row in hostile.belts},
        **{f"industry:{row.id}": row.name_zh for row in hostile.industries},
        **{f"scenario:{row.id}": row.name_zh for row in hostile.scenarios[:6]},
    }
    for selection, name in wanted.items():
        kind, _, row_id = selection.partition(":")
        atlas.page.evaluate("([k, id]) => map_shanghai.atlas.select(k, id)", [kind, row_id])
        expect(atlas.title()).to_have_text(name)
        atlas.panel().locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    assert_nothing_fired(atlas.page)


def test_search_results_are_text(atlas: Atlas, hostile: Catalogue) -> None:
    atlas.open()
    for typed in ("徐汇", "onerror", "script", "fired", "{{"):
        atlas.page.locator("#search").fill(typed)
        expect(atlas.page.locator("#found li").first).to_be_visible()
    atlas.page.locator("#search").fill("徐汇区")
    expect(atlas.page.locator("#found li span").first).to_have_text(
        hostile.district("310104").name_zh
    )
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text(hostile.district("310104").name_zh)
    assert_nothing_fired(atlas.page)


@pytest.mark.parametrize("path", ["/sources", "/en/sources", "/ogc/?f=html"])
def test_the_other_pages_are_text(page: Page, server: str, path: str) -> None:
    page.goto(server + path)
    assert_nothing_fired(page)
    if "sources" in path:
        expect(page.locator("body")).to_contain_text(PAYLOADS[0])


def test_the_tables_without_scripts_are_text(page: Page, server: str, hostile: Catalogue) -> None:
    page.goto(f"{server}/atlas/shanghai")
    tables = page.locator("body noscript").inner_text()
    assert "<img src=x" not in tables  # escaped, as the markup of a page without scripts
    assert "&lt;img src=x" in tables


def test_paper_is_text(atlas: Atlas) -> None:
    atlas.open(sel="district:310104")
    atlas.page.emulate_media(media="print")
    atlas.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert_nothing_fired(atlas.page)
