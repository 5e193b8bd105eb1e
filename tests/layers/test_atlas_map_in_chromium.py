"""What a real browser makes of a saved map, and of a map in parts under a strict policy."""

import dataclasses
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import folium
import pytest
from folium import plugins
from playwright.sync_api import sync_playwright

from layers.atlas_map import AtlasMap
from layers.payload import to_json
from tests.chromium import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
PAINTED = ".atlas-district[data-state=painted]"
POINT = {
    "type": "Feature",
    "properties": {"name": "{{ 7*191 }}"},
    "geometry": {"type": "Point", "coordinates": [121.0, 31.5]},
}
AREA = {
    "type": "Feature",
    "properties": {"k": 1},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[120.9, 31.6], [121.0, 31.6], [121.0, 31.7], [120.9, 31.6]]],
    },
}
PAYLOADS = [
    '<img src=x onerror="window.fired=1">',
    "</script><script>window.fired=1</script>",
    "${window.fired=1}",
    "`;window.fired=1;`",
    "{{ 7*191 }}{% boom",
    "\\x3cimg src=x onerror=window.fired=1\\x3e",
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A page that remembers what it asked for and what it complained about."""

    def __init__(self, browser):
        self.page = browser.new_page(viewport={"width": 1000, "height": 700})
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def open(self, url):
        self.page.goto(url)
        self.page.wait_for_selector(PAINTED)
        return self.page

    def complaints_but_known(self):
        """Leave out what Leaflet.pattern 0.1.0 makes Leaflet 1.9 say; its patterns work."""
        return [text for text in self.complaints if "include of L.Mixin.Events" not in text]


@pytest.fixture
def visit(chromium):
    found = Visit(chromium)
    yield found
    found.page.close()


def save(atlas, tmp_path):
    file = tmp_path / "map.html"
    atlas.save(str(file))
    return file.as_uri()


def with_hostile_names(catalogue, text):
    """Spoil what people read in every table that the map shows."""

    def spoiled(table):
        columns = ("name_zh", "short_zh", "name_en", "title_zh", "quote", "note", "label_zh")
        rows = getattr(catalogue, table)
        fields = [name for name in columns if name in type(rows[0]).model_fields]
        return tuple(row.model_copy(update=dict.fromkeys(fields, text)) for row in rows)

    tables = ("cities", "districts", "industries", "belts", "belt_members", "strokes", "sites")
    sources = tuple(row.model_copy(update={"title_zh": text}) for row in catalogue.sources)
    changes = {table: spoiled(table) for table in tables}
    return dataclasses.replace(catalogue, sources=sources, **changes)


def test_a_saved_map_asks_for_nothing_and_complains_of_nothing(visit, catalogue, tmp_path):
    atlas = AtlasMap(catalogue, cities=["shanghai"])
    folium.LayerControl(collapsed=False).add_to(atlas)
    url = save(atlas, tmp_path)
    page = visit.open(url)

    assert page.locator(PAINTED).count() == 15  # all of Shanghai's 16 but 青浦
    assert page.title() == "人形图 · 上海市"
    assert page.locator(".atlas-label[hidden]").count() > 0
    assert page.locator(".atlas-label[hidden]:visible").count() == 0
    assert visit.requests == [url]
    assert visit.complaints == []


def test_the_layer_control_shows_titles_and_toggles(visit, catalogue, tmp_path):
    atlas = AtlasMap(catalogue, cities=["shanghai"])
    folium.LayerControl(collapsed=False).add_to(atlas)
    page = visit.open(save(atlas, tmp_path))

    page.get_by_label("西带", exact=True).uncheck()
    assert page.evaluate("map_atlas.hasLayer(atlas_belt_west)") is False
    page.get_by_label("西带", exact=True).check()
    assert page.evaluate("map_atlas.hasLayer(atlas_belt_west)") is True
    before = page.locator(PAINTED).count()
    for title in ("智能芯片设计", "智能安防"):
        page.get_by_label(title, exact=True).uncheck()
    page.wait_for_function(f"document.querySelectorAll('{PAINTED}').length < {before}")
    assert visit.complaints == []


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_payload_of_a_hostile_catalogue_fires(visit, catalogue, tmp_path, text):
    atlas = AtlasMap(with_hostile_names(catalogue, text), cities=["shanghai"])
    folium.LayerControl(collapsed=False).add_to(atlas)
    page = visit.open(save(atlas, tmp_path))

    for box in page.locator(".leaflet-control-layers input").all():
        box.check()
    for layer in ("districts", "sites", "belts"):
        page.evaluate(
            "([kind, rows]) => map_atlas.atlas.select(kind, map_atlas.atlas.data[rows][0].id)",
            [layer.rstrip("s"), layer],
        )
        assert text in page.locator(".leaflet-popup-content").last.inner_text()
    page.locator(PAINTED).first.hover(force=True)
    page.wait_for_timeout(200)

    assert page.evaluate("window.fired") is None
    assert visit.complaints == []
    assert len(visit.requests) == 1


def with_stock_children(catalogue, **options):
    atlas = AtlasMap(catalogue, cities=["shanghai"], **options)
    folium.Marker((31.4, 120.9), popup="<b>pop</b> {{ 7*191 }}", tooltip="tip").add_to(atlas)
    tooltip = folium.GeoJsonTooltip(["name"])
    folium.GeoJson({"type": "FeatureCollection", "features": [POINT]}, tooltip=tooltip).add_to(
        atlas
    )
    stripes = plugins.StripePattern(angle=45, color="#b23a2e")
    style = {"fillPattern": stripes, "fillOpacity": 1}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": [AREA]}, style_function=lambda _: style
    ).add_to(atlas)
    plugins.MarkerCluster([(31.3, 120.9), (31.3, 120.91)]).add_to(atlas)
    plugins.Fullscreen().add_to(atlas)
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    plugins.MiniMap(tile_layer=folium.TileLayer(pixel, attr="x"), toggle_display=True).add_to(atlas)
    folium.LayerControl(collapsed=True).add_to(atlas)
    return atlas


def check_stock_children(page):
    page.locator(".leaflet-marker-icon[src^='data:']").nth(1).hover()
    page.wait_for_selector(".leaflet-tooltip >> text={{ 7*191 }}")
    page.locator(".leaflet-marker-icon[src^='data:']").first.click()
    page.wait_for_selector("text=pop {{ 7*191 }}")
    (stripes,) = page.locator("pattern:has(path[stroke='#b23a2e'])").all()
    assert page.locator(f"path[fill='url(#{stripes.get_attribute('id')})']").count() == 1
    assert page.locator(".marker-cluster").inner_text() == "2"
    assert page.locator(".leaflet-control-minimap").count() == 1
    assert page.locator(".fullscreen-icon").count() == 1


def test_stock_children_work_in_a_saved_map(visit, catalogue, tmp_path):
    url = save(with_stock_children(catalogue), tmp_path)
    page = visit.open(url)

    check_stock_children(page)
    assert visit.requests[0] == url
    assert all(request.startswith("data:") for request in visit.requests[1:])
    assert visit.complaints_but_known() == []


def test_the_keyboard_zooms_and_moves_the_map(visit, catalogue, tmp_path):
    page = visit.open(save(AtlasMap(catalogue, cities=["shanghai"]), tmp_path))
    zoom = page.evaluate("map_atlas.getZoom()")

    page.locator("#map_atlas").focus()
    page.keyboard.press("+")
    page.wait_for_function(f"map_atlas.getZoom() > {zoom}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_serious(visit, catalogue, tmp_path, language):
    atlas = AtlasMap(catalogue, cities=["shanghai"], language=language)
    folium.LayerControl(collapsed=False).add_to(atlas)
    page = visit.open(save(atlas, tmp_path))
    page.add_script_tag(path=str(AXE))

    violations = page.evaluate("axe.run().then((found) => found.violations)")
    serious = [
        (row["id"], row["nodes"][0]["html"])
        for row in violations
        if row["impact"] in {"serious", "critical"}
    ]
    assert serious == []


@contextmanager
def served(files):
    """Serve texts by path on the loopback, each with the strict policy."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = files.get(unquote(self.path))
            self.send_response(200 if found else 404)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Type", found[0] if found else "text/plain")
            self.end_headers()
            self.wfile.write(found[1] if found else b"")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page_of(atlas):
    """Lay the parts out as a site would: every asset, script and data set at its own path."""
    types = {"css": "text/css", "js": "text/javascript"}
    parts, data = atlas.parts(), atlas.data()
    files = {"/map.js": ("text/javascript; charset=utf-8", parts.script.encode())}
    for asset in (*parts.styles, *parts.scripts):
        path = f"/{asset.path.parent.name}/{asset.path.name}"
        files[path] = (f"{types[asset.kind]}; charset=utf-8", asset.path.read_bytes())
        for image in asset.path.parent.rglob("*.[ps][nv]g"):
            files[f"/{image.relative_to(asset.path.parents[1]).as_posix()}"] = (
                f"image/{image.suffix[1:].replace('svg', 'svg+xml')}",
                image.read_bytes(),
            )
    sets = {"/payload.json": data["payload"]}
    sets |= {f"/{number}.json": row for number, row in enumerate(data["topologies"])}
    files |= {path: ("application/json", to_json(row).encode()) for path, row in sets.items()}
    css, js = (
        [f"/{asset.path.parent.name}/{asset.path.name}" for asset in assets]
        for assets in (parts.styles, parts.scripts)
    )
    lines = [
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>t</title>',
        '<link rel="icon" href="data:,"><style>html,body,.folium-map{height:100%}</style>',
        *(f'<link rel="stylesheet" href="{path}">' for path in css),
        *(
            f'<link rel="preload" as="fetch" data-atlas="atlas" href="{path}" crossorigin>'
            for path in sets
        ),
        *(f'<script defer src="{path}"></script>' for path in [*js, "/map.js"]),
        f"{parts.head}</head><body>{parts.html}</body></html>",
    ]
    files["/"] = ("text/html; charset=utf-8", "\n".join(lines).encode())
    return files


@pytest.mark.parametrize("make", [AtlasMap, with_stock_children], ids=["plain", "stock"])
def test_parts_work_under_a_strict_policy(visit, catalogue, make):
    cities = {"cities": ["shanghai"]} if make is AtlasMap else {}
    files = page_of(make(catalogue, inline=False, **cities))
    with served(files) as address:
        page = visit.open(f"{address}/")
        if make is with_stock_children:
            check_stock_children(page)

    assert page.locator(PAINTED).count() == 15
    outside = [url for url in visit.requests if not url.startswith((address, "data:"))]
    assert outside == []
    assert visit.complaints_but_known() == []
