"""The vendored files that a map needs, and how a Folium URL becomes one of them.

``static/vendor/manifest.json`` (written by ``layers.vendoring``) says for every file which
package it comes from, its hash, and which URLs of Folium's it stands in for. Nothing here
ever opens a network connection: a URL without a vendored file is an error.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from geo.errors import AtlasError

STATIC = Path(__file__).resolve().parents[1] / "static"
VENDOR = STATIC / "vendor"

# The order matters: static/leaflet-atlas/README.md says what each is for.
_RUNTIME = (
    "core",
    "datum",
    "fills",
    "labels",
    "districts",
    "belts",
    "sites",
    "mentions",
    "control",
)
_CSS_URL = re.compile(r"""url\(\s*(?P<quote>['"]?)(?P<target>[^'")]+)(?P=quote)\s*\)""")
_MEDIA_TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class AssetError(AtlasError):
    """A vendored file is missing, altered or refers to something outside."""


class UnvendoredAssetError(AssetError):
    """A Folium element asks for a URL (or library) that is not vendored."""


@dataclass(frozen=True)
class Asset:
    """A script or style sheet that a page needs.

    Attributes
    ----------
    kind : {"js", "css"}
        Which element loads it.
    name : str
        Short name, unique within its kind on a page.
    path : pathlib.Path
        The file itself, somewhere below ``static/``.
    """

    kind: Literal["js", "css"]
    name: str
    path: Path

    def read(self) -> str:
        """Read the file as it is.

        Raises
        ------
        AssetError
            If the file is missing.
        """
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            msg = f"{self.path} is missing: run `make vendor`, or restore it from the repository"
            raise AssetError(msg) from error

    def inline(self) -> str:
        """Read the file as text that may stand inside ``<script>`` or ``<style>``.

        Images of a style sheet become ``data:`` URIs, so that nothing is left to fetch.

        Raises
        ------
        AssetError
            If the file is missing, or a style sheet refers to something outside its folder.
        """
        if self.kind == "js":
            return script_text(self.read())
        return style_text(_embed_images(self.read(), self.path))


def script_text(code: str) -> str:
    r"""Make JavaScript safe to stand inside a ``<script>`` element.

    ``</script`` and ``<!--`` can only be meant inside strings, templates and regular
    expressions, where a backslash before ``/`` or ``!`` changes nothing for JavaScript but
    hides the sequence from the HTML parser.
    """
    code = re.sub(r"<(?=/script)", r"<\\", code, flags=re.IGNORECASE)
    return code.replace("<!--", r"<\!--")


def style_text(css: str) -> str:
    r"""Make a style sheet safe to stand inside a ``<style>`` element."""
    return re.sub(r"<(?=/style)", r"<\\", css, flags=re.IGNORECASE)


def _embed_images(css: str, path: Path) -> str:
    """Replace each relative ``url(…)`` of a style sheet by a ``data:`` URI."""

    def embed(match: re.Match[str]) -> str:
        target = match["target"].strip()
        if target.startswith(("data:", "#")):
            return match[0]
        return f'url("{data_uri(_beside(path, target))}")'

    return _CSS_URL.sub(embed, css)


def _beside(path: Path, target: str) -> Path:
    """Find the file that a style sheet refers to; it must lie in the static folder."""
    file = (path.parent / target.split("#")[0].split("?")[0]).resolve()
    if not (file.is_relative_to(path.resolve().parents[1]) and file.is_file()):
        msg = f"{path.name} refers to {target!r}, which is not a vendored file"
        raise AssetError(msg)
    return file


def data_uri(path: Path) -> str:
    """Write an image as a ``data:`` URI.

    Raises
    ------
    AssetError
        If its suffix is none of the known ones.
    """
    if path.suffix not in _MEDIA_TYPES:
        known = ", ".join(sorted(_MEDIA_TYPES))
        msg = f"cannot embed {path.name}: {path.suffix!r} is none of {known}"
        raise AssetError(msg)
    payload = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"data:{_MEDIA_TYPES[path.suffix]};base64,{payload}"


@cache
def _libraries(folder: Path) -> tuple[Mapping[str, Any], ...]:
    """Read the manifest of a vendor folder."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{folder / 'manifest.json'} is missing: run `make vendor`"
        raise AssetError(msg) from error
    return tuple(manifest["libraries"])


def _asset(path: Path) -> Asset:
    """Describe a file by its name."""
    kind: Literal["js", "css"] = "css" if path.suffix == ".css" else "js"
    return Asset(kind, path.name.removesuffix(path.suffix).removesuffix(".min"), path)


def library_folder(name: str, *, folder: Path = VENDOR) -> Path:
    """Find the folder of a vendored library, whichever its version.

    Raises
    ------
    AssetError
        If the manifest is missing or does not list it.
    """
    for library in _libraries(folder):
        if library["name"] == name:
            return folder / str(library["folder"])
    listed = ", ".join(library["name"] for library in _libraries(folder))
    msg = f"library {name!r} is not vendored; there are {listed}"
    raise AssetError(msg)


def map_assets() -> tuple[Asset, ...]:
    """List what every atlas map loads, in loading order.

    Raises
    ------
    AssetError
        If a library is not vendored.
    """
    files = (
        library_folder("leaflet") / "leaflet.css",
        STATIC / "leaflet-atlas" / "leaflet-atlas.css",
        library_folder("leaflet") / "leaflet.js",
        library_folder("topojson-client") / "topojson-client.min.js",
        library_folder("leaflet-heat") / "leaflet_heat.min.js",
        *(STATIC / "leaflet-atlas" / f"{name}.js" for name in _RUNTIME),
    )
    return tuple(_asset(path) for path in files)


@cache
def vendored_urls(folder: Path = VENDOR) -> Mapping[str, Asset]:
    """Map each Folium URL that has a vendored stand-in to that file.

    Raises
    ------
    AssetError
        If the manifest is missing.
    """
    return MappingProxyType(
        {
            url: _asset(folder / library["folder"] / file["path"])
            for library in _libraries(folder)
            for file in library["files"]
            for url in file["replaces"]
        }
    )


def vendored(url: str, *, wanted_by: str) -> Asset:
    """Find the vendored file that stands in for a URL.

    Parameters
    ----------
    url : str
        As the Folium element writes it.
    wanted_by : str
        Class that asks for it, for the message.

    Raises
    ------
    UnvendoredAssetError
        If there is none: an offline map must not load it from elsewhere.
    """
    try:
        return vendored_urls()[url]
    except KeyError:
        msg = (
            f"{wanted_by} loads {url}, which is not vendored: leave {wanted_by} out, or add the "
            "file to static/vendor/libraries.toml and run `make vendor`"
        )
        raise UnvendoredAssetError(msg) from None
