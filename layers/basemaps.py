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

import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from geo.errors import AtlasError

DATUMS = ("WGS-84", "GCJ-02")

# The host goes into the page's content security policy: nothing may follow it there.
_URL = re.compile(r"(?:https?://[A-Za-z0-9.:{}-]+)?/(?!/)[^\s\"'<>]*")
_PLACEHOLDERS = {"x", "y", "z", "s", "key"}


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
    entries = data.pop("basemap", [])
    if data or not isinstance(entries, list):
        wrong = next(iter(data), "basemap")
        msg = f"{path.name}: {wrong!r} is not a list of basemaps; begin each with [[basemap]]"
        raise BasemapError(msg)
    found = tuple(
        _basemap(entry, f"{path.name}, basemap {number}")
        for number, entry in enumerate(entries, start=1)
    )
    if len({row.id for row in found}) < len(found):
        msg = f"{path.name}: two basemaps have the same id"
        raise BasemapError(msg)
    return found


def _basemap(entry: dict[str, Any], where: str) -> Basemap:
    settings = dict(entry)
    preset = settings.pop("preset", None)
    known = sorted(field.name for field in fields(Basemap))
    for name, value in settings.items():
        if name not in known:
            msg = f"{where}: unknown setting {name!r}; known: preset, {', '.join(known)}"
            raise BasemapError(msg)
        settings[name] = _setting(name, value, where)
    if preset is not None and preset not in list(PRESETS):
        msg = f"{where}: unknown preset {preset!r}; known: {', '.join(PRESETS)}"
        raise BasemapError(msg)
    try:
        basemap = replace(PRESETS[preset], **settings) if preset else Basemap(**settings)
    except TypeError as error:
        msg = f"{where}: without a preset it needs id, name_zh, name_en, url, datum, attribution"
        raise BasemapError(msg) from error
    return _checked(basemap, where)


def _setting(name: str, value: Any, where: str) -> Any:
    """Take a setting as its field wants it: text, a whole number, or a list of texts."""
    if name == "subdomains":
        is_right, wanted = isinstance(value, list), "a list of parts of host names"
        is_right = is_right and all(re.fullmatch("[A-Za-z0-9-]+", str(part)) for part in value)
    elif name == "max_zoom":
        is_right, wanted = type(value) is int and 0 < value <= 24, "a number from 1 to 24"
    else:
        is_right, wanted = isinstance(value, str), "text in quotation marks"
    if not is_right:
        msg = f"{where}: {name} is {value!r}, but must be {wanted}"
        raise BasemapError(msg)
    return tuple(map(str, value)) if name == "subdomains" else value


def _checked(basemap: Basemap, where: str) -> Basemap:
    if basemap.datum not in DATUMS:
        msg = f"{where}: datum {basemap.datum!r}; allowed: {', '.join(DATUMS)}"
        raise BasemapError(msg)
    _check_url(basemap.url, basemap, where)
    if basemap.names_url:
        _check_url(basemap.names_url, basemap, where)
    return basemap


def _check_url(url: str, basemap: Basemap, where: str) -> None:
    names = set(re.findall(r"{([^{}]*)}", url))
    if not _URL.fullmatch(url):
        msg = f"{where}: url {url!r} must start with https://host/, http://host/ or /"
    elif not {"x", "y", "z"} <= names <= _PLACEHOLDERS:
        msg = f"{where}: url {url!r} must have {{x}} {{y}} {{z}} and may have {{s}} {{key}}"
    elif "s" in names and not basemap.subdomains:
        msg = f"{where}: url {url!r} has {{s}}, so subdomains must list what to put there"
    elif "key" in names and not basemap.key:
        msg = f"{where}: {basemap.id} needs a key"
    else:
        return
    raise BasemapError(msg)
