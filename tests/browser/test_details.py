"""Asking the map: a click on a district, a belt or a place tells what it is and who says so."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from geo.catalogue import Catalogue
from geo.tables import Site
from tests.browser.driving import Atlas, pick

pytestmark = pytest.mark.browser

AREA_FROM_M = 1000
SITE_LAYERS = {
    "four-plus-x": "“4+X”总体布局：四大优势产业集聚区",
    "huangpu-belt-areas": "一带三区",
    "parks": "特色园区",
    "new-cities": "新城",
    "scenario-sites": "示范场景点",
    "institutions": "机构",
}
ALL_SITES = ",".join(SITE_LAYERS)


def test_a_click_on_a_district_opens_its_specialisations_with_the_sentence_and_its_document(
    atlas: Atlas,
) -> None:
    atlas.open()
    atlas.click(atlas.district("310120"))
    expect(atlas.title()).to_have_text("奉贤区")
    expect(atlas.panel().locator(".chip")).to_have_text(["智能芯片设计", "智能安防"])
    quote = atlas.panel().locator(".quote").first
    expect(quote).to_contain_text("奉贤区 智能芯片设计 智能安防")
    expect(quote.locator(".tag")).to_have_text("原文")
    expect(quote.locator("a")).to_have_text("《2018年政策解读》")
    expect(atlas.district("310120")).to_have_class("atlas-district leaflet-interactive is-selected")
    assert atlas.query["sel"] == "district:310120"

    quote.locator("a").click()
    cited = atlas.page.locator("section", has=atlas.page.locator(":target"))
    expect(cited.locator("h2")).to_have_text("新一代人工智能相关政策解读")
    expect(atlas.page.locator(":target")).to_contain_text("奉贤区 智能芯片设计 智能安防")


@pytest.mark.parametrize(("lang", "words"), [("zh", "均未列出"), ("en", "No document assigns")])
def test_a_district_that_no_document_lists_says_so(atlas: Atlas, lang: str, words: str) -> None:
    atlas.open(lang=lang)
    atlas.click(atlas.district("310118"))
    expect(atlas.panel().locator(".unlisted")).to_contain_text(words)
    expect(atlas.panel().locator(".chip")).to_have_count(0)


def test_the_panel_gives_the_official_land_area_and_its_source(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    district = catalogue.district("310115")
    atlas.open(sel="district:310115")
    expect(atlas.panel().locator(".sub").first).to_contain_text(f"{district.land_area_km2} km²")
    assert district.area_source
    title = catalogue.source(district.area_source).title_zh
    expect(atlas.panel()).to_contain_text(f"{district.land_area_km2} km²: {title}")


def test_every_district_shows_its_own_quotation(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open()
    for district in catalogue.districts_of("shanghai"):
        rows = catalogue.specialisations_of(district.adcode)
        atlas.district(district.adcode).dispatch_event("click")
        expect(atlas.title()).to_have_text(district.name_zh)
        for row in rows:
            expect(atlas.panel().locator(".quote").first).to_contain_text(row.quote)


def test_a_click_on_a_belt_lists_its_members_in_the_documents_order(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open()
    belt = pick(catalogue.belts, id="west")
    atlas.click(atlas.page.locator(f".atlas-stroke[stroke='{belt.colour}']"))
    expect(atlas.title()).to_have_text("西带")
    members = atlas.panel().locator("ol.list .linkish")
    expect(members).to_have_text(["宝山", "杨浦", "普陀", "长宁", "徐汇", "闵行", "松江"])
    expect(atlas.panel()).to_contain_text("原文以“等”结尾，名单开放")
    expect(atlas.panel().locator(".quote").first).to_contain_text(belt.quote)
    members.nth(4).click()
    expect(atlas.title()).to_have_text("徐汇区")
    expect(atlas.panel()).to_contain_text("第 5 位，共 7 位")


def test_belt_members_are_outlined_while_the_belt_is_on(atlas: Atlas) -> None:
    atlas.open()
    members = atlas.page.locator("path.is-member")
    expect(members).to_have_count(8)  # seven in the west, 浦东 in the east
    atlas.switch("东带")
    expect(members).to_have_count(7)
    atlas.switch("东带")
    expect(members).to_have_count(8)


def test_a_click_on_a_sign_opens_the_place(atlas: Atlas) -> None:
    atlas.open(on="institutions")
    atlas.look_at(121.4992, 31.2989, 14)
    atlas.click(atlas.page.get_by_role("button", name="复旦大学").first)
    expect(atlas.title()).to_have_text("复旦大学")
    expect(atlas.panel()).to_contain_text("121.49917, 31.29889")
    expect(atlas.panel()).to_contain_text("±500 m")
    assert atlas.query["sel"] == "site:sh-fudan"


def test_a_click_on_the_rim_of_an_area_opens_the_place(atlas: Atlas) -> None:
    atlas.open()
    rim = atlas.page.locator("path.atlas-area").last
    # Only the rim takes the pointer: what lies inside stays within reach.
    x, y = rim.evaluate(
        """path => {
          const { x, y } = path.getPointAtLength(path.getTotalLength() * 0.37);
          const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
          return [at.x, at.y];
        }"""
    )
    atlas.page.mouse.click(x, y)
    expect(atlas.title()).to_have_text("临港新片区")
    expect(atlas.panel()).to_contain_text("±15 km")
    expect(atlas.panel()).to_contain_text("位置只知大致")


def layer_of(site: Site) -> str:
    """The layer that a place is expected in: a district's own layout keeps its places together."""
    if site.structure == "huangpu-belt-areas":
        return site.structure
    return {
        "cluster": "four-plus-x",
        "park": "parks",
        "new_city": "new-cities",
        "scenario_site": "scenario-sites",
        "institution": "institutions",
    }.get(site.kind, "")


@pytest.mark.parametrize(("layer", "title"), SITE_LAYERS.items())
def test_a_rough_position_is_drawn_as_an_area_and_a_known_one_as_a_sign(
    atlas: Atlas, catalogue: Catalogue, layer: str, title: str
) -> None:
    if layer == "four-plus-x":
        atlas.open()
    else:
        atlas.open(on=layer, off="four-plus-x")
    sites = [row for row in catalogue.sites_of("shanghai") if layer_of(row) == layer]
    rough = [row for row in sites if row.precision_m >= AREA_FROM_M]
    assert sites
    assert atlas.count(title) == len(sites)
    expect(atlas.page.locator("path.atlas-area")).to_have_count(len(rough))
    expect(atlas.page.locator(".atlas-pin")).to_have_count(len(sites) - len(rough))
    expect(atlas.page.locator("path.atlas-ring")).to_have_count(len(sites) - len(rough))


def test_an_area_has_the_radius_of_its_precision(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open()
    lingang = catalogue.site("sh-lingang")
    width = atlas.page.locator("path.atlas-area").last.evaluate("path => path.getBBox().width")
    metres_per_degree = 111_320 * math.cos(math.radians(lingang.lat))
    east = lingang.lon + lingang.precision_m / metres_per_degree
    radius = atlas.pixel(east, lingang.lat)[0] - atlas.pixel(lingang.lon, lingang.lat)[0]
    assert width / 2 == pytest.approx(radius, rel=0.02)


def test_every_sign_lies_where_the_table_says(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open(on="institutions,parks,scenario-sites")
    atlas.look_at(121.4992, 31.2989, 14)
    for site_id in ("sh-fudan", "sh-tongji", "sh-changyang-campus"):
        site = catalogue.site(site_id)
        box = atlas.page.locator(f".atlas-pin[aria-label='{site.name_zh}']").bounding_box()
        assert box is not None
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert middle == pytest.approx(atlas.pixel(site.lon, site.lat), abs=1)


def test_hovering_names_the_district_and_its_specialisations(atlas: Atlas) -> None:
    atlas.open()
    atlas.page.mouse.move(*atlas.free_point(atlas.district("310151")))
    tooltip = atlas.page.locator(".atlas-tooltip", has_text="崇明区")
    expect(tooltip).to_have_count(1)
    expect(tooltip.locator("li")).to_have_text(["智能芯片设计", "智能制造"])
    atlas.page.mouse.move(*atlas.free_point(atlas.district("310118")))
    expect(tooltip).to_have_count(0)
    expect(atlas.page.locator(".atlas-tooltip")).to_have_text("青浦区文件未列专长")


def test_the_panel_is_closed_by_its_button_and_by_a_click_beside_everything(atlas: Atlas) -> None:
    atlas.open()
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    atlas.page.get_by_role("button", name="关闭").click()
    expect(atlas.title()).to_have_text("上海市")
    expect(atlas.page.locator(".is-selected")).to_have_count(0)
    assert "sel" not in atlas.query

    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    box = atlas.page.locator("#map_shanghai").bounding_box()
    assert box is not None
    atlas.page.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(atlas.title()).to_have_text("上海市")


def test_an_industry_lists_its_districts_each_with_its_sentence(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open(sel="district:310116")
    atlas.panel().locator(".chip", has_text="智能安防").click()
    expect(atlas.title()).to_have_text("智能安防")
    rows = [row for row in catalogue.specialisations if row.industry == "security"]
    expect(atlas.panel().locator(".linkish")).to_have_count(len(rows))
    for row in rows:
        item = atlas.panel().locator("li", has_text=catalogue.district(row.district).name_zh)
        expect(item.locator(".quote").first).to_contain_text(row.quote)


def test_the_overview_of_shenzhen_lists_measures_and_scenarios_with_their_units(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open("shenzhen")
    measure = pick(catalogue.measures, id="sz-measure-01")
    item = atlas.panel().locator("ol.list > li").first
    expect(atlas.panel().locator("ol.list > li")).to_have_count(18)
    expect(item).to_contain_text(measure.title_zh)
    for unit in measure.units:
        expect(item).to_contain_text(catalogue.unit(unit).name_zh)
    listed = [row for row in catalogue.scenarios if row.city == "shenzhen"]
    assert len(listed) == 26
    for row in listed:
        expect(atlas.panel()).to_contain_text(row.name_zh)


_QUOTES = """
all => all.map(quote => {
  const link = quote.querySelector("a");
  const phrase = quote.querySelector("span[lang]");
  return [link.getAttribute("href"), link.textContent, phrase ? phrase.textContent : ""];
})
"""
_CITED = """
anchors => anchors.map(anchor => {
  const place = document.getElementById(anchor);
  const section = place && place.closest("section");
  return section ? [section.querySelector("h2").textContent, place.textContent] : null;
})
"""


def test_every_quotation_of_the_panel_leads_to_its_document_and_phrase(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open("both")
    quotes: list[tuple[str, str, str]] = []
    for selection in (
        "",
        "district:310104",
        "belt:west",
        "site:sh-fudan",
        "site:sz-qianhai",
        "district:310101",
        "industry:security",
        "site:sh-lingang",
    ):
        kind, _, row_id = selection.partition(":")
        atlas.page.evaluate(
            "([k, id]) => map_shanghai.atlas.select(k || null, id)"
            if not row_id.startswith("sz")
            else "([k, id]) => map_shenzhen.atlas.select(k || null, id)",
            [kind, row_id],
        )
        quotes += atlas.panel().locator(".quote").evaluate_all(_QUOTES)
    assert len({href for href, _, _ in quotes}) >= 20
    atlas.page.goto(f"{atlas.base}/sources")
    cited = atlas.page.evaluate(_CITED, [href.partition("#")[2] for href, _, _ in quotes])
    titles = {f"《{row.short_zh}》": row.title_zh for row in catalogue.sources}
    for (href, text, phrase), place in zip(quotes, cited, strict=True):
        assert href.startswith("/sources#")
        assert place is not None, f"{href} leads nowhere"
        assert place[0] == titles[text], href
        assert phrase in place[1], href


def test_a_selection_in_one_of_two_cities_outlines_only_that(atlas: Atlas) -> None:
    atlas.open("both")
    atlas.click(atlas.district("310151"))
    expect(atlas.title()).to_have_text("崇明区")
    atlas.click(atlas.district("440307"))
    expect(atlas.title()).to_have_text("龙岗区")
    expect(atlas.page.locator(".is-selected")).to_have_count(1)
