"""The page around an atlas map: everything inlined, nothing loaded, nothing compiled twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

from branca.element import CssLink, Element, Figure, JavascriptLink

from layers.assets import Asset, script_text, style_text, vendored
from layers.literal import literally
from layers.stock import asked_by, default_icon_script, implied_urls, walk

_PAGE_STYLE = (
    "html,body,.folium-map{width:100%;height:100%;margin:0;padding:0}"
    "[hidden]{display:none!important}"
)


@dataclass(frozen=True)
class MapParts:
    """A rendered map in pieces, for a page that serves each at its own address.

    Attributes
    ----------
    html : str
        What stands in the body: the map's container, without script or handler.
    styles, scripts : tuple of Asset
        Files to link, in order; each once.
    script : str
        The Folium-rendered map script, to be loaded (as a file) after ``scripts``.
    head : str
        Markup that stock children put into the head; empty for the atlas's own layers.
    """

    html: str
    styles: tuple[Asset, ...]
    scripts: tuple[Asset, ...]
    script: str
    head: str = ""


@dataclass(frozen=True)
class Page:
    """What a saved page needs beyond the map: all of it plain text, escaped when written."""

    language: str
    title: str
    data: str


class AtlasFigure(Figure):
    """A figure whose children may only use vendored files.

    Parameters
    ----------
    assets : iterable of Asset
        What every map needs, in loading order.
    """

    def __init__(self, assets: Iterable[Asset]):
        super().__init__()
        self.assets = tuple(assets)
        del self.header._children["meta_http"]  # written by `render` as <meta charset>

    def compose(self) -> MapParts:
        """Render the children and gather the pieces.

        Raises
        ------
        UnvendoredAssetError
            If a child needs a file that is not vendored.
        """
        with self._untouched(), literally():
            for child in self._children.values():
                child.render()
            assets = self.assets + self._stock_assets()
            return MapParts(
                html=_joined(self.html),
                styles=tuple(asset for asset in assets if asset.kind == "css"),
                scripts=tuple(asset for asset in assets if asset.kind == "js"),
                script=default_icon_script(self) + _joined(self.script),
                head=_joined(self.header),
            )

    def page(self) -> Page:
        """Describe the saved page; the map inside knows."""
        (child,) = (child for child in self._children.values() if hasattr(child, "page"))
        found: Page = child.page()
        return found

    def render(self, **kwargs: Any) -> str:
        """Write one HTML document that needs no other file.

        Raises
        ------
        UnvendoredAssetError
            If a child needs a file that is not vendored.
        """
        parts, page = self.compose(), self.page()
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{escape(page.language)}">',
                "<head>",
                '<meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escape(page.title)}</title>",
                *(f"<style>{asset.inline()}</style>" for asset in parts.styles),
                f"<style>{style_text(_PAGE_STYLE)}</style>",
                *(f"<script>{asset.inline()}</script>" for asset in parts.scripts),
                parts.head,
                "</head>",
                "<body>",
                parts.html,
                f'<script type="application/json" id="atlas-data">{page.data}</script>',
                f"<script>\n{script_text(parts.script)}\n</script>",
                "</body>",
                "</html>",
                "",
            ]
        )

    @contextmanager
    def _untouched(self) -> Iterator[None]:
        """Take back what rendering adds to elements, so that twice gives the same as once.

        Folium adds helpers with random names to layers, markers and containers each time.
        """
        containers = (self.header, self.html, self.script)
        before = [(element, element._children.copy()) for element in (*walk(self), *containers)]
        try:
            yield
        finally:
            for element, children in before:
                element._children = children

    def _stock_assets(self) -> tuple[Asset, ...]:
        """Find the vendored files that stock children ask for, each once, in order."""
        urls: dict[str, str] = {}
        for element in walk(self):
            for url in implied_urls(element):
                urls.setdefault(url, f"folium.{type(element).__name__}")
        for child in self.header._children.values():
            if isinstance(child, JavascriptLink | CssLink):
                urls.setdefault(child.url, "")
        found = (vendored(url, wanted_by=by or asked_by(self, url)) for url, by in urls.items())
        return tuple(dict.fromkeys(asset for asset in found if asset not in self.assets))


def _joined(container: Element) -> str:
    """Write what a container holds, links left out, without the template's indentation."""
    texts = (
        child.render()
        for child in container._children.values()
        if not isinstance(child, JavascriptLink | CssLink)
    )
    return "\n".join(text.strip() for text in texts if text.strip())
