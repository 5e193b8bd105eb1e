"""A page that was used before is as a new one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import DESK, PHONE, Atlas
from tests.browser.pooling import IDLE, PagePool

pytestmark = pytest.mark.browser

OPTIONS = {"viewport": DESK, "locale": "zh-CN"}
_COUNTED = "() => [localStorage.length, sessionStorage.length, document.cookie]"


def test_what_a_test_leaves_behind_is_cleared_away(chromium: Browser, server: str) -> None:
    pool = PagePool(chromium)
    used = pool.take(OPTIONS)
    atlas = Atlas(used, server).open()
    used.evaluate(
        "() => { localStorage.a = 1; sessionStorage.a = 1; document.cookie = 'a=1; path=/'; }"
    )
    used.mouse.move(*atlas.free_point(atlas.district("310151")))
    expect(used.locator(".atlas-tooltip")).to_have_count(1)
    used.route("**/*", lambda route: route.abort())
    used.emulate_media(media="print")
    used.set_viewport_size(PHONE)
    used.context.new_page()
    pool.give_back(used, OPTIONS)

    page = pool.take(OPTIONS)
    assert page is used
    assert page.url == "about:blank"
    assert page.viewport_size == DESK
    assert page.context.pages == [page]
    Atlas(page, server).open().settle()
    assert page.evaluate(_COUNTED) == [0, 0, ""]
    assert not page.evaluate("matchMedia('print').matches")
    expect(page.locator(".atlas-tooltip")).to_have_count(0)


def test_pages_are_kept_apart_by_their_options_and_only_a_few(chromium: Browser) -> None:
    pool = PagePool(chromium)
    pages = [pool.take({"viewport": PHONE, "locale": f"{lang}"}) for lang in ("zh", "en", "de")]
    other = pool.take(OPTIONS)
    for lang, page in zip(("zh", "en", "de"), pages, strict=True):
        pool.give_back(page, {"viewport": PHONE, "locale": lang})
    pool.give_back(other, OPTIONS)
    assert IDLE == 3
    assert pool.take({"viewport": PHONE, "locale": "zh"}) not in pages
    assert pool.take(OPTIONS) is other
    assert pool.take(OPTIONS) is not other
    assert pool.take({"viewport": PHONE, "locale": "de"}) is pages[2]


def test_a_page_that_is_closed_is_not_kept(chromium: Browser) -> None:
    pool = PagePool(chromium)
    page = pool.take(OPTIONS)
    page.close()
    pool.give_back(page, OPTIONS)
    assert pool.take(OPTIONS) is not page
