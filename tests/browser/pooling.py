"""Pages that one test after another may use: a new context takes thrice as long to show the atlas.

A context of its own means a process of its own and every script compiled anew. What a test leaves
behind is cleared away before the next one comes; what failed is thrown away.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.watching import report_violations

IDLE = 3
"""So many pages wait for the next test; each is a process of about 100 MB."""

TIMEOUT_MS = 10_000

# Storage belongs to an origin, so it is emptied while a page of that origin is still there.
_FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


class PagePool:
    """Watched pages of one browser, by the options of their contexts.

    Parameters
    ----------
    browser : Browser
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[tuple[str, Page]] = []

    def take(self, options: dict[str, Any]) -> Page:
        """Return a blank page of a context that has these options and nothing else."""
        wanted = _key(options)
        for entry in reversed(self._idle):
            if entry[0] == wanted:
                self._idle.remove(entry)
                return entry[1]
        context = self._browser.new_context(**options)
        context.set_default_timeout(TIMEOUT_MS)
        report_violations(context)
        return context.new_page()

    def give_back(self, page: Page, options: dict[str, Any]) -> None:
        """Keep a page for the next test, as if it were new; or close it, if that is not sure."""
        try:
            _clear(page, options)
        except Error:
            page.context.close()
            return
        self._idle.append((_key(options), page))
        for _, oldest in self._idle[:-IDLE]:
            oldest.context.close()
        del self._idle[:-IDLE]


def _key(options: dict[str, Any]) -> str:
    return repr(sorted(options.items()))


def _clear(page: Page, options: dict[str, Any]) -> None:
    context: BrowserContext = page.context
    for other in context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    context.unroute_all()
    page.emulate_media(media="null")
    if page.viewport_size != options["viewport"]:
        page.set_viewport_size(options["viewport"])
    page.mouse.move(-1, -1)  # or the next page would find a pointer over it
    if page.url.startswith("http"):
        page.evaluate(_FORGET)
    context.clear_cookies()
    page.goto("about:blank")
