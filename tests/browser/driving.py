"""The atlas as a person meets it: open a view, find a district, switch a layer, read the panel."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
READY = "html[data-ready]"

_FREE_POINT = """
(node) => {
  node.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = node.getBoundingClientRect();
  const steps = 24;
  const middleOut = [...Array(steps).keys()].map((i) => (i + 0.5) / steps)
    .sort((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5));
  for (const v of middleOut) for (const u of middleOut) {
    const [x, y] = [left + u * width, top + v * height];
    const hit = document.elementFromPoint(x, y);
    if (hit && (hit === node || node.contains(hit))) return [x, y];
  }
  return null;
}
"""

_PAINT = """
(paths) => Object.fromEntries(paths.map((path) => {
  const { width, height } = path.getBoundingClientRect();
  const id = /url\\("?#([^")]+)"?\\)/.exec(path.getAttribute("fill"));
  const bands = id && document.getElementById(id[1]).querySelectorAll("rect:not(.atlas-ground)");
  const stripes = id && [...bands].map((band) => band.getAttribute("fill"));
  const opacity = Number(path.getAttribute("fill-opacity"));
  return [path.dataset.adcode, { state: path.dataset.state, stripes, opacity, width, height }];
}))
"""


_LAID_OUT = """
async () => {
  const arrived = () => document.readyState !== "loading"
    && [...document.querySelectorAll("link[rel='stylesheet']")].every((link) => link.sheet);
  const end = Date.now() + 10_000;  // a style sheet that fails never has a sheet
  while (!arrived() && Date.now() < end) await new Promise((done) => setTimeout(done, 10));
  if (!arrived()) throw new Error("the page did not arrive with all its style sheets");
  await document.fonts.ready;
}
"""


def laid_out(page: Page) -> Page:
    """Wait until the whole document, its style sheets and its fonts are there.

    Before that a browser shows nothing, but it answers whoever asks it for a position.
    """
    page.evaluate(_LAID_OUT)
    return page


class Atlas:
    """One page of the atlas.

    Parameters
    ----------
    page : Page
    base : str
        Address of the server, without a slash at its end.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base

    # --- opening

    def open(self, view: str = "shanghai", lang: str = "zh", **query: str) -> Atlas:
        """Open a view and wait until it is drawn."""
        prefix = "/en" if lang == "en" else ""
        text = f"?{urlencode(query)}" if query else ""
        self.page.goto(f"{self.base}{prefix}/atlas/{view}{text}")
        return self.ready()

    def ready(self) -> Atlas:
        """Wait until the page is drawn, and its fonts are there."""
        self.page.wait_for_selector(READY, state="attached")
        laid_out(self.page)
        return self

    @property
    def query(self) -> dict[str, str]:
        """What the address says of the view."""
        found = parse_qs(urlsplit(self.page.url).query, strict_parsing=False)
        return {key: values[-1] for key, values in found.items()}

    def expect_query(self, **wanted: str) -> None:
        """Wait until the address says exactly this (but for where the map is)."""
        for key, value in wanted.items():
            pattern = rf"[?&]{key}={re.escape(value)}(&|$)"
            expect(self.page).to_have_url(re.compile(pattern))
        assert {key: value for key, value in self.query.items() if key != "at"} == wanted

    # --- the map

    def districts(self) -> Locator:
        """All district shapes."""
        return self.page.locator("path.atlas-district")

    def district(self, adcode: str) -> Locator:
        """One district's shape."""
        return self.page.locator(f"path.atlas-district[data-adcode='{adcode}']")

    def paint(self) -> dict[str, dict[str, Any]]:
        """Adcode → how the shape is drawn.

        ``state`` is ``painted``, ``unlisted`` or ``plain``; ``stripes`` are the colours of its
        bands, [] for the hatch, None where it has no pattern; ``width`` and ``height`` in pixels.
        """
        found: dict[str, dict[str, Any]] = self.districts().evaluate_all(_PAINT)
        return found

    def states(self) -> dict[str, str]:
        """Adcode → what the shape shows."""
        return {adcode: row["state"] for adcode, row in self.paint().items()}

    def stripes(self, adcode: str) -> list[str] | None:
        """Colours of a district's stripes."""
        found: list[str] | None = self.paint()[adcode]["stripes"]
        return found

    def free_point(self, target: Locator) -> tuple[float, float]:
        """Find where a pointer would really meet an element (nothing lies over it there)."""
        expect(target).to_be_attached()
        found = target.evaluate(_FREE_POINT)
        assert found, f"everything of {target} is covered"
        return found[0], found[1]

    def click(self, target: Locator) -> None:
        """Click where a pointer really meets the element."""
        self.page.mouse.click(*self.free_point(target))

    def pixel(self, lon: float, lat: float, *, city: str = "shanghai") -> tuple[float, float]:
        """Where on the screen the map puts a WGS-84 position, CSS pixels."""
        x, y = self.page.evaluate(
            """([name, lat, lon]) => {
              const map = window[name];
              const box = map.getContainer().getBoundingClientRect();
              const { x, y } = map.latLngToContainerPoint([lat, lon]);
              return [box.left + x, box.top + y];
            }""",
            [f"map_{city}", lat, lon],
        )
        return x, y

    def position(self, x: float, y: float, *, city: str = "shanghai") -> tuple[float, float]:
        """WGS-84 longitude and latitude under a CSS pixel of the screen."""
        lon, lat = self.page.evaluate(
            """([name, x, y]) => {
              const map = window[name];
              const box = map.getContainer().getBoundingClientRect();
              const { lng, lat } = map.containerPointToLatLng([x - box.left, y - box.top]);
              return [lng, lat];
            }""",
            [f"map_{city}", x, y],
        )
        return lon, lat

    def look_at(self, lon: float, lat: float, zoom: float, *, city: str = "shanghai") -> None:
        """Move the map at once."""
        self.page.evaluate(
            "([name, lat, lon, zoom]) => window[name].setView([lat, lon], zoom, {animate: false})",
            [f"map_{city}", lat, lon, zoom],
        )
        self.settle()

    def settle(self) -> None:
        """Let the frames pass in which labels are placed."""
        self.page.evaluate(
            "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"
        )

    # --- the layer list

    def toggle(self, title: str) -> Locator:
        """The row of a layer in the list."""
        name = self.page.locator(".name", has_text=re.compile(f"^{re.escape(title)}$"))
        return self.page.locator("#toggles .toggle").filter(has=name)

    def switch(self, title: str) -> None:
        """Switch a layer as a pointer does."""
        self.toggle(title).locator("label").click()

    def is_on(self, title: str) -> bool:
        """Whether a layer's box is checked."""
        return self.toggle(title).locator("input").is_checked()

    def switched_on(self) -> list[str]:
        """Titles of all layers whose boxes are checked."""
        found: list[str] = self.page.locator("#toggles input:checked ~ .name").all_inner_texts()
        return found

    def count(self, title: str) -> int:
        """The number beside a layer's title."""
        return int(self.toggle(title).locator(".count").inner_text())

    def legend(self) -> Locator:
        """The legend, opened."""
        box = self.page.locator("#legend details")
        if box.get_attribute("open") is None:
            box.locator("summary").click()
        return box

    # --- the panel

    def panel(self) -> Locator:
        """The body of the details panel."""
        return self.page.locator("#sheet")

    def title(self) -> Locator:
        """The heading of the details panel."""
        return self.panel().locator("h2").first

    def hint(self) -> Locator:
        """What the page says for a moment above the map."""
        return self.page.locator("#hint")


def pick(rows: Any, **wanted: object) -> Any:
    """Return the only row whose attributes are these."""
    found = [row for row in rows if all(getattr(row, k) == v for k, v in wanted.items())]
    assert len(found) == 1, f"{len(found)} rows have {wanted}"
    return found[0]
