"""What stock Folium elements need that they do not ask for themselves.

``folium.Map`` loads jQuery, Bootstrap and Awesome Markers for everybody, so stock elements use
them without saying so. An ``AtlasMap`` loads nothing of the kind by itself; here it looks at
what somebody added and finds the library, or says that there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from branca.element import Element
from folium.features import GeoJson
from folium.map import Icon, Layer, Marker, Popup

from layers.assets import UnvendoredAssetError, data_uri, library_folder
from layers.base import AtlasLayer

_JQUERY = "https://code.jquery.com/jquery-3.7.1.min.js"


def walk(element: Element) -> Iterator[Element]:
    """Yield an element and everything below it, icons of GeoJSON markers included."""
    yield element
    for child in element._children.values():
        yield from walk(child)
    marker = getattr(element, "marker", None)
    if isinstance(element, GeoJson) and marker is not None:
        yield from walk(marker)


def implied_urls(element: Element) -> list[str]:
    """List the URLs that an element relies on without naming them.

    Raises
    ------
    UnvendoredAssetError
        If it relies on something that an offline map cannot give.
    """
    if isinstance(element, Icon):
        msg = (
            "folium.Icon needs Leaflet.awesome-markers, Bootstrap's glyphicons and Font Awesome, "
            "which are not vendored: use folium.DivIcon or folium.CustomIcon"
        )
        raise UnvendoredAssetError(msg)
    if isinstance(element, GeoJson) and not element.embed:
        msg = (
            f"folium.GeoJson(embed=False) loads {element.embed_link} when the map is opened: "
            "leave embed at True so that the data travels with the map"
        )
        raise UnvendoredAssetError(msg)
    return [_JQUERY] if isinstance(element, Popup) else []


def asked_by(root: Element, url: str) -> str:
    """Name the class below ``root`` that asks for a URL, for messages."""
    for element in walk(root):
        links = (*getattr(element, "default_js", ()), *getattr(element, "default_css", ()))
        if any(url == link for _, link in links):
            return f"{type(element).__module__.split('.')[0]}.{type(element).__name__}"
    return "an element of this map"


def default_icon_script(root: Element) -> str:
    """Write the script that gives Leaflet's default marker its pictures.

    Leaflet guesses their folder from its style sheet's address, which an inlined style sheet
    does not have. Empty when no stock element could draw such a marker.
    """
    if not any(
        isinstance(element, Marker | Layer) and not isinstance(element, AtlasLayer)
        for element in walk(root)
    ):
        return ""
    images = library_folder("leaflet") / "images"
    options = {
        "iconUrl": data_uri(images / "marker-icon.png"),
        "iconRetinaUrl": data_uri(images / "marker-icon-2x.png"),
        "shadowUrl": data_uri(images / "marker-shadow.png"),
    }
    return f'L.Icon.Default.imagePath = "";\nL.Icon.Default.mergeOptions({json.dumps(options)});\n'
