"""The frozen site in a browser: a folder behind a plain file server, under a path of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.driving import Atlas
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

PREFIX = "/planning/atlas-2026"


class Quiet(SimpleHTTPRequestHandler):
    """A file server that keeps its log to itself."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def frozen(frozen_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a frozen site, offered under a path by Python's own file server."""
    root = tmp_path_factory.mktemp("www")
    place = root / PREFIX.lstrip("/")
    place.parent.mkdir(parents=True)
    place.symlink_to(frozen_site)
    handler = partial(Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()
        thread.join()


@pytest.fixture
def plain(new_page: NewPage, watch: Watch, frozen: str) -> Page:
    """A page that may load from the frozen site and from nowhere else."""
    watch.origins = {frozen.removesuffix(PREFIX)}
    return new_page()


OF_EACH_KIND = 3
"""Pages of a folder differ in their subject alone; that every link of all of them leads to a file
of the site is proved in tests.webapp.test_freeze."""


def kind(address: str, site: str) -> str:
    """Return the folder of a page, or its own address for what stands alone in its language."""
    folder, _, _ = address.rpartition("/")
    return address if folder in (site, f"{site}/en") else folder


def pages_of(site: str, page: Page) -> list[str]:
    """Follow the links of the site from its first map: a few pages of each kind, by address."""
    seen: dict[str, list[str]] = {}
    waiting = [f"{site}/atlas/shanghai.html"]
    while waiting:
        address = waiting.pop()
        alike = seen.setdefault(kind(address, site), [])
        if address in alike or len(alike) == OF_EACH_KIND:
            continue
        alike.append(address)
        page.goto(address)
        links = page.locator("a[href]").evaluate_all(
            "(all) => all.map((a) => a.getAttribute('href'))"
        )
        targets = {urldefrag(urljoin(address, link)).url.split("?")[0] for link in links}
        # The first page of a language only leads on.
        waiting += sorted(
            url for url in targets if url.endswith(".html") and not url.endswith("/index.html")
        )
    return sorted(address for alike in seen.values() for address in alike)


def test_every_kind_of_page_loads_from_its_own_folder_alone(
    plain: Page, watch: Watch, frozen: str
) -> None:
    found = pages_of(frozen, plain)
    kept = {address.removeprefix(frozen) for address in found}
    assert {"/atlas/shanghai.html", "/sources.html", "/en/sources.html"} <= kept
    folders = {path.rpartition("/")[0] for path in kept}
    assert {"/atlas", "/district", "/site", "/industry", "/en/atlas", "/en/district"} <= folders
    assert watch.requests
    assert [url for url in watch.requests if not url.startswith(f"{frozen}/")] == []


def test_the_map_works_as_on_a_server(plain: Page, frozen: str) -> None:
    plain.goto(f"{frozen}/index.html")
    plain.wait_for_url("**/atlas/shanghai.html")
    atlas = Atlas(plain, frozen).ready()
    assert set(atlas.states().values()) == {"painted", "unlisted"}
    plain.fill("#search", "nanshan")
    expect(plain.locator("#found li").first).to_contain_text("南山")
    plain.keyboard.press("ArrowDown")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/atlas/shenzhen.html?sel=district:440305*")
    expect(atlas.ready().title()).to_have_text("南山区")


def test_a_link_restores_a_view(plain: Page, frozen: str) -> None:
    plain.goto(f"{frozen}/en/atlas/shanghai.html?sel=district:310104&off=belt-west")
    atlas = Atlas(plain, frozen).ready()
    expect(atlas.title()).to_have_text("Xuhui District")
    assert not atlas.is_on("West belt")
