"""A basemap under the atlas: in either datum the overlays lie where they belong, shifted once."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from geo.catalogue import Catalogue
from geo.datum import convert, wgs84_to_gcj02
from tests.browser.driving import Atlas
from tests.browser.serving import TileService, running_atlas, running_tiles, write_basemaps
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

SITE = "sh-fudan"
SHOWN = "select[aria-label='底图']"


@pytest.fixture(scope="module")
def tiles() -> Iterator[TileService]:
    with running_tiles() as service:
        yield service


@pytest.fixture(scope="module")
def server(tiles: TileService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The atlas with two basemaps."""
    settings = write_basemaps(tmp_path_factory.mktemp("basemaps") / "basemaps.toml", tiles)
    with running_atlas(in_haste=True, ATLAS_BASEMAPS=str(settings)) as address:
        yield address


@pytest.fixture
def watch(server: str, tiles: TileService) -> Watch:
    tiles.asked.clear()
    tiles.status = 200
    return Watch([server, tiles.origin])


def choose(atlas: Atlas, basemap: str) -> None:
    atlas.page.locator(SHOWN).select_option(basemap)
    expect(atlas.page.locator("img.leaflet-tile-loaded").first).to_be_attached()


def on_tiles(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where on the screen the tiles themselves show a position of their datum, CSS pixels."""
    found = page.locator("img.leaflet-tile").evaluate_all(
        """all => all.map(img => {
          const { left, top, width, height } = img.getBoundingClientRect();
          return [img.src, left, top, width, height];
        })"""
    )
    for src, left, top, width, height in found:
        zoom, column, row = (int(part) for part in src.removesuffix(".png").split("/")[-3:])
        x = (lon + 180) / 360 * 2**zoom - column
        y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom - row
        if 0 <= x < 1 and 0 <= y < 1:
            return left + x * width, top + y * height
    raise AssertionError(f"no tile shows {lon}, {lat}")


def sign(atlas: Atlas, name: str) -> tuple[float, float]:
    """The middle of a place's sign on the screen."""
    box = atlas.page.locator(f".atlas-pin[aria-label='{name}']").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_place_lies_on_the_tiles_where_their_datum_says(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    site = catalogue.site(SITE)
    atlas.open(on="institutions")
    atlas.look_at(site.lon, site.lat, 16)
    before = sign(atlas, site.name_zh)

    choose(atlas, "wgs-84")
    assert sign(atlas, site.name_zh) == pytest.approx(
        on_tiles(atlas.page, site.lon, site.lat), abs=1
    )
    choose(atlas, "gcj-02")
    shifted = on_tiles(atlas.page, *map(float, wgs84_to_gcj02(site.lon, site.lat)))
    assert sign(atlas, site.name_zh) == pytest.approx(shifted, abs=1)
    # So much is the shift: an overlay left in WGS-84, or shifted twice, would miss by it.
    assert math.dist(shifted, on_tiles(atlas.page, site.lon, site.lat)) > 100

    atlas.page.locator(SHOWN).select_option("")
    expect(atlas.page.locator("img.leaflet-tile")).to_have_count(0)
    assert sign(atlas, site.name_zh) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("datum", ["WGS-84", "GCJ-02"])
def test_a_district_lies_on_the_tiles_where_their_datum_says(
    atlas: Atlas, catalogue: Catalogue, datum: str
) -> None:
    shape = catalogue.boundaries.web.geometry.loc["310101"]
    middle = shape.centroid
    atlas.open()
    choose(atlas, datum.lower())
    atlas.look_at(middle.x, middle.y, 13)
    atlas.page.wait_for_load_state("networkidle")
    drawn = atlas.district("310101").evaluate(
        """path => {
          const { x, y, width, height } = path.getBBox();
          const corner = (x, y) => new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
          const [a, b] = [corner(x, y), corner(x + width, y + height)];
          return [a.x, a.y, b.x, b.y];
        }"""
    )
    if datum == "GCJ-02":
        shape = convert(shape, from_="WGS-84", to="GCJ-02")
    west, south, east, north = shape.bounds
    wanted = [*on_tiles(atlas.page, west, north), *on_tiles(atlas.page, east, south)]
    assert drawn == pytest.approx(wanted, abs=2.5)


def test_switching_to_and_fro_does_not_move_the_map(atlas: Atlas) -> None:
    atlas.open()
    atlas.look_at(121.4, 31.2, 12)
    before = atlas.position(720, 450)
    for basemap in ("gcj-02", "wgs-84", "gcj-02", ""):
        atlas.page.locator(SHOWN).select_option(basemap)
        assert atlas.position(720, 450) == pytest.approx(before, abs=2e-4)
    assert atlas.paint()["310104"]["state"] == "painted"


def test_the_pointer_is_still_shown_in_wgs84(atlas: Atlas, catalogue: Catalogue) -> None:
    site = catalogue.site(SITE)
    atlas.open(on="institutions", basemap="gcj-02")
    atlas.look_at(site.lon, site.lat, 16)
    atlas.page.mouse.move(*sign(atlas, site.name_zh))
    lon, lat = atlas.page.locator("#cursor").inner_text().split(", ")
    assert (float(lon), float(lat)) == pytest.approx((site.lon, site.lat), abs=5e-5)


def test_attribution_review_number_and_datum_are_shown_as_text(atlas: Atlas) -> None:
    atlas.open()
    review = atlas.page.locator("#review")
    expect(review).to_contain_text("示意图")
    choose(atlas, "gcj-02")
    expect(atlas.page.locator("#basemap")).to_contain_text("GCJ-02 · © 乙底图 <b>")
    expect(review).to_have_text("GS（2026）GCJ-02号")
    choose(atlas, "wgs-84")
    expect(atlas.page.locator("#basemap")).to_contain_text("WGS-84 · © 甲底图 <b>")
    expect(review).to_have_text("GS（2026）WGS-84号")
    atlas.page.locator(SHOWN).select_option("")
    expect(review).to_contain_text("示意图")


def test_the_address_restores_the_basemap(atlas: Atlas, tiles: TileService) -> None:
    atlas.open()
    assert tiles.asked == []
    choose(atlas, "gcj-02")
    atlas.expect_query(basemap="gcj-02")
    atlas.page.reload()
    atlas.ready()
    expect(atlas.page.locator(SHOWN)).to_have_value("gcj-02")
    expect(atlas.page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    atlas.page.locator("#language").click()
    atlas.page.wait_for_url("**/en/**basemap=gcj-02")
    atlas.ready()
    expect(atlas.page.locator("#basemap")).to_contain_text("Tiles GCJ-02")


def test_two_cities_share_the_basemap(atlas: Atlas) -> None:
    atlas.open("both", basemap="wgs-84")
    for city in ("shanghai", "shenzhen"):
        tile = atlas.page.locator(f"#map_{city} img.leaflet-tile-loaded").first
        expect(tile).to_be_attached()


def test_the_policy_admits_the_tiles_and_no_other_host(
    atlas: Atlas, watch: Watch, tiles: TileService
) -> None:
    watch.expect("policy violated: img-src", "console: .*Content Security Policy")
    answer = atlas.page.request.get(f"{atlas.base}/atlas/shanghai")
    policy = answer.headers["content-security-policy"].split("; ")
    assert f"img-src 'self' data: {tiles.origin}" in policy
    atlas.open()
    with running_tiles() as other:
        watch.origins.add(other.origin)
        refused = atlas.page.evaluate(
            """url => new Promise(done => {
              const image = new Image();
              image.onerror = () => done(true);
              image.onload = () => done(false);
              image.src = url;
            })""",
            f"{other.origin}/tile/1/1/1.png",
        )
        assert refused
        assert other.asked == []
        watch.complaints = [text for text in watch.complaints if not text.startswith("failed")]


def test_a_basemap_that_does_not_load_says_that_the_atlas_works_without(
    atlas: Atlas, watch: Watch, tiles: TileService
) -> None:
    watch.expect("answered 503: .*/tile/", "console: .*503")
    tiles.status = 503
    atlas.open(basemap="wgs-84")
    expect(atlas.hint()).to_contain_text("底图未能载入")
    assert len(atlas.states()) == 16
