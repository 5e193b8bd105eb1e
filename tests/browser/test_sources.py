"""The sources page: every document and citation, reachable from the map and back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from tests.browser.driving import Atlas

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_document_is_listed_with_its_facts(
    page: Page, server: str, catalogue: Catalogue, lang: str
) -> None:
    page.goto(f"{server}{'/en' if lang == 'en' else ''}/sources")
    headings = page.locator("section.document h2")
    titles = [row.title_zh if lang == "zh" else row.title_en for row in catalogue.sources]
    expect(headings).to_have_count(len(titles))
    assert sorted(headings.all_inner_texts()) == sorted(titles)
    policies = [row for row in catalogue.sources if row.kind == "policy"]
    assert len(policies) == 5
    for row in policies:
        section = page.locator("section.document", has=page.locator(f'code:text-is("{row.key}")'))
        expect(section).to_contain_text(str(row.edition))
        for fact in (
            row.issuer_zh if lang == "zh" else row.issuer_en,
            row.document_number,
            row.date,
        ):
            if fact:
                expect(section).to_contain_text(fact)


def test_every_specialisation_is_cited_with_its_phrase(
    page: Page, server: str, catalogue: Catalogue
) -> None:
    page.goto(f"{server}/sources")
    shown = page.locator("tr[id^='specialisations-']").evaluate_all(
        "all => Object.fromEntries(all.map(row => [row.id, row.querySelector('q').textContent]))"
    )
    assert shown == {
        f"specialisations-{row.district}-{row.industry}": row.quote
        for row in catalogue.specialisations
    }
    assert len(shown) == 30


def test_every_link_within_the_page_has_its_place(page: Page, server: str) -> None:
    for path in ("/sources", "/en/sources"):
        page.goto(server + path)
        missing = page.evaluate(
            """() => [...document.querySelectorAll("a[href^='#']")]
              .map(a => a.getAttribute("href").slice(1))
              .filter(id => !document.getElementById(id))"""
        )
        assert missing == []
        twice = page.evaluate(
            """() => {
              const ids = [...document.querySelectorAll("[id]")].map(node => node.id);
              return ids.filter((id, at) => ids.indexOf(id) !== at);
            }"""
        )
        assert twice == []


def test_every_link_leads_somewhere(page: Page, server: str) -> None:
    page.goto(f"{server}/sources")
    links = page.locator("a[href^='/']").evaluate_all(
        "all => [...new Set(all.map(a => a.getAttribute('href').split(/[?#]/)[0]))]"
    )
    assert len(links) >= 4
    assert {path: page.request.get(server + path).status for path in links} == dict.fromkeys(
        links, 200
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_citation_leads_back_to_its_place_on_the_map(
    page: Page, server: str, catalogue: Catalogue, lang: str
) -> None:
    atlas = Atlas(page, server)
    district = catalogue.district("310104")
    for row_id, name in (
        ("specialisations-310104-healthcare", (district.name_zh, district.name_en)),
        (
            "sites-sz-qianhai",
            (catalogue.site("sz-qianhai").name_zh, catalogue.site("sz-qianhai").name_en),
        ),
        ("belts-east", ("东带", "East belt")),
    ):
        page.goto(f"{server}{'/en' if lang == 'en' else ''}/sources")
        page.locator(f"[id='{row_id}'] a").first.click()
        atlas.ready()
        expect(atlas.title()).to_have_text(name[lang == "en"])


def test_the_language_of_the_page_can_be_switched(page: Page, server: str) -> None:
    page.goto(f"{server}/sources")
    page.locator("#language").click()
    page.wait_for_url("**/en/sources")
    expect(page.locator("h1")).to_have_text("Sources and citations")
