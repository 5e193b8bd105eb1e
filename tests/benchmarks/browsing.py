"""A first visit in Chromium: which bytes it takes, and when the districts are on the screen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, ConsoleMessage, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from geo.catalogue import read_catalogue
from tests.benchmarks.report import Figure
from tests.benchmarks.site import PAGES
from tests.webapp.serving import get

RUNS = 9
ATTEMPTS = 3
PATIENCE_MS = 10_000
DISTRICTS = 16
AIMS = {"hand-written Leaflet": 0.9, "stock Folium": 0.5}  # of the time that they take
VIEWPORT = {"width": 1440, "height": 900}
NETWORKS = {
    "loopback": None,
    "10 Mbit/s, 40 ms": {
        "offline": False,
        "latency": 40,
        "downloadThroughput": 10e6 / 8,
        "uploadThroughput": 10e6 / 8,
    },
}

# Painted: the first frame in which every district's path has a shape and a fill. The callback
# runs just before that frame is drawn. The same rule for every page. The atlas paints twice: a
# picture that comes with the page, and the map itself in its place, whose paths are marked, so
# that nothing else of it (sites, belts) is counted; a page that paints once reports both at once.
_WATCH = """
(() => {
  const needed = %d;
  const isPainted = (path) => {
    const shape = path.getAttribute("d");
    if (!shape || shape === "M0 0") return false;
    const style = getComputedStyle(path);
    return style.fill !== "none" && style.fillOpacity !== "0" && style.visibility === "visible";
  };
  const isAll = (paths) => [...document.querySelectorAll(paths)].filter(isPainted).length >= needed;
  const isAtlas = location.pathname.startsWith("/atlas/");
  const map = isAtlas ? "path.atlas-district" : "path.leaflet-interactive";
  const any = isAtlas ? `.picture > a > path, ${map}` : map;
  let painted = 0;
  const look = () => {
    if (!painted && isAll(any)) painted = performance.now();
    if (painted && isAll(map)) console.info(`%s${painted} ${performance.now()}`);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
_REPORT = "districts painted at "


@dataclass(frozen=True)
class Load:
    """When a page had painted its districts, and when its map had (ms from the start)."""

    painted: float
    drawn: float


def _is_report(message: ConsoleMessage) -> bool:
    return message.text.startswith(_REPORT)


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Start the Chromium that is installed; stop it at the end."""
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if program is None:
        msg = "no Chromium found; install it or set CHROMIUM"
        raise FileNotFoundError(msg)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def _load(browser: Browser, url: str, network: dict[str, float] | None) -> Load:
    # Chromium's emulated network sometimes stops reading what has long arrived (seen in 3 of 60
    # loads, the bytes waiting in its own socket); such a load says nothing and is repeated.
    for _ in range(ATTEMPTS):
        try:
            return _one_load(browser, url, network)
        except PlaywrightTimeout:
            continue
    msg = f"{url} was not painted in {ATTEMPTS} loads of {PATIENCE_MS / 1000:g} s"
    raise TimeoutError(msg)


def _one_load(browser: Browser, url: str, network: dict[str, float] | None) -> Load:
    context = browser.new_context(viewport=VIEWPORT)  # a context begins with an empty cache
    try:
        page = context.new_page()
        page.add_init_script(_WATCH % (DISTRICTS, _REPORT))
        if network is not None:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", network)
        # Not wait_for_function: it evaluates text, which the atlas's policy forbids.
        with page.expect_console_message(_is_report, timeout=PATIENCE_MS) as report:
            page.goto(url, wait_until="commit")
        return Load(*map(float, report.value.text.removeprefix(_REPORT).split()))
    finally:
        context.close()


def measure_painting(port: int) -> list[Figure]:
    """Load the pages in turn with a cold cache, and compare medians.

    Parameters
    ----------
    port : int
        Of the running site of `tests.benchmarks.site`.
    """
    figures = []
    with opened_browser() as browser:
        for network, conditions in NETWORKS.items():
            loads: dict[str, list[Load]] = {name: [] for name in PAGES}
            for turn in range(RUNS + 1):
                for name, path in PAGES.items():
                    load = _load(browser, f"http://127.0.0.1:{port}{path}", conditions)
                    if turn:  # the first turn warms the browser up
                        loads[name].append(load)
            figures += _compare(loads, network)
    return figures


def _compare(loads: dict[str, list[Load]], network: str) -> list[Figure]:
    """Put medians and ratios of one network into figures."""
    atlas = next(iter(loads))
    times = {name: [load.painted for load in found] for name, found in loads.items()}
    drawn = f"{atlas}, its map"
    times[drawn] = [load.drawn for load in loads[atlas]]
    middle = {name: median(values) for name, values in times.items()}
    figures = []
    for name, values in times.items():
        note = f"median of {RUNS}, {min(values):.0f} to {max(values):.0f} ms, cold cache"
        figures.append(Figure(f"{name} painted, {network}", middle[name], "ms", note=note))
    for peer in list(loads)[1:]:
        ratio = middle[atlas] / middle[peer]
        figures.append(Figure(f"atlas / {peer}, {network}", ratio, "×", AIMS.get(peer)))
        later = middle[drawn] / middle[peer]
        figures.append(Figure(f"atlas' map / {peer}, {network}", later, "×"))
    return figures


def measure_weight(port: int) -> list[Figure]:
    """Add up the brotli bodies that a first visit loads, and those of the geometry.

    Parameters
    ----------
    port : int
        Of the running site of `tests.benchmarks.site`.
    """
    figures = []
    with opened_browser() as browser:
        for name, path in PAGES.items():
            sizes = _first_visit(browser, port, path)
            total = sum(size for asked, size in sizes.items() if "/fonts/" not in asked)
            fonts = sum(sizes.values()) - total
            note = f"{len(sizes)} requests; brotli bodies without fonts ({fonts / 1000:.0f} kB)"
            aim = 110 if name == "the atlas" else None
            figures.append(Figure(f"{name}, first visit", total / 1000, "kB", aim, note=note))
        both = _first_visit(browser, port, "/atlas/both")
    geometry = sum(size for asked, size in both.items() if "/districts-" in asked)
    files = read_catalogue().boundaries.registry.files.values()
    error = max(file.hausdorff_m or 0 for file in files)
    return [
        *figures,
        Figure("geometry of both cities", geometry / 1000, "kB", 24, note="TopoJSON, brotli"),
        Figure("its largest error", error, "m", 30, note="Hausdorff, from the registry"),
    ]


def _first_visit(browser: Browser, port: int, path: str) -> dict[str, int]:
    """Record what a page asks for until the network is quiet: path to bytes in brotli."""
    origin = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport=VIEWPORT)
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{origin}{path}", wait_until="networkidle")
    finally:
        context.close()
    paths = {url.removeprefix(origin) for url in asked if not url.startswith("data:")}
    assert all(found.startswith("/") for found in paths), f"asked elsewhere: {paths}"
    return {found: len(get(port, found, "Accept-Encoding: br")[2]) for found in paths}
