"""The Folium maps as files: the bundle of libraries, a script per city, and the maps' data."""

from __future__ import annotations

import re
from functools import partial

from geo.catalogue import Catalogue
from layers.assets import Asset
from layers.atlas_map import AtlasMap, MapParts
from layers.payload import map_payload, to_json
from layers.picture import CityPicture
from webapp.assets import STATIC, Assets, without_comments
from webapp.i18n import LANGUAGES

_CSS_URL = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+?)["']?\s*\)""")


HEAT = next(STATIC.glob("vendor/leaflet-heat-*/leaflet_heat.min.js"))
"""The plugin that draws the heat of mentions; ``mentions.js`` fetches it when it is needed."""


PAGE_STYLES = ("page", "picture", "embed")
"""Style sheets of the page around the map."""


class CityMaps:
    """One Folium map per city and language, each drawn once: the catalogue does not change.

    Parameters
    ----------
    catalogue : Catalogue
        What the maps show.
    """

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._drawn: dict[tuple[str, str], MapParts] = {}
        self._pictures: dict[str, CityPicture] = {}

    def parts(self, city: str, lang: str) -> MapParts:
        """Let Folium draw a city, or return what it drew before."""
        if (city, lang) not in self._drawn:
            atlas = AtlasMap(
                self._catalogue, cities=[city], language=lang, map_id=map_id(city), inline=False
            )
            self._drawn[city, lang] = atlas.parts()
        return self._drawn[city, lang]

    def picture(self, city: str) -> CityPicture:
        """Return the server's own drawing of a city."""
        if city not in self._pictures:
            self._pictures[city] = CityPicture(self._catalogue, city)
        return self._pictures[city]

    def register(self, assets: Assets) -> None:
        """Register everything that the maps need as hashed files.

        The libraries are joined into one file and the styles (with the page's) into another:
        the path to the first painted district is then one round trip after the page. A page
        of several cities loads the files of each; the heat plugin waits until it is wanted.
        A page that has other styles around its map takes ``map.css``.
        """
        assets.add("atlas-map.js", self._scripts)
        assets.add("atlas-map.css", partial(self._styles, assets, PAGE_STYLES))
        assets.add("map.css", partial(self._styles, assets, ()))
        for city in self._catalogue.cities:
            assets.add(f"districts-{city.id}.json", partial(self._topology, city.adcode))
            assets.add(f"data-{city.id}.json", partial(self._payload, city.id))
            for lang in LANGUAGES:
                assets.add(f"map-{city.id}-{lang}.js", partial(self._script, city.id, lang))

    def _shared(self) -> MapParts:
        # Every map needs the same libraries.
        return self.parts(self._catalogue.cities[0].id, LANGUAGES[0])

    def _scripts(self) -> str:
        # A newline and a semicolon between files: each ends its own statement.
        scripts = (asset for asset in self._shared().scripts if asset.path.name != HEAT.name)
        return "\n;\n".join(_served(asset) for asset in scripts)

    def _styles(self, assets: Assets, names: tuple[str, ...]) -> str:
        pages = [Asset("css", name, STATIC / "css" / f"{name}.css") for name in names]
        return "\n".join(_rebased(asset, assets) for asset in (*self._shared().styles, *pages))

    def _topology(self, adcode: str) -> str:
        return self._catalogue.boundaries.topology(adcode).decode()

    def _payload(self, city: str) -> str:
        return to_json(map_payload(self._catalogue, [city]))

    def _script(self, city: str, lang: str) -> str:
        return self.parts(city, lang).script


def _served(script: Asset) -> str:
    """Read a script; a library keeps its licence and the rest of its comments."""
    text = script.read()
    return text if script.path.is_relative_to(STATIC / "vendor") else without_comments(text)


def _rebased(asset: Asset, assets: Assets) -> str:
    """Let a style sheet find its images although it is served from elsewhere."""

    def rebase(match: re.Match[str]) -> str:
        path = (asset.path.parent / match[1]).resolve()
        return f'url("{assets.beside(path.relative_to(STATIC.resolve()).as_posix())}")'

    return _CSS_URL.sub(rebase, asset.read())


def map_id(city: str) -> str:
    """Name a city's map as a script's variable may be named."""
    return city.replace("-", "_")
