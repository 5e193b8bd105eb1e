"""An atlas of a third city in the browser: everything works, and every text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue, read_catalogue
from tests.another_city import CITY, OTHER_CITIES, STRANGE, write_bare, write_filled
from tests.browser.driving import PHONE, Atlas
from tests.browser.serving import running_atlas
from tests.browser.test_hostile_catalogue import assert_nothing_fired
from webapp import create_app
from webapp.site import public_paths

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_filled(tmp_path_factory.mktemp("atlas") / CITY)


@pytest.fixture(scope="module")
def filled(root: Path) -> Catalogue:
    return read_catalogue(root)


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[str]:
    """The atlas of Hangzhou, with strange texts in all its tables."""
    with running_atlas(in_haste=True, ATLAS_CATALOGUE=str(root)) as address:
        yield address


@pytest.fixture(scope="module")
def pages(root: Path) -> list[str]:
    """Two pages of every kind, in both languages; tests.webapp.test_another_city reads them all."""
    app = create_app({"ATLAS_CATALOGUE": root})
    rules = app.url_map.bind("localhost")
    kinds: dict[tuple[str, bool], list[str]] = {}
    for path in public_paths(app):
        if not path.startswith("/assets/"):
            kind = rules.match(path)[0], path.startswith("/en/")
            kinds.setdefault(kind, []).append(path)
    return [path for paths in kinds.values() for path in dict.fromkeys((paths[0], paths[-1]))]


def assert_clean(page: Page) -> None:
    assert_nothing_fired(page)
    html = page.content()
    assert not OTHER_CITIES.search(html), OTHER_CITIES.search(html)


def test_every_kind_of_page_opens_and_names_no_other_city(
    page: Page, server: str, pages: list[str]
) -> None:
    assert len(pages) >= 24
    for path in pages:
        page.goto(server + path)
        if "/atlas/" in path:
            page.wait_for_selector("html[data-ready]", state="attached")
        assert_clean(page)
        assert page.title()


def test_the_strange_texts_are_shown_as_they_are_written(
    page: Page, server: str, filled: Catalogue
) -> None:
    page.goto(f"{server}/sources")
    shown = page.locator("body").inner_text()
    for strange in STRANGE:
        wanted = re.sub(r"\s+", " ", strange).strip()
        assert wanted in re.sub(r"\s+", " ", shown), strange
    assert_clean(page)


@pytest.mark.parametrize("lang", ["zh"])
def test_every_district_can_be_read(atlas: Atlas, filled: Catalogue, lang: str) -> None:
    atlas.open(CITY, lang)
    assert len(atlas.states()) == 13
    for district in filled.districts:
        name = district.name_zh if lang == "zh" else district.name_en
        shape = atlas.district(district.adcode)
        expect(shape).to_have_attribute("aria-label", name)
        shape.dispatch_event("click")
        expect(atlas.title()).to_have_text(name)
        for row in filled.specialisations_of(district.adcode):
            industry = filled.industry(row.industry)
            wanted = industry.name_zh if lang == "zh" else industry.name_en
            expect(atlas.panel()).to_contain_text(wanted)
    assert_clean(atlas.page)


def test_places_belts_industries_and_scenarios_can_be_read(atlas: Atlas, filled: Catalogue) -> None:
    atlas.open(CITY, on="parks")
    wanted = {
        **{f"site:{row.id}": row.name_zh for row in filled.sites},
        **{f"belt:{row.id}": row.name_zh for row in filled.belts},
        **{f"industry:{row.id}": row.name_zh for row in filled.industries},
        **{f"scenario:{row.id}": row.name_zh for row in filled.scenarios},
    }
    assert len(wanted) == 2 + 2 + 12 + 2
    for selection, name in wanted.items():
        kind, _, row_id = selection.partition(":")
        atlas.page.evaluate(f"([k, id]) => map_{CITY}.atlas.select(k, id)", [kind, row_id])
        expect(atlas.title()).to_have_text(name)
        atlas.panel().locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    assert_clean(atlas.page)


def test_twelve_industries_have_twelve_fills(atlas: Atlas, filled: Catalogue) -> None:
    """More than there are colours: colour and texture together still tell them apart."""
    atlas.open(CITY)
    legend = atlas.legend()
    for industry in filled.industries:
        expect(atlas.toggle(industry.name_zh)).to_have_count(1)
        expect(legend).to_contain_text(industry.name_zh)
    fills = {(row.colour, row.pattern) for row in filled.industries}
    assert len(fills) == 12
    assert set(atlas.states().values()) <= {"painted", "unlisted"}


def test_measures_stand_under_their_part(atlas: Atlas, filled: Catalogue) -> None:
    atlas.open(CITY)
    headings = {row.part_zh for row in filled.measures} | {row.fund_zh for row in filled.fund_rules}
    for heading in headings:
        expect(atlas.panel().locator("summary").get_by_text(heading, exact=True)).to_have_count(1)


def test_search_finds_a_district_by_pinyin_and_by_its_strange_name(
    atlas: Atlas, filled: Catalogue
) -> None:
    atlas.open(CITY)
    for typed in ("gongshu", "拱墅", filled.district("330105").name_zh):
        atlas.page.locator("#search").fill(typed)
        found = atlas.page.locator("#found li span").first
        expect(found).to_have_text(filled.district("330105").name_zh)
    atlas.page.keyboard.press("Enter")
    expect(atlas.title()).to_have_text(filled.district("330105").name_zh)
    assert_clean(atlas.page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_long_names_do_not_widen_the_page(server: str, new_page, lang: str) -> None:  # type: ignore[no-untyped-def]
    phone = Atlas(new_page(viewport=PHONE), server).open(CITY, lang)
    for path in ("", "/sources"):
        if path:
            phone.page.goto(server + ("/en" if lang == "en" else "") + path)
        width = phone.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], path or "map"


@pytest.mark.parametrize("lang", ["en"])  # whose names are longer
def test_long_names_stay_inside_the_panels(atlas: Atlas, filled: Catalogue, lang: str) -> None:
    atlas.open(CITY, lang)
    for district in ["", *(row.adcode for row in filled.districts)]:
        if district:
            atlas.district(district).dispatch_event("click")
            expect(atlas.page).to_have_url(re.compile(district))
        for panel in ("#details", "#layers", "#sheet"):
            wide, room = atlas.page.locator(panel).evaluate("p => [p.scrollWidth, p.clientWidth]")
            assert wide <= room, (panel, district)


def test_paper_is_clean(atlas: Atlas) -> None:
    atlas.open(CITY, sel="district:330105")
    atlas.page.emulate_media(media="print")
    atlas.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert_clean(atlas.page)


@pytest.mark.parametrize("industries", [0, 1])
def test_an_atlas_without_anything_but_districts_opens(
    tmp_path: Path,
    new_page,
    watch,
    industries: int,  # type: ignore[no-untyped-def]
) -> None:
    folder = write_bare(tmp_path / CITY, industries=industries)
    with running_atlas(in_haste=True, ATLAS_CATALOGUE=str(folder)) as address:
        watch.origins.add(address)
        for lang in ("zh", "en") if industries else ("zh",):
            atlas = Atlas(new_page(), address).open(CITY, lang)
            wanted = {"unlisted"} if industries else {"plain"}
            assert set(atlas.states().values()) == wanted
            expect(atlas.panel()).not_to_contain_text("null")
            expect(atlas.page.locator("#editions")).to_be_hidden()
            atlas.district("330105").dispatch_event("click")
            expect(atlas.title()).to_have_text("拱墅区" if lang == "zh" else "Gongshu District")
            atlas.legend()
            assert_clean(atlas.page)
            atlas.page.goto(f"{address}{'/en' if lang == 'en' else ''}/sources")
            assert_clean(atlas.page)
        with urlopen(f"{address}/ogc/collections/belts/items") as answer:
            assert b'"features":[]' in answer.read()
