"""What the atlas is measured against: the same districts the way they are usually drawn.

The CDN files of the Folium pages come from this machine (two style sheets that npm does not have
are dropped). Both peers are measured twice: as their users write them, and tuned.

- Folium: every FeatureGroup holds all districts and a style function colours those of its
  industry; lean, a FeatureGroup holds only the districts that it colours.
- Leaflet: the page fetches its GeoJSON when the library has run; preloading, it asks for it
  at once.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import folium
import geopandas as gpd

from geo.catalogue import Catalogue

PROJECT = Path(__file__).resolve().parents[2]
VENDOR = (PROJECT / "static" / "vendor", PROJECT / "tests" / "vendor")
CITY = "shanghai"
GREY = "#d8d5cc"

_LEAFLET_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>上海</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{preload}
<link rel="stylesheet" href="{css}">
<style>html, body, #map {{ height: 100%; margin: 0 }}</style>
</head><body><div id="map"></div>
<script src="{js}"></script>
<script>
var map = L.map("map");
fetch("/peers/districts.geojson").then(function (r) {{ return r.json(); }}).then(function (data) {{
  var layer = L.geoJSON(data, {{
    style: function (f) {{
      return {{ color: "#fff", weight: 1, fillColor: f.properties.colour, fillOpacity: 0.5 }};
    }},
    onEachFeature: function (f, l) {{
      l.bindTooltip(f.properties.name + "<br>" + f.properties.industries.join("<br>"));
    }},
  }}).addTo(map);
  map.fitBounds(layer.getBounds());
}});
</script></body></html>
"""


def _districts(catalogue: Catalogue) -> gpd.GeoDataFrame:
    """Give every district of the city its name, its industries and a colour, full geometry."""
    rows = catalogue.districts_of(CITY)
    stated = [
        [catalogue.industry(row.industry) for row in catalogue.specialisations_of(row.adcode)]
        for row in rows
    ]
    return gpd.GeoDataFrame(
        {
            "name": [row.name_zh for row in rows],
            "industries": [[industry.name_zh for industry in found] for found in stated],
            "colour": [found[0].colour if found else GREY for found in stated],
        },
        geometry=list(catalogue.boundaries.full.geometry.loc[[row.adcode for row in rows]]),
        crs=4326,
    )


def district_geojson(catalogue: Catalogue) -> str:
    """Write the data of the hand-written page, as compact as GeoJSON is written by hand."""
    return json.dumps(
        json.loads(_districts(catalogue).to_json()), ensure_ascii=False, separators=(",", ":")
    )


def leaflet_page(*, is_preloading: bool = False) -> str:
    """Write the hand-written Leaflet page."""
    files = vendored_urls()
    base = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet"
    preload = '<link rel="preload" as="fetch" crossorigin href="/peers/districts.geojson">'
    preload = preload if is_preloading else ""
    return _LEAFLET_PAGE.format(preload=preload, css=files[f"{base}.css"], js=files[f"{base}.js"])


def folium_page(catalogue: Catalogue, *, is_lean: bool = False) -> str:
    """Render a stock Folium map: all districts, and a FeatureGroup per industry.

    Parameters
    ----------
    catalogue : Catalogue
    is_lean : bool
        Whether a FeatureGroup holds only the districts that have the industry.
    """
    districts = _districts(catalogue)
    west, south, east, north = districts.total_bounds
    page = folium.Map(tiles=None)
    _add_districts(districts, {"color": "#fff", "weight": 1, "fillColor": GREY}, page)
    for industry in catalogue.industries:
        group = folium.FeatureGroup(industry.name_zh).add_to(page)
        having = districts.industries.map(lambda names, name=industry.name_zh: name in names)
        colour = {"color": "#fff", "weight": 1, "fillColor": industry.colour, "fillOpacity": 0.5}
        if is_lean:
            _add_districts(districts[having], colour, group)
        else:
            _add_districts(districts, colour, group, set(districts.name[having]))
    folium.LayerControl().add_to(page)
    page.fit_bounds([[south, west], [north, east]])
    return with_local_files(page.get_root().render())


def _add_districts(
    districts: gpd.GeoDataFrame,
    style: dict[str, object],
    parent: folium.Map | folium.FeatureGroup,
    coloured: set[str] | None = None,
) -> None:
    """Draw districts in one style; those that are not `coloured` (None: all are) stay empty."""
    empty = {"color": "#fff", "weight": 1, "fillOpacity": 0}

    def style_of(feature: dict[str, dict[str, str]]) -> dict[str, object]:
        is_coloured = coloured is None or feature["properties"]["name"] in coloured
        return style if is_coloured else empty

    folium.GeoJson(
        districts[["name", "geometry"]],
        style_function=style_of,
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(parent)


def vendored_urls() -> dict[str, str]:
    """Map every CDN address that Folium writes to our copy of the file."""
    found = {}
    for folder in VENDOR:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for library in manifest["libraries"]:
            for file in library["files"]:
                local = f"/peers/vendor/{library['folder']}/{file['path']}"
                found.update(dict.fromkeys(file["replaces"], local))
    return found


def vendored_file(path: str) -> Path:
    """Return the file behind ``/peers/vendor/<path>``."""
    return next(folder / path for folder in VENDOR if (folder / path).is_file())


def with_local_files(html: str) -> str:
    """Point a page's links to our copies; drop style sheets that there is no copy of."""
    for remote, local in vendored_urls().items():
        html = html.replace(f'"{remote}"', f'"{local}"')
    html = re.sub(r'<link rel="stylesheet" href="https://[^"]*"\s*/?>', "", html)
    if re.search(r'(src|href)="https?://', html):
        msg = "the stock Folium page still loads something from elsewhere"
        raise ValueError(msg)
    return html
