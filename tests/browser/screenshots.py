"""Take the README's pictures: ``python -m tests.browser.screenshots [folder]``.

Both cities at 1440 and 390 pixels and some pages to read, in Chinese and in English, from a server
of its own; each picture has a palette of 256 colours, so that it stays small.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from geo.catalogue import read_catalogue
from tests.browser import png
from tests.browser.driving import DESK, PHONE, Atlas
from tests.browser.serving import running_atlas
from tests.browser.synthetic_registry import put_registry
from tests.chromium import ARGUMENTS, CHROMIUM

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
MOST_BYTES = 250_000
PAGES = {"matrix": "/matrix", "profile": "/district/310104"}
ENTERPRISES = 60_000
"""Of the synthetic registry that is pictured."""
SELECTED = {"shanghai": "district:310104", "shenzhen": "site:sz-qianhai"}


def take(browser: Browser, address: str, city: str, lang: str, size: dict[str, int]) -> bytes:
    """Show a city (with something selected where there is room for the panel) and picture it."""
    page = browser.new_page(viewport=size, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    is_wide = size["width"] > PHONE["width"]
    atlas = Atlas(page, address).open(city, lang, **({"sel": SELECTED[city]} if is_wide else {}))
    page.evaluate("document.fonts.ready")
    page.mouse.move(size["width"] - 1, size["height"] - 1)
    atlas.settle()
    picture = png.write_small(png.read(page.screenshot()))
    page.close()
    return picture


def take_page(browser: Browser, address: str, size: dict[str, int]) -> bytes:
    """Picture the top of a page to read."""
    page = browser.new_page(viewport=size, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(address)
    page.evaluate("document.fonts.ready")
    picture = png.write_small(png.read(page.screenshot()))
    page.close()
    return picture


def take_ranking(browser: Browser, address: str, size: dict[str, int]) -> bytes:
    """Open the planner's example and picture its ranking."""
    page = browser.new_page(viewport=size, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{address}/planner")
    page.locator("form[action$='/example/shanghai'] button").click()
    page.wait_for_url("**/ranking")
    page.goto(page.url)  # without the greeting
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(800)  # names on the map find their places
    picture = png.write_small(png.read(page.screenshot()))
    page.close()
    return picture


def take_enterprises(browser: Browser, address: str, size: dict[str, int]) -> bytes:
    """Picture the map of a registry, which says on it that it is synthetic."""
    page = browser.new_page(viewport=size, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{address}?area=none&over=hexagons")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("#e-over .e-classes")
    page.evaluate("document.fonts.ready")
    page.locator(".e-share").evaluate("(box) => box.remove()")  # names a port of the moment
    page.wait_for_timeout(800)  # names on the map find their places
    picture = png.write_small(png.read(page.screenshot()))
    page.close()
    return picture


def main(folder: Path = FOLDER) -> int:
    """Write the pictures; return 1 if one is larger than a README should load."""
    folder.mkdir(parents=True, exist_ok=True)
    is_small = True
    with (
        TemporaryDirectory() as state,
        running_atlas(ATLAS_STATE=state) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for city in SELECTED:
            for lang in ("zh", "en"):
                for size in (DESK, PHONE):
                    suffix = "-en" if lang == "en" else ""
                    file = folder / f"{city}-{size['width']}{suffix}.png"
                    file.write_bytes(take(browser, address, city, lang, size))
                    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
                    is_small &= file.stat().st_size <= MOST_BYTES
        for name, path in PAGES.items():
            for lang in ("zh", "en"):
                suffix = "-en" if lang == "en" else ""
                file = folder / f"{name}-{DESK['width']}{suffix}.png"
                prefix = "/en" if lang == "en" else ""
                file.write_bytes(take_page(browser, f"{address}{prefix}{path}", DESK))
                print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
                is_small &= file.stat().st_size <= MOST_BYTES
        for lang in ("zh", "en"):
            file = folder / f"ranking-{DESK['width']}{'-en' if lang == 'en' else ''}.png"
            prefix = "/en" if lang == "en" else ""
            file.write_bytes(take_ranking(browser, f"{address}{prefix}", DESK))
            print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
            is_small &= file.stat().st_size <= MOST_BYTES
        registry = put_registry(Path(state), read_catalogue(), rows=ENTERPRISES)
        for lang in ("zh", "en"):
            file = folder / f"enterprises-{DESK['width']}{'-en' if lang == 'en' else ''}.png"
            prefix = "/en" if lang == "en" else ""
            file.write_bytes(take_enterprises(browser, f"{address}{prefix}{registry}", DESK))
            print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
            is_small &= file.stat().st_size <= MOST_BYTES
        browser.close()
    return 0 if is_small else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
