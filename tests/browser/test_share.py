"""The share panel: link, short link, QR code, frame; by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE, Atlas
from tests.browser.serving import running_atlas
from tests.browser.test_accessibility import findings
from tests.browser.watching import Watch
from tests.webapp.serving import free_port

pytestmark = pytest.mark.browser


HOST = f"http://127.0.0.1:{free_port()}"
"""Another site, which frames the atlas."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An atlas with a store of its own, which that site may frame."""
    state = tmp_path_factory.mktemp("state")
    with running_atlas(
        in_haste=True, ATLAS_STATE=str(state), ATLAS_FRAME_ANCESTORS=HOST
    ) as address:
        yield address


def opened(atlas: Atlas) -> Locator:
    atlas.page.locator("#share").click()
    panel = atlas.page.locator("dialog.share-dialog")
    expect(panel).to_be_visible()
    return panel


def test_the_panel_knows_the_view(atlas: Atlas) -> None:
    atlas.open(edition="2018", sel="district:310104")
    panel = opened(atlas)
    expect(panel.locator("#share-link")).to_have_value(atlas.page.url)
    code = panel.locator("#share-code").input_value()
    assert f'src="{atlas.page.url.replace("&", "&amp;")}&amp;embed=1"' in code
    for name in ("图幅 PDF", "图幅 PNG", "单个 HTML 文件"):
        address = panel.get_by_role("link", name=name).get_attribute("href") or ""
        assert address.endswith("?edition=2018&sel=district:310104"), address
    qr = panel.locator("#share-qr")
    assert qr.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100


def test_the_panel_follows_the_map(atlas: Atlas) -> None:
    atlas.open()
    opened(atlas)
    atlas.page.keyboard.press("Escape")
    atlas.switch("西带")
    panel = opened(atlas)
    expect(panel.locator("#share-link")).to_have_value(atlas.page.url)
    assert "off=belt-west" in atlas.page.url


def test_a_short_link_opens_the_view_again(atlas: Atlas) -> None:
    atlas.open(off="belt-west", sel="belt:east")
    panel = opened(atlas)
    before = panel.locator("#share-qr").get_attribute("src")
    panel.get_by_role("button", name="生成短链接").click()
    field = panel.locator("#share-short")
    expect(field).to_have_value(re.compile(r"/p/[a-z2-7]{10}$"))
    expect(panel.locator("[data-copy='share-short']")).to_be_focused()
    expect(panel.locator("#share-qr")).not_to_have_attribute("src", before or "")
    atlas.page.goto(field.input_value())
    atlas.ready()
    atlas.expect_query(off="belt-west", sel="belt:east")


def test_a_server_that_cannot_save_says_so(atlas: Atlas, watch: Watch) -> None:
    watch.expect("answered 503", "console: .*503")
    atlas.page.route("**/permalink", lambda route: route.fulfill(status=503))
    atlas.open()
    panel = opened(atlas)
    panel.get_by_role("button", name="生成短链接").click()
    expect(panel.locator("#share-told")).to_contain_text("长链接照常可用")
    expect(panel.locator("#share-link")).to_have_value(atlas.page.url)


def test_keys_open_and_close_it_and_the_focus_returns(atlas: Atlas) -> None:
    atlas.open(sel="district:310104")
    atlas.page.locator("#share").focus()
    atlas.page.keyboard.press("Enter")
    panel = atlas.page.locator("dialog.share-dialog")
    expect(panel.locator("[data-copy='share-link']")).to_be_focused()
    for _ in range(14):  # Tab stays in the dialog (or leaves to the browser's own bar)
        atlas.page.keyboard.press("Tab")
        assert atlas.page.evaluate(
            "document.activeElement === document.body"
            " || Boolean(document.activeElement.closest('dialog'))"
        )
    atlas.page.locator("[data-copy='share-link']").focus()
    atlas.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(atlas.page.locator("#share")).to_be_focused()
    assert atlas.query["sel"] == "district:310104"  # the Escape was the panel's


def test_a_press_beside_it_closes_it(atlas: Atlas) -> None:
    atlas.open()
    panel = opened(atlas)
    atlas.page.mouse.click(20, 860)
    expect(panel).to_be_hidden()
    assert "sel" not in atlas.query


@pytest.mark.parametrize(("lang", "size"), [("en", DESK), ("zh", PHONE)], ids=["1440", "390"])
def test_it_is_accessible_and_fits(
    new_page: NewPage, server: str, lang: str, size: dict[str, int]
) -> None:
    atlas = Atlas(new_page(viewport=size, reduced_motion="reduce"), server).open(lang=lang)
    box = opened(atlas).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert findings(atlas.page) == []
    atlas.page.keyboard.press("Escape")
    atlas.page.goto(f"{server}{'/en' if lang == 'en' else ''}/share/both")
    assert findings(atlas.page) == []


def test_nothing_of_it_is_loaded_before_it_is_asked_for(atlas: Atlas, watch: Watch) -> None:
    atlas.open()
    assert not [address for address in watch.requests if "share" in address]


def test_without_scripts_the_share_page_has_the_link_and_the_code(
    new_page: NewPage, server: str, watch: Watch
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/share/shanghai")
    expect(page.locator("#share-link")).to_have_value("/atlas/shanghai")
    expect(page.locator("#share-qr")).to_be_visible()
    expect(page.get_by_role("button", name="复制链接")).to_be_hidden()


# --- frames


@pytest.fixture
def host(tmp_path: Path, atlas: Atlas) -> Iterator[str]:
    """That site, with the code of the panel in its page."""
    atlas.open(sel="district:310104")
    code = opened(atlas).locator("#share-code").input_value()
    head = '<!doctype html><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,">'
    (tmp_path / "index.html").write_text(head + code, encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Keep the terminal quiet."""

    port = int(HOST.rpartition(":")[2])
    with ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=tmp_path)) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.05,))
        thread.start()
        yield HOST
        site.shutdown()
        thread.join()


def test_a_frame_shows_the_map_and_little_else(
    host: str, atlas: Atlas, watch: Watch, new_page: NewPage
) -> None:
    watch.origins.add(host)
    page = new_page()
    page.goto(f"{host}/index.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator("path.atlas-district")).to_have_count(16)
    expect(frame.locator(".atlas-popup")).to_contain_text("徐汇区")
    for selector in (".bar", "#layers", "#details", "#basemap", "#cursor-box"):
        expect(frame.locator(selector)).to_be_hidden()
    expect(frame.locator("#review")).to_be_visible()
    expect(frame.locator("#legend summary")).to_be_visible()
    whole = frame.locator("#whole")
    expect(whole).to_have_attribute("href", "/atlas/shanghai?sel=district:310104")
    frame.locator("#legend summary").click()
    expect(frame.locator("#legend li").first).to_be_visible()


def test_a_frame_keeps_being_one(new_page: NewPage, server: str) -> None:
    page = new_page(reduced_motion="reduce")  # half faded in, a pop-up has too little contrast
    atlas = Atlas(page, server).open(embed="1")
    atlas.click(atlas.district("310151"))
    expect(page.locator(".atlas-popup")).to_contain_text("崇明区")
    atlas.expect_query(embed="1", sel="district:310151")
    page.reload()
    atlas.ready()
    expect(page.locator(".bar")).to_be_hidden()
    box = page.locator("#map_shanghai").bounding_box()
    assert box is not None
    assert box["width"] == DESK["width"]
    assert box["height"] > DESK["height"] - 40
    assert findings(page) == []


# --- the menu of pages


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_menu_leads_to_every_page(new_page: NewPage, server: str, size: dict[str, int]) -> None:
    page = new_page(viewport=size)
    Atlas(page, server).open(sel="district:310104")
    menu = page.locator("#read")
    menu.locator("summary").click()
    links = menu.get_by_role("link")
    assert links.count() >= 6
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["height"] >= 24
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.mouse.click(size["width"] / 2, size["height"] / 2 + 120)
    expect(links.first).to_be_hidden()
    menu.locator("summary").click()
    menu.get_by_role("link", name="导览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("布局导览")


def test_the_menu_works_without_scripts(new_page: NewPage, server: str, watch: Watch) -> None:
    watch.tolerate(r"failed: .*\.js csp")
    page = new_page(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{server}/atlas/shanghai")
    page.locator("#read summary").click()
    page.locator("#read").get_by_role("link", name="来源").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("来源与引文")
