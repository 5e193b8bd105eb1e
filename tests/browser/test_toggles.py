"""Switching layers: stripes, solo, all off and back, restore, counts, opacity, edition, legend."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from geo.catalogue import Catalogue
from tests.browser.driving import Atlas, pick

pytestmark = pytest.mark.browser

XUHUI = "310104"
WESTERN = "西带"


def colour(catalogue: Catalogue, name_zh: str) -> str:
    return str(pick(catalogue.industries, name_zh=name_zh).colour)


def test_a_district_is_striped_anew_with_every_switch(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open()
    names = ["智能医疗", "智能芯片设计", "智能安防"]
    assert atlas.stripes(XUHUI) == [colour(catalogue, name) for name in names]
    for done, name in enumerate(names, start=1):
        atlas.switch(name)
        assert not atlas.is_on(name)
        left = [colour(catalogue, other) for other in names[done:]]
        assert atlas.stripes(XUHUI) == (left or None)
    assert atlas.states()[XUHUI] == "plain"
    atlas.switch("智能安防")
    assert atlas.stripes(XUHUI) == [colour(catalogue, "智能安防")]


def test_a_district_without_any_industry_that_is_on_is_not_called_unlisted(atlas: Atlas) -> None:
    atlas.open(off="industry-hardware")
    states = atlas.states()
    assert states["310113"] == "plain"  # 宝山 has 智能硬件 alone
    assert states["310118"] == "unlisted"


def test_the_marks_beside_a_name_follow_the_switches(atlas: Atlas) -> None:
    atlas.open()
    fengxian = atlas.page.locator(".atlas-name", has_text="奉贤")
    expect(fengxian.locator("i")).to_have_text(["芯", "安"])
    atlas.switch("智能芯片设计")
    expect(fengxian.locator("i")).to_have_text(["安"])


def test_solo_shows_one_layer_of_its_group_and_again_brings_the_others_back(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open()
    before = atlas.switched_on()
    solo = atlas.toggle("智能识别").locator(".solo")
    atlas.toggle("智能识别").hover()
    solo.click()
    industries = {row.name_zh for row in catalogue.industries}
    assert industries & set(atlas.switched_on()) == {"智能识别"}
    assert set(atlas.switched_on()) - industries == set(before) - industries
    painted = {adcode for adcode, state in atlas.states().items() if state == "painted"}
    assert painted == {
        row.district for row in catalogue.specialisations if row.industry == "recognition"
    }
    solo.click()
    assert atlas.switched_on() == before
    assert len(atlas.stripes(XUHUI) or []) == 3


def test_solo_of_another_layer_moves_on_and_still_finds_back(atlas: Atlas) -> None:
    atlas.open()
    before = atlas.switched_on()
    atlas.toggle("智能识别").locator(".solo").click()
    atlas.toggle("智能医疗").locator(".solo").click()
    atlas.toggle("智能医疗").locator(".solo").click()
    assert atlas.switched_on() == before


def test_solo_in_one_group_does_not_disturb_that_in_another(atlas: Atlas) -> None:
    atlas.open()
    before = atlas.switched_on()
    atlas.toggle("智能识别").locator(".solo").click()
    atlas.toggle(WESTERN).locator(".solo").click()
    atlas.toggle("智能识别").locator(".solo").click()
    atlas.toggle(WESTERN).locator(".solo").click()
    assert atlas.switched_on() == before


def test_all_off_leaves_an_empty_map_that_says_what_to_do_and_the_second_time_brings_all_back(
    atlas: Atlas,
) -> None:
    atlas.open()
    before = atlas.switched_on()
    master = atlas.page.locator(".master button").first
    expect(master).to_have_text("全部关")
    master.click()
    assert atlas.switched_on() == []
    assert set(atlas.states().values()) == {"plain"}
    expect(atlas.page.locator(".atlas-stroke, .atlas-area, .atlas-link")).to_have_count(0)
    expect(atlas.page.locator(".atlas-name:visible")).to_have_count(0)
    expect(atlas.legend()).to_contain_text("没有打开的图层")
    expect(master).to_have_text("全部开")
    master.click()
    assert atlas.switched_on() == before
    expect(atlas.page.locator(".atlas-stroke")).to_have_count(2)


def test_a_group_is_switched_as_a_whole(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open()
    group = atlas.page.locator("section.group", has=atlas.page.locator("#group-industries"))
    group.get_by_role("button", name="全部关").click()
    industries = {row.name_zh for row in catalogue.industries}
    assert not industries & set(atlas.switched_on())
    assert WESTERN in atlas.switched_on()
    group.get_by_role("button", name="全部开").click()
    assert industries <= set(atlas.switched_on())


def test_restore_returns_to_the_default_and_to_a_plain_address(atlas: Atlas) -> None:
    atlas.open()
    before = atlas.switched_on()
    atlas.open(off="belt-west,industry-security", on="parks,institutions", op="industries:40")
    assert atlas.switched_on() != before
    atlas.page.locator(".master button").nth(1).click()
    assert atlas.switched_on() == before
    assert {row["opacity"] for row in atlas.paint().values()} == {1}
    assert "?" not in atlas.page.url


@pytest.mark.parametrize("city", ["shanghai", "shenzhen"])
def test_counts_are_those_of_the_tables(atlas: Atlas, catalogue: Catalogue, city: str) -> None:
    atlas.open(city)
    adcodes = {row.adcode for row in catalogue.districts_of(city)}
    assert atlas.count("行政区") == len(adcodes)
    for industry in catalogue.industries:
        stated = [
            row
            for row in catalogue.specialisations
            if row.industry == industry.id and row.district in adcodes
        ]
        assert atlas.count(industry.name_zh) == len(stated)
    assert atlas.count("文件未列") == sum(
        1 for adcode in adcodes if not catalogue.specialisations_of(adcode)
    )
    assert atlas.count("文件提及热度") == sum(1 for row in catalogue.sites_of(city) if row.mentions)
    for belt in (row for row in catalogue.belts if row.city == city):
        members = [row for row in catalogue.belt_members if row.belt == belt.id]
        assert atlas.count(belt.name_zh) == len(members)


def test_opacity_fades_its_group_alone(atlas: Atlas) -> None:
    atlas.open()
    group = atlas.page.locator("section.group", has=atlas.page.locator("#group-industries"))
    group.get_by_role("slider").fill("40")
    assert {row["opacity"] for row in atlas.paint().values()} == {0.4}
    stroke = atlas.page.locator(".atlas-stroke").first
    assert stroke.evaluate("node => getComputedStyle(node).opacity") == "1"
    atlas.expect_query(op="industries:40")

    group = atlas.page.locator("section.group", has=atlas.page.locator("#group-structure"))
    group.get_by_role("slider").fill("20")
    assert stroke.evaluate("node => getComputedStyle(node).opacity") == "0.2"
    assert {row["opacity"] for row in atlas.paint().values()} == {0.4}


def test_each_opacity_slider_says_of_which_group_it_is(atlas: Atlas) -> None:
    atlas.open()
    names = atlas.page.get_by_role("slider").evaluate_all(
        "all => all.map(node => node.getAttribute('aria-label'))"
    )
    assert len(set(names)) == len(names) > 1


def in_edition(catalogue: Catalogue, row: object, year: int) -> bool:
    return bool(catalogue.source(row.source).edition == year)  # type: ignore[attr-defined]


@pytest.mark.parametrize("year", [2018, 2021, 2023])
def test_an_edition_shows_only_what_its_documents_state(
    atlas: Atlas, catalogue: Catalogue, year: int
) -> None:
    atlas.open(on="parks,new-cities,institutions,scenario-sites,huangpu-layout")
    atlas.page.get_by_role("button", name=str(year), exact=True).click()

    stated = [row for row in catalogue.specialisations if in_edition(catalogue, row, year)]
    painted = {adcode for adcode, state in atlas.states().items() if state == "painted"}
    assert painted == {row.district for row in stated}
    assert atlas.count("文件未列") == 16 - len(painted)
    for industry in catalogue.industries:
        wanted = sum(1 for row in stated if row.industry == industry.id)
        assert atlas.count(industry.name_zh) == wanted
    belts = [
        row
        for row in catalogue.belts
        if row.city == "shanghai" and in_edition(catalogue, row, year)
    ]
    expect(atlas.page.locator(".atlas-stroke")).to_have_count(len(belts))
    clusters = [
        row
        for row in catalogue.sites_of("shanghai")
        if row.kind == "cluster" and in_edition(catalogue, row, year)
    ]
    assert atlas.count("“4+X”总体布局：四大优势产业集聚区") == len(clusters)
    expect(atlas.page.get_by_role("button", name=str(year), exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert atlas.query["edition"] == str(year)

    atlas.page.get_by_role("button", name="全部文件").click()
    assert sum(1 for state in atlas.states().values() if state == "painted") == 15
    assert "edition" not in atlas.query


def test_the_panel_follows_the_edition(atlas: Atlas) -> None:
    atlas.open(sel=f"district:{XUHUI}")
    expect(atlas.panel()).to_contain_text("智能医疗")
    atlas.page.get_by_role("button", name="2021", exact=True).click()
    expect(atlas.title()).to_have_text("徐汇区")
    expect(atlas.panel().locator(".chip")).to_have_count(0)
    expect(atlas.panel()).to_contain_text("此版文件未列出本区的产业专长")


def test_an_edition_that_shows_nothing_says_so(atlas: Atlas) -> None:
    atlas.open(
        off="industry-chip-design,industry-security,industry-healthcare,"
        "industry-manufacturing,industry-recognition,industry-retail,industry-hardware,"
        "industry-equipment,industry-education,industry-brain-inspired,four-plus-x"
    )
    atlas.page.get_by_role("button", name="2023", exact=True).click()
    expect(atlas.legend()).to_contain_text("2023 年文件中没有当前图层可显示的内容")


def test_the_legend_names_what_is_on_with_the_same_signs(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open()
    entries = atlas.legend().locator("li")
    for industry in catalogue.industries:
        entry = entries.filter(has_text=re.compile(f"^{industry.mark_zh} {industry.name_zh}"))
        assert entry.locator("rect[fill^='#']").first.get_attribute("fill") == industry.colour
    expect(entries.filter(has_text="文件未列")).to_have_count(1)
    expect(entries.filter(has_text="示意连接")).to_have_count(1)

    atlas.switch("智能零售")
    expect(entries.filter(has_text="智能零售")).to_have_count(0)
    atlas.switch("新城")
    expect(entries.filter(has_text="新城")).to_have_count(1)
    atlas.switch(WESTERN)
    expect(entries.filter(has_text=WESTERN)).to_have_count(0)


def test_the_heat_says_that_it_counts_mentions(atlas: Atlas) -> None:
    atlas.open(on="mentions")
    expect(atlas.legend()).to_contain_text("权重 = 各文件提及次数，并非企业数量")
    expect(atlas.page.locator("canvas.leaflet-heatmap-layer")).to_have_count(1)


def test_the_names_of_the_districts_can_be_switched_off_and_on(atlas: Atlas) -> None:
    atlas.open()
    names = atlas.page.locator(".atlas-name:visible")
    expect(names).to_have_count(16)
    atlas.switch("行政区")
    expect(names).to_have_count(0)
    atlas.switch("行政区")
    expect(names).to_have_count(16)


def test_the_link_that_no_document_states_is_labelled_on_the_map(atlas: Atlas) -> None:
    atlas.open()
    expect(atlas.page.locator(".atlas-link")).to_have_count(1)
    expect(atlas.page.locator(".atlas-aside", has_text="示意连接（文件未写）")).to_be_visible()
