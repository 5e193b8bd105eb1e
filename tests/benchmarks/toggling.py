"""Switch a layer of 10,000 hexagons on, as the atlas draws it and as stock Folium does.

Every map is the same saved page (the districts of Shanghai below) in the same browser; only the
layer differs. Measured is the time from ``addLayer`` until the frame that shows it was painted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import folium
import h3
import numpy as np
from playwright.sync_api import Browser

from geo.catalogue import Catalogue, read_catalogue
from geo.enterprises.aggregates import Aggregates
from geo.enterprises.hexagons import COARSE, FINE, to_codes
from geo.enterprises.keys import cell_keys, year_keys
from geo.enterprises.sums import Sums
from geo.enterprises.tally import Tally
from layers.atlas_map import AtlasMap
from layers.registry import enterprise_specs
from tests.benchmarks.browsing import VIEWPORT, opened_browser
from tests.benchmarks.report import Figure

CELLS = 10_000
RUNS = 21  # single ones vary by half
AIM_MS = 100
AIM_RATIO = 0.5  # of the time that stock Folium takes
RINGS = 58  # about the middle: 10,267 hexagons
CENTRE = (31.2, 121.45)
ATLAS = "hexagons of the atlas"
PEERS = ("folium.GeoJson", "folium.GeoJson, prefer_canvas")

_TOGGLE = """
async ([map, layer]) => {
  const [m, l] = [window[map], window[layer]];
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel(); // answers after the frame was painted
    port1.onmessage = done;
    port2.postMessage(0);
  }));
  m.removeLayer(l);
  await frame();
  await frame();
  const start = performance.now();
  m.addLayer(l);
  await frame();
  return performance.now() - start;
}
"""


def measure(port: int) -> list[Figure]:
    """Switch the layer of every map on, in turn, and compare medians.

    Parameters
    ----------
    port : int
        Not needed: the maps are saved files.
    """
    catalogue = read_catalogue()
    cells = np.array(sorted(_cells()), dtype=np.uint64)
    counts = np.random.default_rng(1).geometric(0.05, len(cells))
    makers: dict[str, Callable[[], tuple[Any, str]]] = {
        ATLAS: lambda: _atlas(catalogue, cells, counts),
        PEERS[0]: lambda: _stock(catalogue, cells, counts, prefer_canvas=False),
        PEERS[1]: lambda: _stock(catalogue, cells, counts, prefer_canvas=True),
    }
    with TemporaryDirectory() as folder, opened_browser() as browser:
        pages = {
            name: _opened(browser, Path(folder) / f"{place}.html", *make())
            for place, (name, make) in enumerate(makers.items())
        }
        times: dict[str, list[float]] = {name: [] for name in pages}
        for turn in range(RUNS + 1):
            for name, (page, names) in pages.items():
                page.bring_to_front()  # a page behind another one paints no frames
                found = page.evaluate(_TOGGLE, names)
                if turn:  # the first one warms up
                    times[name].append(found)
    return _figures(times, len(cells))


def _figures(times: dict[str, list[float]], cells: int) -> list[Figure]:
    middle = {name: median(values) for name, values in times.items()}
    figures = []
    for name, values in times.items():
        note = f"median of {RUNS}, {min(values):.0f} to {max(values):.0f} ms, {cells:,} hexagons"
        aim = AIM_MS if name == ATLAS else None
        figures.append(Figure(f"{name} switched on", middle[name], "ms", aim=aim, note=note))
    for peer in PEERS:
        figures.append(
            Figure(f"{ATLAS} / {peer}", middle[ATLAS] / middle[peer], "×", aim=AIM_RATIO)
        )
    return figures


def _cells() -> list[int]:
    centre = h3.latlng_to_cell(*CENTRE, COARSE)
    return [h3.str_to_int(cell) for cell in h3.grid_disk(centre, RINGS)]


def _atlas(catalogue: Catalogue, cells: Any, counts: Any) -> tuple[AtlasMap, str]:
    fine = np.array(
        [h3.str_to_int(h3.cell_to_center_child(h3.int_to_str(int(cell)), FINE)) for cell in cells],
        dtype=np.uint64,
    )
    nothing = np.zeros(len(cells), np.int64)
    industries = tuple(row.id for row in catalogue.industries)
    districts = tuple(sorted(row.adcode for row in catalogue.districts_of("shanghai")))
    counted = Aggregates(
        districts,
        industries,
        Sums(year_keys(np.array([0]), np.array([0]), np.array([0])), np.array([int(counts.sum())])),
        Sums(cell_keys(to_codes(fine, FINE), nothing), counts),
        Sums(year_keys(to_codes(cells, COARSE), nothing, nothing), counts),
        Tally(taken=int(counts.sum()), on_grid=int(counts.sum())),
    )
    shown = AtlasMap(
        catalogue,
        cities=["shanghai"],
        layers=enterprise_specs(counted, catalogue, shown=["enterprise-hexagons"]),
    )
    return shown, "atlas_enterprise_hexagons"


def _stock(
    catalogue: Catalogue, cells: Any, counts: Any, *, prefer_canvas: bool
) -> tuple[AtlasMap, str]:
    shown = AtlasMap(catalogue, cities=["shanghai"])
    shown.options["preferCanvas"] = prefer_canvas
    features = [
        {
            "type": "Feature",
            "properties": {"count": int(count)},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[(x, y) for y, x in h3.cell_to_boundary(h3.int_to_str(int(cell)))]],
            },
        }
        for cell, count in zip(cells, counts, strict=True)
    ]
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda row: {
            "fillColor": "#346a9b" if row["properties"]["count"] > 20 else "#97bbd6",
            "fillOpacity": 0.86,
            "color": "#fff",
            "weight": 0.8,
        },
    ).add_to(shown)
    return shown, layer.get_name()


def _opened(browser: Browser, file: Path, shown: AtlasMap, layer: str) -> tuple[Any, list[str]]:
    shown.save(str(file))
    page = browser.new_page(viewport=VIEWPORT)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    name = shown.get_name()
    # The zoom at which hexagons of this size are shown, all of them in view.
    page.evaluate(
        "([map, at]) => { const m = window[map]; m.atlas.cellSize = 8;"
        " m.setView(at, 10, { animate: false }); }",
        [name, list(CENTRE)],
    )
    page.wait_for_timeout(1500)
    return page, [name, layer]
