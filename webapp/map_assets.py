"""The Folium map as files: the bundle of libraries, a script per view, and the map's data."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from geo.catalogue import Catalogue
from layers.atlas_map import AtlasMap, MapParts
from layers.payload import map_payload, to_json
from webapp.assets import Assets
from webapp.i18n import LANGUAGES
from webapp.views import View, views


@cache
def _parts(catalogue: Catalogue, view: View, lang: str) -> MapParts:
    """Let Folium draw a view once; the catalogue is immutable, so is the outcome."""
    return AtlasMap(catalogue, cities=view.cities, language=lang, inline=False).parts()


def map_html(catalogue: Catalogue, view: View, lang: str) -> str:
    """Return the element that Folium draws the map into."""
    return _parts(catalogue, view, lang).html


def register_map_assets(assets: Assets, catalogue: Catalogue) -> None:
    """Register everything that a map needs as hashed files.

    The libraries are joined into one file and the styles into another: the path to the first
    painted district is then one round trip after the page.
    """
    every = views(catalogue)
    assets.add("atlas-map.js", partial(_joined, catalogue, every[0], "scripts"))
    assets.add("atlas-map.css", partial(_joined, catalogue, every[0], "styles"))
    for city in catalogue.cities:
        assets.add(
            f"districts-{city.adcode}.json",
            partial(_topology, catalogue, city.adcode),
        )
    for view in every:
        assets.add(f"data-{view.id}.json", partial(_payload, catalogue, view))
        for lang in LANGUAGES:
            assets.add(f"map-{view.id}-{lang}.js", partial(_script, catalogue, view, lang))


def _joined(catalogue: Catalogue, view: View, which: str) -> str:
    files: tuple[Path, ...] = tuple(
        asset.path for asset in getattr(_parts(catalogue, view, "zh"), which)
    )
    # A newline and a semicolon between files: each ends its own statement.
    glue = "\n;\n" if which == "scripts" else "\n"
    return glue.join(path.read_text(encoding="utf-8") for path in files)


def _topology(catalogue: Catalogue, adcode: str) -> str:
    return catalogue.boundaries.topology(adcode).decode()


def _payload(catalogue: Catalogue, view: View) -> str:
    return to_json(map_payload(catalogue, view.cities))


def _script(catalogue: Catalogue, view: View, lang: str) -> str:
    return _parts(catalogue, view, lang).script
