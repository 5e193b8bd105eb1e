"""Basemaps: none by default; tile services by configuration, each with its datum.

A TOML file names them (``ATLAS_BASEMAPS``)::

    [[basemap]]
    preset = "tianditu"        # or "osm", "amap", or none of them with your own url
    key = "…"                  # where the service wants one
    review_number = "GS(…)…号"  # 审图号, shown in the status bar

With a GCJ-02 basemap the browser shifts the overlays by its projection, once
(``static/leaflet-atlas/datum.js``); stored data stays WGS-84.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from geo.errors import AtlasError

DATUMS = ("WGS-84", "GCJ-02")


class BasemapError(AtlasError):
    """A basemap's configuration is incomplete or wrong."""


@dataclass(frozen=True)
class Basemap:
    """A tile service.

    ``url`` has ``{x} {y} {z}``, and ``{s}``/``{key}`` where needed; ``names_url`` is for services
    that keep the names in tiles of their own; ``datum`` is that of the tiles; ``review_number``
    the 审图号 under which they may be shown.
    """

    id: str
    name_zh: str
    name_en: str
    url: str
    datum: str
    attribution: str
    max_zoom: int = 18
    subdomains: tuple[str, ...] = ()
    key: str = ""
    review_number: str = ""
    names_url: str = ""

    def tile_urls(self) -> tuple[str, ...]:
        """Return the templates from the bottom up, the key filled in."""
        urls = (self.url, self.names_url) if self.names_url else (self.url,)
        return tuple(url.replace("{key}", self.key) for url in urls)


_TIANDITU = (
    "https://t{s}.tianditu.gov.cn/%s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=%s&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)

PRESETS = {
    "tianditu": Basemap(
        id="tianditu",
        name_zh="天地图",
        name_en="Tianditu",
        url=_TIANDITU % ("vec", "vec"),
        names_url=_TIANDITU % ("cva", "cva"),
        datum="WGS-84",
        attribution="天地图 · 国家地理信息公共服务平台",
        subdomains=tuple("01234567"),
    ),
    "osm": Basemap(
        id="osm",
        name_zh="OpenStreetMap",
        name_en="OpenStreetMap",
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        datum="WGS-84",
        attribution="© OpenStreetMap contributors",
        max_zoom=19,
    ),
    "amap": Basemap(
        id="amap",
        name_zh="高德地图",
        name_en="AMap",
        url=(
            "https://webrd0{s}.is.autonavi.com/appmaptile"
            "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
        ),
        datum="GCJ-02",
        attribution="高德地图",
        subdomains=tuple("1234"),
    ),
}
"""Known services; their terms of use are the operator's to keep."""


def read_basemaps(path: Path | None) -> tuple[Basemap, ...]:
    """Read the configured basemaps.

    Parameters
    ----------
    path : Path or None
        The TOML file; none means no basemap.

    Returns
    -------
    tuple of Basemap

    Raises
    ------
    BasemapError
        Naming the file, the entry and what is allowed.
    """
    if path is None:
        return ()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: not a readable TOML file ({error})"
        raise BasemapError(msg) from error
    found = tuple(
        _basemap(entry, f"{path.name}, basemap {number}")
        for number, entry in enumerate(data.get("basemap", []), start=1)
    )
    if len({row.id for row in found}) < len(found):
        msg = f"{path.name}: two basemaps have the same id"
        raise BasemapError(msg)
    return found


def _basemap(entry: dict[str, Any], where: str) -> Basemap:
    settings = dict(entry)
    preset = settings.pop("preset", None)
    known = {field.name for field in fields(Basemap)}
    if unknown := sorted(set(settings) - known):
        msg = f"{where}: unknown setting {unknown[0]!r}; known: {', '.join(sorted(known))}"
        raise BasemapError(msg)
    if "subdomains" in settings:
        settings["subdomains"] = tuple(settings["subdomains"])
    if preset is not None and preset not in PRESETS:
        msg = f"{where}: unknown preset {preset!r}; known: {', '.join(PRESETS)}"
        raise BasemapError(msg)
    try:
        basemap = replace(PRESETS[preset], **settings) if preset else Basemap(**settings)
    except TypeError as error:
        msg = f"{where}: without a preset it needs id, name_zh, name_en, url, datum, attribution"
        raise BasemapError(msg) from error
    return _checked(basemap, where)


def _checked(basemap: Basemap, where: str) -> Basemap:
    if basemap.datum not in DATUMS:
        msg = f"{where}: datum {basemap.datum!r}; allowed: {', '.join(DATUMS)}"
        raise BasemapError(msg)
    for url in filter(None, (basemap.url, basemap.names_url)):
        if not url.startswith(("https://", "http://", "/")):
            msg = f"{where}: url {url!r} must start with https://, http:// or /"
            raise BasemapError(msg)
    if "{key}" in basemap.url and not basemap.key:
        msg = f"{where}: {basemap.id} needs a key"
        raise BasemapError(msg)
    return basemap
