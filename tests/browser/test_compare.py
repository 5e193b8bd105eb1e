"""Compare in a browser: by form, by link, without scripts, on a phone, and in a frozen site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from geo.catalogue import DEFAULT_ROOT
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE, laid_out
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch
from tests.webapp.test_site import Links
from webapp import create_app

pytestmark = pytest.mark.browser

ASKED = "310104,310118,440305"


def heads(page: Page) -> Locator:
    """The columns that can be seen, in their order: `expect` waits for them after a click."""
    return page.locator(".comparison thead th[data-adcode]:visible > a")


def numbers(page: Page) -> list[str]:
    return page.locator(".comparison thead th[data-adcode]:visible .number").all_inner_texts()


def marks(page: Page) -> list[str]:
    return [text.split()[-1] for text in page.locator("td.verdict:visible").all_inner_texts()]


@pytest.mark.parametrize(("size", "prefix"), [(DESK, "/en"), (PHONE, "")], ids=["1440", "390"])
def test_pages_are_accessible_and_fit_their_width(
    new_page: NewPage, server: str, size: dict[str, int], prefix: str
) -> None:
    page = new_page(viewport=size)
    for query in ("", "?d=310104", f"?d={ASKED}"):
        page.goto(f"{server}{prefix}/compare{query}")
        assert findings(laid_out(page)) == []
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


def test_the_widest_words_fit_the_narrowest_page(new_page: NewPage, server: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{server}/en/compare?d={ASKED}")
    assert laid_out(page).evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_districts_are_chosen_by_the_form(new_page: NewPage, server: str, scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{server}/compare")
    page.locator("select").nth(0).select_option("310104")
    page.locator("select").nth(2).select_option("440305")
    page.get_by_role("button", name="对比").click()
    expect(heads(page)).to_have_text(["徐汇区", "南山区"])
    expect(page.locator(".locator")).to_have_count(2)
    page.get_by_role("link", name="移除徐汇区").click()
    expect(page.locator("#invite")).to_contain_text("已选南山区")
    page.locator(".suggestions a").first.click()
    expect(heads(page)).to_have_count(2)


def test_the_language_can_be_changed_with_the_choice_kept(page: Page, server: str) -> None:
    page.goto(f"{server}/compare?d={ASKED}")
    page.locator("#language").click()
    page.wait_for_url("**/en/compare?d=*")
    expect(heads(page)).to_have_text(["Xuhui District", "Qingpu District", "Nanshan District"])


def test_no_word_is_broken_on_a_phone(new_page: NewPage, server: str) -> None:
    page = new_page(viewport=PHONE)
    for chosen in ("310101,310104", "310101,310104,310115"):
        page.goto(f"{server}/en/compare?d={chosen}")
        broken = page.locator(".comparison th, .comparison td").evaluate_all(
            """cells => cells.flatMap(cell => {
              const found = [], range = document.createRange();
              const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const text = walker.currentNode;
                for (const word of text.data.matchAll(/[A-Za-z]{2,}/g)) {
                  range.setStart(text, word.index);
                  range.setEnd(text, word.index + word[0].length);
                  const lines = new Set([...range.getClientRects()].map(box => box.top));
                  if (lines.size > 1) found.push(word[0]);
                }
              }
              return found;
            })"""
        )
        assert broken == []


def test_a_mistake_is_explained_on_the_page(page: Page, server: str, watch: Watch) -> None:
    watch.expect("answered 404", "console: .*404")
    page.goto(f"{server}/en/compare?d=310108,310104")
    expect(page.locator("main")).to_contain_text("310109 Hongkou District")


# --- frozen


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a folder with the frozen comparison and what it loads, and no more."""
    folder = tmp_path_factory.mktemp("frozen")
    client = create_app(
        {"ATLAS_FROZEN": True, "ATLAS_CATALOGUE": DEFAULT_ROOT, "TESTING": True}
    ).test_client()
    waiting, done = ["/compare", "/en/compare"], set[str]()
    while waiting:
        path = waiting.pop()
        name = path if path.startswith("/assets/") else f"{path}.html"
        body = client.get(path).data
        target = folder / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        done.add(path)
        if name.endswith(".html"):
            links = [urljoin(name, link) for _, link in Links(body.decode()).found]
            assets = {urlsplit(link).path for link in links if link.startswith("/assets/")}
            waiting += sorted(assets - done)
            waiting += [
                urljoin(asset, font)
                for asset in assets
                if asset.endswith("fonts.css")
                for font in _loaded(client.get(asset).text)
            ]
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_address[1]}"
        finally:
            running.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""


def _loaded(style: str) -> list[str]:
    return [part.partition(")")[0].strip("\"'") for part in style.split("url(")[1:]]


@pytest.fixture
def still(new_page: NewPage, watch: Watch, frozen: str) -> Page:
    """A page that may load from the frozen site and from nowhere else."""
    watch.origins = {frozen}
    return new_page()


def test_a_frozen_page_shows_what_is_asked_for_as_the_server_would(
    still: Page, watch: Watch, frozen: str, server: str
) -> None:
    watch.origins.add(server)
    told = []
    for address in (f"{server}/compare", f"{frozen}/compare.html"):
        still.goto(f"{address}?d={ASKED}")
        expect(still.locator(".comparison")).to_be_visible()
        rows = still.locator(".comparison tr:visible th[scope='row']").all_inner_texts()
        pairs = still.locator("[data-pair]:visible th").all_inner_texts()
        chosen = still.locator("path.is-chosen").evaluate_all(
            "all => all.map((path) => path.dataset.adcode).sort()"
        )
        badges = still.locator(".badge:visible").evaluate_all(
            "all => all.map((node) => [node.dataset.adcode, node.textContent]).sort()"
        )
        named = still.locator("figcaption .named:visible").all_inner_texts()
        names = heads(still).all_inner_texts()
        told.append((names, numbers(still), rows, marks(still), pairs, chosen, badges, named))
    assert told[0] == told[1]
    assert told[0][0] == ["徐汇区", "青浦区", "南山区"]
    assert {adcode for adcode, _ in told[0][6]} == set(ASKED.split(","))


def test_a_frozen_page_keeps_the_order_of_the_address(still: Page, frozen: str) -> None:
    still.goto(f"{frozen}/en/compare.html?d=440305&d=310106,310109")
    expect(heads(still)).to_have_text(["Nanshan District", "Jing'an District", "Hongkou District"])
    assert numbers(still) == ["1", "2", "3"]


def test_a_frozen_page_invites_and_its_form_works(still: Page, frozen: str) -> None:
    still.goto(f"{frozen}/compare.html")
    expect(still.locator(".invite")).to_be_visible()
    expect(still.locator("#comparison")).to_be_hidden()
    still.locator("select").nth(0).select_option("310106")
    still.locator("select").nth(1).select_option("310109")
    still.get_by_role("button", name="对比").click()
    expect(still.locator("#comparison")).to_be_visible()
    expect(still.locator(".invite")).to_be_hidden()
    expect(heads(still)).to_have_text(["静安区", "虹口区"])
    assert set(marks(still)) >= {"相同", "不同"}
    assert "无法比较" not in marks(still)
    expect(still.locator("[data-pair]:visible")).to_have_count(1)
    expect(still.locator("[data-pair]:visible")).to_contain_text("1.00")
    still.locator("#language").click()
    still.wait_for_url("**/en/compare.html?*")
    expect(heads(still)).to_have_text(["Jing'an District", "Hongkou District"])


def test_a_frozen_page_explains_what_it_leaves_out(still: Page, frozen: str) -> None:
    still.goto(f"{frozen}/compare.html?d=310104,310199,<b>,310105,310106,310107,310109")
    expect(still.locator("[data-message='unknown'] code")).to_have_text("310199, <b>")
    expect(still.locator("[data-message='many']")).to_be_visible()
    expect(heads(still)).to_have_count(4)


def test_a_frozen_page_without_scripts_shows_all_columns(
    new_page: NewPage, watch: Watch, frozen: str
) -> None:
    watch.origins = {frozen}
    page = new_page(java_script_enabled=False)
    page.goto(f"{frozen}/compare.html?d={ASKED}")
    expect(heads(page)).to_have_count(25)
    last = page.locator(".comparison thead th").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert (last.bounding_box() or {"width": 0})["width"] > 100


def test_a_frozen_page_is_accessible(still: Page, frozen: str) -> None:
    still.goto(f"{frozen}/en/compare.html?d={ASKED}")
    assert findings(still) == []
    assert Path(urlsplit(still.url).path).name == "compare.html"
