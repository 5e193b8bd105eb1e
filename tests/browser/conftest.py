"""A real browser against the real server; ``tests.browser.watching`` watches every page."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.driving import DESK, Atlas
from tests.browser.serving import running_atlas
from tests.browser.watching import Watch
from tests.chromium import ARGUMENTS, CHROMIUM

NewPage = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, Any, Any]:
    """Let what the pages complained about fail the test itself, not its teardown."""
    try:
        result = yield
    except BaseException as error:
        watch = item.funcargs.get("watch")
        if isinstance(watch, Watch) and watch.complaints:
            error.add_note("The pages complained:\n" + "\n".join(watch.complaints[:12]))
        raise
    watch = item.funcargs.get("watch")
    if isinstance(watch, Watch):
        watch.verify()
    return result


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of the atlas over the real catalogue."""
    with running_atlas() as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser per module: one for the session would keep other folders from having theirs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch(server: str) -> Watch:
    """What the pages of the test did that they should not."""
    return Watch([server])


@pytest.fixture
def new_page(chromium: Browser, watch: Watch) -> Iterator[NewPage]:
    """Open watched pages, each in a context of its own; options as for ``new_context``."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(**{"viewport": DESK, "locale": "zh-CN", **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.follow(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page of 1440 × 900."""
    return new_page()


@pytest.fixture
def atlas(page: Page, server: str) -> Atlas:
    """The atlas on that page, not opened yet."""
    return Atlas(page, server)
