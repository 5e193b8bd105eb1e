"""The map paints what the tables say, from this server alone, under the strict policy."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from playwright.sync_api import Page, Route, expect

from geo.catalogue import Catalogue
from tests.browser import png
from tests.browser.conftest import NewPage
from tests.browser.driving import DESK, PHONE, READY, Atlas, laid_out
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

VIEWS = {"shanghai": 16, "shenzhen": 9, "both": 25}


def expected_state(catalogue: Catalogue, adcode: str) -> str:
    return "painted" if catalogue.specialisations_of(adcode) else "unlisted"


@pytest.mark.parametrize(
    ("view", "lang", "size"),
    [
        ("shanghai", "zh", DESK),
        ("shanghai", "en", PHONE),
        ("shenzhen", "en", DESK),
        ("shenzhen", "zh", PHONE),
        ("both", "zh", DESK),
        ("both", "en", PHONE),
    ],
    ids=lambda value: value["width"] if isinstance(value, dict) else value,
)
def test_every_district_is_painted_or_hatched(
    new_page: NewPage,
    server: str,
    watch: Watch,
    catalogue: Catalogue,
    view: str,
    lang: str,
    size: dict[str, int],
) -> None:
    atlas = Atlas(new_page(viewport=size), server).open(view, lang)

    paint = atlas.paint()
    assert len(paint) == VIEWS[view]
    for adcode, drawn in paint.items():
        assert drawn["state"] == expected_state(catalogue, adcode)
        assert drawn["stripes"] == [
            catalogue.industry(row.industry).colour for row in catalogue.specialisations_of(adcode)
        ]
        assert min(drawn["width"], drawn["height"]) > 3
    assert watch.requests
    assert all(url.startswith(server) for url in watch.requests)


_COVERED = """
(maps) => maps.flatMap((map) => {
  const box = (node) => node.getBoundingClientRect();
  const meets = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const isSeen = (node) => box(node).width && getComputedStyle(node).visibility !== "hidden";
  const names = [...map.querySelectorAll(".atlas-label")].filter(isSeen);
  const buttons = [...map.querySelectorAll(".leaflet-control")].filter(isSeen);
  const all = [...names, ...buttons];
  return names
    .filter((name) => all.some((other) => other !== name && meets(box(name), box(other))))
    .map((name) => name.textContent);
})
"""


@pytest.mark.parametrize(("path", "size"), [("/en/atlas/both", PHONE), ("/atlas/shanghai", DESK)])
def test_names_stand_clear_of_each_other_and_of_the_buttons(
    new_page: NewPage, server: str, path: str, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    fonts: list[Route] = []
    page.route("**/*.woff2", lambda route: fonts.append(route))  # held until the names stand
    page.goto(server + path)
    page.wait_for_selector(READY, state="attached")
    page.wait_for_timeout(100)  # some frames: the names stand
    assert fonts

    page.route("**/*.woff2", lambda route: route.continue_())
    for font in fonts:
        font.continue_()
    Atlas(page, server).ready()
    page.unroute("**/*.woff2")
    for _ in range(50):  # names are placed once more when their fonts have come
        covered = page.locator(".leaflet-container").evaluate_all(_COVERED)
        if not covered:
            break
        page.wait_for_timeout(100)
    assert covered == []
    assert page.locator(".leaflet-container .atlas-label").count() > 8


_RECTANGLES = """
(paths) => Object.fromEntries(paths.map((path) => {
  const { left, top, right, bottom } = path.getBoundingClientRect();
  const title = path.querySelector("title");
  return [title ? title.textContent : path.getAttribute("aria-label"), [left, top, right, bottom]];
}))
"""


@pytest.mark.parametrize(
    ("view", "size", "off"),
    [("shanghai", DESK, 3), ("shenzhen", PHONE, 8), ("both", DESK, 3), ("both", PHONE, 8)],
    ids=["shanghai-1440", "shenzhen-390", "both-1440", "both-390"],
)
def test_the_map_takes_the_place_of_the_picture_without_moving(
    new_page: NewPage, server: str, watch: Watch, view: str, size: dict[str, int], off: int
) -> None:
    still = new_page(viewport=size)
    still.route("**/map-*.js", lambda route: None)  # never answered: the page stays as it came
    still.goto(f"{server}/atlas/{view}", wait_until="commit")
    paths = still.locator(".picture > a > path")
    expect(paths).to_have_count(VIEWS[view])
    laid_out(still)
    picture = paths.evaluate_all(_RECTANGLES)
    atlas = Atlas(new_page(viewport=size), server).open(view)
    drawn = atlas.page.locator("path.atlas-district").evaluate_all(_RECTANGLES)
    assert picture.keys() == drawn.keys()
    for name, (left, top, right, bottom) in drawn.items():
        found = picture[name]
        # Islets of a few pixels are left out of a picture, so it may be the smaller one.
        assert left - off < found[0] < found[2] < right + off, name
        assert top - off < found[1] < found[3] < bottom + off, name
    for name in {"青浦区", "闵行区", "光明区"} & drawn.keys():
        assert picture[name] == pytest.approx(drawn[name], abs=off), name


def test_the_picture_is_gone_once_the_map_is_there(atlas: Atlas) -> None:
    atlas.open("shanghai")
    expect(atlas.page.locator(".picture")).to_be_hidden()


def test_qingpu_and_all_of_shenzhen_are_hatched_as_not_listed(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open("both")
    unlisted = {adcode for adcode, state in atlas.states().items() if state == "unlisted"}
    assert unlisted == {"310118", *(row.adcode for row in catalogue.districts_of("shenzhen"))}
    assert atlas.stripes("310118") == []


def test_the_language_of_the_page_is_that_of_its_address(atlas: Atlas) -> None:
    atlas.open("shanghai", "zh")
    expect(atlas.page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(atlas.district("310104")).to_have_attribute("aria-label", "徐汇区")
    atlas.open("shanghai", "en")
    expect(atlas.page.locator("html")).to_have_attribute("lang", "en")
    expect(atlas.district("310104")).to_have_attribute("aria-label", "Xuhui District")


def near(pixels: np.ndarray, colour: tuple[float, ...]) -> int:
    """Count the pixels that differ from a colour by at most 6 in each channel."""
    return int((np.abs(pixels.astype(int) - np.array(colour)).max(axis=2) <= 6).sum())


def on_paper(colour: str) -> tuple[float, ...]:
    """Half of a colour over the paper, as the bands are composed."""
    paper = (0xFB, 0xFA, 0xF7)
    mixed = zip(bytes.fromhex(colour[1:]), paper, strict=True)
    return tuple((own + ground) / 2 for own, ground in mixed)


def around(page: Page, x: float, y: float, size: int = 40) -> np.ndarray:
    clip = {"x": round(x - size / 2), "y": round(y - size / 2), "width": size, "height": size}
    return png.read(page.screenshot(clip=clip))  # type: ignore[arg-type]


def test_the_screen_shows_the_stripes_of_both_industries(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open(off="districts,belt-west,belt-east,link-link,four-plus-x")
    fengxian = [catalogue.industry(name).colour for name in ("chip-design", "security")]
    pixels = around(atlas.page, *atlas.pixel(121.55, 30.90))
    shares = [near(pixels, on_paper(colour)) / 1600 for colour in fengxian]
    assert all(0.2 < share < 0.8 for share in shares), shares


def test_the_screen_shows_the_hatch_where_nothing_is_listed(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open(off="districts")
    inside = catalogue.boundaries.web.geometry.loc["310118"].representative_point()
    pixels = around(atlas.page, *atlas.pixel(inside.x, inside.y), size=20)
    assert (np.ptp(pixels.astype(int), axis=2) < 20).all()  # greys, no industry's colour
    assert 0.4 < near(pixels, (0xFB, 0xFA, 0xF7)) / 400 < 0.95


@pytest.mark.parametrize("path", ["/atlas/shanghai", "/en/sources", "/atlas/nowhere"])
def test_every_answer_carries_the_strict_policy(
    page: Page, server: str, watch: Watch, path: str
) -> None:
    if path.endswith("nowhere"):
        watch.expect("answered 404", "console: .* 404")
    answer = page.goto(server + path)
    assert answer is not None
    policy = dict(
        rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["object-src"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_policy_keeps_foreign_scripts_out(page: Page, server: str, watch: Watch) -> None:
    watch.expect("policy violated: script-src", "Content Security Policy")
    Atlas(page, server).open()
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.fired = 1";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.fired") is None


_SIGNS = """
(labels) => labels.map((label) => {
  const sign = label.querySelector("svg");
  const box = sign.getBoundingClientRect();
  const { visibility } = getComputedStyle(sign);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  return [label.textContent, box.width ? visibility : "off", x, y];
})
"""


@pytest.mark.parametrize("view", ["shanghai", "shenzhen"])
def test_the_sign_of_a_rough_place_stands_in_its_area_or_not_at_all(
    atlas: Atlas, catalogue: Catalogue, view: str
) -> None:
    """A name may be moved to where there is room, but a star in another district would lie."""
    on = ",".join(["parks", "new-cities", "institutions", "scenario-sites"])
    atlas.open(view, on=on)
    atlas.settle()
    sites = {row.name_zh: row for row in catalogue.sites_of(view)}
    metres = pyproj.Geod(ellps="WGS84")
    found = atlas.page.locator(".atlas-place.is-area").evaluate_all(_SIGNS)
    shown = [row for row in found if row[1] == "visible"]
    assert shown
    for name, _visibility, x, y in shown:
        site = sites[name]
        lon, lat = atlas.position(x, y, city=view)
        away = metres.inv(site.lon, site.lat, lon, lat)[2]
        assert away <= site.precision_m * 1.05, name
