"""The Folium map as files: the bundle of libraries, a script per view, and the map's data."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from geo.catalogue import Catalogue
from layers.atlas_map import AtlasMap, MapParts
from layers.payload import map_payload, to_json
from webapp.assets import Assets
from webapp.i18n import LANGUAGES


@cache
def _parts(catalogue: Catalogue, city: str, lang: str) -> MapParts:
    """Let Folium draw a city once; the catalogue is immutable, so is the outcome.

    Keyed by the catalogue's identity: see ``register_map_assets``.
    """
    return AtlasMap(
        catalogue, cities=[city], language=lang, map_id=map_id(city), inline=False
    ).parts()


def map_id(city: str) -> str:
    """Name a city's map as a script's variable may be named."""
    return city.replace("-", "_")


def map_html(catalogue: Catalogue, city: str, lang: str) -> str:
    """Return the element that Folium draws a city's map into."""
    return _parts(catalogue, city, lang).html


def register_map_assets(assets: Assets, catalogue: Catalogue) -> None:
    """Register everything that the maps need as hashed files.

    The libraries are joined into one file and the styles into another: the path to the first
    painted district is then one round trip after the page. A page of several cities loads the
    files of each.
    """
    first = catalogue.cities[0].id
    assets.add("atlas-map.js", partial(_joined, catalogue, first, "scripts"))
    assets.add("atlas-map.css", partial(_joined, catalogue, first, "styles"))
    for city in catalogue.cities:
        assets.add(f"districts-{city.id}.json", partial(_topology, catalogue, city.adcode))
        assets.add(f"data-{city.id}.json", partial(_payload, catalogue, city.id))
        for lang in LANGUAGES:
            assets.add(f"map-{city.id}-{lang}.js", partial(_script, catalogue, city.id, lang))


def _joined(catalogue: Catalogue, city: str, which: str) -> str:
    files: tuple[Path, ...] = tuple(
        asset.path for asset in getattr(_parts(catalogue, city, "zh"), which)
    )
    # A newline and a semicolon between files: each ends its own statement.
    glue = "\n;\n" if which == "scripts" else "\n"
    return glue.join(path.read_text(encoding="utf-8") for path in files)


def _topology(catalogue: Catalogue, adcode: str) -> str:
    return catalogue.boundaries.topology(adcode).decode()


def _payload(catalogue: Catalogue, city: str) -> str:
    return to_json(map_payload(catalogue, [city]))


def _script(catalogue: Catalogue, city: str, lang: str) -> str:
    return _parts(catalogue, city, lang).script
