"""A real browser against the real server; ``tests.browser.watching`` watches every page."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.driving import DESK, Atlas
from tests.browser.pooling import TIMEOUT_MS, PagePool
from tests.browser.serving import running_atlas
from tests.browser.watching import Watch
from tests.chromium import ARGUMENTS, CHROMIUM

NewPage = Callable[..., Page]

expect.set_options(timeout=TIMEOUT_MS)  # a busy machine needs more than the usual five seconds


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, Any, Any]:
    """Let what the pages complained about fail the test itself, not its teardown."""
    try:
        result = yield
    except BaseException as error:
        watch = item.funcargs.get("watch")
        if isinstance(watch, Watch):
            watch.is_failed = True
        if isinstance(watch, Watch) and watch.complaints:
            error.add_note("The pages complained:\n" + "\n".join(watch.complaints[:12]))
        raise
    watch = item.funcargs.get("watch")
    if isinstance(watch, Watch):
        watch.is_failed = True
        watch.verify()
        watch.is_failed = False
    return result


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of the atlas over the real catalogue."""
    with running_atlas() as address:
        yield address


@pytest.fixture(scope="session")
def planner_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of ``planner_server`` keeps its projects."""
    return tmp_path_factory.mktemp("planner")


@pytest.fixture(scope="session")
def planner_server(planner_state: Path) -> Iterator[str]:
    """Address of an atlas with a planner on which nobody signs in."""
    own = {"ATLAS_STATE": str(planner_state), "ATLAS_CACHE": str(planner_state / "cache")}
    with running_atlas(in_haste=True, **own) as address:
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


@pytest.fixture(scope="module")
def pool(chromium: Browser) -> PagePool:
    """Pages that the tests of a module use one after the other."""
    return PagePool(chromium)


@pytest.fixture
def new_page(pool: PagePool, watch: Watch) -> Iterator[NewPage]:
    """Open watched pages, each in a context of its own; options as for ``new_context``.

    ``fresh=True`` is for a test that changes the context in a way that cannot be undone.
    """
    taken: list[tuple[Page, dict[str, Any], bool]] = []

    def make(*, fresh: bool = False, **options: Any) -> Page:
        options = {"viewport": DESK, "locale": "zh-CN", **options}
        if options.get("java_script_enabled") is False:
            watch.tolerate("preloaded using link preload but not used")  # nobody is there to use it
        page = pool.take(options)
        taken.append((page, options, fresh))
        watch.follow(page.context)
        return page

    yield make
    for page, options, fresh in taken:
        watch.leave(page.context)
        if fresh or watch.is_failed:
            page.context.close()
        else:
            pool.give_back(page, options)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page of 1440 × 900."""
    return new_page()


@pytest.fixture
def atlas(page: Page, server: str) -> Atlas:
    """The atlas on that page, not opened yet."""
    return Atlas(page, server)
